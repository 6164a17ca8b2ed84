/**
 * Settings: one pure merge of layers, each overriding the ones before it. What is wrong in a
 * layer never takes the till down: the last good value stays, and an alarm says so.
 */
import { z } from 'zod'
import { languageSchema, themeSchema, type Language } from '../../../src-shared/contract/counter.ts'
import {
  terminalIds,
  terminalProfileSchema,
  type TerminalProfile,
} from '../../../src-shared/contract/devices.ts'
import { readerProfileSchema } from '../../../src-shared/contract/octopus.ts'
import { methodIdSchema, type MethodId } from '../../../src-shared/methods.ts'
import { minorSchema } from '../../../src-shared/money.ts'
import { failed, type Failure } from '../../../src-shared/result.ts'
import type { SettingsLayer, SettingsSource } from '../parts.ts'

const minute = 60_000
const hour = 60 * minute
const mebibyte = 1_048_576

/** Every setting with its schema and default. */
const definitions = {
  language: [languageSchema.nullable(), null],
  theme: [themeSchema, 'system'],
  'counter.name': [z.string().trim().min(1).max(24), 'Counter 1'],
  'store.name': [z.string().trim().min(1).max(40), 'Harbour Till'],
  /** Lines under the shop's name on a receipt. */
  'store.address': [z.array(z.string().trim().min(1).max(60)).max(4), [] as string[]],
  /** Lines at the end of a receipt: exchanges, opening hours. */
  'receipt.policy': [z.array(z.string().trim().min(1).max(60)).max(6), [] as string[]],
  /** One or two, the first first. */
  'receipt.languages': [
    z
      .array(languageSchema)
      .min(1)
      .max(2)
      .refine((chosen) => new Set(chosen).size === chosen.length),
    ['zh-Hant', 'en'] as Language[],
  ],
  /** What the customer display speaks; null: what the counter speaks. */
  'customer.language': [languageSchema.nullable(), null],
  /** The largest sale, in cents. */
  'sale.ceilingMinor': [minorSchema.positive(), 5_000_000],
  /** How long a code made here is shown. */
  'fps.expiryMs': [
    z
      .int()
      .min(minute)
      .max(60 * minute),
    10 * minute,
  ],
  /** How long a wallet's code is shown. */
  'wallet.expiryMs': [
    z
      .int()
      .min(minute)
      .max(15 * minute),
    3 * minute,
  ],
  /** How old a customer's code may be when it is charged. */
  'scan.codeMaxAgeMs': [z.int().min(10_000).max(minute), minute],
  /** The card terminals of this counter, the usual one first. */
  'card.terminals': [
    z
      .array(terminalProfileSchema)
      .max(terminalIds.length)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length)
      .refine((all) => new Set(all.map(({ path }) => path)).size === all.length),
    [] as TerminalProfile[],
  ],
  /** The Octopus reader of this counter. */
  'octopus.reader': [readerProfileSchema.nullable(), null],
  /** The module that only reads what is on a card. */
  'octopus.module': [
    z.strictObject({ path: z.string().trim().min(1).max(200) }).nullable(),
    null as { path: string } | null,
  ],
  /** The highest deduction, in cents (unconfirmed: what a reader takes depends on the merchant's agreement). */
  'octopus.ceilingMinor': [minorSchema.positive().max(1_000_000), 300_000],
  /** From when a payment that has taken nothing may be cancelled. */
  'octopus.cancelAfterMs': [z.int().min(0).max(minute), 10_000],
  /** From when help is shown where the reader does not answer. */
  'octopus.helpAfterMs': [z.int().min(1_000).max(minute), 4_000],
  /** How long a card is waited for in all. */
  'octopus.giveUpMs': [
    z
      .int()
      .min(20_000)
      .max(10 * minute),
    minute,
  ],
  /** From when a supervisor may let a sale go on without an incomplete payment. */
  'octopus.letGoAfterMs': [
    z
      .int()
      .min(5_000)
      .max(10 * minute),
    20_000,
  ],
  /** How old the last exchange file may be before the reader writes another by itself. */
  'octopus.exchangeEveryMs': [
    z
      .int()
      .min(hour)
      .max(48 * hour),
    20 * hour,
  ],
  /** When the lack of a newer one is warned of. */
  'octopus.warnAfterMs': [
    z
      .int()
      .min(hour)
      .max(7 * 24 * hour),
    24 * hour,
  ],
  /** When no new payment is taken without one (unconfirmed: the merchant's agreement says). */
  'octopus.stopAfterMs': [
    z
      .int()
      .min(24 * hour)
      .max(30 * 24 * hour),
    72 * hour,
  ],
  /** When a payment by a customer's code is asked for first. */
  'scan.firstAskMs': [z.int().min(1_000).max(15_000), 5_000],
  /** When it is given up and reversed; never before `scan.reverseNotBeforeMs`. */
  'scan.giveUpMs': [
    z
      .int()
      .min(20_000)
      .max(5 * minute),
    45_000,
  ],
  'scan.reverseNotBeforeMs': [z.int().min(15_000).max(minute), 15_000],
  /** Whether EMVCo codes, which hold card data, are taken. They are sealed as soon as they are scanned. */
  'scan.emvCodes': [z.boolean(), false],
  /** For how long the end of a payment is asked for before it counts as unresolved; it goes on being asked for. */
  'payment.parkAfterMs': [
    z
      .int()
      .min(minute)
      .max(60 * minute),
    5 * minute,
  ],
  /** How long a transfer is waited for. */
  'transfer.waitMs': [
    z
      .int()
      .min(24 * 60 * minute)
      .max(180 * 24 * 60 * minute),
    60 * 24 * 60 * minute,
  ],
  /** How often an awaited transfer is asked for, besides the notices that come by themselves. */
  'transfer.askEveryMs': [
    z
      .int()
      .min(minute)
      .max(24 * 60 * minute),
    10 * minute,
  ],
  /** Refunds above this need the consent of a manager, in cents. */
  'refund.consentAboveMinor': [minorSchema.positive(), 500_000],
  /** Goods for one FPS payment that no one can confirm now, at most, in cents. */
  'release.ceilingMinor': [minorSchema.nonnegative(), 50_000],
  /** For all such payments together that are still open, in cents. */
  'release.totalMinor': [minorSchema.nonnegative(), 500_000],
  /** The channels of each method, the primary first; of a method that is not named: all, in their order. */
  'channels.order': [
    z.partialRecord(methodIdSchema, z.array(z.string().min(1).max(32)).min(1).max(2)),
    {} satisfies Partial<Record<MethodId, string[]>>,
  ],
  /** An answer that takes longer makes its channel slow. */
  'channel.slowAfterMs': [z.int().min(500).max(10_000), 3_000],
  /** Failed answers of the window, in percent, that make a channel down. */
  'channel.downFromPercent': [z.int().min(10).max(100), 50],
  /** How long an answer counts for a channel's health. */
  'channel.windowMs': [
    z
      .int()
      .min(minute)
      .max(60 * minute),
    5 * minute,
  ],
  /** How often a channel that is out of use is tried. */
  'channel.probeEveryMs': [
    z
      .int()
      .min(5_000)
      .max(10 * minute),
    15_000,
  ],
  /** How often a channel is asked while a code is on the screen. */
  'channel.askEveryMs': [z.int().min(1_000).max(5_000), 4_000],
  /** How long a cancelled code is watched for money that comes late. */
  'fps.watchMs': [
    z
      .int()
      .min(minute)
      .max(30 * 24 * 60 * minute),
    7 * 24 * 60 * minute,
  ],
  /** Below this no payment starts. */
  'storage.minFreeBytes': [
    z
      .int()
      .min(0)
      .max(64 * 1024 * mebibyte),
    256 * mebibyte,
  ],
  /** The simulated customer pays an FPS code after this time; null: only when told to. */
  'training.fpsPaysAfterMs': [
    z
      .int()
      .min(0)
      .max(60 * minute)
      .nullable(),
    8_000,
  ],
} as const satisfies Readonly<Record<string, readonly [z.ZodType, unknown]>>

