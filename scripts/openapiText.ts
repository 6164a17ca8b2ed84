/** The contract with the aggregator as OpenAPI 3.1, made of the table of calls and its zod schemas. The same each time. */
import { stringify } from 'yaml'
import { z } from 'zod'
import { aggregatorCalls, type AggregatorCall } from '../src-shared/aggregator/calls.ts'
import {
  problemSchema,
  wireEnvironmentSchema,
  wireHashSchema,
  wireHeadSchema,
  wireIdSchema,
  wireMethodSchema,
  wireMoneySchema,
  wireTimeSchema,
} from '../src-shared/aggregator/common.ts'
import {
  counterSettingsSchema,
  enrolmentRequestSchema,
  enrolmentSchema,
  healthSchema,
  heldRowsSchema,
  heldSchema,
  publicKeySchema,
  runSchema,
  streamEventSchema,
  wireRowSchema,
} from '../src-shared/aggregator/counters.ts'
import {
  endRequestSchema,
  paymentRequestSchema,
  paymentResourceSchema,
  refundRequestSchema,
  refundResourceSchema,
  wireFlowSchema,
} from '../src-shared/aggregator/payments.ts'
import { openapiDescription, headerTexts, problemTexts } from './openapiWords.ts'

export const openapiFile = 'resources/aggregator.openapi.yaml'

/** By the names under which the contract shows them. */
const named: Readonly<Record<string, z.ZodType>> = {
  Id: wireIdSchema,
  Time: wireTimeSchema,
  Hash: wireHashSchema,
  Environment: wireEnvironmentSchema,
  Method: wireMethodSchema,
  Flow: wireFlowSchema,
  Money: wireMoneySchema,
  Head: wireHeadSchema,
  Problem: problemSchema,
  PublicKey: publicKeySchema,
  EnrolmentRequest: enrolmentRequestSchema,
  Enrolment: enrolmentSchema,
  PaymentRequest: paymentRequestSchema,
  EndRequest: endRequestSchema,
  Payment: paymentResourceSchema,
  RefundRequest: refundRequestSchema,
  Refund: refundResourceSchema,
  JournalRow: wireRowSchema,
  Run: runSchema,
  Held: heldSchema,
  HeldRows: heldRowsSchema,
  CounterSettings: counterSettingsSchema,
  StreamEvent: streamEventSchema,
  Health: healthSchema,
}

type Json = Readonly<Record<string, unknown>>

export function openapiText(): string {
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Harbour Till: counter and aggregator',
      version: '1.0.0',
      description: openapiDescription,
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths: paths(),
    components: {
      schemas: schemas(),
      parameters: Object.fromEntries(
        Object.entries(headerTexts.ofRequests).map(([name, { header, required, description }]) => [
          name,
          { name: header, in: 'header', required, description, schema: { type: 'string' } },
        ]),
      ),
      responses: problems(),
      headers: Object.fromEntries(
        Object.entries(headerTexts.ofAnswers).map(([name, { description }]) => [
          name,
          { description, schema: { type: 'string' } },
        ]),
      ),
    },
  }
  const head = '# Written by `npm run openapi` from src-shared/aggregator. Do not edit.\n'
  return (
    head +
    stringify(document, { lineWidth: 100, aliasDuplicateObjects: false, blockQuote: 'literal' })
  )
}

/** What an answer may have beside what is known is left open: a newer aggregator may say more. */
function schemas(): Json {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const made = z.toJSONSchema(registry, {
    io: 'input',
    target: 'draft-2020-12',
    uri: (id) => `#/components/schemas/${id}`,
  })
  return Object.fromEntries(
    Object.keys(named).map((id) => {
      const { $schema: _, $id: __, ...schema } = made.schemas[id] ?? {}
      return [id, schema]
    }),
  )
}

const nameOf = (schema: z.ZodType): string => {
  const found = Object.entries(named).find(([, one]) => one === schema)
  if (!found) throw new Error('a call with a schema that has no name in scripts/openapiText.ts')
  return found[0]
}
const schemaRef = (schema: z.ZodType): Json => ({ $ref: `#/components/schemas/${nameOf(schema)}` })

function paths(): Json {
  const byPath: Record<string, Record<string, unknown>> = {}
  for (const [name, call] of Object.entries<AggregatorCall>(aggregatorCalls)) {
    byPath[call.path] = { ...byPath[call.path], [call.method.toLowerCase()]: operation(name, call) }
  }
  return byPath
}

function operation(name: string, call: AggregatorCall): Json {
  return {
    operationId: name,
    summary: call.summary,
    parameters: parameters(name, call),
    ...(call.body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaRef(call.body) } },
      },
    }),
    responses: {
      200: good(name, call),
      ...(name === 'settings' && {
        304: { description: 'As it was when the tag was given.', headers: signedHeaders() },
      }),
      ...Object.fromEntries(
        call.problems.map((status) => [
          status,
          { $ref: `#/components/responses/Problem${status}` },
        ]),
      ),
    },
  }
}

const headerRef = (name: string): Json => ({ $ref: `#/components/parameters/${name}` })

/** Whoever changes money by an id names that id as the key, too. */
const hasKey = ({ method, path }: AggregatorCall): boolean =>
  method !== 'GET' && /\/(?:payments|refunds)\//u.test(path)

const parameters = (name: string, call: AggregatorCall): readonly Json[] => [
  ...(call.path.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: schemaRef(wireIdSchema) }]
    : []),
  ...call.query.map((key) => ({
    name: key,
    in: 'query',
    required: true,
    schema: { type: 'integer', minimum: 0 },
  })),
  ...(call.signed ? ['ContentDigest', 'SignatureInput', 'Signature'].map(headerRef) : []),
  ...(hasKey(call) ? [headerRef('IdempotencyKey')] : []),
  ...(name === 'settings' ? [headerRef('IfNoneMatch')] : []),
  ...(name === 'stream' ? [headerRef('LastEventId')] : []),
]

const headerRefs = (...names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]))
const signedHeaders = (...more: readonly string[]): Json =>
  headerRefs('Content-Digest', 'Signature-Input', 'Signature', ...more)

function good(name: string, call: AggregatorCall): Json {
  if (call.answer === 'stream') {
    return {
      description:
        'The stream. Each event has an `id` and, as `data`, a `StreamEvent` as JSON in one line; ' +
        'a comment comes at least every 15 seconds. Not signed.',
      content: {
        'text/event-stream': {
          schema: { type: 'string' },
          'x-event-data': schemaRef(streamEventSchema),
        },
      },
    }
  }
  return {
    description: call.signed ? 'Signed for exactly this request.' : 'Not signed.',
    ...(call.signed && { headers: signedHeaders(...(name === 'settings' ? ['ETag'] : [])) }),
    content: { 'application/json': { schema: schemaRef(call.answer) } },
  }
}

/** One for each status. They name the headers of a signature, which those of a call without one have not. */
const problems = (): Json =>
  Object.fromEntries(
    Object.entries(problemTexts).map(([status, description]) => {
      const waits = status === '429' || status === '503'
      const headers = signedHeaders(...(waits ? ['Retry-After'] : []))
      const content = { 'application/problem+json': { schema: schemaRef(problemSchema) } }
      return [`Problem${status}`, { description, headers, content }]
    }),
  )
