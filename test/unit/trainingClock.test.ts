/** The clock of training: put ahead and back, it loses no wait and makes none longer. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { realClock } from '../../src-main/host/realClock.ts'
import { createTrainingClock } from '../../src-main/training/trainingClock.ts'
import { createVirtualClock } from '../harness/virtualClock.ts'

const startMs = Date.UTC(2026, 10, 21, 2)
const hourMs = 3_600_000
const dayMs = 24 * hourMs

function started() {
  const real = createVirtualClock(startMs)
  const clock = createTrainingClock(real)
  const ended: string[] = []
  /** A wait that notes its name when it ends. */
  const wait = (name: string, delayMs: number) => clock.after(delayMs, () => ended.push(name))
  return { real, clock, ended, wait }
}

test('as it is, it is the clock of the computer', async () => {
  const { real, clock, ended, wait } = started()
  expect([clock.now(), clock.aheadMs()]).toEqual([startMs, 0])
  wait('a', 1_000)
  await real.pass(999)
  expect(ended).toEqual([])
  await real.pass(1)
  expect(ended).toEqual(['a'])
  expect(clock.now()).toBe(startMs + 1_000)
})

describe('put ahead', () => {
  test('it shows the later time, and 0 puts it right', () => {
    const { clock } = started()
    clock.setAhead(hourMs)
    expect([clock.now(), clock.aheadMs()]).toEqual([startMs + hourMs, hourMs])
    clock.setAhead(0)
    expect([clock.now(), clock.aheadMs()]).toEqual([startMs, 0])
  })

  test('what is over by it ends in the order in which it was due, and not within the call', async () => {
    const { real, clock, ended, wait } = started()
    wait('last', hourMs)
    wait('second', 2_000)
    wait('first', 1_000)
    wait('second too', 2_000)
    wait('not yet', hourMs + 1)
    clock.setAhead(hourMs)
    expect(ended).toEqual([])
    await real.pass(0)
    expect(ended).toEqual(['first', 'second', 'second too', 'last'])
    await real.pass(1)
    expect(ended.at(-1)).toBe('not yet')
  })

  test('what is not over yet ends that much sooner, and once', async () => {
    const { real, clock, ended, wait } = started()
    wait('a', dayMs)
    clock.setAhead(dayMs - 5_000)
    await real.pass(4_999)
    expect(ended).toEqual([])
    await real.pass(1)
    expect(ended).toEqual(['a'])
    await real.pass(2 * dayMs)
    expect(ended).toEqual(['a'])
  })

  test('step by step it is as far ahead as at once', async () => {
    const { real, clock, ended, wait } = started()
    wait('a', hourMs)
    for (let minutes = 1; minutes <= 59; minutes += 1) clock.setAhead(minutes * 60_000)
    await real.pass(59_999)
    expect(ended).toEqual([])
    await real.pass(1)
    expect(ended).toEqual(['a'])
  })

  test('a wait that begins now takes its own time', async () => {
    const { real, clock, ended, wait } = started()
    clock.setAhead(hourMs)
    wait('a', 1_000)
    await real.pass(999)
    expect(ended).toEqual([])
    await real.pass(1)
    expect(ended).toEqual(['a'])
  })
})

describe('put back', () => {
  test('a wait that began ahead is no longer than it was asked to be', async () => {
    const { real, clock, ended, wait } = started()
    clock.setAhead(30 * dayMs)
    wait('a', 10_000)
    clock.setAhead(0)
    await real.pass(9_999)
    expect(ended).toEqual([])
    await real.pass(1)
    expect(ended).toEqual(['a'])
  })

  test('a wait that was hastened has its own length again', async () => {
    const { real, clock, ended, wait } = started()
    wait('a', hourMs)
    clock.setAhead(hourMs - 1_000)
    clock.setAhead(0)
    await real.pass(hourMs - 1)
    expect(ended).toEqual([])
    await real.pass(1)
    expect(ended).toEqual(['a'])
  })

  test('what was over stays over', async () => {
    const { real, clock, ended, wait } = started()
    wait('a', 1_000)
    clock.setAhead(hourMs)
    clock.setAhead(0)
    await real.pass(0)
    expect(ended).toEqual(['a'])
  })

  test('the computer’s own clock, set back meanwhile, delays nothing', async () => {
    const { real, clock, ended, wait } = started()
    // Only what the clock shows: the computer's waits go on, as they do where a person sets it.
    let shiftMs = 0
    const shifted = createTrainingClock({ ...real, now: () => real.now() + shiftMs })
    shifted.after(1_000, () => ended.push('shifted'))
    shiftMs = -dayMs
    shifted.setAhead(0)
    wait('a', 1_000)
    clock.setAhead(0)
    await real.pass(1_000)
    expect(ended).toEqual(['shifted', 'a'])
  })
})

