/** The till and the simulated aggregator over a line that misbehaves: what a cashier, the journal and the money see of it. */
import { describe, expect, test } from 'vitest'
import type { PaymentId } from '../../src-shared/ids.ts'
import type { Trick } from '../../src-main/training/aggregator/tricks.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const minuteMs = 60_000
const settings = '{ "training.fpsPaysAfterMs": null }'

async function charged(
  method: 'fps' | 'wechatPay' = 'wechatPay',
): Promise<{ till: TestTill; paymentId: PaymentId }> {
  const till = await startTestTill({ settings })
  await till.ready()
  const details = { totalMinor: 8_880, reference: '', description: '' }
  const { saleId } = await till.get('sale.open', details)
  const { paymentId } = await till.get('payment.charge', { saleId, method, amountMinor: 8_880 })
  await till.clock.pass(10)
  return { till, paymentId }
}
const live = async (till: TestTill) => (await till.sale())?.payments.at(-1)

/** Questions about payments go wrong like this; the journal's own way stays open. */
const onPayments = (till: TestTill, trick: Trick | null): void =>
  till
    .other()
    .aggregators.main.core.script(({ name }) =>
      name === 'getPayment' || name === 'closePayment' ? trick : null,
    )

describe('the money was taken and the answers go wrong', () => {
  const wrong: readonly Trick[] = [
    { kind: 'loseAnswer' },
    { kind: 'loseRequest' },
    { kind: 'cutAt', byte: 7 },
    { kind: 'cutAt', byte: 300 },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503, retryAfterS: 3 },
    { kind: 'status', status: 429, retryAfterS: 2 },
    { kind: 'garbage' },
    { kind: 'wrongSignature' },
    { kind: 'noSignature' },
    { kind: 'replayAnswer' },
    { kind: 'unknownState' },
    { kind: 'otherCurrency' },
    { kind: 'otherId' },
  ]
  test.for(wrong)(
    '%o: never green, never declined, and green once an answer is right',
    async (trick) => {
      const { till, paymentId } = await charged()
      await till.get('training.customerPays', { paymentId })
      onPayments(till, trick)
      await till.clock.pass(20_000)
      const before = await live(till)
      expect(['awaitingPayer', 'conflicted']).toContain(before?.state)
      expect(await till.sale()).toMatchObject({ state: 'open', paidMinor: 0 })
      const said = till.rows().findLast(({ kind }) => /^answer\.|payment\.moved/u.test(kind))
      expect(said?.subject).toBe(paymentId)
      onPayments(till, null)
      await till.clock.pass(minuteMs)
      const after = await live(till)
      expect(after?.state).toBe(before?.state === 'conflicted' ? 'conflicted' : 'succeeded')
    },
  )

  test('silence is noted once for each reason, and not at every question', async () => {
    const { till } = await charged()
    onPayments(till, { kind: 'wrongSignature' })
    await till.clock.pass(40_000)
    const missing = till.rows().filter(({ kind }) => kind === 'answer.missing')
    expect(missing).toHaveLength(1)
    expect(missing[0]?.body).toContain('not signed for this question')
  })
})

describe('a clock that is ten minutes off', () => {
  test.for([-10, 10])(
    '%i minutes: payments go on, people are told, the journal notes it',
    async (minutes) => {
      const { till, paymentId } = await charged('fps')
      // The aggregator goes by the same clock as the till: here it is given another one.
      const { core } = till.other().aggregators.main
      const handle = core.handle.bind(core)
      core.handle = (request, nowMs) => handle(request, nowMs + minutes * minuteMs)
      await till.get('training.customerPays', { paymentId })
      await till.clock.pass(10_000)
      expect((await live(till))?.state).toBe('succeeded')
      expect((await till.counter()).alarms).toContainEqual({
        code: 'clockOff',
        facts: { minutes: 10 },
      })
      expect(till.kinds()).toContain('channel.clock')
    },
  )
})

describe('the journal at the aggregator', () => {
  const held = (till: TestTill) => {
    const { core } = till.other().aggregators.main
    const counterId = till.other().enrolments[0]?.aggregatorCounterId ?? ''
    return core
      .journal(counterId)
      .map(({ epoch, seq, hash }) => [epoch, seq, Buffer.from(hash).toString('hex')])
  }
  const own = (till: TestTill) =>
    till.rows().map(({ epoch, seq, hash }) => [epoch, seq, Buffer.from(hash).toString('hex')])

  test('is the till’s own, row by row, without anybody doing anything', async () => {
    const { till } = await charged()
    await till.clock.pass(1_000)
    expect(held(till)).toEqual(own(till))
    expect((await till.counter()).upload).toEqual({ waiting: 0, oldestAtMs: null })
  })

  test('after an outage and a kill too', async () => {
    const { till } = await charged('fps')
    till.other().wire.cut = true
    const saleId = (await till.sale())?.saleId ?? ''
    await till.clock.pass(30 * minuteMs)
    expect((await till.counter()).upload.waiting).toBeGreaterThan(0)
    expect(saleId).not.toBe('')
    await till.restart()
    await till.clock.pass(2 * minuteMs)
    expect(held(till)).toEqual(own(till))
    expect((await till.counter()).upload.waiting).toBe(0)
  })
})
