/** The real clock: waits of any length, and the way out of each. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'

// Only the passing of time is simulated: nobody waits 40 days for a test.
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const dayMs = 86_400_000

test('a wait longer than Node knows (24.8 days) does not end at once, and ends in time', () => {
  const call = vi.fn<() => void>()
  realClock.after(40 * dayMs, call)
  vi.advanceTimersByTime(40 * dayMs - 1)
  expect(call).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(call).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(100 * dayMs)
  expect(call).toHaveBeenCalledOnce()
})

test('a wait can be called off in each of its parts', () => {
  const call = vi.fn<() => void>()
  const first = realClock.after(40 * dayMs, call)
  const second = realClock.after(40 * dayMs, call)
  first()
  vi.advanceTimersByTime(30 * dayMs)
  second()
  vi.advanceTimersByTime(100 * dayMs)
  expect(call).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})

test('what is due already comes next, never within the call', () => {
  const call = vi.fn<() => void>()
  realClock.after(0, call)
  realClock.after(-5, call)
  expect(call).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(call).toHaveBeenCalledTimes(2)
  expect(() => realClock.after(Number.NaN, call)).toThrow('a wait needs a length')
})

test('random bytes come in the number asked for, and differ', () => {
  expect(realRandom.bytes(10)).toHaveLength(10)
  expect(realRandom.bytes(32)).not.toEqual(realRandom.bytes(32))
})
