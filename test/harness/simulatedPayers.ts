/** What payers show and how their payments are asked for, for tests of the simulated aggregator. */
import type { PaymentRequest } from '../../src-shared/aggregator/payments.ts'
import { freshCustomerCode, type CodeMethod } from '../../src-main/training/aggregator/codes.ts'
import { seededRandom } from './seeded.ts'
import type { Simulated } from './simulated.ts'

export const fps = { method: 'fps' } as const
export const transfer = { method: 'bankTransfer', flow: 'awaitingFunds' } as const

const random = seededRandom('phone')
/** A code as a phone shows it now. */
export const codeNow = ({ clock }: Simulated, method: CodeMethod): string =>
  freshCustomerCode(method, clock.now(), random)

/** A payment by a code that the shop has scanned. */
export const scanned = (text: string, method: CodeMethod = 'alipay'): Partial<PaymentRequest> => ({
  method,
  flow: 'customerCode',
  customerCode: { kind: 'plain', text },
})

/** @returns the state, or the status where there is none */
export const stateOf = async ({ get }: Simulated, id: string): Promise<unknown> => {
  const { status, body } = await get(id)
  return status === 200 ? (body as { state: string }).state : status
}
