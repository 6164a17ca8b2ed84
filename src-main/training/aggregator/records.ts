/** The aggregator's own file: like a real one, it remembers what was paid when a till was killed. */
import type { Database } from 'better-sqlite3'
import type { RefundResource } from '../../../src-shared/aggregator/payments.ts'
import { creditedEver, nextAtMs, type PaymentRecord } from './record.ts'

export type RefundRecord = {
  readonly refundId: string
  readonly paymentId: string
  readonly counterId: string
  readonly amountMinor: number
  readonly state: RefundResource['state']
  readonly bodyDigest: string
  /** When the provider has given it back; null: nothing is to come. */
  readonly next: { readonly atMs: number; readonly pauseMs: number } | null
}

/** In cents, over all that there is. */
export type Totals = {
  readonly payments: number
  readonly creditedMinor: number
  /** By refunds that are made or on the way, and by reversals. */
  readonly refundedMinor: number
}

export type Records = {
  /** All of it or nothing. */
  inOne<T>(work: () => T): T
  payment(paymentId: string): PaymentRecord | undefined
  /** Of the request that was taken; undefined: none was. */
  paymentDigest(paymentId: string): string | undefined
  keepPayment(record: PaymentRecord, bodyDigest?: string): void
  refund(refundId: string): RefundRecord | undefined
  keepRefund(record: RefundRecord): void
  /** Of whatever happens by itself, the first to happen first. */
  plannedPayments(untilMs: number): readonly PaymentRecord[]
  plannedRefunds(untilMs: number): readonly RefundRecord[]
  nextDueMs(): number | null
  /** @returns false where it was used before */
  useNonce(
    keyId: string,
    nonce: string,
    now: { readonly nowMs: number; readonly keepMs: number },
  ): boolean
  /** A customer's code, by a digest that only this file can make. */
  codeWasUsed(digest: string): boolean
  useCode(digest: string, now: { readonly nowMs: number; readonly keepMs: number }): void
  /** 32 random bytes in hex, made with the file. */
  readonly salt: string
  totals(): Totals
}

const tables = `
  CREATE TABLE salt (salt TEXT NOT NULL) STRICT;
  CREATE TABLE ownKey (name TEXT PRIMARY KEY, pkcs8 TEXT NOT NULL) STRICT;
  CREATE TABLE counter (
    counterId TEXT PRIMARY KEY, keyId TEXT NOT NULL UNIQUE, algorithm TEXT NOT NULL,
    spki TEXT NOT NULL, code TEXT NOT NULL
  ) STRICT;
  CREATE TABLE nonce (
    keyId TEXT NOT NULL, nonce TEXT NOT NULL, untilMs INTEGER NOT NULL, PRIMARY KEY (keyId, nonce)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX nonceUntil ON nonce (untilMs);
  CREATE TABLE usedCode (digest TEXT PRIMARY KEY, untilMs INTEGER NOT NULL) STRICT;
  -- The record as JSON; beside it what is looked for.
  CREATE TABLE payment (
    paymentId TEXT PRIMARY KEY, record TEXT NOT NULL, bodyDigest TEXT, nextAtMs INTEGER,
    creditedMinor INTEGER NOT NULL, refundedMinor INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX paymentNext ON payment (nextAtMs) WHERE nextAtMs IS NOT NULL;
  CREATE TABLE refund (
    refundId TEXT PRIMARY KEY, record TEXT NOT NULL, nextAtMs INTEGER
  ) STRICT;
  CREATE INDEX refundNext ON refund (nextAtMs) WHERE nextAtMs IS NOT NULL;
  CREATE TABLE event (
    counterId TEXT NOT NULL, seq INTEGER NOT NULL, paymentId TEXT NOT NULL,
    PRIMARY KEY (counterId, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE journal (
    counterId TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, atMs INTEGER NOT NULL,
    kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, prev BLOB NOT NULL,
    hash BLOB NOT NULL, PRIMARY KEY (counterId, epoch, seq)
  ) STRICT, WITHOUT ROWID;
  -- The last row that is held; counted in the transaction that holds it.
  CREATE TABLE head (
    counterId TEXT PRIMARY KEY, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
    -- The till's own id, as row 1 of its journal names it: every hash is made with it.
    journalOf TEXT NOT NULL
  ) STRICT;
`
const version = 2

/**
 * Makes the tables where they are not. What version 0.1 kept of its simulated bank is not taken
 * over: those payments were never the aggregator's.
 * @param newSalt 32 random bytes
 */
export function openAggregatorFile(database: Database, newSalt: () => Uint8Array): void {
  // Where nothing is to be done, nothing is written: a full disk keeps no till from starting.
  if (database.pragma('user_version', { simple: true }) === version) return
  // Nobody waits for the disk: what is lost with the power is a simulation's.
  database.pragma('journal_mode = WAL')
  database.transaction(() => {
    const old = database
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all()
    for (const name of old) database.exec(`DROP TABLE "${name}"`)
    database.exec(tables)
    const salt = Buffer.from(newSalt()).toString('hex')
    database.prepare('INSERT INTO salt VALUES (?)').run(salt)
    database.pragma(`user_version = ${version}`)
  })()
}

