import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { noHash } from '../../src-main/engine/journal/framing.ts'
import { createJournal } from '../../src-main/engine/journal/journal.ts'
import type { Entry, JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { makeSafe } from '../../src-main/engine/journal/open.ts'
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { everyKind } from '../harness/everyKind.ts'
import {
  counterId,
  founding,
  openJournalFile,
  paymentIds,
  saleIds,
  saleOpened,
  settingRow,
  type JournalFile,
} from '../harness/journalFile.ts'

const clock = { now: () => Date.UTC(2026, 10, 21, 3) }

/** A file with the first row and one setting in it. */
function begun(): JournalFile {
  const file = openJournalFile()
  file.journal.write([founding(), settingRow('first')])
  return file
}

/** Another program that opens the same file and knows nothing of our settings. */
function otherConnection({ path }: JournalFile): Database.Database {
  return new Database(path)
}

function expectUnchanged({ database, journal, rows }: JournalFile, act: () => void): void {
  const before = { rows: rows(), head: journal.head() }
  act()
  expect({ rows: rows(), head: journal.head() }).toEqual(before)
  expect(verifyChain(database).ok).toBe(true)
}

describe('what is written is on the disk', () => {
  test('rows are numbered from 1 without a gap, each with the hash of the one before', () => {
    const { journal, rows } = openJournalFile()
    expect(journal.head()).toMatchObject({ epoch: 1, seq: 0, hash: noHash })
    const entries = everyKind()
    journal.write(entries.slice(0, 3))
    for (const entry of entries.slice(3)) journal.write([entry])
    const written = rows()
    expect(written.map(({ epoch, seq }) => [epoch, seq])).toEqual(
      entries.map((_, index) => [1, index + 1]),
    )
    const hashes = written.map(({ hash }) => Buffer.from(hash).toString('hex'))
    expect(written.map(({ prev }) => Buffer.from(prev).toString('hex'))).toEqual([
      '0'.repeat(64),
      ...hashes.slice(0, -1),
    ])
    expect(new Set(hashes).size).toBe(entries.length)
  })

  test('when `write` returns, whoever opens the file sees the row', () => {
    const file = begun()
    const other = new Database(file.path, { readonly: true })
    file.journal.write([settingRow('second')])
    const last = other.prepare<[], JournalRow>('SELECT * FROM journal ORDER BY seq DESC').get()
    expect(last?.body).toContain('second')
    other.close()
  })

  test('the head changes with every row, and is found again after a restart', () => {
    const { path, journal, database } = openJournalFile()
    const heads = everyKind().map((entry) => {
      journal.write([entry])
      return journal.head()
    })
    expect(new Set(heads.map(({ hash }) => Buffer.from(hash).toString('hex'))).size).toBe(
      heads.length,
    )
    const last = heads.at(-1)
    database.close()
    const again = openJournalFile(path)
    expect(again.journal.head()).toEqual({ ...last, hash: Buffer.from(last?.hash ?? []) })
    expect(again.journal.head()).toMatchObject({ counterId, environment: 'training' })
    again.journal.write([settingRow('next')])
    expect(verifyChain(again.database)).toMatchObject({ ok: true, rows: heads.length + 1 })
  })

  test('a clock that was set back changes neither order nor chain', () => {
    const file = begun()
    const past = createJournal(file.database, { now: () => -1 })
    past.write([settingRow('yesterday')])
    expect(file.rows().at(-1)).toMatchObject({ seq: 3, atMs: -1 })
    expect(verifyChain(file.database)).toMatchObject({ ok: true, rows: 3 })
  })

  test('the body is the text that was hashed, in any script', () => {
    const file = begun()
    const text = '海港 𠮷 👩‍👩‍👧 "quoted" \\ \u0000 \u2028 \uD800'
    file.journal.write([settingRow(text)])
    expect(JSON.parse(file.rows().at(-1)?.body ?? '')).toMatchObject({ to: text })
    expect(verifyChain(file.database).ok).toBe(true)
  })
})

describe('the journal only grows', () => {
  test.for([
    "UPDATE journal SET body = '{}' WHERE seq = 2",
    'UPDATE journal SET hash = hash',
    'UPDATE OR REPLACE journal SET seq = 1 WHERE seq = 2',
    'UPDATE OR IGNORE journal SET seq = 9 WHERE seq = 2',
    'DELETE FROM journal',
    'DELETE FROM journal WHERE seq = 2',
    'REPLACE INTO journal SELECT * FROM journal WHERE seq = 2',
    'INSERT OR REPLACE INTO journal SELECT epoch, seq, 0, kind, subject, body, prev, hash FROM journal',
    'INSERT OR IGNORE INTO journal SELECT * FROM journal WHERE seq = 1',
    'INSERT INTO journal SELECT * FROM journal WHERE true ON CONFLICT DO UPDATE SET atMs = 0',
  ])('for every program that opens the file: %s', (sql) => {
    const file = begun()
    const other = otherConnection(file)
    expectUnchanged(file, () => {
      expect(() => other.exec(sql)).toThrow('the journal only grows')
      expect(() => file.database.exec(sql)).toThrow('the journal only grows')
    })
    other.close()
  })

  test('two programs that write to one file do not fork it: the second is refused', () => {
    const file = begun()
    const other = otherConnection(file)
    const second = createJournal(other, clock)
    file.journal.write([settingRow('ours')])
    expectUnchanged(file, () => {
      expect(() => second.write([settingRow('theirs')])).toThrow('the journal only grows')
    })
    other.close()
  })
})

describe('a row has its limits', () => {
  /** A row whose body has exactly this many bytes. */
  const rowOf = (bytes: number, filler = 'x'): Entry => {
    const bare = Buffer.byteLength(JSON.stringify(settingRow('').body))
    const room = bytes - bare
    const size = Buffer.byteLength(filler)
    return settingRow(filler.repeat(Math.trunc(room / size)) + 'x'.repeat(room % size))
  }

  test.for(['x', '海', '𠮷'])('a body of 64 KiB is taken, and one byte more is not: %s', (sign) => {
    const file = begun()
    file.journal.write([rowOf(65_536, sign)])
    expect(Buffer.byteLength(file.rows().at(-1)?.body ?? '')).toBe(65_536)
    expectUnchanged(file, () => {
      expect(() => file.journal.write([rowOf(65_537, sign)])).toThrow('body too large')
    })
  })

  test('the file itself refuses a larger body, and hashes that are none', () => {
    const { database } = begun()
    const insert = database.prepare('INSERT INTO journal VALUES (1, 3, 0, ?, ?, ?, ?, ?)')
    const hash = Buffer.alloc(32)
    const put = (body: unknown, prev: unknown, own: unknown) => () =>
      insert.run('k', 's', body, prev, own)
    expect(put('x'.repeat(65_537), hash, hash)).toThrow('CHECK')
    expect(put('海'.repeat(21_846), hash, hash)).toThrow('CHECK')
    expect(put('{}', Buffer.alloc(31), hash)).toThrow('CHECK')
    expect(put('{}', hash, Buffer.alloc(33))).toThrow('CHECK')
    expect(put(Buffer.from('{}'), hash, hash)).toThrow('TEXT')
    expect(put('{}', 'x'.repeat(32), hash)).toThrow('BLOB')
  })

  test('a body holds what its kind says and nothing else: no PIN slips in', () => {
    const file = begun()
    const { kind, subject, body } = saleOpened(saleIds.cash)
    expectUnchanged(file, () => {
      const more = { kind, subject, body: { ...body, pin: '1234' } } as unknown as Entry
      expect(() => file.journal.write([more])).toThrow('pin')
      const less = { kind, subject, body: { v: 1 } } as Entry
      expect(() => file.journal.write([less])).toThrow('saleId')
    })
  })
})

describe('a write is all or nothing', () => {
  const count = (file: JournalFile, table: string): unknown =>
    file.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

  test('when what goes alongside fails, nothing of it has happened', () => {
    const file = begun()
    expectUnchanged(file, () => {
      expect(() =>
        file.journal.write([saleOpened(saleIds.cash)], () => {
          file.database.prepare("INSERT INTO answer VALUES ('id', 0, 'name', '{}')").run()
          throw new Error('alongside failed')
        }),
      ).toThrow('alongside failed')
    })
    expect(count(file, 'sale')).toBe(0)
    expect(count(file, 'answer')).toBe(0)
  })

  test('when the second row is wrong, the first is not there either', () => {
    const file = begun()
    const wrong = settingRow(undefined as never)
    expectUnchanged(file, () => {
      expect(() => file.journal.write([saleOpened(saleIds.cash), wrong])).toThrow('to')
    })
    expect(count(file, 'sale')).toBe(0)
  })

  test('a row that the tables cannot follow is a bug and is not written', () => {
    const file = begun()
    const entries = everyKind()
    const follows = (kind: Entry['kind']): readonly Entry[] =>
      entries.filter((entry) => entry.kind === kind).slice(0, 1)
    expectUnchanged(file, () => {
      // A sale that nobody opened; a payment of no sale, and one that is not there.
      for (const kind of ['sale.completed', 'payment.created', 'payment.moved'] as const) {
        expect(() => file.journal.write(follows(kind)), kind).toThrow(
          /changed nothing|FOREIGN KEY/u,
        )
      }
    })
  })

  test('a float that does not add up is not written', () => {
    const file = begun()
    const opened = everyKind().find(({ kind }) => kind === 'shift.opened')
    const wrong = { ...opened, body: { ...opened?.body, floatMinor: 50_031 } } as Entry
    expectUnchanged(file, () => {
      expect(() => file.journal.write([wrong])).toThrow('does not add up')
    })
  })

  test('a full disk refuses the whole write, and when there is room again it goes on', () => {
    const file = begun()
    file.database.pragma(
      `max_page_count = ${String(file.database.pragma('page_count', { simple: true }))}`,
    )
    const large = [settingRow('x'.repeat(30_000)), settingRow('y'.repeat(30_000))]
    expectUnchanged(file, () => {
      expect(() => file.journal.write(large)).toThrow('full')
    })
    file.database.pragma('max_page_count = 100000')
    file.journal.write(large)
    expect(verifyChain(file.database)).toMatchObject({ ok: true, rows: 4 })
  })

  test('no rows and nothing alongside is nothing', () => {
    const file = begun()
    expectUnchanged(file, () => file.journal.write([]))
  })
})

describe('the rows about a thing', () => {
  test('are found by its id in order, and nothing else with them', () => {
    const { journal } = openJournalFile()
    journal.write(everyKind())
    const found = journal.about([saleIds.cash, paymentIds.cash], 100)
    expect(found.map(({ kind }) => kind)).toEqual([
      'sale.opened',
      'payment.created',
      'payment.moved',
      'sale.completed',
      'receipt.issued',
      'override.given',
      'receipt.reprinted',
    ])
    expect(journal.about(['nothing'], 100)).toEqual([])
    expect(journal.about([], 100)).toEqual([])
  })

  test('are at most as many as were asked for: the newest, still in order', () => {
    const { journal } = openJournalFile()
    journal.write([founding(), ...Array.from({ length: 20 }, (_, n) => settingRow(n, 'theme'))])
    expect(journal.about(['theme'], 3).map(({ seq }) => seq)).toEqual([19, 20, 21])
  })

  test('an id is a value and never part of the question', () => {
    const { journal } = openJournalFile()
    journal.write(everyKind())
    expect(journal.about(["' OR '1'='1", '%', '?'], 100)).toEqual([])
  })
})

describe('settings that survive a power cut are read back', () => {
  const settings = {
    journal_mode: 'wal',
    synchronous: 2,
    foreign_keys: 1,
    trusted_schema: 0,
    recursive_triggers: 1,
    busy_timeout: 2000,
    fullfsync: 1,
    checkpoint_fullfsync: 1,
  }
  const read = (database: Database.Database) =>
    Object.fromEntries(
      Object.keys(settings).map((name) => [name, database.pragma(name, { simple: true })]),
    )
  const refusal = (act: () => void) => {
    try {
      act()
    } catch (problem) {
      return problem instanceof StartRefused ? problem.failure : problem
    }
    return undefined
  }

  test('on the first connection and on every later one, which starts without full fsync', () => {
    const file = openJournalFile()
    expect(read(file.database)).toEqual(settings)
    const second = otherConnection(file)
    // The trap: 1 is NORMAL, which may lose what was acknowledged before a power cut.
    expect(second.pragma('synchronous', { simple: true })).toBe(1)
    makeSafe(second)
    expect(read(second)).toEqual(settings)
    second.close()
  })

  test('a database in memory is refused: it cannot keep anything', () => {
    const memory = new Database(':memory:')
    const failure = refusal(() => makeSafe(memory))
    expect(failure).toEqual({
      code: 'databaseUnsafe',
      facts: { setting: 'journal_mode', value: 'memory' },
    })
    memory.close()
  })

  test('a file that can only be read is refused before anything is written', () => {
    const file = openJournalFile()
    file.database.pragma('journal_mode = DELETE')
    file.database.close()
    const readOnly = new Database(file.path, { readonly: true })
    expect(refusal(() => makeSafe(readOnly))).toMatchObject({ code: 'SQLITE_READONLY' })
    readOnly.close()
  })
})
