/** The journal rows of the Octopus reader. Amounts in cents, times of the reader in seconds since 1970. */
import { z } from 'zod'
import { exchangeUploads } from '../../../../src-shared/contract/octopus.ts'
import { octopusDigestSchema, octopusFactsSchema } from '../../../../src-shared/octopusFacts.ts'
import { staffIdSchema } from '../../../../src-shared/ids.ts'
import { minorSchema } from '../../../../src-shared/money.ts'

const v1 = { v: z.literal(1) }
const channel = z.string().max(32)
const totals = z.strictObject({ count: z.int(), amountMinor: minorSchema })

export const octopusBodies = {
  /** On the disk before the reader is told to charge this card. The subject is the payment. */
  'octopus.asked': z.strictObject({
    ...v1,
    channel,
    reference: z.string().max(20),
    amountMinor: minorSchema,
    card: octopusDigestSchema,
    /** What was on the card before. */
    valueMinor: minorSchema,
    /** It does not want that shown. */
    hidesValue: z.boolean(),
    lastAddValue: octopusFactsSchema.shape.lastAddValue,
    locationId: z.int(),
    deviceId: z.int(),
    /** In whose store the reader keeps what became of it. */
    storeId: z.string().max(16),
    timeS: z.int(),
  }),
  /**
   * What is known since. `nothing`: no card was charged for this payment. `incomplete`: it may have
   * been, and the same card completes it. `unknown`: nobody knows. `asBefore`: the last request was
   * not looked at.
   */
  'octopus.answered': z.strictObject({
    ...v1,
    channel,
    told: z.enum(['nothing', 'incomplete', 'unknown', 'asBefore']),
    /** The last request itself has charged no card, whatever became of one before it. */
    tookNothing: z.boolean(),
    /** The reader's own; null: it said none. */
    code: z.int().nullable(),
    /** Who says so: the answer to the request, the reader asked afterwards, or the card. */
    by: z.enum(['reply', 'outcome', 'card']),
  }),
  /** The reader wrote a file of its transactions, and what this journal has for it. */
  'octopus.exchanged': z.strictObject({
    ...v1,
    channel,
    deviceId: z.int(),
    storeId: z.string().max(16),
    number: z.int().min(1),
    name: z.string().max(64),
    sizeBytes: z.int(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/u),
    timeS: z.int(),
    upload: z.enum(exchangeUploads),
    theirs: totals,
    ours: totals,
    /** Whoever asked for it; null: the till by itself. */
    by: staffIdSchema.nullable(),
  }),
  /** The reader loaded the lists that were downloaded for it. */
  'octopus.housekept': z.strictObject({
    ...v1,
    channel,
    lists: z.string().max(40),
    by: staffIdSchema.nullable(),
  }),
} as const
