import { describe, expect, test } from 'vitest'
import { countedMinor, countSchema, denominationsMinor } from '../../src-shared/contract/shift.ts'
import { minorSchema } from '../../src-shared/money.ts'

const accepted = (count: unknown): boolean => countSchema.safeParse(count).success

describe('cash is counted by note and coin', () => {
  test('Hong Kong’s notes and coins, from HK$1,000 to 10 cents', () => {
    expect(denominationsMinor.map((valueMinor) => valueMinor / 100)).toEqual([
      1_000, 500, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1,
    ])
  })

  test.each([
    [{}, 0],
    [{ '100000': 1 }, 100_000],
    [{ '10000': 3, '10': 3 }, 30_030],
    [{ '50': 1, '20': 2, '10': 1 }, 100],
    [{ '100000': 0, '10': 0 }, 0],
  ])('%j is %d cents', (count, sumMinor) => {
    expect(accepted(count)).toBe(true)
    expect(countedMinor(count)).toBe(sumMinor)
  })

  test('one of each is HK$1,688.80', () => {
    const one = Object.fromEntries(denominationsMinor.map((valueMinor) => [valueMinor, 1]))
    expect(countedMinor(countSchema.parse(one))).toBe(168_880)
  })

  test('a drawer filled to the last place is still an amount', () => {
    const full = Object.fromEntries(denominationsMinor.map((valueMinor) => [valueMinor, 9_999]))
    expect(accepted(full)).toBe(true)
    expect(minorSchema.parse(countedMinor(full))).toBe(168_880 * 9_999)
  })
})

describe('what is no count is refused', () => {
  test.each([
    ['a coin that there is not', { '25': 1 }],
    ['a value in dollars', { '1000.00': 1 }],
    ['a value written otherwise', { '010': 1 }],
    ['fewer than none', { '10': -1 }],
    ['half a note', { '10000': 0.5 }],
    ['more than a drawer holds', { '10': 10_000 }],
    ['a number beyond numbers', { '10': Number.POSITIVE_INFINITY }],
    ['no number', { '10': Number.NaN }],
    ['a text', { '10': '1' }],
    ['nothing', { '10': null }],
    ['a property of every object', { constructor: 1 }],
    ['a list', [1, 2]],
    ['no object', null],
  ])('%s', (_, count) => {
    expect(accepted(count)).toBe(false)
  })

  test('a count cannot change what objects are', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"10": 5}}')
    const parsed = countSchema.safeParse(hostile)
    expect(countedMinor(parsed.data ?? {})).toBe(0)
    expect(Object.prototype).not.toHaveProperty('10')
  })
})
