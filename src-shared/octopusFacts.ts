/**
 * What an Octopus reader tells of a payment, and why it refuses one. The number of an Octopus says
 * who somebody is: it stands in a table that can be erased, and here only its digest.
 */
import { z } from 'zod'
import { minorSchema } from './money.ts'

export const addValueWays = ['cash', 'online', 'refund', 'automatic'] as const

/** sha256 over a salt and the number, in hex. */
export const octopusDigestSchema = z.string().regex(/^[0-9a-f]{64}$/u)

export const octopusFactsSchema = z.object({
  card: octopusDigestSchema,
  /** Of the reader: the device and shop number of receipts. */
  deviceId: z.int(),
  locationId: z.int(),
  /** What remained on the card, in cents; null: the card does not want it shown, or nobody told. */
  valueMinor: minorSchema.nullable(),
  /** When value was added to the card last; null: it does not tell. */
  lastAddValue: z.object({ date: z.string().max(10), by: z.enum(addValueWays) }).nullable(),
  /** When it was taken, by the reader's clock, in seconds since 1970. */
  timeS: z.int(),
})
export type OctopusFacts = Readonly<z.infer<typeof octopusFactsSchema>>

/**
 * Why a payment by Octopus ended without money. By the reader's own code, or in the till's words:
 * `notTaken`: the reader or the card proved it afterwards; `otherIncomplete`: an earlier payment of
 * that card is incomplete; `readerFault`: the reader could not do it.
 */
export const octopusRefusals = [
  'blocked',
  'invalidCard',
  'blockedNow',
  'notEnoughValue',
  'valueLimit',
  'quota',
  'wrongController',
  'belowLowest',
  'usageLimit',
  'clock',
  'listsMissing',
  'otherIncomplete',
  'notTaken',
  'readerFault',
] as const
export type OctopusRefusal = (typeof octopusRefusals)[number]

/** As a payment bears it: `notEnoughValue 100048`, `notTaken`. */
export const writeRefusal = (why: OctopusRefusal, code: number | null): string =>
  code === null ? why : `${why} ${code}`

/** @returns null: no refusal of an Octopus reader */
export function readRefusal(
  refusal: string | null,
): { readonly why: OctopusRefusal; readonly code: number | null } | null {
  const [word, digits] = (refusal ?? '').split(' ')
  const why = octopusRefusals.find((known) => known === word)
  if (why === undefined) return null
  return { why, code: digits === undefined ? null : Number(digits) }
}
