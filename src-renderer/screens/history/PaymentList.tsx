import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../../src-shared/ids.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Texts } from '../../../src-shared/texts/index.ts'
import { showDate, showTime } from '../../../src-shared/texts/show.ts'
import { StateMark } from '../../components/StateMark.tsx'
import { marksOf } from '../../state/paymentMarks.ts'
import { methodName, stateWord, toneOf } from '../../state/paymentWords.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { refundOnWay } from '../refund/refundWords.ts'

export function PaymentList(props: {
  readonly payments: readonly PaymentView[]
  readonly chosen: PaymentId | null
  readonly onChoose: (paymentId: PaymentId | null) => void
}) {
  const { language, texts } = useWords()
  const { history } = texts
  const today = showDate(language, useNow(false))
  return (
    <>
      <div className="history-row history-columns" aria-hidden>
        <span>{history.time}</span>
        <span>{history.method}</span>
        <span className="history-amount">{history.amount}</span>
        <span>{history.state}</span>
        <span className="history-wide">{history.reference}</span>
        <span className="history-wide">{history.cashier}</span>
      </div>
      <ListBox
        className="history-list"
        aria-label={history.list}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        escapeKeyBehavior="none"
        autoFocus="first"
        selectedKeys={props.chosen === null ? [] : [props.chosen]}
        onSelectionChange={(keys) => {
          const chosen = props.payments.find(
            ({ paymentId }) => keys !== 'all' && keys.has(paymentId),
          )
          props.onChoose(chosen?.paymentId ?? null)
        }}
      >
        {props.payments.map((payment) => {
          const date = showDate(language, payment.createdAtMs)
          const method = methodName(texts, payment)
          const amount = showAmount(payment.amountMinor)
          const state = stateWord(texts, payment)
          const time = showTime(payment.createdAtMs)
          const more = moreOf(texts, payment)
          return (
            <ListBoxItem
              key={payment.paymentId}
              id={payment.paymentId}
              className="history-row"
              textValue={[time, method, amount, state, more].join(' ')}
              data-testid="history-row"
              data-state={payment.state}
            >
              <span className="history-time">
                <span>{time}</span>
                {date !== today && <small>{date}</small>}
              </span>
              <span className="history-method">{method}</span>
              <span className="history-amount">{amount}</span>
              <span className="history-state">
                <StateMark tone={toneOf(payment)}>{state}</StateMark>
                {more !== '' && <small className="history-more">{more}</small>}
              </span>
              <span className="history-wide">{payment.reference ?? '–'}</span>
              <span className="history-wide">{payment.cashier}</span>
            </ListBoxItem>
          )
        })}
      </ListBox>
    </>
  )
}

/** What was done about it beside its state: refunds, and what people vouched for. */
function moreOf(texts: Texts, payment: PaymentView): string {
  const marks = marksOf(texts, payment).map(({ words }) => words)
  return [...(refundOnWay(payment) ? [texts.refund.onWay] : []), ...marks].join(' · ')
}
