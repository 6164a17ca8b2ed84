/** What the Octopus reader is at, and what its exchange files mean, in words. */
import type { Language } from '../../../../src-shared/contract/counter.ts'
import type { OctopusReaderView } from '../../../../src-shared/contract/octopus.ts'
import { showAmount } from '../../../../src-shared/money.ts'
import { fill, type Texts } from '../../../../src-shared/texts/index.ts'
import { ageWords } from '../../../state/ageWords.ts'
import {
  differenceOf,
  isNone,
  signedAmount,
  signedCount,
  whenWords,
  type DeviceTone,
  type Totals,
} from '../terminalWords.ts'

export type ReaderState = keyof Texts['devices']['octopus']['states']
type Exchange = OctopusReaderView['exchange']

const isPast = (atMs: number | null, nowMs: number): boolean => atMs !== null && atMs <= nowMs

/** The worst of what is so; while it writes its file, the lack of one is being seen to. */
export function stateOfReader(reader: OctopusReaderView, nowMs: number): ReaderState {
  const { blockedBy, line, doing, exchange, housekeeping } = reader
  if (blockedBy) return 'blocked'
  if (!line.open) return 'away'
  if (exchange.running || housekeeping.running) return 'busy'
  if (isPast(exchange.stopAtMs, nowMs)) return 'stopped'
  if (isPast(exchange.warnAtMs, nowMs)) return 'due'
  return doing ? 'busy' : 'there'
}

export const toneOfReader = (state: ReaderState): DeviceTone => {
  switch (state) {
    case 'blocked':
      return 'unknown'
    case 'away':
    case 'stopped':
    case 'due':
      return 'person'
    case 'busy':
      return 'working'
    case 'there':
      return 'idle'
  }
}

export const readerNeedsSomebody = (reader: OctopusReaderView, nowMs: number): boolean =>
  ['unknown', 'person'].includes(toneOfReader(stateOfReader(reader, nowMs)))

/** What it is at, whoever asked for it. */
export function readerDoingWords(
  texts: Texts,
  { doing, exchange, housekeeping, line }: OctopusReaderView,
  nowMs: number,
): readonly string[] {
  const { devices } = texts
  const { octopus: words } = devices
  if (exchange.running) return [words.exchanging]
  if (housekeeping.running) return [words.loadingLists]
  // Without a line nobody knows.
  if (!doing) return line.open ? [words.nothingNow] : []
  const age = ageWords(texts, nowMs - doing.sinceMs)
  return [fill(devices.now, { what: words.doing[doing.call], age })]
}

export function readerTestWords(
  { devices: { octopus: words } }: Texts,
  language: Language,
  { lastTest }: OctopusReaderView,
  nowMs: number,
): string {
  if (!lastTest) return words.neverTested
  const time = whenWords(language, lastTest.atMs, nowMs)
  return fill(words.lastTest, { time, result: words.tests[lastTest.result] })
}

/** How far the reader's clock is off; what is less than a second is the way of the answer. */
export function clockWords(texts: Texts, aheadMs: number): string {
  const { octopus: words } = texts.devices
  if (Math.abs(aheadMs) < 1_000) return words.clockRight
  const age = ageWords(texts, Math.abs(aheadMs))
  return fill(aheadMs > 0 ? words.clockAhead : words.clockBehind, { age })
}

/** When the last file was written. @param pattern with `{time}` and `{age}` */
export const writtenWords = (
  texts: Texts,
  language: Language,
  pattern: string,
  atMs: number,
  nowMs: number,
): string =>
  fill(pattern, {
    time: whenWords(language, atMs, nowMs),
    age: ageWords(texts, nowMs - atMs),
  })

/** Why nothing came of the last try: what the till found, else what the reader said. */
export function whyWords({ devices: { octopus: words } }: Texts, reason: string): string {
  const known: Readonly<Record<string, string>> = { ...words.tests, ...words.failed }
  return known[reason] ?? fill(words.failedSaid, { reason })
}

/** By when a file is wanted, and whether that is so already; null: nothing waits for one. */
export function dueWords(
  { devices: { octopus: words } }: Texts,
  language: Language,
  { warnAtMs, stopAtMs }: Exchange,
  nowMs: number,
): { readonly words: string; readonly now: boolean } | null {
  if (warnAtMs === null || stopAtMs === null) return null
  const facts = {
    warn: whenWords(language, warnAtMs, nowMs),
    stop: whenWords(language, stopAtMs, nowMs),
  }
  if (isPast(stopAtMs, nowMs)) return { words: fill(words.stopped, facts), now: true }
  const now = isPast(warnAtMs, nowMs)
  return { words: fill(now ? words.dueNow : words.dueLater, facts), now }
}

/** What is in no file yet. */
export const openWords = (
  { devices: { octopus: words } }: Texts,
  { count, amountMinor }: Totals,
): string =>
  isNone({ count, amountMinor })
    ? words.nothingOpen
    : fill(words.open, { count, amount: showAmount(amountMinor) })

/** Whether the reader's file is as this till has it. @returns difference null: it is */
export function agreementOf(
  { devices: { octopus: words } }: Texts,
  { theirs, ours }: NonNullable<Exchange['last']>,
): { readonly words: string; readonly difference: Totals | null } {
  const difference = differenceOf(theirs, ours)
  if (isNone(difference)) return { words: words.agrees, difference: null }
  const { count, amountMinor } = difference
  const facts = { count: signedCount(count), amount: signedAmount(amountMinor) }
  return { words: fill(words.differs, facts), difference }
}
