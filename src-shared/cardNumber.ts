/**
 * The second net for card numbers: whatever a person types freely may hold one. It masks and
 * never refuses, because a tenth of all long numbers look like a card's (PCI DSS 4, 3.4.1).
 */

/**
 * 13 to 19 digits, with single spaces or dashes between them as people write them; full-width
 * digits too, as a Chinese input method gives them.
 */
const candidate =
  /(?<![\d\uff10-\uff19])[\d\uff10-\uff19](?:[ -]?[\d\uff10-\uff19]){12,18}(?![\d\uff10-\uff19])/gu
const anyDigit = /[\d\uff10-\uff19]/gu

/** ISO/IEC 7812-1, annex B. */
export function satisfiesLuhn(digits: readonly number[]): boolean {
  let sum = 0
  for (const [place, digit] of digits.toReversed().entries()) {
    const value = digit * (place % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** @returns the text with all but the last four digits of each card number as `*` */
export const maskCardNumbers = (text: string): string =>
  text.replaceAll(candidate, (found) => {
    const digits = found.match(anyDigit) ?? []
    if (!satisfiesLuhn(digits.map(valueOf))) return found
    let left = digits.length
    return found.replaceAll(anyDigit, (digit) => {
      left -= 1
      return left < 4 ? digit : '*'
    })
  })

/** Both rows of digits begin at a code that ends in zero. */
const valueOf = (digit: string): number => (digit.codePointAt(0) ?? 0) & 0xf
