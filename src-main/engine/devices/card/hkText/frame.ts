/**
 * Hong Kong text ECR, as PAX terminals of Hong Kong's banks speak it: lines of text without a
 * checksum. Pure: bytes to messages and back. Source: the banks' merchant specification, as
 * `card-terminals.md` of the project's research sums it up, and its vectors.
 *
 * ```
 * "<START>","TAG=VALUE",...,"<END>"      tag <= 32, value <= 64, in all <= 512 characters
 * ```
 */
import { maskedCardNumber, terminalText, type MaskedCardNumber } from '../cardNumber.ts'
import { bytesOf, textOf, type Decoder, type Garble, type WireEvent } from '../wire.ts'

export type HkTextMessage = {
  /** By their tags; the card's number and what belongs to its chip are not among them. */
  readonly fields: ReadonlyMap<string, string>
  readonly cardNumber: MaskedCardNumber | null
}

const start = '"<START>"'
const end = '"<END>"'
const limits = { tagChars: 32, valueChars: 64, messageChars: 512 } as const

/** Whoever gets a message says so with one that is empty. */
export const hkTextAck: Uint8Array = bytesOf(`${start},${end}`)

/** @returns the message, to be written in one call: a pause of 10 ms ends it. Throws where only a bug can ask for it. */
export function encodeHkText(
  fields: readonly (readonly [tag: string, value: string])[],
): Uint8Array {
  const parts = fields.map(([tag, value]) => {
    if (!/^[A-Z]+$/u.test(tag) || tag.length > limits.tagChars) throw new Error('no tag')
    if (value.includes('"') || value.length > limits.valueChars) throw new Error('no value')
    return `"${tag}=${value}"`
  })
  const text = [start, ...parts, end].join(',')
  if (text.length > limits.messageChars) throw new Error('longer than a terminal reads')
  return bytesOf(text)
}

export function createHkTextDecoder(): Decoder<HkTextMessage> {
  let kept = ''
  let lost = false

  const garbled = (why: Garble): WireEvent<HkTextMessage> => {
    lost = true
    kept = ''
    return { kind: 'garbled', why }
  }

  return {
    push(bytes) {
      const events: WireEvent<HkTextMessage>[] = []
      if (lost) return events
      kept += textOf(bytes)
      for (;;) {
        const at = kept.indexOf(end)
        if (at < 0) break
        const text = kept.slice(0, at + end.length)
        // Line ends between two messages say nothing.
        kept = kept.slice(text.length).trimStart()
        events.push(read(text.trimStart()))
      }
      if (kept.length > limits.messageChars) events.push(garbled('tooLong'))
      return events
    },
    silence() {
      const isCut = kept !== ''
      kept = ''
      lost = false
      return isCut ? [{ kind: 'garbled', why: 'cut' }] : []
    },
  }
}

function read(text: string): WireEvent<HkTextMessage> {
  if (text.length > limits.messageChars) return { kind: 'garbled', why: 'tooLong' }
  if (!text.startsWith(start)) return { kind: 'garbled', why: 'badData' }
  const inner = text.slice(start.length, -end.length)
  if (inner === ',') return { kind: 'ack' }
  const fields = readFields(inner)
  if (!fields) return { kind: 'garbled', why: 'badData' }
  const cardNumber = fields.get(cardNumberTag)
  for (const tag of neverKept) fields.delete(tag)
  return {
    kind: 'message',
    message: {
      fields: new Map(Array.from(fields, ([tag, value]) => [tag, keptOf(tag, value)])),
      cardNumber: cardNumber === undefined ? null : maskedCardNumber(cardNumber),
    },
  }
}

/** @param inner from the comma after the start to the comma before the end */
function readFields(inner: string): Map<string, string> | null {
  const fields = new Map<string, string>()
  const quoted = /,"(?<tag>[^"=]{1,32})=(?<value>[^"]{0,64})"/uy
  while (quoted.lastIndex < inner.length - 1) {
    const { tag, value } = quoted.exec(inner)?.groups ?? {}
    if (tag === undefined || value === undefined || fields.has(tag)) return null
    fields.set(tag, value)
  }
  return inner.endsWith(',') && fields.size > 0 ? fields : null
}

const cardNumberTag = 'PAN'
/** Number, end date and holder of the card, and its chip's certificate, which nobody here needs. */
const neverKept = [cardNumberTag, 'EXPDATE', 'CARDHOLDER', 'TC'] as const
/** An application's id is hexadecimal and begins with a letter: no card's number does (ISO/IEC 7816-5). */
const isApplicationId = (tag: string, value: string): boolean =>
  tag === 'AID' && /^[A-F][\dA-F]*\s*$/u.test(value)

const keptOf = (tag: string, value: string): string =>
  isApplicationId(tag, value) ? value.trim() : terminalText(value)
