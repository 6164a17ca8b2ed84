/**
 * Hypercom ECR, as terminals in Asia speak it on a serial line (LinkPOS and kin), and its form
 * with a NETS header. Pure: bytes to messages and back. Source: the acquirers' merchant
 * specifications, as `card-terminals.md` of the project's research sums them up, and its vectors.
 *
 * ```
 * 02 | LL LL (BCD, length of DATA) | DATA | 03 | LRC      LRC: xor of LL LL, DATA and 03
 * ```
 */
import { maskedCardNumber, terminalText, type MaskedCardNumber } from '../cardNumber.ts'
import { bytesOf, textOf, type Decoder, type Garble, type WireEvent } from '../wire.ts'

export type HypercomHeader =
  /** `1`: an answer; a line test is asked with `1` and answered with `2`. */
  | { readonly form: 'base'; readonly indicator: '0' | '1' | '2' }
  /** 12 digits, which the answer repeats. */
  | { readonly form: 'nets'; readonly ecn: string }

export type HypercomMessage = {
  readonly header: HypercomHeader
  /** What is asked for, or was: two characters. */
  readonly code: string
  /** What became of it: two characters. Of a request `00`, and with a NETS header its version. */
  readonly response: string
  readonly more: boolean
  /** By their ids of two characters, as they stand on the wire; the card's number and end date are not among them. */
  readonly fields: ReadonlyMap<string, string>
  readonly cardNumber: MaskedCardNumber | null
}

export type HypercomRequest = Pick<HypercomMessage, 'header' | 'code' | 'response'> & {
  /** As some terminals want it even of the only frame. */
  readonly more?: boolean
  readonly fields: readonly (readonly [id: string, value: string])[]
}

const stx = 0x02
const etx = 0x03
const ack = 0x06
const nak = 0x15
const separator = 0x1c

/** Kind and the two addresses of the transport header, and the version after it. */
const baseHead = '60000000001'
/** Of either form, with code, response and `more`. */
const headChars = 17
/** More than the longest answer, settlement of all hosts, needs. */
const limitBytes = 4_096
/** STX, two of length, ETX and LRC. */
const aroundBytes = 5

/** In the base set it is a sale; with a NETS header it asks for the last transaction. */
const lastTransaction = '56'

/** @returns the frame. Throws where only a bug can ask for it. */
export function encodeHypercom(request: HypercomRequest): Uint8Array {
  const { header, code, response, fields } = request
  const more = request.more === true ? '1' : '0'
  if (code === lastTransaction && header.form === 'base') throw new Error('56 would be a sale')
  const head =
    header.form === 'base'
      ? `${baseHead}${header.indicator}${code}${response}${more}`
      : `${header.ecn}${code}${response}${more}`
  if (head.length !== headChars) throw new Error('the header has another length')
  const parts = [bytesOf(head), Uint8Array.of(separator)]
  for (const [id, value] of fields) {
    if (id.length !== 2) throw new Error('an id has two characters')
    const bytes = bytesOf(value)
    parts.push(bytesOf(id), bcd(bytes.length), bytes, Uint8Array.of(separator))
  }
  const data = Buffer.concat(parts)
  const checked = Buffer.concat([bcd(data.length), data, Uint8Array.of(etx)])
  return Uint8Array.from([stx, ...checked, xorOf(checked)])
}

