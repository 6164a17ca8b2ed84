import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelSchema, healthBarMs, healthBars } from '../../src-shared/contract/channels.ts'
import {
  emptyHealth,
  healthView,
  heard,
  isOutOfUse,
  lastAnswered,
  stateOf,
  type Health,
  type HealthLimits,
} from '../../src-main/engine/channels/health.ts'

const limits: HealthLimits = { slowAfterMs: 3_000, downFromPercent: 50, windowMs: 300_000 }
const startMs = Date.UTC(2026, 10, 21, 2)

/** How long each answer took; null: none came. A second lies between two. */
type Answers = readonly (number | null)[]

const after = (answers: Answers, from = emptyHealth(startMs), atMs = startMs): Health =>
  answers.reduce<Health>(
    (health, tookMs, index) =>
      heard(
        health,
        {
          atMs: atMs + (index + 1) * 1_000,
          tookMs: tookMs ?? 10_000,
          ok: tookMs !== null,
          error: tookMs === null ? `failure ${index}` : null,
        },
        limits,
      ),
    from,
  )

const good = (count: number): Answers => Array.from({ length: count }, () => 200)
const stateAfter = (...answers: Answers): string => stateOf(after(answers), limits)

describe('a channel goes out of use', () => {
  test('within three failed answers, however many were good before', () => {
    expect(stateAfter(null, null, null)).toBe('down')
    expect(stateAfter(...good(100), null, null)).toBe('good')
    expect(stateAfter(...good(100), null, null, null)).toBe('down')
  })

  test('when the failures reach their share of at least three answers', () => {
    expect(stateAfter(200, null)).toBe('good')
    expect(stateAfter(200, null, null)).toBe('down')
    expect(stateAfter(200, 200, null)).toBe('good')
    expect(stateAfter(200, 200, null, 200, null, null)).toBe('down')
  })

  test('as slow after two slow answers in a row, or three of the last five', () => {
    expect(stateAfter(...good(9), 3_001, 3_001)).toBe('slow')
    expect(stateAfter(3_001, 200, 3_001, 200)).toBe('good')
    expect(stateAfter(3_001, 200, 3_001, 200, 3_001)).toBe('slow')
    expect(stateAfter(3_000, 3_000, 3_000, 3_000, 3_000)).toBe('good')
  })

  test('never on one slow answer or one failure, however the rest was', () => {
    expect(stateAfter(9_000)).toBe('good')
    for (let place = 0; place < 12; place += 1) {
      expect(stateAfter(...good(12).with(place, 9_000))).toBe('good')
      expect(stateAfter(...good(12).with(place, null))).toBe('good')
    }
  })

  test('is not called good before it has answered', () => {
    expect(stateOf(emptyHealth(startMs), limits)).toBe('idle')
    expect(stateAfter(null)).toBe('idle')
    expect(stateAfter(200)).toBe('good')
    expect(stateAfter(null, 200)).toBe('good')
  })
})

describe('a channel comes back', () => {
  test('after three good answers in a row, and is shown as probing until then', () => {
    const down = [null, null, null]
    expect(stateAfter(...down, 200)).toBe('probing')
    expect(isOutOfUse(after([...down, 200, 200]))).toBe(true)
    expect(stateAfter(...down, 200, 200, 200)).toBe('good')
    expect(stateAfter(...down, 200, 200, null)).toBe('down')
    expect(stateAfter(...down, 200, 200, null, 200, 200)).toBe('probing')
    expect(stateAfter(9_000, 9_000, 200, 200, 9_000, 200, 200)).toBe('probing')
    expect(stateAfter(9_000, 9_000, 200, 200, 200)).toBe('good')
  })

  test('and what took it out of use does not take it out again', () => {
    const back = after([...Array.from({ length: 20 }, () => null), 200, 200, 200])
    expect(stateOf(after([null, 200, null, 200], back, startMs + 30_000), limits)).toBe('good')
    // What the window saw is told all the same.
    expect(healthView(back, limits, startMs + 30_000).successPercent).toBe(13)
  })

  test('as slow, where it answers again and takes its time', () => {
    expect(stateAfter(null, null, null, 5_000, 5_000)).toBe('down')
    expect(stateAfter(null, null, null, 5_000, 5_000, 5_000)).toBe('slow')
    expect(stateAfter(9_000, 9_000, null, null, null)).toBe('down')
  })

  test('also where it is asked more seldom than the window is long', () => {
    let health = after([null, null, null])
    for (let turn = 1; turn <= 3; turn += 1) {
      health = after([200], health, startMs + turn * 600_000)
    }
    expect(stateOf(health, limits)).toBe('good')
  })
})

