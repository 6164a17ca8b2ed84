/** How long ago something was, or how long it has lasted. */
import { fill, type Texts } from '../../src-shared/texts/index.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** `40 s`, `3 min`, `5 h`, `2 d`: the largest unit that fills up, cut down; never below 0 s. */
export function ageWords({ frame: { age } }: Texts, ageMs: number): string {
  const ms = Math.max(0, ageMs)
  if (ms < minuteMs) return fill(age.seconds, { n: Math.trunc(ms / secondMs) })
  if (ms < hourMs) return fill(age.minutes, { n: Math.trunc(ms / minuteMs) })
  if (ms < dayMs) return fill(age.hours, { n: Math.trunc(ms / hourMs) })
  return fill(age.days, { n: Math.trunc(ms / dayMs) })
}
