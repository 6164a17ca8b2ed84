import { describe, expect, test } from 'vitest'
import { maskedCardNumber } from '../../src-main/engine/devices/card/cardNumber.ts'
import {
  createHkTextDecoder,
  encodeHkText,
  hkTextAck,
} from '../../src-main/engine/devices/card/hkText/frame.ts'
import {
  createHypercomDecoder,
  encodeHypercom,
  type HypercomRequest,
} from '../../src-main/engine/devices/card/hypercom/frame.ts'
import { readZvtFields } from '../../src-main/engine/devices/card/zvt/fields.ts'
import { createZvtDecoder, encodeZvt } from '../../src-main/engine/devices/card/zvt/frame.ts'
import {
  asciiHex as ascii,
  bytesOfHex as bytes,
  cardVector as vector,
  hexOf as hex,
  hypercomFrame as framed,
  zvtFrame,
} from '../harness/cardBytes.ts'

describe('Hypercom', () => {
  const asks = (code: string, fields: HypercomRequest['fields']): HypercomRequest => ({
    header: { form: 'base', indicator: '0' },
    code,
    response: '00',
    fields,
  })
  const built: readonly (readonly ['hypercom' | 'nets', string, HypercomRequest])[] = [
    ['hypercom', 'sale 3.00', asks('20', [['40', '000000000300']])],
    ['hypercom', 'sale 123.45', asks('20', [['40', '000000012345']])],
    ['hypercom', 'void 000001', asks('26', [['65', '000001']])],
    ['hypercom', 'D0 test', { ...asks('D0', []), header: { form: 'base', indicator: '1' } }],
    [
      'nets',
      'status 55',
      { header: { form: 'nets', ecn: '261121153000' }, code: '55', response: '01', fields: [] },
    ],
  ]

  test.for(built)('%s %s is built and read byte for byte', ([protocol, name, request]) => {
    const frame = vector(protocol, name)
    expect(hex(encodeHypercom(request))).toBe(frame)
    const [event, ...more] = createHypercomDecoder(request.header.form).push(bytes(frame))
    const { fields, ...rest } = request
    expect(more).toEqual([])
    expect(event).toMatchObject({
      kind: 'message',
      message: { ...rest, more: false, fields: new Map(fields), cardNumber: null },
    })
  })

  const read = (frame: string, form: 'base' | 'nets' = 'base') =>
    createHypercomDecoder(form).push(bytes(frame))

  test('an approval: what a receipt and the journal need, and no card data', () => {
    const [event] = read(vector('hypercom', 'approved masked'))
    expect(event?.kind === 'message' && event.message).toMatchObject({
      header: { form: 'base', indicator: '1' },
      code: '20',
      response: '00',
      cardNumber: '************1234',
      fields: new Map([
        ['02', 'APPROVED'],
        ['01', '123456'],
        ['65', '000001'],
        ['16', '12345678'],
        ['D1', '000000000012345'],
        ['D2', 'VISA'],
        ['50', '000001'],
        ['03', '261121'],
        ['04', '153000'],
        ['D3', '123456789012'],
        ['D4', '04'],
      ]),
    })
  })

  test('a refusal says why', () => {
    const [event] = read(vector('hypercom', 'reject ND'))
    expect(event).toMatchObject({ kind: 'message', message: { response: 'ND' } })
    expect(event?.kind === 'message' && event.message.fields.get('02')).toBe('TXN CANCELLED')
  })

  const answer = ascii('60000000001120000')

  test('03, 1C, 06 and 15 inside a length or a value end nothing', () => {
    const inside = `${ascii('H1')}0006031c06151c021c`
    const events = read(framed(`${answer}1c${inside}`))
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ kind: 'message' })
  })

  test('the form without any field and without the last separator', () => {
    expect(read(framed(answer))).toMatchObject([
      { kind: 'message', message: { fields: new Map() } },
    ])
  })

  test('byte by byte, between marks and noise, it is the same', () => {
    const stream = bytes(`ff0600${vector('hypercom', 'sale 3.00')}15`)
    const decoder = createHypercomDecoder('base')
    const events = Array.from(stream, (byte) => decoder.push(Uint8Array.of(byte))).flat()
    expect(events.map(({ kind }) => kind)).toEqual(['ack', 'message', 'nak'])
  })

  test.for([
    ['another check', vector('hypercom', 'sale 3.00').replace(/16$/u, '17'), 'badCheck'],
    [
      'no end where the length says',
      vector('hypercom', 'D0 test').replace('0345', '0445'),
      'badEnd',
    ],
    ['a length of no digits', '02001A', 'badLength'],
    ['a length without room for a header', '020003', 'badLength'],
    ['a length beyond all', '029999', 'tooLong'],
    ['a field longer than its frame', framed(`${answer}1c${ascii('02')}0040411c`), 'badData'],
    ['a field twice', framed(`${answer}1c${ascii('01')}0001411c${ascii('01')}0001411c`), 'badData'],
    ['another version', framed(ascii('60000000002120000')), 'badData'],
  ] as const)('%s: garbled, and whatever looks like a mark in it is none', ([, frame, why]) => {
    const events = read(`${frame}0606`)
    expect(events[0]).toEqual({ kind: 'garbled', why })
    // Behind a frame whose end is known, a mark is one again.
    expect(events).toHaveLength(why === 'badData' ? 3 : 1)
  })

  test('after a silence it reads anew, and what was begun is told', () => {
    const decoder = createHypercomDecoder('base')
    decoder.push(bytes('020035'))
    expect(decoder.silence()).toEqual([{ kind: 'garbled', why: 'cut' }])
    expect(decoder.silence()).toEqual([])
    decoder.push(bytes('02001A'))
    expect(decoder.push(bytes('06'))).toEqual([])
    decoder.silence()
    expect(decoder.push(bytes('06'))).toEqual([{ kind: 'ack' }])
  })

  test('56 without a NETS header would be a sale: it is never built', () => {
    expect(() => encodeHypercom(asks('56', []))).toThrow('would be a sale')
    const nets = { form: 'nets', ecn: '261121153000' } as const
    expect(encodeHypercom({ header: nets, code: '56', response: '01', fields: [] })).toBeDefined()
  })

  test('a number that comes unmasked, its end date and its holder do not get past it', () => {
    const number = '4242424242424242'
    const field = (id: string, value: string): string =>
      `${ascii(id)}${String(value.length).padStart(4, '0')}${ascii(value)}1c`
    const data = [
      field('30', number),
      field('31', '2912'),
      field('D5', 'CHAN TAI MAN'),
      field('02', `CARD ${number}`),
      field('EF', 'A0000000031010'),
    ].join('')
    const [event] = read(framed(`${answer}1c${data}`))
    if (event?.kind !== 'message') throw new Error('not read')
    expect(event.message.cardNumber).toBe('424242******4242')
    expect(event.message.fields).toEqual(
      new Map([
        ['02', 'CARD ************4242'],
        ['EF', 'A0000000031010'],
      ]),
    )
  })
})

