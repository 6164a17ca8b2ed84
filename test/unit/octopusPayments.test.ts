import { describe, expect, test } from 'vitest'
import type { PaymentId } from '../../src-shared/ids.ts'
import type { Desk } from '../harness/desk.ts'
import { withReader } from '../harness/octopusDesk.ts'

const second = 1_000
const usual = '88888888'

const stateOf = async ({ payment }: Desk, paymentId: PaymentId) => (await payment(paymentId)).state

describe('a payment by Octopus', () => {
  test('is green by the reader’s own reply, with all that a receipt needs', async () => {
    const desk = await withReader()
    const { till, charge, payment, takenMinor, rows } = desk
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(500)
    expect(await payment(paymentId)).toMatchObject({
      state: 'awaitingPayer',
      reader: { name: 'Training Octopus', step: 'tap', letGoAtMs: null },
    })
    await till.clock.pass(5 * second)
    const paid = await payment(paymentId)
    expect(paid).toMatchObject({
      state: 'succeeded',
      coversMinor: 8_880,
      octopus: { cardNumber: usual, deviceId: 301, locationId: 7, valueMinor: 41_120 },
      reader: null,
    })
    expect(takenMinor()).toBe(8_880)
    expect((await till.sale())?.state).toBe('completed')
    const receipt = JSON.stringify(await till.get('receipt.show', { saleId }))
    for (const word of ['八達通付款', '機號', usual, 'HK$88.8', 'HK$411.2']) {
      expect(receipt).toContain(word)
    }
    // Journaled before the card was charged, and never with its number.
    expect(rows('octopus.asked')).toMatchObject([
      { amountMinor: 8_880, valueMinor: 50_000, deviceId: 301, channel: 'octopus-1' },
    ])
    expect(JSON.stringify(till.rows().map(({ body }) => body))).not.toContain(usual)
  })

  test('is taken in multiples of 10 cents, with the rest as rounding', async () => {
    const { till, sale, payment, takenMinor } = await withReader()
    const saleId = await sale(8_878)
    const of = { saleId, method: 'octopus' } as const
    expect(await till.call('payment.charge', { ...of, amountMinor: 8_878 })).toMatchObject({
      failure: { code: 'notInTenCents' },
    })
    const { paymentId } = await till.get('payment.charge', { ...of, amountMinor: 8_880 })
    await till.clock.pass(5 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', beyondSale: false })
    expect(await till.sale()).toMatchObject({ state: 'completed', roundingMinor: 2 })
    expect(takenMinor()).toBe(8_880)
  })

  test('above the highest deduction is refused before the reader is asked', async () => {
    const { till, sale } = await withReader({ 'octopus.ceilingMinor': 8_000 })
    const saleId = await sale()
    expect(
      await till.call('payment.charge', { saleId, method: 'octopus', amountMinor: 8_880 }),
    ).toMatchObject({ failure: { code: 'amountAboveMethodCeiling' } })
  })

  test('a value that the card does not want shown is shown and printed nowhere', async () => {
    const { till, charge, payment, prepare } = await withReader()
    prepare('hidesValue')
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(5 * second)
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      octopus: { valueMinor: null },
    })
    expect(JSON.stringify(await till.get('receipt.show', { saleId }))).not.toContain('餘額')
  })

  test('nobody taps: it ends after its time, and nothing was taken', async () => {
    const { till, charge, payment, prepare, takenMinor } = await withReader()
    prepare('wait')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(9 * second)
    expect((await payment(paymentId)).actions).not.toContain('cancel')
    await till.clock.pass(2 * second)
    expect((await payment(paymentId)).actions).toContain('cancel')
    await till.clock.pass(52 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', closeReason: 'expired' })
    expect(takenMinor()).toBe(0)
  })

  test('called off: a card that comes afterwards is not charged', async () => {
    const { till, charge, payment, prepare, hold, takenMinor } = await withReader()
    prepare('wait')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(11 * second)
    await till.get('payment.cancel', { paymentId })
    hold('usual')
    await till.clock.pass(10 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed' })
    expect(takenMinor()).toBe(0)
  })

  test('a card that could not be read is tapped again for the same payment', async () => {
    const { till, charge, payment, prepare, takenMinor, rows } = await withReader()
    prepare('readError')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(20 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
    expect(takenMinor()).toBe(8_880)
    expect(rows('octopus.answered')).toMatchObject([{ told: 'nothing', code: 100_016 }])
  })

  test('not enough value: nothing is taken, and what is on the card is told', async () => {
    const { till, charge, payment, prepare, takenMinor } = await withReader()
    prepare('notEnough')
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(5 * second)
    expect(await payment(paymentId)).toMatchObject({
      state: 'failed',
      refusal: 'notEnoughValue 100048',
      octopus: { valueMinor: 880 },
    })
    // The shortfall by another means, the rest by Octopus.
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_000 })
    await till.get('payment.charge', { saleId, method: 'octopus', amountMinor: 880 })
    await till.clock.pass(5 * second)
    expect((await till.sale())?.state).toBe('completed')
    expect(takenMinor()).toBe(880)
  })

  test('a blocked card is refused in words of its own', async () => {
    const { till, charge, payment, prepare } = await withReader()
    prepare('blocked')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(5 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'failed', refusal: 'blocked 100019' })
  })

  test('given back it is in cash, with a consent, and recorded as such', async () => {
    const { till, charge, consent } = await withReader()
    const { paymentId } = await charge('octopus')
    await till.clock.pass(5 * second)
    const wanted = { paymentId, discrepancyId: null, amountMinor: 8_880, reason: 'Broken' }
    expect(await till.call('refund.request', wanted)).toMatchObject({
      failure: { code: 'overrideNeeded' },
    })
    const override = { ...(await consent()), approver: await managerOf(till), pin: '4444' }
    await till.call('refund.request', wanted, { override })
    const { payment } = await till.get('history.payment', { paymentId })
    expect(payment.refunds).toMatchObject([{ state: 'succeeded', amountMinor: 8_880 }])
  })
})

