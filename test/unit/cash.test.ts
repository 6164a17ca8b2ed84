import { expect, test } from 'vitest'
import { startTestTill } from '../harness/testTill.ts'

test('cash gives change, completes the sale and is in the history after a restart', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 12_850,
    reference: 'A-17',
    description: '',
  })
  const taken = await till.get('payment.takeCash', { saleId, tenderedMinor: 20_000 })
  expect(taken.changeMinor).toBe(7_150)
  expect(await till.sale()).toMatchObject({ state: 'completed', paidMinor: 12_850, restMinor: 0 })

  await till.restart()
  await till.signIn()
  const { payments } = await till.get('history.payments', { before: null, limit: 10 })
  expect(payments).toHaveLength(1)
  expect(payments[0]).toMatchObject({
    method: 'cash',
    amountMinor: 12_850,
    state: 'succeeded',
    cash: { tenderedMinor: 20_000, changeMinor: 7_150 },
  })
  const { timeline } = await till.get('history.payment', { paymentId: taken.paymentId })
  expect(timeline.map(({ kind }) => kind)).toEqual([
    'sale.opened',
    'payment.created',
    'payment.moved',
    'sale.completed',
    'receipt.issued',
  ])
})

test('the rest of a sale is rounded by at most 5 cents when cash settles it, and the rounding is journaled', async () => {
  const till = await startTestTill()
  await till.ready()
  for (const [totalMinor, dueMinor, roundingMinor] of [
    [10_003, 10_000, -3],
    [10_005, 10_000, -5],
    [10_006, 10_010, 4],
    [10_010, 10_010, 0],
  ] as const) {
    const { saleId } = await till.get('sale.open', { totalMinor, reference: '', description: '' })
    expect((await till.sale())?.restInCoinsMinor).toBe(dueMinor)
    await till.get('payment.takeCash', { saleId, tenderedMinor: dueMinor })
    expect(await till.sale()).toMatchObject({ state: 'completed', roundingMinor, restMinor: 0 })
    await till.get('sale.next', { saleId })
    expect(await till.sale()).toBeNull()
  }
})

test('part payments in cash are multiples of 10 cents, and less than the smallest coin cannot be paid in cash', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 1_004,
    reference: '',
    description: '',
  })
  const odd = await till.call('payment.takeCash', { saleId, tenderedMinor: 505 })
  expect(odd).toMatchObject({ ok: false, failure: { code: 'notInTenCents' } })
  await till.get('payment.takeCash', { saleId, tenderedMinor: 500 })
  expect(await till.sale()).toMatchObject({ state: 'open', restMinor: 504, restInCoinsMinor: 500 })
  await till.get('payment.takeCash', { saleId, tenderedMinor: 500 })
  expect(await till.sale()).toMatchObject({ state: 'completed', roundingMinor: -4 })

  const small = await till.get('sale.open', { totalMinor: 4, reference: '', description: '' })
  const none = await till.call('payment.takeCash', { saleId: small.saleId, tenderedMinor: 10 })
  expect(none).toMatchObject({ ok: false, failure: { code: 'belowSmallestCoin' } })
})

test('a double Enter takes the cash once: the same call id gets the same answer, also after a restart', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 5_000,
    reference: '',
    description: '',
  })
  const callId = till.newCallId()
  const input = { saleId, tenderedMinor: 2_000 }
  const both = await Promise.all([
    till.call('payment.takeCash', input, { callId }),
    till.call('payment.takeCash', input, { callId }),
  ])
  expect(both[0]).toEqual(both[1])
  await till.restart()
  await till.signIn()
  expect(await till.call('payment.takeCash', input, { callId })).toEqual(both[0])
  expect((await till.sale())?.payments).toHaveLength(1)
})

test('one call id for two different calls does neither twice', async () => {
  const till = await startTestTill()
  await till.ready()
  const callId = till.newCallId()
  const input = { totalMinor: 5_000, reference: '', description: '' }
  const opened = await till.call('sale.open', input, { callId })
  if (!opened.ok) throw new Error('not opened')
  const other = await till.call('sale.cancel', { saleId: opened.value.saleId }, { callId })
  expect(other).toMatchObject({ ok: false, failure: { code: 'malformedCall' } })
  expect((await till.sale())?.state).toBe('open')
})

test('a sale with money in it cannot be cancelled, but set aside and taken back', async () => {
  const till = await startTestTill()
  await till.ready()
  const first = await till.get('sale.open', { totalMinor: 5_000, reference: '', description: '' })
  await till.get('payment.takeCash', { saleId: first.saleId, tenderedMinor: 2_000 })
  const refused = await till.call('sale.cancel', { saleId: first.saleId })
  expect(refused).toMatchObject({ ok: false, failure: { code: 'saleHasMoney' } })

  const other = await till.call('sale.open', { totalMinor: 100, reference: '', description: '' })
  expect(other).toMatchObject({ ok: false, failure: { code: 'anotherSaleOpen' } })
  await till.get('sale.setAside', { saleId: first.saleId })
  expect(await till.sale()).toBeNull()
  expect((await till.counter()).waitingSales).toMatchObject([
    { saleId: first.saleId, state: 'open', paidMinor: 2_000 },
  ])
  const aside = await till.call('payment.takeCash', { saleId: first.saleId, tenderedMinor: 3_000 })
  expect(aside).toMatchObject({ ok: false, failure: { code: 'saleNotOpen' } })

  const second = await till.get('sale.open', { totalMinor: 100, reference: '', description: '' })
  const notNow = await till.call('sale.takeBack', { saleId: first.saleId })
  expect(notNow).toMatchObject({ ok: false, failure: { code: 'anotherSaleOpen' } })
  expect((await till.sale())?.saleId).toBe(second.saleId)
  await till.get('sale.cancel', { saleId: second.saleId })
  await till.get('sale.takeBack', { saleId: first.saleId })
  await till.get('payment.takeCash', { saleId: first.saleId, tenderedMinor: 3_000 })
  expect(await till.sale()).toMatchObject({ saleId: first.saleId, state: 'completed' })
})

test('an amount that is none is refused with its reason, and nothing is written', async () => {
  const till = await startTestTill()
  await till.ready()
  const before = till.rows().length
  const open = (totalMinor: number) =>
    till.call('sale.open', { totalMinor, reference: '', description: '' })
  expect(await open(0)).toMatchObject({ failure: { code: 'amountZero' } })
  expect(await open(-1)).toMatchObject({ failure: { code: 'amountNegative' } })
  expect(await open(5_000_001)).toMatchObject({
    failure: { code: 'amountAboveCeiling', facts: { ceilingMinor: 5_000_000 } },
  })
  for (const broken of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 10 ** 15]) {
    expect(await open(broken)).toMatchObject({ failure: { code: 'malformedCall' } })
  }
  expect(till.rows()).toHaveLength(before)
})

test('a sale has at most 50 payments, and the next is refused before it starts', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 9_000,
    reference: '',
    description: '',
  })
  for (let turn = 0; turn < 50; turn += 1) {
    await till.get('payment.takeCash', { saleId, tenderedMinor: 10 })
  }
  expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 10 })).toMatchObject({
    failure: { code: 'tooManyPayments', facts: { limit: 50 } },
  })
  expect((await till.sale())?.payments).toHaveLength(50)
})
