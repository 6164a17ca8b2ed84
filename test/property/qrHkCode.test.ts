import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc16 } from '../../src-main/engine/qr/crc16.ts'
import {
  makeFpsCode,
  type FpsAccount,
  type FpsCodeRequest,
} from '../../src-main/engine/qr/fpsCode.ts'
import {
  decodeHkCode,
  encodeHkCode,
  maxCodeLength,
  type HkCode,
} from '../../src-main/engine/qr/hkCode.ts'
import { charactersOf, readTlv, writeTlv, type TlvField } from '../../src-main/engine/qr/tlv.ts'
import vectors from '../vectors/hk-qr.json' with { type: 'json' }

const runs = { numRuns: 2000 }
const reasons = new Set(['checksum', 'length', 'duplicate', 'missing', 'format'])

const digits = (...lengths: number[]) =>
  fc
    .constantFrom(...lengths)
    .chain((length) =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
        .map((all) => all.join('')),
    )
const ascii = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code))
const ans = (maxLength: number) => fc.string({ unit: ascii, minLength: 1, maxLength })
const hanzi = fc.constantFrom('海', '港', '茶', '餐', '廳', '𠮷', '𨋢', '😀', 'é', 'A', '.')
const name = fc.string({ unit: hanzi, minLength: 1, maxLength: 25 })

const account: fc.Arbitrary<FpsAccount> = fc.oneof(
  fc.record({ kind: fc.constant('fpsId' as const), fpsId: digits(7, 9) }),
  fc.record({
    kind: fc.constant('mobile' as const),
    clearingCode: fc.option(digits(3)),
    mobile: digits(8).map((number) => `+852-${number}`),
  }),
  fc.record({
    kind: fc.constant('email' as const),
    clearingCode: fc.option(digits(3)),
    email: digits(1, 5, 30).map((number) => `till${number}@example.hk`),
  }),
)

const request = fc.record({
  account,
  amountMinor: fc.option(fc.integer({ min: 1, max: 999_999_999_999 })),
  payerMayChangeAmount: fc.boolean(),
  expiresAt: fc.option(fc.constantFrom('261121093000', '20261121093000')),
  merchantName: name,
  reference: ans(25),
  billNumber: fc.option(ans(25)),
  referenceAllowed: fc.boolean(),
})

function make(asked: FpsCodeRequest): string {
  const made = makeFpsCode(asked)
  if (!made.ok) throw new Error(`refused: ${made.id} ${made.reason}`)
  return made.text
}

function reading(text: string): HkCode {
  const read = decodeHkCode(text)
  if (!read.ok) throw new Error(`does not read: ${read.id} ${read.reason}`)
  return read.code
}

const madeText = request.map(make)

/** Codes as others may print them: fields in any order, more of them than the counter writes. */
const strangersText = fc
  .record(
    {
      '01': fc.constantFrom('11', '12'),
      '04': ans(99),
      '26': digits(1, 7, 8, 9, 20).map(
        (id) => `0012HK.com.hkicl${writeTlv([{ id: '02', value: id }])}`,
      ),
      '40': ans(99),
      '52': digits(4),
      '53': fc.constantFrom('344', '156'),
      '54': digits(1, 5, 13),
      '58': fc.constantFrom('HK', 'CN', 'MO'),
      '59': name,
      '60': fc.string({ unit: hanzi, minLength: 1, maxLength: 15 }),
      '61': ans(10),
      '62': ans(25).map((value) => writeTlv([{ id: '07', value }])),
      '64': name.map((value) =>
        writeTlv([
          { id: '00', value: 'zh' },
          { id: '01', value },
        ]),
      ),
      '80': ans(32).map((value) => writeTlv([{ id: '00', value }])),
    },
    { requiredKeys: ['26', '52', '53', '58', '59', '60'] },
  )
  .chain((values) => {
    const fields = Object.entries(values).map(([id, value]): TlvField => ({
      id,
      value: value ?? '',
    }))
    return fc.shuffledSubarray(fields, { minLength: fields.length })
  })
  .map((fields) => {
    const head = `${writeTlv([{ id: '00', value: '01' }, ...fields])}6304`
    return head + crc16(head)
  })

const anyCode = fc.oneof(
  madeText,
  strangersText,
  fc.constantFrom(...vectors.valid.map(({ payload }) => payload)),
)

/** Read as what writes the same text, or refused with a field that a log can show. */
function isAnswered(text: string): boolean {
  const read = decodeHkCode(text)
  if (read.ok) return encodeHkCode(read.code) === text
  return reasons.has(read.reason) && /^[ -~]{1,5}$/u.test(read.id)
}

