/**
 * A simulated PN532 module with whatever card is held to it: bytes in, bytes out. Pure but for what
 * it remembers; of time it knows what it is told. It does what a till may ask of it and refuses the
 * rest, as the module in front of a customer would not.
 */
import { ack, createUnframer, framed, syntaxError } from './framing.ts'

export type ModuleCard =
  | {
      readonly kind: 'octopus'
      /** What stands on it, in ten cents: its value above the lowest that it may have. */
      readonly keptTenCents: number
    }
  /** It answers for Octopus, and opens its block to nobody. */
  | { readonly kind: 'sealed' }
  /** Of another system: a poll for Octopus does not see it. */
  | { readonly kind: 'foreign' }

/**
 * `silent` and `garbage` are what it says to everything, `badCheck` spoils each answer. The others
 * once: `losesTaken` does what it is asked without an acknowledgement, `spoilsAnswer` spoils one
 * answer, `refuses` does not understand, `takenAway` has the card gone between poll and reading.
 */
export const moduleWays = [
  'usual',
  'silent',
  'garbage',
  'badCheck',
  'losesTaken',
  'spoilsAnswer',
  'refuses',
  'takenAway',
] as const
export type ModuleWay = (typeof moduleWays)[number]

export type ModuleCore = {
  /** @returns what it says, a frame each */
  hear(bytes: Uint8Array, nowMs: number): readonly Uint8Array[]
  /** @returns what it says, where it was waiting for one */
  put(card: ModuleCard): readonly Uint8Array[]
  remove(): void
  /** From now on. */
  behave(way: ModuleWay): void
  /** What it was asked for and refused, since nobody asks that who only reads: none, or a till is wrong. */
  readonly refused: () => readonly string[]
}

/** A pause within a frame that is longer ends it. */
const gapMs = 100
/** As long as it may be remembered. */
const refusedMost = 100

/** Made up; of FeliCa cards the first two bytes name the maker. */
const idm = [...Buffer.from('0101a1b2c3d4e5f6', 'hex')]
const pmm = [...Buffer.from('03324b024f498a8a', 'hex')]
const system = [0x80, 0x08]

export function createModuleCore(): ModuleCore {
  const unframer = createUnframer()
  const refused: string[] = []
  let card: ModuleCard | null = null
  let way: ModuleWay = 'usual'
  let isAwake = false
  let isPolling = false
  let isListed = false
  let heardAtMs = 0

  /** Those that happen once. */
  const once = (one: ModuleWay): boolean => {
    if (way !== one) return false
    way = 'usual'
    return true
  }

  const answer = (data: readonly number[]): Uint8Array => {
    const bytes = framed([0xd5, ...data])
    if (way !== 'badCheck' && !once('spoilsAnswer')) return bytes
    return bytes.map((byte, at) => (at === bytes.length - 2 ? byte ^ 0x10 : byte))
  }

  const refuse = (data: Buffer): Uint8Array => {
    if (refused.length < refusedMost) refused.push(data.toString('hex'))
    return syntaxError
  }

  /** @returns null: it waits for a card */
  const listed = (): Uint8Array | null => {
    isPolling = card === null || card.kind === 'foreign'
    if (isPolling) return null
    isListed = true
    const bytes = answer([0x4b, 1, 1, 20, 0x01, ...idm, ...pmm, ...system])
    if (once('takenAway')) card = null
    return bytes
  }

  const blockOf = (held: ModuleCard): readonly number[] => {
    const head = [0x07, ...idm]
    if (held.kind !== 'octopus') return [...head, 0x01, 0xa6]
    const block = Buffer.alloc(16)
    block.writeUInt32BE(held.keptTenCents)
    block.writeUInt8(0x21, 15)
    return [...head, 0x00, 0x00, 0x01, ...block]
  }

  const read = (): Uint8Array => {
    if (!isListed) return answer([0x41, 0x27])
    // Nobody answers in the air.
    if (!card) return answer([0x41, 0x01])
    const block = blockOf(card)
    return answer([0x41, 0x00, block.length + 1, ...block])
  }

  const openRead = [0xd4, 0x40, 1, 16, 0x06, ...idm, 1, 0x17, 0x01, 1, 0x80, 0x00]
  const openPoll = [0xd4, 0x4a, 1, 0x01, 0x00, ...system, 0x01, 0x00]
  const knows = new Map<string, () => Uint8Array | null>([
    ['d402', () => answer([0x03, 0x32, 0x01, 0x06, 0x07])],
    ['d41401', () => answer([0x15])],
    [Buffer.from(openPoll).toString('hex'), listed],
    [Buffer.from(openRead).toString('hex'), read],
    [
      'd45201',
      () => {
        isListed = false
        return answer([0x53, 0x00])
      },
    ],
  ])

  const asked = (data: Buffer): Uint8Array[] => {
    // Whatever it was at ends with something new.
    isPolling = false
    const taken = once('losesTaken') ? [] : [ack]
    const work = once('refuses') ? null : knows.get(data.toString('hex'))
    const said = work ? work() : work === null ? syntaxError : refuse(data)
    return said ? [...taken, said] : taken
  }

  return {
    hear(bytes, nowMs) {
      if (nowMs - heardAtMs > gapMs) unframer.forget()
      heardAtMs = nowMs
      // It sleeps from when it has power until it is woken.
      isAwake ||= bytes.includes(0x55)
      const heard = isAwake ? unframer.hear(bytes) : []
      return heard.flatMap((one) => {
        if (one.is === 'ack') isPolling = false
        if (one.is === 'ack' || way === 'silent') return []
        return way === 'garbage' ? [Uint8Array.of(0xfe, 0x13, 0x37, 0x80)] : asked(one.data)
      })
    },
    put(held) {
      card = held
      const said = isPolling ? listed() : null
      return said ? [said] : []
    },
    remove() {
      card = null
    },
    behave(next) {
      way = next
    },
    refused: () => refused,
  }
}
