/** What the desks of the aggregator say, before it is signed and sent. */
import {
  problemPrefix,
  type Problem,
  type ProblemCode,
} from '../../../src-shared/aggregator/common.ts'
import type { Trick } from './tricks.ts'

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON; null: an empty body. */
  readonly body: Readonly<Record<string, unknown>> | null
  /** What goes wrong with it, by the deed of the payment that it is about. */
  readonly trick: Trick | null
}

export const reply = (
  body: Readonly<Record<string, unknown>>,
  trick: Trick | null = null,
): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
  trick,
})

const statuses: Readonly<Record<ProblemCode, number>> = {
  malformed: 400,
  unauthorized: 401,
  'clock-skew': 401,
  forbidden: 403,
  'not-found': 404,
  'other-body': 409,
  'broken-chain': 409,
  forked: 409,
  gone: 410,
  'too-large': 413,
  'not-accepted': 422,
  'exceeds-paid': 422,
  'too-many': 429,
  unavailable: 503,
}

/** @param more besides type, title and status; a status of its own for `unavailable` */
export function problem(
  code: ProblemCode,
  title: string,
  more: Partial<Pick<Problem, 'status' | 'serverTime' | 'head'>> & {
    readonly retryAfterS?: number
  } = {},
): Reply {
  const { retryAfterS, ...rest } = more
  const status = rest.status ?? statuses[code]
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) }),
    },
    body: { type: problemPrefix + code, title: title.slice(0, 200), status, ...rest },
    trick: null,
  }
}
