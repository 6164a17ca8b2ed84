import { describe, expect, test } from 'vitest'
import { atTheDesk } from '../harness/desk.ts'

const minuteMs = 60_000

describe('a code that the wallet’s provider makes', () => {
  test('is shown only once it is on the disk, and ends when its time is over', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { paymentId } = await charge('wechatPay')
    expect(await payment(paymentId)).toMatchObject({
      state: 'awaitingPayer',
      flow: 'merchantCode',
      channel: 'main',
      code: { text: `weixin://${paymentId}` },
      mayStillBePaid: false,
    })
    expect(till.rows().find(({ body }) => body.includes('codeShown'))?.body).toContain('weixin://')
    wire.say(({ what }) => ({ state: what === 'close' ? 'closed' : 'awaitingPayer' }))
    await till.clock.pass(3 * minuteMs + 2_000)
    expect(await payment(paymentId)).toMatchObject({
      state: 'closed',
      closeReason: 'expired',
      mayStillBePaid: false,
      nextAskAtMs: null,
    })
  })

  test('turns green on the provider’s own word, with the wallet’s name', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { paymentId } = await charge('alipay')
    wire.say({ state: 'processing' })
    await till.clock.pass(4_000)
    expect((await payment(paymentId)).state).toBe('processing')
    wire.say({ state: 'succeeded', wallet: 'AlipayHK', providerReference: 'AP-1' })
    await till.clock.pass(4_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', wallet: 'AlipayHK' })
    expect((await till.sale())?.state).toBe('completed')
  })

  test('that never came was shown to nobody: not paid at once, and ended in the background', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    wire.say('noAnswer')
    const { saleId, paymentId } = await charge('wechatPay')
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', closeReason: 'neverShown' })
    // The next attempt may start at once.
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    expect((await till.sale())?.state).toBe('completed')
    expect(wire.asked.map(({ what }) => what)).toEqual(['create', 'close'])
    await till.clock.pass(5 * minuteMs)
    wire.say({ state: 'closed' })
    await till.clock.pass(minuteMs)
    expect(till.kinds()).toContain('payment.closeTold')
    const before = wire.asked.length
    await till.clock.pass(10 * minuteMs)
    expect(wire.asked).toHaveLength(before)
  })

  test('and is not asked for again after a kill: it is closed there too', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    wire.say('noAnswer')
    const { paymentId } = await charge('wechatPay')
    await till.restart()
    await till.clock.pass(minuteMs)
    await till.signIn()
    expect(wire.created).toHaveLength(1)
    expect(wire.asked.at(-1)?.what).toBe('close')
    expect((await payment(paymentId)).state).toBe('closed')
  })

  test('refused before anything was accepted: declined, with the provider’s words', async () => {
    const { wire, charge, payment } = await atTheDesk()
    wire.say('notAccepted')
    const { paymentId } = await charge('paypal')
    expect(await payment(paymentId)).toMatchObject({
      state: 'failed',
      refusal: 'as the test says',
    })
  })

  test('one that is on the screen survives a kill, and is asked for', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { paymentId } = await charge('unionpayQr')
    await till.restart()
    await till.clock.pass(0)
    await till.signIn()
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer' })
    expect(wire.created).toHaveLength(1)
    wire.say({ state: 'succeeded' })
    await till.clock.pass(4_000)
    expect((await payment(paymentId)).state).toBe('succeeded')
  })

  test('a lost answer to its end leaves it unknown, and no other charge starts', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { saleId, paymentId } = await charge('wechatPay')
    wire.say('noAnswer')
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(0)
    expect((await payment(paymentId)).state).toBe('unknown')
    for (const method of ['fps', 'alipay'] as const) {
      expect(
        await till.call('payment.charge', { saleId, method, amountMinor: 8_880 }),
      ).toMatchObject({ ok: false, failure: { code: 'paymentInFlight' } })
    }
    expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 8_880 })).toMatchObject({
      ok: false,
      failure: { code: 'paymentInFlight' },
    })
    wire.say({ state: 'succeeded' })
    await till.clock.pass(minuteMs)
    expect((await payment(paymentId)).state).toBe('succeeded')
    expect((await till.sale())?.state).toBe('completed')
  })

  test('what ended at the provider by itself is asked for once more before it is not paid', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { paymentId } = await charge('wechatPay')
    wire.say({ state: 'closed' })
    await till.clock.pass(6_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', closeReason: 'expired' })
    expect(wire.asked.at(-1)?.what).toBe('close')
  })
})
