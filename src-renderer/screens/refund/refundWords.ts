/** What a refund's state means: its tone and its sentences. Not done until it is given back. */
import type { RefundState, RefundView } from '../../../src-shared/contract/refund.ts'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { methodRow, type MethodId } from '../../../src-shared/methods.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill, type Texts } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { isAtTerminal, ourRefusal } from '../../state/cardWords.ts'
import type { Tone } from '../../state/paymentWords.ts'

/** Green is for money received: a refund that was carried out is grey. */
const tones: Readonly<Record<RefundState, Tone>> = {
  requested: 'working',
  pending: 'working',
  succeeded: 'idle',
  failed: 'notPaid',
  unknown: 'unknown',
}

export const toneOfRefund = ({ state }: RefundView): Tone => tones[state]

/** States that it does not leave by itself. */
export const refundEnded = ({ state }: RefundView): boolean =>
  state === 'succeeded' || state === 'failed'

/** What happened to the money, why, and when it is asked about next. */
export function refundWords(
  texts: Texts,
  payment: Pick<PaymentView, 'flow'>,
  refund: RefundView,
  nowMs: number,
): readonly string[] {
  const { refund: words, card } = texts
  const amount = showAmount(refund.amountMinor)
  if (readOnSlip(payment, refund)) return [fill(card.refund.unknown, { amount }), card.refund.todo]
  const sentences = [fill(words.words[refund.state], { amount })]
  if (refund.refusal !== null) {
    const { refusal } = refund
    sentences.push(ourRefusal(texts, refusal) ?? fill(words.refusal, { refusal }))
  }
  if (!refundEnded(refund) && refund.nextAskAtMs !== null) {
    const leftMs = refund.nextAskAtMs - nowMs
    sentences.push(leftMs > 0 ? fill(words.asksIn, { left: showLeft(leftMs) }) : words.asking)
  }
  return sentences
}

/** Of a card: many terminals give back by their own keys only, and whoever did it has the slip. */
export const readOnSlip = (
  payment: Pick<PaymentView, 'flow'>,
  { state }: Pick<RefundView, 'state'>,
): boolean => isAtTerminal(payment) && state === 'unknown'

/** Where the money of this method goes when it is given back. */
export function goesWords(texts: Texts, method: MethodId): string {
  const { goes } = texts.refund
  if (method === 'fps') return goes.fps
  switch (methodRow(method).flow) {
    case 'cash':
      return goes.cash
    case 'merchantCode':
    case 'customerCode':
      return fill(goes.wallet, { method: texts.methods[method] })
    case 'awaitingFunds':
      return goes.transfer
    case 'cardTerminal':
      return goes.card
    case 'octopusReader':
      return goes.octopus
  }
}

/** Whether somebody has to hand it over: nothing can be put back onto an Octopus. */
export function isFromDrawer({ method }: Pick<PaymentView, 'method'>): boolean {
  const { flow } = methodRow(method)
  return flow === 'cash' || flow === 'octopusReader'
}

/** Whether a refund of the payment itself has not ended. */
export const refundOnWay = ({ refunds }: PaymentView): boolean =>
  refunds.some((refund) => refund.discrepancyId === null && !refundEnded(refund))
