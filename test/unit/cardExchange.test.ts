import { describe, expect, test } from 'vitest'
import { usualTimes } from '../../src-main/engine/devices/card/exchange.ts'
import type { Dialect } from '../../src-main/engine/devices/card/dialect.ts'
import { hkTextDialect } from '../../src-main/engine/devices/card/hkText/dialect.ts'
import { zvtDialect } from '../../src-main/engine/devices/card/zvt/dialect.ts'
import { cardVector, zvtFrame as packet } from '../harness/cardBytes.ts'
import { onLine } from '../harness/exchangeOnLine.ts'

const vector = (name: string, protocol: Parameters<typeof cardVector>[0] = 'hypercom'): string =>
  cardVector(protocol, name).toLowerCase()
const sale = vector('sale 3.00')
const approved = vector('approved masked')
const refused = vector('reject ND')
const ack = '06'
const nak = '15'

describe('a sale', () => {
  test('is approved: stored first, then acknowledged', async () => {
    const { sells, line, clock, ended, wrote } = await onLine()
    sells()
    expect(wrote()).toEqual([sale])
    line.send(ack)
    line.send(approved)
    await clock.pass(0)
    expect(ended).toMatchObject([{ kind: 'settled', final: { outcome: 'approved' } }])
    // Nothing is said to the terminal before the disk has it.
    expect(wrote()).toEqual([])
    const [one] = ended
    if (one?.kind === 'settled') one.thank(true)
    await clock.pass(0)
    expect(wrote()).toEqual([ack])
  })

  test('is never sent again on silence, and nobody says that it was refused', async () => {
    const { sells, clock, ended, wrote } = await onLine()
    sells()
    await clock.pass(2_000)
    expect(wrote()).toEqual([sale])
    expect(ended).toEqual([{ kind: 'noAnswer', reason: 'silent' }])
  })

  test('is sent again where the terminal says that it did not arrive, three times at most', async () => {
    const { sells, line, clock, ended, wrote } = await onLine()
    sells()
    for (let turn = 0; turn < 3; turn += 1) {
      line.send(nak)
      await clock.pass(200)
    }
    expect(wrote()).toEqual([sale, sale, sale])
    expect(ended).toEqual([{ kind: 'notTaken' }])
  })

  test('that was taken is never sent again, whatever comes', async () => {
    const { sells, line, clock, ended, wrote } = await onLine()
    sells()
    line.send(ack)
    line.send(nak)
    await clock.pass(119_000)
    expect(wrote()).toEqual([sale])
    await clock.pass(2_000)
    expect(ended).toEqual([{ kind: 'noAnswer', reason: 'tooLate' }])
  })

  test('an answer before this request was taken ends nothing', async () => {
    const { sells, line, clock, ended, strays, wrote } = await onLine()
    sells()
    line.send(approved)
    await clock.pass(0)
    expect(ended).toEqual([])
    expect(strays).toMatchObject([{ why: 'notTaken' }])
    expect(wrote()).toEqual([sale, ack])
  })

  test('a late answer of the sale before is kept, acknowledged, and turns nothing green', async () => {
    const { sells, line, clock, ended, strays, seen } = await onLine()
    sells()
    line.send(ack)
    await clock.pass(121_000)
    expect(ended).toMatchObject([{ kind: 'noAnswer' }])
    line.send(approved)
    await clock.pass(0)
    expect(strays).toMatchObject([{ why: 'nothingAsked', final: { facts: { trace: '000001' } } }])
    seen.add('12345678 000001 000001')
    ended.length = 0
    sells(12_345)
    line.send(ack)
    line.send(refused)
    await clock.pass(0)
    expect(ended).toMatchObject([{ kind: 'settled', final: { outcome: 'declined' } }])
  })

  test('an answer that was seen before ends no other sale, also where its acknowledgement got lost', async () => {
    const { sells, line, clock, ended, seen, strays, wrote } = await onLine()
    sells()
    line.send(ack)
    line.send(approved)
    await clock.pass(0)
    const [one] = ended
    if (one?.kind === 'settled') one.thank(true)
    await clock.pass(0)
    seen.add('12345678 000001 000001')
    wrote()
    // It did not hear us: the same again is acknowledged again, and nothing else.
    line.send(approved)
    await clock.pass(0)
    expect(wrote()).toEqual([ack])
    expect(strays).toEqual([])
    sells(300)
    line.send(ack)
    line.send(approved)
    await clock.pass(0)
    expect(ended).toHaveLength(1)
  })

  test('a frame that comes garbled is asked for again', async () => {
    const { sells, line, clock, ended, wrote } = await onLine()
    sells()
    line.send(ack)
    line.send(`${approved.slice(0, -2)}00`)
    await clock.pass(0)
    expect(wrote()).toEqual([sale, nak])
    await clock.pass(usualTimes.gapMs)
    line.send(approved)
    await clock.pass(0)
    expect(ended).toMatchObject([{ kind: 'settled' }])
  })

  test('half a frame and then nothing: it is asked for again after the pause', async () => {
    const { sells, line, clock, wrote } = await onLine()
    sells()
    line.send(`${ack}${approved.slice(0, 40)}`)
    await clock.pass(usualTimes.gapMs)
    expect(wrote()).toEqual([sale, nak])
  })

  test('the cable is pulled: nobody knows; it is opened again by itself', async () => {
    const { sells, line, link, clock, ended } = await onLine()
    sells()
    line.send(ack)
    line.pull()
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'noAnswer', reason: 'unplugged' }])
    expect(link.state()).toMatchObject({ open: false, reason: 'unplugged' })
    await clock.pass(3_000)
    line.plugIn()
    await clock.pass(8_000)
    expect(link.state()).toMatchObject({ open: true })
  })

  test('without a line nothing leaves, and that is known', async () => {
    const { sells, line, clock, ended } = await onLine()
    line.pull()
    sells()
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'notSent' }])
  })

  test('what could not be stored is not acknowledged, and comes again', async () => {
    const { line, clock, state, strays, wrote } = await onLine()
    state.strayFails = true
    line.send(approved)
    await clock.pass(0)
    expect(wrote()).toEqual([])
    state.strayFails = false
    line.send(approved)
    await clock.pass(0)
    expect(wrote()).toEqual([ack])
    expect(strays).toHaveLength(2)
  })
})

