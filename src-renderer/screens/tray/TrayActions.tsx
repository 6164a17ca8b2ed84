import { ArrowLeft, Ban, Pause, RefreshCw, Undo2 } from 'lucide-react'
import { useState, type Ref } from 'react'
import type { TrayItem } from '../../../src-shared/contract/tray.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Failure, Result } from '../../../src-shared/result.ts'
import { fill } from '../../../src-shared/texts/index.ts'
import { Alert } from '../../components/Alert.tsx'
import { Button } from '../../components/Button.tsx'
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx'
import { cancelWords } from '../../state/paymentWords.ts'
import { useRooms } from '../../state/rooms.ts'
import { useCall, useReady, useSale, useSignedIn } from '../../state/till.ts'
import { useOneAtATime } from '../../state/useOneAtATime.ts'
import { useWords } from '../../state/words.ts'
import { RefundButton } from '../refund/RefundButton.tsx'
import { refundEnded } from '../refund/refundWords.ts'
import { DiscrepancyActions } from './DiscrepancyActions.tsx'
import { HandActions, RefundActions } from './HandActions.tsx'

/** What may be done about an item now: ask, end, decide, give back, and what becomes of its sale. */
export function TrayActions(props: {
  readonly item: TrayItem
  readonly place: Ref<HTMLDivElement>
}) {
  const { item, place } = props
  const { payment, discrepancy, about } = item
  const call = useCall()
  const { permissions } = useSignedIn()
  const { texts, failure } = useWords()
  const { busy, run } = useOneAtATime()
  const [trouble, setTrouble] = useState<Failure | null>(null)
  const [ending, setEnding] = useState(false)
  const { paymentId } = payment
  const ask = (work: () => Promise<Result<unknown>>) =>
    run(async () => {
      const answer = await work()
      setTrouble(answer.ok ? null : answer.failure)
    })

  const checkable = about === 'payment' ? payment.actions.includes('checkNow') : refundOpen(item)
  const cancellable =
    about === 'payment' &&
    payment.actions.includes('cancel') &&
    permissions.includes('takePayments')
  return (
    <div className="tray-actions" ref={place}>
      {checkable && permissions.includes('seeHistory') && (
        <Button
          icon={RefreshCw}
          busy={busy}
          onPress={() => ask(() => call('payment.checkNow', { paymentId }))}
          data-testid="tray-check"
        >
          {texts.tray.checkNow}
        </Button>
      )}
      <SaleButton item={item} ask={ask} />
      {cancellable && (
        <Button icon={Ban} onPress={() => setEnding(true)}>
          {texts.payment.cancel}
        </Button>
      )}
      {about === 'payment' && <HandActions payment={payment} />}
      {about === 'payment' && <RefundButton payment={payment} discrepancy={null} />}
      {about === 'discrepancy' && discrepancy && (
        <DiscrepancyActions payment={payment} discrepancy={discrepancy} />
      )}
      {about === 'refund' && item.refund?.state === 'unknown' && (
        <RefundActions payment={payment} refund={item.refund} />
      )}
      {trouble && (
        <div className="tray-trouble">
          <Alert>{failure(trouble)}</Alert>
        </div>
      )}
      {ending && (
        <ConfirmDialog
          title={fill(texts.payment.cancelTitle, { amount: showAmount(payment.amountMinor) })}
          keep={texts.payment.cancelKeep}
          confirm={texts.payment.cancelConfirm}
          onKeep={() => setEnding(false)}
          onConfirm={() => {
            setEnding(false)
            ask(() => call('payment.cancel', { paymentId }))
          }}
        >
          <p>{cancelWords(texts, payment)}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}

/** The sale waits, is on the till's screen, or can be fetched back; a paid one needs nothing. */
function SaleButton(props: {
  readonly item: TrayItem
  readonly ask: (work: () => Promise<Result<unknown>>) => void
}) {
  const { saleId } = props.item.payment
  const call = useCall()
  const sale = useSale()
  const { waitingSales } = useReady()
  const { permissions } = useSignedIn()
  const { go } = useRooms()
  const { texts } = useWords()
  if (!permissions.includes('takePayments')) return null
  if (waitingSales.some((waiting) => waiting.saleId === saleId)) {
    const takeBack = async () => {
      const answer = await call('sale.takeBack', { saleId })
      if (answer.ok) go('sale')
      return answer
    }
    return (
      <Button icon={Undo2} onPress={() => props.ask(takeBack)}>
        {texts.tray.takeBack}
      </Button>
    )
  }
  if (sale?.saleId !== saleId) return null
  return (
    <>
      <Button icon={ArrowLeft} onPress={() => go('sale')}>
        {texts.tray.toSale}
      </Button>
      {sale.state === 'open' && (
        <Button icon={Pause} onPress={() => props.ask(() => call('sale.setAside', { saleId }))}>
          {texts.tray.hold}
        </Button>
      )}
    </>
  )
}

/** Whether a refund of it is still being followed. */
const refundOpen = ({ discrepancy, refund }: TrayItem): boolean =>
  (refund !== null && !refundEnded(refund)) ||
  (discrepancy?.refunds.some((one) => !refundEnded(one)) ?? false)
