import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { derivedContent } from '../../src-main/engine/journal/derived.ts'
import { applicationId, makeSafe, migrate, migrations } from '../../src-main/engine/journal/open.ts'
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { openDatabaseFile } from '../../src-main/host/databaseFile.ts'
import { everyKind } from '../harness/everyKind.ts'
import { openJournalFile, settingRow, unguard } from '../harness/journalFile.ts'
import { tempFolder } from '../harness/tempFolder.ts'

/** Tomorrow's program: one migration more than this one. */
const addColumn = 'ALTER TABLE answer ADD COLUMN note TEXT;'
const tomorrow = [...migrations, addColumn]

const sha256 = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex')
const newPath = (): string => join(tempFolder(), 'till.sqlite')

function open(path: string, steps?: readonly string[]): Database.Database {
  const database = openDatabaseFile(path, steps)
  onTestFinished(() => {
    database.close()
  })
  return database
}

/** What a start says against it. */
function refusal(path: string, steps?: readonly string[]): unknown {
  try {
    open(path, steps)
  } catch (problem) {
    return problem instanceof StartRefused ? problem.failure : problem
  }
  return 'opened'
}

/** The folder as it is: every file with its bytes. */
const folderOf = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(dirname(path)).map((name) => [name, sha256(join(dirname(path), name))]),
  )

/** A start that must not change a byte. */
function refusedUntouched(path: string, steps?: readonly string[]): unknown {
  const before = folderOf(path)
  const failure = refusal(path, steps)
  expect(folderOf(path)).toEqual(before)
  return failure
}

/** The schema of this version. */
const present = migrations.length

/** A till's file, closed, with a row of every kind in it. */
function closedTill(path = newPath()): { readonly path: string; readonly headHash: string } {
  const file = openJournalFile(path)
  file.journal.write(everyKind())
  const verdict = verifyChain(file.database)
  file.database.close()
  return { path, headHash: verdict.ok ? verdict.headHash : '' }
}

const headOf = (database: Database.Database): unknown => {
  const verdict = verifyChain(database)
  return verdict.ok ? verdict.headHash : verdict
}
const versionIn = (path: string): unknown => {
  const database = new Database(path, { readonly: true })
  try {
    return database.pragma('user_version', { simple: true })
  } finally {
    database.close()
  }
}

describe('a till’s file is opened', () => {
  test('and made where there is none, marked as ours', () => {
    const path = newPath()
    const database = open(path)
    expect(database.pragma('application_id', { simple: true })).toBe(applicationId)
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length)
    expect(verifyChain(database)).toMatchObject({ ok: true, rows: 0 })
  })

  test('again, with everything that was in it', () => {
    const { path, headHash } = closedTill()
    expect(headOf(open(path))).toBe(headHash)
    expect(readdirSync(dirname(path)).filter((name) => name.includes('.v'))).toEqual([])
  })

  test('after a first start that ended before anything was made', () => {
    const path = newPath()
    writeFileSync(path, '')
    expect(verifyChain(open(path))).toMatchObject({ ok: true, rows: 0 })
  })
})

describe('what is not ours is refused and left exactly as it is', () => {
  const foreign = (setUp: string): string => {
    const path = newPath()
    const database = new Database(path)
    database.exec(
      `CREATE TABLE customer (name TEXT); INSERT INTO customer VALUES ('Ada'); ${setUp}`,
    )
    database.close()
    return path
  }
  const notATill = { code: 'databaseDamaged', facts: { why: 'notATill' } }

  test('a file that a newer program wrote', () => {
    const { path } = closedTill()
    const database = new Database(path)
    database.pragma('user_version = 99')
    database.close()
    const newer = { code: 'databaseNewer', facts: { version: 99 } }
    expect(refusedUntouched(path)).toEqual(newer)
  })

  test.for([
    ['a text', 'These are the takings of Tuesday. '.repeat(200)],
    ['a short text', 'hello'],
    ['a page of zeros', '\0'.repeat(4_096)],
    ['almost a database', `SQLite format 3\0${'\u0001'.repeat(4_080)}`],
  ] as const)('a file that is no database: %s', ([, content]) => {
    const path = newPath()
    writeFileSync(path, content)
    expect(refusedUntouched(path)).toMatchObject({ code: 'databaseDamaged' })
  })

  test('another program’s database, by its id', () => {
    expect(refusedUntouched(foreign('PRAGMA application_id = 7'))).toEqual(notATill)
    const both = 'PRAGMA application_id = 7; PRAGMA user_version = 1'
    expect(refusedUntouched(foreign(both))).toEqual(notATill)
  })

  test('another program’s database, by its version', () => {
    expect(refusedUntouched(foreign('PRAGMA user_version = 1'))).toEqual(notATill)
  })

  test('another program’s database that has neither: most have none', () => {
    expect(refusedUntouched(foreign(''))).toEqual(notATill)
  })

  test('another program’s database is never called a newer till’s', () => {
    const setUp = 'PRAGMA application_id = 7; PRAGMA user_version = 75'
    expect(refusedUntouched(foreign(setUp))).toEqual(notATill)
  })

  test('a file that may only be read', () => {
    const { path } = closedTill()
    chmodSync(path, 0o444)
    expect(refusedUntouched(path)).toEqual({ code: 'databaseReadOnly', facts: { path } })
    expect(refusedUntouched(path, tomorrow)).toMatchObject({ code: 'databaseReadOnly' })
  })

  test('a folder in its place', () => {
    const path = newPath()
    mkdirSync(path)
    expect(refusal(path)).toMatchObject({ code: 'storageFailed' })
  })
})

