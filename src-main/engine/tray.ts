/** The unresolved tray: whatever money nobody can account for yet, the oldest first. */
import type { Database } from 'better-sqlite3'
import { trayLimit, type DiscrepancyView, type TrayItem } from '../../src-shared/contract/tray.ts'
import type { Discrepancies, DiscrepancyRow } from './refund/discrepancies.ts'
import type { RefundRow, RefundStore } from './refund/refundStore.ts'
import type { PaymentRow, SaleStore } from './sale/saleStore.ts'
import { liveStates } from './payment/transition.ts'

export type Tray = {
  readonly count: () => number
  readonly items: () => TrayItem[]
}

/** Unknown, being reversed, or of another amount. A code that is being closed is known to be unpaid. */
const unresolved = `state IN (${liveStates.map((state) => `'${state}'`).join(', ')})
  AND (state IN ('unknown', 'conflicted') OR (state = 'closing' AND flow = 'customerCode'))`

/** What was confirmed by hand, and the channel says otherwise, until somebody has looked into it. */
const denied = `byHand = 'contradicted' AND denialAccepted = 0`

export function createTray(
  database: Database,
  store: SaleStore,
  refunds: RefundStore,
  discrepancies: Discrepancies,
): Tray {
  const count = database.prepare<[], { count: number }>(
    `SELECT (SELECT count(*) FROM payment WHERE ${unresolved})
       + (SELECT count(*) FROM payment WHERE ${denied})
       + (SELECT count(*) FROM discrepancy WHERE decision IS NULL)
       + (SELECT count(*) FROM refund WHERE state IN ('requested', 'pending', 'unknown')) AS count`,
  )
  const payments = database.prepare<[number], { paymentId: string; sinceMs: number }>(
    `SELECT paymentId, createdAtMs AS sinceMs FROM payment WHERE ${unresolved}
     UNION ALL
     SELECT paymentId, createdAtMs AS sinceMs FROM payment WHERE ${denied}
     ORDER BY sinceMs LIMIT ?`,
  )

  const item = (
    payment: PaymentRow | undefined,
    told: Pick<TrayItem, 'about' | 'discrepancy' | 'refund' | 'sinceMs'>,
  ): TrayItem[] => {
    const sale = payment && store.facts(payment.saleId)
    if (!payment || !sale) return []
    return [
      {
        ...told,
        payment: store.view(payment),
        saleReference: sale.reference,
        saleDescription: sale.description,
        saleState: sale.state,
      },
    ]
  }

  const discrepancyView = (row: DiscrepancyRow, payment: PaymentRow): DiscrepancyView => ({
    discrepancyId: row.discrepancyId,
    paymentId: row.paymentId,
    method: payment.method,
    openedAtMs: row.openedAtMs,
    amountMinor: row.amountMinor,
    providerReference: row.providerReference,
    bothPaid: payment.beyondSale === 1 && store.facts(payment.saleId)?.state === 'completed',
    refunds: refunds
      .ofPayment(row.paymentId)
      .filter(({ discrepancyId }) => discrepancyId === row.discrepancyId),
  })

  const ofDiscrepancy = (row: DiscrepancyRow): TrayItem[] => {
    const payment = store.payment(row.paymentId)
    if (!payment) return []
    return item(payment, {
      about: 'discrepancy',
      discrepancy: discrepancyView(row, payment),
      refund: null,
      sinceMs: row.openedAtMs,
    })
  }

  const ofRefund = (row: RefundRow): TrayItem[] =>
    item(store.payment(row.paymentId), {
      about: 'refund',
      discrepancy: null,
      refund: refunds.view(row),
      sinceMs: row.requestedAtMs,
    })

  return {
    count: () => count.get()?.count ?? 0,
    items() {
      const ofPayments = payments.all(trayLimit).flatMap(({ paymentId, sinceMs }) =>
        item(store.payment(paymentId), {
          about: 'payment',
          discrepancy: null,
          refund: null,
          sinceMs,
        }),
      )
      const ofDiscrepancies = discrepancies.open(trayLimit).flatMap(ofDiscrepancy)
      const ofRefunds = refunds.live().slice(0, trayLimit).flatMap(ofRefund)
      return [...ofPayments, ...ofDiscrepancies, ...ofRefunds]
        .toSorted((a, b) => a.sinceMs - b.sinceMs)
        .slice(0, trayLimit)
    },
  }
}
