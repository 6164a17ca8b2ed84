/** Frames of a PN532 module and what stands in them, by bytes that others have seen or specified. */
import { expect, test } from 'vitest'
import fc from 'fast-check'
import {
  heardOf,
  readBlock,
  readFirmware,
  readPolled,
  requestFrame,
  valueIn,
  type ModuleRequest,
} from '../../src-main/engine/devices/pn532/felica.ts'
import {
  ackFrame,
  createModuleDecoder,
  encodeFrame,
  mostDataBytes,
  wakeUp,
} from '../../src-main/engine/devices/pn532/frame.ts'
import { bytesOfHex } from '../harness/cardBytes.ts'
import {
  blockOfOctopus,
  lostOctopus,
  moduleBytes,
  moduleFrame,
  sealedOctopus,
} from '../harness/moduleBytes.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** Each event in a word or two. */
const read = (line: string, decoder = createModuleDecoder()): readonly string[] =>
  [...decoder.push(bytesOfHex(line)), ...decoder.silence()].map((event) => {
    if (event.kind === 'message') return hex(event.message)
    return event.kind === 'garbled' ? event.why : event.kind
  })

const card = { idm: bytesOfHex('0101050186040202') }

test.for([
  [{ ask: 'normalMode' }, moduleBytes.normalMode],
  [{ ask: 'firmware' }, moduleBytes.firmware],
  [{ ask: 'poll' }, moduleBytes.pollOctopus],
  [{ ask: 'read', card }, moduleBytes.readOctopus],
  [{ ask: 'release' }, moduleBytes.release],
] as const satisfies readonly (readonly [ModuleRequest, string])[])(
  '$0.ask is asked for as the manual has it',
  ([request, expected]) => {
    expect(hex(requestFrame(request))).toBe(expected)
  },
)

test('what the till writes beside questions is as the manual has it', () => {
  expect(hex(ackFrame)).toBe(moduleBytes.ack)
  expect(hex(wakeUp)).toBe(moduleBytes.wakeUp)
})

test('frames that others have seen on the line are read', () => {
  expect(read(moduleBytes.ack)).toEqual(['ack'])
  expect(read(moduleBytes.nack)).toEqual(['nak'])
  expect(read(moduleBytes.syntaxError)).toEqual(['7f'])
  expect(read(moduleBytes.ack + moduleBytes.firmware16)).toEqual(['ack', 'd50332010607'])
  expect(read(moduleBytes.normalModeSet)).toEqual(['d515'])
  expect(read(moduleBytes.pollAny)).toEqual(['d44a010100ffff0100'])
  expect(read(moduleBytes.polledNone)).toEqual(['d54b00'])
  expect(read(moduleBytes.takenAndPolledShort)).toEqual([
    'ack',
    'd54b0101120101010112ec23aa1f0136428247459aff',
  ])
})

test('a frame is read however it is cut, and whatever zeros stand around it', () => {
  const line = `00000000${moduleBytes.ack}${moduleBytes.polledOctopus}0000`
  const whole = read(line)
  expect(whole).toHaveLength(2)
  const decoder = createModuleDecoder()
  const one = [...bytesOfHex(line)].flatMap((byte) => decoder.push(Uint8Array.of(byte)))
  expect(one.map(({ kind }) => kind)).toEqual(['ack', 'message'])
  // Without any: the manual leaves their number open.
  expect(read(moduleBytes.firmware16.slice(2, -2))).toEqual(['d50332010607'])
})

test.for([
  ['a wrong sum of the data', '0000ff06fad50332010607e900', ['badCheck']],
  ['a wrong complement of the length', '0000ff06fbd50332010607e800', ['badLength']],
  ['no length', '0000ff0000d500', ['badLength']],
  ['an extended frame', '0000ffffff0100ffd503', ['tooLong']],
  ['more than is asked for', `0000ff41bf${'00'.repeat(65)}0000`, ['tooLong']],
  ['a frame that breaks off', '0000ff06fad503', ['cut']],
  ['noise', 'fe133780', ['badData']],
  ['noise before a frame', `fe1337${moduleBytes.ack}`, ['badData', 'ack']],
  ['noise on both sides', `fe13${moduleBytes.ack}37fe`, ['badData', 'ack', 'badData']],
  ['a spoiled frame before a whole one', `0000ff06fad503${moduleBytes.ack}`, ['badCheck', 'ack']],
] as const)('%s is garbled, and what is whole behind it is read', ([, line, events]) => {
  expect(read(line)).toEqual(events)
})

test('a frame that breaks off does not swallow the next one beyond a silence', () => {
  const decoder = createModuleDecoder()
  expect(read('0000ff30d0d5', decoder)).toEqual(['cut'])
  expect(read(moduleBytes.ack, decoder)).toEqual(['ack'])
})

test('data of any content come back as they were, and longer ones are refused', () => {
  const data = fc.uint8Array({ minLength: 2, maxLength: mostDataBytes })
  fc.assert(
    fc.property(data, (bytes) => {
      expect(read(hex(encodeFrame(bytes)))).toEqual([hex(bytes)])
      expect(hex(encodeFrame(bytes))).toBe(moduleFrame(hex(bytes)))
    }),
  )
  for (const length of [0, 1, mostDataBytes + 1]) {
    expect(() => encodeFrame(new Uint8Array(length))).toThrow('length')
  }
})

