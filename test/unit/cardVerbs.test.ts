import { describe, expect, test } from 'vitest'
import {
  createHkTextDecoder,
  encodeHkText,
} from '../../src-main/engine/devices/card/hkText/frame.ts'
import {
  hkTextQuery,
  hkTextSale,
  hkTextVoid,
  readHkText,
} from '../../src-main/engine/devices/card/hkText/verbs.ts'
import {
  createHypercomDecoder,
  encodeHypercom,
  type HypercomMessage,
} from '../../src-main/engine/devices/card/hypercom/frame.ts'
import {
  hypercomCan,
  hypercomRequest,
  readHypercom,
} from '../../src-main/engine/devices/card/hypercom/verbs.ts'
import { noFacts, terminalTime } from '../../src-main/engine/devices/card/reply.ts'
import { schemeOf, walletOf } from '../../src-main/engine/devices/card/scheme.ts'
import {
  keyOf,
  settles,
  timeNear,
  type Final,
  type InFlight,
  type PortMemory,
} from '../../src-main/engine/devices/card/settles.ts'
import {
  readZvt,
  zvtAbort,
  zvtRegister,
  zvtReversal,
  zvtSale,
} from '../../src-main/engine/devices/card/zvt/verbs.ts'
import { encodeZvt } from '../../src-main/engine/devices/card/zvt/frame.ts'
import { bytesOfHex as bytes, cardVector as vector, hexOf as hex } from '../harness/cardBytes.ts'

const base = { form: 'base', voidCode: '26' } as const
const nets = { form: 'nets', voidCode: '26' } as const

describe('a Hypercom terminal', () => {
  const asked = (...args: Parameters<typeof hypercomRequest>): string =>
    hex(encodeHypercom(hypercomRequest(...args)))

  test('is asked as its specification has it', () => {
    expect(asked(base, 'sale', { amountMinor: 300 })).toBe(vector('hypercom', 'sale 3.00'))
    expect(asked(base, 'sale', { amountMinor: 12_345 })).toBe(vector('hypercom', 'sale 123.45'))
    expect(asked(base, 'void', { trace: '000001' })).toBe(vector('hypercom', 'void 000001'))
    expect(asked(base, 'lineTest', {})).toBe(vector('hypercom', 'D0 test'))
    expect(asked(nets, 'lineTest', { reference: '261121153000' })).toBe(vector('nets', 'status 55'))
  })

  test('is not asked for what it has not got', () => {
    expect(hypercomCan(base, 'last')).toBe(false)
    expect(hypercomCan(base, 'refund')).toBe(false)
    expect(hypercomCan(nets, 'last')).toBe(true)
    expect(() => hypercomRequest(base, 'last', {})).toThrow('cannot be asked')
    expect(() => hypercomRequest(nets, 'sale', { amountMinor: 300 })).toThrow('needs a reference')
  })

  const message = (name: string): HypercomMessage => {
    const [event] = createHypercomDecoder('base').push(bytes(vector('hypercom', name)))
    if (event?.kind !== 'message') throw new Error('not read')
    return event.message
  }

  test('approves: with all that a receipt and a report need', () => {
    expect(readHypercom(base, message('approved masked'))).toEqual({
      kind: 'final',
      verb: 'sale',
      totals: null,
      outcome: 'approved',
      code: '00',
      text: 'APPROVED',
      facts: {
        ...noFacts,
        approvalCode: '123456',
        trace: '000001',
        batch: '000001',
        terminalId: '12345678',
        merchantId: '000000000012345',
        retrievalReference: '123456789012',
        time: { year: 2026, month: 11, day: 21, second: 55_800 },
        cardNumber: '************1234',
        scheme: 'visa',
      },
    })
  })

  test('refuses, in its own words', () => {
    expect(readHypercom(base, message('reject ND'))).toMatchObject({
      kind: 'final',
      outcome: 'declined',
      code: 'ND',
      text: 'TXN CANCELLED',
      facts: noFacts,
    })
  })

  test('that gave up is never believed to have refused', () => {
    for (const response of ['TO', 'EN', 'HS']) {
      expect(readHypercom(base, { ...message('reject ND'), response })).toMatchObject({
        outcome: 'unclear',
      })
    }
  })

  test('what this till has not asked for is nothing to it', () => {
    expect(readHypercom(base, { ...message('reject ND'), code: '70' })).toEqual({ kind: 'other' })
    expect(readHypercom(base, message('sale 3.00'))).toEqual({ kind: 'other' })
    expect(readHypercom(base, message('D0 test'))).toEqual({ kind: 'other' })
    const header = { form: 'base', indicator: '2' } as const
    expect(readHypercom(base, { ...message('D0 test'), header })).toEqual({ kind: 'ready' })
  })
})

