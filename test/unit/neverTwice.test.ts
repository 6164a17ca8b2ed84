/** Money that is counted, charged, given back or written off twice: ways that were found, and are shut. */
import { describe, expect, test } from 'vitest'
import { atTheDesk, wechatCode } from '../harness/desk.ts'

const minuteMs = 60_000
const reason = 'Agreed with the customer'

describe('a part payment that was given back', () => {
  const half = async () => {
    const desk = await atTheDesk()
    const saleId = await desk.sale(10_000)
    const { paymentId } = await desk.till.get('payment.takeCash', { saleId, tenderedMinor: 5_000 })
    const back = { paymentId, discrepancyId: null, amountMinor: 5_000, reason }
    const override = await desk.consent()
    expect(await desk.till.call('refund.request', back, { override })).toMatchObject({ ok: true })
    return { ...desk, saleId }
  }

  test('is owed again', async () => {
    const { till, saleId } = await half()
    expect(await till.sale()).toMatchObject({ paidMinor: 0, restMinor: 10_000 })
    await till.get('payment.takeCash', { saleId, tenderedMinor: 5_000 })
    expect((await till.sale())?.state).toBe('open')
    await till.get('payment.takeCash', { saleId, tenderedMinor: 5_000 })
    expect((await till.sale())?.state).toBe('completed')
    const receipt = await till.get('receipt.show', { saleId })
    const tenders = receipt.blocks.filter(
      (block) => block.block === 'pair' && block.strong && block.value === 'HK$50.00',
    )
    expect(tenders).toHaveLength(2)
  })

  test('lets the sale be cancelled', async () => {
    const { till, saleId } = await half()
    expect(await till.call('sale.cancel', { saleId })).toMatchObject({ ok: true })
  })

  test('keeps the sale closed to charges while nobody knows whether it arrived', async () => {
    const { till, wire, charge, consent } = await atTheDesk()
    const { saleId, paymentId } = await charge('wechatPay', 5_000)
    wire.say({ state: 'succeeded' })
    await till.clock.pass(4_000)
    expect(saleId).toBeTruthy()
    await till.get('sale.next', { saleId })
    const other = await till.get('sale.open', {
      totalMinor: 10_000,
      reference: '',
      description: '',
    })
    wire.say({})
    const part = { saleId: other.saleId, method: 'alipay', amountMinor: 5_000 } as const
    const first = await till.get('payment.charge', part)
    wire.say({ state: 'succeeded' })
    await till.clock.pass(4_000)
    wire.sayOfRefunds('noAnswer')
    const back = { paymentId: first.paymentId, discrepancyId: null, amountMinor: 5_000, reason }
    await till.call('refund.request', back, { override: await consent() })
    await till.clock.pass(0)
    expect(
      await till.call('payment.takeCash', { saleId: other.saleId, tenderedMinor: 5_000 }),
    ).toMatchObject({ ok: false, failure: { code: 'refundUnderWay' } })
    expect(paymentId).not.toBe(first.paymentId)
  })
})

