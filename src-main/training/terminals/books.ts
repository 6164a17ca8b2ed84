/** What a simulated terminal keeps in its own file: its batch, and all that it has ever booked. */
import type { Database } from 'better-sqlite3'
import type { TrainingCard } from './cards.ts'

export type Booked = {
  readonly trace: number
  readonly batch: number
  readonly verb: 'sale' | 'refund'
  readonly amountMinor: number
  /** The till's, where the protocol carries one. */
  readonly reference: string | null
  readonly approvalCode: string
  readonly atMs: number
  readonly card: TrainingCard
  readonly voided: boolean
}

export type Books = {
  readonly batch: () => number
  /** The trace of whatever comes next. */
  nextTrace(): number
  book(booked: Omit<Booked, 'batch' | 'voided'>): Booked
  byTrace(trace: number): Booked | undefined
  last(): Booked | undefined
  /** @returns false where it is not of this batch, or was voided before */
  void(trace: number): boolean
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
  ) STRICT;`

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
  const one = database.prepare<[number], Row>('SELECT * FROM booked WHERE trace = ?')
  const last = database.prepare<[], Row>('SELECT * FROM booked ORDER BY trace DESC LIMIT 1')
  const open = database.prepare<[number], Row>(
    'SELECT * FROM booked WHERE batch = ? AND voided = 0 ORDER BY trace',
  )
  const insert =
    database.prepare<Row>(`INSERT INTO booked VALUES (:trace, :batch, :verb, :amountMinor,
    :reference, :approvalCode, :atMs, :card, :voided)`)
  const number = (): number => batch.get()?.number ?? 1
  return {
    batch: number,
    nextTrace() {
      database.exec('UPDATE batch SET trace = trace % 999999 + 1')
      return batch.get()?.trace ?? 1
    },
    book(booked) {
      const whole: Booked = { ...booked, batch: number(), voided: false }
      insert.run({ ...whole, card: JSON.stringify(whole.card), voided: 0 })
      return whole
    },
    byTrace(trace) {
      const row = one.get(trace)
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
    open: () => open.all(number()).map(bookedOf),
    settle() {
      const held = open.all(number()).map(bookedOf)
      database.exec('UPDATE batch SET number = number % 999999 + 1')
      return held
    },
  }
}
