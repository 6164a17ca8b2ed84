import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createFrameDecoder,
  encodeFrame,
  mostPayloadBytes,
  type LinkFrame,
} from '../../src-main/engine/devices/octopus/frame.ts'
import {
  isAmountTenCents,
  isReference,
  readMessage,
  writeMessage,
  type Message,
} from '../../src-main/engine/devices/octopus/messages.ts'
import { isCardNumber } from '../../src-main/engine/devices/octopus/fields.ts'
import { createUnframer } from '../../src-main/training/octopus/framing.ts'
import { readAsked } from '../../src-main/training/octopus/wire.ts'
import { bytesOfHex as bytes, hexOf } from '../harness/cardBytes.ts'
import { examples } from '../harness/octopusDocument.ts'

const hex = (data: Uint8Array): string => hexOf(data).toLowerCase()

/** CRC-16/IBM-3740 by its definition: a division, one bit after the other. */
function check(data: Uint8Array): number {
  let rest = 0xffff
  for (const byte of data) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      const carry = (rest >> 15) ^ ((byte >> bit) & 1)
      rest = ((rest << 1) & 0xffff) ^ (carry === 1 ? 0x1021 : 0)
    }
  }
  return rest
}

test('the check of this test is the one that the page names', () => {
  expect(check(Buffer.from('123456789'))).toBe(0x29b1)
})

const frameArbitrary: fc.Arbitrary<LinkFrame> = fc.record({
  sequence: fc.nat(255),
  type: fc.nat(255),
  payload: fc.uint8Array({ maxLength: mostPayloadBytes }),
})
const messagesOf = (events: readonly { readonly kind: string }[]): LinkFrame[] =>
  events.flatMap((event) =>
    event.kind === 'message' ? [(event as { message: LinkFrame } & typeof event).message] : [],
  )

describe('a frame', () => {
  test('has its length, its check and its end where the page says, and is read again as it was', () => {
    fc.assert(
      fc.property(frameArbitrary, (frame) => {
        const encoded = encodeFrame(frame)
        const { length } = frame.payload
        const view = new DataView(encoded.buffer)
        expect(encoded).toHaveLength(length + 8)
        expect(view.getUint16(1)).toBe(length)
        expect(view.getUint16(length + 5)).toBe(check(encoded.subarray(1, length + 5)))
        expect(encoded.at(0)).toBe(0x02)
        expect(encoded.at(-1)).toBe(0x03)
        expect(createFrameDecoder().push(encoded)).toEqual([{ kind: 'message', message: frame }])
      }),
    )
  })

  test('is the same byte by byte, and several in one go', () => {
    const all = examples.map((example) => bytes(example.hex))
    const stream = Uint8Array.from(all.flatMap((one) => [...one]))
    const slowly = createFrameDecoder()
    const events = Array.from(stream, (byte) => slowly.push(Uint8Array.of(byte))).flat()
    expect(messagesOf(events).map(encodeFrame).map(hex)).toEqual(all.map(hex))
    expect(createFrameDecoder().push(stream)).toEqual(events)
  })

  test('longer than the limit is never built, and never waited for', () => {
    const payload = new Uint8Array(mostPayloadBytes + 1)
    expect(() => encodeFrame({ sequence: 1, type: 1, payload })).toThrow('longer')
    expect(createFrameDecoder().push(bytes('020201'))).toEqual([
      { kind: 'garbled', why: 'tooLong' },
    ])
  })
})

