/**
 * Whatever a trainer makes happen, in whatever order: green means money, and all the money that
 * the bank was paid is in the till's record once the two can talk.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { trainingDeeds, type TrainingDeed } from '../../src-shared/contract/training.ts'
import type { PaymentId } from '../../src-shared/ids.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'
import { moneyOf } from '../harness/trainingMoney.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** One thing that happens; `which` chooses among the payments there are. */
type Happening =
  | { readonly what: 'charge'; readonly deed: TrainingDeed | null; readonly amountMinor: number }
  | { readonly what: 'cancel' | 'pay' | 'check'; readonly which: number }
  | { readonly what: 'pass' | 'killed' | 'clock'; readonly ms: number }
  | { readonly what: 'network'; readonly on: boolean }

const which = fc.nat({ max: 1_000 })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    arbitrary: fc.record({
      what: fc.constant('charge'),
      deed: fc.constantFrom(null, ...trainingDeeds),
      amountMinor: fc.oneof(fc.constantFrom(1, 2, 100, 101), fc.integer({ min: 1, max: 500_000 })),
    }),
    weight: 3,
  },
  fc.record({ what: fc.constantFrom('cancel', 'pay', 'check'), which }),
  {
    arbitrary: fc.record({
      what: fc.constant('pass'),
      ms: fc.constantFrom(0, 1, 500, 1_000, 3_000, 5_000, 8_000, 23_000, minuteMs + 1),
    }),
    weight: 3,
  },
  fc.record({ what: fc.constant('killed'), ms: fc.constantFrom(0, 4_000, 2 * minuteMs, dayMs) }),
  fc.record({
    what: fc.constant('clock'),
    ms: fc.constantFrom(0, 2_000, 2 * minuteMs, 8 * dayMs, 30 * dayMs),
  }),
  fc.record({ what: fc.constant('network'), on: fc.boolean() }),
)

async function happen(till: TestTill, paymentIds: PaymentId[], one: Happening): Promise<void> {
  switch (one.what) {
    case 'charge': {
      const shown = await till.sale()
      if (shown?.state === 'open') await till.get('sale.setAside', { saleId: shown.saleId })
      await till.get('training.prepare', { next: one.deed })
      const { amountMinor } = one
      const details = { totalMinor: amountMinor, reference: '', description: '' }
      const { saleId } = await till.get('sale.open', details)
      const charged = { saleId, method: 'fps', amountMinor } as const
      paymentIds.push((await till.get('payment.charge', charged)).paymentId)
      break
    }
    case 'cancel':
    case 'pay':
    case 'check': {
      const paymentId = paymentIds[one.which % paymentIds.length]
      if (!paymentId) break
      const calls = {
        cancel: 'payment.cancel',
        pay: 'training.customerPays',
        check: 'payment.checkNow',
      } as const
      // Refused where it makes no sense, which is an answer too.
      await till.call(calls[one.what], { paymentId })
      break
    }
    case 'pass':
      await till.clock.pass(one.ms)
      break
    case 'killed':
      till.clock.jump(one.ms)
      await till.restart()
      await till.clock.pass(0)
      await till.signIn()
      break
    case 'clock':
      await till.get('training.setClock', { aheadMs: one.ms })
      break
    case 'network':
      await till.get('training.setNetwork', { on: one.on })
      break
  }
}

const expectGreenIsMoney = (till: TestTill): void => {
  for (const money of moneyOf(till)) {
    if (money.state === 'succeeded') {
      expect(money.creditedMinor).toBeGreaterThanOrEqual(money.amountMinor)
    }
    expect(money.recordedMinor).toBeLessThanOrEqual(money.creditedMinor)
  }
}

test('green means money, and all money is recorded, whatever a trainer does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 4, maxLength: 25 }), async (day) => {
      const till = await startTestTill({ settings: '{ "fps.expiryMs": 60000 }' })
      await till.ready()
      const paymentIds: PaymentId[] = []
      for (const one of day) {
        await happen(till, paymentIds, one)
        expectGreenIsMoney(till)
      }
      await till.get('training.setNetwork', { on: true })
      // Longer than the longest pause between two questions.
      await till.clock.pass(minuteMs + 1)
      expectGreenIsMoney(till)
      const all = moneyOf(till)
      expect(all.filter(({ state }) => state === 'unknown')).toEqual([])
      expect(all.filter((money) => money.recordedMinor !== money.creditedMinor)).toEqual([])
    }),
    { numRuns: 15 },
  )
}, 60_000)
