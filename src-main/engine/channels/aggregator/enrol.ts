/** Makes this counter known to an aggregator: with a code from the back office, once. */
import {
  enrolmentSchema,
  type EnrolmentRequest,
} from '../../../../src-shared/aggregator/counters.ts'
import {
  problemCode,
  problemSchema,
  readWireTime,
} from '../../../../src-shared/aggregator/common.ts'
import type { HttpAnswer, HttpRequest } from '../http.ts'
import type { Enrolment } from '../keys.ts'
import { verifyAnswer } from '../signing.ts'
import { checkAddress } from './address.ts'
import { limitsOf, readJson, reasonOf, requestOf, sign, type Line } from './call.ts'

export type EnrolParts = Line & {
  /** As the back office gave it. */
  readonly code: string
  /** Of this program. */
  readonly version: string
}

export type Enrolled =
  | { readonly ok: true; readonly enrolment: Enrolment }
  /** For people to read. Nothing was kept, and the same code may be tried again. */
  | { readonly ok: false; readonly reason: string }

type Answered = Extract<HttpAnswer, { kind: 'answered' }>

/**
 * Until now nobody's keys are known: it is the line (TLS) that vouches for the aggregator, and its
 * answer must be signed with a key that it brings. A refusal cannot be proved; it moves no money.
 * Rejects never.
 */
export async function enrol(parts: EnrolParts): Promise<Enrolled> {
  const address = checkAddress(parts.baseUrl, parts.environment)
  if (!address.ok) return address
  const line = { ...parts, baseUrl: address.baseUrl }
  try {
    return await enrolAt(line)
  } catch (error) {
    return refused(reasonOf(error))
  }
}

async function enrolAt(parts: EnrolParts): Promise<Enrolled> {
  const first = await askOnce(parts, 0)
  if (first.answer.kind === 'failed') return refused(first.answer.reason)
  const aheadMs = skewOf(first.answer, parts)
  const { request, answer } = aheadMs === null ? first : await askOnce(parts, aheadMs)
  if (answer.kind === 'failed') return refused(answer.reason)
  return answer.status === 200 ? accept(parts, request, answer) : refused(whyNot(answer))
}

async function askOnce(
  parts: EnrolParts,
  offsetMs: number,
): Promise<{ readonly request: HttpRequest; readonly answer: HttpAnswer }> {
  const { keyId, algorithm, spki } = parts.signer
  const { code, version } = parts
  const body: EnrolmentRequest = { code, key: { keyId, algorithm, spki }, version }
  const request = await sign(requestOf(parts.baseUrl, 'enrol', { body }), parts, offsetMs)
  return { request, answer: await parts.http.ask(request, limitsOf('enrol')) }
}

async function accept(
  { keys, signer, environment, baseUrl }: EnrolParts,
  request: HttpRequest,
  answer: Answered,
): Promise<Enrolled> {
  const brought = enrolmentSchema.safeParse(readJson(answer.body)?.value)
  if (!brought.success) return refused('an answer that the contract does not know')
  const enrolment = brought.data
  if (enrolment.environment !== environment) {
    return refused(`it is for ${enrolment.environment}, and this till is for ${environment}`)
  }
  if (enrolment.keys.some((key) => key.keyId === signer.keyId || key.spki === signer.spki)) {
    return refused('the counter’s own key came back as the aggregator’s')
  }
  // A key that cannot be used would be found out at the first payment.
  for (const key of enrolment.keys) keys.verifier(key)
  if (enrolment.sealingKey) await keys.seal('-', enrolment.sealingKey)
  if (!(await verifyAnswer(answer, request, { keys, known: enrolment.keys }))) {
    return refused('an answer that is not signed with its own key')
  }
  return { ok: true, enrolment: { ...enrolment, baseUrl } }
}

/** @returns by how much the server's clock is ahead of ours, where that was all that was wrong; or null */
function skewOf({ status, body }: Answered, { clock }: Pick<Line, 'clock'>): number | null {
  const problem = problemSchema.safeParse(readJson(body)?.value).data
  if (status !== 401 || !problem || problemCode(problem) !== 'clock-skew') return null
  return problem.serverTime === undefined ? null : readWireTime(problem.serverTime) - clock.now()
}

function whyNot({ status, body }: Answered): string {
  const problem = problemSchema.safeParse(readJson(body)?.value).data
  return problem?.detail ?? problem?.title ?? `status ${status}`
}

const refused = (reason: string): Enrolled => ({ ok: false, reason: reason.slice(0, 200) })
