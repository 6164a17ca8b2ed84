import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { showTime } from '../../../src-shared/texts/show.ts'
import { useWords } from '../../state/words.ts'
import { RefundState } from './RefundState.tsx'

/** Every refund of a payment, the newest first, each with what came of it. */
export function RefundList({ payment }: { readonly payment: PaymentView }) {
  const { texts } = useWords()
  const { refunds } = payment
  if (refunds.length === 0) return null
  return (
    <section className="refunds" aria-label={texts.refund.list}>
      <h3 className="lines-title">{texts.refund.list}</h3>
      <ul>
        {refunds.toReversed().map((refund) => (
          <li key={refund.refundId} className="refund-line" data-testid="refund-line">
            <p className="refund-line-head">
              <strong>{showAmount(refund.amountMinor)}</strong>
              {refund.discrepancyId !== null && <span>{texts.refund.ofExtra}</span>}
              <span>{[showTime(refund.requestedAtMs), refund.cashier].join(' · ')}</span>
            </p>
            <RefundState payment={payment} refund={refund} />
            <p className="refund-reason">
              {[refund.reason, refund.providerReference]
                .filter((text) => text !== null && text !== '')
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
