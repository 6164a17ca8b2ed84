/** What each deed that a trainer prepares does, as the till sees it. */
import { describe, expect, test } from 'vitest'
import type { SaleId } from '../../src-shared/ids.ts'
import type { TestTill } from '../harness/testTill.ts'
import { scene } from '../harness/trainingScene.ts'

const minuteMs = 60_000

const saleOf = async (till: TestTill): Promise<SaleId> => {
  const sale = await till.sale()
  if (!sale) throw new Error('no sale')
  return sale.saleId
}

describe('a payment that was prepared', () => {
  test('to be paid at once shows its code for a moment, and turns green', async () => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge('payNow')
    await till.clock.pass(999)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer' })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    expect(credited(paymentId)).toBe(8_880)
  })

  test('to be paid late brings its money after the code was called off: a discrepancy', async () => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge('payLate')
    await till.clock.pass(5 * minuteMs)
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(9_999)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 0 })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
    await till.clock.pass(20 * minuteMs)
    expect(credited(paymentId)).toBe(8_880)
  })

  test('to be paid late brings its money after the code ran out', async () => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge('payLate')
    await till.clock.pass(10 * minuteMs + 9_999)
    expect(await payment(paymentId)).toMatchObject({
      state: 'closed',
      closeReason: 'expired',
      discrepancyMinor: 0,
    })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
    expect(credited(paymentId)).toBe(8_880)
  })

  test('to be paid late runs out at once where the clock is put ahead, and is paid after that', async () => {
    const { till, charge, payment } = await scene()
    const paymentId = await charge('payLate')
    await till.get('training.setClock', { aheadMs: 60 * minuteMs })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', closeReason: 'expired' })
    await till.clock.pass(10_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
  })

  test('to be paid late was paid in time for a till that was gone when the code ran out', async () => {
    const { till, charge, payment, killed } = await scene()
    const paymentId = await charge('payLate')
    till.clock.jump(11 * minuteMs)
    await killed()
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
  })

  test('never to be paid waits until its end, and can still be paid when told to', async () => {
    const { till, charge, payment } = await scene()
    const unpaid = await charge('payNever')
    await till.clock.pass(9 * minuteMs)
    expect(await payment(unpaid)).toMatchObject({ state: 'awaitingPayer' })
    await till.clock.pass(2 * minuteMs)
    expect(await payment(unpaid)).toMatchObject({ state: 'closed', discrepancyMinor: 0 })
    const told = await charge('payNever')
    await till.get('training.customerPays', { paymentId: told })
    await till.clock.pass(0)
    expect(await payment(told)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
  })

  test('to be paid twice is one payment, and five seconds later a discrepancy', async () => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge('payTwice')
    await till.clock.pass(2_999)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer' })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    await till.clock.pass(4_999)
    expect(await payment(paymentId)).toMatchObject({ discrepancyMinor: 0 })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
    expect(credited(paymentId)).toBe(2 * 8_880)
  })

  test.for([
    [8_880, 8_780],
    [101, 1],
    [100, 99],
    [2, 1],
    [1, 2],
  ] as const)(
    'to be paid with another amount is a conflict, never green: %i cents asked for, %i paid',
    async ([amountMinor, paidMinor]) => {
      const { till, charge, payment, credited } = await scene()
      const paymentId = await charge('payOther', amountMinor)
      await till.clock.pass(3_000)
      expect(await payment(paymentId)).toMatchObject({ state: 'conflicted' })
      expect((await till.counter()).unresolved).toBe(1)
      expect(credited(paymentId)).toBe(paidMinor)
      const moved = till.rows().findLast(({ kind }) => kind === 'payment.moved')
      expect(moved?.body).toContain(`"creditedMinor":${paidMinor}`)
    },
  )

  test('money that comes to a conflicted payment is recorded', async () => {
    const { till, charge, payment } = await scene()
    const paymentId = await charge('payOther')
    await till.clock.pass(3_000)
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'conflicted', discrepancyMinor: 8_780 })
  })

  test('to lose its answers is paid at the bank while the till waits, and turns green in the end', async () => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge('loseAnswer')
    await till.clock.pass(2_999)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer', lineDown: false })
    await till.clock.pass(19_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer', lineDown: true })
    expect(credited(paymentId)).toBe(8_880)
    await till.clock.pass(1_001)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
  })

  test('to lose its answers is unknown when it is called off, keeps the sale closed, and is paid', async () => {
    const { till, charge, payment } = await scene()
    const paymentId = await charge('loseAnswer')
    await till.clock.pass(10_000)
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'unknown' })
    const saleId = await saleOf(till)
    expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 8_880 })).toMatchObject({
      failure: { code: 'paymentInFlight' },
    })
    await till.clock.pass(13_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
  })

  test('to be refused fails, and the sale is paid in another way', async () => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge('refuse')
    await till.clock.pass(999)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer' })
    await till.clock.pass(1)
    expect(await payment(paymentId)).toMatchObject({ state: 'failed' })
    expect(await till.call('training.customerPays', { paymentId })).toMatchObject({
      failure: { code: 'notWaitingForMoney' },
    })
    await till.get('payment.takeCash', { saleId: await saleOf(till), tenderedMinor: 8_880 })
    expect(await till.sale()).toMatchObject({ state: 'completed' })
    await till.clock.pass(20 * minuteMs)
    expect(credited(paymentId)).toBe(0)
  })

  test.for([null, 'payNow', 'payTwice', 'payOther', 'loseAnswer', 'refuse'] as const)(
    'for anything (%j) and was called off before stays unpaid',
    async (deed) => {
      const { till, charge, payment, credited } = await scene()
      const paymentId = await charge(deed)
      await till.clock.pass(500)
      await till.get('payment.cancel', { paymentId })
      await till.clock.pass(20 * minuteMs)
      expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 0 })
      expect(credited(paymentId)).toBe(0)
    },
  )

  test('to be confirmed first is being paid for a while, and turns green', async () => {
    const { till, charge, payment } = await scene()
    const paymentId = await charge('confirmThenPay')
    await till.clock.pass(2_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'processing' })
    await till.clock.pass(5_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
  })

  test('to be paid while it is called off is paid, and not closed', async () => {
    const { till, charge, payment } = await scene()
    const paymentId = await charge('payWhileClosing')
    await till.clock.pass(minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer' })
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(5_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
  })

  test('to be refused and paid after all loses none of the money', async () => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge('refuseThenPaid')
    await till.clock.pass(minuteMs)
    const { state, discrepancyMinor } = await payment(paymentId)
    expect(credited(paymentId)).toBe(8_880)
    expect(state === 'succeeded' || discrepancyMinor === 8_880).toBe(true)
  })

  test.for([
    'answerLate',
    'answerTooLate',
    'breakLine',
    'serverError',
    'tooBusy',
    'garbage',
    'wrongSignature',
  ] as const)('to meet trouble on the line (%s) is paid all the same', async (deed) => {
    const { till, charge, payment, credited } = await scene()
    const paymentId = await charge(deed)
    await till.clock.pass(minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    expect(credited(paymentId)).toBe(8_880)
  })

  test('is the next one only: those after it are as usual', async () => {
    const { till, charge, payment, view } = await scene()
    expect(await view()).toMatchObject({ next: null, usualPauseMs: 8_000 })
    const first = await charge('payNever')
    expect(await view()).toMatchObject({ next: null })
    const second = await charge(null)
    await till.clock.pass(8_000)
    expect(await payment(second)).toMatchObject({ state: 'succeeded' })
    expect(await payment(first)).toMatchObject({ state: 'awaitingPayer' })
  })

  test('can be prepared anew until it starts', async () => {
    const { till, charge, payment, view } = await scene()
    await till.get('training.prepare', { next: 'refuse' })
    expect(await view()).toMatchObject({ next: 'refuse' })
    const paymentId = await charge('payNow')
    await till.clock.pass(1_000)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
  })
})

