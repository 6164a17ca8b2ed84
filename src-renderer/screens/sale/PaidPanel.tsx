import { ReceiptText } from 'lucide-react'
import type { PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Receipt } from '../../../src-shared/receipt.ts'
import type { Failure } from '../../../src-shared/result.ts'
import { useState } from 'react'
import { fill } from '../../../src-shared/texts/index.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { KeyLabel } from '../../components/KeyLabel.tsx'
import { Money } from '../../components/Money.tsx'
import { Badge } from '../../components/StateMark.tsx'
import { cardNotes } from '../../state/cardWords.ts'
import { octopusNotes } from '../../state/octopusWords.ts'
import { marksOf } from '../../state/paymentMarks.ts'
import { methodName, stateWord, toneOf, vouchedFor } from '../../state/paymentWords.ts'
import { useCall } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { ReceiptDialog } from '../receipt/ReceiptDialog.tsx'
import { ScannedCode } from './ScannedCode.tsx'
import { TroubleAlert } from './TroubleAlert.tsx'
import type { Desk } from './useDesk.ts'

/** The sale is covered: what was paid, and the change to hand over. */
export function PaidPanel({ sale, desk }: { readonly sale: SaleView; readonly desk: Desk }) {
  const { settled, scanned } = desk
  const call = useCall()
  const { texts, failure } = useWords()
  const { busy, run } = useOneAtATime()
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const next = () =>
    run(async () => {
      const answer = await call('sale.next', { saleId: sale.saleId })
      setTrouble(answer.ok ? null : answer.failure)
    })
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const showReceipt = () =>
    run(async () => {
      const answer = await call('receipt.show', { saleId: sale.saleId })
      if (answer.ok) setReceipt(answer.value)
      setTrouble(answer.ok ? null : answer.failure)
    })
  useKeys({
    key(key) {
      if (key.kind === 'enter' && settled) next()
      if (key.kind === 'down') showReceipt()
    },
    // Of the next customer, who is quick: it waits for his amount.
    scanned: desk.scan,
  })

  const paid = sale.payments.filter(({ state, beyondSale }) => state === 'succeeded' && !beyondSale)
  const changeMinor = paid.reduce((sum, { cash }) => sum + (cash?.changeMinor ?? 0), 0)
  const lateMinor = sale.payments.reduce((sum, one) => sum + one.discrepancyMinor, 0)
  const cash = paid.some((payment) => payment.cash !== null)
  const vouched = paid.some(vouchedFor)
  return (
    <section className="paid" aria-label={texts.paid.title}>
      <div
        className={vouched ? 'paid-head tone-person' : 'paid-head'}
        data-testid="payment-state"
        data-state="succeeded"
      >
        <Badge tone={vouched ? 'person' : 'paid'} large />
        <h2 className="paid-title">{vouched ? texts.paid.byHand : texts.paid.title}</h2>
        <p className="paid-amount">
          <Money amountMinor={sale.paidMinor} />
        </p>
      </div>
      {cash && (
        <div className="paid-change">
          <span className="paid-change-label">
            {changeMinor > 0 ? texts.paid.change : texts.paid.noChange}
          </span>
          <output className="paid-change-amount" data-testid="change">
            <Money amountMinor={changeMinor} />
          </output>
        </div>
      )}
      <ul className="paid-list">
        {paid.map((payment) => (
          <li key={payment.paymentId}>
            <span>{methodName(texts, payment)}</span>
            <span className="money">{showAmount(payment.amountMinor)}</span>
            <PaidMarks payment={payment} />
            <span className="paid-received paid-notes">
              {cardNotes(texts, payment).map((note) => (
                <span key={note}>{note}</span>
              ))}
            </span>
            {octopusNotes(texts, payment).map((note) => (
              <span key={note} className="paid-octopus">
                {note}
              </span>
            ))}
            {payment.cash && (
              <span className="paid-received">
                {`${texts.paid.received} ${showAmount(payment.cash.tenderedMinor)}`}
              </span>
            )}
          </li>
        ))}
      </ul>
      {lateMinor > 0 && (
        <p className="paid-late tone-person">
          {fill(texts.words.extraPaid, { amount: showAmount(lateMinor) })}
        </p>
      )}
      {trouble && <Alert>{failure(trouble)}</Alert>}
      {desk.trouble && <TroubleAlert trouble={desk.trouble} />}
      {scanned && <ScannedCode scanned={scanned} ready={false} onForget={desk.forgetScan} />}
      {sale.receiptNumber !== null && (
        <Button className="paid-receipt" icon={ReceiptText} onPress={showReceipt}>
          <span>{texts.receipt.receipt}</span>
          <span className="paid-receipt-number">{sale.receiptNumber}</span>
          <KeyLabel name="↓" />
        </Button>
      )}
      <Button
        look="primary"
        className={settled ? 'go' : 'go settling'}
        busy={busy}
        isDisabled={!settled}
        onPress={next}
      >
        {texts.paid.next}
      </Button>
      {receipt && <ReceiptDialog receipt={receipt} onClose={() => setReceipt(null)} />}
    </section>
  )
}

/** What must not be forgotten of a payment though it is paid: who said so, goods that went before. */
function PaidMarks({ payment }: { readonly payment: PaymentView }) {
  const { texts } = useWords()
  const said = toneOf(payment) === 'paid' ? [] : [stateWord(texts, payment)]
  const marks = [...said, ...marksOf(texts, payment).map(({ words }) => words)]
  return marks.length > 0 && <span className="paid-marks">{marks.join(' · ')}</span>
}
