import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { rowHash } from '../../src-main/engine/journal/framing.ts'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import { everyKind } from '../harness/everyKind.ts'
import {
  counterId,
  falsified,
  founding,
  openJournalFile,
  settingRow,
  unguard,
  type JournalFile,
} from '../harness/journalFile.ts'

/** The bytes that `framing.ts` describes, joined and hashed by other code than its own. */
function recomputed(counter: string, row: Omit<JournalRow, 'hash'>): string {
  const fields = [
    'harbour-till journal row 1',
    counter,
    `${row.epoch}`,
    `${row.seq}`,
    `${row.atMs}`,
    row.kind,
    row.subject,
    row.body,
    row.prev,
  ].map((field) => Buffer.from(field as string))
  const framed = fields.flatMap((field) => {
    const { length } = field
    return [Buffer.from([length >>> 24, length >>> 16, length >>> 8, length]), field]
  })
  return createHash('sha256').update(Buffer.concat(framed)).digest('hex')
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** How many rows `defenceless` has. */
const total = everyKind().length

/** Every kind of row in a file whose guards are gone. */
function defenceless(): JournalFile {
  const file = openJournalFile()
  file.journal.write(everyKind())
  unguard(file.database)
  return file
}

/** A text with another letter or digit at this place. */
const altered = (text: string, at: number): string =>
  Array.from(text)
    .map((sign, index) => (index === at ? (sign === 'a' ? 'b' : 'a') : sign))
    .join('')
const alteredBytes = (bytes: Uint8Array, at: number): Buffer =>
  Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)))

describe('the hash of a row', () => {
  test('is what anybody computes from the description, for a row of every kind', () => {
    const { journal, rows } = openJournalFile()
    journal.write(everyKind())
    let prev = '0'.repeat(64)
    for (const row of rows()) {
      expect(hex(row.prev)).toBe(prev)
      prev = recomputed(counterId, row)
      expect(hex(row.hash), row.kind).toBe(prev)
    }
    expect(hex(journal.head().hash)).toBe(prev)
  })

  test('has one reading only: what stands in one field never passes for another', () => {
    const row = {
      epoch: 1,
      seq: 12,
      atMs: 345,
      kind: 'sale.opened',
      subject: 'abc',
      body: '{}',
      prev: new Uint8Array(32).fill(7),
    }
    const others: readonly (readonly [string, typeof row])[] = [
      ['counter', row],
      ['counter', { ...row, kind: 'sale.opene', subject: 'dabc' }],
      ['counter', { ...row, kind: 'sale.openeda', subject: 'bc' }],
      ['counter', { ...row, subject: 'ab', body: 'c{}' }],
      ['counter', { ...row, subject: 'abc{', body: '}' }],
      ['counter', { ...row, kind: '', subject: 'sale.openedabc' }],
      ['counter', { ...row, epoch: 11, seq: 2 }],
      ['counter', { ...row, seq: 1, atMs: 2_345 }],
      ['counter', { ...row, seq: 123, atMs: 45 }],
      ['counter', { ...row, atMs: -345 }],
      ['counter1', { ...row, epoch: 1 }],
      ['counte', row],
      ['counter', { ...row, body: '{}\u0007' }],
      ['counter', { ...row, prev: new Uint8Array(33).fill(7) }],
      ['counter', { ...row, prev: new Uint8Array(31).fill(7) }],
    ]
    const hashes = others.map(([counter, other]) => hex(rowHash(counter, other)))
    expect(new Set(hashes).size).toBe(others.length)
    expect(hashes).toEqual(others.map(([counter, other]) => recomputed(counter, other)))
  })
})

