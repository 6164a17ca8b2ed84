/** A cashier at a till whose only channel is scripted: the sales and payments of engine tests. */
import type { MethodId } from '../../src-shared/methods.ts'
import type { PaymentId, SaleId, StaffId } from '../../src-shared/ids.ts'
import type { PaymentView } from '../../src-shared/contract/sale.ts'
import type { Override } from '../../src-shared/contract/override.ts'
import { scriptedChannel, type ScriptedChannel } from './scriptedChannel.ts'
import { morningMs } from './seeded.ts'
import { startTestTill, type TestTill, type TestTillOptions } from './testTill.ts'

export type Desk = {
  readonly till: TestTill
  readonly wire: ScriptedChannel
  /** A sale on the screen, of HK$88.80 where nothing else is said. */
  sale(totalMinor?: number): Promise<SaleId>
  /** One attempt on a new sale, with what its first answer led to. */
  charge(method: MethodId, totalMinor?: number): Promise<{ saleId: SaleId; paymentId: PaymentId }>
  /** By a code that the customer showed. */
  scan(text: string, totalMinor?: number): Promise<{ saleId: SaleId; paymentId: PaymentId }>
  payment(paymentId: PaymentId): Promise<PaymentView>
  /** A supervisor's consent. */
  consent(reason?: string): Promise<Override>
  staffId(role: string): Promise<StaffId>
}

export const wechatCode = '134567890123456789'
export const alipayCode = '281234567890123456'
export const unionpayCode = '6212345678901234567'

export async function atTheDesk(options: TestTillOptions = {}): Promise<Desk> {
  let now = (): number => morningMs
  const wire = scriptedChannel(() => now())
  const till = await startTestTill({
    ...options,
    parts: { channels: [wire.channel], ...options.parts },
  })
  now = till.clock.now
  await till.ready()
  const desk: Desk = {
    till,
    wire,
    async sale(totalMinor = 8_880) {
      const details = { totalMinor, reference: 'A-17', description: 'two teas' }
      return (await till.get('sale.open', details)).saleId
    },
    async charge(method, totalMinor = 8_880) {
      const saleId = await desk.sale(totalMinor)
      const { paymentId } = await till.get('payment.charge', {
        saleId,
        method,
        amountMinor: totalMinor,
      })
      await till.clock.pass(0)
      return { saleId, paymentId }
    },
    async scan(text, totalMinor = 8_880) {
      const saleId = await desk.sale(totalMinor)
      const charge = { saleId, amountMinor: totalMinor }
      const became = await till.get('payment.scan', { text, charge })
      if (became.became !== 'payment') throw new Error('only held')
      await till.clock.pass(0)
      return { saleId, paymentId: became.paymentId }
    },
    async payment(paymentId) {
      return (await till.get('history.payment', { paymentId })).payment
    },
    async consent(reason = 'Read to me') {
      return { approver: await desk.staffId('supervisor'), pin: '3333', reason }
    },
    async staffId(role) {
      const tile = (await till.get('session.staff', {})).find((one) => one.role === role)
      if (!tile) throw new Error(`no ${role}`)
      return tile.staffId
    },
  }
  return desk
}
