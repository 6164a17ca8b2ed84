/** New ids, from the injected clock and chance. */
import type { z } from 'zod'
import { uuidV7 } from '../../src-shared/ids.ts'
import type { Parts } from './parts.ts'

export type NewId = <T extends z.ZodType>(schema: T) => z.infer<T>

/**
 * Ids sort in the order in which they were made, in the same millisecond and after the clock
 * was set back too.
 * @param notBeforeMs the time in the newest id that was made before
 */
export function createIds(
  { clock, random }: Pick<Parts, 'clock' | 'random'>,
  notBeforeMs = 0,
): NewId {
  let lastMs = notBeforeMs
  return (schema) => {
    lastMs = Math.max(clock.now(), lastMs + 1)
    return schema.parse(uuidV7(lastMs, random.bytes(10)))
  }
}

/** The time in the newest id of what is shown in order, in ms since 1970; 0 where there is none. */
export function lastIdMs(database: Parts['database']): number {
  const newest = database
    .prepare<[], { id: string | null }>(
      `SELECT max(coalesce((SELECT max(paymentId) FROM payment), ''),
         coalesce((SELECT max(saleId) FROM sale), '')) AS id`,
    )
    .get()
  const id = newest?.id ?? ''
  return id === '' ? 0 : Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
