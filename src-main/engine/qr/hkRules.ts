/**
 * What each field of the Hong Kong common QR code may hold when it is read, from the HKMA's
 * common QR specification. Ids within a template are written `26.02`.
 */
import { charactersOf } from './tlv.ts'

export type HkReason = 'checksum' | 'length' | 'duplicate' | 'missing' | 'format'

/** Names the field (`54`, `26.02`) and what is wrong with it. */
export type HkRefusal = { readonly ok: false; readonly id: string; readonly reason: HkReason }

export const refuse = (id: string, reason: HkReason): HkRefusal => ({ ok: false, id, reason })

export type HkRule = {
  /** Given in characters. */
  readonly fits: (length: number) => boolean
  readonly form?: RegExp
}

export const exactly =
  (...lengths: readonly number[]) =>
  (length: number): boolean =>
    lengths.includes(length)

export const upTo =
  (most: number) =>
  (length: number): boolean =>
    length >= 1 && length <= most

/** The wrong length is named before the wrong form. */
export function checkField(id: string, value: string, rule: HkRule | undefined): HkRefusal | null {
  if (rule === undefined) return null
  if (!rule.fits(charactersOf(value).length)) return refuse(id, 'length')
  if (rule.form && !rule.form.test(value)) return refuse(id, 'format')
  return null
}

/** Fields that hold fields. Other networks' accounts (02-25, 27-51) are kept as they stand. */
export const isTemplate = (id: string): boolean =>
  id === '26' || id === '62' || id === '64' || id >= '80'

/** Templates whose `00` says whose they are. */
export const hasOwner = (id: string): boolean => id === '26' || id >= '80'

export const isAccount = (id: string): boolean => id >= '02' && id <= '51'

export const requiredIds = ['00', '52', '53', '58', '59', '60'] as const

export const fpsOwner = 'hk.com.hkicl'

/** An id that is not listed may hold any text of up to 99 characters. */
export const readingRules: ReadonlyMap<string, HkRule> = new Map<string, HkRule>([
  ['00', { fits: exactly(2), form: /^01$/u }],
  ['01', { fits: exactly(2), form: /^1[12]$/u }],
  // Not by the flag `i`, which beside `u` takes U+212A (the Kelvin sign) for a k.
  ['26.00', { fits: exactly(12), form: /^[Hh][Kk]\.[Cc][Oo][Mm]\.[Hh][Kk][Ii][Cc][Ll]$/u }],
  ['26.01', { fits: exactly(3), form: /^\d+$/u }],
  // Seven or nine digits are what is written; others have been seen.
  ['26.02', { fits: upTo(99), form: /^\d+$/u }],
  ['26.03', { fits: upTo(99), form: /^\+852-\d{8}$/u }],
  ['26.04', { fits: upTo(99), form: /^[^\s@]+@[^\s@]+$/u }],
  // Twelve digits were seen, fourteen are described; nobody has confirmed either.
  ['26.05', { fits: exactly(12, 14), form: /^\d+$/u }],
  ['26.06', { fits: exactly(1), form: /^\d$/u }],
  ['52', { fits: exactly(4), form: /^\d+$/u }],
  ['53', { fits: exactly(3), form: /^(?:344|156)$/u }],
  ['54', { fits: upTo(13), form: /^\d+(?:\.\d{0,2})?$/u }],
  ['55', { fits: exactly(2), form: /^\d+$/u }],
  ['56', { fits: upTo(13) }],
  ['57', { fits: upTo(5) }],
  ['58', { fits: exactly(2) }],
  ['59', { fits: upTo(25) }],
  ['60', { fits: upTo(15) }],
  ['61', { fits: upTo(10) }],
  ...['01', '02', '03', '04', '05', '06', '07', '08'].map((id): [string, HkRule] => [
    `62.${id}`,
    { fits: upTo(25) },
  ]),
  ['62.09', { fits: upTo(3) }],
  ['64.01', { fits: upTo(25) }],
  ['64.02', { fits: upTo(15) }],
])
