/**
 * Checks the whole file off the main thread: at most daily, and after an end that was not
 * orderly. Nobody waits for it. What it finds stops new payments, and is journaled.
 */
import { failed, type Failure } from '../../../src-shared/result.ts'
import type { Parts } from '../parts.ts'
import type { Storage } from '../storage.ts'

/** When the till is in use by then, and the start is over. */
const afterStartMs = 30_000
const dayMs = 24 * 3_600_000

export type DailyCheck = {
  /** Why no new payment may start; null: nothing was found. */
  readonly damage: () => Failure | null
  /** Ends the checks, and notes that the end was orderly. */
  readonly stop: () => void
}

export function createDailyCheck(
  { clock, database, checkWhole, log }: Pick<Parts, 'clock' | 'database' | 'checkWhole' | 'log'>,
  storage: Pick<Storage, 'write'>,
  changed: () => void,
): DailyCheck {
  let damage: Failure | null = null
  let stopped = false
  const { lastCheckAtMs } = database
    .prepare<[], { lastCheckAtMs: number }>('SELECT lastCheckAtMs FROM counter')
    .get() ?? { lastCheckAtMs: 0 }
  const lastEnd = database
    .prepare<[], { orderly: number }>('SELECT orderly FROM lastEnd WHERE only = 1')
    .get()
  const noteEnd = database.prepare('INSERT OR REPLACE INTO lastEnd VALUES (1, ?)')
  noteEnd.run(0)

  const schedule = (waitMs: number): (() => void) => clock.after(waitMs, () => void check())

  const check = async (): Promise<void> => {
    const found = await checkWhole().catch((problem: unknown) => {
      // Not done is not damaged: tomorrow again.
      log('warn', 'file not checked', { problem: String(problem).slice(0, 200) })
      return null
    })
    if (stopped) return
    if (found) {
      damage = found.ok ? null : failed('databaseDamaged', { why: found.why }).failure
      const body = found.ok
        ? ({ v: 1, whole: true, rows: found.rows, why: null } as const)
        : ({ v: 1, whole: false, rows: null, why: found.why.slice(0, 200) } as const)
      storage.write([{ kind: 'file.checked', subject: 'file', body }])
      changed()
    }
    callOff = schedule(dayMs)
  }

  const due = lastEnd?.orderly === 0 || clock.now() - lastCheckAtMs >= dayMs
  let callOff = schedule(due ? afterStartMs : dayMs)

  return {
    damage: () => damage,
    stop() {
      stopped = true
      callOff()
      try {
        noteEnd.run(1)
      } catch (problem) {
        // Then the next start checks once more than it must.
        log('warn', 'end not noted', { problem: String(problem).slice(0, 200) })
      }
    },
  }
}