describe('a changed byte is found at exactly its row', () => {
  const columns = ['epoch', 'seq', 'atMs', 'kind', 'subject', 'body', 'prev', 'hash'] as const

  /** The value of this column changed as little as possible, at several places of it. */
  const changes = (value: number | string | Uint8Array): unknown[] => {
    // A number that is free: the one after it belongs to the next row.
    if (typeof value === 'number') return [value + 1_000]
    const { length } = typeof value === 'string' ? Array.from(value) : value
    return [0, Math.trunc(length / 2), length - 1].map((at) =>
      typeof value === 'string' ? altered(value, at) : alteredBytes(value, at),
    )
  }

  test.for(columns)('in %s, in any row', (column) => {
    const { database, rows } = defenceless()
    const update = database.prepare(`UPDATE journal SET ${column} = ? WHERE seq = ?`)
    for (const row of rows()) {
      const { seq } = row
      for (const value of changes(row[column])) {
        const verdict = falsified(
          database,
          () => update.run(value, seq),
          () => verifyChain(database),
        )
        expect(verdict, `row ${seq}`).toMatchObject({ ok: false, epoch: 1, seq, rows: seq - 1 })
      }
    }
    expect(verifyChain(database)).toMatchObject({ ok: true, rows: rows().length })
  })

  test('also where it makes a character that is none, beside one that was none before', () => {
    const file = openJournalFile()
    // What a paste from another encoding leaves behind: U+FFFD, in bytes EF BF BD.
    file.journal.write([founding(), settingRow('caf\uFFFD'), settingRow('next')])
    unguard(file.database)
    const body = Buffer.from(file.rows()[1]?.body ?? '')
    const change = file.database.prepare('UPDATE journal SET body = CAST(? AS TEXT) WHERE seq = 2')
    // F0 BF BD is no character either: a reader of text takes it for the same U+FFFD.
    const verdicts = Array.from(body, (_, at) =>
      falsified(
        file.database,
        () => change.run(body.with(at, 0xf0)),
        () => verifyChain(file.database),
      ),
    )
    expect(verdicts.filter((verdict) => verdict.ok || verdict.seq !== 2)).toEqual([])
  })

  test('says why: a hash that is not the row’s, or not the one before', () => {
    const { database } = defenceless()
    const why = (sql: string) => {
      const verdict = falsified(
        database,
        () => database.exec(sql),
        () => verifyChain(database),
      )
      return verdict.ok ? 'ok' : verdict.why
    }
    expect(why('UPDATE journal SET atMs = atMs + 1 WHERE seq = 5')).toBe('hash')
    expect(why('UPDATE journal SET hash = zeroblob(32) WHERE seq = 5')).toBe('hash')
    expect(why('UPDATE journal SET prev = zeroblob(32) WHERE seq = 5')).toBe('chain')
    expect(why("UPDATE journal SET kind = 'staff.added' WHERE seq = 1")).toBe('firstRow')
    expect(why("UPDATE journal SET body = '{}' WHERE seq = 1")).toBe('firstRow')
  })
})

describe('a row that is gone, added or moved is found at its place', () => {
  const after = (sql: string) => {
    const { database } = defenceless()
    database.exec(sql)
    return verifyChain(database)
  }

  test.for([1, 2, 7, 29])('row %d is missing', (seq) => {
    expect(after(`DELETE FROM journal WHERE seq = ${seq}`)).toEqual({
      ok: false,
      rows: seq - 1,
      epoch: 1,
      seq,
      why: 'missing',
    })
  })

  test('a gap that was closed again by renumbering is found where it was', () => {
    const verdict = after(
      'DELETE FROM journal WHERE seq = 30; DELETE FROM journal WHERE seq = 7;' +
        'UPDATE journal SET seq = seq + 100 WHERE seq > 7; UPDATE journal SET seq = seq - 101 WHERE seq > 100',
    )
    expect(verdict).toMatchObject({ ok: false, seq: 7, why: 'chain' })
  })

  test('two rows that changed places', () => {
    const verdict = after(
      'UPDATE journal SET seq = 100 WHERE seq = 5; UPDATE journal SET seq = 5 WHERE seq = 6; UPDATE journal SET seq = 6 WHERE seq = 100',
    )
    expect(verdict).toMatchObject({ ok: false, seq: 5, why: 'chain' })
  })

  test('a row written behind the last one by another hand', () => {
    const verdict = after(
      `INSERT INTO journal SELECT epoch, seq + 1, atMs, kind, subject, body, hash, hash
       FROM journal WHERE seq = ${total}`,
    )
    expect(verdict).toMatchObject({ ok: false, rows: total, seq: total + 1, why: 'hash' })
  })

  test('a row that another counter wrote, with its own right hash', () => {
    const { database, rows } = defenceless()
    const row = rows()[9]
    if (!row) throw new Error('no row')
    const theirs = recomputed('017f22e2-79b0-7cc3-98c4-dc0c0c07398f', row)
    database.prepare('UPDATE journal SET hash = ? WHERE seq = 10').run(Buffer.from(theirs, 'hex'))
    expect(verifyChain(database)).toMatchObject({ ok: false, seq: 10, why: 'hash' })
  })

  test('a row of an epoch that was never opened, with its own right hash', () => {
    const { database, rows } = defenceless()
    const last = rows().at(-1)
    if (!last) throw new Error('no row')
    const next = { ...last, epoch: 2, seq: last.seq + 1, prev: last.hash }
    const hash = Buffer.from(recomputed(counterId, next), 'hex')
    database
      .prepare(
        'INSERT INTO journal VALUES (:epoch, :seq, :atMs, :kind, :subject, :body, :prev, :hash)',
      )
      .run({ ...next, hash })
    expect(verifyChain(database)).toMatchObject({
      ok: false,
      epoch: 1,
      seq: total + 1,
      why: 'missing',
    })
  })

  test('a body that is no JSON, though its hash is right', () => {
    const { database, rows } = defenceless()
    const last = rows().at(-1)
    if (!last) throw new Error('no row')
    const hash = Buffer.from(recomputed(counterId, { ...last, body: '{' }), 'hex')
    database.prepare("UPDATE journal SET body = '{', hash = ? WHERE seq = ?").run(hash, last.seq)
    expect(verifyChain(database)).toMatchObject({ ok: false, seq: last.seq, why: 'body' })
  })

  test('an empty journal is whole, and so is one of every kind', () => {
    const file = openJournalFile()
    expect(verifyChain(file.database)).toEqual({ ok: true, rows: 0, headHash: '0'.repeat(64) })
    file.journal.write(everyKind())
    expect(verifyChain(file.database)).toEqual({
      ok: true,
      rows: everyKind().length,
      headHash: hex(file.journal.head().hash),
    })
  })
})

