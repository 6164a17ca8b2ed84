/** Reads the chain of hashes and says where it first breaks. Read-only. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { hex, noHash, rowHash, sameBytes } from './framing.ts'
import type { JournalRow } from './kinds.ts'

export type Verdict =
  | { readonly ok: true; readonly rows: number; readonly headHash: string }
  | {
      readonly ok: false
      readonly rows: number
      /** The first wrong row. */
      readonly epoch: number
      readonly seq: number
      readonly why: 'missing' | 'chain' | 'hash' | 'body' | 'firstRow' | 'unreadable'
    }

const firstBody = z.object({ counterId: z.uuid() })

type Place = { readonly epoch: number; readonly seq: number; readonly hash: Uint8Array }

/**
 * Checks rows in order: numbers without a gap, each row carrying the hash of the one before,
 * each hash right for the row's own bytes.
 * @param lastRows check only this many at the end; without it, the whole chain
 */
export function verifyChain(database: Database, lastRows?: number): Verdict {
  let rows = 0
  let place: Place = { epoch: 1, seq: 0, hash: noHash }
  const wrong = (
    why: Extract<Verdict, { ok: false }>['why'],
    epoch = place.epoch,
    seq = place.seq + 1,
  ): Verdict => ({
    ok: false,
    rows,
    epoch,
    seq,
    why,
  })
  try {
    const before = lastRows === undefined ? undefined : rowBefore(database, lastRows)
    if (before) place = before
    let counterId = before ? counterOf(database) : ''
    const list = database
      .prepare<[number, number], JournalRow>(
        'SELECT * FROM journal WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq',
      )
      .iterate(place.epoch, place.seq)
    for (const row of list) {
      if (row.epoch !== place.epoch || row.seq !== place.seq + 1) return wrong('missing')
      if (row.seq === 1) {
        const first = readBody(row)
        const parsed = row.kind === 'epoch.opened' ? firstBody.safeParse(first) : undefined
        if (parsed?.success !== true) return wrong('firstRow')
        counterId = parsed.data.counterId
      }
      if (!sameBytes(row.prev, place.hash)) return wrong('chain')
      if (!sameBytes(rowHash(counterId, row), row.hash)) return wrong('hash')
      if (readBody(row) === undefined) return wrong('body')
      place = row
      rows += 1
    }
    return { ok: true, rows, headHash: hex(place.hash) }
  } catch {
    // SQLite itself could not read on: the damage is in or after this row.
    return wrong('unreadable')
  }
}

function readBody(row: JournalRow): unknown {
  try {
    return JSON.parse(row.body)
  } catch {
    return undefined
  }
}

function rowBefore(database: Database, lastRows: number): Place | undefined {
  return database
    .prepare<[number], Place>(
      'SELECT epoch, seq, hash FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1 OFFSET ?',
    )
    .get(lastRows)
}

function counterOf(database: Database): string {
  const first = database
    .prepare<[], { body: string }>('SELECT body FROM journal ORDER BY epoch DESC, seq LIMIT 1')
    .get()
  return firstBody.parse(JSON.parse(first?.body ?? 'null')).counterId
}