/** @param database as `openAggregatorFile` leaves it */
export function createRecords(database: Database): Records {
  database.pragma('synchronous = NORMAL')
  const payment = database
    .prepare<[string], string>('SELECT record FROM payment WHERE paymentId = ?')
    .pluck()
  const digest = database
    .prepare<[string], string | null>('SELECT bodyDigest FROM payment WHERE paymentId = ?')
    .pluck()
  const keepPayment = database.prepare(
    `INSERT INTO payment VALUES (:paymentId, :record, :bodyDigest, :nextAtMs, :creditedMinor, :refundedMinor)
     ON CONFLICT DO UPDATE SET record = :record, bodyDigest = coalesce(:bodyDigest, bodyDigest),
       nextAtMs = :nextAtMs, creditedMinor = :creditedMinor, refundedMinor = :refundedMinor`,
  )
  const refund = database
    .prepare<[string], string>('SELECT record FROM refund WHERE refundId = ?')
    .pluck()
  const keepRefund = database.prepare(
    `INSERT INTO refund VALUES (:refundId, :record, :nextAtMs)
     ON CONFLICT DO UPDATE SET record = :record, nextAtMs = :nextAtMs`,
  )
  const planned = (table: 'payment' | 'refund') =>
    database
      .prepare<[number], string>(
        `SELECT record FROM ${table} WHERE nextAtMs <= ? ORDER BY nextAtMs, rowid`,
      )
      .pluck()
  const plannedPayments = planned('payment')
  const plannedRefunds = planned('refund')
  const nextDue = database
    .prepare<[], number | null>(
      `SELECT min(atMs) FROM (SELECT min(nextAtMs) AS atMs FROM payment WHERE nextAtMs IS NOT NULL
         UNION ALL SELECT min(nextAtMs) FROM refund WHERE nextAtMs IS NOT NULL)`,
    )
    .pluck()
  const forgetNonces = database.prepare<[number]>('DELETE FROM nonce WHERE untilMs < ?')
  const useNonce = database.prepare<[string, string, number]>(
    'INSERT INTO nonce VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const forgetCodes = database.prepare<[number]>('DELETE FROM usedCode WHERE untilMs < ?')
  const code = database.prepare<[string], number>('SELECT 1 FROM usedCode WHERE digest = ?').pluck()
  const useCode = database.prepare<[string, number]>('INSERT INTO usedCode VALUES (?, ?)')
  const totals = database.prepare<[], Totals>(
    `SELECT count(*) AS payments, coalesce(sum(creditedMinor), 0) AS creditedMinor,
       coalesce(sum(refundedMinor), 0) AS refundedMinor FROM payment`,
  )
  const salt = database.prepare<[], string>('SELECT salt FROM salt').pluck().get()
  if (salt === undefined) throw new Error('a file without salt')
  // What stands in a column was written here, in this shape.
  const paymentOf = (text: string): PaymentRecord => JSON.parse(text) as PaymentRecord
  const refundOf = (text: string): RefundRecord => JSON.parse(text) as RefundRecord
  return {
    salt,
    inOne: (work) => database.transaction(work)(),
    payment(paymentId) {
      const text = payment.get(paymentId)
      return text === undefined ? undefined : paymentOf(text)
    },
    paymentDigest: (paymentId) => digest.get(paymentId) ?? undefined,
    keepPayment(record, bodyDigest) {
      keepPayment.run({
        paymentId: record.paymentId,
        record: JSON.stringify(record),
        bodyDigest: bodyDigest ?? null,
        nextAtMs: nextAtMs(record),
        creditedMinor: creditedEver(record),
        refundedMinor: record.refundedMinor + record.reversedMinor,
      })
    },
    refund(refundId) {
      const text = refund.get(refundId)
      return text === undefined ? undefined : refundOf(text)
    },
    keepRefund(record) {
      keepRefund.run({
        refundId: record.refundId,
        record: JSON.stringify(record),
        nextAtMs: record.next?.atMs ?? null,
      })
    },
    plannedPayments: (untilMs) => plannedPayments.all(untilMs).map(paymentOf),
    plannedRefunds: (untilMs) => plannedRefunds.all(untilMs).map(refundOf),
    nextDueMs: () => nextDue.get() ?? null,
    useNonce(keyId, nonce, { nowMs, keepMs }) {
      forgetNonces.run(nowMs)
      return useNonce.run(keyId, nonce, nowMs + keepMs).changes === 1
    },
    codeWasUsed: (named) => code.get(named) !== undefined,
    useCode(named, { nowMs, keepMs }) {
      forgetCodes.run(nowMs)
      useCode.run(named, nowMs + keepMs)
    },
    totals: () => totals.get() ?? { payments: 0, creditedMinor: 0, refundedMinor: 0 },
  }
}
