/** A process's own hold on a database that outlives it: once it is dead, it writes nothing more. */
import type Database from 'better-sqlite3'

/** As when the disk is gone: whatever the dead program still tries has no effect. */
class Killed extends Error {
  readonly code = 'SQLITE_IOERR'
}

/**
 * @param committed called after each transaction; it may kill, and then nobody hears that it was
 *   committed
 */
export function mortalDatabase(
  real: Database.Database,
  isDead: () => boolean,
  committed: () => void,
): Database.Database {
  const refuseDead = (): void => {
    if (isDead()) throw new Killed('killed')
  }
  const once = <T>(work: () => T): T => {
    refuseDead()
    const isOutermost = !real.inTransaction
    const result = work()
    if (isOutermost) committed()
    refuseDead()
    return result
  }
  return Object.create(real, {
    prepare: {
      value(sql: string) {
        const statement = real.prepare(sql)
        const run = statement.run.bind(statement)
        statement.run = (...values) => {
          refuseDead()
          return run(...values)
        }
        return statement
      },
    },
    transaction: {
      value(work: () => unknown) {
        const bound = real.transaction(work)
        const immediate = (): unknown => once(() => bound.immediate())
        return Object.assign(() => once(() => bound()), { immediate })
      },
    },
  }) as Database.Database
}
