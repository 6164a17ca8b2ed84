/** The counter itself: what every screen's frame shows, and the choices of language and theme. */
import { z } from 'zod'
import { minorSchema } from '../money.ts'
import { methodIdSchema } from '../methods.ts'
import { failureSchema } from '../result.ts'
import { saleIdSchema, shiftIdSchema, staffIdSchema } from '../ids.ts'
import { defineCalls, defineEvents } from './define.ts'

export const languages = ['en', 'zh-Hant', 'zh-Hans'] as const
export const languageSchema = z.enum(languages)
export type Language = (typeof languages)[number]

export const themeSchema = z.enum(['light', 'dark', 'system'])

const readySchema = z.object({
  state: z.literal('ready'),
  version: z.string(),
  environment: z.enum(['training', 'live']),
  counterName: z.string(),
  storeName: z.string(),
  /** null until somebody has chosen, on the first start. */
  language: languageSchema.nullable(),
  theme: themeSchema,
  ceilingMinor: minorSchema,
  shift: z
    .object({
      shiftId: shiftIdSchema,
      openedAtMs: z.int(),
      openedBy: z.string(),
      /** Hong Kong date that the shift's takings belong to, `YYYY-MM-DD`. */
      businessDate: z.string(),
    })
    .nullable(),
  methods: z.array(
    z.object({
      id: methodIdSchema,
      /**
       * `codeOnly`: no line, the code can be shown; `notNow`: no line, and it needs one; `slow`
       * and `backup`: its usual channel is slow, or another one carries it. `away`: its terminal does
       * not answer; `blocked`: its terminal has a payment whose outcome nobody knows.
       */
      state: z.enum([
        'ready',
        'slow',
        'backup',
        'codeOnly',
        'notNow',
        'notSetUp',
        'away',
        'blocked',
      ]),
      /** Whether a code on the customer's phone is taken. */
      takesCodes: z.boolean(),
    }),
  ),
  /** A customer's code that was scanned and waits for its amount. */
  scanned: z
    .object({ method: methodIdSchema, lastFour: z.string(), usableUntilMs: z.int() })
    .nullable(),
  /** Journal rows that the aggregator does not hold yet. */
  upload: z.object({ waiting: z.int(), oldestAtMs: z.int().nullable() }),
  /** What the last calls of the channels told: `idle` until one was made. */
  line: z.enum(['idle', 'good', 'down']),
  /** Sales that were set aside, the oldest first; at most 50. A paid one stays until it is taken back. */
  waitingSales: z.array(
    z.object({
      saleId: saleIdSchema,
      state: z.enum(['open', 'completed', 'cancelled']),
      openedAtMs: z.int(),
      reference: z.string(),
      description: z.string(),
      totalMinor: minorSchema,
      paidMinor: minorSchema,
    }),
  ),
  /** How far the engine's clock is ahead of this computer's; 0 but in training. */
  clockAheadMs: z.int(),
  /** Payments whose outcome nobody knows yet, and money that came after a payment's end. */
  unresolved: z.int(),
  /** What somebody must know now: settings that were not taken, a disk that runs full... */
  alarms: z.array(failureSchema),
})

/** The till cannot work; nothing else of the contract answers. */
const blockedSchema = z.object({
  state: z.literal('blocked'),
  version: z.string(),
  language: languageSchema.nullable(),
  theme: themeSchema,
  failure: failureSchema,
})

export const counterSchema = z.discriminatedUnion('state', [readySchema, blockedSchema])
export type CounterView = z.infer<typeof counterSchema>
export type ReadyCounter = z.infer<typeof readySchema>
export type MethodOfCounter = ReadyCounter['methods'][number]

/** One tile of the sign-in screen. */
export const staffTileSchema = z.object({
  staffId: staffIdSchema,
  name: z.string(),
  role: z.enum(['cashier', 'supervisor', 'manager', 'admin']),
  /** Shown in training only, so that a learner can sign in. */
  trainingPin: z.string().nullable(),
  lockedUntilMs: z.int().nullable(),
})
export type StaffTile = z.infer<typeof staffTileSchema>

export const counterCalls = defineCalls({
  'counter.chooseLanguage': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'anyone',
    input: z.strictObject({ language: languageSchema }),
    output: z.null(),
  },
  'counter.chooseTheme': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'anyone',
    input: z.strictObject({ theme: themeSchema }),
    output: z.null(),
  },
})

export const counterEvents = defineEvents({
  counter: { windows: ['till', 'manager'], who: 'anyone', value: counterSchema },
})
