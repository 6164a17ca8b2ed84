/** What the journal knows of the payments, the files and the lists of the Octopus reader. */
import type { Database } from 'better-sqlite3'
import type { OctopusReaderView } from '../../../../src-shared/contract/octopus.ts'
import type { PaymentState } from '../../../../src-shared/contract/sale.ts'
import type { PaymentId, SaleId } from '../../../../src-shared/ids.ts'

/** Amounts in cents, times of the reader in seconds since 1970. */
export type OctopusTask = {
  readonly paymentId: PaymentId
  readonly saleId: SaleId
  readonly reference: string
  readonly amountMinor: number
  readonly createdAtMs: number
  readonly state: PaymentState
  /** A supervisor has let the sale go on without it. */
  readonly atRisk: 0 | 1
  readonly closeReason: string | null
}

export type OctopusAttempt = {
  readonly card: string
  readonly valueMinor: number
  readonly hidesValue: 0 | 1
  /** As JSON. */
  readonly lastAddValue: string
  readonly deviceId: number
  readonly locationId: number
  readonly storeId: string
  readonly timeS: number
  readonly atMs: number
  /** Of the last one only: what is known of it. */
  readonly standing: 'asked' | 'incomplete' | 'nothing'
  readonly code: number | null
}

export type OctopusBooks = {
  task(paymentId: string): OctopusTask | undefined
  /** Those requests of a payment that may have charged the card, the oldest first. */
  attempts(paymentId: string): readonly OctopusAttempt[]
  /** The last request of a payment. */
  last(paymentId: string): OctopusAttempt | undefined
  /** Payments of this card that may have charged it, and nobody knows; the newest first. */
  openOf(card: string): readonly OctopusTask[]
  /** When its card was polled to be charged for another payment after it, at the same reader. */
  nextAskedS(paymentId: string): number | null
  /** When payments of ours were taken from this card at this reader, but for that one. */
  takenS(card: string, deviceId: number, except: string): readonly number[]
  /** The oldest payment of which nobody knows the outcome, and no supervisor has looked into it. */
  blockedBy(): OctopusReaderView['blockedBy']
  hasUnknown(): boolean
  /** Taken, and in no file yet. */
  unfiled(): { count: number; amountMinor: number }
  /** Taken at this reader until that second, and after the file before. */
  ofFile(deviceId: number, timeS: number): { count: number; amountMinor: number }
  /** When the oldest of them was taken, by our clock. */
  unfiledSinceMs(): number | null
  lastFile(): NonNullable<OctopusReaderView['exchange']['last']> | null
  /** The number of the last file of this store; 0: none. */
  lastNumber(storeId: string): number
  lists(): NonNullable<OctopusReaderView['housekeeping']['last']> | null
}

const taskColumns =
  'paymentId, saleId, reference, amountMinor, createdAtMs, state, atRisk, closeReason'
const openStates = `('submitting', 'awaitingPayer', 'processing', 'unknown', 'closing')`

type FileRow = {
  readonly atMs: number
  readonly number: number
  readonly name: string
  readonly upload: 'byHand' | 'done' | 'waiting'
  readonly theirCount: number
  readonly theirMinor: number
  readonly ourCount: number
  readonly ourMinor: number
}

