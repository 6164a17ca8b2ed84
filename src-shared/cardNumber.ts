/**
 * The second net for card numbers: whatever a person types freely may hold one. It masks and
 * never refuses, because a tenth of all long numbers look like a card's (PCI DSS 4, 3.4.1).
 */

/** One digit of either row: full-width ones come from a Chinese input method. */
const digit = String.raw`[\d\uff10-\uff19]`
/** What people, keyboards and web pages put between the digits of one number; no more than three. */
const gap = String.raw`[\s\p{Zs}\p{Pd}\p{Cf}./_\u00b7\u30fb]{0,3}`
/** Digits that may belong together, in groups. */
const run = new RegExp(`${digit}(?:${gap}${digit})*`, 'gu')
const groups = new RegExp(`${digit}+`, 'gu')
const anyDigit = new RegExp(digit, 'gu')

const fewest = 13
const most = 19
const shown = 4

/** ISO/IEC 7812-1, annex B. @internal */
export function satisfiesLuhn(digits: readonly number[]): boolean {
  let sum = 0
  for (const [place, one] of digits.toReversed().entries()) {
    const value = one * (place % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** @returns the text with all but the last four digits of each card number as `*` */
export const maskCardNumbers = (text: string): string => text.replaceAll(run, maskRun)

/** A number begins and ends where a group does: the end date beside it is a group of its own. */
function maskRun(text: string): string {
  const digits = Array.from(text.matchAll(anyDigit), ([found]) => valueOf(found))
  if (digits.length < fewest) return text
  const hidden = new Set<number>()
  const ends: number[] = []
  for (const [group] of text.matchAll(groups)) ends.push((ends.at(-1) ?? 0) + group.length)
  for (const begin of [0, ...ends.slice(0, -1)]) {
    for (const end of ends) {
      const length = end - begin
      if (length < fewest || length > most) continue
      if (!satisfiesLuhn(digits.slice(begin, end))) continue
      for (let place = begin; place < end - shown; place += 1) hidden.add(place)
    }
  }
  let place = -1
  return text.replaceAll(anyDigit, (found) => {
    place += 1
    return hidden.has(place) ? '*' : found
  })
}

/** Both rows of digits begin at a code that ends in zero. */
const valueOf = (found: string): number => (found.codePointAt(0) ?? 0) & 0xf
