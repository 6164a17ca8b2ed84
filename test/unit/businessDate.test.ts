import { describe, expect, test } from 'vitest'
import { businessDateOf } from '../../src-main/engine/shift/businessDate.ts'

/** An instant by Hong Kong's clocks. */
const hongKong = (text: string): number => Date.parse(`${text}+08:00`)
const dateOf = (text: string, last: string | null = null): string =>
  businessDateOf(hongKong(text), last)

describe('a shift belongs to the day on which its evening began', () => {
  test.each([
    ['2026-11-21T10:00:00', '2026-11-21'],
    ['2026-11-21T23:59:59.999', '2026-11-21'],
    ['2026-11-22T00:00:00', '2026-11-21'],
    ['2026-11-22T04:59:59.999', '2026-11-21'],
    ['2026-11-22T05:00:00', '2026-11-22'],
    ['2026-11-22T05:00:00.001', '2026-11-22'],
    ['2026-11-22T08:00:00', '2026-11-22'],
  ])('opened %s in Hong Kong: %s', (opened, date) => {
    expect(dateOf(opened)).toBe(date)
  })

  test.each([
    ['2026-12-31T23:00:00', '2026-12-31'],
    ['2027-01-01T04:59:59.999', '2026-12-31'],
    ['2027-01-01T05:00:00', '2027-01-01'],
    ['2028-03-01T04:59:59.999', '2028-02-29'],
    ['2027-03-01T04:59:59.999', '2027-02-28'],
    ['2026-12-01T00:30:00', '2026-11-30'],
  ])('over the end of a year and a month, opened %s: %s', (opened, date) => {
    expect(dateOf(opened)).toBe(date)
  })

  test('the computer may be set to any time zone', () => {
    const before = process.env['TZ']
    try {
      for (const zone of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Hong_Kong']) {
        process.env['TZ'] = zone
        expect(dateOf('2026-11-22T04:59:59.999')).toBe('2026-11-21')
        expect(dateOf('2026-11-22T05:00:00')).toBe('2026-11-22')
      }
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })
})

describe('the business date never goes back', () => {
  test('a clock that was set back opens the shift on the last date', () => {
    expect(dateOf('2026-11-20T10:00:00', '2026-11-21')).toBe('2026-11-21')
    expect(dateOf('1970-01-01T08:00:00', '2026-11-21')).toBe('2026-11-21')
    expect(dateOf('2026-12-31T10:00:00', '2027-01-01')).toBe('2027-01-01')
  })

  test('two shifts of one day have the same date, and the next day its own', () => {
    expect(dateOf('2026-11-21T20:00:00', '2026-11-21')).toBe('2026-11-21')
    expect(dateOf('2026-11-22T10:00:00', '2026-11-21')).toBe('2026-11-22')
  })
})
