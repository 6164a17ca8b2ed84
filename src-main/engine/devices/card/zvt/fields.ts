/**
 * What stands in a ZVT status information (04 0F) and in other packets with bitmaps: each field
 * begins with its number, and its number says how long it is. Source: PA00P015, "definition of the
 * data objects".
 */
import { maskedCardNumber, terminalText, type MaskedCardNumber } from '../cardNumber.ts'

/** In bytes; by the digits before it, each in the low half of a byte F0 ... F9; or as BER-TLV has it. */
type Length = number | 'twoDigits' | 'threeDigits' | 'tlv'
/** What is kept of it: its digits (BCD), its text, its one byte in two hexadecimal digits, or nothing. */
type Kept = 'digits' | 'text' | 'byte' | 'nothing'

const table: Readonly<Record<number, readonly [Length, Kept]>> = {
  0x01: [1, 'byte'],
  0x02: [1, 'byte'],
  0x03: [1, 'byte'],
  0x04: [6, 'digits'],
  0x05: [1, 'byte'],
  0x06: ['tlv', 'nothing'],
  0x0b: [3, 'digits'],
  0x0c: [3, 'digits'],
  0x0d: [2, 'digits'],
  0x0e: [2, 'nothing'],
  0x17: [2, 'digits'],
  0x19: [1, 'byte'],
  0x22: ['twoDigits', 'nothing'],
  0x23: ['twoDigits', 'nothing'],
  0x24: ['threeDigits', 'nothing'],
  0x27: [1, 'byte'],
  0x29: [4, 'digits'],
  0x2a: [15, 'text'],
  0x2d: ['twoDigits', 'nothing'],
  0x37: [3, 'digits'],
  0x3a: [2, 'nothing'],
  0x3b: [8, 'text'],
  0x3c: ['threeDigits', 'text'],
  0x3d: [3, 'nothing'],
  0x49: [2, 'digits'],
  0x60: ['threeDigits', 'nothing'],
  0x87: [2, 'digits'],
  0x88: [3, 'digits'],
  0x8a: [1, 'byte'],
  0x8b: ['twoDigits', 'text'],
  0x8c: [1, 'byte'],
  0xa0: [1, 'byte'],
  0xaa: [3, 'digits'],
  0xba: [5, 'nothing'],
}

const cardNumberField = 0x22

export type ZvtFields = {
  /** As people read them, by their numbers; of the card's data nothing but its masked number. */
  readonly byNumber: ReadonlyMap<number, string>
  readonly cardNumber: MaskedCardNumber | null
  /** False: a field that nobody knows, which may be of any length; what stands behind it was not read. */
  readonly isWhole: boolean
}

/** @returns null where a field is longer than what is there, or is none of its kind */
export function readZvtFields(data: Uint8Array): ZvtFields | null {
  const byNumber = new Map<number, string>()
  let cardNumber: MaskedCardNumber | null = null
  let at = 0
  while (at < data.length) {
    const number = data[at] ?? 0
    const [length, kept] = table[number] ?? []
    if (length === undefined || kept === undefined) return { byNumber, cardNumber, isWhole: false }
    const place = placeOf(data, at + 1, length)
    if (!place || place.end > data.length) return null
    const value = data.subarray(place.begin, place.end)
    if (number === cardNumberField) cardNumber = maskedCardNumber(cardDigits(value))
    const text = textFor[kept](value)
    if (text === null) return null
    if (kept !== 'nothing') byNumber.set(number, text)
    at = place.end
  }
  return { byNumber, cardNumber, isWhole: true }
}

/** Where its value stands. */
function placeOf(
  data: Uint8Array,
  at: number,
  length: Length,
): { readonly begin: number; readonly end: number } | null {
  if (typeof length === 'number') return { begin: at, end: at + length }
  if (length === 'tlv') return placeInTlv(data, at)
  const digits = length === 'twoDigits' ? 2 : 3
  const begin = at + digits
  const bytes = data.subarray(at, begin)
  if (bytes.length < digits || bytes.some((byte) => byte < 0xf0 || byte > 0xf9)) return null
  return { begin, end: begin + bytes.reduce((sum, byte) => sum * 10 + (byte & 0xf), 0) }
}

/** Up to 127 in one byte; above that a byte 81 or 82 says in how many. */
function placeInTlv(data: Uint8Array, at: number): { begin: number; end: number } | null {
  const [first, second = 0, third = 0] = data.subarray(at, at + 3)
  if (first === undefined) return null
  if (first < 0x80) return { begin: at + 1, end: at + 1 + first }
  if (first === 0x81) return { begin: at + 2, end: at + 2 + second }
  return first === 0x82 ? { begin: at + 3, end: at + 3 + (second << 8) + third } : null
}

const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex')

const textFor: Readonly<Record<Kept, (value: Uint8Array) => string | null>> = {
  digits: (value) => (/^\d*$/u.test(hexOf(value)) ? hexOf(value) : null),
  byte: hexOf,
  // A shorter one ends with a zero.
  text: (value) => terminalText(Buffer.from(value).toString('latin1').replace(/\0.*$/su, '')),
  nothing: () => '',
}

/** Two digits in each byte; E stands for one that the terminal itself has masked, F fills up. */
const cardDigits = (bytes: Uint8Array): string =>
  hexOf(bytes).replaceAll('f', '').replaceAll(/[a-e]/gu, '*')
