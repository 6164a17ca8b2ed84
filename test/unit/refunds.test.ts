import { describe, expect, test } from 'vitest'
import type { PaymentId } from '../../src-shared/ids.ts'
import { atTheDesk, type Desk } from '../harness/desk.ts'

const minuteMs = 60_000

/** A sale of HK$88.80 that WeChat Pay has paid. */
async function paid(): Promise<Desk & { paymentId: PaymentId }> {
  const desk = await atTheDesk()
  const { saleId, paymentId } = await desk.charge('wechatPay')
  desk.wire.say({ state: 'succeeded' })
  await desk.till.clock.pass(4_000)
  await desk.till.get('sale.next', { saleId })
  return { ...desk, paymentId }
}

const request = async (
  { till, consent }: Desk,
  paymentId: PaymentId,
  amountMinor: number,
  override = consent(),
) => {
  const input = { paymentId, discrepancyId: null, amountMinor, reason: 'Brought back' }
  const answer = await till.call('refund.request', input, { override: await override })
  await till.clock.pass(0)
  return answer
}

describe('a refund', () => {
  test('is an object of its own, on the disk before anything leaves, and never more than was paid', async () => {
    const desk = await paid()
    const { till, paymentId, payment, wire } = desk
    expect(await request(desk, paymentId, 3_000)).toMatchObject({ ok: true })
    expect(wire.refunded).toMatchObject([{ paymentId, amount: { amountMinor: 3_000 } }])
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      refunds: [{ state: 'succeeded', amountMinor: 3_000, providerReference: 'R-1' }],
      refundableMinor: 5_880,
    })
    expect(await request(desk, paymentId, 5_881)).toMatchObject({
      ok: false,
      failure: { code: 'refundTooMuch', facts: { leftMinor: 5_880 } },
    })
    expect(await request(desk, paymentId, 5_880)).toMatchObject({ ok: true })
    expect(await request(desk, paymentId, 1)).toMatchObject({
      ok: false,
      failure: { code: 'refundNotPossible' },
    })
    const kinds = till.kinds()
    expect(kinds.indexOf('refund.requested')).toBeLessThan(kinds.indexOf('refund.moved'))
  })

  test('whose outcome is not known counts as given, is in the tray, and is asked for', async () => {
    const desk = await paid()
    const { till, paymentId, payment, wire } = desk
    wire.sayOfRefunds('noAnswer')
    await request(desk, paymentId, 8_880)
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'unknown' }])
    expect((await payment(paymentId)).refundableMinor).toBe(0)
    expect((await till.counter()).unresolved).toBe(1)
    await till.clock.pass(minuteMs)
    expect(wire.refunded).toHaveLength(1)
    wire.sayOfRefunds({ state: 'succeeded' })
    await till.clock.pass(minuteMs)
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'succeeded' }])
    expect((await till.counter()).unresolved).toBe(0)
  })

  test('that the channel never saw is told again, with the same id and the same body', async () => {
    const desk = await paid()
    const { till, paymentId, payment, wire } = desk
    wire.sayOfRefunds('neverSeen')
    await request(desk, paymentId, 8_880)
    await till.clock.pass(10_000)
    wire.sayOfRefunds({ state: 'succeeded' })
    await till.clock.pass(minuteMs)
    expect(new Set(wire.refunded.map((body) => JSON.stringify(body))).size).toBe(1)
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'succeeded' }])
  })

  test('that was refused leaves the money where it is, and may be tried again', async () => {
    const desk = await paid()
    const { paymentId, payment, wire } = desk
    wire.sayOfRefunds('notAccepted')
    await request(desk, paymentId, 8_880)
    expect(await payment(paymentId)).toMatchObject({
      refunds: [{ state: 'failed', refusal: 'as the test says' }],
      refundableMinor: 8_880,
    })
  })

  test.for([
    { amount: { currency: 'HKD', amountMinor: 8_879 } },
    { amount: { currency: 'CNY', amountMinor: 8_880 } },
    { merchant: 'SOMEBODY ELSE' },
    { paymentId: 'another' },
    { refundId: 'another' },
  ])('an answer about %o is not believed', async (wrong) => {
    const desk = await paid()
    const { paymentId, payment, wire } = desk
    wire.sayOfRefunds({ state: 'succeeded', ...wrong })
    await request(desk, paymentId, 8_880)
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'unknown' }])
  })

  test('survives a kill: it is asked for, and not sent again', async () => {
    const desk = await paid()
    const { till, paymentId, payment, wire } = desk
    wire.sayOfRefunds('noAnswer')
    await request(desk, paymentId, 8_880)
    await till.restart()
    wire.sayOfRefunds({ state: 'succeeded' })
    await till.clock.pass(minuteMs)
    await till.signIn()
    expect(wire.refunded).toHaveLength(1)
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'succeeded' }])
  })

  test('needs a supervisor, and a manager above the setting', async () => {
    const desk = await atTheDesk({ settings: '{ "refund.consentAboveMinor": 5000 }' })
    const { till, staffId } = desk
    const saleId = await desk.sale()
    const { paymentId } = await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    const input = { paymentId, discrepancyId: null, amountMinor: 5_010, reason: 'Brought back' }
    expect(await till.call('refund.request', input)).toMatchObject({
      ok: false,
      failure: { code: 'overrideNeeded', facts: { permission: 'refundLarge' } },
    })
    expect(await request(desk, paymentId, 5_010)).toMatchObject({
      ok: false,
      failure: { code: 'overrideNotAllowed' },
    })
    const manager = { approver: await staffId('manager'), pin: '4444', reason: 'Checked' }
    expect(await request(desk, paymentId, 5_010, Promise.resolve(manager))).toMatchObject({
      ok: true,
    })
    // Two halves are no smaller than the whole.
    expect(await request(desk, paymentId, 3_870)).toMatchObject({
      ok: false,
      failure: { code: 'overrideNotAllowed' },
    })
  })

  test('of cash is given from the drawer, in coins that there are', async () => {
    const desk = await atTheDesk()
    const { till, payment, wire } = desk
    const saleId = await desk.sale()
    const { paymentId } = await till.get('payment.takeCash', { saleId, tenderedMinor: 10_000 })
    expect(await request(desk, paymentId, 1_001)).toMatchObject({
      ok: false,
      failure: { code: 'refundNotInTenCents' },
    })
    await request(desk, paymentId, 1_000)
    expect(await payment(paymentId)).toMatchObject({
      refunds: [{ state: 'succeeded', amountMinor: 1_000 }],
      refundableMinor: 7_880,
    })
    expect(wire.refunded).toHaveLength(0)
  })

  test('of what nobody paid is none', async () => {
    const desk = await atTheDesk()
    const { paymentId } = await desk.charge('wechatPay')
    expect(await request(desk, paymentId, 100)).toMatchObject({
      ok: false,
      failure: { code: 'refundNotPossible' },
    })
  })
})
