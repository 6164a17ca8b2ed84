/**
 * How the other end reads requests of the reader link and writes its answers. Written from
 * `resources/octopus-link.md`, and not with the till's codec.
 */
import { framed, type Frame } from './framing.ts'
import type { Asked, MovesMoney, Outcome, Said } from './talk.ts'

/** The request itself is not as the document has it. */
class Malformed extends Error {}

function must(holds: boolean): void {
  if (!holds) throw new Malformed()
}

/** @returns null: not as the document has it. `unknown`: no such call */
export function readAsked({ type, payload }: Frame): Asked | 'unknown' | null {
  const read = requests[type]
  if (!read) return 'unknown'
  try {
    const from = new Reader(Buffer.from(payload))
    const asked = read(from)
    must(from.rest() === 0)
    return asked
  } catch (problem) {
    if (problem instanceof Malformed) return null
    throw problem
  }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }
  rest(): number {
    return this.#bytes.length - this.#at
  }
  take(count: number): Buffer {
    must(this.rest() >= count)
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }
  byte(): number {
    return this.take(1).readUInt8()
  }
  flag(): boolean {
    const value = this.byte()
    must(value < 2)
    return value === 1
  }
  of<const T>(...words: readonly T[]): T {
    const word = words[this.byte()]
    if (word === undefined) throw new Malformed()
    return word
  }
  text(most: number): string {
    const length = this.byte()
    must(length >= 1 && length <= most)
    const text = this.take(length).toString('latin1')
    must(/^[ -~]+$/u.test(text))
    return text
  }
  reference(): string {
    const reference = this.text(20)
    must(/^[\dA-Za-z-]+$/u.test(reference))
    return reference
  }
}

const moving =
  (call: MovesMoney['call']) =>
  (from: Reader): Asked => {
    const reference = from.reference()
    const card = from.take(4).readUInt32BE()
    const amountTenCents = from.take(4).readUInt32BE()
    must(card > 0 && amountTenCents > 0 && amountTenCents <= 100_000)
    return { call, reference, cardNumber: String(card).padStart(8, '0'), amountTenCents }
  }

const requests: Readonly<Record<number, (from: Reader) => Asked>> = {
  0x01(from) {
    const major = from.byte()
    const minor = from.byte()
    if (major !== 1) {
      from.take(from.rest())
      return { call: 'otherVersion', major }
    }
    const environment = from.of(null, 'training', 'live')
    if (environment === null) throw new Malformed()
    const session = from.take(4).readUInt32BE()
    return { call: 'init', major, minor, environment, session, counter: from.text(32) }
  },
  0x02: () => ({ call: 'timeVer' }),
  0x03(from) {
    const timeoutMs = from.take(2).readUInt16BE()
    must(timeoutMs <= 3_000)
    return { call: 'poll', timeoutMs }
  },
  0x04: moving('deduct'),
  0x05: (from) => ({ call: 'outcome', reference: from.reference() }),
  0x06: moving('addValue'),
  0x07(from) {
    const show = from.of('nothing', 'amount', 'value')
    const tenCents = from.take(4).readInt32BE()
    must(tenCents >= -10_000 && tenCents <= 100_000)
    const lights = { green: from.flag(), amber: from.flag(), red: from.flag() }
    return {
      call: 'display',
      show,
      tenCents,
      lights,
      sound: from.of('none', 'paid', 'refused', 'tapAgain'),
    }
  },
  0x08(from) {
    const again = from.flag() ? from.take(4).readUInt32BE() : null
    must(again !== 0)
    return { call: 'exchangeFile', again }
  },
  0x09: () => ({ call: 'housekeeping' }),
  0x0a: () => ({ call: 'close' }),
}

