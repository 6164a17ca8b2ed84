/** A simulated Octopus reader on a line: the same in a process of its own, on the counter and in tests. */
import type { Database } from 'better-sqlite3'
import type { Clock, Random } from '../../engine/parts.ts'
import { openOctopusBooks, type OctopusBooks } from './books.ts'
import type { TrainingOctopus } from './cards.ts'
import { createOctopusCore, type OctopusCore } from './core.ts'
import { createOctopusEnd, type OctopusEnd } from './octopus.ts'

export type MadeOctopus = { readonly core: OctopusCore; readonly end: OctopusEnd }

type CoreParts = {
  readonly database: Database
  readonly random: Random
  readonly addsValue: boolean
  /** What customers carry where the file is new. */
  readonly firstCards?: readonly TrainingOctopus[]
}

/** Without its line. */
export function makeOctopusCore(parts: CoreParts): {
  readonly core: OctopusCore
  readonly books: OctopusBooks
} {
  const { database, random, addsValue, firstCards } = parts
  const newStoreId = (): string => Buffer.from(random.bytes(8)).toString('hex')
  const books = openOctopusBooks(database, newStoreId, firstCards)
  const house = { deviceId: 301, locationId: 7, addsValue, logMost: 500 }
  return { core: createOctopusCore({ books, house }), books }
}

/** @internal For the script, and for tests. */
export function makeOctopus(
  parts: CoreParts & {
    readonly line: { send(bytes: Uint8Array): void }
    readonly clock: Clock
  },
): MadeOctopus {
  const { line, clock } = parts
  const { core } = makeOctopusCore(parts)
  return { core, end: createOctopusEnd({ core, line, clock }) }
}
