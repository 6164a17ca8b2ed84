/** A journal on a real file, rows of every kind to fill it with, and a hand to falsify them. */
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import {
  discrepancyIdSchema,
  paymentIdSchema,
  refundIdSchema,
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
const startMs = Date.UTC(2026, 10, 21, 2)

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

const entry = <K extends Kind>(kind: K, subject: string, told: Told<K>): Entry =>
  ({ kind, subject, body: { v: 1, ...told } }) as unknown as Entry

const hands = { by: staffId, shiftId }
const supervisorId = idOf(staffIdSchema, 4)
const consent = {
  ...hands,
  approver: supervisorId,
  permission: 'reprint',
  call: 'receipt.reprint',
} as const
const businessDate = '2026-11-21'

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

const paymentMoved = (
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

/** A shop's morning in which a row of every kind is written. */
export function everyKind(): readonly Entry[] {
  const { cash, fps, differing } = paymentIds
  const code = {
    text: '00020101021226270012hk.com.hkicl',
    payee: '海港茶餐廳',
    shownAtMs: startMs,
    expiresAtMs: startMs + 600_000,
  }
  return [
    founding(),
    settingRow('海港 Harbour'),
    settingRow({ nested: [1, true, null] }, 'theme'),
    settingRow('Harbour Till'),
    entry('staff.added', staffId, { staffId, role: 'cashier', nameDigest: 'ab'.repeat(32) }),
    entry('session.refused', staffId, { staffId, window: 'till', wrong: 1, lockedForMs: 0 }),
    entry('session.signedIn', staffId, { by: staffId, window: 'till' }),
    entry('shift.opened', shiftId, {
      ...hands,
      businessDate,
      float: { '10000': 5, '10': 3 },
      floatMinor: 50_030,
    }),
    saleOpened(saleIds.cash, '𠮷 two teas'),
    paymentCreated(saleIds.cash, cash, {
      method: 'cash',
      channel: null,
      amountMinor: 8_880,
      reference: null,
      sequence: null,
      tenderedMinor: 10_000,
      changeMinor: 1_120,
    }),
    paymentMoved(cash, { from: 'created', to: 'succeeded', why: 'counted', by: staffId }),
    entry('sale.completed', saleIds.cash, { shiftId, paidMinor: 8_880, roundingMinor: -3 }),
    saleOpened(saleIds.fps),
    paymentCreated(saleIds.fps, fps),
    paymentMoved(fps, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(fps, { from: 'submitting', to: 'awaitingPayer', why: 'codeShown', code }),
    entry('answer.notBelieved', fps, { reason: 'another payment' }),
    entry('answer.missing', fps, { reason: 'no line' }),
    entry('sale.setAside', saleIds.fps, hands),
    paymentMoved(fps, {
      from: 'awaitingPayer',
      to: 'closing',
      why: 'cancelled',
      by: staffId,
      closeReason: 'cancelled',
    }),
    paymentMoved(fps, { from: 'closing', to: 'unknown', why: 'noAnswer', reason: 'the line' }),
    paymentMoved(fps, { from: 'unknown', to: 'closed', why: 'closed', mayStillBePaid: true }),
    entry('discrepancy.opened', fps, {
      discrepancyId: idOf(discrepancyIdSchema, 30),
      paymentId: fps,
      currency: 'HKD',
      amountMinor: 8_883,
      providerReference: 'N-1',
    }),
    entry('payment.watchEnded', fps, {}),
    entry('file.checked', 'file', { whole: true, rows: 7, why: null }),
    entry('sale.takenBack', saleIds.fps, hands),
    paymentCreated(saleIds.fps, differing, { reference: 'HT0100000002', sequence: 2 }),
    paymentMoved(differing, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(differing, {
      from: 'submitting',
      to: 'conflicted',
      why: 'differs',
      providerReference: 'N-2',
      creditedMinor: 8_000,
    }),
    receiptIssued(saleIds.cash, 1),
    entry('override.refused', supervisorId, { ...consent, wrong: 1, lockedForMs: 0 }),
    entry('override.given', saleIds.cash, { ...consent, reason: 'The paper tore' }),
    entry('receipt.reprinted', saleIds.cash, {
      ...hands,
      number: 'HT01-000001',
      copy: 1,
      mark: '重印 1 REPRINT 1',
    }),
    ...unresolvedMoney(),
    saleOpened(saleIds.cancelled),
    entry('sale.cancelled', saleIds.cancelled, hands),
    entry('session.signedOut', staffId, { by: staffId, window: 'till' }),
  ]
}

/** A transfer in two parts, one of them given back; a lost payment that a sale was freed of. */
function unresolvedMoney(): readonly Entry[] {
  const { cash } = saleIds
  const { transfer, lost, fps } = paymentIds
  const refundId = idOf(refundIdSchema, 40)
  const paid = { ...hands, reason: 'Read to the supervisor' }
  return [
    entry('channel.enrolled', 'main', {
      channel: 'main',
      aggregatorCounterId: counterId,
      merchant: 'HARBOUR CAFE',
      keyId: 'key-1',
    }),
    entry('channel.changed', 'main', {
      channel: 'main',
      from: 'good',
      to: 'down',
      successPercent: 40,
      p95Ms: 9_000,
      lastError: 'no answer in time',
    }),
    entry('channel.clock', 'main', { channel: 'main', aheadMs: -600_000 }),
    entry('upload.refused', 'journal', { why: 'forked', reason: 'another journal' }),
    entry('scan.refused', 'scan', { by: staffId, why: 'scanNotAccepted', length: 13 }),
    paymentCreated(saleIds.fps, transfer, {
      method: 'bankTransfer',
      flow: 'awaitingFunds',
      reference: 'HT0100000003',
      sequence: 3,
      expiresAtMs: startMs + 86_400_000,
    }),
    paymentMoved(transfer, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(transfer, { from: 'submitting', to: 'awaitingPayer', why: 'instructed' }),
    entry('payment.credited', transfer, {
      creditId: 'C-1',
      amountMinor: 8_000,
      atMs: startMs,
      creditedMinor: 8_000,
    }),
    paymentMoved(transfer, {
      from: 'awaitingPayer',
      to: 'succeeded',
      why: 'shortfallAccepted',
      by: staffId,
      shortfallMinor: 883,
    }),
    entry('refund.requested', refundId, {
      ...hands,
      refundId,
      paymentId: transfer,
      saleId: saleIds.fps,
      businessDate,
      discrepancyId: null,
      method: 'bankTransfer',
      channel: 'main',
      currency: 'HKD',
      amountMinor: 1_000,
      reason: 'One came back',
    }),
    entry('refund.moved', refundId, { from: 'requested', to: 'unknown', reason: 'the line' }),
    entry('refund.moved', refundId, { from: 'unknown', to: 'succeeded', providerReference: 'R-1' }),
    paymentCreated(cash, lost, {
      method: 'wechatPay',
      flow: 'customerCode',
      reference: 'HT0100000004',
      sequence: 4,
      scanned: { digest: 'cd'.repeat(32), lastFour: '6789' },
    }),
    paymentMoved(lost, { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(lost, { from: 'submitting', to: 'unknown', why: 'noAnswer', reason: 'the line' }),
    entry('payment.freed', lost, { ...paid, saleId: cash }),
    paymentMoved(lost, { from: 'unknown', to: 'closed', why: 'neverShown', closeOwed: true }),
    entry('payment.closeTold', lost, {}),
    entry('sale.goodsReleased', saleIds.fps, {
      ...hands,
      paymentId: fps,
      amountMinor: 8_883,
      reason: 'A regular customer',
    }),
    entry('sale.lossRecorded', saleIds.fps, { paymentId: fps, amountMinor: 8_883 }),
    entry('discrepancy.closed', idOf(discrepancyIdSchema, 30), {
      by: staffId,
      shiftId,
      decision: 'kept',
      reason: 'A tip',
    }),
    paymentCreated(cash, idOf(paymentIdSchema, 25), { reference: 'HT0100000005', sequence: 5 }),
    paymentMoved(idOf(paymentIdSchema, 25), { from: 'created', to: 'submitting', why: 'submit' }),
    paymentMoved(idOf(paymentIdSchema, 25), {
      from: 'submitting',
      to: 'unknown',
      why: 'restarted',
    }),
    paymentMoved(idOf(paymentIdSchema, 25), {
      from: 'unknown',
      to: 'succeeded',
      why: 'confirmedPaidByHand',
      by: staffId,
      providerReference: '004512',
      reason: 'Read from the slip',
      beyondSale: true,
    }),
    entry('payment.handContradicted', idOf(paymentIdSchema, 25), { told: 'closed' }),
    entry('payment.denialAccepted', idOf(paymentIdSchema, 25), {
      ...hands,
      reason: 'Seen on the statement',
    }),
    entry('payment.handAgreed', idOf(paymentIdSchema, 25), { providerReference: 'N-9' }),
  ]
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
