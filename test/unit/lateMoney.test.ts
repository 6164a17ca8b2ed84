import { expect, test } from 'vitest'
import type { PaymentId } from '../../src-shared/ids.ts'
import type { Channel, ChannelAnswer } from '../../src-main/engine/channels/channel.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const dayMs = 24 * 3_600_000

/** The bank, with a hand on what it says of itself, and on when its answers arrive. */
type Hand = {
  hint: (paymentId: string) => void
  /** Answers wait until `letGo`. */
  slow: boolean
  letGo: () => void
  say: (answer: ChannelAnswer) => ChannelAnswer
}

async function charged(): Promise<{ till: TestTill; paymentId: PaymentId; hand: Hand }> {
  const hand: Hand = {
    hint: () => undefined,
    slow: false,
    letGo: () => undefined,
    say: (answer) => answer,
  }
  const till = await startTestTill({
    settings: '{"training.fpsPaysAfterMs":null}',
    between: (bank): Channel => ({
      ...bank,
      onHint(listener) {
        const before = hand.hint
        hand.hint = (id) => {
          before(id)
          listener(id)
        }
        return () => true
      },
      async query(paymentId) {
        const answer = await bank.query(paymentId)
        if (hand.slow) {
          await new Promise<void>((resolve) => {
            hand.letGo = resolve
          })
        }
        return hand.say(answer)
      },
    }),
  })
  await till.ready()
  const details = { totalMinor: 8_880, reference: '', description: '' }
  const { saleId } = await till.get('sale.open', details)
  const charge = { saleId, method: 'fps', amountMinor: 8_880 } as const
  const { paymentId } = await till.get('payment.charge', charge)
  await till.clock.pass(1)
  return { till, paymentId, hand }
}

async function expectSecondRecorded({
  till,
  paymentId,
  hand,
}: Awaited<ReturnType<typeof charged>>) {
  await till.get('training.customerPays', { paymentId })
  hand.hint(paymentId)
  hand.slow = false
  hand.letGo()
  await till.clock.pass(dayMs)
  const payment = (await till.sale())?.payments[0]
  expect(payment).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
  expect((await till.counter()).unresolved).toBe(1)
}

test('a second payment told of while the first is being asked about is recorded', async () => {
  const shop = await charged()
  await shop.till.get('training.customerPays', { paymentId: shop.paymentId })
  shop.hand.slow = true
  shop.hand.hint(shop.paymentId)
  await shop.till.clock.pass(1)
  await expectSecondRecorded(shop)
})

test('a second payment told of while an older hint is being followed is recorded', async () => {
  const shop = await charged()
  await shop.till.get('training.customerPays', { paymentId: shop.paymentId })
  shop.hand.hint(shop.paymentId)
  await shop.till.clock.pass(5_000)
  expect((await shop.till.sale())?.state).toBe('completed')
  shop.hand.slow = true
  shop.hand.hint(shop.paymentId)
  await shop.till.clock.pass(1)
  await expectSecondRecorded(shop)
})

test('an answer about another payment settles no hint', async () => {
  const { till, paymentId, hand } = await charged()
  await till.get('training.customerPays', { paymentId })
  hand.hint(paymentId)
  await till.clock.pass(10)
  await till.get('training.customerPays', { paymentId })
  hand.say = (answer) => (answer.kind === 'state' ? { ...answer, paymentId: 'another' } : answer)
  hand.hint(paymentId)
  await till.clock.pass(1_000)
  hand.say = (answer) => answer
  await till.clock.pass(10_000)
  expect((await till.sale())?.payments[0]).toMatchObject({ discrepancyMinor: 8_880 })
})

test('a channel that babbles about a paid payment does not fill the journal', async () => {
  const { till, paymentId, hand } = await charged()
  await till.get('training.customerPays', { paymentId })
  hand.hint(paymentId)
  await till.clock.pass(10)
  hand.say = (answer) =>
    answer.kind === 'state' ? { ...answer, state: 'closed', merchant: 'somebody else' } : answer
  for (let turn = 0; turn < 100; turn += 1) {
    hand.hint(paymentId)
    await till.clock.pass(10)
  }
  expect(till.kinds().filter((kind) => kind === 'answer.notBelieved')).toHaveLength(1)
})

test('a computer that wakes asks at once about what is waiting', async () => {
  const { till, paymentId, hand } = await charged()
  hand.say = () => ({ kind: 'noAnswer', reason: 'asleep' })
  await till.clock.pass(60_000)
  await till.get('training.customerPays', { paymentId })
  hand.say = (answer) => answer
  till.server().woke()
  await till.clock.pass(0)
  expect((await till.sale())?.state).toBe('completed')
})
