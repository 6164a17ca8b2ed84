/** Checks a database file from the outside: the chain of its journal, then the file around it. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Facts } from '../../src-shared/result.ts'
import type { Texts } from '../../src-shared/texts/index.ts'
import { verifyChain } from '../engine/journal/verify.ts'
import { databaseNames } from './profile.ts'
import { systemReason } from './wholeFile.ts'

export type FileVerdict = {
  readonly ok: boolean
  readonly text: keyof Texts['cli']
  readonly facts: Facts
}

/** @param path a database file, or a profile folder with one in it; opened read-only */
export function verifyFile(path: string): FileVerdict {
  const file = databaseIn(path)
  const notReadable = (reason: string): FileVerdict => ({
    ok: false,
    text: 'notReadable',
    facts: { path: file, reason },
  })
  let database: Database.Database
  try {
    database = new Database(file, { readonly: true, fileMustExist: true })
  } catch (problem) {
    return notReadable(reasonOf(problem))
  }
  try {
    const noJournal = unreadableJournal(database)
    if (noJournal !== null) return notReadable(noJournal)
    const chain = verifyChain(database)
    if (!chain.ok) {
      const { rows, epoch, seq, why } = chain
      return { ok: false, text: 'brokenRow', facts: { rows, epoch, seq, why } }
    }
    if (chain.rows === 0) return notReadable('no rows')
    const facts = { rows: chain.rows, head: chain.headHash }
    const why = damage(database)
    return why === null
      ? { ok: true, text: 'verified', facts }
      : { ok: false, text: 'brokenFile', facts: { ...facts, why } }
  } finally {
    database.close()
  }
}

const reasonOf = (problem: unknown): string =>
  problem instanceof Database.SqliteError ? problem.message : systemReason(problem)

/** Why there is no journal in it, or null. */
function unreadableJournal(database: Database.Database): string | null {
  try {
    database.prepare('SELECT count(*) FROM journal LIMIT 1')
    return null
  } catch (problem) {
    return reasonOf(problem)
  }
}

function databaseIn(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path
  const names = Object.values(databaseNames).map((name) => join(path, name))
  return names.find((name) => existsSync(name)) ?? join(path, databaseNames.training)
}

/** What SQLite itself finds wrong with the file, or null. */
function damage(database: Database.Database): string | null {
  try {
    const found: unknown = database.pragma('quick_check(1)', { simple: true })
    return found === 'ok' ? null : String(found).slice(0, 200)
  } catch (problem) {
    return String(problem).slice(0, 200)
  }
}
