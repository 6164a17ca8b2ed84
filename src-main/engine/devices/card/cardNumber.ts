/**
 * A card's number as it may be kept: the first six digits and the last four (PCI DSS 4, 3.4.1).
 * Made here alone, so that a codec's messages cannot hold another.
 */
import { maskCardNumbers } from '../../../../src-shared/cardNumber.ts'

declare const masked: unique symbol
export type MaskedCardNumber = string & { readonly [masked]: true }

const first = 6
const last = 4
/** The shortest number that shows more than its end (ISO/IEC 7812-1). */
const fewest = 13

/** @returns of whatever stands in the place of a card's number what may be kept of it */
export function maskedCardNumber(text: string): MaskedCardNumber {
  const bare = text.replaceAll(/[\s-]/gu, '')
  const keep = (place: number): boolean =>
    place >= bare.length - last || (bare.length >= fewest && place < first)
  const kept = Array.from(bare, (one, place) => (keep(place) && /\d/u.test(one) ? one : '*'))
  // Of a short number its end is nearly all.
  return (bare.length <= last * 2 ? '*'.repeat(bare.length) : kept.join('')) as MaskedCardNumber
}

/** Longer than any number of a merchant, a terminal or a transaction: a card's, or one with noise beside it. */
const longRun = /\d{16,}/gu

/** Free text of a terminal: whatever looks like a card's number in it is masked, and any run of digits that could hold one. */
export const terminalText = (text: string): string =>
  maskCardNumbers(text.trim()).replaceAll(
    longRun,
    (digits) => '*'.repeat(digits.length - last) + digits.slice(-last),
  )
