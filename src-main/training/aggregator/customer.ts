/**
 * The customer and his bank or wallet, simulated: pure. What they do by themselves is planned in
 * the payment's record, and done by `act`: a till that was gone meanwhile finds it done.
 */
import type { TrainingDeed } from '../../../src-shared/contract/training.ts'
import {
  creditedEver,
  creditedNow,
  isPaid,
  netMinor,
  type PaymentRecord,
  type Planned,
  type Trouble,
} from './record.ts'
import type { Trick } from './tricks.ts'

/** What is wanted of a payment that is made now. `usualPauseMs` null: he pays when he is told to. */
export type Wanted = Pick<PaymentRecord, 'deed' | 'usualPauseMs'>

/** The cashier sees the code for a moment. */
const atOnceMs = 1_000
const opensAfterMs = 2_000
const confirmsAfterMs = 5_000
const payAfterMs = 3_000
const secondAfterMs = 5_000
const lateByMs = 10_000
/** A wallet that has shown its code needs nobody any more. */
const walletTakesMs = 2_000
const answersLostMs = 20_000
/** How long a till waits for an answer at most is 10 s. */
const tooLateMs = 15_000
const lateMs = 2_000
const creditsLimit = 50
/** More than the contract can carry is refused: nobody pays a code that often. */
const creditLimitMinor = 9_999_999_999

/** How long the answers about a payment go wrong, from its making on. */
const troubledMs: Readonly<Partial<Record<TrainingDeed, number>>> = {
  answerTooLate: 20_000,
  breakLine: 15_000,
  serverError: 15_000,
  tooBusy: 10_000,
  garbage: 15_000,
  wrongSignature: 15_000,
}

const planned = (does: Planned['does'], pauseMs: number, nowMs: number): Planned => ({
  does,
  atMs: nowMs + pauseMs,
  pauseMs,
})

/** The answers about it go wrong from now on, where that is its deed. */
export function troubled(record: PaymentRecord, nowMs: number): PaymentRecord {
  const pauseMs = record.deed === null ? undefined : troubledMs[record.deed]
  return pauseMs === undefined ? record : { ...record, trouble: { atMs: nowMs + pauseMs, pauseMs } }
}

/** The payer has his code, or the wallet has his: from now on he does what he does. */
export function begin(record: PaymentRecord, nowMs: number): PaymentRecord {
  const begun: PaymentRecord = { ...record, begun: true }
  return record.flow === 'customerCode'
    ? walletHears(begun, nowMs)
    : { ...begun, next: plan(begun, nowMs) }
}

function plan(record: PaymentRecord, nowMs: number): Planned | null {
  const { deed, usualPauseMs, expiresAtMs } = record
  switch (deed) {
    case 'payNow':
      return planned('pay', atOnceMs, nowMs)
    case 'confirmThenPay':
      return planned('process', opensAfterMs, nowMs)
    case 'payLate':
      return planned('pay', Math.max(0, expiresAtMs - nowMs) + lateByMs, nowMs)
    case 'payNever':
    case 'payWhileClosing':
      return null
    case 'payTwice':
    case 'payOther':
    case 'loseAnswer':
      return planned('pay', payAfterMs, nowMs)
    case 'refuse':
    case 'refuseThenPaid':
      return planned('refuse', atOnceMs, nowMs)
    default:
      // Nobody transfers by himself within seconds; it is done when somebody says so.
      if (usualPauseMs === null || record.flow === 'awaitingFunds') return null
      return planned('pay', usualPauseMs + unseenMs(record, nowMs), nowMs)
  }
}

/** A code that is in an answer that went wrong is on no screen yet. */
const unseenMs = ({ codeText, trouble }: PaymentRecord, nowMs: number): number =>
  codeText !== null && trouble ? trouble.atMs - nowMs : 0

/** The shop has scanned the payer's code. */
function walletHears(record: PaymentRecord, nowMs: number): PaymentRecord {
  const processing: PaymentRecord = { ...record, state: 'processing' }
  const paysAfter = (pauseMs: number): PaymentRecord => ({
    ...processing,
    next: planned('pay', pauseMs, nowMs),
  })
  switch (record.deed) {
    case 'payNow':
    case 'loseAnswer':
      return paid(processing, nowMs, null)
    case 'confirmThenPay':
      return paysAfter(opensAfterMs + confirmsAfterMs)
    case 'payLate':
      return paysAfter(Math.max(0, record.expiresAtMs - nowMs) + lateByMs)
    case 'payNever':
    case 'payWhileClosing':
      return processing
    case 'payTwice':
    case 'payOther':
      return paysAfter(payAfterMs)
    case 'refuse':
    case 'refuseThenPaid':
      return refused(processing, nowMs)
    default:
      return paysAfter(walletTakesMs)
  }
}

/** Whether the answers about it get lost, and nothing is told of it. */
export const silent = ({ deed, trouble }: PaymentRecord): boolean =>
  deed === 'loseAnswer' && trouble !== null

/** Does what was planned first, at the time for which it was planned. */
export function act(record: PaymentRecord): PaymentRecord {
  const { next, trouble } = record
  if (trouble && (!next || trouble.atMs <= next.atMs)) return { ...record, trouble: null }
  switch (next?.does) {
    case undefined:
      return record
    case 'pay':
      return paid(record, next.atMs, null)
    case 'process':
      return {
        ...record,
        state: record.state === 'waiting' ? 'processing' : record.state,
        next: planned('pay', confirmsAfterMs, next.atMs),
      }
    case 'refuse':
      return refused(record, next.atMs)
  }
}