export function createOctopusBooks(database: Database, channel: string): OctopusBooks {
  const task = database.prepare<[string, string], OctopusTask>(
    `SELECT ${taskColumns} FROM payment WHERE channel = ? AND paymentId = ?`,
  )
  const attempts = database.prepare<[string], OctopusAttempt>(
    'SELECT * FROM octopusAsked WHERE paymentId = ? AND mayHaveTaken = 1 ORDER BY seq',
  )
  const last = database.prepare<[string], OctopusAttempt>(
    'SELECT * FROM octopusAsked WHERE paymentId = ? ORDER BY seq DESC LIMIT 1',
  )
  const nextAsked = database.prepare<[string], { timeS: number | null }>(
    `SELECT min(next.timeS) AS timeS FROM octopusAsked AS next
     JOIN octopusAsked AS mine ON mine.seq =
       (SELECT max(seq) FROM octopusAsked WHERE paymentId = ? AND mayHaveTaken = 1)
     WHERE next.card = mine.card AND next.seq > mine.seq AND next.deviceId = mine.deviceId
       AND next.paymentId <> mine.paymentId`,
  )
  const openOf = database.prepare<[string, string], OctopusTask>(
    `SELECT ${taskColumns} FROM payment WHERE channel = ?
       AND (state IN ${openStates} OR mayStillBePaid = 1 OR (byHand = 'paid' AND watchOver = 0))
       AND paymentId IN (SELECT paymentId FROM octopusAsked WHERE card = ? AND mayHaveTaken = 1)
     ORDER BY paymentId DESC`,
  )
  const taken = database.prepare<[string, number, string], { timeS: number }>(
    'SELECT timeS FROM octopusTaken WHERE card = ? AND deviceId = ? AND paymentId <> ?',
  )
  const unknown = database.prepare<
    [string],
    NonNullable<OctopusReaderView['blockedBy']> & { atRisk: 0 | 1 }
  >(
    `SELECT paymentId, saleId, amountMinor, atRisk FROM payment
     WHERE channel = ? AND state = 'unknown' ORDER BY atRisk, paymentId LIMIT 1`,
  )
  const unfiled = database.prepare<[string], { count: number; amountMinor: number | null }>(
    `SELECT count(*) AS count, sum(amountMinor) AS amountMinor FROM octopusTaken
     WHERE channel = ? AND fileNumber IS NULL`,
  )
  const ofFile = database.prepare<
    { channel: string; deviceId: number; timeS: number },
    { count: number; amountMinor: number | null }
  >(
    `SELECT count(*) AS count, sum(amountMinor) AS amountMinor FROM octopusTaken
     WHERE channel = :channel AND deviceId = :deviceId AND timeS <= :timeS
       AND timeS > coalesce((SELECT max(timeS) FROM octopusFile
         WHERE channel = :channel AND deviceId = :deviceId AND timeS < :timeS), 0)`,
  )
  const totals = (row: { count: number; amountMinor: number | null } | undefined) => ({
    count: row?.count ?? 0,
    amountMinor: row?.amountMinor ?? 0,
  })
  const oldest = database.prepare<[string], { atMs: number | null }>(
    'SELECT min(atMs) AS atMs FROM octopusTaken WHERE channel = ? AND fileNumber IS NULL',
  )
  const file = database.prepare<[string], FileRow>(
    'SELECT * FROM octopusFile WHERE channel = ? ORDER BY atMs DESC, number DESC LIMIT 1',
  )
  const number = database.prepare<[string, string], { number: number | null }>(
    'SELECT max(number) AS number FROM octopusFile WHERE channel = ? AND storeId = ?',
  )
  const lists = database.prepare<[string], { lists: string; atMs: number }>(
    'SELECT lists, atMs FROM octopusLists WHERE channel = ?',
  )

  return {
    task: (paymentId) => task.get(channel, paymentId),
    attempts: (paymentId) => attempts.all(paymentId),
    last: (paymentId) => last.get(paymentId),
    openOf: (card) => openOf.all(channel, card),
    nextAskedS: (paymentId) => nextAsked.get(paymentId)?.timeS ?? null,
    takenS: (card, deviceId, except) => taken.all(card, deviceId, except).map(({ timeS }) => timeS),
    blockedBy() {
      const row = unknown.get(channel)
      if (!row || row.atRisk === 1) return null
      const { paymentId, saleId, amountMinor } = row
      return { paymentId, saleId, amountMinor }
    },
    hasUnknown: () => unknown.get(channel) !== undefined,
    unfiled: () => totals(unfiled.get(channel)),
    ofFile: (deviceId, timeS) => totals(ofFile.get({ channel, deviceId, timeS })),
    unfiledSinceMs: () => oldest.get(channel)?.atMs ?? null,
    lastFile() {
      const row = file.get(channel)
      if (!row) return null
      const { atMs, name, upload, theirCount, theirMinor, ourCount, ourMinor } = row
      return {
        atMs,
        number: row.number,
        name,
        upload,
        theirs: { count: theirCount, amountMinor: theirMinor },
        ours: { count: ourCount, amountMinor: ourMinor },
      }
    },
    lastNumber: (storeId) => number.get(channel, storeId)?.number ?? 0,
    lists: () => lists.get(channel) ?? null,
  }
}
