/** The counter's database as a file: opened, checked, and brought up to date on a copy. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import Database from 'better-sqlite3'
import { failed } from '../../src-shared/result.ts'
import { makeSafe, migrate, migrations, refuseForeign, versionOf } from '../engine/journal/open.ts'
import { verifyChain, type Verdict } from '../engine/journal/verify.ts'
import { StartRefused } from '../engine/parts.ts'
import { storageFailure } from '../engine/storage.ts'

/**
 * @param steps all migrations, the first at index 0; only tests bring their own
 * @throws StartRefused `databaseReadOnly`, `databaseDamaged`, `databaseNewer`, `databaseUnsafe`,
 *   `diskFull`, `storageFailed`
 */
export function openDatabaseFile(
  path: string,
  steps: readonly string[] = migrations,
): Database.Database {
  refuseReadOnly(path)
  try {
    const database = new Database(path, { timeout: 2_000 })
    const ready = closedOnFailure(database, () => {
      refuseForeign(database, steps.length)
      const version = versionOf(database)
      if (version !== 0 && version !== steps.length) return false
      makeSafe(database)
      migrate(database, steps)
      return true
    })
    if (ready) return database
    database.close()
    upgrade(path, steps)
    return openDatabaseFile(path, steps)
  } catch (problem) {
    const failure = storageFailure(problem)
    throw failure ? new StartRefused(failure) : problem
  }
}

/** Said by the file's rights: an administrator may write even where nobody should. */
function refuseReadOnly(path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  if (mode !== undefined && (mode & 0o222) === 0) {
    throw new StartRefused(failed('databaseReadOnly', { path }).failure)
  }
}

/** Does something with a database, which is closed when that fails. */
function closedOnFailure<T>(database: Database.Database, work: () => T): T {
  try {
    return work()
  } catch (problem) {
    database.close()
    throw problem
  }
}

/**
 * Runs the migrations on a copy, and puts it in the place of the old file only when its chain
 * is whole and has the same head. The old file stays beside it, named after its version.
 */
function upgrade(path: string, steps: readonly string[]): void {
  const copyPath = `${path}.upgrade`
  rmSync(copyPath, { force: true })
  try {
    const { version, before } = copyAlone(path, copyPath)
    const after = migrateCopy(copyPath, steps)
    if (!before.ok || !after.ok || before.headHash !== after.headHash) {
      const verdict = before.ok ? after : before
      const place = verdict.ok ? {} : { epoch: verdict.epoch, seq: verdict.seq }
      throw new StartRefused(failed('databaseDamaged', { why: 'upgrade', ...place }).failure)
    }
    keepOld(path, `${path}.v${version}`)
    renameSync(copyPath, path)
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(copyPath + end, { force: true })
  }
}

/**
 * Copies a file that nobody else has open: another connection could keep rows in a log beside
 * it, and would later write that log over the new file.
 */
function copyAlone(path: string, copyPath: string): { version: number; before: Verdict } {
  const database = new Database(path, { timeout: 2_000 })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    const version = versionOf(database)
    const before = verifyChain(database)
    database.prepare('VACUUM INTO ?').run(copyPath)
    database.pragma('wal_checkpoint(TRUNCATE)')
    return { version, before }
  } finally {
    database.close()
  }
}

function migrateCopy(copyPath: string, steps: readonly string[]): Verdict {
  chmodSync(copyPath, 0o600)
  const copy = new Database(copyPath)
  try {
    makeSafe(copy)
    migrate(copy, steps)
    const after = verifyChain(copy)
    // Back to one file, so that a rename moves all of it.
    copy.pragma('journal_mode = DELETE')
    return after
  } catch (problem) {
    if (problem instanceof StartRefused || problem instanceof Database.SqliteError) throw problem
    // The tables of this version cannot be made of these rows.
    throw new StartRefused(failed('databaseDamaged', { why: 'upgrade' }).failure)
  } finally {
    copy.close()
  }
}

/** The file keeps its name until the new one takes it: at no moment is there none. */
function keepOld(path: string, keptPath: string): void {
  if (existsSync(keptPath)) rmSync(keptPath)
  try {
    linkSync(path, keptPath)
  } catch {
    // A file system without hard links.
    copyFileSync(path, keptPath)
  }
}