/** What was planned by a clock that was put back since then comes no later than it was to come. */
export function notDelayed(record: PaymentRecord, nowMs: number): PaymentRecord {
  const sooner = <T extends Trouble>(wait: T | null): T | null =>
    wait && wait.atMs - nowMs > wait.pauseMs ? { ...wait, atMs: nowMs + wait.pauseMs } : wait
  return { ...record, next: sooner(record.next), trouble: sooner(record.trouble) }
}

/** A trainer has put the clock ahead: the code has run out, and who pays late comes after that. */
export const stillLate = (record: PaymentRecord, nowMs: number): PaymentRecord =>
  record.deed === 'payLate' && record.next && record.next.atMs <= nowMs
    ? { ...record, next: planned('pay', lateByMs, nowMs) }
    : record

/**
 * The customer pays now, whatever the shop thinks of it: a code cannot be withdrawn. What he was
 * to pay later by himself, he pays now instead.
 * @param amountMinor null: what is asked for, or what is left of it
 * @returns null where nobody takes it
 */
export function paidWhenTold(
  record: PaymentRecord,
  nowMs: number,
  amountMinor: number | null,
): PaymentRecord | null {
  if (!record.begun || record.deed === 'refuse') return null
  const now = paid(record, nowMs, amountMinor)
  return creditedEver(now) > creditLimitMinor || now.credits.length > creditsLimit ? null : now
}

/** He stands at the till and sees that it is called off, with or without a network. */
export function seesItsEnd(record: PaymentRecord, nowMs: number): PaymentRecord {
  const { next, deed } = record
  if (creditedEver(record) > 0 || !next || record.saidRefused) return record
  if (deed !== 'payLate') return { ...record, next: null }
  return next.atMs <= nowMs + lateByMs
    ? record
    : { ...record, next: planned('pay', lateByMs, nowMs) }
}

/** Nobody has paid: it ends. Whoever pays in this very moment was faster. */
export function closed(record: PaymentRecord, nowMs: number): PaymentRecord {
  const seen = seesItsEnd(faster(record, nowMs), nowMs)
  return seen.state === 'refused' || seen.state === 'reversed' || isPaid(seen)
    ? seen
    : { ...seen, state: 'closed' }
}

/** Undone, whatever became of it. */
export function reversed(record: PaymentRecord, nowMs: number): PaymentRecord {
  const now = closed(record, nowMs)
  if (creditedNow(now) === 0) return now
  return {
    ...now,
    state: 'reversed',
    reversedMinor: now.reversedMinor + netMinor(now),
    credits: now.credits.map((credit) => ({ ...credit, reversed: true })),
  }
}

const faster = (record: PaymentRecord, nowMs: number): PaymentRecord =>
  record.deed === 'payWhileClosing' && record.begun && creditedEver(record) === 0
    ? paid(record, nowMs, null)
    : record

/** Who was refused and paid after all: the refusal is told once, and then the truth. */
export function asked(record: PaymentRecord, nowMs: number): PaymentRecord {
  if (record.state !== 'refused' || record.deed !== 'refuseThenPaid') return record
  if (creditedEver(record) > 0) return record
  return record.saidRefused ? paid(record, nowMs, null) : { ...record, saidRefused: true }
}

/** What goes wrong with the answers about it now. */
export function trickOf({ deed, trouble }: PaymentRecord): Trick | null {
  if (deed === 'answerLate') return { kind: 'answerAfter', ms: lateMs }
  if (!trouble) return null
  switch (deed) {
    case 'loseAnswer':
      return { kind: 'loseAnswer' }
    case 'answerTooLate':
      return { kind: 'answerAfter', ms: tooLateMs }
    case 'breakLine':
      return { kind: 'cutAt', byte: 400 }
    case 'serverError':
      return { kind: 'status', status: 500 }
    case 'tooBusy':
      return { kind: 'status', status: 429, retryAfterS: 2 }
    case 'garbage':
    case 'wrongSignature':
      return { kind: deed }
    default:
      return null
  }
}

function refused(record: PaymentRecord, nowMs: number): PaymentRecord {
  const next = record.deed === 'refuseThenPaid' ? planned('pay', secondAfterMs, nowMs) : null
  return { ...record, state: 'refused', next }
}

function paid(record: PaymentRecord, atMs: number, wantedMinor: number | null): PaymentRecord {
  const { credits, paymentId, deed } = record
  const first = credits.length === 0
  const amountMinor = wantedMinor ?? paidMinor(record)
  const id = `TRAINING-${paymentId.slice(-12)}-${credits.length + 1}`
  const again = first && deed === 'payTwice' ? planned('pay', secondAfterMs, atMs) : null
  const lost = first && deed === 'loseAnswer'
  return {
    ...record,
    credits: [...credits, { id, amountMinor, atMs, reversed: false }],
    next: again,
    trouble: lost ? { atMs: atMs + answersLostMs, pauseMs: answersLostMs } : record.trouble,
  }
}

/** What the customer pays, in cents. Another amount is a dollar less, or a cent where there is no dollar to spare; nobody pays nothing. */
function paidMinor(record: PaymentRecord): number {
  const { deed, amountMinor, flow } = record
  const leftMinor = amountMinor - creditedNow(record)
  if (deed !== 'payOther') {
    return flow === 'awaitingFunds' && leftMinor > 0 ? leftMinor : amountMinor
  }
  if (amountMinor > 100) return amountMinor - 100
  return amountMinor > 1 ? amountMinor - 1 : amountMinor + 1
}
