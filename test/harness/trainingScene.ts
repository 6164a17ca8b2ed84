/**
 * A shop in which a trainer makes things happen: the real engine, the simulated customer and his
 * bank. Whatever happened, each scene ends with the money: what the bank was paid is what the
 * till recorded.
 */
import { expect, onTestFinished } from 'vitest'
import type { TrainingDeed, TrainingView } from '../../src-shared/contract/training.ts'
import type { PaymentView } from '../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../src-shared/ids.ts'
import { startTestTill, type TestTill } from './testTill.ts'
import { moneyOf } from './trainingMoney.ts'

type Scene = {
  readonly till: TestTill
  /** A sale with a code on the screen. */
  charge(deed: TrainingDeed | null, amountMinor?: number): Promise<PaymentId>
  payment(paymentId: PaymentId): Promise<PaymentView>
  /** What the bank was paid for it, in cents. */
  credited(paymentId: PaymentId): number
  view(): Promise<TrainingView>
  /** As after a kill, with somebody signed in again. */
  killed(): Promise<void>
}

export async function scene(): Promise<Scene> {
  const till = await startTestTill()
  await till.ready()
  onTestFinished(() => {
    for (const money of moneyOf(till)) {
      expect(money).toMatchObject({ recordedMinor: money.creditedMinor })
    }
  })
  const free = async (): Promise<void> => {
    const sale = await till.sale()
    if (sale?.state === 'open') await till.get('sale.setAside', { saleId: sale.saleId })
    else if (sale) await till.get('sale.next', { saleId: sale.saleId })
  }
  return {
    till,
    async charge(deed, amountMinor = 8_880) {
      await free()
      await till.get('training.prepare', { next: deed })
      const details = { totalMinor: amountMinor, reference: '', description: '' }
      const { saleId } = await till.get('sale.open', details)
      const charged = { saleId, method: 'fps', amountMinor } as const
      const { paymentId } = await till.get('payment.charge', charged)
      await till.clock.pass(0)
      return paymentId
    },
    async payment(paymentId) {
      const { payment } = await till.get('history.payment', { paymentId })
      return payment
    },
    credited: (paymentId) =>
      moneyOf(till).find((money) => money.paymentId === paymentId)?.creditedMinor ?? 0,
    async view() {
      const { value } = await till.get('view.topic', { topic: 'training' })
      return value as TrainingView
    },
    async killed() {
      await till.restart()
      await till.clock.pass(0)
      await till.signIn()
    },
  }
}
