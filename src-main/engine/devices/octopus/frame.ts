/**
 * A frame of the reader link. Pure: bytes to frames and back. Source: `resources/octopus-link.md`,
 * "Frames".
 *
 * ```
 * 02 | length u16 | sequence u8 | type u8 | payload | CRC u16 | 03
 * ```
 */
import type { Decoder, Garble, WireEvent } from '../card/wire.ts'

export type LinkFrame = {
  /** 0 to 255. */
  readonly sequence: number
  readonly type: number
  readonly payload: Uint8Array
}

/** @internal */
export const mostPayloadBytes = 512

const begin = 0x02
const end = 0x03
/** All that stands around a payload. */
const aroundBytes = 8
const mostFrameBytes = mostPayloadBytes + aroundBytes

/** Throws where only a bug can ask for it. */
export function encodeFrame({ sequence, type, payload }: LinkFrame): Uint8Array {
  const { length } = payload
  if (length > mostPayloadBytes) throw new Error('longer than a frame of the reader link')
  const checked = Uint8Array.from([length >> 8, length & 0xff, sequence, type, ...payload])
  const check = crcOf(checked)
  return Uint8Array.from([begin, ...checked, check >> 8, check & 0xff, end])
}

/**
 * Nothing is doubled on this wire: a frame ends where its length says. What was taken for the
 * beginning of one and was none costs its first byte, and what stands behind that is read again:
 * so a whole frame behind noise is found, at the latest at the next silence.
 */
export function createFrameDecoder(): Decoder<LinkFrame> {
  const waiting = new Uint8Array(mostFrameBytes)
  let held = 0
  /** Told already: noise is one thing, however many bytes it has. */
  let isTold = false

  const drop = (count: number): void => {
    waiting.copyWithin(0, count, held)
    held -= count
  }

  const lost = (why: Garble): WireEvent<LinkFrame>[] => {
    drop(1)
    if (isTold) return []
    isTold = true
    return [{ kind: 'garbled', why }]
  }

  /** One step towards what can still become a frame. @returns null: more bytes are needed */
  const step = (): WireEvent<LinkFrame>[] | null => {
    const start = waiting.subarray(0, held).indexOf(begin)
    drop(start < 0 ? held : start)
    if (held < 3) return null
    const length = numberAt(waiting, 1)
    if (length > mostPayloadBytes) return lost('tooLong')
    const size = length + aroundBytes
    if (held < size) return null
    if (waiting[size - 1] !== end) return lost('badEnd')
    if (crcOf(waiting.subarray(1, size - 3)) !== numberAt(waiting, size - 3)) {
      return lost('badCheck')
    }
    const [sequence = 0, type = 0] = waiting.subarray(3, 5)
    const payload = waiting.slice(5, size - 3)
    drop(size)
    isTold = false
    return [{ kind: 'message', message: { sequence, type, payload } }]
  }

  const steps = (): WireEvent<LinkFrame>[] => {
    const events: WireEvent<LinkFrame>[] = []
    for (let next = step(); next; next = step()) events.push(...next)
    return events
  }

  return {
    push(bytes) {
      const events: WireEvent<LinkFrame>[] = []
      for (const byte of bytes) {
        waiting[held] = byte
        held += 1
        events.push(...steps())
      }
      return events
    },
    silence() {
      const events: WireEvent<LinkFrame>[] = []
      for (let left = held; left > 0; left = held) events.push(...lost('cut'), ...steps())
      isTold = false
      return events
    },
  }
}

const numberAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0)

/** CRC-16/IBM-3740: polynomial 0x1021 from 0xFFFF, nothing reflected; of "123456789" it is 0x29B1. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff
    }
  }
  return crc
}
