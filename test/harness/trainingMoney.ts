/** The same money seen from both sides: what the till recorded, and what the simulated bank was paid. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { PaymentState } from '../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../src-shared/ids.ts'
import type { TestTill } from './testTill.ts'

export type MoneyOfPayment = {
  readonly paymentId: PaymentId
  readonly state: PaymentState
  /** What was asked for, in cents. */
  readonly amountMinor: number
  /** In a succeeded payment, in its discrepancies, or in the evidence of its conflict, in cents. */
  readonly recordedMinor: number
  /** At the bank, in cents. */
  readonly creditedMinor: number
}

export function moneyOf(till: TestTill): MoneyOfPayment[] {
  const payments = till
    .database()
    .prepare<[], Omit<MoneyOfPayment, 'creditedMinor'>>(
      `SELECT paymentId, state, amountMinor,
         CASE state WHEN 'succeeded' THEN amountMinor WHEN 'conflicted' THEN
           (SELECT max(body ->> 'creditedMinor') FROM journal
            WHERE subject = paymentId AND kind = 'payment.moved') ELSE 0 END
         + coalesce((SELECT sum(amountMinor) FROM discrepancy
            WHERE discrepancy.paymentId = payment.paymentId), 0) AS recordedMinor
       FROM payment WHERE method = 'fps' ORDER BY paymentId`,
    )
    .all()
  const bank = new Database(join(till.folder, 'bank.sqlite'), { readonly: true })
  const credited = new Map(
    bank.prepare<[], [string, number]>('SELECT paymentId, creditedMinor FROM fps').raw().all(),
  )
  bank.close()
  return payments.map((payment) => ({
    ...payment,
    creditedMinor: credited.get(payment.paymentId) ?? 0,
  }))
}
