import { Clock } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import { Code } from '../../components/Code.tsx'
import { useWords } from '../../state/words.ts'

/** What the customer scans, whom it pays, and for how long it may be paid. */
export function CodeFace({
  payment,
  code,
  nowMs,
}: {
  readonly payment: PaymentView
  readonly code: NonNullable<PaymentView['code']>
  readonly nowMs: number
}) {
  const { texts } = useWords()
  const { text, payee, shownAtMs, expiresAtMs } = code
  const amount = showAmount(payment.amountMinor)
  return (
    <>
      <Code text={text} label={fill(texts.payment.codeLabel, { amount, payee })} />
      <div className="payment-facts">
        <span className="payment-payee">{fill(texts.payment.payee, { payee })}</span>
        <span className="payment-left">
          <Clock aria-hidden />
          {showLeft(Math.min(expiresAtMs - nowMs, expiresAtMs - shownAtMs))}
        </span>
      </div>
    </>
  )
}