describe('a file that SQLite cannot read is a verdict and not a crash', () => {
  test('pages of the disk that hold something else', () => {
    const file = openJournalFile()
    file.journal.write([
      founding(),
      ...Array.from({ length: 100 }, (_, n) => settingRow(`mark ${n} ${'x'.repeat(1_000)}`)),
    ])
    file.database.close()
    const bytes = readFileSync(file.path)
    const page = Math.trunc(bytes.indexOf('mark 60 ') / 4_096)
    bytes.fill(0xa5, page * 4_096, (page + 1) * 4_096)
    writeFileSync(file.path, bytes)
    const damaged = new Database(file.path, { readonly: true })
    const verdict = verifyChain(damaged)
    damaged.close()
    expect(verdict).toMatchObject({ ok: false, epoch: 1, why: 'unreadable' })
    expect(verdict.rows).toBeGreaterThan(0)
    expect(verdict.rows).toBeLessThanOrEqual(61)
  })

  test('a file without a journal', () => {
    const file = openJournalFile()
    file.database.exec('DROP TABLE journal')
    expect(verifyChain(file.database)).toMatchObject({ ok: false, rows: 0, why: 'unreadable' })
  })
})

describe('at a start only the end is checked', () => {
  test('damage before it is not seen, damage in it is found at its row', () => {
    const { database } = defenceless()
    const found = (seq: number, lastRows: number) =>
      falsified(
        database,
        () => database.prepare('UPDATE journal SET atMs = 0 WHERE seq = ?').run(seq),
        () => verifyChain(database, lastRows),
      )
    expect(verifyChain(database, 10)).toMatchObject({ ok: true, rows: 10 })
    expect(found(3, 10)).toMatchObject({ ok: true, rows: 10 })
    expect(found(total - 10, 10)).toMatchObject({ ok: true })
    for (const seq of [total - 9, total - 3, total]) {
      expect(found(seq, 10)).toMatchObject({ ok: false, epoch: 1, seq, why: 'hash' })
    }
    expect(found(3, total)).toMatchObject({ ok: false, seq: 3 })
    expect(found(3, 1_000)).toMatchObject({ ok: false, seq: 3 })
  })

  test('it must follow from the row before it', () => {
    const { database } = defenceless()
    const first = total - 9
    database.exec(`UPDATE journal SET hash = zeroblob(32) WHERE seq = ${first - 1}`)
    expect(verifyChain(database, 10)).toMatchObject({ ok: false, seq: first, why: 'chain' })
  })

  test('a row missing in it is found', () => {
    const { database } = defenceless()
    const seq = total - 6
    database.exec(`DELETE FROM journal WHERE seq = ${seq}`)
    expect(verifyChain(database, 10)).toMatchObject({ ok: false, seq, why: 'missing' })
  })

  test('its head is the head of the whole', () => {
    const { database } = defenceless()
    const whole = verifyChain(database)
    expect(whole.ok).toBe(true)
    expect(verifyChain(database, 1)).toEqual({ ...whole, rows: 1 })
  })
})
