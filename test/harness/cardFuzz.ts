/** Frames of terminals, of the Octopus reader's link and of an NFC module, whole, spoiled and of no kind at all, into the codecs: for a moment in `npm test`, and a million by `npm run fuzz`. */
import { createHkTextDecoder } from '../../src-main/engine/devices/card/hkText/frame.ts'
import { createHypercomDecoder } from '../../src-main/engine/devices/card/hypercom/frame.ts'
import type { Decoder } from '../../src-main/engine/devices/card/wire.ts'
import { readZvtFields } from '../../src-main/engine/devices/card/zvt/fields.ts'
import { createZvtDecoder } from '../../src-main/engine/devices/card/zvt/frame.ts'
import { createFrameDecoder } from '../../src-main/engine/devices/octopus/frame.ts'
import { readMessage } from '../../src-main/engine/devices/octopus/messages.ts'
import { noteOf } from '../../src-main/engine/devices/octopus/note.ts'
import {
  heardOf,
  readBlock,
  readFirmware,
  readPolled,
  valueIn,
} from '../../src-main/engine/devices/pn532/felica.ts'
import { createModuleDecoder } from '../../src-main/engine/devices/pn532/frame.ts'
import { createUnframer, type Frame } from '../../src-main/training/octopus/framing.ts'
import { readAsked } from '../../src-main/training/octopus/wire.ts'
import { createModuleCore } from '../../src-main/training/pn532/core.ts'
import { chanceOf, type Chance } from '../simulation/chance.ts'
import { examples } from './octopusDocument.ts'
import { blockOfOctopus, moduleBytes, sealedOctopus } from './moduleBytes.ts'
import { asciiHex, bytesOfHex, cardVector, hypercomFrame, zvtFrame } from './cardBytes.ts'

/** It satisfies Luhn, and stands in frames where a terminal may put it. */
const fuzzedNumber = '4242424242424242'

const answer = asciiHex('60000000001120000')
const field = (id: string, value: string): string =>
  `${asciiHex(id)}${String(value.length).padStart(4, '0')}${asciiHex(value)}1c`

const frames = {
  hypercom: [
    cardVector('hypercom', 'approved masked'),
    cardVector('hypercom', 'sale 123.45'),
    hypercomFrame(`${answer}1c${field('30', fuzzedNumber)}${field('02', `CARD ${fuzzedNumber}`)}`),
  ],
  nets: [cardVector('nets', 'status 55')],
  hkText: [
    cardVector('hk-text', 'sale text'),
    cardVector('hk-text', 'ack'),
    asciiHex(`"<START>","STATUS=A","PAN=${fuzzedNumber}","RESPMSG=${fuzzedNumber}","<END>"`),
  ],
  zvt: [
    cardVector('zvt', 'auth 12.34'),
    cardVector('zvt', 'ack'),
    // Its PAN, and a text that says it too.
    zvtFrame(`040f1f270022f0f8${fuzzedNumber}3cf0f1f6${asciiHex(fuzzedNumber)}`),
  ],
  // Both ends of it: the till's, and the simulated reader's.
  octopusTill: examples.map(({ hex }) => hex),
  octopusReader: examples.map(({ hex }) => hex),
  moduleTill: [
    ...Object.values(moduleBytes),
    sealedOctopus,
    blockOfOctopus('00000164000000000000000000000021'),
  ],
  moduleItself: [`${moduleBytes.wakeUp}${moduleBytes.normalMode}`, ...Object.values(moduleBytes)],
} as const
export type FuzzedCodec = keyof typeof frames
export const fuzzedCodecs = Object.keys(frames) as readonly FuzzedCodec[]

/** What a line may do to a frame. */
function spoiled(frame: Uint8Array, chance: Chance): Uint8Array {
  switch (chance.int(0, 5)) {
    case 0:
      return frame
    case 1:
      return frame.subarray(0, chance.int(0, frame.length))
    case 2:
      return chance.bytes(chance.int(0, 80))
    case 3: {
      const place = chance.int(0, frame.length - 1)
      return frame.map((byte, at) => (at === place ? byte ^ (1 << chance.int(0, 7)) : byte))
    }
    case 4:
      return Uint8Array.from([...frame.subarray(chance.int(0, frame.length)), ...frame])
    default:
      return Uint8Array.from([...chance.bytes(chance.int(1, 4)), ...frame])
  }
}

