import { describe, expect, test } from 'vitest'
import {
  dueInCoins,
  hkd,
  minorSchema,
  readAmount,
  sameMoney,
  showAmount,
  writeAmount,
  type Money,
} from '../../src-shared/money.ts'

const ceilingMinor = 5_000_000
const read = (text: string) => readAmount(text, ceilingMinor)
const cents = (amountMinor: number) => ({ ok: true, amountMinor })
const refusal = (code: string) => ({ ok: false, code })

describe('an amount is read as a person types or pastes it', () => {
  test.each([
    ['128', 12_800],
    ['128.5', 12_850],
    ['128.50', 12_850],
    ['0.01', 1],
    ['.5', 50],
    ['5.', 500],
    ['00128', 12_800],
    ['1,280.50', 128_050],
    ['50,000', 5_000_000],
    ['HK$1,280.50', 128_050],
    ['HK$ 1,280.50', 128_050],
    ['hk$5', 500],
    ['HKD 5', 500],
    ['$5', 500],
    ['  128.50\t', 12_850],
    ['\u00A0128\u00A0', 12_800],
    ['\r\n128\r\n', 12_800],
  ])('%j', (text, amountMinor) => {
    expect(read(text)).toEqual(cents(amountMinor))
  })

  test.each([
    ['１２８．５０', 12_850],
    ['１，２８０', 128_000],
    ['ＨＫ＄１２８', 12_800],
    ['＄５', 500],
    ['\u3000１２８\u3000', 12_800],
    ['12８', 12_800],
  ])('full-width, as a Chinese input method gives it: %s', (text, amountMinor) => {
    expect(read(text)).toEqual(cents(amountMinor))
  })
})

describe('what is no amount is refused with its reason and never guessed', () => {
  test.each(['', ' ', '\u3000', '\n', 'HK$', 'HKD', '$', ' HK$ '])(
    'nothing typed yet: %j',
    (text) => {
      expect(read(text)).toEqual(refusal('amountMissing'))
    },
  )

  test.each(['1e5', '1E5', '1e-2', '0x10', '0b1', '0o7', '1_000', '10n', 'Infinity', 'NaN', '∞'])(
    'a number of a programming language is not one of a shop: %s',
    (text) => {
      expect(read(text)).toEqual(refusal('amountNotANumber'))
    },
  )

  test.each([
    '1,28',
    '1,2800',
    '1,280,50',
    ',128',
    '1,,280',
    '1.280,50',
    '1 280',
    '1.2.3',
    '.',
    '-',
    '-.',
    '+5',
    '5-',
    '5+3',
    '(5)',
    '5%',
    'HK$HK$5',
    'US$5',
    '€5',
    '5 HKD',
    '12\n8',
    '1\u200B28',
    '12\u00008',
    "5'; DROP TABLE sale; --",
  ])('grouped wrongly, or more than an amount: %j', (text) => {
    expect(read(text)).toEqual(refusal('amountNotANumber'))
  })

  test.each([
    '一百二十八',
    '壹佰',
    '128元',
    '５圓',
    '港幣128',
    '金額：128.50',
    '1。5',
    '总计 128',
    '〇',
    '½',
    '٣',
    '१२',
  ])('pasted Chinese and digits of other scripts: %s', (text) => {
    expect(read(text)).toEqual(refusal('amountNotANumber'))
  })

  test('a raised, circled or drawn digit is not a digit: ten squared is no 102 dollars', () => {
    for (const text of ['10²', '5³', '①②', '１２⁸', '𝟏𝟐𝟖', '⒈28', '₁₂₈']) {
      expect(read(text), text).toEqual(refusal('amountNotANumber'))
    }
  })

  test.each([
    '-5',
    '-0',
    '-0.01',
    '-HK$5',
    'HK$-5',
    '$-5',
    '－５',
    '-1,280.505',
    '-99999999999999',
  ])('less than nothing: %s', (text) => {
    expect(read(text)).toEqual(refusal('amountNegative'))
  })

  test.each(['1.234', '1.000', '0.001', '.005', '0.000', '1,280.500', '999999999.999'])(
    'parts of a cent are not rounded away: %s',
    (text) => {
      expect(read(text)).toEqual(refusal('amountTooManyDecimals'))
    },
  )

  test.each(['0', '00', '0.0', '0.00', '.0', '0.', 'HK$0', '０', '0,000'])(
    'nothing at all: %s',
    (text) => {
      expect(read(text)).toEqual(refusal('amountZero'))
    },
  )

  test('the ceiling itself is taken, and one cent more is not', () => {
    expect(read('50,000.00')).toEqual(cents(ceilingMinor))
    expect(read('50,000.01')).toEqual(refusal('amountAboveCeiling'))
    expect(readAmount('0.01', 0)).toEqual(refusal('amountAboveCeiling'))
  })

  test('a number too large for a computer is above the ceiling, not another number', () => {
    for (const text of ['9007199254740993', '9'.repeat(400), `1${'0'.repeat(999_999)}`]) {
      expect(readAmount(text, 9_999_999_999)).toEqual(refusal('amountAboveCeiling'))
    }
    expect(readAmount(`${'0'.repeat(999_999)}1`, ceilingMinor)).toEqual(cents(100))
  })

  test('a megabyte of anything is refused at once', () => {
    const size = 1_000_000
    const startMs = performance.now()
    for (const text of [
      `${'9'.repeat(size)}x`,
      `${'1,111'.repeat(size / 5)}x`,
      `1${',111'.repeat(size / 4)}x`,
      `-${' '.repeat(size)}x`,
      '$'.repeat(size),
      '\uFDFA'.repeat(size / 10),
    ]) {
      expect(read(text).ok).toBe(false)
    }
    expect(performance.now() - startMs).toBeLessThan(2_000)
  })
})

