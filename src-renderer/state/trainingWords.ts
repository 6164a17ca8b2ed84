/** What a trainer may choose from, and what is not as usual in as few words as a corner has room for. */
import type { TrainingDeed, TrainingView } from '../../src-shared/contract/training.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'
import type { Key } from './keysStroke.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** By who does it, in the order in which they are offered; null is as usual. */
export const deedGroups = [
  {
    by: 'customer',
    deeds: [
      null,
      'payNow',
      'confirmThenPay',
      'payLate',
      'payNever',
      'payTwice',
      'payOther',
      'payWhileClosing',
    ],
  },
  { by: 'bank', deeds: ['refuse', 'refuseThenPaid'] },
  {
    by: 'line',
    deeds: [
      'loseAnswer',
      'answerLate',
      'answerTooLate',
      'breakLine',
      'serverError',
      'tooBusy',
      'garbage',
      'wrongSignature',
    ],
  },
] as const satisfies readonly {
  readonly by: keyof Texts['training']['groups']
  readonly deeds: readonly (TrainingDeed | null)[]
}[]

const byDigit: readonly (TrainingDeed | null)[] = deedGroups[0].deeds
const byFunction: readonly (TrainingDeed | null)[] = [
  ...deedGroups[1].deeds,
  ...deedGroups[2].deeds,
]

/** What the customer does is on the digits from 1, everything else on the function keys from F1. */
export function keyOfDeed(deed: TrainingDeed | null): string {
  const digit = byDigit.indexOf(deed)
  return digit >= 0 ? String(digit + 1) : `F${byFunction.indexOf(deed) + 1}`
}

/** @returns undefined for a key that chooses nothing */
export function deedOfKey(key: Key): TrainingDeed | null | undefined {
  if (key.kind === 'digit') return byDigit[Number(key.digit) - 1]
  if (key.kind !== 'function') return undefined
  return byFunction.find((deed) => keyOfDeed(deed) === key.name)
}

/** `2 days 1 h 10 min`; whole minutes, and never nothing. */
export function aheadWords({ training }: Texts, aheadMs: number): string {
  const days = Math.trunc(aheadMs / dayMs)
  const hours = Math.trunc((aheadMs % dayMs) / hourMs)
  const minutes = Math.trunc((aheadMs % hourMs) / minuteMs)
  const parts = [
    days > 0 ? fill(training.days, { n: days }) : '',
    hours > 0 ? fill(training.hours, { n: hours }) : '',
    minutes > 0 || aheadMs < hourMs ? fill(training.minutes, { n: minutes }) : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

export type Unusual = {
  readonly about: 'next' | 'network' | 'channel' | 'terminal' | 'octopus' | 'clock'
  readonly words: string
  /** It has a line of its own. */
  readonly long?: true
}

/** As many as a corner has room for: two short ones stand beside each other. */
const cornerRoom = 4

/** @returns which of them are shown, and how many are not */
export function fitCorner(unusual: readonly Unusual[]): {
  readonly shown: readonly Unusual[]
  readonly more: number
} {
  let room = cornerRoom
  const shown = unusual.filter(({ long }) => {
    const needed = long ? 2 : 1
    if (needed > room) return false
    room -= needed
    return true
  })
  return { shown, more: unusual.length - shown.length }
}

/** Empty where everything goes as usual. */
export function unusualOf(texts: Texts, view: NonNullable<TrainingView>): readonly Unusual[] {
  const { training } = texts
  const unusual: Unusual[] = []
  if (view.next !== null) {
    const words = fill(training.nextIs, { deed: training.deeds[view.next].short })
    unusual.push({ about: 'next', words, long: true })
  }
  if (!view.networkOn) unusual.push({ about: 'network', words: training.networkIsOff })
  for (const { id, state } of view.channels) {
    if (state === 'good') continue
    const words = fill(training.channelIs, { channel: id, state: training.channelStates[state] })
    unusual.push({ about: 'channel', words })
  }
  const { next, plugged } = view.terminals
  if (next !== null) {
    const words = fill(training.terminals.nextIs, { deed: training.terminals.deeds[next] })
    unusual.push({ about: 'terminal', words, long: true })
  }
  if (!plugged) unusual.push({ about: 'terminal', words: training.terminals.isPulled })
  unusual.push(...octopusUnusual(texts, view.octopus))
  if (view.clockAheadMs > 0) {
    const words = fill(training.clockIsAhead, { ahead: aheadWords(texts, view.clockAheadMs) })
    unusual.push({ about: 'clock', words })
  }
  return unusual
}

/** The card on it comes and goes with each payment. */
function octopusUnusual(
  { training: { octopus: words } }: Texts,
  { next, plugged }: NonNullable<TrainingView>['octopus'],
): readonly Unusual[] {
  const about = 'octopus'
  const unusual: Unusual[] = []
  if (next !== null) {
    const deed = words.deeds[next].short
    unusual.push({ about, words: fill(words.nextIs, { deed }), long: true })
  }
  if (!plugged) unusual.push({ about, words: words.isPulled })
  return unusual
}