describe('a code that was shown without a line', () => {
  const shown = async () => {
    const desk = await atTheDesk()
    desk.wire.say('noAnswer')
    const { paymentId } = await desk.charge('fps')
    await desk.till.clock.pass(10_000)
    return { ...desk, paymentId }
  }

  test('is told to the channel before it is called off there, also after a restart', async () => {
    const { till, wire, payment, paymentId } = await shown()
    await till.restart()
    await till.clock.pass(11 * minuteMs)
    await till.signIn()
    const before = wire.asked.length
    wire.say(({ what }) => {
      if (what === 'query') return 'neverSeen'
      return what === 'create' ? { state: 'succeeded' } : { state: 'closed' }
    })
    await till.clock.pass(5 * minuteMs)
    const asked = wire.asked.slice(before).map(({ what }) => what)
    expect(asked.indexOf('create')).toBeLessThan(
      asked.includes('close') ? asked.indexOf('close') : asked.length,
    )
    expect((await payment(paymentId)).state).toBe('succeeded')
    expect(new Set(wire.created.map((body) => JSON.stringify(body))).size).toBe(1)
  })

  test('and refused when it is told at last, is called off all the same', async () => {
    const { till, wire, payment, paymentId } = await shown()
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(0)
    wire.say(({ what }) => (what === 'create' ? 'notAccepted' : { state: 'closed' }))
    await till.clock.pass(2 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', mayStillBePaid: true })
  })
})

describe('what was decided about', () => {
  test.for(['givenBack', 'notOurs'] as const)(
    '%s: is not opened again by the next notice',
    async (decision) => {
      const { till, wire, charge, payment, consent } = await atTheDesk()
      const { paymentId } = await charge('alipay')
      wire.say({
        state: 'succeeded',
        amount: { currency: 'HKD', amountMinor: 8_780 },
        creditedMinor: 8_780,
      })
      await till.clock.pass(4_000)
      const decided = { paymentId, decision, reason }
      await till.call('payment.decideConflict', decided, { override: await consent() })
      wire.hint(paymentId)
      await till.clock.pass(0)
      expect((await payment(paymentId)).discrepancyMinor).toBe(0)
    },
  )

  test('in part given back, the rest of extra money can be kept', async () => {
    const { till, wire, charge, payment, consent } = await atTheDesk()
    const { paymentId } = await charge('wechatPay')
    wire.say({ state: 'succeeded', creditedMinor: 17_760 })
    await till.clock.pass(4_000)
    const { value } = await till.get('view.topic', { topic: 'tray' })
    const [item] = value as { discrepancy: { discrepancyId: never } }[]
    const discrepancyId = item?.discrepancy.discrepancyId as never
    const override = await consent()
    const back = { paymentId, discrepancyId, amountMinor: 8_000, reason }
    await till.call('refund.request', back, { override })
    await till.clock.pass(0)
    const kept = { discrepancyId, decision: 'kept', reason } as const
    expect(await till.call('discrepancy.close', kept, { override })).toMatchObject({ ok: true })
    expect((await payment(paymentId)).discrepancyMinor).toBe(0)
  })
})

test('a refund that was sent twice, and refused then, may have been made: it is not failed', async () => {
  const { till, wire, charge, payment, consent } = await atTheDesk()
  const { paymentId } = await charge('wechatPay')
  wire.say({ state: 'succeeded' })
  await till.clock.pass(4_000)
  wire.sayOfRefunds('noAnswer')
  const back = { paymentId, discrepancyId: null, amountMinor: 8_880, reason }
  const override = await consent()
  const answer = await till.call('refund.request', back, { override })
  await till.clock.pass(0)
  wire.sayOfRefunds('neverSeen')
  await till.clock.pass(3_000)
  wire.sayOfRefunds('notAccepted')
  await till.clock.pass(minuteMs)
  expect(await payment(paymentId)).toMatchObject({
    refunds: [{ state: 'unknown' }],
    refundableMinor: 0,
  })
  // A person who has read the provider's records ends it.
  const refundId = answer.ok ? answer.value.refundId : ('' as never)
  const decided = { refundId, given: true, reason }
  expect(await till.call('refund.decide', decided, { override })).toMatchObject({ ok: true })
  expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'succeeded' }])
})

test('what was undone is no extra money, though the provider goes on telling that it was credited', async () => {
  const { till, wire, scan, payment } = await atTheDesk()
  wire.say('noAnswer')
  const { paymentId } = await scan(wechatCode)
  wire.say({ state: 'reversed', creditedMinor: 8_880 })
  await till.clock.pass(2 * minuteMs)
  expect(await payment(paymentId)).toMatchObject({ state: 'reversed', discrepancyMinor: 0 })
})

