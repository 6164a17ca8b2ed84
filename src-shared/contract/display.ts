/** What the customer sees: only what is his, and nothing that he could change. */
import { z } from 'zod'
import { methodIdSchema } from '../methods.ts'
import { minorSchema } from '../money.ts'
import { languageSchema, themeSchema } from './counter.ts'
import { defineEvents } from './define.ts'

const one = { method: methodIdSchema, amountMinor: minorSchema }

const showsSchema = z.discriminatedUnion('shows', [
  /** The till cannot work. */
  z.object({ shows: z.literal('closed') }),
  z.object({ shows: z.literal('welcome') }),
  /** What the sale comes to, what is paid of it and what is left. */
  z.object({
    shows: z.literal('total'),
    totalMinor: minorSchema,
    paidMinor: minorSchema,
    restMinor: minorSchema,
  }),
  /** What to scan. Not to be shown beyond its end. */
  z.object({
    shows: z.literal('code'),
    ...one,
    text: z.string(),
    payee: z.string(),
    expiresAtMs: z.int(),
  }),
  z.object({
    shows: z.literal('working'),
    ...one,
    /**
     * `scanned`: the payer's code was read. `confirm`: the payer has to. `terminal`: the payer pays
     * at the card terminal. `checking`: nobody knows yet. `ending`: it is being called off.
     * `undoing`: whatever was taken is being given back.
     */
    doing: z.enum(['starting', 'scanned', 'confirm', 'terminal', 'checking', 'ending', 'undoing']),
  }),
  /** What to do at the Octopus reader. */
  z.object({
    shows: z.literal('octopus'),
    ...one,
    /** `again`: the card could not be read, and nothing was taken. `wait`: keep it ready. */
    step: z.enum(['tap', 'again', 'reading', 'sameCard', 'otherCard', 'wait']),
    /** The card that has to come; null: any. */
    cardNumber: z.string().nullable(),
  }),
  /** What to write on a transfer. The account is told by a person: it fits no small screen. */
  z.object({
    shows: z.literal('transfer'),
    ...one,
    reference: z.string(),
    /** What has come of it so far. */
    creditedMinor: minorSchema,
  }),
  /** This attempt took no money, or gave it back; `restMinor` is still to pay. */
  z.object({
    shows: z.literal('notPaid'),
    ...one,
    why: z.enum(['declined', 'ended', 'undone', 'notEnoughValue']),
    /** What remains on the Octopus that was refused, in cents; null: it is none, or does not want it shown. */
    remainingMinor: minorSchema.nullable(),
    /** A code stood on this screen, and may still be open on a phone. */
    hadCode: z.boolean(),
    restMinor: minorSchema,
  }),
  /** The sale is paid in full. */
  z.object({
    shows: z.literal('paid'),
    totalMinor: minorSchema,
    /** What remains on the Octopus that paid it last, in cents; null: none did, or it does not want it shown. */
    remainingMinor: minorSchema.nullable(),
  }),
  z.object({ shows: z.literal('change'), changeMinor: minorSchema.positive() }),
  z.object({ shows: z.literal('thanks') }),
])
export type CustomerShows = z.infer<typeof showsSchema>

export const displaySchema = z.object({
  /** null where the till cannot start. */
  environment: z.enum(['training', 'live']).nullable(),
  storeName: z.string(),
  /** null until somebody has chosen one for the counter. */
  language: languageSchema.nullable(),
  theme: themeSchema,
  /** How far the engine's clock is ahead of this computer's; 0 but in training. */
  clockAheadMs: z.int(),
  now: showsSchema,
})
export type DisplayView = z.infer<typeof displaySchema>

export const displayEvents = defineEvents({
  display: { windows: ['customer'], who: 'anyone', value: displaySchema },
})
