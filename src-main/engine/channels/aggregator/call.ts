/**
 * One signed question to the aggregator and what came of it. Only an answer that is signed for
 * exactly this question says anything; everything else is no answer, whatever its status.
 */
import type { z } from 'zod'
import {
  aggregatorCalls,
  type AggregatorCallName,
} from '../../../../src-shared/aggregator/calls.ts'
import {
  problemCode,
  problemSchema,
  readWireTime,
  type Problem,
  type ProblemCode,
} from '../../../../src-shared/aggregator/common.ts'
import type { PublicKey } from '../../../../src-shared/aggregator/counters.ts'
import type { Clock, Log, Parts, Random } from '../../parts.ts'
import type { Http, HttpAnswer, HttpRequest } from '../http.ts'
import type { Keys, MessageSigner } from '../keys.ts'
import { signRequest, verifyAnswer } from '../signing.ts'
import { longestRestMs, readRetryAfter } from './retryAfter.ts'

export type WireEnvironment = Parts['environment']

export type Line = {
  readonly http: Http
  readonly keys: Keys
  readonly signer: MessageSigner
  readonly clock: Clock
  readonly random: Random
  /** Checked by `checkAddress`. */
  readonly baseUrl: string
  readonly environment: WireEnvironment
}

export type Question = {
  /** What it is about: stands in the path. */
  readonly id?: string
  readonly query?: Readonly<Record<string, number>>
  /** As the contract has it; sent as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Asked even while the aggregator wants to be left alone: it ends something. */
  readonly isUrgent?: boolean
}

/** A call whose answer is one message. */
export type AskedCall = Exclude<AggregatorCallName, 'stream'>
export type AnswerOf<Name extends AskedCall> = z.output<(typeof aggregatorCalls)[Name]['answer']>

type Headers = Readonly<Record<string, string>>
export type NoAnswer = {
  readonly kind: 'noAnswer'
  readonly reason: string
  readonly retryAfterMs: number | null
}
export type CallResult<Value> =
  | {
      readonly kind: 'answered'
      readonly value: Value
      readonly text: string
      readonly headers: Headers
    }
  /** 304: as it was when the tag that was sent was given. */
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'problem'
      readonly status: number
      /** Null: of a family that is not known here. */
      readonly code: ProblemCode | null
      /** Null: its body is no problem. */
      readonly problem: Problem | null
      readonly retryAfterMs: number | null
    }
  | NoAnswer

export type Caller = {
  /** Never rejects. */
  ask<Name extends AskedCall>(name: Name, question: Question): Promise<CallResult<AnswerOf<Name>>>
  /** A request of the stream, signed as any other. */
  signed(name: 'stream', question: Question): Promise<HttpRequest>
  /** For how long the aggregator wants to be left alone, in ms; 0: it may be asked. */
  restMs(): number
  /** The server's time less ours, as its own signed answer told. */
  aheadMs(): number
}

/** Of one answer. A run of rows to restore is cut by the aggregator to fit. */
const answerLimitBytes = 2_097_152
const connectMs = 2_000
export const limitsOf = (name: AskedCall) => ({
  connectMs,
  answerMs: name === 'health' ? 3_000 : 10_000,
  bytes: answerLimitBytes,
})

/** Not sent twice with one signature: each time it is signed it has a nonce of its own. */
export const sign = (
  request: HttpRequest,
  { signer, clock, random }: Pick<Line, 'signer' | 'clock' | 'random'>,
  offsetMs: number,
): Promise<HttpRequest> =>
  signRequest(request, {
    signer,
    nowMs: clock.now() + offsetMs,
    nonce: Buffer.from(random.bytes(16)).toString('base64url'),
  })

