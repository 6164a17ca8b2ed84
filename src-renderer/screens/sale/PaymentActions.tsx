import { ArrowLeft, GraduationCap, RefreshCw } from 'lucide-react'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { Result } from '../../../src-shared/result.ts'
import { Button } from '../../components/Button.tsx'
import { readerStep } from '../../state/octopusWords.ts'
import { hasEnded } from '../../state/paymentWords.ts'
import { useCall, useReady } from '../../state/till.ts'
import { useWords } from '../../state/words.ts'
import { HandActions } from '../tray/HandActions.tsx'
import { OctopusCancel } from './OctopusCancel.tsx'

type Ask = (work: () => Promise<Result<unknown>>) => void

/** What may be done about a payment now: first what a cashier does, then what a supervisor may. */
export function PaymentActions({
  payment,
  busy,
  ask,
  onCheckNow,
  onCancel,
  onBack,
}: {
  readonly payment: PaymentView
  readonly busy: boolean
  readonly ask: Ask
  readonly onCheckNow: () => void
  readonly onCancel: () => void
  readonly onBack: (() => void) | null
}) {
  const call = useCall()
  const { texts } = useWords()
  const { saleId, actions } = payment
  const isCoached = readerStep(payment) !== null
  return (
    <div className="payment-actions">
      <TrainingPays payment={payment} ask={ask} />
      <Button
        icon={RefreshCw}
        busy={busy}
        isDisabled={!actions.includes('checkNow')}
        onPress={onCheckNow}
      >
        {texts.payment.checkNow}
      </Button>
      <Button
        isDisabled={!actions.includes('setAside')}
        onPress={() => ask(() => call('sale.setAside', { saleId }))}
      >
        {texts.payment.setAside}
      </Button>
      <HandActions payment={payment} without={isCoached ? 'freeSale' : null} />
      {isCoached ? (
        <OctopusCancel payment={payment} onCancel={onCancel} />
      ) : (
        <Button
          look="danger"
          className={onBack ? 'action-apart' : 'action-wide action-apart'}
          isDisabled={!actions.includes('cancel')}
          onPress={onCancel}
        >
          {texts.payment.cancel}
        </Button>
      )}
      {onBack && (
        <Button className="action-apart" icon={ArrowLeft} onPress={onBack}>
          {texts.transfer.back}
        </Button>
      )}
    </div>
  )
}

/** In training the customer does what he is told to: he pays, or transfers in parts. */
function TrainingPays({ payment, ask }: { readonly payment: PaymentView; readonly ask: Ask }) {
  const call = useCall()
  const { environment } = useReady()
  const { texts } = useWords()
  const { paymentId, flow, amountMinor, creditedMinor } = payment
  if (environment !== 'training' || hasEnded(payment.state)) return null
  const pays = (words: string, partMinor: number | null, wide: boolean) => (
    <Button
      look="training"
      className={wide ? 'action-wide' : ''}
      icon={GraduationCap}
      onPress={() =>
        ask(() =>
          call('training.customerPays', {
            paymentId,
            ...(partMinor !== null && { amountMinor: partMinor }),
          }),
        )
      }
    >
      {words}
    </Button>
  )
  if (flow !== 'awaitingFunds') {
    return payment.code !== null && pays(texts.payment.customerPays, null, true)
  }
  const leftMinor = amountMinor - creditedMinor
  const halfMinor = Number(BigInt(amountMinor) >> 1n)
  return (
    <>
      {halfMinor > 0 && leftMinor > halfMinor && pays(texts.payment.paysHalf, halfMinor, false)}
      {leftMinor > 0 &&
        pays(texts.payment.paysRest, null, leftMinor <= halfMinor || halfMinor === 0)}
    </>
  )
}
