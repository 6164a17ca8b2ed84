/** What is to be done next about a payment, and when. Pure. */
import type { PaymentState } from '../../../src-shared/contract/sale.ts'
import { never } from '../../../src-shared/result.ts'

export type Step =
  /** Tell the channel of it: the first time, or because it says it has never seen it. */
  | 'create'
  | 'query'
  /** The code is too old: end it. */
  | 'expire'
  | 'close'
  /** Nothing had left: end it without asking anybody. */
  | 'dropUnsent'
  /** Money can no longer come for it. */
  | 'endWatch'
  /** Nothing more to ask. */
  | 'rest'

export type Standing = {
  readonly state: PaymentState
  readonly shownAtMs: number | null
  readonly expiresAtMs: number | null
  readonly endedAtMs: number | null
  readonly mayStillBePaid: boolean
  /** Somebody, or the clock, wanted its end before the answer was lost. */
  readonly endWanted: boolean
  /** The channel has answered for it, in this run of the program. */
  readonly known: boolean
  /** How long this run of the program has watched it, in ms by the timers, whatever the clock says. */
  readonly watchedMs: number
}

export function nextStep(payment: Standing, nowMs: number, watchMs: number): Step {
  switch (payment.state) {
    case 'created':
      return 'dropUnsent'
    case 'submitting':
    case 'awaitingPayer':
    case 'processing':
      if (hasRunOut(payment, nowMs)) return 'expire'
      return payment.known ? 'query' : 'create'
    case 'closing':
      return 'close'
    case 'unknown':
      return payment.endWanted ? 'close' : 'query'
    case 'succeeded':
    case 'failed':
    case 'closed':
    case 'reversed':
      if (!payment.mayStillBePaid) return 'rest'
      return payment.endedAtMs !== null &&
        nowMs >= payment.endedAtMs + watchMs &&
        payment.watchedMs >= watchAtLeastMs
        ? 'endWatch'
        : 'query'
    case 'conflicted':
      return 'rest'
    default:
      return never(payment.state)
  }
}

/** By the clock, or by the time that it was watched: a clock that is put back keeps no code alive. */
const hasRunOut = (
  { shownAtMs, expiresAtMs, watchedMs }: Pick<Standing, 'shownAtMs' | 'expiresAtMs' | 'watchedMs'>,
  nowMs: number,
): boolean =>
  expiresAtMs !== null &&
  (nowMs >= expiresAtMs || (shownAtMs !== null && watchedMs >= expiresAtMs - shownAtMs))

/** How often a code that ended is asked for while money may still come. */
const watchEveryMs = 60_000
const longestPauseMs = 60_000
/** A clock that is ahead for a while must not end what should go on for days. */
const watchAtLeastMs = 3_600_000

/**
 * How long to wait before the next step, in milliseconds.
 * @param unanswered how many times in a row there was no answer, or no end: 1, 2, 4, 8 ... 60 s
 */
export function pauseMs(
  payment: Pick<Standing, 'state' | 'expiresAtMs' | 'mayStillBePaid'>,
  unanswered: number,
  askEveryMs: number,
  nowMs: number,
): number {
  if (payment.mayStillBePaid) return watchEveryMs
  const growing = Math.min(1_000 * 2 ** Math.max(0, unanswered - 1), longestPauseMs)
  if (payment.state === 'unknown' || payment.state === 'closing') return growing
  const untilExpiryMs = payment.expiresAtMs === null ? askEveryMs : payment.expiresAtMs - nowMs
  return Math.max(0, Math.min(askEveryMs, untilExpiryMs))
}
