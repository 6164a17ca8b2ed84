/** What was done, read back from the derived tables and from the journal itself. */
import { z } from 'zod'
import type { Input, Output } from '../../../src-shared/contract/index.ts'
import type { TimelineRow } from '../../../src-shared/contract/history.ts'
import { done, failed, type Result } from '../../../src-shared/result.ts'
import type { Journal } from '../journal/journal.ts'
import type { SaleStore } from '../sale/saleStore.ts'

const rowLimit = 500
const bodySchema = z.record(z.string(), z.json())

export type History = {
  payments(input: Input<'history.payments'>): Result<Output<'history.payments'>>
  payment(input: Input<'history.payment'>): Result<Output<'history.payment'>>
}

export function createHistory(
  store: SaleStore,
  journal: Journal,
  nameOf: (staffId: string) => string,
): History {
  const timeline = (subjects: readonly string[]): TimelineRow[] =>
    journal.about(subjects, rowLimit).map((row) => {
      const body = bodySchema.parse(JSON.parse(row.body))
      const by = body['by']
      return {
        epoch: row.epoch,
        seq: row.seq,
        atMs: row.atMs,
        kind: row.kind,
        by: typeof by === 'string' ? nameOf(by) : null,
        body,
      }
    })
  return {
    payments({ before, limit }) {
      const rows = store.newest(before, limit + 1)
      return done({ payments: rows.slice(0, limit).map(store.view), more: rows.length > limit })
    },
    payment({ paymentId }) {
      const payment = store.payment(paymentId)
      const sale = payment && store.sale(payment.saleId)
      if (!sale) return failed('paymentUnknown')
      return done({
        payment: store.view(payment),
        sale,
        timeline: timeline([
          payment.saleId,
          paymentId,
          ...store.refundIdsOf(paymentId),
          ...store.discrepancyIdsOf(paymentId),
        ]),
      })
    },
  }
}
