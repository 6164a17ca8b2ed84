import { describe, expect, test } from 'vitest'
import { crc16 } from '../../src-main/engine/qr/crc16.ts'
import { decodeHkCode, encodeHkCode, maxCodeLength } from '../../src-main/engine/qr/hkCode.ts'
import { charactersOf, readTlv, writeTlv } from '../../src-main/engine/qr/tlv.ts'
import vectors from '../vectors/hk-qr.json' with { type: 'json' }

const field = (id: string, value: string): string => writeTlv([{ id, value }])
const seal = (body: string): string => `${body}6304${crc16(`${body}6304`)}`

const plain: Readonly<Record<string, string>> = {
  '00': '01',
  '26': field('00', 'hk.com.hkicl') + field('02', '1234567'),
  '52': '0000',
  '53': '344',
  '58': 'HK',
  '59': 'NA',
  '60': 'HK',
}

/** A code with these fields changed, added or (null) left out, and the right checksum. */
function codeWith(changes: Readonly<Record<string, string | null>>): string {
  // Sorted, for an object would put the key '10' and above before '00'.
  const fields = Object.entries({ ...plain, ...changes }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return seal(fields.map(([id, value]) => (value === null ? '' : field(id, value))).join(''))
}

const fpsWith = (inner: string): string => codeWith({ '26': field('00', 'hk.com.hkicl') + inner })

function reading(text: string) {
  const read = decodeHkCode(text)
  if (!read.ok) throw new Error(`refused: ${read.id} ${read.reason}`)
  return read.code
}

const refusal = (id: string, reason: string) => ({ ok: false, id, reason })

describe('codes that other programs print', () => {
  test.each(vectors.valid)('reads and writes again, to the letter: $note', ({ payload }) => {
    expect(encodeHkCode(reading(payload))).toBe(payload)
  })

  test.each(vectors.invalid)('refuses with its reason: $note', ({ payload, reason }) => {
    expect(decodeHkCode(payload)).toEqual(refusal('63', reason))
  })

  test('says what a code asks for', () => {
    const read = vectors.valid.map(({ payload }) => reading(payload))
    expect(read.map(({ kind }) => kind)).toEqual([
      'dynamic',
      'dynamic',
      'static',
      'static',
      'dynamic',
    ])
    expect(read.map(({ amount }) => amount)).toEqual([
      { text: '100', amountMinor: 10_000 },
      { text: '100.5', amountMinor: 10_050 },
      { text: '1989', amountMinor: 198_900 },
      { text: '1.23', amountMinor: 123 },
      { text: '2.31', amountMinor: 231 },
    ])
    const nobody = { clearingCode: null, fpsId: null, mobile: null, email: null }
    const open = { ...nobody, expiresAt: null, payerMayChangeAmount: false }
    expect(read.map(({ fps }) => fps)).toEqual([
      { ...open, mobile: '+852-67891234' },
      { ...open, mobile: '+852-67891234' },
      { ...open, email: 'FPS_Identifier_CRC201D@ird.gov.hk' },
      { ...open, clearingCode: '004', mobile: '+852-87654321' },
      { ...open, fpsId: '1234567' },
    ])
    expect(read[0]).toMatchObject({
      currency: 'HKD',
      merchantName: 'company_1_data',
      reference: 'INV/TEST/0001',
      billNumber: null,
    })
    expect(read[2]).toMatchObject({ merchantName: 'NA', reference: null })
  })
})

describe('the checksum', () => {
  test('is CRC-16/CCITT-FALSE', () => {
    expect(crc16(vectors.checksum.text)).toBe(vectors.checksum.crc16)
    expect(crc16('')).toBe('FFFF')
  })

  test('keeps its leading zeros', () => {
    const seen = Array.from({ length: 5000 }, (_, n) => crc16(`${n}`))
    expect(seen.every((crc) => /^[0-9A-F]{4}$/u.test(crc))).toBe(true)
    expect(seen.some((crc) => crc.startsWith('00'))).toBe(true)
    const short = vectors.valid.find(({ payload }) => payload.endsWith('630400D9'))?.payload ?? ''
    expect(decodeHkCode(short).ok).toBe(true)
    expect(decodeHkCode(short.replace(/630400D9$/u, '6302D9'))).toEqual(refusal('63', 'length'))
  })

  test('runs over bytes while lengths count characters: a Chinese name needs both', () => {
    // Both payloads were sealed by another program (Python's binascii.crc_hqx over UTF-8).
    const harbour =
      '00020101021226270012hk.com.hkicl020712345675204000053033445406128.505802HK5905海港茶餐廳6002HK63048C9C'
    const rare =
      '00020101021126270012hk.com.hkicl020712345675204000053033445802HK5904𠮷野家𨋢6002HK630474E1'
    expect(reading(harbour).merchantName).toBe('海港茶餐廳')
    expect(reading(rare).merchantName).toBe('𠮷野家𨋢')
    expect(encodeHkCode(reading(harbour))).toBe(harbour)
    expect(encodeHkCode(reading(rare))).toBe(rare)
  })

  test('is refused in lower case, as any wrong checksum is', () => {
    const [first] = vectors.valid
    const text = first?.payload ?? ''
    expect(decodeHkCode(text.slice(0, -4) + text.slice(-4).toLowerCase())).toEqual(
      refusal('63', 'checksum'),
    )
  })

  test('is looked at before any value: damage is not taken for a wrong field', () => {
    const text = codeWith({ '53': '840' })
    expect(decodeHkCode(text)).toEqual(refusal('53', 'format'))
    expect(decodeHkCode(`${text.slice(0, -4)}0000`)).toEqual(refusal('63', 'checksum'))
  })

  test('notices every single wrong character, wherever it stands', () => {
    const printable = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n))
    const changed = vectors.valid.flatMap(({ payload }) =>
      charactersOf(payload).flatMap((before, at) =>
        printable
          .filter((other) => other !== before)
          .map((other) => charactersOf(payload).with(at, other).join('')),
      ),
    )
    expect(changed.length).toBeGreaterThan(50_000)
    expect(changed.filter((text) => decodeHkCode(text).ok)).toEqual([])
  })
})

