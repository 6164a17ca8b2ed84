/**
 * How well a channel answers: a rolling window over its timed answers, and what it is fit for.
 * Pure. A channel goes out of use on several bad answers, never on one, and comes back on several
 * good ones in a row: a line that comes and goes does not carry payments to and fro.
 */
import {
  healthBarMs,
  healthBars,
  type ChannelState,
  type ChannelView,
} from '../../../src-shared/contract/channels.ts'

/** One question, asked and answered or not. */
export type Timed = {
  /** When the answer came, or was given up. */
  readonly atMs: number
  readonly tookMs: number
  /** That it answered at all: a refusal is an answer. */
  readonly ok: boolean
  /** Why there was none. */
  readonly error: string | null
}

/** From the settings `channel.*`. */
export type HealthLimits = {
  readonly slowAfterMs: number
  readonly downFromPercent: number
  readonly windowMs: number
}

/** `slow` and `down` are out of use, until enough good answers in a row. */
export type Standing = Exclude<ChannelState, 'probing'>

type Sample = Pick<Timed, 'atMs' | 'tookMs' | 'ok'>
type Bar = ChannelView['history'][number]

export type Health = {
  readonly standing: Standing
  readonly sinceMs: number
  /** The oldest first; of the window only. */
  readonly samples: readonly Sample[]
  /** How many of them count for the standing: what led to a standing that is over does not. */
  readonly judged: number
  /** The last few, however old: a channel out of use may be asked seldom. */
  readonly last: readonly Sample[]
  readonly lastError: { readonly atMs: number; readonly reason: string } | null
  /** Each ended; the oldest first. */
  readonly bars: readonly Bar[]
  readonly current: { readonly bar: Bar; readonly tookMs: readonly number[] } | null
}

/** More are not kept, however many answers a window holds. */
const samplesLimit = 200
/** One or two answers say nothing about a share. */
const fewestForShare = 3
/** So many failed ones make it `down`, so many good ones bring it back. */
const inARow = 3
const slowInARow = 2
const medianOf = 5

export const emptyHealth = (nowMs: number): Health => ({
  standing: 'idle',
  sinceMs: nowMs,
  samples: [],
  judged: 0,
  last: [],
  lastError: null,
  bars: [],
  current: null,
})

export function heard(health: Health, timed: Timed, limits: HealthLimits): Health {
  const { atMs, tookMs, ok, error } = timed
  const samples = [...inWindow(health.samples, atMs, limits), { atMs, tookMs, ok }].slice(
    -samplesLimit,
  )
  const judged = samples.slice(-(health.judged + 1))
  const last = [...health.last, { atMs, tookMs, ok }].slice(-inARow)
  const standing = isOutOfUse(health)
    ? recovered(health.standing, last, limits)
    : worsened(health.standing, judged, limits)
  const moved = standing !== health.standing
  const back = moved && isOutOfUse(health) && standing === 'good'
  const next: Health = {
    ...health,
    standing,
    sinceMs: moved ? atMs : health.sinceMs,
    samples,
    judged: back ? inARow : judged.length,
    last,
    lastError: ok ? health.lastError : { atMs, reason: (error ?? '').slice(0, 200) },
  }
  return drawn(next, timed)
}

/** A clock that was put back leaves answers of the future behind: they are of no window. */
const inWindow = (
  samples: readonly Sample[],
  nowMs: number,
  { windowMs }: Pick<HealthLimits, 'windowMs'>,
): readonly Sample[] => samples.filter(({ atMs }) => atMs <= nowMs && atMs > nowMs - windowMs)

/** In use: what the answers of the window make of it. */
function worsened(standing: Standing, samples: readonly Sample[], limits: HealthLimits): Standing {
  const failed = samples.filter(({ ok }) => !ok).length
  const share = (failed * 100) / samples.length
  if (samples.length >= fewestForShare && share >= limits.downFromPercent) return 'down'
  if (lastAre(samples, inARow, ({ ok }) => !ok)) return 'down'
  const answered = samples.filter(({ ok }) => ok)
  if (lastAre(answered, slowInARow, isSlow(limits))) return 'slow'
  const recent = answered.slice(-medianOf)
  const median = rankOf(recent, 50) ?? 0
  if (recent.length === medianOf && median > limits.slowAfterMs) return 'slow'
  // What never answered is not called good.
  return answered.length > 0 ? 'good' : standing
}