const managerOf = async (till: Desk['till']) => {
  const tiles = await till.get('session.staff', {})
  const tile = tiles.find(({ role }) => role === 'manager')
  if (!tile) throw new Error('no manager')
  return tile.staffId
}

describe('the same card again', () => {
  test.for(['tooEarly', 'tooEarlyCharged', 'otherThenSame'] as const)(
    '%s: completed once with the same card',
    async (deed) => {
      const desk = await withReader()
      const { till, charge, payment, prepare, takenMinor } = desk
      prepare(deed)
      const { paymentId } = await charge('octopus')
      await till.clock.pass(3 * second)
      expect(await payment(paymentId)).toMatchObject({
        state: 'unknown',
        reader: { step: 'sameCard', cardNumber: usual },
      })
      expect((await payment(paymentId)).actions).not.toContain('cancel')
      expect((await payment(paymentId)).actions).not.toContain('freeSale')
      expect((await payment(paymentId)).actions).not.toContain('setAside')
      await till.clock.pass(20 * second)
      expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
      expect(takenMinor()).toBe(8_880)
      expect((await till.sale())?.state).toBe('completed')
    },
  )

  test('another card is told from it, and nothing is taken from that', async () => {
    const { till, charge, payment, prepare, hold, takenMinor } = await withReader()
    prepare('walksAway')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(5 * second)
    hold('other')
    await till.clock.pass(2 * second)
    expect(await payment(paymentId)).toMatchObject({
      state: 'unknown',
      reader: { step: 'otherCard', cardNumber: usual },
    })
    expect(takenMinor()).toBe(0)
    hold('usual')
    await till.clock.pass(8 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
    expect(takenMinor()).toBe(8_880)
  })

  test('it survives a till that is killed, and comes back first', async () => {
    const { till, charge, payment, prepare, hold, takenMinor } = await withReader()
    prepare('walksAway')
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(5 * second)
    await till.restart()
    await till.signIn()
    await till.clock.pass(700)
    expect(await payment(paymentId)).toMatchObject({
      state: 'unknown',
      reader: { step: 'sameCard', cardNumber: usual },
    })
    expect((await till.sale())?.saleId).toBe(saleId)
    expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 8_880 })).toMatchObject({
      failure: { code: 'paymentInFlight' },
    })
    expect(await till.call('sale.setAside', { saleId })).toMatchObject({
      failure: { code: 'notPossibleNow' },
    })
    hold('usual')
    await till.clock.pass(8 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
    expect(takenMinor()).toBe(8_880)
  })

  test('after 20 s an override lets the sale go on; the payment stays unresolved, and is never charged again', async () => {
    const { till, charge, payment, prepare, hold, takenMinor, consent } = await withReader()
    prepare('walksAway')
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(10 * second)
    const about = { paymentId, reason: 'The customer left' }
    expect(await till.call('payment.freeSale', about, { override: await consent() })).toMatchObject(
      { failure: { code: 'notPossibleNow' } },
    )
    await till.clock.pass(15 * second)
    expect((await payment(paymentId)).actions).toContain('freeSale')
    await till.call('payment.freeSale', about, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({ state: 'unknown', atRisk: true })
    expect((await till.counter()).unresolved).toBe(1)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    expect((await till.sale())?.state).toBe('completed')
    // The customer is back: the card says that nothing was taken.
    hold('usual')
    await till.get('payment.checkNow', { paymentId })
    await till.clock.pass(10 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'failed', refusal: 'notTaken' })
    expect(takenMinor()).toBe(0)
    expect((await till.counter()).unresolved).toBe(0)
  })

  test('confirmed by hand as paid, and the card says that it was not: that is told', async () => {
    const { till, charge, payment, prepare, hold, consent } = await withReader()
    prepare('walksAway')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(25 * second)
    const about = { paymentId, reason: 'He says so', evidence: 'none' }
    await till.call('payment.confirmPaid', about, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', byHand: 'paid' })
    hold('usual')
    await till.get('payment.checkNow', { paymentId })
    await till.clock.pass(70 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', byHand: 'contradicted' })
  })

  test('confirmed by hand as paid, and the card says so too: that is noted', async () => {
    const { till, charge, payment, prepare, hold, takenMinor, consent } = await withReader()
    prepare('tooEarlyCharged')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(2_500)
    hold(null)
    till.other().octopus.setPlugged(false)
    await till.clock.pass(25 * second)
    const about = { paymentId, reason: 'He says so', evidence: 'none' }
    await till.call('payment.confirmPaid', about, { override: await consent() })
    till.other().octopus.setPlugged(true)
    hold('usual')
    await till.clock.pass(90 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', byHand: 'agreed' })
    expect(takenMinor()).toBe(8_880)
  })

  test('let go, and the card was charged: it is found, and is to be given back', async () => {
    const { till, charge, payment, hold, takenMinor, consent } = await withReader()
    till.other().octopus.prepare('tooEarlyCharged')
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(2_500)
    hold(null)
    // Somebody else stands there now: the customer of the simulation is out of the way.
    till.other().octopus.setPlugged(false)
    await till.clock.pass(25 * second)
    const about = { paymentId, reason: 'The customer left' }
    await till.call('payment.freeSale', about, { override: await consent() })
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    till.other().octopus.setPlugged(true)
    hold('usual')
    await till.clock.pass(90 * second)
    expect(takenMinor()).toBe(8_880)
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      beyondSale: true,
      discrepancyMinor: 8_880,
    })
  })
})

