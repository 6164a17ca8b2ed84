/** A PIN while it is being typed: digits in the page's memory, and nowhere in the page itself. */
import type { Key } from './keys.ts'

export const shortestPin = 4
export const longestPin = 8

/** @returns the PIN after this key */
export function typePin(pin: string, key: Key): string {
  if (key.kind === 'digit') return (pin + key.digit).slice(0, longestPin)
  if (key.kind === 'backspace') return pin.slice(0, -1)
  return key.kind === 'clear' ? '' : pin
}
