/**
 * A customer who pays by FPS and the bank behind it, simulated: pure. It deals with one payment
 * at a time and knows no clock of its own; what it knows of a payment is the record that it is
 * given and gives back. What they do by themselves is planned in the record, one thing at a
 * time, and `act` does it: a till that was gone meanwhile finds it done.
 */
import type { ChannelAnswer, ChannelPayment } from '../engine/channels/channel.ts'
import type { TrainingDeed } from '../../src-shared/contract/training.ts'
import { hkd } from '../../src-shared/money.ts'

export const trainingMerchant = 'HARBOUR TILL TRAINING'

/** What happens next by itself. */
export type Planned = {
  /** `speak`: the bank's answers, which were lost, arrive again. */
  readonly does: 'pay' | 'refuse' | 'speak'
  readonly atMs: number
  /** How long that was ahead when it was planned: a clock that was put back delays it no further. */
  readonly pauseMs: number
}

export type BankRecord = {
  readonly paymentId: string
  /** What is asked for. */
  readonly amountMinor: number
  /** Fixed when the payment is made; null: as usual. */
  readonly deed: TrainingDeed | null
  /** `shown`: the customer can pay the code, but the bank has not been told of it. */
  readonly state: 'shown' | 'open' | 'closed' | 'refused'
  /** All that the customer has paid, in cents: a code can be paid twice, and after its end. */
  readonly creditedMinor: number
  readonly next: Planned | null
}

/** What is wanted of a payment that is made now. `usualPauseMs` null: he pays when he is told to. */
export type Wanted = { readonly deed: TrainingDeed | null; readonly usualPauseMs: number | null }

export type BankRequest =
  | { readonly kind: 'create'; readonly payment: ChannelPayment; readonly wanted: Wanted }
  | { readonly kind: 'query'; readonly paymentId: string }
  | { readonly kind: 'close'; readonly payment: ChannelPayment }

/** The cashier sees the code for a moment. */
const atOnceMs = 1_000
const payAfterMs = 3_000
const secondAfterMs = 5_000
const lateByMs = 10_000
const answersLostMs = 20_000
/** More than the contract can carry is refused: nobody pays a code that often. */
const creditLimitMinor = 9_999_999_999

/** @returns the record to keep from now on, and what the till hears of it */
export function handle(
  known: BankRecord | undefined,
  request: BankRequest,
  { nowMs, networkOn }: { readonly nowMs: number; readonly networkOn: boolean },
): { readonly record: BankRecord | undefined; readonly answer: ChannelAnswer } {
  const seen = customerSees(known, request, nowMs)
  if (!networkOn) return { record: seen, answer: { kind: 'noAnswer', reason: 'no network' } }
  const record = bankHears(seen, request)
  return { record, answer: answerOf(record) }
}

/** Does what was planned next. */
export function act(record: BankRecord, nowMs: number): BankRecord {
  switch (record.next?.does) {
    case undefined:
      return record
    case 'pay':
      return paid(record, nowMs)
    case 'refuse':
      return { ...record, state: 'refused', next: null }
    case 'speak':
      return { ...record, next: null }
  }
}

/** How long to wait until then, in ms: never longer than it was planned. */
export const untilNext = ({ next }: BankRecord, nowMs: number): number =>
  next ? Math.max(0, Math.min(next.atMs - nowMs, next.pauseMs)) : 0

/** Does all that fell due while the program was not running, each at its time. */
export function caughtUp(record: BankRecord, nowMs: number): BankRecord {
  let now = record
  while (now.next && now.next.atMs <= nowMs) now = act(now, now.next.atMs)
  return now
}

/**
 * The customer pays the code now, whatever the shop thinks of it: a code cannot be withdrawn.
 * What he was to pay later by himself, he pays now instead.
 * @returns null where the bank does not take it
 */
export function paidWhenTold(record: BankRecord, nowMs: number): BankRecord | null {
  const now = paid(record, nowMs)
  return record.deed === 'refuse' || now.creditedMinor > creditLimitMinor ? null : now
}

/** Whether the bank's answers about this payment get lost. */
export const silent = (record: BankRecord): boolean => record.next?.does === 'speak'

