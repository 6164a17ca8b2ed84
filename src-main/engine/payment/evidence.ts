/** What an answer of a channel proves about a payment. Pure. */
import type { ChannelAnswer } from '../channels/channel.ts'
import type { Money } from '../../../src-shared/money.ts'
import { sameMoney } from '../../../src-shared/money.ts'
import { never } from '../../../src-shared/result.ts'
import type { PaymentState } from '../../../src-shared/contract/sale.ts'
import type { Flow } from '../../../src-shared/methods.ts'
import type { PaymentEvent } from './transition.ts'
import type { Question } from './askChannel.ts'

/** What the evidence must agree with: our own record of the payment. */
export type Expected = {
  readonly paymentId: string
  readonly amount: Money
  readonly merchant: string
  readonly state: PaymentState
  readonly flow: Flow
  /** Somebody, or the clock, wants its end. */
  readonly endWanted: boolean
  /** Its end was asked for in vain already: only a definite end counts now. */
  readonly endLost: boolean
  /** What was asked. */
  readonly question: Question
  /** It was sent before, and what became of that is not known. */
  readonly sentBefore: boolean
  /** A refusal was heard before, and this answer is to a question after it. */
  readonly refusedBefore: boolean
}

export type Judgement =
  | { readonly kind: 'event'; readonly event: PaymentEvent }
  /** The answer says what we know already. */
  | { readonly kind: 'nothingNew' }
  /** It was refused, which is believed only when it is said again. */
  | { readonly kind: 'askAgain' }
  | { readonly kind: 'notBelieved'; readonly reason: string }
  | { readonly kind: 'noAnswer'; readonly reason: string }
  | { readonly kind: 'neverSeen' }

/** Paid counts only where id, amount, currency and merchant all agree. */
export function judge(answer: ChannelAnswer, expected: Expected): Judgement {
  if (answer.kind === 'notAccepted') {
    // Of any other question, or of a second sending, it says nothing about the payment.
    return expected.question === 'create' && !expected.sentBefore
      ? { kind: 'event', event: 'refused' }
      : { kind: 'noAnswer', reason: answer.reason }
  }
  if (answer.kind !== 'state') return answer
  if (answer.paymentId !== expected.paymentId) {
    return { kind: 'notBelieved', reason: 'another payment' }
  }
  const agrees = sameMoney(answer.amount, expected.amount) && answer.merchant === expected.merchant
  if (answer.state === 'succeeded') {
    const whole = answer.creditedMinor >= expected.amount.amountMinor
    return { kind: 'event', event: agrees && whole ? 'paid' : 'differs' }
  }
  if (!agrees) return { kind: 'notBelieved', reason: 'another amount or merchant' }
  if (answer.state === 'failed' && expected.flow === 'customerCode' && !expected.refusedBefore) {
    return { kind: 'askAgain' }
  }
  const event = eventOf(answer, expected)
  return event === null ? { kind: 'nothingNew' } : { kind: 'event', event }
}

function eventOf(
  { state: told, code }: Extract<ChannelAnswer, { kind: 'state' }>,
  { state, flow, endWanted, endLost }: Expected,
): PaymentEvent | null {
  const open = told === 'awaitingPayer' || told === 'processing'
  // What was to end does not come back to the screen because an answer was lost on the way.
  if (state === 'unknown' && endWanted && open) return endLost ? null : 'beingClosed'
  switch (told) {
    case 'awaitingPayer':
      return awaiting(state, flow, code !== null)
    case 'processing':
      return confirming(state)
    case 'succeeded':
      return 'paid'
    case 'failed':
      return 'refused'
    case 'closed':
    case 'reversed':
      // It ended there, and not because we asked: it is asked for once more, as its end is.
      if (state === 'submitting') return 'noAnswer'
      return state === 'awaitingPayer' || state === 'processing' ? 'expired' : told
    default:
      return never(told)
  }
}

function awaiting(state: PaymentState, flow: Flow, hasCode: boolean): PaymentEvent | null {
  // There is nothing to wait for but the payer's own confirmation.
  if (flow === 'customerCode') return confirming(state)
  if (state === 'submitting') {
    // A card is awaited: the payer sees what to do at the reader itself.
    if (flow === 'octopusReader') return 'instructed'
    // Without a code there is nothing to show, and so nobody can pay.
    return hasCode ? 'codeShown' : 'noAnswer'
  }
  if (state === 'unknown') return 'stillOpen'
  return state === 'processing' ? 'payerBack' : null
}

function confirming(state: PaymentState): PaymentEvent | null {
  if (state === 'unknown') return 'stillProcessing'
  return state === 'awaitingPayer' || state === 'submitting' ? 'payerConfirming' : null
}
