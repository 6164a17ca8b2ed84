/** The shift: opened with a counted float. */
import { z } from 'zod'
import { shiftIdSchema } from '../ids.ts'
import { defineCalls } from './define.ts'

/** Hong Kong's notes and coins in cents, the largest first. */
export const denominationsMinor = [
  100_000, 50_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10,
] as const

/** How many of each, by value in cents: `{ "10000": 3 }` is three HK$100 notes. */
export const countSchema = z.partialRecord(
  z.enum(denominationsMinor.map(String) as [string, ...string[]]),
  z.int().min(0).max(9_999),
)
export type CashCount = z.infer<typeof countSchema>

/** @returns the counted sum in cents */
export const countedMinor = (count: CashCount): number =>
  denominationsMinor.reduce(
    (sumMinor, valueMinor) => sumMinor + valueMinor * (count[String(valueMinor)] ?? 0),
    0,
  )

export const shiftCalls = defineCalls({
  'shift.open': {
    does: 'change',
    windows: ['till'],
    who: 'runOwnShift',
    input: z.strictObject({ float: countSchema }),
    output: z.object({ shiftId: shiftIdSchema }),
  },
})
