/** An amount while it is being typed: text, read as money only when it is used. */
import type { FailureCode } from '../../src-shared/result.ts'
import { readAmount, writeAmount } from '../../src-shared/money.ts'
import type { Key } from './keys.ts'

/** More than any amount has: `99999999.99` and a digit too many, which is shown and refused. */
const mostCharacters = 12

export type Typed = { readonly text: string; readonly refused: FailureCode | null }

/** @returns the text after this key, and what is wrong with it if that is plain already */
export function typeKey(text: string, key: Key): Typed {
  switch (key.kind) {
    case 'digit': {
      if (text.length >= mostCharacters) return { text, refused: 'amountAboveCeiling' }
      const next = text === '0' ? key.digit : text + key.digit
      // It stays on the screen as it was typed: cutting it off would be guessing what was meant.
      return { text: next, refused: /\.\d{3}/u.test(next) ? 'amountTooManyDecimals' : null }
    }
    case 'point':
      return { text: text.includes('.') ? text : `${text === '' ? '0' : text}.`, refused: null }
    case 'backspace':
      return { text: text.slice(0, -1), refused: null }
    case 'clear':
      return { text: '', refused: null }
    case 'enter':
    case 'escape':
    case 'up':
    case 'down':
    case 'function':
      return { text, refused: null }
  }
}

/** What a paste makes of the entry: an amount, or why not. */
export function pasteText(text: string, pasted: string, ceilingMinor: number): Typed {
  const read = readAmount(pasted, ceilingMinor)
  return read.ok
    ? { text: writeAmount(read.amountMinor, 'plain'), refused: null }
    : { text, refused: read.code }
}

/** `1280.5` as it is shown while it is typed: `1,280.5`. */
export function showTyped(text: string): string {
  const [whole = '', cents] = text.split('.')
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')
  return cents === undefined ? grouped : `${grouped}.${cents}`
}