describe('every refusal names the field and the reason', () => {
  const whole = codeWith({})
  test.each([
    ['an empty text', '', '00', 'missing'],
    ['a text that is no code', 'hello', 'he', 'format'],
    ['a web address', 'https://example.com/pay', 'ht', 'format'],
    ['an id that would spoil a log', '000201\n\u202E', '??', 'format'],
    ['digits of another script', '٠٠٠٢٠١', '??', 'format'],
    ['too long a text', '0'.repeat(maxCodeLength + 1), '00', 'length'],
    ['a length that is no number', '00x201', '00', 'length'],
    ['a length of zero', '0000', '00', 'length'],
    ['a value that ends too early', whole.slice(0, -1), '63', 'length'],
    ['a text that stops after an id', '00020126', '26', 'length'],
    ['a text that stops within an id', '0002012', '2', 'length'],
    ['something after the checksum', `${whole}\r`, '?', 'format'],
    ['00 not first', seal(field('01', '11') + field('00', '01')), '00', 'format'],
    ['no 00', codeWith({ '00': null }), '00', 'missing'],
    ['63 not last', seal(field('00', '01')) + field('59', 'NA'), '63', 'format'],
    ['no 63', whole.slice(0, -8), '63', 'missing'],
    ['63 of the wrong length', `${whole.slice(0, -6)}0512345`, '63', 'length'],
    ['a field twice', seal('0002015902NA5902NA'), '59', 'duplicate'],
    ['63 twice', seal(seal('000201')), '63', 'duplicate'],
    ['another version', codeWith({ '00': '02' }), '00', 'format'],
    ['neither static nor dynamic', codeWith({ '01': '13' }), '01', 'format'],
    ['no account', codeWith({ '26': null }), '26', 'missing'],
    ['no category', codeWith({ '52': null }), '52', 'missing'],
    ['a short category', codeWith({ '52': '000' }), '52', 'length'],
    ['no currency', codeWith({ '53': null }), '53', 'missing'],
    ['a currency that is not taken here', codeWith({ '53': '840' }), '53', 'format'],
    ['a signed amount', codeWith({ '54': '-1.00' }), '54', 'format'],
    ['a grouped amount', codeWith({ '54': '1,000.00' }), '54', 'format'],
    ['two points in an amount', codeWith({ '54': '1.0.0' }), '54', 'format'],
    ['parts of a cent', codeWith({ '54': '1.005' }), '54', 'format'],
    ['an exponent', codeWith({ '54': '1e3' }), '54', 'format'],
    ['full-width digits', codeWith({ '54': '１００' }), '54', 'format'],
    ['an amount of 14 characters', codeWith({ '54': '12345678901.00' }), '54', 'length'],
    ['no country', codeWith({ '58': null }), '58', 'missing'],
    ['a country of three letters', codeWith({ '58': 'HKG' }), '58', 'length'],
    ['no name', codeWith({ '59': null }), '59', 'missing'],
    ['a name of 26 characters', codeWith({ '59': '海'.repeat(26) }), '59', 'length'],
    ['a name with a line break', codeWith({ '59': 'A\nB' }), '59', 'format'],
    ['half a surrogate pair', codeWith({ '59': '\uD842' }), '59', 'format'],
    ['no city', codeWith({ '60': null }), '60', 'missing'],
    ['a city of 16 characters', codeWith({ '60': 'x'.repeat(16) }), '60', 'length'],
    ['a postcode of 11 characters', codeWith({ '61': 'x'.repeat(11) }), '61', 'length'],
    ['a bill number of 26', codeWith({ '62': field('01', 'x'.repeat(26)) }), '62.01', 'length'],
    ['a field of 62 twice', codeWith({ '62': '0501A0501B' }), '62.05', 'duplicate'],
    ['62 that is no list of fields', codeWith({ '62': 'INV-1' }), '62.IN', 'format'],
    [
      'a long name in another language',
      codeWith({ '64': `0126${'x'.repeat(26)}` }),
      '64.01',
      'length',
    ],
    ['an owner missing in 80', codeWith({ '80': field('01', 'x') }), '80.00', 'missing'],
    ['an owner missing in 26', codeWith({ '26': field('02', '1234567') }), '26.00', 'missing'],
    ['another owner of 26', codeWith({ '26': field('00', 'hk.com.other') }), '26.00', 'format'],
    ['a Kelvin sign for a k', codeWith({ '26': '0012h\u212A.com.hkicl' }), '26.00', 'format'],
    ['an FPS account without a payee', fpsWith(field('01', '004')), '26.02', 'missing'],
    ['a clearing code of 4 digits', fpsWith('0104000402071234567'), '26.01', 'length'],
    ['a clearing code with a letter', fpsWith('010300A02071234567'), '26.01', 'format'],
    ['an FPS ID with a letter', fpsWith(field('02', '12345A7')), '26.02', 'format'],
    ['an FPS ID twice', fpsWith('0207123456702071234567'), '26.02', 'duplicate'],
    ['a mobile without its hyphen', fpsWith(field('03', '+85267891234')), '26.03', 'format'],
    ['an e-mail without @', fpsWith(field('04', 'shop.example.hk')), '26.04', 'format'],
    ['a time limit of 10 digits', fpsWith('0207123456705102612312359'), '26.05', 'length'],
    ['a time limit with a dash', fpsWith('020712345670512261231-23595'), '26.05', 'format'],
    ['an inner length beyond 26', fpsWith('0299123'), '26.02', 'length'],
  ])('%s', (_, text, id, reason) => {
    expect(decodeHkCode(text)).toEqual(refusal(id, reason))
  })
})

