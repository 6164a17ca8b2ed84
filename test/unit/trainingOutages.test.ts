/** Lines that fail, tills that die and clocks that are moved, while the simulated customer pays. */
import { describe, expect, test } from 'vitest'
import { scene } from '../harness/trainingScene.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

describe('without a network', () => {
  test('the code is shown, the customer pays all the same, and the till learns it when it is back', async () => {
    const { till, charge, payment, credited, view } = await scene()
    await till.get('training.setNetwork', { on: false })
    expect(await view()).toMatchObject({ networkOn: false })
    const paymentId = await charge(null)
    await till.clock.pass(minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer', lineDown: true })
    expect((await till.counter()).line).toBe('down')
    expect(credited(paymentId)).toBe(8_880)
    await till.get('training.setNetwork', { on: true })
    await till.clock.pass(5_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    expect((await till.counter()).line).toBe('good')
  })

  test('a code that is called off is unknown, the customer goes, and it is closed when it is back', async () => {
    const { till, charge, payment } = await scene()
    const paymentId = await charge(null)
    await till.get('training.setNetwork', { on: false })
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(10 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'unknown' })
    await till.get('training.setNetwork', { on: true })
    await till.clock.pass(minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 0 })
  })

  test('a code that nobody could be told of, and that was ended by hand, is told when it is back', async () => {
    const { till, charge, payment, credited } = await scene()
    await till.signIn('supervisor')
    await till.get('training.setNetwork', { on: false })
    const paymentId = await charge(null)
    await till.clock.pass(minuteMs)
    expect(credited(paymentId)).toBe(8_880)
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1_000)
    await till.get('payment.confirmNotPaid', { paymentId, reason: 'He went without a word' })
    await till.get('training.setNetwork', { on: true })
    await till.clock.pass(2 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
  })

  test('a code that the bank was never told of is told after a restart, with what it was prepared for', async () => {
    const { till, charge, payment, killed } = await scene()
    await till.get('training.setNetwork', { on: false })
    const paymentId = await charge('payOther')
    await killed()
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer', lineDown: false })
    await till.clock.pass(3_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'conflicted' })
  })

  test('a second payment of a code that was paid before is noticed when it is back', async () => {
    const { till, charge, payment } = await scene()
    const paymentId = await charge('payTwice')
    await till.clock.pass(3_000)
    await till.get('training.setNetwork', { on: false })
    await till.clock.pass(minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    await till.get('training.setNetwork', { on: true })
    // The stream is opened anew within half a minute, and brings what was missed.
    await till.clock.pass(30_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
  })
})

describe('after a kill', () => {
  test('the bank goes on where it stopped', async () => {
    const { till, charge, payment, killed } = await scene()
    const paymentId = await charge('payTwice')
    await till.clock.pass(2_000)
    await killed()
    await till.clock.pass(999)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer' })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    await killed()
    await till.clock.pass(5_000)
    expect(await payment(paymentId)).toMatchObject({ discrepancyMinor: 8_880 })
  })

  test('what was paid meanwhile is found, the second payment of a code too', async () => {
    const { till, charge, payment, credited, killed } = await scene()
    const once = await charge('payNow')
    const twice = await charge('payTwice')
    const silent = await charge('loseAnswer')
    till.clock.jump(minuteMs)
    await killed()
    expect(await payment(once)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    expect(await payment(twice)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
    expect(await payment(silent)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    expect([once, twice, silent].map(credited)).toEqual([8_880, 2 * 8_880, 8_880])
  })

  test('a notice that went unheard comes once more', async () => {
    const { till, charge, payment, killed } = await scene()
    const paymentId = await charge('payNow')
    await till.clock.pass(1_000)
    await till.get('training.customerPays', { paymentId })
    await killed()
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
  })

  test('a notice whose question got lost with the till comes once more', async () => {
    const { till, charge, payment, killed } = await scene()
    const paymentId = await charge('payNow')
    await till.clock.pass(5_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
    till.other().wire.loseAnswers = true
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1_000)
    await killed()
    await till.clock.pass(1_000)
    expect(await payment(paymentId)).toMatchObject({ discrepancyMinor: 8_880 })
  })

  test('a clock that was ahead keeps nobody from paying', async () => {
    const { till, charge, payment, killed } = await scene()
    await till.get('training.setClock', { aheadMs: 7 * dayMs })
    const paymentId = await charge('payTwice')
    await killed()
    await till.clock.pass(8_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
  })
})

test('a clock that is put back delays no payment', async () => {
  const { till, charge, payment, view } = await scene()
  await till.get('training.setClock', { aheadMs: 30 * dayMs })
  expect(await view()).toMatchObject({ clockAheadMs: 30 * dayMs })
  const twice = await charge('payTwice')
  const silent = await charge('loseAnswer')
  await till.clock.pass(3_000)
  await till.get('training.setClock', { aheadMs: 0 })
  await till.clock.pass(20_000)
  expect(await payment(twice)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
  expect(await payment(silent)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
})

test('to begin anew is asked for once for each press', async () => {
  const { till } = await scene()
  await till.get('training.reset', {})
  await till.clock.pass(1_000)
  expect(till.resets()).toBe(1)
})