describe('called off', () => {
  test('before and after the clock was put ahead, and by one that ends with it', async () => {
    const { real, clock, ended, wait } = started()
    wait('a', 1_000)()
    const callOffB = wait('b', 1_000)
    clock.after(500, () => callOffC())
    const callOffC = wait('c', 1_000)
    const callOffD = wait('d', 2 * hourMs)
    clock.setAhead(hourMs)
    callOffB()
    callOffD()
    await real.pass(dayMs)
    expect(ended).toEqual([])
    callOffB()
  })

  test('after its end it does nothing, and nothing is left behind', async () => {
    vi.useFakeTimers()
    const clock = createTrainingClock(realClock)
    const call = vi.fn<() => void>()
    const callOff = clock.after(40 * dayMs, call)
    clock.setAhead(39 * dayMs)
    vi.advanceTimersByTime(dayMs)
    expect(call).toHaveBeenCalledOnce()
    callOff()
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })
})

describe('what a wait calls', () => {
  test('may put the clock further, and wait again', async () => {
    const { real, clock, ended, wait } = started()
    clock.after(1_000, () => {
      ended.push('a')
      clock.setAhead(2 * hourMs)
      wait('again', 0)
    })
    wait('b', 30 * 60_000)
    wait('c', 90 * 60_000)
    clock.setAhead(hourMs)
    await real.pass(0)
    expect(ended).toEqual(['a', 'b', 'c', 'again'])
  })

  test('may fail: the other waits end all the same', async () => {
    const { real, clock, ended, wait } = started()
    clock.after(1_000, () => {
      throw new Error('broken')
    })
    wait('due too', 2_000)
    wait('later', 2 * hourMs)
    clock.setAhead(hourMs)
    await expect(real.pass(0)).rejects.toThrow('broken')
    await real.pass(0)
    expect(ended).toEqual(['due too'])
    await real.pass(hourMs)
    expect(ended).toEqual(['due too', 'later'])
  })
})

describe('on the computer’s real timers', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  test('a wait longer than Node knows (24.8 days) neither ends at once nor is lost', () => {
    const clock = createTrainingClock(realClock)
    const call = vi.fn<() => void>()
    clock.after(60 * dayMs, call)
    clock.setAhead(30 * dayMs)
    vi.advanceTimersByTime(30 * dayMs - 1)
    expect(call).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(call).toHaveBeenCalledOnce()
  })

  test('what is over by the clock ends in the order in which it was due', () => {
    const clock = createTrainingClock(realClock)
    const ended: number[] = []
    for (const delayMs of [3, 1, 2, 1_000, 0, 60_000]) {
      clock.after(delayMs, () => ended.push(delayMs))
    }
    clock.setAhead(hourMs)
    vi.advanceTimersByTime(1)
    expect(ended).toEqual([0, 1, 2, 3, 1_000, 60_000])
  })
})

test('a wait without a length and a clock that is put behind are bugs, and are said', () => {
  const clock = createTrainingClock(realClock)
  expect(() => clock.after(Number.NaN, () => undefined)).toThrow('a wait needs a length')
  for (const aheadMs of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => clock.setAhead(aheadMs)).toThrow('a clock is put ahead')
  }
  expect(clock.aheadMs()).toBe(0)
})
