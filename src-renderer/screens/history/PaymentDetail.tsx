import { Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Output } from '../../../src-shared/contract/index.ts'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../../src-shared/ids.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Failure } from '../../../src-shared/result.ts'
import type { Receipt } from '../../../src-shared/receipt.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showDate, showTime } from '../../../src-shared/texts/show.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { StateMark } from '../../components/StateMark.tsx'
import { useConsentedCall } from '../../state/consent.ts'
import { cardFacts } from '../../state/cardWords.ts'
import { octopusFacts } from '../../state/octopusWords.ts'
import { methodName, stateWord, toneOf, wordsOf } from '../../state/paymentWords.ts'
import { marksOf } from '../../state/paymentMarks.ts'
import { useCall, useCounter, useSale, useSignedIn, useTray } from '../../state/till.ts'
import { useNow } from '../../state/useNow.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { RefundButton } from '../refund/RefundButton.tsx'
import { RefundList } from '../refund/RefundList.tsx'
import { ReceiptDialog } from '../receipt/ReceiptDialog.tsx'
import { Timeline } from './Timeline.tsx'

/** One payment: its facts, and every journal row behind it. */
export function PaymentDetail({ paymentId }: { readonly paymentId: PaymentId }) {
  const call = useCall()
  const sale = useSale()
  const counter = useCounter()
  const tray = useTray()
  const { texts, failure } = useWords()
  const [detail, setDetail] = useState<Output<'history.payment'> | null>(null)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const [reprints, setReprints] = useState(0)

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
  }, [call, paymentId, sale, counter, tray, reprints])

  if (trouble) return <Alert>{failure(trouble)}</Alert>
  if (!detail) return <p className="empty">{texts.history.loading}</p>
  return (
    <>
      <Facts detail={detail} />
      <div className="detail-actions">
        <RefundButton payment={detail.payment} discrepancy={null} />
        <Reprint sale={detail.sale} onReprinted={() => setReprints(reprints + 1)} />
      </div>
      <RefundList payment={detail.payment} />
      {detail.payment.card && (
        <>
          <h3 className="lines-title">{texts.card.facts.title}</h3>
          <FactList facts={cardFacts(texts, detail.payment.card)} />
        </>
      )}
      {detail.payment.octopus && (
        <>
          <h3 className="lines-title">{texts.octopus.facts.title}</h3>
          <FactList facts={octopusFacts(texts, detail.payment.octopus)} />
        </>
      )}
      <h3 className="lines-title">{texts.history.timeline}</h3>
      <Timeline rows={detail.timeline} flow={detail.payment.flow} />
    </>
  )
}

/** The receipt once more, marked and counted; where the role does not reach, with consent. */
function Reprint(props: {
  readonly sale: Output<'history.payment'>['sale']
  readonly onReprinted: () => void
}) {
  const { saleId, receiptNumber: number } = props.sale
  const call = useConsentedCall()
  const { permissions, withOverride } = useSignedIn()
  const { texts, failure } = useWords()
  const { busy, run } = useOneAtATime()
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const mayAsk = permissions.includes('reprint') || withOverride.includes('reprint')
  if (number === null || !mayAsk) return null

  const reprint = () =>
    run(async () => {
      const what = fill(texts.receipt.reprintOf, { number })
      const answer = await call('receipt.reprint', { saleId }, what)
      setTrouble(answer === null || answer.ok ? null : answer.failure)
      if (!answer?.ok) return
      setReceipt(answer.value)
      props.onReprinted()
    })
  return (
    <>
      <Button icon={Copy} busy={busy} onPress={reprint}>
        {texts.receipt.reprint}
      </Button>
      {trouble && <Alert>{failure(trouble)}</Alert>}
      {receipt && <ReceiptDialog receipt={receipt} onClose={() => setReceipt(null)} />}
    </>
  )
}

/** What a person did about it, and what must not be forgotten of it. */
function Marks({ payment }: { readonly payment: PaymentView }) {
  const { texts } = useWords()
  const marks = marksOf(texts, payment)
  if (marks.length === 0) return null
  return (
    <ul className="marks">
      {marks.map(({ words, tone }) => (
        <li key={words} className={`mark tone-${tone}`}>
          {words}
        </li>
      ))}
    </ul>
  )
}

function FactList({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="detail-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
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
    // Of a card it is among what the terminal told.
    ...(payment.card ? [] : ([[history.bankReference, payment.providerReference ?? '–']] as const)),
    [history.cashier, payment.cashier],
    [history.receipt, sale.receiptNumber ?? '–'],
    [history.saleTotal, showAmount(sale.totalMinor)],
    [history.saleReference, sale.reference === '' ? '–' : sale.reference],
    ...(sale.description === '' ? [] : ([[history.saleDescription, sale.description]] as const)),
    ...(payment.channel === null
      ? []
      : ([
          [history.channel, (payment.terminal ?? payment.reader)?.name ?? payment.channel],
        ] as const)),
    ...(payment.paidBy === payment.method
      ? []
      : ([[texts.card.chosenTile, texts.methods[payment.method]]] as const)),
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
          <span className="detail-method">{methodName(texts, payment)}</span>
          <span className="detail-amount">{showAmount(payment.amountMinor)}</span>
        </div>
        <StateMark tone={toneOf(payment)}>{stateWord(texts, payment)}</StateMark>
      </header>
      <Marks payment={payment} />
      <div className="detail-words">
        {wordsOf(texts, payment, nowMs).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <FactList facts={facts} />
    </>
  )
}
