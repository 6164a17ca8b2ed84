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
import { canBeRefunded, refundedMinor, refundsLimit } from './refundable.ts'
import type { RefundFollower } from './refundFollower.ts'
import type { RefundStore } from './refundStore.ts'

export type Refunds = {
  request(input: Input<'refund.request'>, caller: SignedIn): Plan<Output<'refund.request'>>
  decide(input: Input<'refund.decide'>, caller: SignedIn): Plan<null>
}

export function createRefunds(parts: {
  readonly store: SaleStore
  readonly refunds: RefundStore
  readonly discrepancies: Discrepancies
  readonly channels: Pick<Channels, 'byId' | 'isDown'>
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

  /** Why it cannot go back by that channel now; null: it can. */
  const noWay = (channel: string | null): Extract<Result<never>, { ok: false }> | null => {
    if (!parts.channels.byId(channel)) return failed('refundNotPossible')
    return parts.channels.isDown(channel) ? failed('refundNeedsLine') : null
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
      const way = wayBack(payment)
      const { method, channel } = way
      const inCash = method === 'cash'
      if (inCash && amountMinor % 10 !== 0) return refuse(failed('refundNotInTenCents'))
      const against = inCash ? null : noWay(channel)
      if (against) return refuse(against)
      const { saleId } = payment
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
      // Two halves are no smaller than the whole.
      const givenMinor = refundedMinor(store.view(payment).refunds, discrepancyId)
      const large = givenMinor + amountMinor > parts.settings()['refund.consentAboveMinor']
      return {
        answer: done({ refundId }),
        entries: [{ kind: 'refund.requested', subject: refundId, body }, ...given],
        ...(inCash ? {} : { after: () => parts.follower.follow(refundId) }),
        ...(large || way.needsConsent ? { needs: 'refundLarge' } : {}),
      }
    },

    decide({ refundId, given, reason }, { staffId }) {
      const refund = parts.refunds.refund(refundId)
      // What the channel can still be asked about is the channel's to say.
      if (refund?.state !== 'unknown') return refuse(failed('notPossibleNow'))
      const to = given ? 'succeeded' : 'failed'
      const told = maskCardNumbers(reason)
      const body = { v: 1, from: refund.state, to, by: staffId, reason: told } as const
      const closes = given
        ? discrepancyRefunded(refund, discrepancies.notGivenBackMinor(refund.discrepancyId))
        : []
      return {
        answer: done(null),
        entries: [{ kind: 'refund.moved', subject: refundId, body }, ...closes],
        after: () => parts.follower.follow(refundId),
      }
    },
  }
}

/** By what it goes back: the counter puts nothing onto an Octopus, and gives cash instead where somebody consents. */
const wayBack = ({ flow, method, channel }: PaymentRow) =>
  flow === 'octopusReader'
    ? ({ method: 'cash', channel: null, needsConsent: true } as const)
    : { method, channel, needsConsent: false }
