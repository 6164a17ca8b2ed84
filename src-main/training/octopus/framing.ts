/**
 * The other end's framing of the reader link. Written from `resources/octopus-link.md`, and not
 * with the till's codec: two who share a mistake would agree.
 */

export type Frame = {
  readonly sequence: number
  readonly type: number
  readonly payload: Uint8Array
}

const longestPayload = 512

/** @returns its bytes, with length and check */
export function framed({ sequence, type, payload }: Frame): Uint8Array {
  const bytes = Buffer.alloc(payload.length + 8, 0x03)
  bytes.writeUInt8(0x02)
  bytes.writeUInt16BE(payload.length, 1)
  bytes.set([sequence, type], 3)
  bytes.set(payload, 5)
  const checked = bytes.subarray(1, payload.length + 5)
  bytes.writeUInt16BE(checkOf(checked), payload.length + 5)
  return bytes
}

/** The polynomial 0x1021, four bits at a time. */
const nibbles = Array.from({ length: 16 }, (_, index) => {
  let value = index << 12
  for (let bit = 0; bit < 4; bit += 1) {
    value = ((value << 1) ^ (value >= 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return value
})

function checkOf(bytes: Uint8Array): number {
  let check = 0xffff
  for (const byte of bytes) {
    for (const nibble of [byte >> 4, byte & 15]) {
      check = ((check << 4) & 0xffff) ^ (nibbles[(check >> 12) ^ nibble] ?? 0)
    }
  }
  return check
}

/** Keeps what may still become a frame. */
export function createUnframer(): {
  hear(bytes: Uint8Array): readonly Frame[]
  /** The line was silent for as long as a frame may pause. */
  silence(): readonly Frame[]
} {
  let waiting: Buffer = Buffer.alloc(0)

  /** @param isOver nothing more comes: what is not whole is none */
  const frames = (isOver: boolean): Frame[] => {
    const found: Frame[] = []
    let at = waiting.indexOf(0x02)
    while (at >= 0) {
      const rest = waiting.subarray(at)
      const length = rest.length >= 3 ? rest.readUInt16BE(1) : 0
      const isPossible = length <= longestPayload
      if (isPossible && rest.length < length + 8 && !isOver) break
      const frame = isPossible && rest.length >= length + 8 ? unframed(rest, length) : null
      if (frame) found.push(frame)
      at = waiting.indexOf(0x02, at + (frame ? length + 8 : 1))
    }
    waiting = at < 0 ? Buffer.alloc(0) : waiting.subarray(at)
    return found
  }

  return {
    hear(bytes) {
      waiting = Buffer.concat([waiting, bytes])
      return frames(false)
    },
    silence: () => frames(true),
  }
}

function unframed(rest: Buffer, length: number): Frame | null {
  const body = rest.subarray(1, length + 5)
  const isWhole = rest[length + 7] === 0x03 && rest.readUInt16BE(length + 5) === checkOf(body)
  if (!isWhole) return null
  const [sequence = 0, type = 0] = body.subarray(2)
  return { sequence, type, payload: Buffer.from(body.subarray(4)) }
}
