/** What a trainer may make the simulated other side do. Refused outside training. */
import { z } from 'zod'
import { paymentIdSchema } from '../ids.ts'
import { defineCalls, defineEvents } from './define.ts'

/**
 * What the simulated customer and his bank do with one payment:
 * `payNow` pays at once; `payLate` only after the code was called off or ran out; `payNever`
 * never; `payTwice` pays the same code two times; `payOther` pays a dollar less than asked for,
 * of at most a dollar one cent less, of one cent two;
 * `loseAnswer` pays, and the bank's answers get lost for a while; `refuse` is refused by the bank.
 */
export const trainingDeeds = [
  'payNow',
  'payLate',
  'payNever',
  'payTwice',
  'payOther',
  'loseAnswer',
  'refuse',
] as const
const trainingDeedSchema = z.enum(trainingDeeds)
export type TrainingDeed = (typeof trainingDeeds)[number]

/** How far a trainer may put the clock ahead. */
export const clockAheadLimitMs = 30 * 24 * 3_600_000

const trainingSchema = z
  .object({
    /** What the next payment will do; null: the customer pays after a moment, as usual. */
    next: trainingDeedSchema.nullable(),
    /** After how long he pays as usual, in ms; null: only when told to. */
    usualPauseMs: z.int().nullable(),
    networkOn: z.boolean(),
    clockAheadMs: z.int(),
  })
  /** null outside training. */
  .nullable()
export type TrainingView = z.infer<typeof trainingSchema>

const call = { does: 'change', windows: ['till'], who: 'signedIn', output: z.null() } as const

export const trainingCalls = defineCalls({
  /** The simulated customer pays this code now, even one that was cancelled. */
  'training.customerPays': { ...call, input: z.strictObject({ paymentId: paymentIdSchema }) },
  /** For one payment: the one that is started next. */
  'training.prepare': {
    ...call,
    input: z.strictObject({ next: trainingDeedSchema.nullable() }),
  },
  'training.setNetwork': { ...call, input: z.strictObject({ on: z.boolean() }) },
  /** Measured from this computer's clock: 0 puts it right again. */
  'training.setClock': {
    ...call,
    input: z.strictObject({ aheadMs: z.int().min(0).max(clockAheadLimitMs) }),
  },
  /** Begins the training anew: everything recorded in training is deleted, and everybody signed out. */
  'training.reset': { ...call, input: z.strictObject({}) },
})

export const trainingEvents = defineEvents({
  training: { windows: ['till'], who: 'signedIn', value: trainingSchema },
})
