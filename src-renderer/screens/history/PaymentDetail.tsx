import { useEffect, useState } from 'react'
import type { Output } from '../../../src-shared/contract/index.ts'
import type { PaymentId } from '../../../src-shared/ids.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { showDate, showTime } from '../../../src-shared/texts/show.ts'
import { Alert } from '../../components/Alert.tsx'
import { StateMark } from '../../components/StateMark.tsx'
import { stateWord, toneOf, wordsOf } from '../../state/paymentWords.ts'
import { useCall, useCounter, useSale } from '../../state/till.ts'
import { useNow } from '../../state/useNow.ts'
import { useWords } from '../../state/words.ts'
import { Timeline } from './Timeline.tsx'

/** One payment: its facts, and every journal row behind it. */
export function PaymentDetail({ paymentId }: { readonly paymentId: PaymentId }) {
  const call = useCall()
  const sale = useSale()
  const counter = useCounter()
  const { texts, failure } = useWords()
  const [detail, setDetail] = useState<Output<'history.payment'> | null>(null)
  const [trouble, setTrouble] = useState<Failure | null>(null)

  useEffect(() => {
    let left = false
    void call('history.payment', { paymentId }).then((answer) => {
      if (left) return
      if (answer.ok) setDetail(answer.value)
      setTrouble(answer.ok ? null : answer.failure)
    })
    return () => {
      left = true
    }
  }, [call, paymentId, sale, counter])

  if (trouble) return <Alert>{failure(trouble)}</Alert>
  if (!detail) return <p className="empty">{texts.history.loading}</p>
  return (
    <>
      <Facts detail={detail} />
      <h3 className="lines-title">{texts.history.timeline}</h3>
      <Timeline rows={detail.timeline} />
    </>
  )
}

function Facts({ detail }: { readonly detail: Output<'history.payment'> }) {
  const { language, texts } = useWords()
  const { history } = texts
  const { payment, sale } = detail
  const nowMs = useNow(payment.nextAskAtMs !== null)
  const when = (atMs: number) => `${showDate(language, atMs)} ${showTime(atMs)}`
  const facts: readonly (readonly [string, string])[] = [
    [history.created, when(payment.createdAtMs)],
    [history.ended, payment.endedAtMs === null ? '–' : when(payment.endedAtMs)],
    [history.reference, payment.reference ?? '–'],
    [history.bankReference, payment.providerReference ?? '–'],
    [history.cashier, payment.cashier],
    [history.saleTotal, showAmount(sale.totalMinor)],
    [history.saleReference, sale.reference === '' ? '–' : sale.reference],
    ...(sale.description === '' ? [] : ([[history.saleDescription, sale.description]] as const)),
    ...(payment.cash
      ? ([
          [texts.paid.received, showAmount(payment.cash.tenderedMinor)],
          [texts.paid.change, showAmount(payment.cash.changeMinor)],
        ] as const)
      : []),
  ]
  return (
    <>
      <header className="detail-head">
        <div>
          <span className="detail-method">{texts.methods[payment.method]}</span>
          <span className="detail-amount">{showAmount(payment.amountMinor)}</span>
        </div>
        <StateMark tone={toneOf(payment)}>{stateWord(texts, payment)}</StateMark>
      </header>
      <div className="detail-words">
        {wordsOf(texts, payment, nowMs).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <dl className="detail-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
