/**
 * How a simulated PN532 module frames what it hears and says. Written from the manual, and not
 * with the till's codec: two who share a mistake would agree.
 */

export const ack = Uint8Array.from(Buffer.from('0000ff00ff00', 'hex'))
/** What it says to what it does not understand. */
export const syntaxError = Uint8Array.from(Buffer.from('0000ff01ff7f8100', 'hex'))

/** @returns its bytes, with lengths and check */
export function framed(data: readonly number[]): Uint8Array {
  const sum = data.reduce((total, byte) => total + byte, 0)
  const bytes = Buffer.alloc(data.length + 7)
  bytes.writeUInt16BE(0x00ff, 1)
  bytes.writeUInt8(data.length, 3)
  bytes.writeUInt8((256 - data.length) % 256, 4)
  bytes.set(data, 5)
  bytes.writeUInt8((256 - (sum % 256)) % 256, data.length + 5)
  return Uint8Array.from(bytes)
}

export type Unframed = { readonly is: 'data'; readonly data: Buffer } | { readonly is: 'ack' }

const start = Buffer.from('00ff', 'hex')
/** Its own limit. */
const longest = 254

/** Keeps what may still become a frame. What is none it passes over without a word. */
export function createUnframer(): {
  hear(bytes: Uint8Array): readonly Unframed[]
  /** The line was silent for as long as a frame may pause. */
  forget(): void
} {
  let waiting: Buffer = Buffer.alloc(0)

  /** @returns how many bytes are done with, and what they were; null: more are needed */
  const next = (): readonly [bytes: number, heard: Unframed | null] | null => {
    const at = waiting.indexOf(start)
    if (at < 0 || waiting.length < at + 4) return null
    const length = waiting.readUInt8(at + 2)
    const complement = waiting.readUInt8(at + 3)
    if (length === 0 && complement === 255) return [at + 4, { is: 'ack' }]
    if (length === 0 || length > longest || (length + complement) % 256 !== 0) return [at + 1, null]
    const end = at + 4 + length + 1
    if (waiting.length < end) return null
    const checked = waiting.subarray(at + 4, end)
    if (checked.reduce((sum, byte) => sum + byte, 0) % 256 !== 0) return [at + 1, null]
    return [end, { is: 'data', data: Buffer.from(checked.subarray(0, -1)) }]
  }

  return {
    hear(bytes) {
      waiting = Buffer.concat([waiting, bytes])
      const found: Unframed[] = []
      for (let one = next(); one; one = next()) {
        const [count, heard] = one
        waiting = waiting.subarray(count)
        if (heard) found.push(heard)
      }
      // Of what holds no start code only its last byte may begin one.
      if (waiting.indexOf(start) < 0) waiting = waiting.subarray(-1)
      return found
    },
    forget() {
      waiting = Buffer.alloc(0)
    },
  }
}
