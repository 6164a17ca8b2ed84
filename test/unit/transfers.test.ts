import { describe, expect, test } from 'vitest'
import { atTheDesk } from '../harness/desk.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const credit = (creditId: string, amountMinor: number) => ({ creditId, amountMinor, atMs: 0 })

describe('a transfer', () => {
  test('has its reference and instructions at once, with or without a line, and blocks nothing', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    wire.say('noAnswer')
    const { saleId, paymentId } = await charge('bankTransfer')
    expect(await payment(paymentId)).toMatchObject({
      state: 'awaitingPayer',
      flow: 'awaitingFunds',
      instructions: [{ field: 'accountNumber', value: '012-345678-9' }],
    })
    expect((await payment(paymentId)).reference).toMatch(/^[0-9A-Z]{12}$/u)
    expect((await till.sale())?.livePaymentId).toBeNull()
    expect((await till.counter()).unresolved).toBe(0)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    expect((await till.sale())?.state).toBe('completed')
  })

  test('is told to the channel as soon as there is a line, and waits over days and restarts', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    wire.say('noAnswer')
    const { paymentId } = await charge('wireTransfer')
    await till.clock.pass(10 * minuteMs)
    wire.say({ state: 'awaitingPayer' })
    await till.clock.pass(minuteMs)
    expect(new Set(wire.created.map((body) => JSON.stringify(body))).size).toBe(1)
    await till.clock.pass(2 * dayMs)
    await till.restart()
    await till.clock.pass(dayMs)
    await till.signIn()
    expect((await payment(paymentId)).state).toBe('awaitingPayer')
  }, 30_000)

  test('collects what comes, each part once, and succeeds when the sum is whole', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { paymentId } = await charge('bankTransfer')
    wire.say({ creditedMinor: 5_000, credits: [credit('C-1', 5_000)] })
    await till.clock.pass(21 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer', creditedMinor: 5_000 })
    expect(till.kinds().filter((kind) => kind === 'payment.credited')).toHaveLength(1)
    wire.say({
      state: 'succeeded',
      creditedMinor: 8_880,
      credits: [credit('C-1', 5_000), credit('C-2', 3_880)],
    })
    wire.hint(paymentId)
    await till.clock.pass(0)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', creditedMinor: 8_880 })
    expect((await till.sale())?.state).toBe('completed')
    expect(till.kinds().filter((kind) => kind === 'payment.credited')).toHaveLength(2)
  })

  test('a supervisor accepts what is missing as bank charges', async () => {
    const { till, wire, charge, payment, consent } = await atTheDesk()
    const { paymentId } = await charge('wireTransfer')
    const accept = { paymentId, reason: 'Charges of the sending bank' }
    expect(
      await till.call('payment.acceptShortfall', accept, { override: await consent() }),
    ).toMatchObject({ ok: false, failure: { code: 'notPossibleNow' } })
    wire.say({ creditedMinor: 8_700, credits: [credit('C-1', 8_700)] })
    await till.clock.pass(11 * minuteMs)
    expect((await payment(paymentId)).actions).toContain('acceptShortfall')
    expect(
      await till.call('payment.acceptShortfall', accept, { override: await consent() }),
    ).toMatchObject({ ok: true })
    const ended = await payment(paymentId)
    expect(ended).toMatchObject({ state: 'succeeded', refundableMinor: 8_700 })
    expect((await till.sale())?.state).toBe('completed')
  })

  test('more than was asked for is a discrepancy', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { paymentId } = await charge('bankTransfer')
    wire.say({ state: 'succeeded', creditedMinor: 9_000, credits: [credit('C-1', 9_000)] })
    await till.clock.pass(11 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 120 })
    expect((await till.counter()).unresolved).toBe(1)
  })

  test('that comes when its sale was paid another way is to be given back, and no payment of it', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { saleId, paymentId } = await charge('bankTransfer')
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    wire.say({ state: 'succeeded', credits: [credit('C-1', 8_880)] })
    await till.clock.pass(11 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      beyondSale: true,
      discrepancyMinor: 8_880,
      refundableMinor: 0,
    })
    expect((await till.get('history.payment', { paymentId })).sale.paidMinor).toBe(8_880)
  })

  test('cancelled with a part of it there: the part is a discrepancy', async () => {
    const { till, wire, charge, payment } = await atTheDesk()
    const { paymentId } = await charge('letterOfCredit')
    wire.say({ creditedMinor: 1_000, credits: [credit('C-1', 1_000)] })
    await till.clock.pass(11 * minuteMs)
    wire.say({ state: 'closed', creditedMinor: 1_000, credits: [credit('C-1', 1_000)] })
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(0)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 1_000 })
  })
})