export type SettingKey = keyof typeof definitions
export type Settings = { readonly [K in SettingKey]: z.infer<(typeof definitions)[K][0]> }

const keys = Object.keys(definitions) as SettingKey[]
const isKey = (key: string): key is SettingKey => Object.hasOwn(definitions, key)

export const defaultSettings = Object.fromEntries(
  keys.map((key) => [key, definitions[key][1]]),
) as Settings

/** What of each source was good when it was last read, as JSON text. */
export type LastGood = Readonly<Partial<Record<SettingsSource, string>>>

export type Merged = {
  readonly values: Settings
  readonly sources: Readonly<Record<SettingKey, SettingsSource | 'default'>>
  readonly problems: readonly Failure[]
  readonly good: LastGood
}

/** @param layers the lowest first */
export function mergeSettings(layers: readonly SettingsLayer[], lastGood: LastGood): Merged {
  const values: Record<string, unknown> = { ...defaultSettings }
  const sources: Record<string, SettingsSource | 'default'> = Object.fromEntries(
    keys.map((key) => [key, 'default']),
  )
  const problems: Failure[] = []
  const good: Partial<Record<SettingsSource, string>> = {}
  for (const layer of layers) {
    const read = readLayer(layer, lastGood[layer.source])
    problems.push(...read.problems)
    for (const [key, value] of Object.entries(read.good)) {
      values[key] = value
      sources[key] = layer.source
    }
    // An absent layer clears what it gave.
    if (layer.state !== 'absent') good[layer.source] = JSON.stringify(read.good)
  }
  return {
    values: values as Settings,
    sources: sources as Merged['sources'],
    problems,
    good,
  }
}

