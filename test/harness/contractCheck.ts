/**
 * Holds traffic against the published contract: the YAML file as it stands on the disk, read by a
 * validator that shares nothing with the schemas from which the till works.
 */
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { z } from 'zod'

const refSchema = z.object({ $ref: z.string() })
const contentSchema = z.record(z.string(), z.object({ schema: z.unknown() }).loose())
const answerSchema = z
  .object({ description: z.string(), content: contentSchema.optional() })
  .loose()
const parameterSchema = z
  .object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.unknown() })
  .loose()
const operationSchema = z
  .object({
    operationId: z.string(),
    parameters: z.array(z.unknown()),
    requestBody: z.object({ content: contentSchema }).loose().optional(),
    responses: z.record(z.string(), z.unknown()),
  })
  .loose()
const documentSchema = z
  .object({
    openapi: z.string(),
    paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  })
  .loose()
type Operation = z.infer<typeof operationSchema>

const file = new URL('../../resources/aggregator.openapi.yaml', import.meta.url)
const found: unknown = parse(readFileSync(file, 'utf8'))
/** The document as it is written, of which only a part is looked at. */
export const contract = documentSchema.parse(found)

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
})
addFormats(ajv)
ajv.addFormat('base64', /^[A-Za-z0-9+/]*={0,2}$/u)
// What stands at the top of the document says nothing of a value.
ajv.addVocabulary(['openapi', 'info', 'jsonSchemaDialect', 'paths', 'components'])
ajv.addSchema(found as Record<string, unknown>, 'contract')

const compiled = new Map<string, ValidateFunction>()
function validatorOf(schema: unknown): ValidateFunction {
  const ref = refSchema.safeParse(schema)
  const target = ref.success ? { $ref: `contract${ref.data.$ref}` } : (schema as object)
  const key = JSON.stringify(target)
  const known = compiled.get(key)
  if (known) return known
  const made = ajv.compile(target)
  compiled.set(key, made)
  return made
}

/** Follows a reference inside of the document. */
function resolved(value: unknown): unknown {
  const ref = refSchema.safeParse(value)
  if (!ref.success) return value
  let at: unknown = found
  for (const part of ref.data.$ref.replace(/^#\//u, '').split('/')) {
    at = z.record(z.string(), z.unknown()).parse(at)[part]
  }
  if (at === undefined) throw new Error(`nothing at ${ref.data.$ref}`)
  return at
}

/** What the contract knows of one call. */
type Found = {
  readonly operation: Operation
  readonly id: string | null
  readonly query: URLSearchParams
}

function find(method: string, url: string): Found | null {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1')
  for (const [path, operations] of Object.entries(contract.paths)) {
    const pattern = new RegExp(`${path.replace('{id}', '(?<id>[^/]+)')}$`, 'u')
    const match = pattern.exec(pathname)
    const operation = operations[method.toLowerCase()]
    if (match && operation) {
      return { operation, id: match.groups?.['id'] ?? null, query: searchParams }
    }
  }
  return null
}

/**
 * @param url absolute, or from `/` on; what stands before `/v1` is the address of the aggregator
 * @param requestBody null: none
 * @param answerBody of the stream: any whole events of it
 * @throws what is not as the contract says, with what was sent
 */
export function checkTraffic(
  method: string,
  url: string,
  requestBody: string | null,
  status: number,
  answerBody: string,
): void {
  const call = `${method} ${url} -> ${status}`
  const refuse = (why: string): never => {
    throw new Error(`${call}\nis not in resources/aggregator.openapi.yaml: ${why}`)
  }
  const against = (what: string, schema: unknown, value: unknown): void => {
    const isRight = validatorOf(schema)
    if (isRight(value)) return
    refuse(`${what}: ${ajv.errorsText(isRight.errors)}\n${JSON.stringify(value)?.slice(0, 2_000)}`)
  }
  const json = (what: string, text: string): unknown => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      return refuse(`${what} is not JSON: ${text.slice(0, 200)}`)
    }
  }

  const known = find(method, url)
  if (!known) return refuse('no such call')
  const { operation } = known
  checkParameters(known, refuse, against)

  const asked = operation.requestBody?.content['application/json']
  if (asked && requestBody === null) refuse('a body is missing')
  if (!asked && requestBody !== null && requestBody !== '') refuse('a body where there is none')
  if (asked && requestBody !== null) against('request', asked.schema, json('request', requestBody))

  const listed = operation.responses[String(status)]
  if (listed === undefined) return refuse('this status is not listed')
  const { content } = answerSchema.parse(resolved(listed))
  if (!content) return answerBody === '' ? undefined : refuse('an answer with a body')
  const [[type, { schema, ...more }] = refuse('no content')] = Object.entries(content)
  if (type !== 'text/event-stream') return against('answer', schema, json('answer', answerBody))
  for (const [, data = ''] of answerBody.matchAll(/^data: ?(.*)$/gmu)) {
    against('event', more['x-event-data'], json('event', data))
  }
}

function checkParameters(
  { operation, id, query }: Found,
  refuse: (why: string) => never,
  against: (what: string, schema: unknown, value: unknown) => void,
): void {
  const parameters = operation.parameters.map((one) => parameterSchema.parse(resolved(one)))
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  for (const parameter of parameters) {
    if (parameter.in === 'path') against('id', parameter.schema, id)
  }
  for (const { name, required, schema } of inQuery) {
    const value = query.get(name)
    if (value === null && required) refuse(`no ${name} in the query`)
    if (value !== null) against(name, schema, /^\d+$/u.test(value) ? Number(value) : value)
  }
  for (const name of query.keys()) {
    if (!inQuery.some((parameter) => parameter.name === name)) refuse(`${name} in the query`)
  }
}