export function requestOf(
  baseUrl: string,
  name: AggregatorCallName,
  question: Question,
): HttpRequest {
  const { method, path } = aggregatorCalls[name]
  const { id, query, body, headers } = question
  const url = new URL(`${baseUrl}${path.replace('{id}', encodeURIComponent(id ?? ''))}`)
  for (const [key, value] of Object.entries(query ?? {})) url.searchParams.set(key, `${value}`)
  return {
    method,
    url: url.href,
    headers: {
      accept: name === 'stream' ? 'text/event-stream' : 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : new TextEncoder().encode(JSON.stringify(body)),
  }
}

/** @param known the aggregator's public keys: answers are signed with one of them */
export function createCaller(
  line: Line & { readonly log: Log },
  known: readonly PublicKey[],
): Caller {
  const { http, keys, clock, log } = line
  /** The server's time less ours, as its own signed answer told; nothing else moves it. */
  let offsetMs = 0
  let restUntilMs = 0

  const restMs = (): number => {
    const leftMs = restUntilMs - clock.now()
    // Longer than any rest: somebody has put the clock back.
    return leftMs > 0 && leftMs <= longestRestMs ? leftMs : 0
  }

  const rest = (answer: HttpAnswer): number | null => {
    // A gateway in between says it too, and cannot sign. It says nothing about any payment.
    if (answer.kind === 'failed' || (answer.status !== 429 && answer.status !== 503)) return null
    const waitMs = readRetryAfter(answer.headers['retry-after'], clock.now() + offsetMs)
    if (waitMs !== null) restUntilMs = clock.now() + waitMs
    return waitMs
  }

  const askOnce = async <Name extends AskedCall>(
    name: Name,
    question: Question,
  ): Promise<CallResult<AnswerOf<Name>>> => {
    const plain = requestOf(line.baseUrl, name, question)
    const isSigned = aggregatorCalls[name].signed
    const request = isSigned ? await sign(plain, line, offsetMs) : plain
    const answer = await http.ask(request, limitsOf(name))
    const retryAfterMs = rest(answer)
    if (answer.kind === 'failed') return noAnswer(answer.reason, retryAfterMs)
    if (answer.body.length > answerLimitBytes) return noAnswer('an answer that is too long', null)
    if (isSigned && !(await verifyAnswer(answer, request, { keys, known }))) {
      return noAnswer(`status ${answer.status}, not signed for this question`, retryAfterMs)
    }
    return read(name, answer, line.environment, retryAfterMs)
  }

  const ask = async <Name extends AskedCall>(
    name: Name,
    question: Question,
  ): Promise<CallResult<AnswerOf<Name>>> => {
    const first = await askOnce(name, question)
    const serverTime = first.kind === 'problem' ? skewedFrom(first) : null
    if (serverTime === null) return first
    // Nothing was accepted: signed with the right time it is the same question.
    offsetMs = readWireTime(serverTime) - clock.now()
    log('warn', 'aggregator.clockSkew', { offsetMs })
    return askOnce(name, question)
  }

  return {
    async ask(name, question) {
      const leftMs = restMs()
      if (leftMs > 0 && question.isUrgent !== true) return noAnswer('asked to wait', leftMs)
      try {
        return await ask(name, question)
      } catch (error) {
        // Whether it left is not known: an answer it is not.
        log('error', 'aggregator.notAsked', { call: name, reason: reasonOf(error) })
        return noAnswer('not asked, or not read', null)
      }
    },
    signed: (name, question) => sign(requestOf(line.baseUrl, name, question), line, offsetMs),
    restMs,
    aheadMs: () => offsetMs,
  }
}

/** @returns the server's time, where a wrong time was all that it found wrong */
const skewedFrom = ({
  status,
  code,
  problem,
}: Extract<CallResult<never>, { kind: 'problem' }>): string | null =>
  status === 401 && code === 'clock-skew' ? (problem?.serverTime ?? null) : null

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.slice(0, 200) : 'unknown'

export const noAnswer = (reason: string, retryAfterMs: number | null): NoAnswer => ({
  kind: 'noAnswer',
  reason,
  retryAfterMs,
})

/** An answer that is known to be the aggregator's. */
function read<Name extends AskedCall>(
  name: Name,
  { status, headers, body }: Extract<HttpAnswer, { kind: 'answered' }>,
  environment: WireEnvironment,
  retryAfterMs: number | null,
): CallResult<AnswerOf<Name>> {
  if (status === 304 && name === 'settings') return { kind: 'unchanged' }
  const content = readJson(body)
  if (status >= 400 && status <= 599) {
    const problem = problemSchema.safeParse(content?.value).data ?? null
    return { kind: 'problem', status, code: problem && problemCode(problem), problem, retryAfterMs }
  }
  if (status !== 200) return noAnswer(`status ${status}`, retryAfterMs)
  const parsed = aggregatorCalls[name].answer.safeParse(content?.value)
  if (!content || !parsed.success) return noAnswer('not an answer of the contract', null)
  const { data } = parsed
  const isOurs = !('environment' in data) || data.environment === environment
  if (!isOurs) return noAnswer('environment', null)
  return { kind: 'answered', value: data as AnswerOf<Name>, text: content.text, headers }
}

/** @returns null where it is no JSON in UTF-8 */
export function readJson(
  body: Uint8Array,
): { readonly text: string; readonly value: unknown } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return { text, value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}