/** @param form which header this terminal's profile names */
export function createHypercomDecoder(form: HypercomHeader['form']): Decoder<HypercomMessage> {
  let kept: number[] = []
  /** Within what cannot be read, any byte may look like a mark. */
  let lost = false

  const garbled = (why: Garble): WireEvent<HypercomMessage> => {
    lost = true
    kept = []
    return { kind: 'garbled', why }
  }

  /** @returns null while it is not whole */
  const frame = (): WireEvent<HypercomMessage> | null => {
    const [, high, low] = kept
    if (high === undefined || low === undefined) return null
    const length = fromBcd(high, low)
    if (length === null || length < headChars) return garbled('badLength')
    if (length > limitBytes) return garbled('tooLong')
    if (kept.length < length + aroundBytes) return null
    const checked = Uint8Array.from(kept.slice(1, length + 4))
    if (checked.at(-1) !== etx) return garbled('badEnd')
    if (xorOf(checked) !== kept.at(-1)) return garbled('badCheck')
    kept = []
    const message = readData(checked.subarray(2, -1), form)
    return message ? { kind: 'message', message } : { kind: 'garbled', why: 'badData' }
  }

  const mark = (byte: number): WireEvent<HypercomMessage> | null => {
    if (byte === stx) kept.push(byte)
    if (byte === ack) return { kind: 'ack' }
    return byte === nak ? { kind: 'nak' } : null
  }

  return {
    push(bytes) {
      const events: WireEvent<HypercomMessage>[] = []
      for (const byte of bytes) {
        if (lost) break
        if (kept.length > 0) kept.push(byte)
        const event = kept.length > 0 ? frame() : mark(byte)
        if (event) events.push(event)
      }
      return events
    },
    silence() {
      const isCut = kept.length > 0
      kept = []
      lost = false
      return isCut ? [{ kind: 'garbled', why: 'cut' }] : []
    },
  }
}

/** By lengths alone: 03 and 1C occur inside lengths and values. */
function readData(data: Uint8Array, form: HypercomHeader['form']): HypercomMessage | null {
  const text = textOf(data.subarray(0, headChars))
  const header = readHeader(text, form)
  const more = text[16]
  if (!header || (more !== '0' && more !== '1')) return null
  const fields = readFields(data.subarray(headChars))
  if (!fields) return null
  const cardNumber = fields.get(cardNumberId)
  for (const id of neverKept) fields.delete(id)
  return {
    header,
    code: text.slice(12, 14),
    response: text.slice(14, 16),
    more: more === '1',
    fields: new Map(Array.from(fields, ([id, value]) => [id, keptOf(id, value)])),
    cardNumber: cardNumber === undefined ? null : maskedCardNumber(cardNumber),
  }
}

function readHeader(text: string, form: HypercomHeader['form']): HypercomHeader | null {
  if (form === 'nets') {
    const ecn = text.slice(0, 12)
    return /^\d{12}$/u.test(ecn) ? { form, ecn } : null
  }
  const indicator = text[11]
  const isOurs = text.startsWith('60') && text[10] === '1'
  return isOurs && (indicator === '0' || indicator === '1' || indicator === '2')
    ? { form, indicator }
    : null
}

/** @returns null where they do not fill their lengths exactly */
function readFields(bytes: Uint8Array): Map<string, string> | null {
  const fields = new Map<string, string>()
  // The form without any field has no separator either.
  if (bytes.length === 0) return fields
  if (bytes[0] !== separator) return null
  let at = 1
  while (at < bytes.length) {
    const [high, low] = bytes.subarray(at + 2, at + 4)
    const length = high === undefined || low === undefined ? null : fromBcd(high, low)
    if (length === null) return null
    const id = textOf(bytes.subarray(at, at + 2))
    const end = at + 4 + length
    if (bytes[end] !== separator || fields.has(id)) return null
    fields.set(id, textOf(bytes.subarray(at + 4, end)))
    at = end + 1
  }
  return fields
}

const cardNumberId = '30'
/** Number, end date and holder of the card, and the cryptogram, which nobody here needs. */
const neverKept = [cardNumberId, '31', 'D5', 'EH'] as const
/** An application's id is hexadecimal and begins with a letter: no card's number does (ISO/IEC 7816-5). */
const isApplicationId = (id: string, value: string): boolean =>
  id === 'EF' && /^[A-F][\dA-F]*\s*$/u.test(value)

const keptOf = (id: string, value: string): string =>
  isApplicationId(id, value) ? value.trim() : terminalText(value)

/** Four decimal digits in two bytes. */
function bcd(value: number): Uint8Array {
  if (value > 9_999) throw new Error('too long for its length')
  return Uint8Array.from(Buffer.from(String(value).padStart(4, '0'), 'hex'))
}

/** @returns null where a half byte is no digit */
function fromBcd(high: number, low: number): number | null {
  const digits = [high >> 4, high & 0xf, low >> 4, low & 0xf]
  return digits.some((digit) => digit > 9)
    ? null
    : digits.reduce((sum, digit) => sum * 10 + digit, 0)
}

const xorOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0)
