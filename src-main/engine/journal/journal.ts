/**
 * The append-only record. Every change of the counter is a list of entries that goes to the
 * disk in one transaction together with what follows from it; when `write` returns, it is there.
 */
import type { Database } from 'better-sqlite3'
import type { Clock } from '../parts.ts'
import { createDerivation } from './derived.ts'
import { noHash, rowHash } from './framing.ts'
import { bodySchemas, type Entry, type JournalRow } from './kinds.ts'

/** The largest body of a row, in bytes of UTF-8. */
const bodyLimit = 65_536

export type Head = {
  readonly counterId: string
  readonly counterCode: string
  readonly environment: string
  readonly epoch: number
  readonly seq: number
  readonly hash: Uint8Array
}

export type Journal = {
  readonly head: () => Head
  /**
   * Appends the entries in order and runs `alongside` in the same transaction. Throws what the
   * disk threw; then nothing of it has happened.
   */
  write(entries: readonly Entry[], alongside?: () => void): void
  /** Calls after each transaction that wrote rows. */
  onWritten(listener: () => void): void
  /** The rows about any of these subjects, in order; at most `limit`, the newest. */
  about(subjects: readonly string[], limit: number): readonly JournalRow[]
}

export function createJournal(database: Database, clock: Pick<Clock, 'now'>): Journal {
  const insert = database.prepare<JournalRow>(
    'INSERT INTO journal VALUES (:epoch, :seq, :atMs, :kind, :subject, :body, :prev, :hash)',
  )
  const derive = createDerivation(database)
  let head = readHead(database)
  let written = (): void => undefined

  const append = (entry: Entry, on: Head): Head => {
    const body = bodyText(bodySchemas[entry.kind].parse(entry.body))
    if (Buffer.byteLength(body) > bodyLimit) throw new Error(`${entry.kind}: body too large`)
    const bare = {
      epoch: on.epoch,
      seq: on.seq + 1,
      atMs: clock.now(),
      kind: entry.kind,
      subject: entry.subject,
      body,
      prev: on.hash,
    }
    const opened = entry.kind === 'epoch.opened' ? entry.body : null
    const counterId = opened?.counterId ?? on.counterId
    const row = { ...bare, hash: rowHash(counterId, bare) }
    insert.run(row)
    derive(row)
    return {
      counterId,
      counterCode: opened?.counterCode ?? on.counterCode,
      environment: opened?.environment ?? on.environment,
      epoch: row.epoch,
      seq: row.seq,
      hash: row.hash,
    }
  }

  return {
    head: () => head,
    write(entries, alongside) {
      head = database
        .transaction(() => {
          let next = head
          for (const entry of entries) next = append(entry, next)
          alongside?.()
          return next
        })
        .immediate()
      if (entries.length > 0) written()
    },
    onWritten(listener) {
      written = listener
    },
    about(subjects, limit) {
      const places = subjects.map(() => '?').join(', ')
      return database
        .prepare<(string | number)[], JournalRow>(
          `SELECT * FROM (SELECT * FROM journal WHERE subject IN (${places})
           ORDER BY epoch DESC, seq DESC LIMIT ?) ORDER BY epoch, seq`,
        )
        .all(...subjects, limit)
    },
  }
}

/**
 * U+FFFD is written as an escape: bytes that are no character are read as that one, and a change
 * into such bytes would not be seen by the hash, which is over the text.
 */
const bodyText = (body: unknown): string =>
  JSON.stringify(body).replaceAll('\uFFFD', String.raw`\ufffd`)

/** The last row's place and hash; of an empty journal, the place before row 1 of epoch 1. */
function readHead(database: Database): Head {
  const counter = database
    .prepare<[], Pick<Head, 'counterId' | 'counterCode' | 'environment'>>(
      'SELECT counterId, counterCode, environment FROM counter',
    )
    .get()
  const last = database
    .prepare<[], Pick<Head, 'epoch' | 'seq' | 'hash'>>(
      'SELECT epoch, seq, hash FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1',
    )
    .get()
  return {
    counterId: '',
    counterCode: '',
    environment: '',
    ...counter,
    ...(last ?? { epoch: 1, seq: 0, hash: noHash }),
  }
}
