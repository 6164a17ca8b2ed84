/** A journal on a real file, rows of every kind to fill it with, and a hand to falsify them. */
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import {
  paymentIdSchema,
  saleIdSchema,
  shiftIdSchema,
  staffIdSchema,
  uuidV7,
} from '../../src-shared/ids.ts'
import { createJournal, type Journal } from '../../src-main/engine/journal/journal.ts'
import type { Body, Entry, JournalRow, Kind } from '../../src-main/engine/journal/kinds.ts'
import { openDatabaseFile } from '../../src-main/host/databaseFile.ts'
import { tempFolder } from './tempFolder.ts'

/** 2026-11-21, 10:00 in Hong Kong. */
export const startMs = Date.UTC(2026, 10, 21, 2)

/** The id number `n`, the same in every run. */
export const idOf = <T extends z.ZodType>(schema: T, n: number): z.infer<T> =>
  schema.parse(uuidV7(startMs + n, new Uint8Array(10)))

export const counterId = uuidV7(startMs, new Uint8Array(10).fill(1))
export const staffId = idOf(staffIdSchema, 1)
export const shiftId = idOf(shiftIdSchema, 2)
export const saleIds = {
  cash: idOf(saleIdSchema, 10),
  fps: idOf(saleIdSchema, 11),
  cancelled: idOf(saleIdSchema, 12),
}
export const paymentIds = {
  cash: idOf(paymentIdSchema, 20),
  fps: idOf(paymentIdSchema, 21),
  differing: idOf(paymentIdSchema, 22),
  transfer: idOf(paymentIdSchema, 23),
  lost: idOf(paymentIdSchema, 24),
  card: idOf(paymentIdSchema, 26),
}

export type JournalFile = {
  readonly path: string
  readonly database: Database.Database
  readonly journal: Journal
  rows(): JournalRow[]
}

/** A second passes with every row. */
export function openJournalFile(path = join(tempFolder(), 'till.sqlite')): JournalFile {
  const database = openDatabaseFile(path)
  onTestFinished(() => {
    database.close()
  })
  const rows = database.prepare<[], JournalRow>('SELECT * FROM journal ORDER BY epoch, seq')
  let nowMs = startMs
  const clock = {
    now: () => {
      nowMs += 1_000
      return nowMs
    },
  }
  return { path, database, journal: createJournal(database, clock), rows: () => rows.all() }
}

/** What a row adds to the fields that every body has. */
type Told<K extends Kind> = Omit<Body<K>, 'v'>

export const entry = <K extends Kind>(kind: K, subject: string, told: Told<K>): Entry =>
  ({ kind, subject, body: { v: 1, ...told } }) as unknown as Entry

export const hands = { by: staffId, shiftId }
export const supervisorId = idOf(staffIdSchema, 4)
export const consent = {
  ...hands,
  approver: supervisorId,
  permission: 'reprint',
  call: 'receipt.reprint',
} as const
export const businessDate = '2026-11-21'

export const founding = (): Entry =>
  entry('epoch.opened', counterId, {
    counterId,
    counterCode: 'HT01',
    epochId: idOf(shiftIdSchema, 3),
    environment: 'training',
    version: '0.0.0-test',
    continues: null,
  })

/** A row that depends on no other: there is room for any text in it. */
export const settingRow = (to: Body<'settings.changed'>['to'], key = 'store.name'): Entry =>
  entry('settings.changed', key, { key, from: null, to, source: 'user' })

export const saleOpened = (saleId: Body<'sale.opened'>['saleId'], description = ''): Entry =>
  entry('sale.opened', saleId, {
    ...hands,
    saleId,
    businessDate,
    currency: 'HKD',
    totalMinor: 8_883,
    reference: 'A-17',
    description,
  })

export const paymentCreated = (
  saleId: Body<'sale.opened'>['saleId'],
  paymentId: Body<'payment.created'>['paymentId'],
  told: Partial<Told<'payment.created'>> = {},
): Entry =>
  entry('payment.created', paymentId, {
    ...hands,
    paymentId,
    saleId,
    businessDate,
    method: 'fps',
    channel: 'training-fps',
    currency: 'HKD',
    amountMinor: 8_883,
    reference: 'HT0100000001',
    sequence: 1,
    tenderedMinor: null,
    changeMinor: null,
    flow: 'merchantCode',
    expiresAtMs: null,
    scanned: null,
    ...told,
  })

export const paymentMoved = (
  paymentId: Body<'payment.created'>['paymentId'],
  told: Told<'payment.moved'>,
): Entry => entry('payment.moved', paymentId, told)

export const receiptIssued = (saleId: Body<'sale.opened'>['saleId'], sequence: number): Entry => {
  const number = `HT01-${String(sequence).padStart(6, '0')}`
  return entry('receipt.issued', saleId, {
    saleId,
    sequence,
    receipt: { v: 1, number, blocks: [{ block: 'mark', text: '培訓 - 並非收據 TRAINING' }] },
  })
}

/** Takes the journal's guards away, as somebody with the file in his hands can. */
export function unguard(database: Database.Database): void {
  for (const name of ['journalNotUpdated', 'journalNotDeleted', 'journalNotReplaced']) {
    database.exec(`DROP TRIGGER ${name}`)
  }
}

/** @returns what `look` sees of a falsified file; afterwards the file is as it was */
export function falsified<T>(
  database: Database.Database,
  change: (database: Database.Database) => void,
  look: () => T,
): T {
  database.exec('BEGIN')
  try {
    change(database)
    return look()
  } finally {
    database.exec('ROLLBACK')
  }
}