/** Frames, and then what stands in them: what is no message is garbled as well. */
function tillsEnd(): Decoder<unknown> {
  const decoder = createFrameDecoder()
  const read = (events: ReturnType<typeof decoder.push>): ReturnType<Decoder<unknown>['push']> =>
    events.map((event) => {
      if (event.kind !== 'message') return event
      const message = readMessage(event.message)
      return message
        ? { kind: 'message', message: { ...message, note: noteOf(message) } }
        : { kind: 'garbled', why: 'badData' }
    })
  return {
    push: (bytes) => read(decoder.push(bytes)),
    silence: () => read(decoder.silence()),
  }
}

function readersEnd(): Decoder<unknown> {
  const unframer = createUnframer()
  const read = (heard: readonly Frame[]): ReturnType<Decoder<unknown>['push']> =>
    heard.map((frame) => {
      const asked = readAsked(frame)
      return asked === null || asked === 'unknown'
        ? { kind: 'garbled', why: 'badData' }
        : { kind: 'message', message: asked }
    })
  return {
    push: (bytes) => read(unframer.hear(bytes)),
    silence: () => read(unframer.silence()),
  }
}

/** Frames, and then whatever a till may take them for. */
function modulesTill(): Decoder<unknown> {
  const decoder = createModuleDecoder()
  const card = { idm: bytesOfHex('0101050186040202') }
  const read = (events: ReturnType<typeof decoder.push>): ReturnType<Decoder<unknown>['push']> =>
    events.map((event) => {
      if (event.kind !== 'message') return event
      const heard = heardOf({ ask: 'read', card }, event.message)
      const body = heard.kind === 'answer' ? heard.body : event.message.slice(2)
      const block = readBlock(body, card)
      const value = block.kind === 'block' ? valueIn(block.block) : null
      const { kind: polled } = readPolled(body)
      return { kind: 'message', message: { firmware: readFirmware(body), polled, value } }
    })
  return {
    push: (bytes) => read(decoder.push(bytes)),
    silence: () => read(decoder.silence()),
  }
}

/** What it does not answer it did not understand. */
function moduleItself(): Decoder<unknown> {
  const core = createModuleCore()
  core.put({ kind: 'octopus', keptTenCents: 1_088 })
  let nowMs = 0
  return {
    push: (bytes) =>
      core
        .hear(bytes, nowMs)
        .map((said) =>
          said.length === 8
            ? { kind: 'garbled', why: 'badData' }
            : { kind: 'message', message: { bytes: said.length } },
        ),
    silence() {
      nowMs += 1_000
      return []
    },
  }
}

const decoders = {
  hypercom: () => createHypercomDecoder('base'),
  nets: () => createHypercomDecoder('nets'),
  hkText: createHkTextDecoder,
  zvt: createZvtDecoder,
  octopusTill: tillsEnd,
  octopusReader: readersEnd,
  moduleTill: modulesTill,
  moduleItself,
} as const satisfies Readonly<Record<FuzzedCodec, () => Decoder<unknown>>>

/** All texts of a message, as whoever stores or shows it would have them: none of them escaped, or the escape's own digits would count. */
function textsOf(value: unknown): readonly string[] {
  if (value instanceof Uint8Array) return textsOf(readZvtFields(value))
  if (value instanceof Map) return textsOf([...value])
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((part) => textsOf(part))
    : [String(value)]
}

export type Fuzzed = { readonly messages: number; readonly garbled: number }

/**
 * Throws where a codec throws, or lets a card's number past it.
 * @param frameCount how many frames, or what became of them, are pushed
 * @param passed told of each frame that went through, by its number from 0
 */
export function fuzzCodec(
  codec: FuzzedCodec,
  seed: number,
  frameCount: number,
  passed: (count: number) => void = () => undefined,
): Fuzzed {
  const chance = chanceOf(seed, codec)
  const decoder: Decoder<unknown> = decoders[codec]()
  const all = frames[codec].map(bytesOfHex)
  let messages = 0
  let garbled = 0
  for (let count = 0; count < frameCount; count += 1) {
    const bytes = spoiled(chance.of(all), chance)
    const cut = chance.int(0, bytes.length)
    const events = [
      ...decoder.push(bytes.subarray(0, cut)),
      ...decoder.push(bytes.subarray(cut)),
      ...(chance.happens(0.5) ? decoder.silence() : []),
    ]
    for (const event of events) {
      if (event.kind === 'garbled') garbled += 1
      if (event.kind !== 'message') continue
      messages += 1
      const told = textsOf(event.message).find((text) => text.includes(fuzzedNumber))
      if (told !== undefined) throw new Error(`frame ${count}: the number is in ${told}`)
    }
    passed(count)
  }
  return { messages, garbled }
}
