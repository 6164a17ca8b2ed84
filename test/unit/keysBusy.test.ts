/** A page that is busy reads keys late. What they were is decided by when they were pressed. */
import { describe, expect, test } from 'vitest'
import { pressOf, send, startDesk } from '../harness/keysPage.ts'

const payerCode = '284512345678901234'
const orders = ['presses', 'timers'] as const

describe.for(orders)('when the %s that waited come first', (first) => {
  test.for([1, 30])('a scan at %i ms per key stays whole, wherever the page stops', (paceMs) => {
    const lengthMs = payerCode.length * paceMs
    for (let afterMs = 0; afterMs < lengthMs; afterMs += Math.ceil(paceMs / 4)) {
      for (const busyMs of [6, 20, 60, 300, 2_000]) {
        const { page, got, scans } = startDesk()
        const fromMs = page.nowMs + afterMs
        page.isBusy({ fromMs, toMs: fromMs + busyMs, first })
        send(page, `${payerCode}\n`, paceMs)
        page.pass(5_000)
        expect(scans, `${afterMs} ${busyMs}`).toEqual([payerCode])
        expect(got.keys, `${afterMs} ${busyMs}`).toEqual([])
      }
    }
  })

  test('a hand whose digits all arrive at once is no scanner, and none is lost', () => {
    const { page, got, scans } = startDesk()
    page.isBusy({ fromMs: 1_010, toMs: 3_000, first })
    send(page, '123456789.05', 80)
    page.press(pressOf('\n'), 2_000)
    page.pass(5_000)
    expect(got.amount).toBe('123456789.05')
    expect(got.keys.at(-1)).toBe('enter')
    expect(scans).toEqual([])
  })

  test('digits before and after a scan that all arrive with it land, and the Enter is swallowed', () => {
    const { page, got, scans } = startDesk()
    page.isBusy({ fromMs: 1_010, toMs: 3_000, first })
    send(page, '12', 60)
    const sentMs = send(page, payerCode, 1, 1_101)
    page.press(pressOf('\n'), sentMs + 100)
    page.press(pressOf('8'), sentMs + 160)
    page.press(pressOf('\n'), sentMs + 260)
    page.pass(5_000)
    expect(got.keys).toEqual(['1', '2', '8', 'enter'])
    expect(scans).toEqual([payerCode])
  })
})

test('digits land although the page is never on time', () => {
  const { page, got } = startDesk()
  const never = Array.from({ length: 200 }, (_, turn) => ({
    fromMs: 1_000 + turn * 60,
    toMs: 1_000 + turn * 60 + 59.9,
    first: 'timers' as const,
  }))
  page.isBusy(...never)
  page.press(pressOf('7'))
  page.pass(1_000)
  expect(got.keys).toEqual(['7'])
})

test('a machine that brings keys late, one by one, splits no scan', () => {
  const { page, got, scans } = startDesk()
  const startMs = page.nowMs
  for (const [place, character] of Array.from(`${payerCode}\n`).entries()) {
    page.comeLate(pressOf(character), startMs + place * 30)
    page.pass(place === 0 ? 80 : 150)
  }
  page.pass(1_000)
  expect(scans).toEqual([payerCode])
  expect(got.keys).toEqual([])
})

test('what comes too late for its burst is still no key, and its Enter no Enter', () => {
  const { page, got, scans } = startDesk()
  send(page, payerCode, 1)
  page.pass(300)
  expect(scans).toEqual([payerCode])
  for (const character of '77\n') page.comeLate(pressOf(character), 1_000 + payerCode.length)
  page.pass(1_000)
  expect(scans).toEqual([payerCode])
  expect(got.keys).toEqual([])
})

test('a scan whose beginning was taken for a hand is given whole, and the rest of it is no key', () => {
  const { page, got, scans } = startDesk()
  send(page, payerCode.slice(0, 3), 1)
  page.pass(300)
  expect(got.keys).toEqual(['2', '8', '4'])
  for (const [place, character] of Array.from(`${payerCode.slice(3)}\n`).entries()) {
    page.comeLate(pressOf(character), 1_003 + place)
  }
  page.pass(1_000)
  expect(got.keys).toEqual(['2', '8', '4'])
  expect(scans).toEqual([payerCode])
})
