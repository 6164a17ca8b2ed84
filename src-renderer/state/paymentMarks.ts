/** What stays true of a payment beside its state, each in a word or two with its tone. */
import type { PaymentView } from '../../src-shared/contract/sale.ts'
import { showAmount } from '../../src-shared/money.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'
import { hasEnded, vouchedFor, type Tone } from './paymentWords.ts'

export type Mark = { readonly words: string; readonly tone: Tone }

/** The most important first; what `stateWord` says already is left out. */
export function marksOf({ marks }: Texts, payment: PaymentView): readonly Mark[] {
  const found: Mark[] = []
  const mark = (is: boolean, words: string, tone: Tone): void => {
    if (is) found.push({ words, tone })
  }
  const extra = payment.discrepancyMinor > 0
  mark(extra && vouchedFor(payment), marks.byHand, 'person')
  mark(payment.byHand === 'agreed', marks.agreed, 'idle')
  mark(payment.byHand === 'notPaid', marks.byHandNotPaid, 'person')
  mark(payment.goodsReleased, marks.goodsReleased, 'person')
  mark(payment.atRisk && !hasEnded(payment.state), marks.atRisk, 'person')
  mark(extra && payment.beyondSale, marks.beyondSale, 'person')
  mark(payment.mayStillBePaid, marks.mayStillBePaid, 'person')
  const refundedMinor = payment.refunds
    .filter(({ state, discrepancyId }) => state === 'succeeded' && discrepancyId === null)
    .reduce((sumMinor, { amountMinor }) => sumMinor + amountMinor, 0)
  mark(refundedMinor > 0, fill(marks.refunded, { amount: showAmount(refundedMinor) }), 'idle')
  return found
}
