import { ChevronRight } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Button } from '../../components/Button.tsx'
import { Badge } from '../../components/StateMark.tsx'
import { marksOf } from '../../state/paymentMarks.ts'
import { octopusNotes } from '../../state/octopusWords.ts'
import { cardLine, paidName } from '../../state/cardWords.ts'
import { isAwaited, stateWord, toneOf } from '../../state/paymentWords.ts'
import { useWords } from '../../state/words.ts'

/** Each attempt is a line with its own state, the latest first: that is the one to look at. */
export function PaymentLines({
  payments,
  onOpen,
}: {
  readonly payments: readonly PaymentView[]
  /** Of a transfer: what the customer needs for it. */
  readonly onOpen: (payment: PaymentView) => void
}) {
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
        {payments.toReversed().map((payment) => (
          <Line key={payment.paymentId} payment={payment} onOpen={onOpen} />
        ))}
      </ul>
    </div>
  )
}

function Line({
  payment,
  onOpen,
}: {
  readonly payment: PaymentView
  readonly onOpen: (payment: PaymentView) => void
}) {
  const { texts } = useWords()
  const tone = toneOf(payment)
  const amount = showAmount(payment.amountMinor)
  const method = paidName(texts, payment)
  const more = [
    payment.wallet === null || payment.wallet === method ? '' : payment.wallet,
    payment.card === null ? '' : cardLine(texts, payment.card, method),
    ...octopusNotes(texts, payment),
    payment.cash
      ? fill(texts.sale.tenderedFor, {
          tendered: showAmount(payment.cash.tenderedMinor),
          change: showAmount(payment.cash.changeMinor),
        })
      : '',
    payment.flow === 'awaitingFunds' && payment.reference !== null
      ? fill(texts.payment.reference, { reference: payment.reference })
      : '',
    ...marksOf(texts, payment).map(({ words }) => words),
  ].filter((words) => words !== '')
  return (
    <li className="line" data-testid="payment-line" data-state={payment.state}>
      <Badge tone={tone} />
      <span className="line-method">{method}</span>
      <span className={`line-state tone-text-${tone}`}>{stateWord(texts, payment)}</span>
      <span className="line-amount">{amount}</span>
      {more.length > 0 && <span className="line-more">{more.join(' · ')}</span>}
      {isAwaited(payment) && (
        <Button
          className="line-open"
          icon={ChevronRight}
          aria-label={fill(texts.transfer.open, { method, amount })}
          onPress={() => onOpen(payment)}
        />
      )}
    </li>
  )
}