describe('a customer who is told to pay', () => {
  test('pays then, and not once more by himself', async () => {
    const { till, charge, payment, credited } = await scene()
    for (const deed of [null, 'payNow', 'payLate'] as const) {
      const paymentId = await charge(deed)
      await till.get('training.customerPays', { paymentId })
      await till.clock.pass(0)
      expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
      await till.clock.pass(11 * minuteMs)
      expect(credited(paymentId)).toBe(8_880)
    }
  })

  test('pays what he was to pay: another amount, or a second time', async () => {
    const { till, charge, payment, credited } = await scene()
    const other = await charge('payOther')
    await till.get('training.customerPays', { paymentId: other })
    await till.clock.pass(0)
    expect(await payment(other)).toMatchObject({ state: 'conflicted' })
    const twice = await charge('payTwice')
    await till.get('training.customerPays', { paymentId: twice })
    await till.clock.pass(5_000)
    expect(await payment(twice)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
    await till.clock.pass(minuteMs)
    expect(credited(twice)).toBe(2 * 8_880)
  })

  test('cannot pay a code that was never shown', async () => {
    const { till } = await scene()
    const { saleId } = await till.get('sale.open', {
      totalMinor: 100,
      reference: '',
      description: '',
    })
    const { paymentId } = await till.get('payment.takeCash', { saleId, tenderedMinor: 100 })
    expect(await till.call('training.customerPays', { paymentId })).toMatchObject({
      failure: { code: 'notWaitingForMoney' },
    })
  })
})
