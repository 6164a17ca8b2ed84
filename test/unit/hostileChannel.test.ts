/** Channels that do what no channel should, and clocks that are wrong: the till stays right. */
import { expect, test } from 'vitest'
import type { Channel, ChannelAnswer } from '../../src-main/engine/channels/channel.ts'
import { startTestTill, type TestTill, type TestTillOptions } from '../harness/testTill.ts'

const onlyWhenTold = '{ "training.fpsPaysAfterMs": null }'
const dayMs = 86_400_000

async function waiting(between: TestTillOptions['between'] = (bank: Channel) => bank) {
  const till = await startTestTill({ settings: onlyWhenTold, between })
  await till.ready()
  const sale = { totalMinor: 8_880, reference: '', description: '' }
  const { saleId } = await till.get('sale.open', sale)
  const charge = { saleId, method: 'fps', amountMinor: 8_880 } as const
  const { paymentId } = await till.get('payment.charge', charge)
  await till.clock.pass(0)
  return { till, paymentId }
}
const stateOf = async (till: TestTill) => (await till.sale())?.payments.at(-1)?.state

test('a channel that throws, instead of answering, ends neither the till nor the asking', async () => {
  let broken = false
  const { till, paymentId } = await waiting((bank) => ({
    ...bank,
    query(id) {
      if (broken) throw new Error('SQLITE_FULL')
      return bank.query(id)
    },
  }))
  broken = true
  await till.clock.pass(10_000)
  broken = false
  await till.get('training.customerPays', { paymentId })
  await till.clock.pass(10_000)
  expect(await stateOf(till)).toBe('succeeded')
})

test('a text of the provider that is too long is cut, and the payment is paid all the same', async () => {
  const { till, paymentId } = await waiting((bank) => ({
    ...bank,
    async query(id) {
      const answer = await bank.query(id)
      const paid = answer.kind === 'state' && answer.state === 'succeeded'
      return paid ? { ...answer, providerReference: 'X'.repeat(500) } : answer
    },
  }))
  await till.get('training.customerPays', { paymentId })
  await till.clock.pass(10_000)
  expect(await stateOf(till)).toBe('succeeded')
  expect((await till.sale())?.payments[0]?.providerReference).toHaveLength(64)
})

test.each([
  ['nothing', undefined],
  ['a text', 'paid'],
  ['an unknown state', { kind: 'state', state: 'paid?' }],
  ['half a cent', { kind: 'state', state: 'succeeded', creditedMinor: 0.5 }],
])('an answer that cannot be read is no answer: %s', async (_, garbage) => {
  const { till } = await waiting(
    (bank) =>
      ({
        ...bank,
        query: async (id) => {
          const answer = await bank.query(id)
          return typeof garbage === 'object' ? { ...answer, ...garbage } : garbage
        },
      }) as Channel,
  )
  await till.clock.pass(10_000)
  expect((await till.sale())?.payments[0]).toMatchObject({ state: 'awaitingPayer', lineDown: true })
})

test('an answer that says paid, but credits less than was asked for, is never green', async () => {
  const { till, paymentId } = await waiting((bank) => ({
    ...bank,
    async query(id) {
      const answer = await bank.query(id)
      return answer.kind === 'state'
        ? { ...answer, creditedMinor: answer.creditedMinor - 1 }
        : answer
    },
  }))
  await till.get('training.customerPays', { paymentId })
  await till.clock.pass(10_000)
  expect(await stateOf(till)).toBe('conflicted')
})

test('a question that is never answered does not hold the payment for ever', async () => {
  let silent = false
  const { till, paymentId } = await waiting((bank) => ({
    ...bank,
    query: (id) => (silent ? new Promise<ChannelAnswer>(() => undefined) : bank.query(id)),
  }))
  silent = true
  await till.clock.pass(5_000)
  silent = false
  await till.get('payment.cancel', { paymentId })
  await till.clock.pass(60_000)
  expect(await stateOf(till)).toBe('closed')
})