describe('what is no frame', () => {
  const close = '0200000a0aca4103'
  test.for([
    ['a wrong check', close.replace('ca41', 'ca42'), 'badCheck'],
    ['a wrong end', close.replace(/03$/u, '04'), 'badEnd'],
    ['a length beyond all', `02ffff${close.slice(6)}`, 'tooLong'],
  ] as const)('%s is told once, and the frame behind it is read', ([, frame, why]) => {
    expect(createFrameDecoder().push(bytes(`${frame}${close}`))).toMatchObject([
      { kind: 'garbled', why },
      { kind: 'message', message: { sequence: 10, type: 10 } },
    ])
  })

  test('a frame behind half a one is found, at the latest at the silence behind it', () => {
    const [example] = examples
    const whole = example?.hex ?? ''
    for (let cut = 2; cut < whole.length; cut += 2) {
      const decoder = createFrameDecoder()
      const events = [
        ...decoder.push(bytes(whole.slice(0, cut))),
        ...decoder.push(bytes(close)),
        ...decoder.silence(),
      ]
      expect(messagesOf(events), `cut ${cut}`).toMatchObject([{ sequence: 10, type: 10 }])
    }
  })

  test('noise around frames costs none of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...examples)), {
          maxLength: 8,
        }),
        (parts) => {
          const till = createFrameDecoder()
          const other = createUnframer()
          const read: string[] = []
          const readByOther: string[] = []
          for (const [noise, example] of parts) {
            const stream = Uint8Array.from([...noise, ...bytes(example.hex)])
            read.push(
              ...messagesOf([...till.push(stream), ...till.silence()]).map((one) =>
                hex(encodeFrame(one)),
              ),
            )
            readByOther.push(
              ...[...other.hear(stream), ...other.silence()].map((one) => hex(encodeFrame(one))),
            )
          }
          const sent = parts.map(([, example]) => example.hex)
          expect(read).toEqual(sent)
          expect(readByOther).toEqual(sent)
        },
      ),
    )
  })

  test('both ends read the same frames from whatever comes', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.constantFrom(...examples).map((example) => bytes(example.hex)),
      fc
        .constantFrom(...examples)
        .chain(({ hex: whole }) =>
          fc.nat(whole.length / 2).map((cut) => bytes(whole.slice(0, 2 * cut))),
        ),
      fc.constantFrom('02', '020000', '02000003', '020200', '0201ff0304').map(bytes),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, fc.boolean()), { maxLength: 12 }), (pieces) => {
        const till = createFrameDecoder()
        const other = createUnframer()
        const read: LinkFrame[] = []
        const readByOther: LinkFrame[] = []
        for (const [stream, isLast] of [...pieces, [bytes(''), true] as const]) {
          read.push(...messagesOf([...till.push(stream), ...(isLast ? till.silence() : [])]))
          readByOther.push(...other.hear(stream), ...(isLast ? other.silence() : []))
        }
        expect(readByOther.map(encodeFrame).map(hex)).toEqual(read.map(encodeFrame).map(hex))
        // And of what stands in them both make something, or neither.
        const requests = read.filter(({ type }) => type < 0x80)
        for (const frame of requests) {
          const asked = readAsked(frame)
          expect(asked !== null && asked !== 'unknown').toBe(readMessage(frame) !== null)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test('one changed bit, wherever it is: not read as anything', () => {
    for (const { hex: whole, title } of examples) {
      const frame = bytes(whole)
      for (let bit = 0; bit < frame.length * 8; bit += 1) {
        const spoiled = frame.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
        const decoder = createFrameDecoder()
        const events = [...decoder.push(spoiled), ...decoder.silence()]
        expect(messagesOf(events), `${title}: bit ${bit}`).toEqual([])
        const other = createUnframer()
        expect([...other.hear(spoiled), ...other.silence()], `${title}: bit ${bit}`).toEqual([])
      }
    }
  })

  test('nothing is kept of endless noise but what may still become a frame', () => {
    const decoder = createFrameDecoder()
    const noise = new Uint8Array(1 << 16).map((_, at) => (at % 2 === 0 ? 0x02 : 0x00))
    expect(decoder.push(noise)).toEqual([{ kind: 'garbled', why: 'badEnd' }])
    expect(decoder.silence()).toEqual([])
    expect(messagesOf(decoder.push(bytes(close)))).toHaveLength(1)
  })

  test('of a silence in the middle something is told, of one between frames nothing', () => {
    const decoder = createFrameDecoder()
    decoder.push(bytes('020011'))
    expect(decoder.silence()).toEqual([{ kind: 'garbled', why: 'cut' }])
    expect(decoder.silence()).toEqual([])
  })
})

const frameOf = (example: (typeof examples)[number]): LinkFrame => {
  const [event] = createFrameDecoder().push(bytes(example.hex))
  if (event?.kind !== 'message') throw new Error('no frame')
  return event.message
}