/** Written in the order of the document. */
class Writer {
  readonly #parts: Buffer[] = []
  bytes(bytes: Buffer): this {
    this.#parts.push(bytes)
    return this
  }
  byte(value: number): this {
    return this.bytes(Buffer.of(value))
  }
  short(value: number): this {
    const bytes = Buffer.alloc(2)
    bytes.writeUInt16BE(value)
    return this.bytes(bytes)
  }
  long(value: number): this {
    const bytes = Buffer.alloc(4)
    if (value < 0) bytes.writeInt32BE(value)
    else bytes.writeUInt32BE(value)
    return this.bytes(bytes)
  }
  longs(...values: readonly number[]): this {
    for (const value of values) this.long(value)
    return this
  }
  flags(...values: readonly boolean[]): this {
    for (const value of values) this.byte(value ? 1 : 0)
    return this
  }
  text(text: string): this {
    return this.byte(text.length).bytes(Buffer.from(text, 'latin1'))
  }
  whole(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

const types: Readonly<Record<Said['say'], number>> = {
  init: 0x81,
  timeVer: 0x82,
  poll: 0x83,
  deduct: 0x84,
  outcome: 0x85,
  addValue: 0x86,
  display: 0x87,
  exchangeFile: 0x88,
  housekeeping: 0x89,
  close: 0x8a,
  cardPresent: 0xc1,
  cardRemoved: 0xc2,
  error: 0xff,
}

export const writeSaid = (sequence: number, said: Said): Uint8Array => {
  const into = new Writer()
  write(into, said)
  return framed({ sequence, type: types[said.say], payload: into.whole() })
}

const environments = { training: 1, live: 2 } as const
const kinds = { deduct: 4, addValue: 6 } as const
const states = { neverSeen: 0, done: 1, notDone: 2, incomplete: 3, unclear: 4 } as const
const entries = { deduct: 1, addValue: 2, other: 3 } as const
const ways = { cash: 1, online: 2, refund: 3, automatic: 4 } as const
const languages = { untold: 0, chinese: 1, english: 2 } as const
const standings = { notDone: 0, incomplete: 1, unclear: 2, done: 3 } as const
const uploads = { byHand: 0, done: 1, waiting: 2 } as const

function write(into: Writer, said: Said): void {
  switch (said.say) {
    case 'display':
    case 'close':
    case 'cardRemoved':
      return
    case 'init': {
      const { skills } = said
      into
        .bytes(Buffer.of(said.major, said.minor, environments[said.environment]))
        .long(said.session)
        .bytes(Buffer.from(said.storeId, 'hex'))
        .longs(said.deviceId, said.locationId, said.timeS)
        .flags(skills.addValue, skills.display, skills.exchangeFile, skills.housekeeping)
        .text(said.firmware)
        .text(said.library)
      return
    }
    case 'timeVer':
      into
        .longs(said.deviceId, said.locationId, said.timeS)
        .text(said.firmware)
        .text(said.library)
        .text(said.lists)
      return
    case 'poll':
      writeCard(into, said)
      return
    case 'deduct':
    case 'addValue':
      into
        .text(said.reference)
        .longs(Number(said.cardNumber), said.amountTenCents, said.valueTenCents)
        .longs(said.deviceId, said.timeS)
      return
    case 'outcome':
      writeOutcome(into.text(said.reference), said.outcome)
      return
    case 'exchangeFile':
      into
        .long(said.number)
        .text(said.name)
        .long(said.sizeBytes)
        .bytes(Buffer.from(said.sha256, 'hex'))
        .longs(said.timeS, said.deducted.count, said.deducted.tenCents)
        .longs(said.added.count, said.added.tenCents)
        .byte(uploads[said.upload])
      return
    case 'housekeeping':
      into.long(said.timeS).text(said.lists)
      return
    case 'cardPresent':
      into.flags(said.cardNumber !== null)
      if (said.cardNumber !== null) into.long(Number(said.cardNumber))
      return
    case 'error':
      into
        .byte(said.request)
        .long(said.code)
        .text(said.reference)
        .byte(standings[said.stands])
        .text(said.text)
  }
}

function writeCard(into: Writer, card: Extract<Said, { say: 'poll' }>): void {
  into.longs(card.timeS, Number(card.cardNumber), card.valueTenCents)
  into.flags(card.lowestTenCents !== null)
  if (card.lowestTenCents !== null) into.long(card.lowestTenCents)
  into.flags(card.hidesValue, card.lastAddValue !== null)
  if (card.lastAddValue) {
    const { year, month, day, by, deviceId } = card.lastAddValue
    into
      .short(year)
      .bytes(Buffer.of(month, day, ways[by]))
      .long(deviceId)
  }
  into.bytes(Buffer.of(card.cardClass, languages[card.language], card.log.length))
  for (const { timeS, what, amountTenCents, deviceId } of card.log) {
    into.long(timeS).byte(entries[what]).longs(amountTenCents, deviceId)
  }
}

function writeOutcome(into: Writer, outcome: Outcome): void {
  into.byte(states[outcome.state])
  if (outcome.state === 'neverSeen') return
  into.byte(kinds[outcome.call]).longs(Number(outcome.cardNumber), outcome.amountTenCents)
  if (outcome.state === 'done') {
    into.longs(outcome.valueTenCents, outcome.deviceId, outcome.timeS)
  } else if (outcome.state !== 'unclear') {
    into.long(outcome.code)
  }
}
