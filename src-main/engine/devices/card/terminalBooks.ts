/** What the journal knows of one card terminal: its payments, and every transaction that it has told of. */
import type { Database } from 'better-sqlite3'
import type { TerminalView } from '../../../../src-shared/contract/devices.ts'
import type { PaymentId, SaleId } from '../../../../src-shared/ids.ts'
import type { TerminalRecord } from './evidence.ts'

export type Unknown = {
  readonly paymentId: PaymentId
  readonly saleId: SaleId
  readonly amountMinor: number
}

export type Settlement = NonNullable<TerminalView['settlement']['last']>

export type TerminalBooks = {
  record(paymentId: string): TerminalRecord | undefined
  /** Whether it is still to be sent: it may have been cancelled, or ended by hand, while the terminal was tested. */
  isToBeSent(paymentId: string): boolean
  /** Whether a transaction of this name was ever stored. */
  seen(key: string): boolean
  /** The number of the transaction that was stored last; null: none. */
  lastTrace(): number | null
  /** Payments whose outcome nobody knows, or for which there may still be news. */
  open(): readonly (readonly [PaymentId, TerminalRecord])[]
  /**
   * A payment of which nobody knows the outcome, or for which a person has said what it was while
   * its answer may still be on its way.
   * @param sinceMs how old such a one may be
   */
  hasUnknown(sinceMs: number): boolean
  /** The oldest of them that no supervisor has looked into. */
  blockedBy(): Unknown | null
  /** Whether the batch that it was in is closed: then it cannot be voided. */
  isSettled(paymentId: string): boolean
  /** Approved since the last settlement, less what was given back, by scheme. */
  sinceSettlement(): TerminalView['settlement']['open']
  lastSettlement(): Settlement | null
}

type Row = {
  readonly paymentId: PaymentId
  readonly amountMinor: number
  readonly reference: string | null
  readonly createdAtMs: number
  readonly trace: string | null
  readonly receipt: string | null
}

const columns = `paymentId, amountMinor, reference, createdAtMs,
  json_extract(card, '$.trace') AS trace, json_extract(card, '$.receipt') AS receipt`

type SettlementRow = {
  readonly atMs: number
  readonly businessDate: string
  readonly oursCount: number
  readonly oursMinor: number
  readonly terminalCount: number | null
  readonly terminalMinor: number | null
}

export function createTerminalBooks(database: Database, channel: string): TerminalBooks {
  const byId = database.prepare<[string], Row>(`SELECT ${columns} FROM payment WHERE paymentId = ?`)
  const toBeSent = database.prepare<[string]>(
    `SELECT 1 FROM payment WHERE paymentId = ? AND state = 'submitting'`,
  )
  const seen = database.prepare<[string, string]>(
    'SELECT 1 FROM cardTransaction WHERE channel = ? AND key = ?',
  )
  const last = database.prepare<[string], { trace: number }>(
    'SELECT trace FROM cardTransaction WHERE channel = ? ORDER BY seq DESC LIMIT 1',
  )
  const open = database.prepare<[string], Row>(
    `SELECT ${columns} FROM payment WHERE channel = ?
       AND (state IN ('submitting', 'processing', 'unknown', 'closing')
         OR mayStillBePaid = 1 OR (byHand = 'paid' AND watchOver = 0))
     ORDER BY paymentId`,
  )
  const unknown = database.prepare<[string], Unknown & { atRisk: 0 | 1 }>(
    `SELECT paymentId, saleId, amountMinor, atRisk FROM payment
     WHERE channel = ? AND state = 'unknown' ORDER BY atRisk, paymentId LIMIT 1`,
  )
  const decided = database.prepare<[string, number]>(
    `SELECT 1 FROM payment WHERE channel = ? AND createdAtMs > ?
       AND (mayStillBePaid = 1 OR byHand = 'paid') LIMIT 1`,
  )
  const settled = database.prepare<[string, string]>(
    `SELECT 1 FROM payment WHERE paymentId = ?
       AND endedAtMs <= (SELECT max(atMs) FROM settlement WHERE channel = ?)`,
  )
  const since = database.prepare<{ channel: string }, TerminalView['settlement']['open'][number]>(
    `SELECT json_extract(card, '$.scheme') AS scheme, count(*) AS count,
       sum(amountMinor - backMinor) AS amountMinor
     FROM (SELECT payment.card, payment.amountMinor,
         coalesce((SELECT sum(refund.amountMinor) FROM refund
           WHERE refund.paymentId = payment.paymentId AND refund.state = 'succeeded'), 0) AS backMinor
       FROM payment WHERE channel = :channel AND state = 'succeeded'
         AND endedAtMs > coalesce((SELECT max(atMs) FROM settlement WHERE channel = :channel), 0))
     WHERE backMinor < amountMinor
     GROUP BY scheme ORDER BY scheme IS NULL, scheme`,
  )
  const settlement = database.prepare<[string], SettlementRow>(
    'SELECT * FROM settlement WHERE channel = ? ORDER BY seq DESC LIMIT 1',
  )

  const recordOf = ({ amountMinor, reference, createdAtMs, trace, receipt }: Row) =>
    ({ amountMinor, reference: reference ?? '', createdAtMs, trace, receipt }) as const

  return {
    record(paymentId) {
      const row = byId.get(paymentId)
      return row && recordOf(row)
    },
    isToBeSent: (paymentId) => toBeSent.get(paymentId) !== undefined,
    seen: (key) => seen.get(channel, key) !== undefined,
    lastTrace: () => last.get(channel)?.trace ?? null,
    open: () => open.all(channel).map((row) => [row.paymentId, recordOf(row)] as const),
    hasUnknown: (sinceMs) =>
      unknown.get(channel) !== undefined || decided.get(channel, sinceMs) !== undefined,
    blockedBy() {
      const row = unknown.get(channel)
      if (!row || row.atRisk === 1) return null
      const { paymentId, saleId, amountMinor } = row
      return { paymentId, saleId, amountMinor }
    },
    isSettled: (paymentId) => settled.get(paymentId, channel) !== undefined,
    sinceSettlement: () => since.all({ channel }),
    lastSettlement() {
      const row = settlement.get(channel)
      if (!row) return null
      const { atMs, businessDate, oursCount, oursMinor, terminalCount, terminalMinor } = row
      return {
        atMs,
        businessDate,
        ours: { count: oursCount, amountMinor: oursMinor },
        terminal:
          terminalCount === null || terminalMinor === null
            ? null
            : { count: terminalCount, amountMinor: terminalMinor },
      }
    },
  }
}
