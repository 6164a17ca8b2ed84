/** What one run of the program knows of a payment that it follows, and what it learns from each answer. */
import type { ChannelAnswer, CustomerCode } from '../channels/channel.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import type { Question } from './askChannel.ts'
import { canBePaidUntold, type InThisRun, type Knowledge } from './schedule.ts'

export type Watch = {
  callOff: () => void
  nextAskAtMs: number | null
  /** Questions without an answer, in a row. */
  unanswered: number
  /** Answers that left the outcome open, in a row. */
  fruitless: number
  asking: boolean
  /** Asked for again while a question was under way. */
  again: boolean
  /** Whoever waits until nothing of a hint can get lost. */
  readonly hinted: (() => void)[]
  known: Knowledge
  watchedMs: number
  endingMs: number
  /** Its end was asked for in vain: only a definite end counts now. */
  endLost: boolean
  notBelieved: string | null
  /** Why the last question had no answer; null: it had one. */
  silence: string | null
  /** It was refused once, which is believed when it is said again. */
  refused: boolean
  customerCode: CustomerCode | null
  /** It was sent: by this run, or perhaps by one before. */
  sent: boolean
}

/** What became of an answer. `notBelieved`: it says nothing about this payment. */
export type Outcome = 'nothingNew' | 'written' | 'notBelieved' | 'notStored'

export const newWatch = (known: Knowledge, customerCode: CustomerCode | null): Watch => ({
  callOff: () => undefined,
  nextAskAtMs: null,
  unanswered: 0,
  fruitless: 0,
  asking: false,
  again: false,
  hinted: [],
  known,
  watchedMs: 0,
  endingMs: 0,
  endLost: false,
  notBelieved: null,
  silence: null,
  refused: false,
  customerCode,
  sent: known !== 'no',
})

export const inThisRun = ({ known, customerCode, watchedMs, endingMs }: Watch): InThisRun => ({
  known,
  codeAtHand: customerCode !== null,
  watchedMs,
  endingMs,
})

/** Whether the channel knows of it, as far as this answer tells. */
export function learn(
  payment: PaymentRow,
  answer: ChannelAnswer,
  question: Question,
  outcome: Outcome,
  watch: Watch,
): void {
  if (answer.kind === 'state' && outcome !== 'notBelieved') watch.known = 'yes'
  if (answer.kind === 'notAccepted' && question === 'create') watch.known = 'yes'
  if (answer.kind === 'neverSeen' && canBePaidUntold(payment)) {
    watch.known = 'no'
    // It was never told of this one: it is told at once, and not at its next turn.
    watch.again ||= question !== 'create'
  }
  if (answer.kind === 'noAnswer' && payment.state === 'closing') watch.endLost = true
}

/** What the payer can act on by himself goes on; of everything else nobody knows what became of it. */
export const isLostByRestart = ({ state, flow, codeText }: PaymentRow): boolean =>
  state === 'submitting' ||
  state === 'closing' ||
  (state === 'processing' && codeText === null) ||
  (state === 'awaitingPayer' &&
    codeText === null &&
    // Of these it is known: nothing was taken while a card or a transfer was awaited.
    flow !== 'awaitingFunds' &&
    flow !== 'octopusReader')
