/** What an answer of a channel proves about a payment. Pure. */
import type { ChannelAnswer } from '../channels/channel.ts'
import type { Money } from '../../../src-shared/money.ts'
import { sameMoney } from '../../../src-shared/money.ts'
import { never } from '../../../src-shared/result.ts'
import type { PaymentState } from '../../../src-shared/contract/sale.ts'
import type { PaymentEvent } from './transition.ts'

/** What the evidence must agree with: our own record of the payment. */
export type Expected = {
  readonly paymentId: string
  readonly amount: Money
  readonly merchant: string
  readonly state: PaymentState
  /** Somebody, or the clock, wants its end. */
  readonly endWanted: boolean
}

export type Judgement =
  | { readonly kind: 'event'; readonly event: PaymentEvent }
  /** The answer says what we know already. */
  | { readonly kind: 'nothingNew' }
  | { readonly kind: 'notBelieved'; readonly reason: string }
  | { readonly kind: 'noAnswer'; readonly reason: string }
  | { readonly kind: 'neverSeen' }

/** Paid counts only where id, amount, currency and merchant all agree. */
export function judge(answer: ChannelAnswer, expected: Expected): Judgement {
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
  const event = eventOf(answer.state, expected)
  return event === null ? { kind: 'nothingNew' } : { kind: 'event', event }
}

function eventOf(
  told: Exclude<Extract<ChannelAnswer, { kind: 'state' }>['state'], 'succeeded'>,
  { state, endWanted }: Expected,
): PaymentEvent | null {
  // What was to end does not come back to the screen because an answer was lost on the way.
  if (state === 'unknown' && endWanted && (told === 'awaitingPayer' || told === 'processing')) {
    return 'beingClosed'
  }
  switch (told) {
    case 'awaitingPayer':
      if (state === 'unknown') return 'stillOpen'
      return state === 'processing' ? 'payerBack' : null
    case 'processing':
      if (state === 'unknown') return 'stillProcessing'
      return state === 'awaitingPayer' || state === 'submitting' ? 'payerConfirming' : null
    case 'failed':
      return 'refused'
    case 'closed':
      return 'closed'
    case 'reversed':
      return 'reversed'
    default:
      return never(told)
  }
}
