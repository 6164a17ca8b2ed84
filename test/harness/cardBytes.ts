/** Frames of card terminals for tests: the vectors, and frames whose lengths and checks are worked out here, not by the codecs. */
import vectors from '../vectors/card-frames.json' with { type: 'json' }

export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
/** In hexadecimal digits, as the vectors have them. */
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()
export const asciiHex = (text: string): string => Buffer.from(text, 'latin1').toString('hex')

/** @returns the frame in hexadecimal digits */
export function cardVector(
  protocol: 'hypercom' | 'nets' | 'hk-text' | 'zvt',
  name: string,
): string {
  const found = vectors.frames.find((one) => one.protocol === protocol && one.name === name)
  if (!found) throw new Error(`no vector ${name}`)
  return found.hex
}

/** @param dataHex what stands between length and end */
export function hypercomFrame(dataHex: string): string {
  const length = String(dataHex.length / 2).padStart(4, '0')
  const checked = `${length}${dataHex}03`
  const check = bytesOfHex(checked).reduce((sum, byte) => sum ^ byte, 0)
  return `02${checked}${check.toString(16).padStart(2, '0')}`
}

/** CRC-16 by its definition, bit by bit from the lowest. */
function crc(bytes: Uint8Array): number {
  let value = 0
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = ((value ^ (byte >> bit)) & 1) === 1
      value >>= 1
      if (isOdd) value ^= 0x8408
    }
  }
  return value
}

/** @param packetHex with its length, and without a byte 10 */
export function zvtFrame(packetHex: string): string {
  const check = crc(bytesOfHex(`${packetHex}03`))
  return `1002${packetHex}1003${Buffer.from([check & 0xff, check >> 8]).toString('hex')}`
}