describe('a code', () => {
  test('reads back as what was asked for', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const text = make(asked)
        const code = reading(text)
        expect(encodeHkCode(code)).toBe(text)
        expect(code.amount?.amountMinor ?? null).toBe(asked.amountMinor)
        expect(code.merchantName).toBe(asked.merchantName)
        expect(code.reference).toBe(asked.referenceAllowed ? asked.reference : null)
        expect(code.billNumber).toBe(asked.referenceAllowed ? asked.billNumber : null)
        const { kind: _, ...payee } = asked.account
        expect(code.fps).toMatchObject({ ...payee, expiresAt: asked.expiresAt })
      }),
      runs,
    )
  })

  test('of anybody is written again to the letter, in its own order', () => {
    fc.assert(
      fc.property(strangersText, (text) => {
        fc.pre(text.length <= maxCodeLength)
        expect(encodeHkCode(reading(text))).toBe(text)
      }),
      runs,
    )
  })

  test('with one character changed is never valid', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(), ascii, (text, where, other) => {
        const characters = charactersOf(text)
        const at = where % characters.length
        const before = characters[at] ?? ''
        // A 16-bit checksum promises to notice damage of up to 16 bits: ASCII for ASCII always
        // is; a whole Chinese character is not, and is only almost always noticed.
        fc.pre(before !== other && before.charCodeAt(0) < 128)
        expect(decodeHkCode(characters.with(at, other).join('')).ok).toBe(false)
      }),
      { ...runs, numRuns: 5000 },
    )
  })

  test('with one Chinese character changed for its neighbour is never valid', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const text = make({ ...asked, merchantName: `港${asked.merchantName}` })
        expect(decodeHkCode(text.replace('港', '\u6e30'))).toEqual({
          ok: false,
          id: '63',
          reason: 'checksum',
        })
      }),
      { ...runs, numRuns: 200 },
    )
  })

  test('cut short anywhere is never valid', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(), (text, where) => {
        expect(decodeHkCode(text.slice(0, where % text.length)).ok).toBe(false)
      }),
      runs,
    )
  })
})

describe('any text is answered', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    // Lone surrogates too: a scanner's driver may hand over anything.
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
      .map((units) => String.fromCharCode(...units)),
    digits(0, 1, 3, 4, 50, 511, 512, 513),
  )

  test('however random', () => {
    fc.assert(fc.property(anyText, isAnswered), runs)
  })

  test('however a good code was mangled', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(), fc.nat(), anyText, (text, from, to, filling) => {
        const start = from % text.length
        return isAnswered(text.slice(0, start) + filling + text.slice(start + (to % 40)))
      }),
      runs,
    )
  })

  test('even when a mangled code carries the right checksum', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(), anyText, (text, where, filling) => {
        const at = where % (text.length - 8)
        const body = text.slice(0, at) + filling.slice(0, 3) + text.slice(at + 3, -8)
        return isAnswered(`${body}6304${crc16(`${body}6304`)}`)
      }),
      { ...runs, numRuns: 5000 },
    )
  })

  test('however long, without reading what is beyond the limit', () => {
    const long = '000201'.repeat(1_000_000)
    expect(decodeHkCode(long)).toEqual({ ok: false, id: '00', reason: 'length' })
  })

  test('as fields that write the same text, or with the id at which it stops', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = readTlv(text)
        return read.ok ? writeTlv(read.fields) === text : /^[ -~]{1,2}$/u.test(read.id)
      }),
      runs,
    )
  })

  test('and any request for a code makes one that reads, or is refused with its field', () => {
    const anyRequest = fc.record({
      account: fc.oneof(
        account,
        fc.record({ kind: fc.constant('fpsId' as const), fpsId: anyText }),
        fc.record({ kind: fc.constant('email' as const), email: anyText, clearingCode: anyText }),
      ),
      amountMinor: fc.option(fc.oneof(fc.double(), fc.maxSafeInteger())),
      expiresAt: fc.option(anyText),
      merchantName: fc.oneof(name, anyText),
      reference: fc.option(fc.oneof(ans(30), anyText)),
      referenceAllowed: fc.boolean(),
    })
    fc.assert(
      fc.property(anyRequest, (asked) => {
        const made = makeFpsCode(asked)
        return made.ok
          ? decodeHkCode(made.text).ok
          : /^(?:54|59|26\.0[1-6]|62\.0[15])$/u.test(made.id)
      }),
      runs,
    )
  })
})