describe('a terminal of Hong Kong’s text protocol', () => {
  const text = (fields: Parameters<typeof encodeHkText>[0]): string =>
    Buffer.from(encodeHkText(fields)).toString()
  const reply = (verb: Parameters<typeof readHkText>[0], inner: string) => {
    const [event] = createHkTextDecoder().push(Buffer.from(`"<START>",${inner},"<END>"`))
    if (event?.kind !== 'message') throw new Error('not read')
    return readHkText(verb, event.message)
  }

  test('is asked with two decimals always, and with our reference', () => {
    expect(text(hkTextSale(1, 12_345, '000123-0042'))).toBe(
      '"<START>","TXNID=000001","CMD=SALE","AMT=123.45","DETAIL=Y","TXNNO=000123","TXNCONSEQUENTIALNO=0042","<END>"',
    )
    expect(text(hkTextSale(2, 10_000, '000123-0042'))).toContain('"AMT=100.00"')
    expect(text(hkTextSale(2, 5, '000123-0042'))).toContain('"AMT=0.05"')
  })

  test('voids by the invoice in the place of the message’s number, and never without one', () => {
    expect(text(hkTextVoid('123') ?? [])).toBe('"<START>","TXNID=000123","CMD=VOID","<END>"')
    for (const none of ['', '0', '000000', '12A', '1234567']) {
      expect(hkTextVoid(none)).toBeNull()
    }
    expect(text(hkTextQuery(7))).toContain('"INVOICENO=000007"')
  })

  const approved =
    '"STATUS=A","TXNID=000123","APPCODE=654321","PAN=621234******7890","AMT=88.80","ENTRYMODE=T","INVOICENO=000123","TERMINALID=12345678","MERCHANTID=M1","CARDTYPE=CUP","BATCHNO=000009","REFERENCENO=112233445566","TXNNO=000123","TXNCONSEQUENTIALNO=0042"'

  test('approves', () => {
    expect(reply('sale', approved)).toMatchObject({
      kind: 'final',
      outcome: 'approved',
      facts: {
        amountMinor: 8_880,
        reference: '000123-0042',
        approvalCode: '654321',
        trace: '000123',
        batch: '000009',
        terminalId: '12345678',
        cardNumber: '621234******7890',
        scheme: 'unionpay',
        entryMode: 'contactless',
        wallet: null,
      },
    })
  })

  test('of a stored record only a sale is one, and our reference in it proves nothing', () => {
    expect(reply('last', approved)).toMatchObject({ outcome: 'declined' })
    expect(reply('last', `${approved},"TXNTYPE=SALE"`)).toMatchObject({
      outcome: 'approved',
      facts: { reference: null },
    })
    expect(reply('last', `${approved},"TXNTYPE=VOID"`)).toMatchObject({ outcome: 'declined' })
  })

  test('an amount without two decimals is none', () => {
    expect(reply('sale', '"STATUS=A","AMT=100"')).toMatchObject({ facts: { amountMinor: null } })
  })
})

