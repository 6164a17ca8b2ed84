/** The rows that the simulated aggregator understands: all that this version of the till writes. */
import { bodySchemas } from '../../engine/journal/kinds.ts'

export const knownKinds: ReadonlySet<string> = new Set(Object.keys(bodySchemas))
