/** A simulated Octopus reader on a line: the same in a process of its own and in tests. */
import type { Database } from 'better-sqlite3'
import type { Clock, Random } from '../../engine/parts.ts'
import { openOctopusBooks } from './books.ts'
import { createOctopusCore, type OctopusCore } from './core.ts'
import { createOctopusEnd, type OctopusEnd } from './octopus.ts'

export type MadeOctopus = { readonly core: OctopusCore; readonly end: OctopusEnd }

export function makeOctopus(parts: {
  readonly line: { send(bytes: Uint8Array): void }
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  readonly addsValue: boolean
}): MadeOctopus {
  const { line, database, clock, random, addsValue } = parts
  const books = openOctopusBooks(database, () => Buffer.from(random.bytes(8)).toString('hex'))
  const house = { deviceId: 301, locationId: 7, addsValue, logMost: 500 }
  const core = createOctopusCore({ books, house })
  return { core, end: createOctopusEnd({ core, line, clock }) }
}