describe('a ZVT terminal', () => {
  test('is asked as its specification has it', () => {
    expect(hex(encodeZvt(zvtRegister('123456', 978)))).toBe(vector('zvt', 'register'))
    expect(hex(encodeZvt(zvtSale(1_234)))).toBe(vector('zvt', 'auth 12.34'))
    expect(hex(encodeZvt(zvtAbort))).toBe(vector('zvt', 'abort'))
  })

  test('is asked for a reversal by the number of the receipt in field 87, and by nothing else', () => {
    // As Portalum.Zvt has it: the password, then 87 and four digits in two bytes.
    const { command, data } = zvtReversal('123456', '4712')
    expect([command.toString(16), hex(data)]).toEqual(['630', '123456874712'])
    for (const none of ['', '0000', '000042', '12A4']) {
      expect(() => zvtReversal('123456', none)).toThrow('without a receipt')
    }
  })

  test('a reversal has numbers of its own, and passes for no sale, late or stored', () => {
    const data = bytes('2700040000000012340b00004337000042874713')
    const reversal = { outcome: 'approved', facts: { trace: '000043', voids: '000042' } }
    expect(readZvt('void', { command: 0x040f, data })).toMatchObject({ verb: 'void', ...reversal })
    expect(readZvt('sale', { command: 0x040f, data })).toMatchObject({ verb: 'void', ...reversal })
    expect(readZvt('last', { command: 0x040f, data })).toMatchObject({
      verb: 'last',
      outcome: 'declined',
    })
  })

  test('tells the end of a payment, and what it was', () => {
    const data = bytes('2700040000000012340b0000420c1530000d112129123456788747128bf0f456495341')
    expect(readZvt('sale', { command: 0x040f, data })).toMatchObject({
      kind: 'final',
      outcome: 'approved',
      facts: {
        amountMinor: 1_234,
        trace: '000042',
        receipt: '4712',
        voids: null,
        batch: '1121',
        terminalId: '12345678',
        time: { year: null, month: 11, day: 21, second: 55_800 },
        scheme: 'visa',
      },
    })
    const refused = readZvt('sale', { command: 0x040f, data: bytes('2705') })
    expect(refused).toMatchObject({ outcome: 'declined', code: '05' })
  })

  test('is busy, goes on, was called off, or does not know either', () => {
    const none = new Uint8Array(0)
    expect(readZvt('sale', { command: 0x849c, data: none })).toEqual({ kind: 'busy' })
    expect(readZvt('sale', { command: 0x8483, data: none })).toEqual({
      kind: 'refused',
      code: '83',
    })
    expect(readZvt('sale', { command: 0x04ff, data: bytes('0a') })).toMatchObject({
      kind: 'progress',
    })
    expect(readZvt('sale', { command: 0x061e, data: bytes('6c') })).toMatchObject({
      outcome: 'cancelled',
    })
    expect(readZvt('sale', { command: 0x061e, data: bytes('9b') })).toMatchObject({
      outcome: 'unclear',
    })
    expect(readZvt('sale', { command: 0x040f, data: bytes('04') })).toEqual({ kind: 'other' })
  })
})

