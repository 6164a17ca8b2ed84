/** Refunds at the simulated aggregator: never more than what is left, and each once. */
import { describe, expect, test } from 'vitest'
import type { PaymentRequest } from '../../src-shared/aggregator/payments.ts'
import { startSimulated } from '../harness/simulated.ts'

async function paid(wanted: Partial<PaymentRequest> = {}) {
  const simulated = await startSimulated()
  const { id } = await simulated.pay(wanted)
  simulated.door.customerPays(id, null)
  const { counter, newId } = simulated
  const body = (amountMinor: number) => ({
    paymentId: id,
    amount: { currency: 'HKD', amountMinor },
    reason: 'brought back',
  })
  return {
    ...simulated,
    id,
    body,
    refund: (amountMinor: number, refundId = newId()) =>
      counter.ask('putRefund', refundId, body(amountMinor)),
  }
}

describe('a refund', () => {
  test('gives back in parts, up to what was paid and no cent more', async () => {
    const { refund, get, id, core } = await paid()
    expect(await refund(8_000)).toMatchObject({
      status: 200,
      signed: true,
      body: { state: 'succeeded', amount: { currency: 'HKD', amountMinor: 8_000 } },
    })
    expect(await refund(881)).toMatchObject({ status: 422, problem: 'exceeds-paid', signed: true })
    expect(await refund(880)).toMatchObject({ status: 200 })
    expect(await refund(1)).toMatchObject({ status: 422 })
    expect((await get(id)).body).toMatchObject({
      state: 'succeeded',
      credited: { amountMinor: 8_880 },
      refunded: { amountMinor: 8_880 },
    })
    expect(core.moneyOf(id)).toBe(0)
  })

  test('that comes again is the same refund', async () => {
    const { refund, newId, core, id, counter, body } = await paid()
    const refundId = newId()
    const first = await refund(1_000, refundId)
    expect((await refund(1_000, refundId)).body).toEqual(first.body)
    expect((await counter.ask('getRefund', refundId)).body).toEqual(first.body)
    expect(core.moneyOf(id)).toBe(7_880)
    const other = { ...body(1_000), reason: 'another' }
    expect(await counter.ask('putRefund', refundId, other)).toMatchObject({
      status: 409,
      problem: 'other-body',
    })
  })

  test('of a code that was paid twice gives back both', async () => {
    const { refund, door, id } = await paid()
    door.customerPays(id, null)
    expect(await refund(2 * 8_880)).toMatchObject({ status: 200 })
  })

  test('of what was not paid, or was given back by a reversal, is too much', async () => {
    const { refund, end, id, pay, counter, newId, body } = await paid()
    await end('reverse', id)
    expect(await refund(1)).toMatchObject({ status: 422, problem: 'exceeds-paid' })
    const unpaid = await pay()
    const wanted = { ...body(1), paymentId: unpaid.id }
    expect(await counter.ask('putRefund', newId(), wanted)).toMatchObject({ status: 422 })
  })

  test('of a payment that is not known, of nothing or in another currency is refused', async () => {
    const { refund, counter, newId, body } = await paid()
    const wanted = { ...body(1), paymentId: newId() }
    expect(await counter.ask('putRefund', newId(), wanted)).toMatchObject({ status: 404 })
    expect(await refund(0)).toMatchObject({ status: 422, problem: 'not-accepted' })
    const foreign = { ...body(1), amount: { currency: 'USD', amountMinor: 1 } }
    expect(await counter.ask('putRefund', newId(), foreign)).toMatchObject({ status: 422 })
    expect(await counter.ask('getRefund', newId())).toMatchObject({ status: 404 })
  })

  test('of PayPal takes the provider a while, and the counter is told when it is over', async () => {
    const { refund, newId, counter, clock, core, id } = await paid({ method: 'paypal' })
    const refundId = newId()
    const heard: string[] = []
    core.events.on(counter.counterId, (event) => heard.push(event.paymentId))
    expect((await refund(8_880, refundId)).body).toMatchObject({ state: 'pending' })
    expect(await refund(1)).toMatchObject({ status: 422 })
    await clock.pass(4_999)
    expect(heard).toEqual([])
    await clock.pass(1)
    expect(heard).toEqual([id])
    expect((await counter.ask('getRefund', refundId)).body).toMatchObject({ state: 'succeeded' })
    expect(core.moneyOf(id)).toBe(0)
  })

  test('that the provider refuses gives nothing back, and can be tried anew', async () => {
    const { refund, core, id } = await paid()
    core.script(({ name, count }) =>
      name === 'putRefund' && count === 1 ? { kind: 'failRefund' } : null,
    )
    expect((await refund(8_880)).body).toMatchObject({
      state: 'failed',
      refusal: 'The provider does not give it back.',
    })
    expect(core.moneyOf(id)).toBe(8_880)
    expect((await refund(8_880)).body).toMatchObject({ state: 'succeeded' })
  })
})

test('a payment that was refunded in part is reversed for the rest', async () => {
  const { refund, end, id, core } = await paid()
  await refund(1_000)
  expect((await end('reverse', id)).body).toMatchObject({ state: 'reversed' })
  expect(core.moneyOf(id)).toBe(0)
})
