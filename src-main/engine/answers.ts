/**
 * What each change answered, by its call id: the same press again, after a lost connection or a
 * restart, gets the same answer and does nothing twice.
 */
import type { Request } from '../../src-shared/contract/index.ts'
import { failed, type Result } from '../../src-shared/result.ts'
import type { Parts } from './parts.ts'

/** How long an answer is kept on the disk: far longer than a page repeats a call. */
const keptMs = 7 * 24 * 3_600_000
/** How many answers that changed nothing are remembered. */
const rememberedLimit = 1_000

export type Answers = {
  readonly find: (request: Request) => Result<unknown> | undefined
  /** To be called in the transaction of what was changed. */
  readonly keep: (request: Request, answer: Result<unknown>) => void
  /** Of a call that wrote nothing. */
  readonly remember: (request: Request, answer: Result<unknown>) => void
}

export function createAnswers({ database, clock }: Pick<Parts, 'database' | 'clock'>): Answers {
  const select = database.prepare<[string], { name: string; answer: string }>(
    'SELECT name, answer FROM answer WHERE callId = ?',
  )
  const insert = database.prepare('INSERT INTO answer VALUES (?, ?, ?, ?)')
  const forget = database.prepare(
    'DELETE FROM answer WHERE callId IN (SELECT callId FROM answer WHERE atMs < ? ORDER BY atMs LIMIT 10)',
  )
  const remembered = new Map<string, { readonly name: string; readonly answer: Result<unknown> }>()

  return {
    find({ callId, name }) {
      const inMemory = remembered.get(callId)
      const onDisk = inMemory ? undefined : select.get(callId)
      const found =
        inMemory ?? (onDisk && { ...onDisk, answer: JSON.parse(onDisk.answer) as unknown })
      if (!found) return undefined
      // One id for two different calls: the page is wrong, and neither is done twice.
      return found.name === name
        ? (found.answer as Result<unknown>)
        : failed('malformedCall', { field: 'callId' })
    },
    keep({ callId, name }, answer) {
      const nowMs = clock.now()
      forget.run(nowMs - keptMs)
      insert.run(callId, nowMs, name, JSON.stringify(answer))
    },
    remember({ callId, name }, answer) {
      remembered.set(callId, { name, answer })
      const [oldest] = remembered.keys()
      if (remembered.size > rememberedLimit && oldest !== undefined) remembered.delete(oldest)
    },
  }
}
