import { Clock } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { useWords } from '../../state/words.ts'

/** Of a code that the customer showed: which it was, and how long it has been. */
export function PhoneFace({
  payment,
  nowMs,
}: {
  readonly payment: PaymentView
  readonly nowMs: number
}) {
  const { texts } = useWords()
  return (
    <div className="payment-facts payment-phone">
      <span>
        {payment.scannedLastFour !== null &&
          fill(texts.payment.scannedCode, { lastFour: payment.scannedLastFour })}
      </span>
      <span className="payment-left">
        <Clock aria-hidden />
        {fill(texts.payment.since, { time: showLeft(nowMs - payment.createdAtMs) })}
      </span>
    </div>
  )
}
