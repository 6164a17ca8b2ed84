/** The bank's own file: like a real bank, it remembers what was paid when the till was killed. */
import type { Database } from 'better-sqlite3'
import type { BankRecord, Planned } from './fpsBank.ts'

export type BankRecords = {
  find(paymentId: string): BankRecord | undefined
  keep(record: BankRecord): void
  /** The first to happen first. */
  planned(): readonly BankRecord[]
  /** Paid ones, in the order in which they were kept last: the newest `limit` of them. */
  lastPaid(limit: number): readonly BankRecord[]
}

type Row = Omit<BankRecord, 'next'> & {
  readonly nextDoes: Planned['does'] | null
  readonly nextAtMs: number | null
  readonly nextPauseMs: number | null
}

/** @param database the training parties' own file, of this version or one before, or empty */
export function openBankRecords(database: Database): BankRecords {
  // Where nothing is to be done, nothing is written: a full disk keeps no till from starting.
  if (database.pragma('user_version', { simple: true }) === 0) {
    database.transaction(() => bringUpToDate(database))()
  }
  const one = database.prepare<[string], Row>('SELECT * FROM fps WHERE paymentId = ?')
  const replace = database.prepare<Row>(
    `INSERT OR REPLACE INTO fps VALUES (:paymentId, :amountMinor, :deed, :state, :creditedMinor,
       :nextDoes, :nextAtMs, :nextPauseMs)`,
  )
  const withPlan = database.prepare<[], Row>(
    'SELECT * FROM fps WHERE nextDoes IS NOT NULL ORDER BY nextAtMs, rowid',
  )
  // To replace a row is to delete it and to put it at the end.
  const paid = database.prepare<[number], Row>(
    `SELECT * FROM (SELECT rowid AS place, * FROM fps WHERE creditedMinor > 0
       ORDER BY rowid DESC LIMIT ?) ORDER BY place`,
  )
  return {
    find(paymentId) {
      const row = one.get(paymentId)
      return row && recordOf(row)
    },
    keep({ next, ...record }) {
      replace.run({
        ...record,
        nextDoes: next?.does ?? null,
        nextAtMs: next?.atMs ?? null,
        nextPauseMs: next?.pauseMs ?? null,
      })
    },
    planned: () => withPlan.all().map(recordOf),
    lastPaid: (limit) => paid.all(limit).map(recordOf),
  }
}

function recordOf(row: Row): BankRecord {
  const { paymentId, amountMinor, deed, state, creditedMinor } = row
  const { nextDoes: does, nextAtMs: atMs, nextPauseMs: pauseMs } = row
  const next = does === null || atMs === null || pauseMs === null ? null : { does, atMs, pauseMs }
  return { paymentId, amountMinor, deed, state, creditedMinor, next }
}

/** Version 0.1 kept no version: only `state` open or closed, and when the customer pays, if he does. */
function bringUpToDate(database: Database): void {
  const before = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'fps'`).get()
  if (before !== undefined) database.exec('ALTER TABLE fps RENAME TO fpsBefore')
  database.exec(
    `CREATE TABLE fps (
       paymentId TEXT PRIMARY KEY, amountMinor INTEGER NOT NULL, deed TEXT, state TEXT NOT NULL,
       creditedMinor INTEGER NOT NULL, nextDoes TEXT, nextAtMs INTEGER, nextPauseMs INTEGER
     ) STRICT`,
  )
  if (before !== undefined) {
    database.exec(
      `INSERT INTO fps SELECT paymentId, amountMinor, NULL, state, creditedMinor, NULL, NULL, NULL
         FROM fpsBefore ORDER BY rowid;
       UPDATE fps SET nextDoes = 'pay', nextAtMs = paysAtMs, nextPauseMs = 0 FROM fpsBefore AS before
         WHERE before.paymentId = fps.paymentId AND before.state = 'open' AND paysAtMs IS NOT NULL;
       DROP TABLE fpsBefore`,
    )
  }
  database.pragma('user_version = 1')
}
