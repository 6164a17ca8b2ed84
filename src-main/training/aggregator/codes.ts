/** Codes of training: plainly fake, and yet of the shape that each wallet's have. */
import { createHmac } from 'node:crypto'
import type { MethodId } from '../../../src-shared/methods.ts'
import type { Random } from '../../engine/parts.ts'
import { encodeHkCode } from '../../engine/qr/hkCode.ts'
import { writeAmount } from '../../../src-shared/money.ts'

const minuteMs = 60_000
/** Minutes start again after these: nearly two years. */
const minutes = 1_000_000

export type CodeMethod = 'wechatPay' | 'alipay' | 'unionpayQr'

/** Prefix, and how many random digits follow the six of the minute. */
const shapes: Readonly<
  Record<CodeMethod, { readonly prefixes: readonly string[]; readonly random: number }>
> = {
  wechatPay: { prefixes: ['15', '13'], random: 10 },
  alipay: { prefixes: ['28'], random: 10 },
  unionpayQr: { prefixes: ['62'], random: 11 },
}

const minuteOf = (nowMs: number): number => Math.trunc(nowMs / minuteMs) % minutes

/** A code as a customer's phone would show it now; of training, since it carries its minute. */
export function freshCustomerCode(method: CodeMethod, nowMs: number, random: Random): string {
  const { prefixes, random: count } = shapes[method]
  const bytes = random.bytes(count + 1)
  const prefix = prefixes[(bytes[count] ?? 0) % prefixes.length] ?? ''
  const digits = Array.from(bytes.slice(0, count), (byte) => byte % 10).join('')
  return prefix + String(minuteOf(nowMs)).padStart(6, '0') + digits
}

export type CodeRead =
  | { readonly ok: true; readonly wallet: string }
  | { readonly ok: false; readonly reason: string }

/** @returns which wallet showed it, or why it is not taken. A minute is what is left of it at most, and one begun. */
export function readCustomerCode(method: MethodId, text: string, nowMs: number): CodeRead {
  if (method !== 'wechatPay' && method !== 'alipay' && method !== 'unionpayQr') {
    return { ok: false, reason: 'this method takes no code of a customer' }
  }
  const { prefixes, random } = shapes[method]
  const prefix = prefixes.find((one) => text.startsWith(one))
  if (prefix === undefined || text.length !== 8 + random || !/^\d+$/u.test(text)) {
    return { ok: false, reason: 'not a code of this wallet' }
  }
  const ageMinutes = (minuteOf(nowMs) - Number(text.slice(2, 8)) + minutes) % minutes
  if (ageMinutes > 1) return { ok: false, reason: 'the code is too old' }
  return { ok: true, wallet: walletOf(prefix, text) }
}

function walletOf(prefix: string, text: string): string {
  switch (prefix) {
    case '15':
      return 'WeChat Pay HK'
    case '13':
      return 'WeChat Pay'
    case '62':
      return 'UnionPay'
    default:
      // The digits do not tell which of the two it was; the provider does.
      return Number(text.at(-1)) % 4 === 3 ? 'Alipay' : 'AlipayHK'
  }
}

/** Who will have paid a code that the aggregator made; null: a bank. */
export const usualWallet: Readonly<Partial<Record<MethodId, string>>> = {
  wechatPay: 'WeChat Pay HK',
  alipay: 'AlipayHK',
  unionpayQr: 'UnionPay',
  paypal: 'PayPal',
}

/** What the payer is to scan. A real app that scans it finds nobody to pay. */
export function merchantCodeText(method: MethodId, paymentId: string, amountMinor: number): string {
  const name = `TRAINING${paymentId.replaceAll('-', '').toUpperCase()}`
  switch (method) {
    case 'wechatPay':
      return `weixin://wxpay/bizpayurl?pr=${name}`
    case 'alipay':
      return `https://qr.alipay.com/${name}`
    case 'unionpayQr':
      return unionPayText(name, amountMinor)
    default:
      return `https://www.paypal.com/qrcodes/${name}`
  }
}

/** EMVCo's merchant-presented code; 15 is UnionPay's template for its account. */
const unionPayText = (name: string, amountMinor: number): string =>
  encodeHkCode({
    fields: [
      { id: '00', value: '01' },
      { id: '01', value: '12' },
      { id: '15', value: '0'.repeat(31) },
      { id: '52', value: '0000' },
      { id: '53', value: '344' },
      { id: '54', value: writeAmount(amountMinor, 'plain') },
      { id: '58', value: 'HK' },
      { id: '59', value: 'TRAINING - DO NOT PAY' },
      { id: '60', value: 'HK' },
      { id: '62', value: `05${String(25).padStart(2, '0')}${name.slice(0, 8)}${name.slice(-17)}` },
    ],
  })

/** Names a text without holding it, for this file alone. */
export const saltedDigest = (salt: string, text: string): string =>
  createHmac('sha256', Buffer.from(salt, 'hex')).update(text).digest('hex')

/** The same for the same values, in whatever order they came. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`
}
