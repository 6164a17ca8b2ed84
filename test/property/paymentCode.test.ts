import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bare, classifyPaymentCode } from '../../src-main/engine/qr/paymentCode.ts'

const runs = { numRuns: 5_000 }
const methods = ['wechatPay', 'alipay', 'unionpayQr']
const likenesses = ['productBarcode', 'ourCode', 'link', 'empty', 'unknown']

const units = fc
  .array(fc.integer({ min: 0, max: 0xff_ff }), { maxLength: 60 })
  .map((all) => String.fromCharCode(...all))
const numbers = (begin: string, min: number, max: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max })
    .map((all) => begin + all.join(''))
const nearly = fc
  .tuple(
    fc.constantFrom('10', '15', '16', '160', '25', '30', '62', '00', '49', '000201'),
    fc.nat(26),
  )
  .chain(([begin, length]) => numbers(begin, length, length))
const emv = fc.base64String({ minLength: 4, maxLength: 600 }).map((rest) => `hQVDUFYwMW${rest}`)
const around = fc.constantFrom('', ' ', '\r\n', '\t', '\u0002', '\u001d', '\ufeff', '\u3000')
const anyText = fc.oneof(units, nearly, emv, fc.webUrl(), fc.string({ unit: 'binary' }))

test('no text brings it down, whatever a scanner or a hand gives', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(['wallet', 'emv', 'other']).toContain(classifyPaymentCode(text).kind)
    }),
    runs,
  )
})

test('of the text at most the last four characters come out of it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const code = classifyPaymentCode(text)
      const lastFour = code.kind === 'other' ? '' : code.lastFour
      expect(lastFour.length).toBeLessThanOrEqual(4)
      expect(bare(text).endsWith(lastFour)).toBe(true)
      const ours = new Set(['wallet', 'emv', 'other', ...methods, ...likenesses, lastFour])
      const told = Object.values(code).filter((value) => typeof value === 'string')
      expect(told.filter((value) => !ours.has(value))).toEqual([])
    }),
    runs,
  )
})

test('what surrounds a code changes nothing, and what remains has nothing around it', () => {
  fc.assert(
    fc.property(anyText, around, around, (text, before, after) => {
      expect(classifyPaymentCode(before + text + after)).toEqual(classifyPaymentCode(text))
      expect(bare(bare(text))).toBe(bare(text))
    }),
    runs,
  )
})

test('the first digits of the families are disjoint: each number is of the one they say, or of none', () => {
  const family = (begin: number, third: number): string | null => {
    if ((begin >= 10 && begin <= 15) || (begin === 16 && third === 0)) return 'wechatPay'
    if (begin >= 25 && begin <= 30) return 'alipay'
    return begin === 62 ? 'unionpayQr' : null
  }
  const lengths = { wechatPay: [18, 18], alipay: [16, 24], unionpayQr: [19, 19] } as const
  fc.assert(
    fc.property(fc.oneof(nearly, numbers('', 3, 30)), (text) => {
      fc.pre(text.length >= 3)
      const said = family(Number(text.slice(0, 2)), Number(text.charAt(2)))
      const code = classifyPaymentCode(text)
      const [least, most] = said === null ? [1, 0] : lengths[said as keyof typeof lengths]
      const fits = text.length >= least && text.length <= most
      expect(code.kind === 'wallet' ? code.method : null).toBe(fits ? said : null)
      expect(code.kind === 'wallet' && code.sealed).toBe(fits && said === 'unionpayQr')
    }),
    runs,
  )
})