describe('a sale that ends lets go of its transfers', () => {
  test.for(['cancelled', 'paid another way'])(
    '%s: a part of it that came is not forgotten',
    async (how) => {
      const { till, wire, charge, payment } = await atTheDesk()
      const { saleId, paymentId } = await charge('bankTransfer')
      const credits = [{ creditId: 'C-1', amountMinor: 5_000, atMs: 0 }]
      wire.say({ creditedMinor: 5_000, credits })
      await till.clock.pass(11 * minuteMs)
      wire.say({ state: 'closed', creditedMinor: 5_000, credits })
      if (how === 'cancelled') await till.get('sale.cancel', { saleId })
      else await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
      await till.clock.pass(minuteMs)
      expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 5_000 })
      expect((await till.counter()).unresolved).toBe(1)
    },
  )
})

describe('goods that went before the money', () => {
  test('and were not paid leave the next customer’s sale on the screen', async () => {
    const { till, wire, sale, consent } = await atTheDesk()
    const first = await sale(10_000)
    await till.get('payment.takeCash', { saleId: first, tenderedMinor: 2_000 })
    wire.say('noAnswer')
    const charge = { saleId: first, method: 'fps', amountMinor: 8_000 } as const
    const { paymentId } = await till.get('payment.charge', charge)
    await till.clock.pass(10_000)
    const release = { paymentId, reason }
    await till.call('payment.releaseGoods', release, { override: await consent() })
    const next = await sale(1_000)
    wire.say(({ what }) => ({ state: what === 'close' ? 'closed' : 'awaitingPayer' }))
    await till.clock.pass(15 * minuteMs)
    expect((await till.sale())?.saleId).toBe(next)
    // Money is in it: it waits for the rest.
    expect((await till.counter()).waitingSales).toMatchObject([{ saleId: first, state: 'open' }])
  })

  test('their ceiling is not free again because a code was ended', async () => {
    const { till, wire, charge, consent } = await atTheDesk({
      settings: '{ "release.totalMinor": 10000 }',
    })
    wire.say('noAnswer')
    const override = await consent()
    const go = async () => {
      const { paymentId } = await charge('fps')
      await till.clock.pass(10_000)
      const answer = await till.call('payment.releaseGoods', { paymentId, reason }, { override })
      return { paymentId, answer }
    }
    const { paymentId, answer } = await go()
    expect(answer).toMatchObject({ ok: true })
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(0)
    await till.call('payment.endUnasked', { paymentId, reason }, { override })
    expect((await go()).answer).toMatchObject({
      ok: false,
      failure: { code: 'releaseTotalReached' },
    })
  })
})

test('what cannot be ended is unresolved after five minutes, and the sale can be freed of it', async () => {
  const { till, wire, charge, payment, consent } = await atTheDesk()
  const { paymentId } = await charge('wechatPay')
  wire.say({ state: 'processing' })
  await till.get('payment.cancel', { paymentId })
  await till.clock.pass(6 * minuteMs)
  expect((await payment(paymentId)).state).toBe('unknown')
  expect((await till.counter()).unresolved).toBe(1)
  const free = { paymentId, reason }
  expect(await till.call('payment.freeSale', free, { override: await consent() })).toMatchObject({
    ok: true,
  })
})

test('what a supervisor vouched for, and the channel denies, stands in the tray', async () => {
  const { till, wire, scan, payment, consent } = await atTheDesk()
  wire.say('noAnswer')
  const { paymentId } = await scan(wechatCode)
  const vouched = { paymentId, evidence: 'WX-998877', reason }
  await till.call('payment.confirmPaid', vouched, { override: await consent() })
  wire.say({ state: 'closed' })
  await till.clock.pass(2 * minuteMs)
  expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', byHand: 'contradicted' })
  expect((await till.counter()).unresolved).toBe(1)
})

test('a line that comes and goes does not fill the journal', async () => {
  const { till, wire, charge } = await atTheDesk()
  await charge('fps')
  for (let turn = 0; turn < 100; turn += 1) {
    wire.say('noAnswer')
    await till.clock.pass(4_000)
  }
  expect(till.kinds().filter((kind) => kind === 'answer.missing')).toHaveLength(1)
})
