import { Clock, GraduationCap, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showLeft, showTime } from '../../../src-shared/texts/show.ts'
import { Button } from '../../components/Button.tsx'
import { Code } from '../../components/Code.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Money } from '../../components/Money.tsx'
import { Badge } from '../../components/StateMark.tsx'
import { canBeCancelled, hasEnded, tellOf, toneOf, wordsOf } from '../../state/paymentWords.ts'
import { useCall, useReady } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { TroubleAlert } from './TroubleAlert.tsx'
import type { Desk } from './useDesk.ts'

/** A payment that can still take money: what is going on, and what may be done now. */
export function PaymentPanel({
  payment,
  desk,
}: {
  readonly payment: PaymentView
  readonly desk: Desk
}) {
  const call = useCall()
  const { environment } = useReady()
  const { texts } = useWords()
  const { busy, run } = useOneAtATime()
  const [asking, setAsking] = useState(false)
  const [askedAtMs, setAskedAtMs] = useState<number | null>(null)
  const nowMs = useNow(true)
  const { paymentId, saleId, state, code } = payment
  const cancellable = canBeCancelled(state)

  useKeys({
    key(key) {
      if (key.kind === 'escape' && cancellable) setAsking(true)
      if (key.kind === 'function') desk.type(key)
    },
    scanned: () => desk.say({ code: 'scanned' }),
  })

  const ask = (work: () => Promise<Result<unknown>>) =>
    run(async () => {
      const answer = await work()
      desk.say(answer.ok ? null : answer.failure)
    })
  const checkNow = () =>
    ask(async () => {
      const answer = await call('payment.checkNow', { paymentId })
      if (answer.ok) setAskedAtMs(nowMs)
      return answer
    })

  const amount = showAmount(payment.amountMinor)
  const showsCode = code !== null && (state === 'awaitingPayer' || state === 'processing')
  const tell = tellOf(texts, state)
  const tone = toneOf(payment)
  return (
    <section
      className="payment"
      aria-label={fill(texts.payment.titleBy, { method: texts.methods[payment.method] })}
    >
      <div className="payment-head">
        <span className="payment-method">{texts.methods[payment.method]}</span>
        <span className="payment-amount">
          <Money amountMinor={payment.amountMinor} />
        </span>
      </div>
      {showsCode && (
        <>
          <Code
            text={code.text}
            label={fill(texts.payment.codeLabel, { amount, payee: code.payee })}
          />
          <div className="payment-facts">
            <span className="payment-payee">
              {fill(texts.payment.payee, { payee: code.payee })}
            </span>
            <span className="payment-left">
              <Clock aria-hidden />
              {showLeft(Math.min(code.expiresAtMs - nowMs, code.expiresAtMs - code.shownAtMs))}
            </span>
          </div>
        </>
      )}
      <div
        className={`payment-state tone-${tone} ${showsCode ? '' : 'payment-state-tall'}`}
        data-testid="payment-state"
        data-state={state}
      >
        <Badge tone={tone} large={!showsCode} />
        <div>
          <p className="payment-word">{texts.states[state]}</p>
          {askedAtMs !== null && state === 'awaitingPayer' && !payment.lineDown ? (
            <p>{fill(texts.payment.askedNotPaid, { time: showTime(askedAtMs) })}</p>
          ) : (
            wordsOf(texts, payment, nowMs).map((sentence) => <p key={sentence}>{sentence}</p>)
          )}
        </div>
      </div>
      {desk.trouble ? (
        <TroubleAlert trouble={desk.trouble} />
      ) : (
        tell !== null && <p className="payment-tell">{tell}</p>
      )}
      <div className="payment-actions">
        {environment === 'training' && code !== null && !hasEnded(state) && (
          <Button
            look="training"
            className="action-wide"
            icon={GraduationCap}
            onPress={() => ask(() => call('training.customerPays', { paymentId }))}
          >
            {texts.payment.customerPays}
          </Button>
        )}
        <Button icon={RefreshCw} busy={busy} onPress={checkNow}>
          {texts.payment.checkNow}
        </Button>
        <Button onPress={() => ask(() => call('sale.setAside', { saleId }))}>
          {texts.payment.setAside}
        </Button>
        <Button
          look="danger"
          className="action-wide action-apart"
          isDisabled={!cancellable}
          onPress={() => setAsking(true)}
        >
          {texts.payment.cancel}
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={fill(texts.payment.cancelTitle, { amount })}
          keep={texts.payment.cancelKeep}
          confirm={texts.payment.cancelConfirm}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            ask(() => call('payment.cancel', { paymentId }))
          }}
        >
          <p>{texts.payment.cancelText}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}