describe('a line test', () => {
  const question = vector('D0 test')
  /** The answer has indicator 2; its check is that of the question, but for that bit. */
  const answer = '02001836303030303030303030313244303030301c0346'

  test('is repeated on silence, and finds a terminal that is ready', async () => {
    const { exchange, line, clock, ended, wrote } = await onLine()
    void exchange.ask('lineTest', {}).then((one) => void ended.push(one))
    await clock.pass(2_000)
    expect(wrote()).toEqual([question, question])
    line.send(ack)
    line.send(answer)
    await clock.pass(0)
    expect(wrote()).toEqual([ack])
    expect(ended).toEqual([{ kind: 'ready' }])
  })

  test('three times without an answer: it is dead, busy or unplugged, and no sale begins', async () => {
    const { exchange, clock, ended, wrote } = await onLine()
    void exchange.ask('lineTest', {}).then((one) => void ended.push(one))
    await clock.pass(6_000)
    expect(wrote()).toEqual([question, question, question])
    expect(ended).toEqual([{ kind: 'noAnswer', reason: 'silent' }])
  })
})

describe('Hong Kong text', () => {
  const text = (inner: string): string =>
    Buffer.from(`"<START>",${inner}"<END>"`, 'latin1').toString('hex')
  const acknowledged = vector('ack', 'hk-text').toLowerCase()
  const approval = text(
    '"STATUS=A","TXNID=000123","APPCODE=654321","AMT=3.00","INVOICENO=000123","TERMINALID=12345678","BATCHNO=000009","TXNNO=000123","TXNCONSEQUENTIALNO=0042",',
  )

  test('a line test is answered by the acknowledgement alone', async () => {
    const { exchange, line, clock, ended, wrote } = await onLine(hkTextDialect(() => 1))
    void exchange.ask('lineTest', {}).then((one) => void ended.push(one))
    expect(wrote()).toEqual([vector('line check', 'hk-text').toLowerCase()])
    line.send(acknowledged)
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'ready' }])
    expect(wrote()).toEqual([])
  })

  test('a sale is bound by our reference, and each copy of its answer is acknowledged', async () => {
    const { sells, line, clock, ended, strays, wrote } = await onLine(hkTextDialect(() => 1))
    sells(300, '000001230042')
    line.send(acknowledged)
    line.send(approval)
    await clock.pass(0)
    const [one] = ended
    expect(one).toMatchObject({ kind: 'settled', final: { outcome: 'approved' } })
    if (one?.kind === 'settled') one.thank(true)
    await clock.pass(0)
    wrote()
    line.send(approval)
    await clock.pass(1_000)
    line.send(approval)
    await clock.pass(0)
    expect(wrote()).toEqual([acknowledged, acknowledged])
    expect(strays).toEqual([])
    expect(ended).toHaveLength(1)
  })

  test('the answer of another sale is kept aside', async () => {
    const { sells, line, clock, ended, strays } = await onLine(hkTextDialect(() => 1))
    sells(300, '000001230043')
    line.send(acknowledged)
    line.send(approval)
    await clock.pass(0)
    expect(ended).toEqual([])
    expect(strays).toMatchObject([{ why: 'otherReference' }])
  })

  test('what is garbled is not answered: it comes again by itself', async () => {
    const { sells, line, clock, wrote } = await onLine(hkTextDialect(() => 1))
    sells(300, '000001230043')
    wrote()
    line.send(text('STATUS,'))
    await clock.pass(200)
    expect(wrote()).toEqual([])
  })
})