describe('reads leniently what differs in the field', () => {
  test.each([
    ['an FPS ID of another length', fpsWith(field('02', '12345678'))],
    ['the owner of 26 in capitals', codeWith({ '26': '0012HK.COM.HKICL02071234567' })],
    ['any country, name and city', codeWith({ '58': 'CN', '59': '深圳小店', '60': 'Shenzhen' })],
    ['a whole amount with a point', codeWith({ '54': '98.' })],
    ['renminbi', codeWith({ '53': '156' })],
    ['a name of 25 characters beyond the basic plane', codeWith({ '59': '𠮷'.repeat(25) })],
    ['a time limit of 12 digits', fpsWith('020712345670512261231235959')],
    ['a time limit of 14 digits', fpsWith('02071234567051420261231235959')],
    ['fields that are not used', codeWith({ '55': '03', '57': '2.5', '61': '999077', '70': 'x' })],
    ['other networks beside FPS', codeWith({ '04': '5555', '15': '6250', '27': 'any text' })],
    ['a code without FPS', codeWith({ '26': null, '15': '62501234' })],
    ['a code that says neither static nor dynamic', codeWith({ '01': null })],
  ])('%s', (_, text) => {
    expect(encodeHkCode(reading(text))).toBe(text)
  })

  test('keeps the order in which fields stood', () => {
    const { '00': first = '', ...rest } = plain
    const backwards = Object.entries(rest).toReversed()
    const text = seal(
      field('00', first) + backwards.map(([id, value]) => field(id, value)).join(''),
    )
    const code = reading(text)
    expect(code.fields.map(({ id }) => id)).toEqual(['00', '60', '59', '58', '53', '52', '26'])
    expect(encodeHkCode(code)).toBe(text)
  })

  test('counts the largest amount in whole cents', () => {
    const { amount } = reading(codeWith({ '54': '9999999999999' }))
    expect(amount).toEqual({ text: '9999999999999', amountMinor: 999_999_999_999_900 })
    expect(reading(codeWith({ '54': '0.07' })).amount?.amountMinor).toBe(7)
    expect(reading(codeWith({ '54': '0.7' })).amount?.amountMinor).toBe(70)
  })

  test('takes only 1 for a yes to a changed amount', () => {
    const mayChange = (digit: string) =>
      reading(fpsWith(`020712345670601${digit}`)).fps?.payerMayChangeAmount
    expect([mayChange('1'), mayChange('0')]).toEqual([true, false])
  })
})

describe('id-length-value text', () => {
  test('is written only from fields that can be read again', () => {
    expect(readTlv(writeTlv([{ id: '59', value: '𠮷'.repeat(99) }])).ok).toBe(true)
    expect(() => writeTlv([{ id: '59', value: '' }])).toThrow('id 59, 0 characters')
    expect(() => writeTlv([{ id: '59', value: 'x'.repeat(100) }])).toThrow('100 characters')
    expect(() => writeTlv([{ id: '5\n', value: 'x' }])).toThrow('id 5?')
  })
})
