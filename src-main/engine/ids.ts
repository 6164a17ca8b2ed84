/** New ids, from the injected clock and chance. */
import type { z } from 'zod'
import { uuidV7 } from '../../src-shared/ids.ts'
import type { Parts } from './parts.ts'

export type NewId = <T extends z.ZodType>(schema: T) => z.infer<T>

/** Ids made in the same millisecond still sort in the order in which they were made. */
export function createIds({ clock, random }: Pick<Parts, 'clock' | 'random'>): NewId {
  let lastMs = 0
  return (schema) => {
    lastMs = Math.max(clock.now(), lastMs + 1)
    return schema.parse(uuidV7(lastMs, random.bytes(10)))
  }
}
