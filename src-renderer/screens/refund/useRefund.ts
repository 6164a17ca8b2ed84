import { useEffect, useState } from 'react'
import type { RefundView } from '../../../src-shared/contract/refund.ts'
import type { PaymentId, RefundId } from '../../../src-shared/ids.ts'
import { useCall, useTray } from '../../state/till.ts'

/** A refund as the engine has it now; it is asked for again whenever the tray changes. */
export function useRefund(paymentId: PaymentId, refundId: RefundId): RefundView | null {
  const call = useCall()
  const tray = useTray()
  const [refund, setRefund] = useState<RefundView | null>(null)
  useEffect(() => {
    let left = false
    void call('history.payment', { paymentId }).then((answer) => {
      if (left || !answer.ok) return
      const { refunds } = answer.value.payment
      setRefund(refunds.find((one) => one.refundId === refundId) ?? null)
    })
    return () => {
      left = true
    }
  }, [call, paymentId, refundId, tray])
  return refund
}
