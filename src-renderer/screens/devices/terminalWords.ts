/** What a card terminal is at, and what its figures mean, in words. */
import type { TerminalProfile, TerminalView } from '../../../src-shared/contract/devices.ts'
import type { Language } from '../../../src-shared/contract/counter.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill, type Texts } from '../../../src-shared/texts/index.ts'
import { showDate, showLeft, showTime } from '../../../src-shared/texts/show.ts'
import { ageWords } from '../../state/ageWords.ts'

export type TerminalState = keyof Texts['devices']['states']
/** Never green, which is for money. */
export type DeviceTone = 'unknown' | 'person' | 'working' | 'idle'
export type Totals = { readonly count: number; readonly amountMinor: number }

/** The worst of what is so: an outcome that nobody knows counts more than a line that is away. */
export function stateOf({ blockedBy, line, doing, settlement }: TerminalView): TerminalState {
  if (blockedBy) return 'blocked'
  if (!line.open) return 'away'
  return doing || settlement.running ? 'busy' : 'there'
}

export const toneOfTerminal = (terminal: TerminalView): DeviceTone => {
  switch (stateOf(terminal)) {
    case 'blocked':
      return 'unknown'
    case 'away':
      return 'person'
    case 'busy':
      return 'working'
    case 'there':
      return 'idle'
  }
}

export const needsSomebody = (terminal: TerminalView): boolean =>
  ['blocked', 'away'].includes(stateOf(terminal))

/** Not by `tcp:` nor by whatever else carries it: only a serial line has a speed. */
export const isSerial = (path: string): boolean => !/^[a-z]{2,}:/iu.test(path.trim())

/** `COM3 · 9600 baud`, or the path alone. */
export const placeWords = ({ devices }: Texts, { path, baudRate }: TerminalProfile): string =>
  isSerial(path) ? fill(devices.at, { path, speed: baudRate }) : path

/** The time alone, where it is of the same day. */
export function whenWords(language: Language, atMs: number, nowMs: number): string {
  const date = showDate(language, atMs)
  return date === showDate(language, nowMs) ? showTime(atMs) : `${date} ${showTime(atMs)}`
}

/** Before it was opened for the first time there is nothing to tell. */
const notTriedYet = 'not opened yet'

/** How systems, the serial library and our own carriers say it. */
const knownReasons: readonly (readonly [RegExp, keyof Texts['devices']['reasons']])[] = [
  [/ENOENT|ENXIO|ENODEV|no such (?:file|device)|file not found|^not there/iu, 'missing'],
  [/EBUSY|cannot lock|resource busy/iu, 'taken'],
  [/EACCES|EPERM|permission denied|access denied/iu, 'forbidden'],
  [
    /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|cannot connect/iu,
    'unreached',
  ],
  [/EIO|ECONNRESET|EPIPE|^(?:closed|unplugged)/iu, 'gone'],
]

/** In words with what to do, and with its own words beside them, which support asks for. */
export function reasonWords({ devices }: Texts, reason: string): string {
  const known = knownReasons.find(([words]) => words.test(reason))
  if (!known) return reason
  // Which port stands beside it already.
  const said = reason.replace(/^Error: /u, '').replace(/,? cannot open .*$/u, '')
  return fill(devices.said, { words: devices.reasons[known[1]], reason: said })
}

/**
 * Whether the line is there, since when, why not, and when it is tried again.
 * @param awaySince what a missing line means for this device
 */
export function lineWords(
  texts: Texts,
  language: Language,
  { line }: Pick<TerminalView, 'line'>,
  nowMs: number,
  awaySince = texts.devices.awaySince,
): readonly string[] {
  const { devices: words } = texts
  const time = whenWords(language, line.sinceMs, nowMs)
  if (line.open) return [fill(words.thereSince, { time })]
  const { reason: said } = line
  const reason = said === null || said === notTriedYet ? '' : reasonWords(texts, said)
  return [
    fill(awaySince, { time, reason }).trim(),
    line.nextTryAtMs === null || line.nextTryAtMs <= nowMs
      ? words.tryingNow
      : fill(words.nextTry, { left: showLeft(line.nextTryAtMs - nowMs) }),
  ]
}

/** What it is at, and what it shows to whoever stands before it. */
export function doingWords(
  texts: Texts,
  { doing, settlement, line }: TerminalView,
  nowMs: number,
): readonly string[] {
  const { devices: words } = texts
  if (!doing && settlement.running) return [words.settling]
  // Without a line nobody knows.
  if (!doing) return line.open ? [words.nothingNow] : []
  const now = fill(words.now, {
    what: words.doing[doing.verb],
    age: ageWords(texts, nowMs - doing.sinceMs),
  })
  const says = doing.says === null ? [] : [fill(words.says, { text: doing.says })]
  return [now, ...(settlement.running ? [words.settling] : []), ...says]
}

export function testWords(
  { devices }: Texts,
  language: Language,
  { lastTest }: TerminalView,
  nowMs: number,
): string {
  if (!lastTest) return devices.neverTested
  const time = whenWords(language, lastTest.atMs, nowMs)
  return fill(devices.lastTest, { time, result: devices.tests[lastTest.result] })
}

/** Why it is not settled: what the till found, else what the terminal said. */
export function failedWords({ devices }: Texts, reason: string): string {
  const known: Readonly<Record<string, string>> = devices.failed
  return known[reason] ?? fill(devices.failedSaid, { reason })
}

/** As the terminal and the history call it; what has no name here keeps its own. */
export function schemeWords({ devices, card }: Texts, scheme: string | null): string {
  const names: Readonly<Record<string, string>> = card.schemes
  return scheme === null ? devices.schemeUntold : (names[scheme] ?? scheme)
}

export const sumOf = (all: readonly Totals[]): Totals => ({
  count: all.reduce((sum, { count }) => sum + count, 0),
  amountMinor: all.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
})

/** What the terminal has more than we; below zero: less. */
export const differenceOf = (terminal: Totals, ours: Totals): Totals => ({
  count: terminal.count - ours.count,
  amountMinor: terminal.amountMinor - ours.amountMinor,
})

export const isNone = ({ count, amountMinor }: Totals): boolean => count === 0 && amountMinor === 0

const sign = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '')

/** With their sign: which side has more is what is looked for. */
export const signedCount = (count: number): string => `${sign(count)}${Math.abs(count)}`
export const signedAmount = (amountMinor: number): string =>
  `${sign(amountMinor)}${showAmount(Math.abs(amountMinor))}`
