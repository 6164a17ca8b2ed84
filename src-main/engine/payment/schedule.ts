/** What is to be done next about a payment, and when. Pure. */
import type { PaymentState } from '../../../src-shared/contract/sale.ts'
import { codeMadeHere, isAtDevice } from '../../../src-shared/methods.ts'
import { never } from '../../../src-shared/result.ts'
import type { Settings } from '../config/settings.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import { isTerminal } from './transition.ts'

export type Step =
  /** Tell the channel of it: the first time, or because it says it has never seen it. */
  | 'create'
  | 'query'
  /** It has taken too long: end it. */
  | 'expire'
  /** Nobody has paid it: end it there too. */
  | 'close'
  /** Nobody knows whether it was paid: undo it whatever it was. */
  | 'reverse'
  /** Nothing had left: end it without asking anybody. */
  | 'dropUnsent'
  /** Its code was shown to nobody: nobody can have paid it. */
  | 'dropUnshown'
  /** It cannot be ended: nobody knows what became of it. */
  | 'park'
  /** News of it is looked for no longer. */
  | 'endWatch'
  /** Nothing more to ask. */
  | 'rest'

/** Whether the channel was told of it: `perhaps` after a restart, until it answers. */
export type Knowledge = 'no' | 'perhaps' | 'yes'

/** What is known of a payment that is not in the journal. */
export type InThisRun = {
  readonly known: Knowledge
  /** The customer's code is at hand, and was not sent yet. */
  readonly codeAtHand: boolean
  /** How long it was watched, in ms by the timers, whatever the clock says. */
  readonly watchedMs: number
  /** For how long its end has been asked for without any, in ms. */
  readonly endingMs: number
}

type Standing = Pick<
  PaymentRow,
  | 'state'
  | 'flow'
  | 'method'
  | 'codeText'
  | 'createdAtMs'
  | 'shownAtMs'
  | 'expiresAtMs'
  | 'endedAtMs'
  | 'mayStillBePaid'
  | 'closeOwed'
  | 'closeReason'
  | 'byHand'
  | 'watchOver'
>

/** Ended, and there may still be news of it. */
const isWatched = (
  payment: Pick<Standing, 'mayStillBePaid' | 'closeOwed' | 'byHand' | 'watchOver'>,
): boolean =>
  payment.mayStillBePaid === 1 ||
  payment.closeOwed === 1 ||
  (payment.byHand === 'paid' && payment.watchOver === 0)

/** What is asked about in its turn; about everything else only when there is news of it. */
export const isFollowed = (
  payment: Pick<Standing, 'state' | 'mayStillBePaid' | 'closeOwed' | 'byHand' | 'watchOver'>,
): boolean => payment.state !== 'conflicted' && (!isTerminal(payment.state) || isWatched(payment))

/**
 * Whether it was never shown to anybody what to pay: then nobody can have paid. A customer's own
 * code is another matter, and so is a reference to which he transfers.
 */
const neverShown = ({ flow, codeText }: Pick<Standing, 'flow' | 'codeText'>): boolean =>
  flow === 'merchantCode' && codeText === null

export function nextStep(
  payment: Standing,
  run: InThisRun,
  nowMs: number,
  settings: Settings,
): Step {
  switch (payment.state) {
    case 'created':
      return 'dropUnsent'
    case 'submitting':
      // A customer's code is sent once, and never after a restart.
      if (payment.flow === 'customerCode' && !run.codeAtHand) return 'query'
      return run.known === 'no' ? 'create' : 'query'
    case 'awaitingPayer':
    case 'processing':
      if (isBeingCharged(payment)) return 'query'
      return hasRunOut(payment, run, nowMs) ? 'expire' : onceTold(payment, run, 'query')
    case 'closing':
      if (neverShown(payment)) return 'dropUnshown'
      if (run.endingMs >= settings['payment.parkAfterMs']) return 'park'
      return ending(payment, run, nowMs, settings)
    case 'unknown':
      return unknownStep(payment, run, nowMs, settings)
    case 'succeeded':
    case 'failed':
    case 'closed':
    case 'reversed':
      return endedStep(payment, run, nowMs, settings)
    case 'conflicted':
      return 'rest'
    default:
      return never(payment.state)
  }
}

/** An Octopus that is being charged cannot be called off. */
const isBeingCharged = ({ flow, state }: Pick<Standing, 'flow' | 'state'>): boolean =>
  flow === 'octopusReader' && state === 'processing'

function unknownStep(payment: Standing, run: InThisRun, nowMs: number, settings: Settings): Step {
  if (neverShown(payment)) return 'dropUnshown'
  if (payment.closeReason !== null) return ending(payment, run, nowMs, settings)
  if (payment.flow === 'customerCode' && hasRunOut(payment, run, nowMs)) return 'expire'
  return onceTold(payment, run, 'query')
}

function endedStep(payment: Standing, run: InThisRun, nowMs: number, settings: Settings): Step {
  if (!isWatched(payment)) return 'rest'
  if (payment.closeOwed === 1) {
    return payment.flow === 'customerCode' ? 'reverse' : onceTold(payment, run, 'close')
  }
  // As long as the channel has said nothing of it, nobody knows that nothing came; some terminals can say nothing.
  const isTold = run.known === 'yes' || isAtDevice(payment.flow)
  const over = isTold && watchIsOver(payment, run, nowMs, settings)
  return over ? 'endWatch' : onceTold(payment, run, 'query')
}

