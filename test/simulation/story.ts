/** What is known of one payment on both sides, for whoever has to find out what went wrong. */
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import type { Shop } from './shop.ts'

const shownRows = 40

const timeOf = (atMs: number): string => new Date(atMs).toISOString().slice(8, 23)

export function storyOf({ till, other }: Shop, paymentId: string): string {
  const rows = till.database
    .prepare<[string, string, string, string, number], JournalRow>(
      `SELECT * FROM journal WHERE subject = ?
         OR subject IN (SELECT refundId FROM refund WHERE paymentId = ?)
         OR subject IN (SELECT discrepancyId FROM discrepancy WHERE paymentId = ?)
         OR subject IN (SELECT saleId FROM payment WHERE paymentId = ?)
       ORDER BY epoch, seq LIMIT ?`,
    )
    .all(paymentId, paymentId, paymentId, paymentId, shownRows)
  const told = rows.map(({ atMs, kind, body }) => `  till  ${timeOf(atMs)} ${kind} ${body}`)
  const known = other.all.flatMap(({ core }) => {
    const record = core().payment(paymentId)
    return record ? [`  there ${JSON.stringify(record)}`] : []
  })
  return [...told, ...known].join('\n')
}
