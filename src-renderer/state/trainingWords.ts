/** What is not as usual in training, in as few words as a corner of the screen has room for. */
import type { TrainingView } from '../../src-shared/contract/training.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

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

export type Unusual = { readonly about: 'next' | 'network' | 'clock'; readonly words: string }

/** Empty where everything goes as usual. */
export function unusualOf(texts: Texts, view: NonNullable<TrainingView>): readonly Unusual[] {
  const { training } = texts
  const unusual: Unusual[] = []
  if (view.next !== null) {
    const words = fill(training.nextIs, { deed: training.deeds[view.next].short })
    unusual.push({ about: 'next', words })
  }
  if (!view.networkOn) unusual.push({ about: 'network', words: training.networkIsOff })
  if (view.clockAheadMs > 0) {
    const words = fill(training.clockIsAhead, { ahead: aheadWords(texts, view.clockAheadMs) })
    unusual.push({ about: 'clock', words })
  }
  return unusual
}