describe('nothing is lost in an upgrade', () => {
  test('every row is kept under the same head, and the tables say the same', () => {
    const { path, headHash } = closedTill()
    const before = open(path)
    const content = derivedContent(before)
    before.close()
    const upgraded = open(path, tomorrow)
    expect(headOf(upgraded)).toBe(headHash)
    expect(derivedContent(upgraded)).toEqual(content)
    expect(upgraded.pragma('user_version', { simple: true })).toBe(present + 1)
    expect(upgraded.prepare('SELECT note FROM answer').all()).toEqual([])
    expect(upgraded.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(upgraded.pragma('synchronous', { simple: true })).toBe(2)
    expect(() => upgraded.exec('DELETE FROM journal')).toThrow('the journal only grows')
  })

  test('the tables are built anew from the journal, whatever an older program made of it', () => {
    const { path } = closedTill()
    const before = open(path)
    const content = derivedContent(before)
    before.exec(
      "UPDATE sale SET roundingMinor = 7; DELETE FROM setting; UPDATE staff SET role = ''",
    )
    before.close()
    expect(derivedContent(open(path, tomorrow))).toEqual(content)
  })

  test('the old file stays beside the new one, named after its version, whole', () => {
    const { path, headHash } = closedTill()
    open(path, tomorrow).close()
    expect(readdirSync(dirname(path)).toSorted()).toEqual([
      'till.sqlite',
      `till.sqlite.v${present}`,
    ])
    const [old, now] = [open(`${path}.v${present}`), open(path, tomorrow)]
    expect(headOf(old)).toBe(headHash)
    expect(derivedContent(old)).toEqual(derivedContent(now))
  })

  test('the program of before can go back to it', () => {
    const { path, headHash } = closedTill()
    open(path, tomorrow).close()
    expect(refusal(path)).toMatchObject({ code: 'databaseNewer', facts: { version: present + 1 } })
    copyFileSync(`${path}.v${present}`, path)
    expect(headOf(open(path))).toBe(headHash)
  })

  test('several steps at once, in their order', () => {
    const { path, headHash } = closedTill()
    const upgraded = open(path, [
      ...tomorrow,
      "UPDATE answer SET note = ''; CREATE TABLE extra (a INTEGER) STRICT;",
    ])
    expect(headOf(upgraded)).toBe(headHash)
    expect(upgraded.pragma('user_version', { simple: true })).toBe(present + 2)
  })

  test('one after the other, each leaving its own old file', () => {
    const { path, headHash } = closedTill()
    open(path, tomorrow).close()
    const last = open(path, [...tomorrow, 'CREATE TABLE extra (a INTEGER) STRICT;'])
    expect(headOf(last)).toBe(headHash)
    expect(versionIn(`${path}.v${present}`)).toBe(present)
    expect(versionIn(`${path}.v${present + 1}`)).toBe(present + 1)
  })

  test('rows of a program that was killed, still in the write-ahead log, come along', () => {
    const file = openJournalFile()
    file.journal.write(everyKind())
    file.journal.write([settingRow('last words')])
    const killed = join(dirname(file.path), 'killed.sqlite')
    copyFileSync(file.path, killed)
    copyFileSync(`${file.path}-wal`, `${killed}-wal`)
    const upgraded = open(killed, tomorrow)
    expect(headOf(upgraded)).toBe(headOf(file.database))
    const old = new Database(`${killed}.v${present}`, { readonly: true })
    expect(headOf(old)).toBe(headOf(file.database))
    old.close()
  })

  test('in a folder with a quote in its name', () => {
    const folder = join(tempFolder(), 'o\'brien\'s "till"')
    mkdirSync(folder)
    const { path, headHash } = closedTill(join(folder, 'till.sqlite'))
    expect(headOf(open(path, tomorrow))).toBe(headHash)
  })

  test('the new file is its owner’s alone', ({ skip }) => {
    skip(process.platform === 'win32', 'Windows keeps rights in other ways')
    const { path } = closedTill()
    open(path, tomorrow)
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  test.for([
    ['has the file open', 'SELECT 1'],
    ['is in the middle of reading it', 'BEGIN'],
  ] as const)('while another program %s, every row is there afterwards', ([, doing]) => {
    const file = openJournalFile()
    file.journal.write(everyKind())
    // A file of some size, of which only the last rows are still in the write-ahead log.
    const large = Array.from({ length: 60 }, (_, n) => settingRow(`${n} ${'x'.repeat(5_000)}`))
    file.journal.write(large)
    file.database.pragma('wal_checkpoint(TRUNCATE)')
    const reader = new Database(file.path, { readonly: true })
    onTestFinished(() => {
      reader.close()
    })
    reader.exec(doing)
    expect(verifyChain(reader).ok).toBe(true)
    for (let n = 0; n < 10; n += 1) file.journal.write([settingRow(`late ${n}`)])
    const headHash = headOf(file.database)
    file.database.close()

    // Refused until the reader is gone, or done: either is fine, and neither loses a row.
    const first = refusal(file.path, tomorrow)
    expect(['opened', 'anotherTill', 'storageFailed']).toContain(
      typeof first === 'object' && first !== null && 'code' in first ? first.code : first,
    )
    reader.close()
    const then = open(file.path, tomorrow)
    expect(headOf(then)).toBe(headHash)
    expect(then.pragma('integrity_check', { simple: true })).toBe('ok')
  })
})

describe('an upgrade that fails leaves the old file as it was', () => {
  const sick = [...migrations, `${addColumn} CREATE TABLE journal (a INTEGER);`]

  test('and the program of before goes on with it', () => {
    const { path, headHash } = closedTill()
    const before = sha256(path)
    expect(String(refusal(path, sick))).toContain('table journal already exists')
    expect(sha256(path)).toBe(before)
    expect(headOf(open(path))).toBe(headHash)
  })

  test('and nothing half-made beside it, nor a connection that is still open to it', () => {
    const { path } = closedTill()
    refusal(path, sick)
    // A connection that was left open would show by its -wal and -shm files.
    expect(readdirSync(dirname(path))).toEqual([basename(path)])
  })

  test('and a healthy program after it upgrades', () => {
    const { path, headHash } = closedTill()
    refusal(path, sick)
    expect(headOf(open(path, tomorrow))).toBe(headHash)
  })

  test.for([
    ['loses the last row', 'DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)'],
    ['loses a row on which others stand', 'DELETE FROM journal WHERE seq = 30'],
    ['loses a row in the middle', 'DELETE FROM journal WHERE seq = 12'],
    ['changes a row', "UPDATE journal SET body = replace(body, '8883', '8884') WHERE seq = 13"],
    ['empties the journal', 'DELETE FROM journal'],
  ])('a migration that %s never takes the place of the old file', ([, damage]) => {
    const { path, headHash } = closedTill()
    const before = sha256(path)
    const guards = 'DROP TRIGGER journalNotDeleted; DROP TRIGGER journalNotUpdated;'
    expect(refusal(path, [...migrations, `${guards} ${damage};`])).toMatchObject({
      code: 'databaseDamaged',
      facts: { why: 'upgrade' },
    })
    expect(sha256(path)).toBe(before)
    expect(headOf(open(path))).toBe(headHash)
  })

  test('a record that was damaged before is not upgraded, and its first wrong row is named', () => {
    const { path } = closedTill()
    const database = new Database(path)
    unguard(database)
    database.exec("UPDATE journal SET body = replace(body, '8883', '8884') WHERE seq = 13")
    database.close()
    expect(refusedUntouched(path, tomorrow)).toEqual({
      code: 'databaseDamaged',
      facts: { why: 'upgrade', epoch: 1, seq: 13 },
    })
  })
})

describe('a power cut in the middle of an upgrade is harmless', () => {
  test('before the copy was whole', () => {
    const { path, headHash } = closedTill()
    writeFileSync(`${path}.upgrade`, 'half a copy')
    expect(headOf(open(path, tomorrow))).toBe(headHash)
    expect(readdirSync(dirname(path))).not.toContain('till.sqlite.upgrade')
  })

  test('after it, when the program of before went on selling', () => {
    const file = openJournalFile()
    file.journal.write(everyKind())
    // What the new program leaves when it is killed: its copy, migrated, with its own log.
    const copyPath = `${file.path}.upgrade`
    file.database.exec(`VACUUM INTO '${copyPath}'`)
    const copy = new Database(copyPath)
    makeSafe(copy)
    migrate(copy, tomorrow)
    const left = ['', '-wal'].map((end) => ({
      end,
      bytes: readFileSync(`${copyPath}${end}`),
    }))
    copy.close()
    for (const { end, bytes } of left) writeFileSync(`${copyPath}${end}`, bytes)

    for (let n = 0; n < 20; n += 1) file.journal.write([settingRow(`sold ${n}`)])
    const [headHash, content] = [headOf(file.database), derivedContent(file.database)]
    file.database.close()
    const upgraded = open(file.path, tomorrow)
    expect(headOf(upgraded)).toBe(headHash)
    expect(derivedContent(upgraded)).toEqual(content)
    expect(upgraded.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  test('after the old file got its second name, before the new one took its place', () => {
    const { path, headHash } = closedTill()
    copyFileSync(path, `${path}.v${present}`)
    copyFileSync(path, `${path}.upgrade`)
    expect(headOf(open(path, tomorrow))).toBe(headHash)
    expect(versionIn(`${path}.v${present}`)).toBe(present)
  })
})
