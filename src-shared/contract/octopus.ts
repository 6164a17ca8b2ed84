/** The Octopus reader of this counter, its daily work, and the balance of a card. */
import { z } from 'zod'
import { paymentIdSchema, saleIdSchema } from '../ids.ts'
import { minorSchema } from '../money.ts'
import { defineCalls, defineEvents } from './define.ts'
import { deviceHistoryLimit, deviceTraceLimit } from './devices.ts'

const path = z.string().trim().min(1).max(200)

export const readerProfileSchema = z.strictObject({
  /** What people call it. */
  name: z.string().trim().min(1).max(24),
  /** A serial port by its stable path, or `tcp:127.0.0.1:PORT` of a bridge program. */
  path,
})
export type ReaderProfile = z.infer<typeof readerProfileSchema>

export const readerTestResults = [
  'ready',
  'busy',
  'silent',
  'notOpen',
  'otherVersion',
  'otherEnvironment',
] as const

const readerTotalsSchema = z.object({ count: z.int(), amountMinor: minorSchema })

/** How the exchange file leaves: by hand, uploaded and taken, or waiting for the other end's line. */
export const exchangeUploads = ['byHand', 'done', 'waiting'] as const

/** What the counter asks of its reader that takes a while. */
export const readerCalls = [
  'init',
  'timeVer',
  'poll',
  'deduct',
  'outcome',
  'addValue',
  'display',
  'exchangeFile',
  'housekeeping',
  'close',
] as const

export const octopusReaderSchema = z.object({
  profile: readerProfileSchema,
  /** It came with the training, and is none of the counter's settings. */
  builtIn: z.boolean(),
  line: z.object({
    open: z.boolean(),
    sinceMs: z.int(),
    /** Why it is not there, in the words of whoever carries it; null: it is there. */
    reason: z.string().nullable(),
    nextTryAtMs: z.int().nullable(),
  }),
  /** Each time that the line came or went, the newest first. */
  history: z
    .array(z.object({ atMs: z.int(), open: z.boolean(), reason: z.string().nullable() }))
    .max(deviceHistoryLimit),
  doing: z.object({ call: z.enum(readerCalls), sinceMs: z.int() }).nullable(),
  lastTest: z.object({ atMs: z.int(), result: z.enum(readerTestResults) }).nullable(),
  /** What it said of itself when it was opened last; null: not yet in this run. */
  facts: z
    .object({
      deviceId: z.int(),
      locationId: z.int(),
      firmware: z.string(),
      library: z.string(),
      /** How far its clock is ahead of ours, in ms. */
      aheadMs: z.int(),
    })
    .nullable(),
  /** The payment of which nobody knows the outcome: until that is settled it takes no new one. */
  blockedBy: z
    .object({ paymentId: paymentIdSchema, saleId: saleIdSchema, amountMinor: minorSchema })
    .nullable(),
  exchange: z.object({
    running: z.boolean(),
    /** Why the last try came to nothing, in the reader's or our words; null: it did not. */
    failed: z.string().nullable(),
    /** Taken by this counter's journal, and in no file yet. */
    open: readerTotalsSchema,
    /** The last file; null: none yet. */
    last: z
      .object({
        atMs: z.int(),
        number: z.int(),
        name: z.string(),
        upload: z.enum(exchangeUploads),
        /** What the reader says stands in it. */
        theirs: readerTotalsSchema,
        /** What this counter's journal has for it. */
        ours: readerTotalsSchema,
      })
      .nullable(),
    /** From when the lack of a newer file is warned of; null: nothing waits for one. */
    warnAtMs: z.int().nullable(),
    /** From when no new payment is taken without one; null: nothing waits for one. */
    stopAtMs: z.int().nullable(),
  }),
  housekeeping: z.object({
    running: z.boolean(),
    failed: z.string().nullable(),
    /** When lists were loaded last, and which the reader has. */
    last: z.object({ atMs: z.int(), lists: z.string() }).nullable(),
  }),
  /** What went over the line, as it was understood, the newest first; of a card no more than its last four digits. */
  trace: z
    .array(z.object({ atMs: z.int(), way: z.enum(['out', 'in']), text: z.string().max(300) }))
    .max(deviceTraceLimit),
})
export type OctopusReaderView = z.infer<typeof octopusReaderSchema>

/** What a look at a card found. It pays nothing, and is kept nowhere. */
export const balanceSchema = z.discriminatedUnion('found', [
  z.object({
    found: z.literal('card'),
    /** In cents; null: the card does not want it shown. */
    valueMinor: minorSchema.nullable(),
    /**
     * The value where the card was issued before October 2017 or sold: what the module can read
     * does not say which. Null: it is known, or no such card holds so much.
     */
    olderMinor: minorSchema.nullable(),
    /** By the Octopus reader, or by the module beside it, which tells the value only. */
    by: z.enum(['reader', 'module']),
    lastFour: z.string().max(4).nullable(),
  }),
  z.object({
    found: z.enum(['noCard', 'otherCard', 'unreadable', 'notThere', 'busy']),
  }),
])
export type Balance = z.infer<typeof balanceSchema>

export const octopusCalls = defineCalls({
  /** Sets the reader up or changes it; not while it is at a payment, or does not know of one. */
  'octopus.save': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'manageCounter',
    input: z.strictObject({ profile: readerProfileSchema }),
    output: z.null(),
  },
  'octopus.remove': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'manageCounter',
    input: z.strictObject({}),
    output: z.null(),
  },
  /** Opens the reader and asks who it is: moves no money. */
  'octopus.test': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'signedIn',
    input: z.strictObject({}),
    output: z.object({ result: z.enum(readerTestResults) }),
  },
  /** Has the reader write its file of transactions, holds it against the journal, and loads the lists. */
  'octopus.exchange': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'settleTerminals',
    input: z.strictObject({}),
    output: z.null(),
  },
  /** Has the reader load the lists that were downloaded. */
  'octopus.housekeep': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'settleTerminals',
    input: z.strictObject({}),
    output: z.null(),
  },
  /** Waits a few seconds for a card, and tells what remains on it. Takes nothing from it. */
  'octopus.balance': {
    does: 'change',
    windows: ['till'],
    who: 'signedIn',
    input: z.strictObject({}),
    output: balanceSchema,
  },
  /** The module that reads the value of a card where the reader cannot; null: there is none. */
  'octopus.saveModule': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'manageCounter',
    input: z.strictObject({ module: z.strictObject({ path }).nullable() }),
    output: z.null(),
  },
})

export const octopusEvents = defineEvents({
  octopus: {
    windows: ['till', 'manager'],
    who: 'signedIn',
    value: z
      .object({
        reader: octopusReaderSchema.nullable(),
        /** Of the balance module; null: there is none. */
        module: z.object({ path: z.string(), there: z.boolean() }).nullable(),
      })
      .nullable(),
  },
})
