/**
 * Money is an integer of the currency's minor units (cents). Nothing here divides, multiplies
 * or prints by floating point: texts are cut and joined as digits.
 */
import { z } from 'zod'
import type { FailureCode } from './result.ts'

export const currencies = ['HKD'] as const

export const moneySchema = z.object({
  currency: z.enum(currencies),
  amountMinor: z.int(),
})
export type Money = Readonly<z.infer<typeof moneySchema>>

/** Cents as the contract carries them: an integer, at most HK$99,999,999.99 either way. */
export const minorSchema = z.int().min(-9_999_999_999).max(9_999_999_999)

export const hkd = (amountMinor: number): Money => {
  if (!Number.isSafeInteger(amountMinor)) throw new Error(`not an amount: ${amountMinor}`)
  return { currency: 'HKD', amountMinor }
}

/** @param a what somebody else named, in whatever currency */
export const sameMoney = (
  a: Readonly<{ currency: string; amountMinor: number }>,
  b: Money,
): boolean => a.currency === b.currency && a.amountMinor === b.amountMinor

export type AmountRead =
  | { readonly ok: true; readonly amountMinor: number }
  | {
      readonly ok: false
      readonly code: Extract<
        FailureCode,
        | 'amountMissing'
        | 'amountNotANumber'
        | 'amountZero'
        | 'amountNegative'
        | 'amountTooManyDecimals'
        | 'amountAboveCeiling'
      >
    }

/**
 * Reads an amount as a person types or pastes it: `128`, `128.5`, `HK$1,280.50`.
 * Full-width digits (as a Chinese input method gives) are read; anything else is refused with
 * its reason, never guessed.
 */
export function readAmount(text: string, ceilingMinor: number): AmountRead {
  const plain = halfWidth(text)
    .trim()
    .replace(/^(-?)\s*(?:HKD|HK\$|\$)\s*/iu, '$1')
  if (plain === '') return { ok: false, code: 'amountMissing' }
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?$/u.exec(plain)
  const whole = match?.[2] ?? ''
  const cents = match?.[3] ?? ''
  if (!match || whole + cents === '') return { ok: false, code: 'amountNotANumber' }
  if (match[1] === '-') return { ok: false, code: 'amountNegative' }
  if (cents.length > 2) return { ok: false, code: 'amountTooManyDecimals' }
  const digits = `${whole.replaceAll(',', '')}${cents.padEnd(2, '0')}`.replace(/^0+/u, '')
  if (digits === '') return { ok: false, code: 'amountZero' }
  if (digits.length > 12 || Number(digits) > ceilingMinor) {
    return { ok: false, code: 'amountAboveCeiling' }
  }
  return { ok: true, amountMinor: Number(digits) }
}

/** Full-width forms (U+FF01 to U+FF5E) as plain ones. Nothing else is taken for a digit: 10² is no 102. */
const halfWidth = (text: string): string =>
  text.replaceAll(/[\uff01-\uff5e]/gu, (wide) =>
    String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0),
  )

/** `1234567` -> `12,345.67`; `plain` leaves the grouping out, as codes and files want it. */
export function writeAmount(amountMinor: number, style: 'grouped' | 'plain' = 'grouped'): string {
  if (!Number.isSafeInteger(amountMinor)) throw new Error(`not an amount: ${amountMinor}`)
  const digits = String(Math.abs(amountMinor)).padStart(3, '0')
  const whole = digits.slice(0, -2)
  const cents = digits.slice(-2)
  const grouped = style === 'grouped' ? whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',') : whole
  return `${amountMinor < 0 ? '-' : ''}${grouped}.${cents}`
}

/** What people read: `HK$1,280.50`. */
export const showAmount = (amountMinor: number): string =>
  amountMinor < 0 ? `-HK$${writeAmount(-amountMinor)}` : `HK$${writeAmount(amountMinor)}`

/**
 * What is due when the rest of a sale is settled in coins: the nearest 10 cents, and for
 * exactly 5 cents the lower one, in the customer's favour.
 */
export function dueInCoins(restMinor: number): number {
  const over = restMinor % 10
  return over <= 5 ? restMinor - over : restMinor - over + 10
}

/** What people read of an Octopus: `HK$46.5`, as its receipts have it. */
export const showTenCents = (amountMinor: number): string => showAmount(amountMinor).slice(0, -1)

/** An Octopus counts in tens of cents. Throws where cents would be lost: such an amount was to be refused before. */
export function tenCentsOf(amountMinor: number): number {
  const digits = String(amountMinor)
  if (amountMinor === 0) return 0
  if (!Number.isSafeInteger(amountMinor) || !digits.endsWith('0')) {
    throw new Error(`no multiple of 10 cents: ${amountMinor}`)
  }
  return Number(digits.slice(0, -1))
}

export const minorOfTenCents = (tenCents: number): number => tenCents * 10
