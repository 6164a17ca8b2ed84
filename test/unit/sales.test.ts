/** What is on the screen, and what a repeated press gets. */
import { expect, test } from 'vitest'
import { startTestTill } from '../harness/testTill.ts'

const open = { totalMinor: 8_880, reference: '', description: '' }

test('a sale that was taken back leaves the screen when it is set aside again, or cancelled', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', open)
  await till.get('sale.setAside', { saleId })
  await till.get('sale.takeBack', { saleId })
  await till.get('sale.setAside', { saleId })
  expect(await till.sale()).toBeNull()
  await till.get('sale.takeBack', { saleId })
  await till.get('sale.cancel', { saleId })
  expect(await till.sale()).toBeNull()
  await till.get('sale.open', open)
})

test('at most 50 sales are set aside, and the next one stays on the screen', async () => {
  const till = await startTestTill()
  await till.ready()
  for (let turn = 0; turn < 50; turn += 1) {
    await till.get('sale.setAside', await till.get('sale.open', open))
  }
  const { saleId } = await till.get('sale.open', open)
  expect(await till.call('sale.setAside', { saleId })).toMatchObject({
    failure: { code: 'tooManyWaiting', facts: { limit: 50 } },
  })
  expect((await till.sale())?.saleId).toBe(saleId)
  expect((await till.counter()).waitingSales).toHaveLength(50)
})

test('a large note is taken for a small sale, whatever the ceiling of sales', async () => {
  const till = await startTestTill({ settings: '{ "sale.ceilingMinor": 80000 }' })
  await till.ready()
  const { saleId } = await till.get('sale.open', { ...open, totalMinor: 75_000 })
  const taken = await till.get('payment.takeCash', { saleId, tenderedMinor: 100_000 })
  expect(taken.changeMinor).toBe(25_000)
})

test('after a kill the change to hand over is on the screen again, until somebody has read it', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', open)
  await till.get('payment.takeCash', { saleId, tenderedMinor: 10_000 })
  await till.restart()
  await till.signIn()
  expect(await till.sale()).toMatchObject({
    saleId,
    state: 'completed',
    payments: [{ cash: { changeMinor: 1_120 } }],
  })
  await till.get('sale.next', { saleId })
  await till.restart()
  await till.signIn()
  expect(await till.sale()).toBeNull()

  const second = await till.get('sale.open', open)
  await till.get('payment.takeCash', { saleId: second.saleId, tenderedMinor: 10_000 })
  const third = await till.get('sale.open', open)
  await till.get('sale.cancel', { saleId: third.saleId })
  await till.restart()
  await till.signIn()
  expect(await till.sale()).toBeNull()
})

test('a press repeated after a restart gets its answer, though its session has ended', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', open)
  const how = { callId: till.newCallId(), session: (await till.session())?.sessionId ?? null }
  const cash = { saleId, tenderedMinor: 10_000 }
  const answer = await till.call('payment.takeCash', cash, how)
  expect(answer.ok).toBe(true)
  await till.restart()
  expect(await till.call('payment.takeCash', cash, how)).toEqual(answer)
  expect(
    await till.call('payment.takeCash', cash, { ...how, callId: till.newCallId() }),
  ).toMatchObject({ failure: { code: 'signInNeeded' } })
})

test('a repeated sign-out is answered as the first; a sign-in does not outlive the process', async () => {
  const till = await startTestTill()
  await till.ready()
  const how = { callId: till.newCallId(), session: (await till.session())?.sessionId ?? null }
  const out = await till.call('session.signOut', {}, how)
  expect(await till.call('session.signOut', {}, how)).toEqual(out)

  const [tile] = await till.get('session.staff', {})
  if (typeof tile?.trainingPin !== 'string') throw new Error('no staff')
  const input = { staffId: tile.staffId, pin: tile.trainingPin }
  const callId = till.newCallId()
  await till.call('session.signIn', input, { callId })
  await till.restart()
  expect(await till.session()).toBeNull()
  expect(await till.call('session.signIn', input, { callId })).toMatchObject({ ok: true })
  expect((await till.session())?.staffId).toBe(tile.staffId)
})
