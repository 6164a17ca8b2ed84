/**
 * The simulated aggregators as their files show them, beside a till that runs or was killed: what
 * the customers paid, and what is held of the journal.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { PaymentId } from '../../src-shared/ids.ts'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { trainingOctopusName, trainingPartiesNames } from '../../src-main/host/trainingFiles.ts'
import type { PaymentRecord } from '../../src-main/training/aggregator/record.ts'

export type PaymentThere = {
  /** All that ever came in, in cents. */
  readonly creditedMinor: number
  /** By refunds and reversals, in cents. */
  readonly refundedMinor: number
  /** The till's request was taken. */
  readonly accepted: boolean
}

export type OtherSide = {
  /** Null: no aggregator has heard of it. */
  payment(paymentId: PaymentId): PaymentThere | null
  /** The refunds that were taken, of all payments. */
  refunds(): number
  /** The journal that is held, in its order. */
  journal(): readonly JournalRow[]
  /** The path of each request to make something, in the order in which they arrived. */
  arrived(): readonly string[]
}

export const arrivedFile = (profile: string): string => join(profile, 'arrived.txt')

/** What an Octopus was charged for a payment by the reader's own books. */
function atReader(profile: string, paymentId: PaymentId): PaymentThere | null {
  const reference = readDatabase(join(profile, 'training.sqlite'), (database) =>
    database
      .prepare<[string], string>(
        `SELECT reference FROM payment WHERE paymentId = ? AND flow = 'octopusReader'`,
      )
      .pluck()
      .get(paymentId),
  )
  const file = join(profile, trainingOctopusName)
  if (reference === undefined || !existsSync(file)) return null
  const tenCents = readDatabase(file, (database) =>
    database
      .prepare<[string], number>(
        `SELECT coalesce(sum(amountTenCents), 0) FROM entry WHERE reference = ? AND what = 'deduct'`,
      )
      .pluck()
      .get(reference),
  )
  const creditedMinor = (tenCents ?? 0) * 10
  return { creditedMinor, refundedMinor: 0, accepted: creditedMinor > 0 }
}

/** Reads a file while its owner writes it. */
export function readDatabase<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

type Stored = Omit<PaymentThere, 'accepted'> & { readonly record: string }

export function otherSideOf(profile: string): OtherSide {
  const files = Object.values(trainingPartiesNames).map((name) => join(profile, name))
  const [main = ''] = files
  return {
    payment(paymentId) {
      for (const file of files) {
        const found = readDatabase(file, (database) =>
          database
            .prepare<[string], Stored>(
              'SELECT record, creditedMinor, refundedMinor FROM payment WHERE paymentId = ?',
            )
            .get(paymentId),
        )
        if (!found) continue
        const { record, ...money } = found
        return { ...money, accepted: (JSON.parse(record) as PaymentRecord).accepted }
      }
      return atReader(profile, paymentId)
    },
    refunds: () =>
      files.reduce((sum, file) => {
        const count = 'SELECT count(*) FROM refund'
        return (
          sum +
          readDatabase(file, (database) => database.prepare<[], number>(count).pluck().get() ?? 0)
        )
      }, 0),
    journal: () =>
      readDatabase(main, (database) =>
        database
          .prepare<[], JournalRow>(
            `SELECT epoch, seq, atMs, kind, subject, body, prev, hash FROM journal
             ORDER BY counterId, epoch, seq`,
          )
          .all(),
      ),
    arrived() {
      const file = arrivedFile(profile)
      return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
    },
  }
}
