/** Refunds at the aggregator: never more than what is left, and each once. */
import type { RefundRequest, RefundResource } from '../../../src-shared/aggregator/payments.ts'
import { canonical, saltedDigest } from './codes.ts'
import { netMinor, type House } from './record.ts'
import type { RefundRecord, Records } from './records.ts'
import { problem, reply, type Reply } from './replies.ts'

/** How long a provider takes that does not give back at once. */
const pendingMs = 5_000

type At = { readonly counterId: string; readonly nowMs: number }

export type RefundDesk = {
  /** @param fails whether the provider refuses to give it back */
  put(refundId: string, request: RefundRequest, fails: boolean, at: At): Reply
  get(refundId: string, at: At): Reply
}

export function createRefundDesk({
  records,
  house,
}: {
  readonly records: Records
  readonly house: House
}): RefundDesk {
  const answer = (refund: RefundRecord): Reply => reply(resourceOf(refund, house))

  const take = (
    refundId: string,
    request: RefundRequest,
    fails: boolean,
    { counterId, nowMs }: At,
  ): Reply => {
    const { paymentId, amount } = request
    const { amountMinor } = amount
    const payment = records.payment(paymentId)
    if (!payment || !(payment.accepted || payment.begun)) {
      return problem('not-found', 'no such payment')
    }
    if (payment.counterId !== counterId) return problem('forbidden', 'a payment of another counter')
    if (amount.currency !== 'HKD' || amountMinor === 0) {
      return problem('not-accepted', 'not an amount to give back')
    }
    if (amountMinor > netMinor(payment)) {
      return problem('exceeds-paid', 'more than what is left of it')
    }
    const waits = payment.method === 'paypal' || payment.flow === 'awaitingFunds'
    const refund: RefundRecord = {
      refundId,
      paymentId,
      counterId,
      amountMinor,
      state: fails ? 'failed' : waits ? 'pending' : 'succeeded',
      bodyDigest: digestOf(request),
      next: waits && !fails ? { atMs: nowMs + pendingMs, pauseMs: pendingMs } : null,
    }
    records.keepRefund(refund)
    if (!fails) {
      records.keepPayment({ ...payment, refundedMinor: payment.refundedMinor + amountMinor })
    }
    return answer(refund)
  }

  const digestOf = (request: RefundRequest): string =>
    saltedDigest(records.salt, canonical(request))

  return {
    put(refundId, request, fails, at) {
      const refund = records.refund(refundId)
      if (!refund) return take(refundId, request, fails, at)
      if (refund.counterId !== at.counterId) {
        return problem('forbidden', 'a refund of another counter')
      }
      return refund.bodyDigest === digestOf(request)
        ? answer(refund)
        : problem('other-body', 'this id came before with another body')
    },
    get(refundId, { counterId }) {
      const refund = records.refund(refundId)
      if (!refund) return problem('not-found', 'never seen')
      return refund.counterId === counterId
        ? answer(refund)
        : problem('forbidden', 'a refund of another counter')
    },
  }
}

const resourceOf = (refund: RefundRecord, { environment, merchant }: House): RefundResource => ({
  id: refund.refundId,
  paymentId: refund.paymentId,
  environment,
  merchant,
  state: refund.state,
  amount: { currency: 'HKD', amountMinor: refund.amountMinor },
  providerReference:
    refund.state === 'succeeded' ? `TRAINING R${refund.refundId.slice(-8).toUpperCase()}` : null,
  refusal: refund.state === 'failed' ? 'The provider does not give it back.' : null,
})