/** What stands in an answer behind its code. */
const bodyOf = (request: ModuleRequest, line: string): Uint8Array => {
  const [event] = createModuleDecoder().push(bytesOfHex(line))
  if (event?.kind !== 'message') throw new Error('no frame')
  const heard = heardOf(request, event.message)
  if (heard.kind !== 'answer') throw new Error(heard.kind)
  return heard.body
}

test('an answer is one to what was asked, and from a module', () => {
  const kind = (line: string): string => heardOf({ ask: 'poll' }, bytesOfHex(line)).kind
  expect(kind('d54b00')).toBe('answer')
  expect(kind('d515')).toBe('other')
  expect(kind('7f')).toBe('refused')
  expect(kind('d44a010100800801')).toBe('stranger')
  expect(kind('d5')).toBe('stranger')
})

test('the firmware of a PN532 is read, and that of another chip is none', () => {
  const request = { ask: 'firmware' } as const
  expect(readFirmware(bodyOf(request, moduleBytes.firmware16))).toBe('1.6')
  expect(readFirmware(bytesOfHex('33020707'))).toBeNull()
  expect(readFirmware(bytesOfHex('3201'))).toBeNull()
})

test('a polled card is read with its system and without', () => {
  const request = { ask: 'poll' } as const
  expect(readPolled(bodyOf(request, moduleBytes.polledNone))).toEqual({ kind: 'none' })
  expect(readPolled(bodyOf(request, moduleBytes.polledOctopus))).toEqual({ kind: 'octopus', card })
  const short = moduleBytes.takenAndPolledShort.slice(moduleBytes.ack.length)
  expect(readPolled(bodyOf(request, short))).toEqual({
    kind: 'octopus',
    card: { idm: bytesOfHex('01010112ec23aa1f') },
  })
  const body = hex(bodyOf(request, moduleBytes.polledOctopus))
  expect(readPolled(bytesOfHex(body.replace(/8008$/u, '88b4')))).toEqual({ kind: 'other' })
  for (const wrong of [
    '',
    '01',
    '02',
    `02${body.slice(2)}`,
    body.slice(0, -2),
    `${body}00`,
    '0000',
  ]) {
    expect(readPolled(bytesOfHex(wrong)), wrong).toEqual({ kind: 'malformed' })
  }
})

const block = '00000164000000000000000000000021'

test('the block of a card is read, and nothing that is not of that card', () => {
  const request = { ask: 'read', card } as const
  const body = hex(bodyOf(request, blockOfOctopus(block)))
  expect(readBlock(bytesOfHex(body), card)).toEqual({ kind: 'block', block: bytesOfHex(block) })
  expect(readBlock(bodyOf(request, sealedOctopus), card)).toEqual({ kind: 'sealed' })
  expect(readBlock(bodyOf(request, lostOctopus), card)).toEqual({ kind: 'lost' })
  const other = { idm: bytesOfHex('0101050186040203') }
  expect(readBlock(bytesOfHex(body), other)).toEqual({ kind: 'malformed' })
  for (const wrong of ['', '00', '000c07', body.slice(0, -2), body.replace(/^001d07/u, '001d09')]) {
    expect(readBlock(bytesOfHex(wrong), card), wrong).toEqual({ kind: 'malformed' })
  }
})

/** Blocks of real cards as others have published them, and what they say was on them. */
test.for([
  // FareBot, OctopusTransitTest: HK$-14.40 with the newer limit; 350 and 500 are HK$15 apart.
  ['00000164000000000000000000000021', -144, 6],
  // The same, of 2016: HK$-1.20 with the older limit.
  ['000001520000000000000000000086b1', -162, -12],
  // HOCC2011/Universal-Card-Reader, "Octopus Values": HK$128.0, and lowest and zero of a card, with the older limit.
  ['0000065e000000000000000000000001', 1_130, 1_280],
  ['00000000000000000000000000000016', -500, -350],
  ['0000015e000000000000000000000001', -150, 0],
  // CoreExtendedNFC, research notes: a card that shows HK$57.00 today, with the older limit.
  ['00000398000000000000000000000000', 420, 570],
  // What is beyond HK$3,000 with one limit is not with the other.
  ['00007724000000000000000000000000', 30_000, null],
  ['0000768e000000000000000000000000', 29_850, 30_000],
] as const)(
  '%s holds %d, or %d with the older limit',
  ([hexBlock, valueTenCents, olderValueTenCents]) => {
    expect(valueIn(bytesOfHex(hexBlock))).toEqual({ valueTenCents, olderValueTenCents })
  },
)

test('what no card holds is no value', () => {
  expect(valueIn(bytesOfHex('00007725000000000000000000000000'))).toBeNull()
  expect(valueIn(bytesOfHex('ffffffffffffffffffffffffffffffff'))).toBeNull()
})
