/** What a simulated terminal keeps in its own file: its batch, and all that it has ever booked. */
import type { Database } from 'better-sqlite3'
import type { TrainingCard } from './cards.ts'

export type Booked = {
  readonly trace: number
  readonly batch: number
  readonly verb: 'sale' | 'refund' | 'void'
  readonly amountMinor: number
  /** The till's, where the protocol carries one. */
  readonly reference: string | null
  readonly approvalCode: string
  readonly atMs: number
  readonly card: TrainingCard
  readonly voided: boolean
  /** The number on its receipt: another one than the trace, and of four digits. Null: of a file that is older than these. */
  readonly receipt: number | null
  /** Of a void that is a transaction of its own: the trace of what it took back. */
  readonly voids: number | null
}

export type Books = {
  readonly batch: () => number
  /** The trace of whatever comes next. */
  nextTrace(): number
  book(booked: Omit<Booked, 'batch' | 'voided' | 'receipt' | 'voids'>): Booked
  byTrace(trace: number): Booked | undefined
  /** The newest that has it: after ten thousand they begin again. */
  byReceipt(receipt: number): Booked | undefined
  last(): Booked | undefined
  /** @returns false where it is not of this batch, or was voided before */
  void(trace: number): boolean
  /** A void as a transaction of its own, with numbers of its own. */
  bookVoid(voided: Booked, atMs: number): Booked
  /** Of the open batch: what is not voided. */
  open(): readonly Booked[]
  /** @returns what the batch held; a new one is open */
  settle(): readonly Booked[]
}

const tables = `
  CREATE TABLE IF NOT EXISTS batch (only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL,
    trace INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO batch VALUES (1, 1, 0);
  CREATE TABLE IF NOT EXISTS booked (
    trace INTEGER PRIMARY KEY, batch INTEGER NOT NULL, verb TEXT NOT NULL, amountMinor INTEGER NOT NULL,
    reference TEXT, approvalCode TEXT NOT NULL, atMs INTEGER NOT NULL, card TEXT NOT NULL,
    voided INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS receipt (seq INTEGER PRIMARY KEY, number INTEGER NOT NULL,
    trace INTEGER NOT NULL UNIQUE, voids INTEGER) STRICT;`

/** Far from the first traces: who takes one for the other finds nothing. */
const receiptsBefore = 4_711
const receiptsUpTo = 9_999
const receiptOf = (seq: number): number => ((receiptsBefore + seq - 1) % receiptsUpTo) + 1

const columns = 'booked.*, receipt.number AS receipt, receipt.voids'
const joined = 'booked LEFT JOIN receipt USING (trace)'

type Row = Omit<Booked, 'card' | 'voided'> & { readonly card: string; readonly voided: 0 | 1 }

const bookedOf = (row: Row): Booked => ({
  ...row,
  card: JSON.parse(row.card) as TrainingCard,
  voided: row.voided === 1,
})

export function openBooks(database: Database): Books {
  database.exec(tables)
  const batch = database.prepare<[], { number: number; trace: number }>(
    'SELECT number, trace FROM batch',
  )
  const one = database.prepare<[number], Row>(`SELECT ${columns} FROM ${joined} WHERE trace = ?`)
  const byReceipt = database.prepare<[number], Row>(
    `SELECT ${columns} FROM ${joined} WHERE receipt.number = ? ORDER BY receipt.seq DESC LIMIT 1`,
  )
  const last = database.prepare<[], Row>(
    `SELECT ${columns} FROM ${joined} ORDER BY trace DESC LIMIT 1`,
  )
  const open = database.prepare<[number], Row>(
    `SELECT ${columns} FROM ${joined} WHERE batch = ? AND voided = 0 ORDER BY trace`,
  )
  const insert = database.prepare<
    Omit<Row, 'receipt' | 'voids'>
  >(`INSERT INTO booked VALUES (:trace,
    :batch, :verb, :amountMinor, :reference, :approvalCode, :atMs, :card, :voided)`)
  const receipts = database.prepare<[], { seq: number }>(
    'SELECT coalesce(max(seq), 0) + 1 AS seq FROM receipt',
  )
  const give = database.prepare<[number, number, number, number | null]>(
    'INSERT INTO receipt VALUES (?, ?, ?, ?)',
  )
  const print = (trace: number, voids: number | null): number => {
    const seq = receipts.get()?.seq ?? 1
    const receipt = receiptOf(seq)
    give.run(seq, receipt, trace, voids)
    return receipt
  }
  const number = (): number => batch.get()?.number ?? 1
  const nextTrace = (): number => {
    database.exec('UPDATE batch SET trace = trace % 999999 + 1')
    return batch.get()?.trace ?? 1
  }
  return {
    batch: number,
    nextTrace,
    book(booked) {
      const whole = { ...booked, batch: number(), voided: false }
      insert.run({ ...whole, card: JSON.stringify(whole.card), voided: 0 })
      return { ...whole, receipt: print(whole.trace, null), voids: null }
    },
    byTrace(trace) {
      const row = one.get(trace)
      return row && bookedOf(row)
    },
    byReceipt(receipt) {
      const row = byReceipt.get(receipt)
      return row && bookedOf(row)
    },
    last() {
      const row = last.get()
      return row && bookedOf(row)
    },
    void(trace) {
      return (
        database
          .prepare('UPDATE booked SET voided = 1 WHERE trace = ? AND batch = ? AND voided = 0')
          .run(trace, number()).changes === 1
      )
    },
    bookVoid(voided, atMs) {
      // It counts nothing of its own, and cannot be voided again.
      const whole = { ...voided, trace: nextTrace(), batch: number(), atMs, verb: 'void' } as const
      insert.run({ ...whole, card: JSON.stringify(whole.card), voided: 1 })
      const receipt = print(whole.trace, voided.trace)
      return { ...whole, voided: true, receipt, voids: voided.trace }
    },
    open: () => open.all(number()).map(bookedOf),
    settle() {
      const held = open.all(number()).map(bookedOf)
      database.exec('UPDATE batch SET number = number % 999999 + 1')
      return held
    },
  }
}