/** What the payer can act on, whoever else knows of it: a code or a reference that was made here. */
export const canBePaidUntold = (payment: Pick<Standing, 'method' | 'codeText' | 'flow'>): boolean =>
  hasOwnCode(payment) || payment.flow === 'awaitingFunds'

/** What comes for it is found only once the channel was told of it, also after its end. */
function onceTold<S extends Step>(
  payment: Standing,
  { known }: InThisRun,
  step: S,
): S | 'create' | 'query' {
  if (known === 'yes' || !canBePaidUntold(payment)) return step
  return known === 'no' ? 'create' : 'query'
}

function ending(payment: Standing, run: InThisRun, nowMs: number, settings: Settings): Step {
  const { flow, createdAtMs } = payment
  const { watchedMs } = run
  if (flow !== 'customerCode') return onceTold(payment, run, 'close')
  const notBeforeMs = settings['scan.reverseNotBeforeMs']
  // By the clock or by the time that it was watched: a clock that is put back delays it no further.
  return nowMs >= createdAtMs + notBeforeMs || watchedMs >= notBeforeMs ? 'reverse' : 'query'
}

/** By the clock, or by the time that it was watched: a clock that is put back keeps no code alive. */
const hasRunOut = (
  { flow, shownAtMs, createdAtMs, expiresAtMs }: Standing,
  { watchedMs }: InThisRun,
  nowMs: number,
): boolean =>
  expiresAtMs !== null &&
  ((nowMs >= expiresAtMs && (flow !== 'awaitingFunds' || watchedMs >= watchAtLeastMs)) ||
    watchedMs >= expiresAtMs - (shownAtMs ?? createdAtMs))

const watchIsOver = (
  { endedAtMs }: Standing,
  { watchedMs }: InThisRun,
  nowMs: number,
  settings: Settings,
): boolean =>
  endedAtMs !== null && nowMs >= endedAtMs + settings['fps.watchMs'] && watchedMs >= watchAtLeastMs

/**
 * How often what has ended is asked for while there may still be news, besides the notices that
 * come by themselves: every minute at first, and more seldom the older it is.
 */
const watchEveryMs = { least: 60_000, most: 3_600_000, ofItsAge: 10 } as const
const longestPauseMs = 60_000
/** A clock that is ahead for a while must not end what should go on for days. */
const watchAtLeastMs = 3_600_000

/**
 * How long to wait before the next step, in milliseconds.
 * @param inVain how many times in a row there was no answer, or no end: 1, 2, 4, 8 ... 60 s
 */
export function pauseMs(
  payment: Standing,
  run: InThisRun,
  inVain: number,
  settings: Settings,
  nowMs: number,
): number {
  const growing = Math.min(1_000 * 2 ** Math.max(0, inVain - 1), longestPauseMs)
  if (payment.closeOwed === 1) return growing
  if (isTerminal(payment.state)) {
    const ageMs = nowMs - (payment.endedAtMs ?? nowMs)
    const { least, most, ofItsAge } = watchEveryMs
    return Math.min(Math.max(Math.trunc(ageMs / ofItsAge), least), most)
  }
  const step = nextStep(payment, run, nowMs, settings)
  if (step === 'close' || step === 'reverse' || (step === 'create' && isOpenEnded(payment.state))) {
    return growing
  }
  if (payment.flow === 'customerCode') return pauseOfScan(payment, run, settings, nowMs)
  if (payment.state === 'unknown') return growing
  if (payment.flow === 'awaitingFunds') {
    return run.known === 'no' ? growing : settings['transfer.askEveryMs']
  }
  const askEveryMs = settings['channel.askEveryMs']
  const expires = payment.expiresAtMs !== null && !isBeingCharged(payment)
  const untilExpiryMs = expires ? payment.expiresAtMs - nowMs : askEveryMs
  return Math.max(0, Math.min(askEveryMs, untilExpiryMs))
}

/** The first question after a while, then every few seconds, and no later than something is due. */
function pauseOfScan(
  { createdAtMs, expiresAtMs, closeReason }: Standing,
  { watchedMs }: InThisRun,
  settings: Settings,
  nowMs: number,
): number {
  const ageMs = Math.max(nowMs - createdAtMs, watchedMs)
  const untilFirstMs = settings['scan.firstAskMs'] - ageMs
  const pause = untilFirstMs > 0 ? untilFirstMs : settings['channel.askEveryMs']
  const endsMs =
    closeReason === null
      ? expiresAtMs === null
        ? pause
        : expiresAtMs - createdAtMs - ageMs
      : settings['scan.reverseNotBeforeMs'] - ageMs
  return Math.max(1, Math.min(pause, endsMs))
}

/** Whether the code, where there is one, was made here. */
export const hasOwnCode = ({ method, codeText }: Pick<Standing, 'method' | 'codeText'>): boolean =>
  codeText !== null && codeMadeHere(method)

export const isOpenEnded = (state: PaymentState): boolean =>
  state === 'closing' || state === 'unknown'
