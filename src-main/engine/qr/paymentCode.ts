/**
 * What a customer's phone showed, judged by its first characters: a hint for where to send it,
 * and no more. Whether it is a good code is the aggregator's to say.
 */

/** Never holds the code itself: at most its last four characters, and how long it was. */
export type PaymentCode =
  | {
      readonly kind: 'wallet'
      readonly method: 'wechatPay' | 'alipay' | 'unionpayQr'
      /** It stands for a card, and must not be read on the way. */
      readonly sealed: boolean
      readonly lastFour: string
    }
  /** EMVCo's customer-presented code: holds data as on a card's magnetic stripe. */
  | { readonly kind: 'emv'; readonly lastFour: string }
  | {
      readonly kind: 'other'
      readonly looksLike: 'productBarcode' | 'ourCode' | 'link' | 'empty' | 'unknown'
      /** Without what stood around it. */
      readonly length: number
    }

type Wallet = Extract<PaymentCode, { kind: 'wallet' }>

/** The first digits do not overlap: a code is of one family at most. */
const wallets: readonly (Pick<Wallet, 'method' | 'sealed'> & { readonly form: RegExp })[] = [
  // 15 is the Hong Kong wallet, 160 a newer range of the mainland's.
  { method: 'wechatPay', sealed: false, form: /^(?:1[0-5]\d|160)\d{15}$/u },
  // AlipayHK and Alipay alike: the digits do not tell which.
  { method: 'alipay', sealed: false, form: /^(?:2[5-9]|30)\d{14,22}$/u },
  { method: 'unionpayQr', sealed: true, form: /^62\d{17}$/u },
]

/** Base64 of tag 85 with the value `CPV01`: how every such code begins. */
const emvForm = /^hQVDUFYwMW[\w+/-]*={0,2}$/u

/** What is longer is no code that a till takes. */
const longest = 1_024

/**
 * Reads the text as a scanner gave it. What a scanner puts around a code (white space, a carriage
 * return, other control characters) is left out; inside nothing is.
 */
export function classifyPaymentCode(text: string): PaymentCode {
  const code = bare(text)
  const { length } = code
  if (length > longest) return { kind: 'other', looksLike: looks(code), length }
  const wallet = wallets.find(({ form }) => form.test(code))
  const lastFour = code.slice(-4)
  if (wallet) return { kind: 'wallet', method: wallet.method, sealed: wallet.sealed, lastFour }
  if (emvForm.test(code)) return { kind: 'emv', lastFour }
  return { kind: 'other', looksLike: looks(code), length }
}

const surrounding = /[\s\p{Cc}\p{Cf}]/u

/** @returns the text without what surrounds the code; to be sent, digested and measured */
export function bare(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && surrounding.test(text.charAt(from))) from += 1
  while (to > from && surrounding.test(text.charAt(to - 1))) to -= 1
  return text.slice(from, to)
}

function looks(code: string): Extract<PaymentCode, { kind: 'other' }>['looksLike'] {
  if (code === '') return 'empty'
  if (isProductBarcode(code)) return 'productBarcode'
  if (isOurs(code)) return 'ourCode'
  return /^https?:\/\//iu.test(code) ? 'link' : 'unknown'
}

/** EAN-8, UPC-A and EAN-13, with the check digit of GS1: weights 3 and 1 from the right. */
function isProductBarcode(code: string): boolean {
  if (!/^(?:\d{8}|\d{12,13})$/u.test(code)) return false
  let sum = 0
  for (const [place, digit] of Array.from(code).toReversed().entries()) {
    sum += Number(digit) * (place % 2 === 0 ? 1 : 3)
  }
  return sum % 10 === 0
}

/**
 * A code that a shop shows to its customers begins with its format, 01; a reference made by
 * `payment/reference.ts` has four characters and a number that begins with zeros for 60 million
 * payments.
 */
const isOurs = (code: string): boolean =>
  code.startsWith('000201') || /^[\dA-Z]{4}000[\dA-Z]{5}$/u.test(code)
