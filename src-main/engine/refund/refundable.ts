/** What may still be given back. Pure: every refund that has not failed counts, whether it is known to have ended or not. */
import type { RefundView } from '../../../src-shared/contract/refund.ts'
import type { DiscrepancyId } from '../../../src-shared/ids.ts'
import { countsMinor } from '../payment/rows.ts'
import type { PaymentRow } from '../sale/saleStore.ts'

/** The most refunds of one payment, those that failed included. */
export const refundsLimit = 50

/** In cents, of one purpose: the payment itself, or one discrepancy of it. */
export const refundedMinor = (
  refunds: readonly Pick<RefundView, 'state' | 'amountMinor' | 'discrepancyId'>[],
  of: DiscrepancyId | null,
): number =>
  refunds
    .filter(({ state, discrepancyId }) => state !== 'failed' && discrepancyId === of)
    .reduce((sumMinor, { amountMinor }) => sumMinor + amountMinor, 0)

/** The money that this counter can give back: in cash, which is all there is for an Octopus, or by the channel or the terminal that took it. */
const flowsOfRefund: ReadonlySet<string> = new Set([
  'cash',
  'cardTerminal',
  'octopusReader',
  'merchantCode',
  'customerCode',
  'awaitingFunds',
])

export const canBeRefunded = ({ flow }: Pick<PaymentRow, 'flow'>): boolean =>
  flowsOfRefund.has(flow)

/** In cents; 0 where nothing may be given back: what is only vouched for is not. */
export function refundableMinor(payment: PaymentRow, refunds: readonly RefundView[]): number {
  if (!canBeRefunded(payment) || payment.byHand === 'paid' || payment.byHand === 'contradicted') {
    return 0
  }
  if (refunds.length >= refundsLimit) return 0
  const moneyMinor = Math.max(0, countsMinor(payment) - payment.shortfallMinor)
  return Math.max(0, moneyMinor - refundedMinor(refunds, null))
}
