import { useEffect, useRef, useState } from 'react'
import type { PaymentView, SaleView } from '../../src-shared/contract/sale.ts'
import { showAmount } from '../../src-shared/money.ts'
import type { Texts } from '../../src-shared/texts/index.ts'
import { paidName } from '../state/cardWords.ts'
import { toneOf, wordsOf } from '../state/paymentWords.ts'
import { useSale } from '../state/till.ts'
import { useNow } from '../state/useNow.ts'
import { useWords } from '../state/words.ts'

/** Speaks each change of a payment to those who do not see it: results at once, the rest in turn. */
export function Announcer() {
  const sale = useSale()
  const { texts } = useWords()
  const nowMs = useNow(false)
  const before = useRef<ReadonlyMap<string, string>>(new Map())
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')

  useEffect(() => {
    const changed = sale?.payments.findLast(
      (payment) => before.current.get(payment.paymentId) !== markOf(payment),
    )
    const first = before.current.size === 0 && sale !== null && sale.payments.length > 1
    before.current = new Map(sale?.payments.map((one) => [one.paymentId, markOf(one)]))
    if (!sale || !changed || first) return
    const speak = toneOf(changed) === 'working' ? setPolite : setAssertive
    speak(spoken(texts, sale, changed, nowMs))
  }, [sale, texts, nowMs])

  return (
    <>
      <div className="unseen" role="status">
        {polite}
      </div>
      <div className="unseen" aria-live="assertive">
        {assertive}
      </div>
    </>
  )
}

const markOf = (payment: PaymentView): string =>
  [
    payment.state,
    payment.lineDown,
    payment.discrepancyMinor,
    payment.terminal?.there,
    payment.reader?.step,
  ].join(' ')

function spoken(texts: Texts, sale: SaleView, payment: PaymentView, nowMs: number): string {
  const change = payment.cash?.changeMinor ?? 0
  return [
    `${paidName(texts, payment)} ${showAmount(payment.amountMinor)}:`,
    ...wordsOf(texts, payment, nowMs),
    change > 0 ? `${texts.paid.change} ${showAmount(change)}.` : '',
    sale.state === 'completed' ? `${texts.sale.title}: ${texts.sale.completed}.` : '',
  ].join(' ')
}
