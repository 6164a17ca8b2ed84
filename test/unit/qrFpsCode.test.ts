import { describe, expect, test } from 'vitest'
import { makeFpsCode, type FpsCodeRequest } from '../../src-main/engine/qr/fpsCode.ts'
import { decodeHkCode } from '../../src-main/engine/qr/hkCode.ts'

const sale: FpsCodeRequest = {
  account: { kind: 'fpsId', fpsId: '1234567' },
  amountMinor: 12_850,
  merchantName: 'Harbour Tea',
  reference: null,
  referenceAllowed: false,
}

function made(request: FpsCodeRequest) {
  const answer = makeFpsCode(request)
  if (!answer.ok) throw new Error(`refused: ${answer.id} ${answer.reason}`)
  const read = decodeHkCode(answer.text)
  if (!read.ok) throw new Error(`does not read: ${read.id} ${read.reason}`)
  return { text: answer.text, code: read.code }
}

describe('a code that asks for money by FPS', () => {
  test('is the one that another program makes', () => {
    expect(made({ ...sale, amountMinor: 231, merchantName: 'NA' }).text).toBe(
      '00020101021226270012hk.com.hkicl0207123456752040000530334454042.315802HK5902NA6002HK630400D9',
    )
  })

  test('carries a Chinese name by characters and seals it by bytes', () => {
    expect(made({ ...sale, merchantName: '海港茶餐廳' }).text).toBe(
      '00020101021226270012hk.com.hkicl020712345675204000053033445406128.505802HK5905海港茶餐廳6002HK63048C9C',
    )
  })

  test('is dynamic when it is for one sale, static when it is for any', () => {
    const sticker = { ...sale, amountMinor: null }
    expect(made(sticker).code).toMatchObject({ kind: 'static', amount: null })
    expect(made(sale).code.kind).toBe('dynamic')
    expect(made({ ...sticker, reference: 'R1', referenceAllowed: true }).code.kind).toBe('dynamic')
    expect(made({ ...sticker, expiresAt: '261231235959' }).code.kind).toBe('dynamic')
  })

  test('writes cents to the last digit', () => {
    const amounts = [1, 10, 100, 999_999_999_999].map(
      (amountMinor) => made({ ...sale, amountMinor }).code.amount,
    )
    expect(amounts).toEqual([
      { text: '0.01', amountMinor: 1 },
      { text: '0.10', amountMinor: 10 },
      { text: '1.00', amountMinor: 100 },
      { text: '9999999999.99', amountMinor: 999_999_999_999 },
    ])
  })

  test('names a payee by mobile or e-mail, with the bank when it is given', () => {
    const mobile = { kind: 'mobile', mobile: '+852-67891234' } as const
    const email = { kind: 'email', email: 'shop@example.hk', clearingCode: '024' } as const
    expect(made({ ...sale, account: mobile }).code.fps).toMatchObject({
      clearingCode: null,
      mobile: '+852-67891234',
    })
    expect(made({ ...sale, account: { ...mobile, clearingCode: '004' } }).text).toContain(
      '26400012hk.com.hkicl01030040313+852-67891234',
    )
    expect(made({ ...sale, account: email }).code.fps).toMatchObject({
      clearingCode: '024',
      email: 'shop@example.hk',
    })
  })

  test('carries a reference only when the account allows one: a bank would refuse the code', () => {
    const asked = { ...sale, reference: 'S-0001', billNumber: 'B-7' }
    expect(made({ ...asked, referenceAllowed: true }).code).toMatchObject({
      reference: 'S-0001',
      billNumber: 'B-7',
    })
    expect(made(asked).text).toBe(made(sale).text)
  })

  test('is not made without the reference that an account with a merchant service demands', () => {
    expect(makeFpsCode({ ...sale, referenceAllowed: true })).toEqual({
      ok: false,
      id: '62.05',
      reason: 'missing',
    })
  })

  test('says nothing about time or a changed amount unless asked to', () => {
    const silent = { expiresAt: null, payerMayChangeAmount: false }
    expect(made(sale).code.fps).toMatchObject(silent)
    expect(made({ ...sale, amountMinor: null, payerMayChangeAmount: true }).code.fps).toMatchObject(
      silent,
    )
    const open = { ...sale, expiresAt: '20261231235959', payerMayChangeAmount: true }
    expect(made(open).code.fps).toMatchObject({
      expiresAt: '20261231235959',
      payerMayChangeAmount: true,
    })
  })

  test('shortens a long name to 25 whole characters rather than stop a sale', () => {
    const nameOf = (merchantName: string) => made({ ...sale, merchantName }).code.merchantName
    expect(nameOf(`${'x'.repeat(24)}𠮷野家`)).toBe(`${'x'.repeat(24)}𠮷`)
    expect(nameOf('𠮷'.repeat(40))).toBe('𠮷'.repeat(25))
    expect(nameOf('  Harbour View Trading and Company ')).toBe('Harbour View Trading and')
  })

  const mobile = (number: string, clearingCode: string | null = null) =>
    ({ account: { kind: 'mobile', mobile: number, clearingCode } }) as const
  const email = (address: string) => ({ account: { kind: 'email', email: address } }) as const
  const fpsId = (digits: string) => ({ account: { kind: 'fpsId', fpsId: digits } }) as const
  const reference = (text: string) => ({ reference: text, referenceAllowed: true })
  test.each<[string, Partial<FpsCodeRequest>, string, string]>([
    ['an FPS ID of 8 digits', fpsId('12345678'), '26.02', 'length'],
    ['an FPS ID with a letter', fpsId('123456A'), '26.02', 'format'],
    ['no FPS ID', fpsId(''), '26.02', 'missing'],
    ['a mobile without +852-', mobile('67891234'), '26.03', 'format'],
    ['a mobile of 7 digits', mobile('+852-6789123'), '26.03', 'format'],
    ['a clearing code of 2 digits', mobile('+852-67891234', '04'), '26.01', 'length'],
    ['a clearing code with a letter', mobile('+852-67891234', '0O4'), '26.01', 'format'],
    ['an e-mail without @', email('shop.example.hk'), '26.04', 'format'],
    ['an e-mail with a space', email('shop @example.hk'), '26.04', 'format'],
    ['an e-mail that 26 cannot hold', email(`${'x'.repeat(80)}@example.hk`), '26.04', 'length'],
    ['an e-mail of any size', email('x'.repeat(100_000)), '26.04', 'length'],
    ['a time limit of 10 digits', { expiresAt: '2612312359' }, '26.05', 'length'],
    ['a time limit in month 13', { expiresAt: '261331235959' }, '26.05', 'format'],
    ['an amount of nothing', { amountMinor: 0 }, '54', 'format'],
    ['a negative amount', { amountMinor: -1 }, '54', 'format'],
    ['half a cent', { amountMinor: 0.5 }, '54', 'format'],
    ['no number', { amountMinor: Number.NaN }, '54', 'format'],
    ['an amount of 14 characters', { amountMinor: 1_000_000_000_000 }, '54', 'length'],
    ['an empty name', { merchantName: ' ' }, '59', 'missing'],
    ['a name with a line break', { merchantName: 'A\nB' }, '59', 'format'],
    ['half a surrogate pair', { merchantName: 'A\uD842' }, '59', 'format'],
    ['an empty reference', reference(''), '62.05', 'missing'],
    ['a reference of 26 characters', reference('x'.repeat(26)), '62.05', 'length'],
    ['a Chinese reference', reference('單一'), '62.05', 'format'],
    ['a long bill number', { ...reference('R'), billNumber: 'x'.repeat(26) }, '62.01', 'length'],
  ])('is refused with the field and the reason: %s', (_, change, id, reason) => {
    expect(makeFpsCode({ ...sale, ...change })).toEqual({ ok: false, id, reason })
  })
})
