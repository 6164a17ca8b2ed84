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
import { verifyChain } from '../engine/journal/verify.ts'
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
    try {
      refuseForeign(database, steps.length)
      const version = versionOf(database)
      if (version === 0 || version === steps.length) {
        makeSafe(database)
        migrate(database, steps)
        return database
      }
    } catch (problem) {
      database.close()
      throw problem
    }
    upgrade(database, path, steps)
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

/**
 * Runs the migrations on a copy, and puts it in the place of the old file only when its chain
 * is whole and has the same head. The old file stays beside it, named after its version.
 */
function upgrade(database: Database.Database, path: string, steps: readonly string[]): void {
  const version = versionOf(database)
  const copyPath = `${path}.upgrade`
  rmSync(copyPath, { force: true })
  const before = verifyChain(database)
  database.exec(`VACUUM INTO '${copyPath.replaceAll("'", "''")}'`)
  database.close()
  chmodSync(copyPath, 0o600)
  const copy = new Database(copyPath)
  makeSafe(copy)
  migrate(copy, steps)
  const after = verifyChain(copy)
  // Back to one file, so that a rename moves all of it.
  copy.pragma('journal_mode = DELETE')
  copy.close()
  if (!before.ok || !after.ok || before.headHash !== after.headHash) {
    rmSync(copyPath, { force: true })
    const verdict = before.ok ? after : before
    const place = verdict.ok ? {} : { epoch: verdict.epoch, seq: verdict.seq }
    throw new StartRefused(failed('databaseDamaged', { why: 'upgrade', ...place }).failure)
  }
  keepOld(path, `${path}.v${version}`)
  renameSync(copyPath, path)
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