describe('a reply that does not come', () => {
  test.for(['loseReply', 'silent', 'restart'] as const)(
    '%s: what became of it is asked for, and no card is charged twice',
    async (deed) => {
      const desk = await withReader()
      const { till, charge, prepare, takenMinor } = desk
      prepare(deed)
      const { paymentId } = await charge('octopus')
      await till.clock.pass(45 * second)
      const state = await stateOf(desk, paymentId)
      expect(['succeeded', 'awaitingPayer']).toContain(state)
      await till.clock.pass(30 * second)
      const taken = (await stateOf(desk, paymentId)) === 'succeeded' ? 8_880 : 0
      expect(takenMinor()).toBe(taken)
    },
  )

  test('a till that is killed while the card is charged asks the reader, and does not charge again', async () => {
    const { till, charge, payment, takenMinor, rows } = await withReader()
    const { paymentId } = await charge('octopus')
    for (let waited = 0; rows('octopus.asked').length === 0 && waited < 100; waited += 1) {
      await till.clock.pass(50)
    }
    await till.restart()
    await till.signIn()
    await till.clock.pass(5 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
    expect(takenMinor()).toBe(8_880)
    expect(rows('octopus.asked')).toHaveLength(1)
  })

  test('a reader that is unplugged is told of, and the payment goes on when it is back', async () => {
    const { till, charge, payment, plug, takenMinor } = await withReader()
    plug(false)
    await till.clock.pass(1 * second)
    expect((await till.counter()).alarms).toMatchObject([{ code: 'octopusAway' }])
    const { paymentId } = await charge('octopus')
    await till.clock.pass(3 * second)
    expect(await payment(paymentId)).toMatchObject({ reader: { step: 'away', there: false } })
    plug(true)
    await till.clock.pass(30 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
    expect(takenMinor()).toBe(8_880)
  })
})