describe('an amount is written', () => {
  test.each([
    [0, '0.00', '0.00'],
    [5, '0.05', '0.05'],
    [50, '0.50', '0.50'],
    [99_999, '999.99', '999.99'],
    [100_000, '1,000.00', '1000.00'],
    [1_234_567, '12,345.67', '12345.67'],
    [123_456_789_012, '1,234,567,890.12', '1234567890.12'],
    [-1_234_567, '-12,345.67', '-12345.67'],
    [-5, '-0.05', '-0.05'],
  ])('%d cents are %s', (amountMinor, grouped, plain) => {
    expect(writeAmount(amountMinor)).toBe(grouped)
    expect(writeAmount(amountMinor, 'plain')).toBe(plain)
  })

  test('people see the currency, and a minus before it', () => {
    expect(showAmount(128_050)).toBe('HK$1,280.50')
    expect(showAmount(-128_050)).toBe('-HK$1,280.50')
    expect(showAmount(0)).toBe('HK$0.00')
    expect(showAmount(-0)).toBe('HK$0.00')
  })

  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])(
    'what is no whole number of cents is a bug: %d',
    (broken) => {
      expect(() => writeAmount(broken)).toThrow('not an amount')
      expect(() => hkd(broken)).toThrow('not an amount')
    },
  )
})

describe('amounts are compared with their currency', () => {
  test('the same number of another currency is other money', () => {
    // There is one currency today; a provider's answer may name any.
    const yuan = { currency: 'CNY', amountMinor: 100 } as unknown as Money
    expect(sameMoney(hkd(100), hkd(100))).toBe(true)
    expect(sameMoney(hkd(100), hkd(101))).toBe(false)
    expect(sameMoney(hkd(100), yuan)).toBe(false)
  })

  test('the contract carries whole cents up to HK$99,999,999.99 either way', () => {
    for (const fine of [0, 9_999_999_999, -9_999_999_999]) {
      expect(minorSchema.safeParse(fine).success).toBe(true)
    }
    for (const wrong of [10_000_000_000, -10_000_000_000, 0.5, Number.NaN, '100', null, 100n]) {
      expect(minorSchema.safeParse(wrong).success).toBe(false)
    }
  })
})

describe('a sale settled in coins', () => {
  test.each([
    [0, 0],
    [1, 0],
    [4, 0],
    [5, 0],
    [6, 10],
    [9, 10],
    [10, 10],
    [10_003, 10_000],
    [10_005, 10_000],
    [10_006, 10_010],
    [9_999_999_996, 10_000_000_000],
  ])('%d cents are %d: exactly 5 cents go down', (restMinor, dueMinor) => {
    expect(dueInCoins(restMinor)).toBe(dueMinor)
  })
})
