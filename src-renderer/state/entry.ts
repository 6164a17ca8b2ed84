/** An amount while it is being typed: text, read as money only when it is used. */
import type { FailureCode } from '../../src-shared/result.ts'
import { readAmount, writeAmount } from '../../src-shared/money.ts'
import type { Key } from './keys.ts'

/** Digits before the point; a ninth would be more than an amount can hold. */
const mostWholeDigits = 8

export type Typed = { readonly text: string; readonly refused: FailureCode | null }

/** @returns the text after this key, or the same text and why the key was refused */
export function typeKey(text: string, key: Key): Typed {
  switch (key.kind) {
    case 'digit': {
      const [whole = '', cents] = text.split('.')
      if (cents !== undefined && cents.length >= 2) {
        return { text, refused: 'amountTooManyDecimals' }
      }
      if (cents === undefined && whole.length >= mostWholeDigits) {
        return { text, refused: 'amountAboveCeiling' }
      }
      return { text: text === '0' ? key.digit : text + key.digit, refused: null }
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
