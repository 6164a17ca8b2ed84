import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Badge } from '../../components/StateMark.tsx'
import { stateWord, toneOf } from '../../state/paymentWords.ts'
import { useWords } from '../../state/words.ts'

/** Each attempt is a line with its own state, the latest first: that is the one to look at. */
export function PaymentLines({ payments }: { readonly payments: readonly PaymentView[] }) {
  const { texts } = useWords()
  return (
    <div className="lines">
      <h3 className="lines-title">{texts.sale.payments}</h3>
      {payments.length === 0 && <p className="lines-none">{texts.sale.nothingPaid}</p>}
      <ul
        className="lines-list"
        {...(payments.length > 1 && { tabIndex: 0 })}
        aria-label={texts.sale.payments}
      >
        {payments.toReversed().map((payment) => {
          const tone = toneOf(payment)
          return (
            <li
              key={payment.paymentId}
              className="line"
              data-testid="payment-line"
              data-state={payment.state}
            >
              <Badge tone={tone} />
              <span className="line-method">{texts.methods[payment.method]}</span>
              <span className={`line-state tone-text-${tone}`}>{stateWord(texts, payment)}</span>
              <span className="line-amount">{showAmount(payment.amountMinor)}</span>
              {payment.cash && (
                <span className="line-more">
                  {fill(texts.sale.tenderedFor, {
                    tendered: showAmount(payment.cash.tenderedMinor),
                    change: showAmount(payment.cash.changeMinor),
                  })}
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
