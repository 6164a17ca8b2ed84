/** Writing, when the disk has something against it. */
import { failed, type Failure, type FailureCode, type Result } from '../../src-shared/result.ts'
import type { Journal } from './journal/journal.ts'
import type { Entry } from './journal/kinds.ts'
import type { Parts } from './parts.ts'

export type Storage = {
  /** Writes what a person asked for. A refusal of the disk is an answer: nothing has changed. */
  readonly write: (entries: readonly Entry[], alongside?: () => void) => Failure | null
  /** Writes a result of money that moved: for it, the ballast file is given up. Throws when even that fails. */
  readonly writeResult: (entries: readonly Entry[]) => void
  readonly alarms: () => readonly Failure[]
}

/** SQLite's codes, and what they mean in a shop. */
const codes: readonly (readonly [prefix: string, code: FailureCode])[] = [
  ['SQLITE_FULL', 'diskFull'],
  ['SQLITE_READONLY', 'databaseReadOnly'],
  ['SQLITE_CORRUPT', 'databaseDamaged'],
  ['SQLITE_NOTADB', 'databaseDamaged'],
  ['SQLITE_IOERR', 'storageFailed'],
  ['SQLITE_CANTOPEN', 'storageFailed'],
  ['SQLITE_BUSY', 'storageFailed'],
  ['SQLITE_NOMEM', 'storageFailed'],
]

/** @returns what the database's refusal means, or null where it is not one: a bug */
export function storageFailure(problem: unknown): Failure | null {
  const sqlite =
    problem instanceof Error && 'code' in problem && typeof problem.code === 'string'
      ? problem.code
      : ''
  const known = codes.find(([prefix]) => sqlite.startsWith(prefix))
  return known ? failed(known[1], { reason: sqlite }).failure : null
}

/** Why no payment starts: what is free is kept for the results of those in flight. */
export function roomFailure(
  disk: Pick<Parts['disk'], 'freeBytes'>,
  minFreeBytes: number,
): Extract<Result<never>, { ok: false }> | null {
  const freeBytes = disk.freeBytes()
  return freeBytes < minFreeBytes
    ? failed('diskLow', { freeMiB: Math.trunc(freeBytes / 1_048_576) })
    : null
}

export function createStorage(
  { disk, log }: Pick<Parts, 'disk' | 'log'>,
  journal: Pick<Journal, 'write'>,
): Storage {
  let trouble: Failure | null = null

  const attempt = (entries: readonly Entry[], alongside?: () => void): Failure | null => {
    if (entries.length === 0 && !alongside) return null
    try {
      journal.write(entries, alongside)
      trouble = null
      return null
    } catch (problem) {
      const failure = storageFailure(problem)
      if (!failure) throw problem
      log('error', 'not stored', { code: failure.code, problem: String(problem) })
      trouble = failure
      return failure
    }
  }

  return {
    write: attempt,
    writeResult(entries) {
      if (entries.length === 0) return
      const failure = attempt(entries)
      if (!failure) return
      if (failure.code === 'diskFull' && disk.giveUpBallast()) {
        log('warn', 'ballast given up')
        if (!attempt(entries)) return
      }
      throw new Error(failure.code)
    },
    alarms: () => (trouble ? [trouble] : []),
  }
}
