/** The last three hours of a channel as a small chart: measures only, nothing is drawn here. */
import { healthBarMs, healthBars, type ChannelView } from '../../../src-shared/contract/channels.ts'

type Measured = ChannelView['history'][number]

/** The room of the chart, in units of its own: the screen stretches it. */
export const chartWidth = 360
export const chartHeight = 96
const slotWidth = chartWidth / healthBars
/** Something that was asked at all is seen. */
const leastHeight = 2

type Bar = {
  readonly fromMs: number
  readonly x: number
  readonly width: number
  /** All answers; the failed ones are the lower part of it. */
  readonly height: number
  readonly failedHeight: number
}

type Chart = {
  readonly fromMs: number
  readonly bars: readonly Bar[]
  /** One line for each run of bars that have a value, left to right. */
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[]
  readonly mostAsked: number
  readonly mostMs: number
}

/** @returns null where nothing was asked in these hours */
export function chartOf(history: ChannelView['history'], nowMs: number): Chart | null {
  const fromMs = Math.floor(nowMs / healthBarMs) * healthBarMs - (healthBars - 1) * healthBarMs
  const placed = history
    .map((one) => ({ one, slot: Math.floor((one.fromMs - fromMs) / healthBarMs) }))
    .filter(({ one, slot }) => slot >= 0 && slot < healthBars && one.asked > 0)
    .toSorted((a, b) => a.slot - b.slot)
  if (placed.length === 0) return null
  const mostAsked = Math.max(...placed.map(({ one }) => one.asked))
  const mostMs = Math.max(1, ...placed.map(({ one }) => one.p95Ms ?? 0))
  return {
    fromMs,
    mostAsked,
    mostMs,
    bars: placed.map(({ one, slot }) => barOf(one, slot, mostAsked)),
    lines: runsOf(placed, mostMs),
  }
}

function barOf(one: Measured, slot: number, mostAsked: number): Bar {
  const heightOf = (count: number): number =>
    count === 0 ? 0 : Math.max(leastHeight, (chartHeight * count) / mostAsked)
  const height = heightOf(one.asked)
  return {
    fromMs: one.fromMs,
    x: slot * slotWidth + 1,
    width: slotWidth - 2,
    height,
    failedHeight: Math.min(height, heightOf(one.failed)),
  }
}

/** A gap in time, or a bar without an answer, is a gap in the line. */
function runsOf(
  placed: readonly { readonly one: Measured; readonly slot: number }[],
  mostMs: number,
): Chart['lines'] {
  const runs: { x: number; y: number }[][] = []
  let before: number | null = null
  for (const { one, slot } of placed) {
    if (one.p95Ms === null) continue
    const point = {
      x: slot * slotWidth + slotWidth / 2,
      y: chartHeight - (chartHeight * one.p95Ms) / mostMs,
    }
    const run = runs.at(-1)
    if (run && before === slot - 1) run.push(point)
    else runs.push([point])
    before = slot
  }
  return runs
}
