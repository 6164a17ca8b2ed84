import { describe, expect, test } from 'vitest'
import { alipayCode, atTheDesk, unionpayCode, wechatCode } from '../harness/desk.ts'
import { placesOf } from '../harness/searched.ts'

const minuteMs = 60_000

describe('a code that the customer shows', () => {
  test('is charged at once, sent once, and turns green when the provider says so', async () => {
    const { till, wire, scan, payment } = await atTheDesk()
    wire.say({ state: 'processing' })
    const { paymentId } = await scan(wechatCode)
    expect(await payment(paymentId)).toMatchObject({
      state: 'processing',
      method: 'wechatPay',
      flow: 'customerCode',
      scannedLastFour: '6789',
      code: null,
    })
    expect(wire.created[0]?.customerCode).toEqual({ kind: 'plain', text: wechatCode })
    expect(wire.asked).toHaveLength(1)
    wire.say({ state: 'succeeded' })
    await till.clock.pass(4_999)
    expect((await payment(paymentId)).state).toBe('processing')
    await till.clock.pass(1)
    expect((await payment(paymentId)).state).toBe('succeeded')
  })

  test('is given up at 45 s and reversed, with growing pauses, until that is definite', async () => {
    const { till, wire, scan, payment } = await atTheDesk()
    wire.say('noAnswer')
    const { paymentId } = await scan(alipayCode)
    expect((await payment(paymentId)).state).toBe('unknown')
    await till.clock.pass(44_000)
    expect(wire.asked.some(({ what }) => what === 'reverse')).toBe(false)
    await till.clock.pass(5 * minuteMs)
    const times = wire.asked.filter(({ what }) => what === 'reverse').map(({ atMs }) => atMs)
    const pauses = times.slice(1).map((atMs, at) => (atMs - (times[at] ?? 0)) / 1_000)
    expect(pauses.slice(0, 4).every((pause, at) => pause >= 2 ** at)).toBe(true)
    expect(Math.max(...pauses)).toBe(60)
    expect((await payment(paymentId)).state).toBe('unknown')
    expect((await till.counter()).unresolved).toBe(1)
    wire.say({ state: 'reversed' })
    await till.clock.pass(minuteMs)
    expect((await payment(paymentId)).state).toBe('reversed')
    expect((await till.counter()).unresolved).toBe(0)
  })

  test('a cancel is not carried out before 15 s, and what was paid by then counts', async () => {
    const { till, wire, scan, payment } = await atTheDesk()
    wire.say({ state: 'processing' })
    const { paymentId } = await scan(wechatCode)
    await till.clock.pass(6_000)
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(8_900)
    expect(wire.asked.some(({ what }) => what === 'reverse')).toBe(false)
    wire.say(({ what }) => ({ state: what === 'reverse' ? 'reversed' : 'processing' }))
    await till.clock.pass(3_000)
    expect((await payment(paymentId)).state).toBe('reversed')
  })

  test('a refusal is confirmed by a question before it is believed', async () => {
    const { till, wire, scan, payment } = await atTheDesk()
    wire.say(({ what }) =>
      what === 'create' ? { state: 'failed', refusal: 'BALANCE' } : { state: 'succeeded' },
    )
    const { paymentId } = await scan(wechatCode)
    await till.clock.pass(0)
    expect((await payment(paymentId)).state).toBe('succeeded')
    await till.get('sale.next', { saleId: (await payment(paymentId)).saleId })
    wire.say({ state: 'failed', refusal: 'BALANCE' })
    const other = await scan(alipayCode)
    await till.clock.pass(0)
    expect(await payment(other.paymentId)).toMatchObject({ state: 'failed', refusal: 'BALANCE' })
  })

  test('after a kill it is asked for and reversed, never sent again', async () => {
    const { till, wire, scan, payment } = await atTheDesk()
    wire.say('noAnswer')
    const { paymentId } = await scan(wechatCode)
    await till.restart()
    wire.say(({ what }) => (what === 'reverse' ? { state: 'closed' } : 'neverSeen'))
    await till.clock.pass(minuteMs)
    await till.signIn()
    expect(wire.created).toHaveLength(1)
    expect((await payment(paymentId)).state).toBe('closed')
  })

  test('is used once, even where the payment failed', async () => {
    const { till, wire, scan } = await atTheDesk()
    wire.say({ state: 'failed' })
    const { saleId } = await scan(wechatCode)
    await till.clock.pass(0)
    const again = { text: ` ${wechatCode}\r\n`, charge: { saleId, amountMinor: 8_880 } }
    expect(await till.call('payment.scan', again)).toMatchObject({
      ok: false,
      failure: { code: 'scanUsed' },
    })
    expect(wire.created).toHaveLength(1)
  })

  test('two scans at once are one payment, whether of one code or of two', async () => {
    for (const other of [wechatCode, alipayCode]) {
      const { till, wire, sale } = await atTheDesk()
      wire.say({ state: 'processing' })
      const charge = { saleId: await sale(), amountMinor: 8_880 }
      const both = await Promise.all([
        till.call('payment.scan', { text: wechatCode, charge }),
        till.call('payment.scan', { text: other, charge }),
      ])
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
      await till.clock.pass(0)
      expect(wire.created.map(({ customerCode }) => customerCode)).toEqual([
        { kind: 'plain', text: wechatCode },
      ])
    }
  })

  test('with no amount yet it waits a minute for one', async () => {
    const { till, wire, sale } = await atTheDesk()
    wire.say({ state: 'processing' })
    expect(await till.get('payment.scan', { text: wechatCode, charge: null })).toEqual({
      became: 'held',
      method: 'wechatPay',
    })
    expect((await till.counter()).scanned).toMatchObject({ method: 'wechatPay', lastFour: '6789' })
    const saleId = await sale()
    const charge = {
      saleId,
      method: 'wechatPay',
      amountMinor: 8_880,
      flow: 'customerCode',
    } as const
    await till.get('payment.charge', charge)
    expect((await till.counter()).scanned).toBeNull()
    expect(wire.created[0]?.customerCode).toEqual({ kind: 'plain', text: wechatCode })
  })

  test('a minute old is too old, and another method does not get it', async () => {
    const { till, sale } = await atTheDesk()
    await till.get('payment.scan', { text: wechatCode, charge: null })
    const saleId = await sale()
    const charge = { saleId, amountMinor: 8_880, flow: 'customerCode' } as const
    expect(await till.call('payment.charge', { ...charge, method: 'alipay' })).toMatchObject({
      ok: false,
      failure: { code: 'scanMissing' },
    })
    await till.clock.pass(minuteMs)
    expect((await till.counter()).scanned).toBeNull()
    expect(await till.call('payment.charge', { ...charge, method: 'wechatPay' })).toMatchObject({
      ok: false,
      failure: { code: 'scanTooOld' },
    })
    expect(till.rows().filter(({ kind }) => kind === 'scan.refused')).toHaveLength(2)
  })

  test('UnionPay’s is sealed as soon as it is scanned', async () => {
    const { till, wire, scan } = await atTheDesk()
    wire.say({ state: 'processing' })
    await scan(unionpayCode)
    expect(wire.created[0]?.customerCode).toEqual({ kind: 'sealed', jwe: 'sealed.19' })
    expect(JSON.stringify(await till.sale())).not.toContain(unionpayCode)
  })

  test('is nowhere in what is stored', async () => {
    const { till, wire, scan } = await atTheDesk()
    wire.say({ state: 'processing' })
    await scan(wechatCode)
    const views = [JSON.stringify(await till.sale()), JSON.stringify(await till.counter())]
    expect(placesOf(wechatCode, till.folder, views)).toEqual([])
  })

  const refused: readonly (readonly [what: string, text: string, code: string])[] = [
    ['a product’s barcode', '4006381333931', 'scanNotAccepted'],
    ['a link', 'https://example.com/pay', 'scanNotAccepted'],
    ['our own code', '00020101021226270012hk.com.hkicl', 'scanNotAccepted'],
    ['nothing but spaces', '   ', 'scanNotAccepted'],
    ['a card number', '4242424242424242', 'scanNotAccepted'],
    ['an EMVCo code, which is off', 'hQVDUFYwMWETTwegAAADMwEBUAs=', 'scanOff'],
  ]
  test.for(refused)('%s is refused, with a row that does not hold it', async ([, text, code]) => {
    const { till, wire, sale } = await atTheDesk()
    const charge = { saleId: await sale(), amountMinor: 8_880 }
    expect(await till.call('payment.scan', { text, charge })).toMatchObject({
      ok: false,
      failure: { code },
    })
    const row = till.rows().find(({ kind }) => kind === 'scan.refused')
    expect(row?.body).toContain(code)
    expect(row?.body.includes(text.trim()) && text.trim() !== '').toBe(false)
    expect(wire.asked).toHaveLength(0)
  })
})
