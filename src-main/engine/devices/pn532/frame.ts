/**
 * Frames of a PN532 NFC module on a serial line (its "HSU"). Pure: bytes to frames and back.
 * Source: NXP's PN532 user manual (141520, UM0701-02), 6.2.1.
 *
 * ```
 * information   00 | 00 FF | LEN | LCS | data | DCS | 00     LEN + LCS = 0, data + DCS = 0 (mod 256)
 * ACK           00 | 00 FF | 00  | FF  | 00
 * NACK          00 | 00 FF | FF  | 00  | 00
 * error         00 | 00 FF | 01  | FF  | 7F   | 81  | 00
 * ```
 *
 * The data begin with D4 towards the module and with D5 from it. The zeros before and behind may
 * be many, or none. A till asks for a lost answer by asking again, so that it sends no NACK.
 */
import type { Decoder, Garble, WireEvent } from '../card/wire.ts'

/** The longest answer that is asked for, a block of a card, has 32 bytes of data. @internal */
export const mostDataBytes = 64

/** Of an information frame: data[0] is its direction. */
export function encodeFrame(data: Uint8Array): Uint8Array {
  const { length } = data
  if (length < 2 || length > mostDataBytes) throw new Error('no frame has such a length')
  return Uint8Array.from([0, 0, 0xff, length, complementOf(length), ...data, checkOf(data), 0])
}

/** To the module it says: stop what you are at. */
export const ackFrame = Uint8Array.of(0, 0, 0xff, 0, 0xff, 0)
/** Before a frame: it wakes the module, and the zeros give it the time to wake up. */
export const wakeUp = Uint8Array.of(0x55, 0x55, ...Array.from({ length: 14 }, () => 0))

/** Start code, length and its complement. */
const headBytes = 4
const mostFrameBytes = headBytes + mostDataBytes + 1

/**
 * A frame ends where its length says. What was taken for the beginning of one and was none costs
 * its first byte, and what stands behind that is read again: so a whole frame behind noise is
 * found, at the latest at the next silence.
 */
export function createModuleDecoder(): Decoder<Uint8Array> {
  const waiting = new Uint8Array(mostFrameBytes)
  let held = 0
  /** Told already: noise is one thing, however many bytes it has. */
  let isTold = false

  const drop = (count: number): void => {
    waiting.copyWithin(0, count, held)
    held -= count
  }

  const lost = (count: number, why: Garble): WireEvent<Uint8Array>[] => {
    drop(count)
    if (isTold) return []
    isTold = true
    return [{ kind: 'garbled', why }]
  }

  const whole = (size: number, event: WireEvent<Uint8Array>): WireEvent<Uint8Array>[] => {
    drop(size)
    isTold = false
    return [event]
  }

  /** One step towards what can still become a frame. @returns null: more bytes are needed */
  const step = (): WireEvent<Uint8Array>[] | null => {
    const bytes = waiting.subarray(0, held)
    const start = startOf(bytes)
    if (bytes.subarray(0, start).some((byte) => byte !== 0)) return lost(start, 'badData')
    if (start > 0) {
      drop(start)
      return []
    }
    const [, , length, complement] = bytes
    if (length === undefined || complement === undefined) return null
    if (length === 0 && complement === 0xff) return whole(headBytes, { kind: 'ack' })
    if (length === 0xff && complement === 0) return whole(headBytes, { kind: 'nak' })
    // Both FF: an extended frame, which none of the commands that are sent is answered with.
    if (length === 0xff && complement === 0xff) return lost(1, 'tooLong')
    if (length === 0 || complement !== complementOf(length)) return lost(1, 'badLength')
    if (length > mostDataBytes) return lost(1, 'tooLong')
    const size = headBytes + length + 1
    if (held < size) return null
    const data = waiting.slice(headBytes, size - 1)
    if (checkOf(data) !== bytes[size - 1]) return lost(1, 'badCheck')
    return whole(size, { kind: 'message', message: data })
  }

  const steps = (): WireEvent<Uint8Array>[] => {
    const events: WireEvent<Uint8Array>[] = []
    for (let next = step(); next; next = step()) events.push(...next)
    return events
  }

  return {
    push(bytes) {
      const events: WireEvent<Uint8Array>[] = []
      for (const byte of bytes) {
        waiting[held] = byte
        held += 1
        events.push(...steps())
      }
      return events
    },
    silence() {
      const events: WireEvent<Uint8Array>[] = []
      for (let left = held; left > 1; left = held) events.push(...lost(1, 'cut'), ...steps())
      // A last zero belongs to the frame before.
      drop(held)
      isTold = false
      return events
    },
  }
}

/** Where a start code stands, or a last zero that may begin one; behind all, if nowhere. */
function startOf(bytes: Uint8Array): number {
  const found = bytes.findIndex(
    (byte, at) => byte === 0 && (at === bytes.length - 1 || bytes[at + 1] === 0xff),
  )
  return found < 0 ? bytes.length : found
}

const complementOf = (byte: number): number => -byte & 0xff

const checkOf = (data: Uint8Array): number =>
  complementOf(data.reduce((sum, byte) => sum + byte, 0))