describe('Hong Kong text', () => {
  const read = (text: string) => createHkTextDecoder().push(Buffer.from(text, 'latin1'))

  test('a sale, the acknowledgement and the line check are built byte for byte', () => {
    const sale = [
      ['TXNID', '000001'],
      ['CMD', 'SALE'],
      ['AMT', '123.45'],
      ['DETAIL', 'Y'],
    ] as const
    expect(hex(encodeHkText(sale))).toBe(vector('hk-text', 'sale text'))
    expect(hex(hkTextAck)).toBe(vector('hk-text', 'ack'))
    expect(hex(encodeHkText([['TXNID', '000000']]))).toBe(vector('hk-text', 'line check'))
  })

  test('and read, also in pieces and one after the other', () => {
    expect(createHkTextDecoder().push(bytes(vector('hk-text', 'ack')))).toEqual([{ kind: 'ack' }])
    const decoder = createHkTextDecoder()
    const stream = bytes(vector('hk-text', 'sale text') + vector('hk-text', 'ack'))
    const events = Array.from(stream, (byte) => decoder.push(Uint8Array.of(byte))).flat()
    expect(events.map(({ kind }) => kind)).toEqual(['message', 'ack'])
    expect(events[0]).toMatchObject({
      message: {
        fields: new Map([
          ['TXNID', '000001'],
          ['CMD', 'SALE'],
          ['AMT', '123.45'],
          ['DETAIL', 'Y'],
        ]),
      },
    })
  })

  test('an answer holds no card data', () => {
    const [event] = read(
      '"<START>","STATUS=A","TXNID=000123","PAN=4242424242424242","EXPDATE=2912","TC=1122334455667788","AID=A0000000041010","CARDTYPE=VISA","<END>"',
    )
    if (event?.kind !== 'message') throw new Error('not read')
    expect(event.message.cardNumber).toBe('424242******4242')
    expect(Array.from(event.message.fields.keys())).toEqual(['STATUS', 'TXNID', 'AID', 'CARDTYPE'])
  })

  test.for([
    ['no start', '"STATUS=A","<END>"', 'badData'],
    ['no quotes', '"<START>",STATUS=A,"<END>"', 'badData'],
    ['a tag twice', '"<START>","STATUS=A","STATUS=R","<END>"', 'badData'],
    ['a value beyond its limit', `"<START>","STATUS=${'A'.repeat(65)}","<END>"`, 'badData'],
    ['without an end', `"<START>","${'A'.repeat(600)}`, 'tooLong'],
  ] as const)('%s: garbled', ([, text, why]) => {
    expect(read(text)).toEqual([{ kind: 'garbled', why }])
  })

  test('a silence ends a message that has no end, and the next one is read', () => {
    const decoder = createHkTextDecoder()
    decoder.push(Buffer.from('"<START>","STATUS=A"'))
    expect(decoder.silence()).toEqual([{ kind: 'garbled', why: 'cut' }])
    expect(decoder.push(hkTextAck)).toEqual([{ kind: 'ack' }])
  })

  test('what a terminal could not read is never built', () => {
    expect(() => encodeHkText([['AMT', '1"2']])).toThrow('no value')
    expect(() => encodeHkText([['AMT', '1\n2']])).toThrow('not printable')
    expect(() => encodeHkText([['amt', '12']])).toThrow('no tag')
    const many = Array.from({ length: 9 }, () => ['DETAIL', 'A'.repeat(64)] as const)
    expect(() => encodeHkText(many)).toThrow('longer')
  })
})

