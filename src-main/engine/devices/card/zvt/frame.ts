/**
 * ZVT, the German protocol between a till and a card terminal, on a serial line. Pure: bytes to
 * packets and back. Source: the public specification PA00P015 (ZVT, chapters "serial transport
 * protocol" and "structure of the APDUs"), and the vectors of the project's research.
 *
 * ```
 * 10 02 | APDU, each 10 doubled | 10 03 | CRC low, high
 * ```
 */
import { type Decoder, type Garble, type WireEvent } from '../wire.ts'

/** A command or a reply: the class and instruction as one number (`0x0601`), and what goes with it. */
export type ZvtPacket = { readonly command: number; readonly data: Uint8Array }

const dle = 0x10
const stx = 0x02
const etx = 0x03
const ack = 0x06
const nak = 0x15
/** The length itself says that two bytes of length follow, the low one first. */
const longLength = 0xff

/** More than the longest text that a terminal prints on a till's printer. */
const limitBytes = 8_192

/** @returns the frame. Throws where only a bug can ask for it. */
export function encodeZvt({ command, data }: ZvtPacket): Uint8Array {
  if (data.length > limitBytes) throw new Error('longer than a terminal reads')
  const length =
    data.length < longLength ? [data.length] : [longLength, data.length & 0xff, data.length >> 8]
  const packet = [command >> 8, command & 0xff, ...length, ...data]
  const doubled = packet.flatMap((byte) => (byte === dle ? [dle, dle] : [byte]))
  const check = crcOf([...packet, etx])
  return Uint8Array.from([dle, stx, ...doubled, dle, etx, check & 0xff, check >> 8])
}

/** Where in a frame the next byte stands. */
type Place = 'outside' | 'begins' | 'inside' | 'doubled' | 'checkLow' | 'checkHigh'

export function createZvtDecoder(): Decoder<ZvtPacket> {
  let place: Place = 'outside'
  let packet: number[] = []
  let low = 0
  let lost = false

  const garbled = (why: Garble): WireEvent<ZvtPacket> => {
    lost = true
    place = 'outside'
    packet = []
    return { kind: 'garbled', why }
  }

  const ended = (high: number): WireEvent<ZvtPacket> => {
    const whole = packet
    place = 'outside'
    packet = []
    if (crcOf([...whole, etx]) !== low + (high << 8)) return garbled('badCheck')
    const read = readPacket(whole)
    return read ? { kind: 'message', message: read } : { kind: 'garbled', why: 'badLength' }
  }

  const outside = (byte: number): WireEvent<ZvtPacket> | null => {
    if (byte === dle) place = 'begins'
    if (byte === ack) return { kind: 'ack' }
    return byte === nak ? { kind: 'nak' } : null
  }

  const kept = (byte: number): WireEvent<ZvtPacket> | null => {
    place = 'inside'
    packet.push(byte)
    return packet.length > limitBytes ? garbled('tooLong') : null
  }

  const steps: Readonly<Record<Place, (byte: number) => WireEvent<ZvtPacket> | null>> = {
    outside,
    begins(byte) {
      place = byte === stx ? 'inside' : 'outside'
      return byte === stx ? null : garbled('badData')
    },
    inside(byte) {
      if (byte !== dle) return kept(byte)
      place = 'doubled'
      return null
    },
    doubled(byte) {
      if (byte === dle) return kept(byte)
      if (byte !== etx) return garbled('badData')
      place = 'checkLow'
      return null
    },
    checkLow(byte) {
      low = byte
      place = 'checkHigh'
      return null
    },
    checkHigh: ended,
  }

  return {
    push(bytes) {
      const events: WireEvent<ZvtPacket>[] = []
      for (const byte of bytes) {
        if (lost) break
        const event = steps[place](byte)
        if (event) events.push(event)
      }
      return events
    },
    silence() {
      const isCut = place !== 'outside'
      place = 'outside'
      packet = []
      lost = false
      return isCut ? [{ kind: 'garbled', why: 'cut' }] : []
    },
  }
}

/** @returns null where its length is not what it says */
function readPacket(bytes: readonly number[]): ZvtPacket | null {
  const [first, second, short] = bytes
  if (first === undefined || second === undefined || short === undefined) return null
  const isLong = short === longLength
  const [low = 0, high = 0] = isLong ? bytes.slice(3, 5) : [short]
  const head = isLong ? 5 : 3
  const data = Uint8Array.from(bytes.slice(head))
  return bytes.length >= head && data.length === low + (high << 8)
    ? { command: (first << 8) + second, data }
    : null
}

/** CRC-16 of the polynomial 0x1021, reflected (0x8408), from 0: over the packet as it was before doubling, and 03. */
function crcOf(bytes: readonly number[]): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0x8408 : crc >> 1
  }
  return crc
}
