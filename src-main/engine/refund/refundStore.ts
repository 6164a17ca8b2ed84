/** Refunds as the derived tables hold them. */
import type { Database } from 'better-sqlite3'
import type { RefundState, RefundView } from '../../../src-shared/contract/refund.ts'
import type {
  DiscrepancyId,
  PaymentId,
  RefundId,
  SaleId,
  StaffId,
} from '../../../src-shared/ids.ts'
import type { MethodId } from '../../../src-shared/methods.ts'

export type RefundRow = {
  readonly refundId: RefundId
  readonly paymentId: PaymentId
  readonly saleId: SaleId
  readonly discrepancyId: DiscrepancyId | null
  readonly cashier: StaffId
  readonly method: MethodId
  readonly channel: string | null
  readonly amountMinor: number
  readonly state: RefundState
  readonly requestedAtMs: number
  readonly endedAtMs: number | null
  readonly reason: string
  readonly providerReference: string | null
  readonly refusal: string | null
}

export type RefundStore = ReturnType<typeof createRefundStore>

const columns = `refundId, paymentId, saleId, discrepancyId, cashier, method, channel, amountMinor,
  state, requestedAtMs, endedAtMs, reason, providerReference, refusal`

/** @param nextAskAtMs when a refund is asked for next; only the running engine knows */
export function createRefundStore(
  database: Database,
  nameOf: (staffId: string) => string,
  nextAskAtMs: (refundId: RefundId) => number | null,
) {
  const one = database.prepare<[string], RefundRow>(
    `SELECT ${columns} FROM refund WHERE refundId = ?`,
  )
  const ofPayment = database.prepare<[string], RefundRow>(
    `SELECT ${columns} FROM refund WHERE paymentId = ? ORDER BY refundId LIMIT 50`,
  )
  const live = database.prepare<[], RefundRow>(
    `SELECT ${columns} FROM refund WHERE state IN ('requested', 'pending', 'unknown')
     ORDER BY refundId`,
  )
  const view = (row: RefundRow): RefundView => ({
    refundId: row.refundId,
    paymentId: row.paymentId,
    discrepancyId: row.discrepancyId,
    method: row.method,
    amountMinor: row.amountMinor,
    state: row.state,
    requestedAtMs: row.requestedAtMs,
    endedAtMs: row.endedAtMs,
    cashier: nameOf(row.cashier),
    reason: row.reason,
    providerReference: row.providerReference,
    refusal: row.refusal,
    nextAskAtMs: nextAskAtMs(row.refundId),
  })
  return {
    refund: (refundId: string) => one.get(refundId),
    ofPayment: (paymentId: string): RefundView[] => ofPayment.all(paymentId).map(view),
    /** Those that have not ended. */
    live: () => live.all(),
    view,
  }
}