test('a cancelled payment does not come back to the screen because an answer was lost on the way', async () => {
  let cut = true
  let closes = 0
  const { till, paymentId } = await waiting((bank) => ({
    ...bank,
    close(payment) {
      closes += 1
      if (cut) return Promise.resolve({ kind: 'noAnswer', reason: 'the line is cut' })
      // Not ended yet, as a busy provider says.
      return bank.query(payment.paymentId)
    },
  }))
  await till.get('payment.cancel', { paymentId })
  await till.clock.pass(3_000)
  expect(await stateOf(till)).toBe('unknown')
  cut = false
  for (let turn = 0; turn < 20; turn += 1) {
    await till.clock.pass(30_000)
    expect(['closing', 'unknown']).toContain(await stateOf(till))
  }
  expect(closes).toBeLessThan(40)
})

test('a close that is answered without an end is repeated with growing pauses', async () => {
  let closes = 0
  const { till, paymentId } = await waiting((bank) => ({
    ...bank,
    close() {
      closes += 1
      return Promise.resolve({ kind: 'neverSeen' })
    },
  }))
  await till.get('payment.cancel', { paymentId })
  await till.clock.pass(600_000)
  expect(closes).toBeGreaterThan(5)
  expect(closes).toBeLessThan(20)
})

test('an answer that comes after the till was closed touches nothing', async () => {
  const hand: { hint?: (paymentId: string) => void; let?: () => void } = {}
  let slow = false
  const { till, paymentId } = await waiting((bank) => ({
    ...bank,
    onHint(listener) {
      hand.hint = listener
      return bank.onHint(listener)
    },
    async query(id) {
      const answer = await bank.query(id)
      if (slow) {
        await new Promise<void>((resolve) => {
          hand.let = resolve
        })
      }
      return answer
    },
  }))
  await till.get('training.customerPays', { paymentId })
  await till.clock.pass(10_000)
  slow = true
  hand.hint?.(paymentId)
  await till.clock.pass(0)
  const release = hand.let
  slow = false
  await till.restart()
  release?.()
  await till.clock.pass(0)
  expect(till.kinds().filter((kind) => kind === 'discrepancy.opened')).toEqual([])
})

test('many watched codes are not asked for all at once after a start', async () => {
  let asked = 0
  const till = await startTestTill({
    settings: onlyWhenTold,
    between: (bank) => ({
      ...bank,
      query(id) {
        asked += 1
        return bank.query(id)
      },
    }),
  })
  await till.ready()
  for (let turn = 0; turn < 30; turn += 1) {
    const sale = { totalMinor: 100, reference: '', description: '' }
    const { saleId } = await till.get('sale.open', sale)
    const payment = await till.get('payment.charge', { saleId, method: 'fps', amountMinor: 100 })
    await till.get('payment.cancel', payment)
    await till.clock.pass(1)
    await till.get('sale.cancel', { saleId })
  }
  asked = 0
  await till.restart()
  await till.clock.pass(1_000)
  expect(asked).toBe(10)
  await till.clock.pass(2_000)
  expect(asked).toBe(30)
})

test('a clock that is ahead for a while does not end the watch for late money', async () => {
  const { till, paymentId } = await waiting()
  await till.get('payment.cancel', { paymentId })
  await till.clock.pass(1_000)
  till.clock.jump(365 * dayMs)
  await till.clock.pass(10 * 60_000)
  till.clock.jump(-365 * dayMs)
  await till.clock.pass(60_000)
  expect(till.kinds()).not.toContain('payment.watchEnded')
})

test('a lock that was set while the clock was wrong holds nobody for a year', async () => {
  const till = await startTestTill()
  const [tile] = await till.get('session.staff', {})
  if (typeof tile?.trainingPin !== 'string') throw new Error('no staff')
  const { staffId, trainingPin: pin } = tile
  till.clock.jump(365 * dayMs)
  for (let turn = 0; turn < 5; turn += 1) {
    await till.call('session.signIn', { staffId, pin: '9999' })
  }
  till.clock.jump(-365 * dayMs)
  expect((await till.get('session.staff', {}))[0]?.lockedUntilMs).toBeNull()
  await till.get('session.signIn', { staffId, pin })
})
