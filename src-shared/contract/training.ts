/** What a trainer may make the simulated other side do. Refused outside training. */
import { z } from 'zod'
import { paymentIdSchema } from '../ids.ts'
import { minorSchema } from '../money.ts'
import { defineCalls, defineEvents } from './define.ts'

/**
 * What the simulated customer, his bank or wallet and the aggregator do with one payment.
 * The customer: `payNow` pays at once; `confirmThenPay` opens the confirmation, and pays after a
 * while; `payLate` pays only after the code was called off or ran out; `payNever` never;
 * `payTwice` pays the same code two times; `payOther` pays a dollar less than asked for, of at
 * most a dollar one cent less, of one cent two; `payWhileClosing` pays at the moment it is ended.
 * His bank: `refuse` refuses; `refuseThenPaid` refuses, and was paid after all.
 * The aggregator: `loseAnswer` takes the money, and its answers get lost for a while;
 * `answerLate` answers after two seconds, `answerTooLate` when the till has given up;
 * `breakLine` breaks off in the middle of its answers for a while; `serverError`, `tooBusy` and
 * `garbage` answer so for a while; `wrongSignature` signs wrongly for a while.
 */
export const trainingDeeds = [
  'payNow',
  'confirmThenPay',
  'payLate',
  'payNever',
  'payTwice',
  'payOther',
  'payWhileClosing',
  'refuse',
  'refuseThenPaid',
  'loseAnswer',
  'answerLate',
  'answerTooLate',
  'breakLine',
  'serverError',
  'tooBusy',
  'garbage',
  'wrongSignature',
] as const
const trainingDeedSchema = z.enum(trainingDeeds)
export type TrainingDeed = (typeof trainingDeeds)[number]

/** What a simulated card terminal does with the next payment or refund. */
export const terminalDeeds = [
  'approve',
  'decline',
  /** The customer presses the red key. */
  'cancel',
  /** Nobody comes with a card: it gives up. */
  'timeOut',
  /** It charges the card, and its answer gets lost. */
  'loseAnswer',
  /** It charges the card, and answers when the till has given up. */
  'answerLate',
  'answerTwice',
  /** It charges the card, and never said that it had heard. */
  'loseAck',
  /** It hears nothing of the sale. */
  'silent',
  'busy',
  /** Its answer comes spoiled, once. */
  'spoilAnswer',
  /** It sends the whole number of the card. */
  'unmasked',
] as const
const terminalDeedSchema = z.enum(terminalDeeds)
export type TerminalDeed = (typeof terminalDeeds)[number]

/**
 * What the simulated customer does with his Octopus at the next payment. By itself: `tap` as usual,
 * `wait` only when told to. He takes it away: `tooEarly` before it was charged, `tooEarlyCharged`
 * after it was; then he holds it there again. `otherThenSame`: he took it away too early, and comes
 * with another card first. `walksAway`: he took it away too early, and is gone.
 * The card: `notEnough` holds less than is owed, `blocked`, `hidesValue`.
 * The reader: `readError` cannot read it at first; `loseReply` charges the card and its answer gets
 * lost; `silent` says nothing; `restart` loses its power in the middle; `logFull`; `listsMissing`.
 */
export const octopusDeeds = [
  'tap',
  'wait',
  'tooEarly',
  'tooEarlyCharged',
  'otherThenSame',
  'walksAway',
  'notEnough',
  'blocked',
  'hidesValue',
  'readError',
  'loseReply',
  'silent',
  'restart',
  'logFull',
  'listsMissing',
] as const
const octopusDeedSchema = z.enum(octopusDeeds)
export type OctopusDeed = (typeof octopusDeeds)[number]

/** The simulated customer's cards. */
export const octopusCards = ['usual', 'other'] as const
export type OctopusCard = (typeof octopusCards)[number]

/** How far a trainer may put the clock ahead. */
export const clockAheadLimitMs = 30 * 24 * 3_600_000

export const trainingChannelStates = ['good', 'slow', 'gone'] as const
export type TrainingChannelState = (typeof trainingChannelStates)[number]

const trainingSchema = z
  .object({
    /** What the next payment will do; null: the customer pays after a moment, as usual. */
    next: trainingDeedSchema.nullable(),
    /** After how long he pays as usual, in ms; null: only when told to. */
    usualPauseMs: z.int().nullable(),
    networkOn: z.boolean(),
    /** Each aggregator: as it should be, slow to answer, or gone. */
    channels: z.array(z.object({ id: z.string(), state: z.enum(trainingChannelStates) })),
    /** The card terminals: what the next payment at one of them will do (null: it is approved), and whether they are plugged in. */
    terminals: z.object({ next: terminalDeedSchema.nullable(), plugged: z.boolean() }),
    /** The Octopus reader: what the next payment will see (null: the customer taps), which card lies on it, and whether it is plugged in. */
    octopus: z.object({
      next: octopusDeedSchema.nullable(),
      card: z.enum(octopusCards).nullable(),
      plugged: z.boolean(),
    }),
    clockAheadMs: z.int(),
  })
  /** null outside training. */
  .nullable()
export type TrainingView = z.infer<typeof trainingSchema>

const call = { does: 'change', windows: ['till'], who: 'signedIn', output: z.null() } as const

export const trainingCalls = defineCalls({
  /** The simulated customer pays this code now, even one that was cancelled. */
  'training.customerPays': {
    ...call,
    input: z.strictObject({
      paymentId: paymentIdSchema,
      /** In cents; left out: what is asked for, and of a transfer what is left of it. */
      amountMinor: minorSchema.positive().optional(),
    }),
  },
  /** A code as a customer's phone would show it now, for a till without a scanner. */
  'training.customerCode': {
    ...call,
    input: z.strictObject({ method: z.enum(['wechatPay', 'alipay', 'unionpayQr']) }),
    output: z.object({ text: z.string() }),
  },
  /** For one payment: the one that is started next. */
  'training.prepare': {
    ...call,
    input: z.strictObject({ next: trainingDeedSchema.nullable() }),
  },
  'training.prepareTerminal': {
    ...call,
    input: z.strictObject({ next: terminalDeedSchema.nullable() }),
  },
  'training.prepareOctopus': {
    ...call,
    input: z.strictObject({ next: octopusDeedSchema.nullable() }),
  },
  /** The customer holds this card to the reader, as long as he does; null: he takes it away. */
  'training.holdOctopus': {
    ...call,
    input: z.strictObject({ card: z.enum(octopusCards).nullable() }),
  },
  'training.setOctopusPlugged': { ...call, input: z.strictObject({ plugged: z.boolean() }) },
  /** Pulls the cables of the simulated terminals, or plugs them in again. */
  'training.setPlugged': { ...call, input: z.strictObject({ plugged: z.boolean() }) },
  'training.setNetwork': { ...call, input: z.strictObject({ on: z.boolean() }) },
  /** One aggregator alone; the network is all of them. */
  'training.setChannel': {
    ...call,
    input: z.strictObject({ id: z.string().max(32), state: z.enum(trainingChannelStates) }),
  },
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
