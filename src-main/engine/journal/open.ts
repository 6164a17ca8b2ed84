/**
 * Makes a database ready to be written: settings that survive a power cut, read back and
 * refused where they differ, and the schema brought up to date.
 */
import type { Database } from 'better-sqlite3'
import { failed } from '../../../src-shared/result.ts'
import { StartRefused } from '../parts.ts'
import { createDerivedTables, derivedAsDescribed, rebuild } from './derived.ts'

/** `HTil`: marks the file as ours. @internal */
export const applicationId = 0x4854_696c

const files = import.meta.glob<string>('./migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** The steps from an empty file to today's schema; step n is `migrations/000n-*.sql`. */
export const migrations: readonly string[] = Object.keys(files)
  .toSorted()
  .map((name) => files[name] ?? '')

const settings: readonly (readonly [set: string, read: string, expected: unknown])[] = [
  ['journal_mode = WAL', 'journal_mode', 'wal'],
  // better-sqlite3's first connection reports FULL and every later one NORMAL: never trust it.
  ['synchronous = FULL', 'synchronous', 2],
  ['foreign_keys = ON', 'foreign_keys', 1],
  ['trusted_schema = OFF', 'trusted_schema', 0],
  ['recursive_triggers = ON', 'recursive_triggers', 1],
  ['busy_timeout = 2000', 'busy_timeout', 2000],
  ['wal_autocheckpoint = 1000', 'wal_autocheckpoint', 1000],
  // Only macOS needs it, where fsync alone does not reach the platter; elsewhere it has no effect.
  ['fullfsync = ON', 'fullfsync', 1],
  ['checkpoint_fullfsync = ON', 'checkpoint_fullfsync', 1],
]

/** Throws `databaseUnsafe` where a setting did not take. */
export function makeSafe(database: Database): void {
  for (const [set, read, expected] of settings) {
    database.pragma(set)
    const actual: unknown = database.pragma(read, { simple: true })
    if (actual !== expected) {
      throw new StartRefused(
        failed('databaseUnsafe', { setting: read, value: String(actual) }).failure,
      )
    }
  }
}

/** The number of the schema in the file: 0 for an empty one. */
export const versionOf = (database: Database): number =>
  Number(database.pragma('user_version', { simple: true }))

const isEmpty = (database: Database): boolean =>
  database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined

/** Refuses a file that a newer program wrote, or that is not a till's. */
export function refuseForeign(database: Database, known = migrations.length): void {
  const version = versionOf(database)
  const id = Number(database.pragma('application_id', { simple: true }))
  const isNew = id === 0 && version === 0 && isEmpty(database)
  if (id !== applicationId && !isNew) {
    throw new StartRefused(failed('databaseDamaged', { why: 'notATill' }).failure)
  }
  if (version > known) throw new StartRefused(failed('databaseNewer', { version }).failure)
}

/**
 * Runs the missing steps, in one transaction, and builds the derived tables again where the steps
 * or the tables of this version are others.
 * @param steps all migrations, the first at index 0
 */
export function migrate(database: Database, steps: readonly string[] = migrations): void {
  const version = versionOf(database)
  if (version === steps.length) {
    if (!derivedAsDescribed(database)) rebuild(database)
    return
  }
  database.transaction(() => {
    for (const step of steps.slice(version)) database.exec(step)
    if (version === 0) createDerivedTables(database)
    database.pragma(`application_id = ${applicationId}`)
    database.pragma(`user_version = ${steps.length}`)
  })()
  if (version !== 0) rebuild(database)
}