/** He stands at the till: he sees a code, and that it is called off, with or without a network. */
function customerSees(
  known: BankRecord | undefined,
  request: BankRequest,
  nowMs: number,
): BankRecord | undefined {
  if (request.kind === 'create') return known ?? shown(request.payment, request.wanted, nowMs)
  if (request.kind === 'query' || !known) return known
  const unpaid = known.creditedMinor === 0
  if (!unpaid || known.next === null) return known
  if (known.deed !== 'payLate') return { ...known, next: null }
  return known.next.atMs <= nowMs + lateByMs
    ? known
    : { ...known, next: planned('pay', lateByMs, nowMs) }
}

function shown(
  { paymentId, amount, expiresAtMs }: ChannelPayment,
  { deed, usualPauseMs }: Wanted,
  nowMs: number,
): BankRecord {
  const plan = (): Planned | null => {
    switch (deed) {
      case null:
        return usualPauseMs === null ? null : planned('pay', usualPauseMs, nowMs)
      case 'payNow':
        return planned('pay', atOnceMs, nowMs)
      case 'payLate':
        return planned('pay', Math.max(0, expiresAtMs - nowMs) + lateByMs, nowMs)
      case 'payNever':
        return null
      case 'payTwice':
      case 'payOther':
      case 'loseAnswer':
        return planned('pay', payAfterMs, nowMs)
      case 'refuse':
        return planned('refuse', atOnceMs, nowMs)
    }
  }
  const { amountMinor } = amount
  return { paymentId, amountMinor, deed, state: 'shown', creditedMinor: 0, next: plan() }
}

const planned = (does: Planned['does'], pauseMs: number, nowMs: number): Planned => ({
  does,
  atMs: nowMs + pauseMs,
  pauseMs,
})

function bankHears(record: BankRecord | undefined, request: BankRequest): BankRecord | undefined {
  switch (request.kind) {
    case 'query':
      return record
    case 'create':
      return record?.state === 'shown' ? { ...record, state: 'open' } : record
    case 'close': {
      // A close of an id that was never seen leaves a mark: a later create finds it closed.
      const { paymentId, amount } = request.payment
      const { amountMinor } = amount
      const unseen = { paymentId, amountMinor, deed: null, creditedMinor: 0, next: null }
      if (!record) return { ...unseen, state: 'closed' }
      return record.state === 'refused' ? record : { ...record, state: 'closed' }
    }
  }
}

function paid(record: BankRecord, nowMs: number): BankRecord {
  const first = record.creditedMinor === 0
  const next = first ? afterFirst(record.deed, nowMs) : silent(record) ? record.next : null
  return { ...record, creditedMinor: record.creditedMinor + paidMinor(record), next }
}

function afterFirst(deed: TrainingDeed | null, nowMs: number): Planned | null {
  if (deed === 'payTwice') return planned('pay', secondAfterMs, nowMs)
  return deed === 'loseAnswer' ? planned('speak', answersLostMs, nowMs) : null
}

/** What the customer pays, in cents. Another amount is a dollar less, or a cent where there is no dollar to spare; nobody pays nothing. */
function paidMinor({ deed, amountMinor }: BankRecord): number {
  if (deed !== 'payOther') return amountMinor
  if (amountMinor > 100) return amountMinor - 100
  return amountMinor > 1 ? amountMinor - 1 : amountMinor + 1
}

function answerOf(record: BankRecord | undefined): ChannelAnswer {
  if (!record || record.state === 'shown') return { kind: 'neverSeen' }
  if (silent(record)) return { kind: 'noAnswer', reason: 'the answer was lost on the way' }
  const { paymentId, amountMinor, creditedMinor, state } = record
  const credited = creditedMinor > 0
  const unpaid = { open: 'awaitingPayer', closed: 'closed', refused: 'failed' } as const
  return {
    kind: 'state',
    paymentId,
    state: credited ? 'succeeded' : unpaid[state],
    amount: hkd(credited ? paidMinor(record) : amountMinor),
    merchant: trainingMerchant,
    providerReference: credited ? `TRAINING ${paymentId.slice(-8).toUpperCase()}` : null,
    creditedMinor,
  }
}