describe('ZVT', () => {
  const packets: readonly (readonly [string, number, string])[] = [
    ['register', 0x0600, '123456BA0978'],
    ['ack', 0x8000, ''],
    ['auth 12.34', 0x0601, '04000000001234'],
    ['abort', 0x06b0, ''],
  ]
  test.for(packets)('%s is built and read byte for byte', ([name, command, data]) => {
    const frame = vector('zvt', name)
    expect(hex(encodeZvt({ command, data: bytes(data) }))).toBe(frame)
    expect(createZvtDecoder().push(bytes(`06${frame}15`))).toEqual([
      { kind: 'ack' },
      { kind: 'message', message: { command, data: bytes(data) } },
      { kind: 'nak' },
    ])
  })

  test('10 is doubled on the wire, and long packets say their length in two bytes', () => {
    const short = encodeZvt({ command: 0x0601, data: bytes('0410') })
    expect(hex(short)).toMatch(/^1002060102041010/u)
    for (const size of [254, 255, 256, 0x1010]) {
      const data = new Uint8Array(size).fill(0x10)
      const events = createZvtDecoder().push(encodeZvt({ command: 0x06d3, data }))
      expect(events).toEqual([{ kind: 'message', message: { command: 0x06d3, data } }])
    }
  })

  test.for([
    ['another check', vector('zvt', 'abort').replace(/43F3$/u, '43F4'), 'badCheck'],
    ['10 before something else', '10020601101199', 'badData'],
    ['10 that begins nothing', '1006', 'badData'],
    ['no end', `1002${'00'.repeat(9_000)}`, 'tooLong'],
  ] as const)('%s: garbled, and whatever looks like a mark in it is none', ([, frame, why]) => {
    expect(createZvtDecoder().push(bytes(`${frame}06`))).toEqual([{ kind: 'garbled', why }])
  })

  test('a length that is not its data’s', () => {
    expect(createZvtDecoder().push(bytes(zvtFrame('06010504')))).toEqual([
      { kind: 'garbled', why: 'badLength' },
    ])
  })

  test('a status information: what a receipt and the journal need, and no card data', () => {
    const status = [
      '2700',
      '04000000001234',
      '0b000042',
      '0c153000',
      '0d1121',
      '2912345678',
      '22f0f8424242eeeeee4242',
      '0e2912',
      '23f0f2d291',
      '8a06',
      `8bf0f5${ascii('VISA')}00`,
      `3b${ascii('123456')}0000`,
      `3cf0f1f6${ascii('4242424242424242')}`,
      '060480020102',
      '870001',
    ].join('')
    const read = readZvtFields(bytes(status))
    expect(read?.isWhole).toBe(true)
    expect(read?.cardNumber).toBe('424242******4242')
    expect(read?.byNumber).toEqual(
      new Map([
        [0x27, '00'],
        [0x04, '000000001234'],
        [0x0b, '000042'],
        [0x0c, '153000'],
        [0x0d, '1121'],
        [0x29, '12345678'],
        [0x8a, '06'],
        [0x8b, 'VISA'],
        [0x3b, '123456'],
        [0x3c, '************4242'],
        [0x87, '0001'],
      ]),
    )
  })

  test('what nobody knows ends the reading, and what is cut is nothing', () => {
    expect(readZvtFields(bytes('2700f501'))).toMatchObject({ isWhole: false })
    for (const cut of ['04', '0400000000', '22f1', '22f0f8', '06', '0681', '068105', '04zz']) {
      expect(readZvtFields(bytes(cut))).toBeNull()
    }
    expect(readZvtFields(bytes('0b00004a'))).toBeNull()
  })
})

test('of a card’s number the first six digits and the last four are kept, of a short one nothing', () => {
  expect(maskedCardNumber('4242 4242 4242 4242')).toBe('424242******4242')
  expect(maskedCardNumber('6212345678901234567')).toBe('621234*********4567')
  expect(maskedCardNumber('123456789012')).toBe('********9012')
  expect(maskedCardNumber('12345678')).toBe('********')
  expect(maskedCardNumber('XXXXXXXXXXXX1234   ')).toBe('************1234')
})
