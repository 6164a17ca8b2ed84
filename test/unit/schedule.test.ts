import { describe, expect, test } from 'vitest'
import { paymentStates } from '../../src-shared/contract/sale.ts'
import { nextStep, pauseMs, type Standing } from '../../src-main/engine/payment/schedule.ts'

const nowMs = Date.UTC(2026, 10, 21, 2)
const minuteMs = 60_000
const watchMs = 7 * 24 * 60 * minuteMs

const waiting: Standing = {
  state: 'awaitingPayer',
  shownAtMs: null,
  expiresAtMs: nowMs + 10 * minuteMs,
  endedAtMs: null,
  mayStillBePaid: false,
  endWanted: false,
  known: true,
  watchedMs: 60 * minuteMs,
}
const next = (changes: Partial<Standing>, atMs = nowMs) =>
  nextStep({ ...waiting, ...changes }, atMs, watchMs)

describe('what is done next about a payment', () => {
  test('what never left is ended without asking anybody', () => {
    expect(next({ state: 'created' })).toBe('dropUnsent')
    expect(next({ state: 'created', known: false, expiresAtMs: null })).toBe('dropUnsent')
  })

  test.for(['submitting', 'awaitingPayer', 'processing'] as const)(
    '%s: the channel is told of it until it knows it, and then asked',
    (state) => {
      expect(next({ state, known: false })).toBe('create')
      expect(next({ state, known: true })).toBe('query')
    },
  )

  test.for(['submitting', 'awaitingPayer', 'processing'] as const)(
    '%s: ends at its expiry, not a millisecond before, whether the channel knows it or not',
    (state) => {
      const expiresAtMs = nowMs
      for (const known of [true, false]) {
        expect(next({ state, known, expiresAtMs }, nowMs - 1)).not.toBe('expire')
        expect(next({ state, known, expiresAtMs }, nowMs)).toBe('expire')
        expect(next({ state, known, expiresAtMs }, nowMs + watchMs)).toBe('expire')
      }
    },
  )

  test('what has no expiry waits for days', () => {
    expect(next({ expiresAtMs: null }, nowMs + 30 * watchMs)).toBe('query')
  })

  test('a cancel goes on until it is answered, also past the expiry', () => {
    expect(next({ state: 'closing' })).toBe('close')
    expect(next({ state: 'closing', known: false })).toBe('close')
    expect(next({ state: 'closing' }, nowMs + watchMs)).toBe('close')
  })

  test('an unknown payment is asked for, and never sent again', () => {
    for (const known of [true, false]) {
      expect(next({ state: 'unknown', known })).toBe('query')
      expect(next({ state: 'unknown', known }, nowMs + watchMs)).toBe('query')
    }
  })

  test('an unknown payment whose end somebody wanted is closed', () => {
    expect(next({ state: 'unknown', endWanted: true })).toBe('close')
  })

  test.for(['succeeded', 'failed', 'closed', 'reversed'] as const)(
    '%s: rests, unless money may still come for it',
    (state) => {
      const ended = { state, endedAtMs: nowMs }
      expect(next(ended, nowMs + watchMs)).toBe('rest')
      const watched = { ...ended, mayStillBePaid: true }
      expect(next(watched)).toBe('query')
      expect(next(watched, nowMs + watchMs - 1)).toBe('query')
      expect(next(watched, nowMs + watchMs)).toBe('endWatch')
    },
  )

  test('a watch without a beginning is not ended', () => {
    const watched = { state: 'closed', mayStillBePaid: true, endedAtMs: null } as const
    expect(next(watched, nowMs + watchMs)).toBe('query')
  })

  test('a conflict waits for a human decision', () => {
    expect(next({ state: 'conflicted' })).toBe('rest')
  })

  test('only a payment on its way in is ever told to the channel', () => {
    const created = paymentStates.filter((state) => next({ state, known: false }) === 'create')
    expect(created).toEqual(['submitting', 'awaitingPayer', 'processing'])
  })
})

describe('how long it waits before that', () => {
  const askEveryMs = 4_000
  const pause = (changes: Partial<Standing>, unanswered = 0, atMs = nowMs) =>
    pauseMs({ ...waiting, ...changes }, unanswered, askEveryMs, atMs)

  test.for(['unknown', 'closing'] as const)(
    '%s: 1, 2, 4, 8, 16, 32 seconds, and then every minute for ever',
    (state) => {
      const pauses = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((unanswered) => pause({ state }, unanswered))
      expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
      expect(pause({ state }, 0)).toBe(1_000)
      expect(pause({ state }, 100_000)).toBe(60_000)
    },
  )

  test.for(['submitting', 'awaitingPayer', 'processing'] as const)(
    '%s: as often as the setting says, answered or not',
    (state) => {
      expect(pause({ state })).toBe(askEveryMs)
      expect(pause({ state }, 20)).toBe(askEveryMs)
      expect(pause({ state, expiresAtMs: null })).toBe(askEveryMs)
    },
  )

  test('the expiry comes on time, between two questions', () => {
    expect(pause({ expiresAtMs: nowMs + 1_500 })).toBe(1_500)
    expect(pause({ expiresAtMs: nowMs })).toBe(0)
  })

  test('an expiry long gone, as after a night or a clock set forward, is due now', () => {
    expect(pause({ expiresAtMs: nowMs - watchMs })).toBe(0)
  })

  test('a code that ended is asked for once a minute while money may still come', () => {
    const watched = { state: 'closed', mayStillBePaid: true, expiresAtMs: nowMs } as const
    expect(pause(watched)).toBe(minuteMs)
    expect(pause(watched, 50, nowMs + watchMs)).toBe(minuteMs)
  })
})