type LayerRead = {
  readonly good: Readonly<Record<string, unknown>>
  readonly problems: readonly Failure[]
}

function readLayer(layer: SettingsLayer, lastGood: string | undefined): LayerRead {
  if (layer.state === 'absent') return { good: {}, problems: [] }
  const before = accepted(parseObject(lastGood ?? '{}') ?? {})
  const now = layer.state === 'read' ? parseObject(layer.text) : undefined
  const { source } = layer
  if (now === undefined) {
    return { good: before, problems: [failed('settingsUnreadable', { source }).failure] }
  }
  const good: Record<string, unknown> = {}
  const problems: Failure[] = []
  for (const [key, value] of Object.entries(now)) {
    if (!isKey(key)) {
      problems.push(failed('settingUnknown', { key: key.slice(0, 64), source }).failure)
      continue
    }
    const [schema] = definitions[key]
    const parsed = schema.safeParse(value)
    if (parsed.success) good[key] = parsed.data
    else {
      problems.push(failed('settingWrong', { key, source }).failure)
      if (Object.hasOwn(before, key)) good[key] = before[key]
    }
  }
  return { good, problems: problems.slice(0, 20) }
}

/** Of what another version may have kept, only what this one accepts. */
const accepted = (kept: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(kept).filter(
      ([key, value]) => isKey(key) && definitions[key][0].safeParse(value).success,
    ),
  )

const objectSchema = z.record(z.string(), z.unknown())

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/**
 * The user's file with one value changed, everything else in it kept as it was.
 * @returns undefined where the file cannot be read: then it is left alone
 */
export function withSetting(
  layer: SettingsLayer | undefined,
  key: SettingKey,
  value: unknown,
): string | undefined {
  const text = layer === undefined || layer.state === 'absent' ? '{}' : undefined
  const now = parseObject(text ?? (layer?.state === 'read' ? layer.text : ''))
  try {
    return now && `${JSON.stringify({ ...now, [key]: value }, null, 2)}\n`
  } catch {
    // Nested deeper than can be written.
    return undefined
  }
}
