/** What a channel's measures are in words. */
import type { ChannelView, UploadView } from '../../../src-shared/contract/channels.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { fill, type Texts } from '../../../src-shared/texts/index.ts'
import { showTime } from '../../../src-shared/texts/show.ts'

/** `850 ms`, `2.4 s`: read at a glance, and cut down, not up. */
export function durationWords({ channels }: Texts, durationMs: number): string {
  if (durationMs < 1_000) return fill(channels.ms, { n: durationMs })
  const tenths = Math.trunc(durationMs / 100)
  return fill(channels.seconds, { n: `${Math.trunc(tenths / 10)}.${tenths % 10}` })
}

/** As many of the hash's hex digits as a person compares. */
const hashDigits = 16

export const hashBegins = (hash: string): string => hash.slice(0, hashDigits)

export const methodList = ({ channels, methods }: Texts, ids: readonly MethodId[]): string =>
  ids.length === 0 ? channels.nothing : ids.map((id) => methods[id]).join(channels.between)

/** Name and value, in the order in which they are read. */
export function measuresOf(
  texts: Texts,
  channel: ChannelView,
): readonly (readonly [string, string])[] {
  const { channels: words } = texts
  const duration = (ms: number | null) => (ms === null ? '–' : durationWords(texts, ms))
  return [
    [
      words.success,
      channel.successPercent === null ? '–' : fill(words.percent, { n: channel.successPercent }),
    ],
    [words.usual, duration(channel.p50Ms)],
    [words.slowest, duration(channel.p95Ms)],
    [words.asked, String(channel.asked)],
  ]
}

/** Codes of the system and of the client that speaks HTTP. */
const lineErrors: readonly (readonly [RegExp, keyof Texts['channels']['errors']])[] = [
  [/TIMEOUT|TIMEDOUT/u, 'late'],
  [/UND_ERR_SOCKET|ECONNRESET|EPIPE|ABORT/u, 'broken'],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UNREACH|ENETDOWN/u, 'unreached'],
]

/** In words, with the code that support asks for; whatever else was said stays as it is. */
export function errorWords({ channels }: Texts, reason: string): string {
  const known = lineErrors.find(([code]) => code.test(reason))
  return known ? `${channels.errors[known[1]]} (${reason})` : reason
}

export const lastErrorOf = (texts: Texts, { lastError }: ChannelView): string =>
  lastError === null
    ? texts.channels.noError
    : [showTime(lastError.atMs), errorWords(texts, lastError.reason)].join(' · ')

/** Amber where somebody has to know; never green, which is for money. */
export const channelTone = ({ state }: ChannelView): 'idle' | 'working' | 'person' => {
  if (state === 'probing') return 'working'
  return state === 'slow' || state === 'down' ? 'person' : 'idle'
}

export const uploadTone = ({ state }: UploadView): 'idle' | 'working' | 'person' => {
  if (state === 'sending') return 'working'
  return state === 'refused' || state === 'waiting' ? 'person' : 'idle'
}
