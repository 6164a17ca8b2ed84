/**
 * One till per profile. The lock is a small database held with BEGIN EXCLUSIVE: the system lets
 * go of it however the process ends, so that no stale lock ever keeps a shop closed.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { StartRefused } from '../engine/parts.ts'
import { fileRefused } from './fileRefused.ts'

export type ProfileLock = { release(): void }

// A connection that nobody refers to is closed by the garbage collector, and the lock with it.
const held = new Set<Database.Database>()

/**
 * Holds the profile until `release` or the end of the process. Never open `till.lock` by other
 * means in this process: on POSIX, closing any handle of a file gives up all its locks.
 * @throws StartRefused `anotherTill` {path}, `profileUnreadable` {path, reason}, `diskFull`
 */
export function lockProfile(dir: string): ProfileLock {
  const path = join(dir, 'till.lock')
  let database: Database.Database | null = null
  try {
    database = new Database(path, { timeout: 0 })
    // Nothing is ever written: a full disk does not keep the till from saying what is wrong.
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database?.close()
    throw refusal(error, dir, path)
  }
  const holder = database
  held.add(holder)
  return {
    release() {
      held.delete(holder)
      holder.close()
    },
  }
}

function refusal(error: unknown, dir: string, path: string): StartRefused {
  if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
    return new StartRefused({ code: 'anotherTill', facts: { path: dir } })
  }
  const reason = error instanceof Database.SqliteError ? error.code : String(error)
  return fileRefused(path, reason)
}
