/**
 * The journals that the aggregator holds. It keeps every row that continues the chain and counts
 * them in the same transaction: a run that comes twice, or in part again, has one effect.
 */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { WireHead } from '../../../src-shared/aggregator/common.ts'
import {
  runLimit,
  type Held,
  type HeldRows,
  type Run,
  type WireRow,
} from '../../../src-shared/aggregator/counters.ts'
import { hex, noHash, rowHash, sameBytes } from '../../engine/journal/framing.ts'
import type { JournalRow } from '../../engine/journal/kinds.ts'
import { problem, reply, type Reply } from './replies.ts'

type Head = {
  readonly epoch: number
  readonly seq: number
  readonly hash: Uint8Array
  readonly journalOf: string
}

export type JournalDesk = {
  /** @returns what is held now; a refusal changes nothing */
  hold(counterId: string, run: Run): Reply
  rowsAfter(counterId: string, place: { readonly epoch: number; readonly after: number }): Reply
  /** All that is held. */
  rows(counterId: string): readonly JournalRow[]
}

const firstBody = z.object({ counterId: z.uuid() })

/**
 * @param database as `openAggregatorFile` leaves it
 * @param knownKinds rows of other kinds are held, and listed as not understood
 */
export function createJournalDesk(
  database: Database,
  knownKinds: ReadonlySet<string>,
): JournalDesk {
  const headOf = database.prepare<[string], Head>(
    'SELECT epoch, seq, hash, journalOf FROM head WHERE counterId = ?',
  )
  const hashAt = database
    .prepare<[string, number, number], Uint8Array>(
      'SELECT hash FROM journal WHERE counterId = ? AND epoch = ? AND seq = ?',
    )
    .pluck()
  const insert = database.prepare(
    `INSERT INTO journal VALUES (:counterId, :epoch, :seq, :atMs, :kind, :subject, :body, :prev, :hash)`,
  )
  const keepHead = database.prepare(
    `INSERT INTO head VALUES (:counterId, :epoch, :seq, :hash, :journalOf)
     ON CONFLICT DO UPDATE SET epoch = :epoch, seq = :seq, hash = :hash`,
  )
  const after = database.prepare<[string, number, number, number], JournalRow>(
    `SELECT epoch, seq, atMs, kind, subject, body, prev, hash FROM journal
     WHERE counterId = ? AND (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?`,
  )

  const refuse = (code: 'broken-chain' | 'forked', why: string, head: Head | undefined): Reply =>
    problem(code, why, { head: wireHead(head) })

  /** Whether another row stands where the counter has this one. */
  const differs = (counterId: string, place: WireHead): boolean => {
    const held = hashAt.get(counterId, place.epoch, place.seq)
    return held !== undefined && hex(held) !== place.hash
  }

  const forked = (counterId: string, { rows, head }: Run, held: Head | undefined): boolean => {
    if (!held) return false
    // The counter's own end lies before what is held: it is a copy from before.
    if (!head || isBefore(head, held)) return true
    return [head, ...rows].some((place) => differs(counterId, place))
  }

  return {
    hold(counterId, run) {
      const held = headOf.get(counterId)
      if (forked(counterId, run, held)) {
        return refuse('forked', 'another journal of this counter is held', held)
      }
      const [first] = run.rows
      if (!first) return reply({ held: wireHead(held), notUnderstood: [] } satisfies Held)
      if (!inOrder(run.rows)) return refuse('broken-chain', 'the rows are not in order', held)
      let head = held
      const fresh: JournalRow[] = []
      for (const wire of run.rows) {
        const row = rowOf(wire)
        if (head && !isBefore(head, row)) continue
        const journalOf = head?.journalOf ?? counterNamedBy(row)
        const why = journalOf === null ? 'row 1 names no counter' : wrongWith(row, head, journalOf)
        if (journalOf === null || why !== null) {
          return refuse('broken-chain', why ?? 'row 1 names no counter', held)
        }
        fresh.push(row)
        head = { epoch: row.epoch, seq: row.seq, hash: row.hash, journalOf }
      }
      for (const row of fresh) insert.run({ counterId, ...row })
      if (head) keepHead.run({ counterId, ...head })
      const notUnderstood = run.rows
        .filter(({ kind }) => !knownKinds.has(kind))
        .map(({ epoch, seq, kind }) => ({ epoch, seq, reason: `kind not known: ${kind}` }))
      return reply({ held: wireHead(head), notUnderstood } satisfies Held)
    },
    rowsAfter(counterId, place) {
      const found = after.all(counterId, place.epoch, place.after, runLimit.rows + 1)
      const rows: WireRow[] = []
      let bytes = 0
      for (const row of found.slice(0, runLimit.rows)) {
        const wire = { ...row, prev: hex(row.prev), hash: hex(row.hash) }
        bytes += Buffer.byteLength(JSON.stringify(wire))
        if (rows.length > 0 && bytes > runLimit.bytes) break
        rows.push(wire)
      }
      const held = wireHead(headOf.get(counterId))
      return reply({ held, rows, more: found.length > rows.length } satisfies HeldRows)
    },
    rows: (counterId) => after.all(counterId, 0, 0, -1),
  }
}

type PlaceOnly = { readonly epoch: number; readonly seq: number }

const isBefore = (a: PlaceOnly, b: PlaceOnly): boolean =>
  a.epoch === b.epoch ? a.seq < b.seq : a.epoch < b.epoch

const wireHead = (head: Head | undefined): WireHead | null =>
  head ? { epoch: head.epoch, seq: head.seq, hash: hex(head.hash) } : null

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

const rowOf = (row: WireRow): JournalRow => ({
  ...row,
  prev: bytesOf(row.prev),
  hash: bytesOf(row.hash),
})

/** Next in the same epoch, or the first of the next one. */
const follows = (before: PlaceOnly, row: PlaceOnly): boolean =>
  row.epoch === before.epoch
    ? row.seq === before.seq + 1
    : row.epoch === before.epoch + 1 && row.seq === 1

const inOrder = (rows: readonly WireRow[]): boolean =>
  rows.every((row, place) => {
    const before = rows[place - 1]
    return !before || (follows(before, row) && row.prev === before.hash)
  })

/** Row 1 of a journal says whose it is. */
function counterNamedBy({ kind, body }: JournalRow): string | null {
  if (kind !== 'epoch.opened') return null
  try {
    return firstBody.safeParse(JSON.parse(body)).data?.counterId ?? null
  } catch {
    return null
  }
}

/** @returns why this row does not continue what is held; null where it does */
function wrongWith(row: JournalRow, head: Head | undefined, journalOf: string): string | null {
  const before = head ?? { epoch: 1, seq: 0, hash: noHash }
  if (!follows(before, row)) return 'rows are missing before it'
  if (!sameBytes(row.prev, before.hash)) return 'it follows another row'
  return sameBytes(rowHash(journalOf, row), row.hash) ? null : 'its hash is wrong'
}
