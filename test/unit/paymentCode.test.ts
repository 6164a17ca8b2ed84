import { describe, expect, test } from 'vitest'
import { shortReference } from '../../src-main/engine/payment/reference.ts'
import { makeFpsCode } from '../../src-main/engine/qr/fpsCode.ts'
import { bare, classifyPaymentCode } from '../../src-main/engine/qr/paymentCode.ts'

const digits = (begin: string, length: number): string => begin.padEnd(length, '0123456789')

const methodOf = (text: string): string => {
  const code = classifyPaymentCode(text)
  return code.kind === 'wallet' ? code.method : code.kind
}

const looks = (text: string): string => {
  const code = classifyPaymentCode(text)
  return code.kind === 'other' ? code.looksLike : code.kind
}

describe('a wallet is known by its first digits and its length', () => {
  test.for(['10', '11', '12', '13', '14', '15', '160'])(
    '18 digits from %s: WeChat Pay',
    (begin) => {
      expect(methodOf(digits(begin, 18))).toBe('wechatPay')
      expect(methodOf(digits(begin, 17))).toBe('other')
      expect(methodOf(digits(begin, 19))).toBe('other')
    },
  )

  test.for(['25', '26', '27', '28', '29', '30'])('16 to 24 digits from %s: Alipay', (begin) => {
    for (let length = 16; length <= 24; length += 1) {
      expect(methodOf(digits(begin, length))).toBe('alipay')
    }
    expect(methodOf(digits(begin, 15))).toBe('other')
    expect(methodOf(digits(begin, 25))).toBe('other')
  })

  test('19 digits from 62: UnionPay, to be sealed; the others are not', () => {
    expect(classifyPaymentCode(digits('62', 19))).toEqual({
      kind: 'wallet',
      method: 'unionpayQr',
      sealed: true,
      lastFour: digits('62', 19).slice(-4),
    })
    expect(classifyPaymentCode(digits('28', 18))).toMatchObject({ sealed: false })
    expect(classifyPaymentCode(digits('13', 18))).toMatchObject({ sealed: false })
    expect(methodOf(digits('62', 16))).toBe('other')
    expect(methodOf(digits('62', 18))).toBe('other')
  })

  test.for(['09', '161', '169', '16', '17', '24', '31', '61', '63'])(
    'whatever begins with %s is of none of them',
    (begin) => {
      for (let length = 14; length <= 26; length += 1) {
        expect(methodOf(digits(begin, length).replace(/^160/u, '161'))).toBe('other')
      }
    },
  )
})

describe('a code with card data', () => {
  const emv = 'hQVDUFYwMWETTwegAAAAVVVVUAtQcm9kdWN0MQ=='

  test('is known by how its base64 begins, and is not shown but for four characters', () => {
    expect(classifyPaymentCode(emv)).toEqual({ kind: 'emv', lastFour: 'MQ==' })
  })

  test('is not taken for one when something else stands in it, or it is far too long', () => {
    expect(looks(`${emv} ${emv}`)).toBe('unknown')
    expect(looks(emv.toLowerCase())).toBe('unknown')
    expect(looks('hQVDUFYwMW'.padEnd(1_025, 'A'))).toBe('unknown')
  })
})

describe('what is not for paying is named, so that the cashier knows what was scanned', () => {
  test.for(['4006381333931', '96385074', '036000291452', '4 006381 333931'])(
    'a product: %s',
    (text) => {
      expect(looks(text)).toBe(text.includes(' ') ? 'unknown' : 'productBarcode')
    },
  )

  test('a number of that length with a wrong check digit is not called a product', () => {
    expect(looks('4006381333932')).toBe('unknown')
    expect(looks('96385075')).toBe('unknown')
    expect(looks('036000291453')).toBe('unknown')
  })

  test('a code that this counter shows to customers, and its reference', () => {
    const made = makeFpsCode({
      account: { kind: 'fpsId', fpsId: '1234567' },
      amountMinor: 8_850,
      merchantName: 'NA',
      reference: shortReference('HT01', 7),
      referenceAllowed: true,
    })
    expect(looks(made.ok ? made.text : '')).toBe('ourCode')
    expect(looks(shortReference('HT01', 7))).toBe('ourCode')
    expect(looks(shortReference('ZZZZ', 60_000_000))).toBe('ourCode')
  })

  test('a link, nothing at all, and anything else', () => {
    expect(looks('https://qr.example.com/abc')).toBe('link')
    expect(looks('HTTP://EXAMPLE.COM')).toBe('link')
    expect(classifyPaymentCode(' \r\n')).toEqual({ kind: 'other', looksLike: 'empty', length: 0 })
    expect(classifyPaymentCode('hello')).toEqual({ kind: 'other', looksLike: 'unknown', length: 5 })
  })
})

describe('what a scanner adds', () => {
  const code = digits('13', 18)

  test('around a code is left out', () => {
    for (const text of [
      `${code}\r\n`,
      `\t ${code}`,
      `\u0002${code}\u0003`,
      `\ufeff${code}\u00a0`,
    ]) {
      expect(methodOf(text)).toBe('wechatPay')
      expect(bare(text)).toBe(code)
    }
  })

  test('inside a code stays, and makes it no code', () => {
    expect(looks(`${code.slice(0, 6)} ${code.slice(6)}`)).toBe('unknown')
    expect(looks(`${code.slice(0, 6)}\u0000${code.slice(6)}`)).toBe('unknown')
    expect(looks(`${code}\n${code}`)).toBe('unknown')
  })

  test('digits of another script are no digits', () => {
    expect(looks('１３'.repeat(9))).toBe('unknown')
  })
})
