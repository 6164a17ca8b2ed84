/** What stands on the counter and is reached by a line of its own: card terminals and the Octopus reader. */
import { z } from 'zod'
import { paymentIdSchema, saleIdSchema } from '../ids.ts'
import { minorSchema } from '../money.ts'
import { defineCalls, defineEvents } from './define.ts'

/** The most card terminals on one counter; what was sent to one of them is known by its place for ever. */
export const terminalIds = ['terminal-1', 'terminal-2', 'terminal-3', 'terminal-4'] as const
export type TerminalId = (typeof terminalIds)[number]
const terminalIdSchema = z.enum(terminalIds)

/** `hypercom`: the base set; `nets`: with a NETS header; `hkText`: Hong Kong's text protocol. */
export const terminalProtocols = ['hypercom', 'nets', 'hkText', 'zvt'] as const
export type TerminalProtocol = (typeof terminalProtocols)[number]

/**
 * What a terminal may be asked for. `last`: what became of a transaction, which finds out what
 * came of a lost answer; `abort`: to stop a payment that has begun; `settle` closes its batch.
 */
export const terminalSkills = ['void', 'refund', 'abort', 'last', 'totals', 'settle'] as const
export type TerminalSkill = (typeof terminalSkills)[number]

/** What each protocol knows at all; an acquirer's terminal may know less. */
export const skillsOf: Readonly<Record<TerminalProtocol, readonly TerminalSkill[]>> = {
  hypercom: ['void', 'totals', 'settle'],
  nets: ['last', 'settle'],
  hkText: ['void', 'last', 'totals'],
  zvt: ['void', 'refund', 'abort', 'last', 'settle'],
}

export const baudRates = [9_600, 19_200, 38_400, 57_600, 115_200] as const
export type BaudRate = (typeof baudRates)[number]

/** All that differs between acquirers and shops; with the defaults that hold where nothing else is known. */
export const terminalProfileSchema = z.strictObject({
  id: terminalIdSchema,
  /** What people call it. */
  name: z.string().trim().min(1).max(24),
  protocol: z.enum(terminalProtocols),
  /** A serial port by its stable path, or `tcp:HOST:PORT`. */
  path: z.string().trim().min(1).max(200),
  baudRate: z.literal(baudRates).default(9_600),
  skills: z.array(z.enum(terminalSkills)).max(terminalSkills.length),
  /** Hypercom: with which code it voids. */
  voidCode: z.enum(['26', '40']).default('26'),
  /** Hypercom: says that more follows even in the only frame, as some terminals want it. */
  saysMore: z.boolean().default(false),
  /** Hypercom: answers by which the terminal gives up without knowing what became of the card. */
  unclearCodes: z
    .array(z.string().regex(/^[0-9A-Z]{2}$/u))
    .max(20)
    .default(['TO', 'EN', 'HS']),
  /** ZVT: six digits, which the terminal's own settings name. */
  password: z
    .string()
    .regex(/^\d{6}$/u)
    .default('000000'),
  /** How long an acknowledgement is waited for. With all its repetitions a line test must end before a channel is given up. */
  takenWithinMs: z.int().min(500).max(5_000).default(2_000),
  /** How often a frame is sent at most. What asks for money is sent again only where the terminal said that it did not arrive. */
  tries: z.int().min(1).max(3).default(3),
  betweenTriesMs: z.int().min(200).max(1_000).default(200),
  /** For how long the result is waited for once the terminal has taken a payment. */
  answerWithinMs: z.int().min(10_000).max(300_000).default(120_000),
  /** A longer pause within a frame ends it. */
  gapMs: z.int().min(10).max(2_000).default(100),
  /** How far the terminal's clock may be off. */
  clockToleranceMs: z.int().min(0).max(3_600_000).default(120_000),
})
export type TerminalProfile = z.infer<typeof terminalProfileSchema>

export const terminalTestResults = ['ready', 'busy', 'silent', 'notOpen'] as const

export const terminalTotalsSchema = z.object({
  count: z.int(),
  /** Sales less what was given back, in cents. */
  amountMinor: minorSchema,
})

/** How many lines a terminal's history and its trace have at most. */
export const deviceHistoryLimit = 20
export const deviceTraceLimit = 100

export const terminalSchema = z.object({
  profile: terminalProfileSchema,
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
  /** What it is at now; null: nothing that this counter has asked for. */
  doing: z
    .object({
      verb: z.enum(['sale', 'void', 'refund', 'last', 'settle', 'totals', 'lineTest']),
      sinceMs: z.int(),
      /** What it says to whoever stands before it. */
      says: z.string().nullable(),
    })
    .nullable(),
  lastTest: z.object({ atMs: z.int(), result: z.enum(terminalTestResults) }).nullable(),
  /** The payment of which nobody knows the outcome: until that is settled it takes no new one. */
  blockedBy: z
    .object({ paymentId: paymentIdSchema, saleId: saleIdSchema, amountMinor: minorSchema })
    .nullable(),
  settlement: z.object({
    /** By this counter's journal: approved since the last settlement and not given back. */
    open: z.array(z.object({ scheme: z.string().nullable(), ...terminalTotalsSchema.shape })),
    running: z.boolean(),
    /** The last one; null: none yet. */
    last: z
      .object({
        atMs: z.int(),
        businessDate: z.string(),
        /** What the terminal said of its batch; null: it did not say. */
        terminal: terminalTotalsSchema.nullable(),
        ours: terminalTotalsSchema,
      })
      .nullable(),
    /** Why the last try came to nothing, in the terminal's or our words. */
    failed: z.string().nullable(),
  }),
  /** What went over the line, as it was understood, the newest first; never a whole card number. */
  trace: z
    .array(z.object({ atMs: z.int(), way: z.enum(['out', 'in']), text: z.string().max(300) }))
    .max(deviceTraceLimit),
})
export type TerminalView = z.infer<typeof terminalSchema>

const aboutOne = z.strictObject({ id: terminalIdSchema })

export const deviceCalls = defineCalls({
  /** The ports of this computer as they are now, by the names under which they stay the same. */
  'devices.findPorts': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'manageCounter',
    input: z.strictObject({}),
    output: z.object({
      ports: z.array(z.object({ path: z.string(), name: z.string() })).max(64),
    }),
  },
  /** Asks on this line, in each protocol and at the usual speeds, whether a terminal is there. Takes up to half a minute. */
  'devices.identify': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'manageCounter',
    input: z.strictObject({ path: z.string().trim().min(1).max(200) }),
    output: z
      .object({ protocol: z.enum(terminalProtocols), baudRate: z.literal(baudRates) })
      .nullable(),
  },
  /** Adds a terminal or changes it; not while it is at a payment, or does not know of one. */
  'devices.saveTerminal': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'manageCounter',
    input: z.strictObject({ profile: terminalProfileSchema }),
    output: z.null(),
  },
  'devices.removeTerminal': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'manageCounter',
    input: aboutOne,
    output: z.null(),
  },
  /** A line test: moves no money. */
  'devices.testTerminal': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'signedIn',
    input: aboutOne,
    output: z.object({ result: z.enum(terminalTestResults) }),
  },
  /** Closes the terminal's batch, once per business day: what is in it cannot be voided any more. */
  'devices.settleTerminal': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'settleTerminals',
    input: aboutOne,
    output: z.null(),
  },
})

export const deviceEvents = defineEvents({
  devices: {
    windows: ['till', 'manager'],
    who: 'signedIn',
    value: z.object({ terminals: z.array(terminalSchema).max(terminalIds.length) }).nullable(),
  },
})