/** Out of use: back only after good answers in a row. */
function recovered(standing: Standing, last: readonly Sample[], limits: HealthLimits): Standing {
  if (lastAre(last, inARow, isGood(limits))) return 'good'
  if (lastAre(last, inARow, ({ ok }) => !ok)) return 'down'
  // It answers again, but takes its time.
  return lastAre(last, inARow, ({ ok }) => ok) ? 'slow' : standing
}

const isSlow =
  ({ slowAfterMs }: HealthLimits) =>
  ({ tookMs }: Sample): boolean =>
    tookMs > slowAfterMs

const isGood =
  (limits: HealthLimits) =>
  (sample: Sample): boolean =>
    sample.ok && !isSlow(limits)(sample)

const lastAre = (
  samples: readonly Sample[],
  count: number,
  is: (sample: Sample) => boolean,
): boolean => samples.length >= count && samples.slice(-count).every(is)

/** @returns the nearest rank of the times, in ms, or null where there are none */
function rankOf(samples: readonly Pick<Sample, 'tookMs'>[], percent: number): number | null {
  const times = samples.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)
  return times[Math.ceil((percent * times.length) / 100) - 1] ?? null
}

export const isOutOfUse = ({ standing }: Pick<Health, 'standing'>): boolean =>
  standing === 'slow' || standing === 'down'

/** As the screens show it: `probing` is out of use, and the last answer was a good one. */
export function stateOf(health: Health, limits: HealthLimits): ChannelState {
  const recovering = isOutOfUse(health) && lastAre(health.last, 1, isGood(limits))
  return recovering ? 'probing' : health.standing
}

/** Whether the last question was answered; null: none was asked. */
export const lastAnswered = ({ last }: Pick<Health, 'last'>): boolean | null =>
  last.at(-1)?.ok ?? null

export type HealthView = Pick<
  ChannelView,
  'state' | 'sinceMs' | 'successPercent' | 'p50Ms' | 'p95Ms' | 'asked' | 'lastError' | 'history'
>

export function healthView(health: Health, limits: HealthLimits, nowMs: number): HealthView {
  const samples = inWindow(health.samples, nowMs, limits)
  const answered = samples.filter(({ ok }) => ok)
  return {
    state: stateOf(health, limits),
    sinceMs: health.sinceMs,
    // Rounded down: 100 is said only where nothing failed.
    successPercent:
      samples.length === 0 ? null : Math.floor((answered.length * 100) / samples.length),
    p50Ms: rankOf(answered, 50),
    p95Ms: rankOf(answered, 95),
    asked: samples.length,
    lastError: health.lastError,
    history: history(health, nowMs),
  }
}

const barAt = (atMs: number): number => atMs - (atMs % healthBarMs)

const emptyBar = (fromMs: number): Bar => ({
  fromMs,
  asked: 0,
  failed: 0,
  p95Ms: null,
  worst: 'idle',
})

const severity: readonly ChannelState[] = ['idle', 'good', 'probing', 'slow', 'down']
const worse = (one: ChannelState, other: ChannelState): ChannelState =>
  severity.indexOf(one) < severity.indexOf(other) ? other : one

/** Adds an answer to the bar of its time; bars that have ended keep their sums only. */
function drawn(health: Health, { atMs, tookMs, ok }: Timed): Health {
  const fromMs = barAt(atMs)
  const same = health.current?.bar.fromMs === fromMs ? health.current : null
  const ended = !same && health.current ? [...health.bars, health.current.bar] : health.bars
  const before = same?.bar ?? emptyBar(fromMs)
  const times = [...(same?.tookMs ?? []), ...(ok ? [tookMs] : [])].slice(-samplesLimit)
  const bar: Bar = {
    fromMs,
    asked: before.asked + 1,
    failed: before.failed + (ok ? 0 : 1),
    p95Ms: rankOf(
      times.map((time) => ({ tookMs: time })),
      95,
    ),
    worst: worse(before.worst, health.standing),
  }
  return { ...health, bars: ended.slice(-healthBars), current: { bar, tookMs: times } }
}

/** Without a gap, from the first bar of the last three hours until now. */
function history({ bars, current }: Health, nowMs: number): Bar[] {
  const lastMs = barAt(nowMs)
  const firstMs = lastMs - (healthBars - 1) * healthBarMs
  const known = new Map<number, Bar>()
  for (const bar of current ? [...bars, current.bar] : bars) {
    if (bar.fromMs >= firstMs && bar.fromMs <= lastMs) known.set(bar.fromMs, bar)
  }
  const fromMs = Math.min(...known.keys())
  const all: Bar[] = []
  for (let atMs = fromMs; atMs <= lastMs; atMs += healthBarMs) {
    all.push(known.get(atMs) ?? emptyBar(atMs))
  }
  return all
}
