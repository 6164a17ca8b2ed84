/** Who may speak to the aggregator: counters that were enrolled with a code, each by its own key. */
import type { Database } from 'better-sqlite3'
import type {
  EnrolmentRequest,
  PublicKey,
  WireEnrolment,
} from '../../../src-shared/aggregator/counters.ts'
import { problem, reply, type Reply } from './replies.ts'

export type CounterDesk = {
  counterOf(keyId: string): { readonly counterId: string; readonly key: PublicKey } | undefined
  /** @param facts what every counter is told */
  enrol(
    request: EnrolmentRequest,
    facts: Omit<WireEnrolment, 'counterId'>,
    newId: () => string,
  ): Reply
}

type Row = Omit<PublicKey, 'keyId'> & { readonly counterId: string; readonly code: string }

/**
 * @param database as `openAggregatorFile` leaves it
 * @param codes `always`: for any number of counters; `once`: for one key each
 */
export function createCounterDesk(
  database: Database,
  codes: { readonly always: readonly string[]; readonly once: readonly string[] },
): CounterDesk {
  const byKey = database.prepare<[string], Row>(
    'SELECT counterId, algorithm, spki, code FROM counter WHERE keyId = ?',
  )
  const byCode = database
    .prepare<[string], string>('SELECT keyId FROM counter WHERE code = ?')
    .pluck()
  const insert = database.prepare('INSERT INTO counter VALUES (?, ?, ?, ?, ?)')
  const isOpen = (code: string): boolean =>
    codes.always.includes(code) || (codes.once.includes(code) && byCode.get(code) === undefined)
  return {
    counterOf(keyId) {
      const row = byKey.get(keyId)
      if (!row) return undefined
      const { counterId, algorithm, spki } = row
      return { counterId, key: { keyId, algorithm, spki } }
    },
    enrol({ code, key }, facts, newId) {
      const known = byKey.get(key.keyId)
      const again = known?.code === code && known.spki === key.spki
      if (!again && (known !== undefined || !isOpen(code))) {
        return problem('forbidden', 'the code is wrong or used up')
      }
      const counterId = known?.counterId ?? newId()
      if (!known) insert.run(counterId, key.keyId, key.algorithm, key.spki, code)
      return reply({ counterId, ...facts } satisfies WireEnrolment)
    },
  }
}
