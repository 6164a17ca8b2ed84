/** Giving money back: to the method that took it, never more than is left. */
import type { Input, Output } from '../../../src-shared/contract/index.ts'
import { maskCardNumbers } from '../../../src-shared/cardNumber.ts'
import { refundIdSchema } from '../../../src-shared/ids.ts'
import { done, failed, type Result } from '../../../src-shared/result.ts'
import type { Channels } from '../channels/channels.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import type { Entry } from '../journal/kinds.ts'
import { refuse, type Plan, type SignedIn } from '../plan.ts'
import type { PaymentRow, SaleStore } from '../sale/saleStore.ts'
import type { Shifts } from '../shift/shifts.ts'
import { discrepancyRefunded, type Discrepancies } from './discrepancies.ts'
import { canBeRefunded, refundsLimit } from './refundable.ts'
import type { RefundFollower } from './refundFollower.ts'

export type Refunds = {
  request(input: Input<'refund.request'>, caller: SignedIn): Plan<Output<'refund.request'>>
}

export function createRefunds(parts: {
  readonly store: SaleStore
  readonly discrepancies: Discrepancies
  readonly channels: Pick<Channels, 'stateFor'>
  readonly follower: RefundFollower
  readonly shifts: Shifts
  readonly settings: () => Settings
  readonly newId: NewId
}): Refunds {
  const { store, discrepancies } = parts

  /** How much may be given back: of the payment itself, or of money beyond it. */
  const left = (
    payment: PaymentRow,
    discrepancyId: Input<'refund.request'>['discrepancyId'],
  ): Result<number> => {
    if (discrepancyId === null) return done(store.view(payment).refundableMinor)
    const found = discrepancies.find(discrepancyId)
    if (found?.paymentId !== payment.paymentId || found.decision !== null) {
      return failed('discrepancyUnknown')
    }
    return done(discrepancies.leftMinor(found))
  }

  return {
    request({ paymentId, discrepancyId, amountMinor, reason }, { staffId }) {
      const shift = parts.shifts.open()
      if (!shift) return refuse(failed('noShift'))
      const payment = store.payment(paymentId)
      if (!payment) return refuse(failed('paymentUnknown'))
      if (!canBeRefunded(payment)) return refuse(failed('refundNotPossible'))
      const may = left(payment, discrepancyId)
      if (!may.ok) return refuse(may)
      const leftMinor = may.value
      if (leftMinor === 0) return refuse(failed('refundNotPossible'))
      if (amountMinor <= 0) return refuse(failed(amountMinor < 0 ? 'amountNegative' : 'amountZero'))
      if (amountMinor > leftMinor) return refuse(failed('refundTooMuch', { leftMinor }))
      if (store.view(payment).refunds.length >= refundsLimit) {
        return refuse(failed('refundNotPossible'))
      }
      const inCash = payment.method === 'cash'
      if (inCash && amountMinor % 10 !== 0) return refuse(failed('refundNotInTenCents'))
      const { method, channel, saleId } = payment
      if (!inCash && parts.channels.stateFor(method) === 'down') {
        return refuse(failed('refundNeedsLine'))
      }
      const refundId = parts.newId(refundIdSchema)
      const body = {
        v: 1,
        by: staffId,
        shiftId: shift.shiftId,
        refundId,
        paymentId,
        saleId,
        businessDate: shift.businessDate,
        discrepancyId,
        method,
        channel,
        currency: 'HKD',
        amountMinor,
        reason: maskCardNumbers(reason),
      } as const
      const given: readonly Entry[] = inCash
        ? [
            {
              kind: 'refund.moved',
              subject: refundId,
              body: { v: 1, from: 'requested', to: 'succeeded' },
            },
            ...discrepancyRefunded({ discrepancyId, amountMinor }, leftMinor),
          ]
        : []
      const large = amountMinor > parts.settings()['refund.consentAboveMinor']
      return {
        answer: done({ refundId }),
        entries: [{ kind: 'refund.requested', subject: refundId, body }, ...given],
        ...(inCash ? {} : { after: () => parts.follower.follow(refundId) }),
        ...(large ? { needs: 'refundLarge' } : {}),
      }
    },
  }
}