describe('ZVT', () => {
  const dialect = (): Dialect => zvtDialect({ password: '123456', currency: 978 })
  const positive = vector('ack', 'zvt').toLowerCase()
  const status = packet('040f1927000400000000123429123456780b0000420d11210c153000')
  const completion = packet('060f00')

  test('a terminal is ready once it has registered this till', async () => {
    const { exchange, line, clock, ended, wrote } = await onLine(dialect())
    void exchange.ask('lineTest', {}).then((one) => void ended.push(one))
    expect(wrote()).toEqual([vector('register', 'zvt').toLowerCase()])
    line.send(`06${positive}`)
    line.send(completion)
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'ready' }])
    expect(wrote()).toEqual(['06', `06${positive}`])
  })

  test('a payment goes through its steps, and is answered for when it is stored', async () => {
    const { sells, line, clock, ended, strays, wrote } = await onLine(dialect())
    sells(1_234)
    expect(wrote()).toEqual([vector('auth 12.34', 'zvt').toLowerCase()])
    line.send('06')
    line.send(positive)
    line.send(packet('04ff010a'))
    expect(wrote()).toEqual(['06', `06${positive}`])
    line.send(status)
    await clock.pass(0)
    const [one] = ended
    expect(one).toMatchObject({ kind: 'settled', final: { outcome: 'approved' } })
    expect(wrote()).toEqual([])
    if (one?.kind === 'settled') one.thank(true)
    await clock.pass(0)
    line.send(`06${completion}`)
    await clock.pass(0)
    expect(wrote()).toEqual([`06${positive}`, `06${positive}`])
    expect(strays).toEqual([])
  })

  test('each step prolongs the waiting', async () => {
    const { sells, line, clock, ended } = await onLine(dialect())
    sells(1_234)
    line.send(`06${positive}`)
    await clock.pass(100_000)
    line.send(packet('04ff010a'))
    await clock.pass(100_000)
    expect(ended).toEqual([])
  })

  test('a refusal and the packet that closes it are one refusal', async () => {
    const { sells, line, clock, ended, strays } = await onLine(dialect())
    sells(1_234)
    line.send(`06${positive}`)
    line.send(packet('040f022705'))
    await clock.pass(0)
    const [one] = ended
    expect(one).toMatchObject({ kind: 'settled', final: { outcome: 'declined', code: '05' } })
    if (one?.kind === 'settled') one.thank(true)
    await clock.pass(0)
    line.send(packet('061e0105'))
    await clock.pass(0)
    expect(strays).toEqual([])
  })

  test('busy, or refused before it was taken: nothing was asked for', async () => {
    const busy = await onLine(dialect())
    busy.sells(1_234)
    busy.line.send(`06${packet('849c00')}`)
    await busy.clock.pass(0)
    expect(busy.ended).toEqual([{ kind: 'busy' }])
    const refuses = await onLine(dialect())
    refuses.sells(1_234)
    refuses.line.send(`06${packet('848300')}`)
    await refuses.clock.pass(0)
    expect(refuses.ended).toEqual([{ kind: 'notTaken' }])
  })

  test('a cancel is asked for, and believed only when the terminal says so', async () => {
    const { sells, line, clock, exchange, ended, wrote } = await onLine(dialect())
    sells(1_234)
    line.send(`06${positive}`)
    wrote()
    exchange.abort()
    expect(wrote()).toEqual([vector('abort', 'zvt').toLowerCase()])
    expect(ended).toEqual([])
    line.send(`06${positive}`)
    line.send(packet('061e016c'))
    await clock.pass(0)
    expect(ended).toMatchObject([{ kind: 'settled', final: { outcome: 'cancelled' } }])
  })
})