describe('the window', () => {
  test('forgets: old failures do not count beside new ones', () => {
    const before = after([200, 200, null, 200])
    const later = after([200, null, 200, null], before, startMs + 600_000)
    expect(later.standing).toBe('down')
    const spaced = after([200, 200, null, 200, 200, null], before, startMs + 600_000)
    expect(spaced.standing).toBe('good')
    expect(healthView(spaced, limits, startMs + 607_000)).toMatchObject({
      asked: 6,
      successPercent: 66,
    })
    expect(healthView(spaced, limits, startMs + 1_800_000)).toMatchObject({
      asked: 0,
      successPercent: null,
      p50Ms: null,
      p95Ms: null,
      lastError: { reason: 'failure 5' },
    })
  })

  test('tells p50 and p95 by the nearest rank of what was answered', () => {
    const times = Array.from({ length: 100 }, (_, index) => (index + 1) * 10)
    const view = healthView(after([...times, null]), limits, startMs + 120_000)
    expect(view).toMatchObject({ asked: 101, p50Ms: 500, p95Ms: 950, successPercent: 99 })
    expect(healthView(after([70]), limits, startMs)).toMatchObject({ p50Ms: null })
    expect(healthView(after([70]), limits, startMs + 1_000)).toMatchObject({ p50Ms: 70, p95Ms: 70 })
  })

  test('keeps at most 200 answers and three hours of bars, however much is asked', () => {
    let health = emptyHealth(startMs)
    for (let turn = 0; turn < 5_000; turn += 1) {
      const atMs = startMs + turn * 5_000
      health = heard(
        health,
        { atMs, tookMs: 100, ok: true, error: null },
        { ...limits, windowMs: 3_600_000 },
      )
    }
    expect(health.samples.length).toBeLessThanOrEqual(200)
    expect(health.bars.length).toBeLessThanOrEqual(healthBars)
    expect(JSON.stringify(health).length).toBeLessThan(30_000)
  })
})

describe('the bars', () => {
  test('sum what was asked in each five minutes, with a bar for each in between', () => {
    const atMs = startMs - (startMs % healthBarMs)
    let health = after([200, null, null, null], emptyHealth(atMs), atMs)
    health = after([400, 200, 200], health, atMs + 3 * healthBarMs)
    const { history } = healthView(health, limits, atMs + 4 * healthBarMs)
    const none = { asked: 0, failed: 0, p95Ms: null, worst: 'idle' }
    expect(history).toEqual([
      { fromMs: atMs, asked: 4, failed: 3, p95Ms: 200, worst: 'down' },
      { fromMs: atMs + healthBarMs, ...none },
      { fromMs: atMs + 2 * healthBarMs, ...none },
      { fromMs: atMs + 3 * healthBarMs, asked: 3, failed: 0, p95Ms: 400, worst: 'down' },
      { fromMs: atMs + 4 * healthBarMs, ...none },
    ])
    expect(healthView(health, limits, atMs + 100 * healthBarMs).history).toEqual([])
    expect(healthView(emptyHealth(atMs), limits, atMs).history).toEqual([])
  })
})

test('whatever is answered and however the clock is set, the view fits the contract and nothing grows', () => {
  const shape = channelSchema.omit({ id: true, carries: true, backupFor: true })
  const answer = fc.record({
    aheadMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: -9e7, max: 9e7 })),
    tookMs: fc.option(fc.integer({ min: 0, max: 30_000 })),
  })
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 80 }), (answers) => {
      let atMs = startMs
      let health = emptyHealth(atMs)
      for (const { aheadMs, tookMs } of answers) {
        atMs += aheadMs
        const ok = tookMs !== null
        const timed = { atMs, tookMs: tookMs ?? 9_000, ok, error: ok ? null : 'x'.repeat(300) }
        health = heard(health, timed, limits)
        const view = healthView(health, limits, atMs)
        expect(shape.parse(view)).toEqual(view)
        expect(view.asked).toBeGreaterThan(0)
        expect(lastAnswered(health)).toBe(ok)
      }
    }),
  )
})
