import { useState } from 'react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { showTime } from '../../../src-shared/texts/show.ts'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { Money } from '../../components/Money.tsx'
import { Badge } from '../../components/StateMark.tsx'
import {
  cancelWords,
  hasEnded,
  isAwaited,
  methodName,
  stateWord,
  tellOf,
  toneOf,
  wordsOf,
} from '../../state/paymentWords.ts'
import { useCall } from '../../state/till.ts'
import { useKeys } from '../../state/useKeys.ts'
import { useNow } from '../../state/useNow.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { isAtTerminal, needsSlip, terminalOf } from '../../state/cardWords.ts'
import { coachOf } from '../../state/octopusWords.ts'
import { CodeFace } from './CodeFace.tsx'
import { OctopusFace } from './OctopusFace.tsx'
import { PaymentActions } from './PaymentActions.tsx'
import { PhoneFace } from './PhoneFace.tsx'
import { SlipSteps, TerminalFace } from './TerminalFace.tsx'
import { TransferFace } from './TransferFace.tsx'
import { TroubleAlert } from './TroubleAlert.tsx'
import type { Desk } from './useDesk.ts'

/** A payment that can still take money: what is going on, and what may be done now. */
export function PaymentPanel({
  payment,
  desk,
  onBack = null,
}: {
  readonly payment: PaymentView
  readonly desk: Desk
  /** Of a transfer, which stands in nobody's way. */
  readonly onBack?: (() => void) | null
}) {
  const call = useCall()
  const { texts } = useWords()
  const { busy, run } = useOneAtATime()
  const [asking, setAsking] = useState(false)
  const [askedAtMs, setAskedAtMs] = useState<number | null>(null)
  const nowMs = useNow(true)
  const { paymentId, state, flow, lineDown } = payment
  const cancellable = payment.actions.includes('cancel')

  useKeys({
    key(key) {
      if (key.kind === 'escape' && onBack) onBack()
      else if (key.kind === 'escape' && cancellable) setAsking(true)
      else if (key.kind === 'function') desk.type(key)
      else if (onBack && key.kind === 'digit') {
        onBack()
        desk.type(key)
      }
    },
    scanned: desk.scan,
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

  const tell = tellOf(texts, payment)
  const tone = toneOf(payment)
  // Of a lost one it is its slip that is looked at.
  const card =
    isAtTerminal(payment) && !hasEnded(state) && state !== 'unknown' && state !== 'conflicted'
  const coach = coachOf(texts, payment)
  const shows = card || needsSlip(payment) || showsMore(payment)
  const notReceived = askedAtMs !== null && state === 'awaitingPayer' && !lineDown
  return (
    <section
      className={`payment payment-${flow}`}
      aria-label={fill(texts.payment.titleBy, { method: texts.methods[payment.method] })}
    >
      <div className="payment-head">
        <span className="payment-method">{methodName(texts, payment)}</span>
        {card ? (
          <span className="card-face-name">{terminalOf(payment).name}</span>
        ) : coach ? (
          <span className="card-face-name">{payment.reader?.name}</span>
        ) : (
          <span className="payment-amount">
            <Money amountMinor={payment.amountMinor} />
          </span>
        )}
      </div>
      {card && <TerminalFace payment={payment} nowMs={nowMs} />}
      {shows && payment.code && <CodeFace payment={payment} code={payment.code} nowMs={nowMs} />}
      {flow === 'customerCode' && <PhoneFace payment={payment} nowMs={nowMs} />}
      {shows && flow === 'awaitingFunds' && <TransferFace payment={payment} />}
      {coach ? (
        <OctopusFace payment={payment} coach={coach} nowMs={nowMs} />
      ) : (
        <div
          className={`payment-state tone-${tone} ${shows ? '' : 'payment-state-tall'}`}
          data-testid="payment-state"
          data-state={state}
        >
          <Badge tone={tone} large={!shows} />
          <div className="payment-words">
            <p className="payment-word">{stateWord(texts, payment)}</p>
            {notReceived && payment.creditedMinor === 0 ? (
              <p>{fill(texts.payment.askedNotPaid, { time: showTime(askedAtMs) })}</p>
            ) : (
              wordsOf(texts, payment, nowMs).map((sentence) => <p key={sentence}>{sentence}</p>)
            )}
          </div>
        </div>
      )}
      {needsSlip(payment) && <SlipSteps payment={payment} />}
      {desk.trouble ? (
        <TroubleAlert trouble={desk.trouble} />
      ) : (
        tell !== null && !needsSlip(payment) && <p className="payment-tell">{tell}</p>
      )}
      {!desk.trouble && isAwaited(payment) && <p className="payment-tell">{texts.transfer.goOn}</p>}
      <PaymentActions
        payment={payment}
        busy={busy}
        ask={ask}
        onCheckNow={checkNow}
        onCancel={() => setAsking(true)}
        onBack={onBack}
      />
      {asking && (
        <ConfirmDialog
          title={fill(texts.payment.cancelTitle, { amount: showAmount(payment.amountMinor) })}
          keep={texts.payment.cancelKeep}
          confirm={texts.payment.cancelConfirm}
          onKeep={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            ask(() => call('payment.cancel', { paymentId }))
          }}
        >
          <p>{cancelWords(texts, payment)}</p>
        </ConfirmDialog>
      )}
    </section>
  )
}

/** Whether what the customer needs stands above the state, which then takes less room. */
function showsMore({ flow, state, code }: PaymentView): boolean {
  if (flow === 'awaitingFunds') return !hasEnded(state)
  return code !== null && (state === 'awaitingPayer' || state === 'processing')
}