describe('an answer ends what was asked only where it is the answer to it', () => {
  const sentAtMs = Date.UTC(2026, 10, 21, 7, 30)
  const asked: InFlight = {
    verb: 'sale',
    reference: null,
    trace: null,
    receipt: null,
    amountMinor: 8_880,
    sentAtMs,
    takenAtMs: sentAtMs + 100,
  }
  const port: PortMemory = { seen: () => false, hasUnknown: false, clockToleranceMs: 120_000 }
  const final = (facts: Partial<Final['facts']>, more: Partial<Final> = {}): Final => ({
    kind: 'final',
    verb: 'sale',
    outcome: 'approved',
    code: '00',
    totals: null,
    text: null,
    facts: { ...noFacts, ...facts },
    ...more,
  })
  const named = { terminalId: '12345678', batch: '000001', trace: '000042' }

  test('by our reference, where it comes back', () => {
    const byReference = { ...asked, reference: 'R-1' }
    expect(settles(final({ reference: 'R-1' }), byReference, port)).toEqual({ settles: true })
    expect(settles(final({ reference: 'R-0' }), byReference, port)).toMatchObject({
      why: 'otherReference',
    })
  })

  test('never before the terminal took this very request', () => {
    const early = { ...asked, takenAtMs: null }
    expect(settles(final(named), early, port)).toMatchObject({ why: 'notTaken' })
  })

  test('by terminal, batch and trace, which were never seen', () => {
    expect(settles(final(named), asked, port)).toEqual({ settles: true })
    const seen = (key: string): boolean => key === keyOf(final(named).facts)
    expect(settles(final(named), asked, { ...port, seen })).toMatchObject({ why: 'seenBefore' })
    expect(settles(final({ trace: '000042' }), asked, port)).toMatchObject({ why: 'noIdentity' })
  })

  test('and not by one that is older than the request, as far as the clocks agree', () => {
    const at = (time: string) => final({ ...named, time: terminalTime('261121', time) })
    expect(settles(at('152959'), asked, port)).toEqual({ settles: true })
    expect(settles(at('152700'), asked, port)).toMatchObject({ why: 'tooOld' })
  })

  test('while an earlier sale is open, only by a time after the request: it may be that one’s late answer', () => {
    const at = (time: string) => final({ ...named, time: terminalTime('261121', time) })
    const waits: PortMemory = { ...port, hasUnknown: true }
    expect(settles(at('153004'), asked, waits)).toEqual({ settles: true })
    expect(settles(at('152958'), asked, waits)).toMatchObject({ why: 'tooOld' })
    expect(settles(final(named), asked, waits)).toMatchObject({ why: 'noIdentity' })
  })

  test('a refusal that names nothing counts where nothing else is open on the port', () => {
    const refused = final({}, { outcome: 'declined', code: 'ND' })
    expect(settles(refused, asked, port)).toEqual({ settles: true })
    expect(settles(refused, asked, { ...port, hasUnknown: true })).toMatchObject({
      why: 'noIdentity',
    })
  })

  test('of a void by the number that was asked for, also where it was seen as a sale', () => {
    const voids: InFlight = { ...asked, verb: 'void', trace: '42', amountMinor: null }
    const all: PortMemory = { ...port, seen: () => true }
    expect(settles(final(named, { verb: 'void' }), voids, all)).toEqual({ settles: true })
    const other = final({ ...named, trace: '000043' }, { verb: 'void' })
    expect(settles(other, voids, all)).toMatchObject({ why: 'otherTrace' })
  })

  test('of a void that was asked for by its receipt: by what it says that it took back, or as a transaction that is new', () => {
    const voids: InFlight = { ...asked, verb: 'void', trace: '42', receipt: '4712' }
    const own = { ...named, trace: '000043' }
    const end = (facts: Partial<Final['facts']>) => final(facts, { verb: 'void' })
    expect(settles(end({ ...own, voids: '000042' }), voids, port)).toEqual({ settles: true })
    expect(settles(end({ ...own, voids: '000041' }), voids, port)).toMatchObject({
      why: 'otherTrace',
    })
    expect(settles(end(own), voids, port)).toEqual({ settles: true })
    expect(settles(end(own), voids, { ...port, seen: () => true })).toMatchObject({
      why: 'seenBefore',
    })
  })

  test('another amount, or the answer to something else, is never it', () => {
    expect(settles(final({ ...named, amountMinor: 8_881 }), asked, port)).toMatchObject({
      why: 'otherAmount',
    })
    expect(settles(final(named, { verb: 'void' }), asked, port)).toMatchObject({ why: 'otherVerb' })
  })

  test('a time without a year is the nearest one', () => {
    const newYear = Date.UTC(2026, 11, 31, 16, 0, 5)
    const before = terminalTime('1231', '235959')
    const after = terminalTime('0101', '000001')
    expect(before && timeNear(before, newYear) - newYear).toBe(-6_000)
    expect(after && timeNear(after, newYear) - newYear).toBe(-4_000)
    expect(terminalTime('1332', '000000')).toBeNull()
    expect(terminalTime('261121', '246060')).toBeNull()
  })
})

test('scheme and wallet are what the terminal says, or nothing', () => {
  expect(schemeOf('A0000003330101', 'DEBIT')).toBe('unionpay')
  expect(schemeOf(null, null, 'MASTERCARD DEBIT')).toBe('mastercard')
  expect(schemeOf(null, 'CUP')).toBe('unionpay')
  expect(schemeOf(null, 'SOMETHING')).toBeNull()
  expect(walletOf('APPLE PAY VISA')).toBe('Apple Pay')
  expect(walletOf('VISA', null)).toBeNull()
})
