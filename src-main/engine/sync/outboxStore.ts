/** What the outbox keeps and reads: how far the aggregator holds the journal, the rows after that, and those it could not use. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { runLimit } from '../../../src-shared/aggregator/counters.ts'
import type { UploadView } from '../../../src-shared/contract/channels.ts'
import { sameBytes } from '../journal/framing.ts'
import type { Body, JournalRow } from '../journal/kinds.ts'
import type { Place, UploadAnswer } from './uplink.ts'

/** What the rows about a refusal are about. */
export const uploadSubject = 'journal'

export type Refusal = NonNullable<Body<'upload.refused'>['why']>
export type NotUnderstood = Extract<UploadAnswer, { kind: 'held' }>['notUnderstood']

export type OutboxStore = {
  /** The last row that is held there; null: none is known to be. */
  readonly cursor: () => Place | null
  /** Moves the cursor and notes what could not be used, in one transaction. Throws what the disk threw. */
  moveTo(through: Place | null, notUnderstood: NotUnderstood): void
  /** Whether it is a row of this journal, and the same. */
  isOurs(place: Place): boolean
  /** The next rows in order, of one epoch, within both limits; none when all is held. */
  nextRun(rowsLimit: number): readonly JournalRow[]
  /** Counts without reading the rows. @param head the journal's last row */
  waiting(head: Pick<Place, 'epoch' | 'seq'>): {
    readonly waiting: number
    readonly oldestAtMs: number | null
  }
  readonly notUnderstood: () => UploadView['notUnderstood']
  /** What the journal says of the last refusal; null: none, or it is over. */
  lastRefusal(): Refusal | null
}

/** How many of the rows that could not be used are shown. */
const shown = 20
/** Room for what stands around the rows of a run. */
const envelopeBytes = 512

export function createOutboxStore(database: Database): OutboxStore {
  const statements = prepare(database)
  const isOurs = ({ epoch, seq, hash }: Place): boolean => {
    const own = statements.hashAt.get(epoch, seq)
    return own !== undefined && sameBytes(own.hash, hash)
  }
  const kept = statements.cursor.get()
  // A file that was put back to an older state holds a cursor of its own, or one that is not true.
  let cursor = kept && isOurs(kept) ? kept : null
  let oldestAtMs: number | null = null
  let notUnderstood = readNotUnderstood(statements)
  /** Epochs that have ended grow no more. */
  const ended = new Map<number, number>()

  const lastOf = (epoch: number, headEpoch: number): number => {
    const known = ended.get(epoch)
    if (known !== undefined) return known
    const last = statements.lastOf.get(epoch)?.seq ?? 0
    if (epoch < headEpoch) ended.set(epoch, last)
    return last
  }

  return {
    cursor: () => cursor,
    isOurs,
    moveTo(through, rows) {
      const known = rows.filter(({ epoch, seq }) => statements.hashAt.get(epoch, seq) !== undefined)
      database
        .transaction(() => {
          if (through) statements.keep.run(through.epoch, through.seq, through.hash)
          else statements.forget.run()
          for (const { epoch, seq, reason } of known) {
            statements.note.run(epoch, seq, reason.slice(0, 200))
          }
        })
        .immediate()
      cursor = through
      oldestAtMs = null
      if (known.length > 0) notUnderstood = readNotUnderstood(statements)
    },
    nextRun(rowsLimit) {
      const run: JournalRow[] = []
      let bytes = envelopeBytes
      const { epoch, seq } = cursor ?? { epoch: 0, seq: 0 }
      // One by one: 500 rows of 64 KiB are never in memory at once.
      for (const row of statements.after.iterate(epoch, seq, Math.min(rowsLimit, runLimit.rows))) {
        bytes += jsonBytes(row)
        const goesOn = row.epoch === (run[0]?.epoch ?? row.epoch)
        if (!goesOn || (run.length > 0 && bytes > runLimit.bytes)) break
        run.push(row)
      }
      return run
    },
    waiting(head) {
      const from = cursor ?? { epoch: 1, seq: 0 }
      let waiting = head.epoch > from.epoch ? head.seq : head.seq - from.seq
      for (let epoch = from.epoch; epoch < head.epoch; epoch += 1) {
        waiting += lastOf(epoch, head.epoch) - (epoch === from.epoch ? from.seq : 0)
      }
      if (waiting <= 0) return { waiting: 0, oldestAtMs: null }
      oldestAtMs ??= statements.oldest.get(from.epoch, from.seq)?.atMs ?? null
      return { waiting, oldestAtMs }
    },
    notUnderstood: () => notUnderstood,
    lastRefusal() {
      const last = statements.refusal.get(uploadSubject)
      return last ? refusalSchema.parse(JSON.parse(last.body)).why : null
    },
  }
}

const refusalSchema = z.object({
  why: z.enum(['forked', 'brokenChain', 'tooLarge', 'refused']).nullable(),
})

type Statements = ReturnType<typeof prepare>

const prepare = (database: Database) => ({
  cursor: database.prepare<[], Place>('SELECT epoch, seq, hash FROM uploadCursor WHERE only = 1'),
  keep: database.prepare('INSERT OR REPLACE INTO uploadCursor VALUES (1, ?, ?, ?)'),
  forget: database.prepare('DELETE FROM uploadCursor'),
  hashAt: database.prepare<[number, number], Pick<JournalRow, 'hash'>>(
    'SELECT hash FROM journal WHERE epoch = ? AND seq = ?',
  ),
  after: database.prepare<[number, number, number], JournalRow>(
    'SELECT * FROM journal WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?',
  ),
  oldest: database.prepare<[number, number], Pick<JournalRow, 'atMs'>>(
    'SELECT atMs FROM journal WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT 1',
  ),
  lastOf: database.prepare<[number], Pick<JournalRow, 'seq'>>(
    'SELECT seq FROM journal WHERE epoch = ? ORDER BY seq DESC LIMIT 1',
  ),
  note: database.prepare('INSERT OR REPLACE INTO notUnderstood VALUES (?, ?, ?)'),
  noted: database.prepare<[], { count: number }>('SELECT count(*) AS count FROM notUnderstood'),
  newest: database.prepare<[number], UploadView['notUnderstood']['rows'][number]>(
    `SELECT epoch, seq, kind, reason FROM notUnderstood JOIN journal USING (epoch, seq)
     ORDER BY epoch DESC, seq DESC LIMIT ?`,
  ),
  refusal: database.prepare<[string], Pick<JournalRow, 'body'>>(
    `SELECT body FROM journal WHERE subject = ? AND kind = 'upload.refused'
     ORDER BY epoch DESC, seq DESC LIMIT 1`,
  ),
})

const readNotUnderstood = ({ noted, newest }: Statements): UploadView['notUnderstood'] => ({
  count: noted.get()?.count ?? 0,
  rows: newest.all(shown),
})

/** What a row takes as JSON at most: its texts, and 256 bytes for the names, numbers and both hashes. */
const jsonBytes = ({ kind, subject, body }: JournalRow): number =>
  Buffer.byteLength(JSON.stringify([kind, subject, body])) + 256
