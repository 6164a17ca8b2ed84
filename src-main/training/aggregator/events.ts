/** What the aggregator tells counters by itself: numbered for each counter, kept for a while, and told again to one that was gone. */
import type { Database } from 'better-sqlite3'
import type { StreamEvent } from '../../../src-shared/aggregator/counters.ts'

/** Of each counter. */
const keptEvents = 10_000
/** What a counter hears first that does not say what it heard last. */
const repeatedEvents = 200

export type StreamListener = (event: StreamEvent) => void

export type Events = {
  /** Within the transaction of what it tells about; told by `flush`, once that is on the disk. */
  add(counterId: string, paymentId: string): void
  flush(): void
  /** What was added since then has not happened: the disk did not take it. */
  discard(): void
  /** @param lastEventId null, or one that is not known here: the last 200 */
  after(counterId: string, lastEventId: string | null, limit: number): readonly StreamEvent[]
  /** @returns how to stop listening */
  on(counterId: string, listener: StreamListener): () => void
}

/** @param database as `openAggregatorFile` leaves it */
export function createEvents(database: Database): Events {
  const last = database
    .prepare<[string], number | null>('SELECT max(seq) FROM event WHERE counterId = ?')
    .pluck()
  const insert = database.prepare<[string, number, string]>('INSERT INTO event VALUES (?, ?, ?)')
  const forget = database.prepare<[string, number]>(
    'DELETE FROM event WHERE counterId = ? AND seq <= ?',
  )
  const after = database.prepare<[string, number, number], StreamEvent>(
    `SELECT CAST(seq AS TEXT) AS id, paymentId FROM event WHERE counterId = ? AND seq > ?
     ORDER BY seq LIMIT ?`,
  )
  const listeners = new Map<StreamListener, string>()
  const waiting: { readonly counterId: string; readonly event: StreamEvent }[] = []
  return {
    add(counterId, paymentId) {
      const seq = (last.get(counterId) ?? 0) + 1
      insert.run(counterId, seq, paymentId)
      forget.run(counterId, seq - keptEvents)
      waiting.push({ counterId, event: { id: String(seq), paymentId } })
    },
    flush() {
      for (const { counterId, event } of waiting.splice(0)) {
        for (const [listener, listensTo] of listeners) {
          if (listensTo === counterId) listener(event)
        }
      }
    },
    discard() {
      waiting.length = 0
    },
    after(counterId, lastEventId, limit) {
      const newest = last.get(counterId) ?? 0
      const heard =
        lastEventId !== null && /^\d{1,15}$/u.test(lastEventId) ? Number(lastEventId) : -1
      const from = heard >= 0 && heard <= newest ? heard : newest - repeatedEvents
      return after.all(counterId, from, limit)
    },
    on(counterId, listener) {
      // A counter may listen twice, with a function of its own each time.
      const own: StreamListener = (event) => listener(event)
      listeners.set(own, counterId)
      return () => listeners.delete(own)
    },
  }
}
