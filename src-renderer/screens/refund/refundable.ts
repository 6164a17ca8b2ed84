/** How much may still be given back, as the engine told: it decides again when it is asked. */
import type { RefundView } from '../../../src-shared/contract/refund.ts'
import type { PaymentView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyView } from '../../../src-shared/contract/tray.ts'

/** All that was given back or may have been, in cents: whatever was not refused counts. */
export const backMinor = (
  refunds: readonly RefundView[],
  discrepancy: DiscrepancyView | null,
): number =>
  refunds
    .filter(({ state }) => state !== 'failed')
    .filter(({ discrepancyId }) => discrepancyId === (discrepancy?.discrepancyId ?? null))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)

export const refundableOf = (payment: PaymentView, discrepancy: DiscrepancyView | null): number =>
  discrepancy === null
    ? payment.refundableMinor
    : Math.max(0, discrepancy.amountMinor - backMinor(discrepancy.refunds, discrepancy))
