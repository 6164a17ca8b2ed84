/** The same money seen from both sides: what the till recorded, and what the simulated aggregators were paid. */
import type { Database } from 'better-sqlite3'
import type { PaymentState } from '../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../src-shared/ids.ts'
import type { TestTill } from './testTill.ts'

export type MoneyOfPayment = {
  readonly paymentId: PaymentId
  readonly state: PaymentState
  /** What was asked for, in cents. */
  readonly amountMinor: number
  /** In a payment of a sale, in its discrepancies or the evidence of its conflict, less what was refunded, in cents. */
  readonly recordedMinor: number
  /** At the aggregators, less what they gave back, in cents. */
  readonly creditedMinor: number
}

/** What the till's file says of each payment that a channel carries. */
export const recordedMoney = (database: Database): Omit<MoneyOfPayment, 'creditedMinor'>[] =>
  database
    .prepare<[], Omit<MoneyOfPayment, 'creditedMinor'>>(
      `SELECT paymentId, state, amountMinor,
         CASE WHEN state = 'conflicted' OR flow = 'awaitingFunds' AND endedAtMs IS NULL
           THEN creditedMinor
         WHEN state = 'succeeded' AND beyondSale = 0
           THEN coalesce(min(takenMinor, amountMinor), amountMinor) - shortfallMinor
         ELSE 0 END
         + coalesce((SELECT sum(amountMinor) FROM discrepancy
            WHERE discrepancy.paymentId = payment.paymentId), 0)
         - coalesce((SELECT sum(amountMinor) FROM refund
            WHERE refund.paymentId = payment.paymentId AND refund.state = 'succeeded'), 0)
         AS recordedMinor
       FROM payment WHERE channel IS NOT NULL ORDER BY paymentId`,
    )
    .all()

export const moneyOf = (till: TestTill): MoneyOfPayment[] =>
  recordedMoney(till.database()).map((payment) => ({
    ...payment,
    creditedMinor: till.other().moneyOf(payment.paymentId),
  }))