describe('a message', () => {
  test.for(examples)(
    '$title: a byte too few or too many is malformed, for both ends',
    (example) => {
      const frame = frameOf(example)
      const isRequest = example.message.kind === 'request'
      const lengths = Array.from({ length: frame.payload.length }, (_, length) => length)
      const wrong = [
        ...lengths.map((length) => frame.payload.slice(0, length)),
        Uint8Array.from([...frame.payload, 0]),
      ]
      for (const payload of wrong) {
        expect(readMessage({ ...frame, payload }), hex(payload)).toBeNull()
        expect(isRequest && readAsked({ ...frame, payload }) !== null, hex(payload)).toBe(false)
      }
    },
  )

  const deduct = (reference: string, card: string, amount: string): LinkFrame => ({
    sequence: 3,
    type: 4,
    payload: bytes(
      `${reference.length.toString(16).padStart(2, '0')}${hex(Buffer.from(reference))}${card}${amount}`,
    ),
  })
  const card = '054c5638'
  test.for([
    ['the lowest amount', deduct('R1', card, '00000001'), true],
    ['the highest', deduct('R1', card, '000186a0'), true],
    ['nothing at all', deduct('R1', card, '00000000'), false],
    ['more than HK$10,000', deduct('R1', card, '000186a1'), false],
    ['less than nothing', deduct('R1', card, 'ffffffff'), false],
    ['no card', deduct('R1', '00000000', '00000001'), false],
    ['no reference', deduct('', card, '00000001'), false],
    ['the longest reference', deduct('R'.repeat(20), card, '00000001'), true],
    ['a longer one', deduct('R'.repeat(21), card, '00000001'), false],
    ['a reference with a blank', deduct('R 1', card, '00000001'), false],
    ['a reference beyond ASCII', deduct('R\u00e9', card, '00000001'), false],
  ] as const)('deduct with %s', ([, frame, isRead]) => {
    expect(readMessage(frame) !== null).toBe(isRead)
    expect(readAsked(frame) !== null).toBe(isRead)
  })

  test('of no known type is none', () => {
    for (const type of [0x00, 0x0b, 0x80, 0x8b, 0xc0, 0xc3, 0xfe]) {
      expect(readMessage({ sequence: 1, type, payload: bytes('') })).toBeNull()
    }
    expect(readAsked({ sequence: 1, type: 0x0b, payload: bytes('') })).toBe('unknown')
  })

  test('whatever stands in a payload is read as a message that is written the same, or not at all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { maxLength: 3 }),
        (example, changes) => {
          const frame = frameOf(example)
          const payload = Uint8Array.from(frame.payload)
          for (const [at, byte] of changes) if (at < payload.length) payload[at] = byte
          const message = readMessage({ ...frame, payload })
          if (!message) return
          expect(hex(writeMessage(frame.sequence, message))).toBe(
            hex(encodeFrame({ ...frame, payload })),
          )
        },
      ),
      { numRuns: 2_000 },
    )
  })

  const asks = (body: object): Message =>
    ({ kind: 'request', call: 'deduct', body: { reference: 'R1', ...body } }) as Message
  test.for([
    ['a part of ten cents', asks({ cardNumber: '88888888', amountTenCents: 1.5 })],
    ['no number', asks({ cardNumber: '88888888', amountTenCents: Number.NaN })],
    ['no card', asks({ cardNumber: '', amountTenCents: 1 })],
    ['a card with too many zeros', asks({ cardNumber: '000000001', amountTenCents: 1 })],
    ['another reference', asks({ reference: 'é', cardNumber: '88888888', amountTenCents: 1 })],
  ] as const)('with %s is never built', ([, message]) => {
    expect(() => writeMessage(1, message)).toThrow(/not /u)
  })

  test('amounts, references and card numbers are what the link can carry', () => {
    for (const amount of [1, 100_000]) expect(isAmountTenCents(amount)).toBe(true)
    for (const amount of [0, -1, 0.5, 100_001, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(isAmountTenCents(amount)).toBe(false)
    }
    for (const reference of ['0', 'R0000042', 'a-b']) expect(isReference(reference)).toBe(true)
    for (const reference of ['', ' ', 'R_1', 'R'.repeat(21)]) {
      expect(isReference(reference)).toBe(false)
    }
    for (const number of ['00000001', '88888888', '4294967295']) {
      expect(isCardNumber(number)).toBe(true)
    }
    for (const number of ['00000000', '8888888', '088888888', '4294967296', '12345678901', 'x']) {
      expect(isCardNumber(number)).toBe(false)
    }
  })
})
