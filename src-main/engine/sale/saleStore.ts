/** Sales and payments as the derived tables hold them, read into the shapes of the contract. */
import type { Database } from 'better-sqlite3'
import type { CounterView } from '../../../src-shared/contract/counter.ts'
import type { PaymentState, PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId, SaleId, ShiftId, StaffId } from '../../../src-shared/ids.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { dueInCoins } from '../../../src-shared/money.ts'
import { isTerminal, liveStates } from '../payment/transition.ts'

type WaitingSale = Extract<CounterView, { state: 'ready' }>['waitingSales'][number]

export type PaymentRow = {
  readonly paymentId: PaymentId
  readonly saleId: SaleId
  readonly shiftId: ShiftId
  readonly cashier: StaffId
  readonly method: MethodId
  readonly channel: string | null
  readonly amountMinor: number
  readonly state: PaymentState
  readonly createdAtMs: number
  readonly endedAtMs: number | null
  readonly reference: string | null
  readonly providerReference: string | null
  readonly codeText: string | null
  readonly payee: string | null
  readonly shownAtMs: number | null
  readonly expiresAtMs: number | null
  readonly tenderedMinor: number | null
  readonly changeMinor: number | null
  readonly closeReason: PaymentView['closeReason']
  readonly mayStillBePaid: 0 | 1
  /** What the evidence that moved it told of, in cents. */
  readonly creditedMinor: number
  readonly discrepancyMinor: number
}

type SaleRow = {
  readonly saleId: SaleId
  readonly cashier: StaffId
  readonly openedAtMs: number
  readonly reference: string
  readonly description: string
  readonly totalMinor: number
  readonly roundingMinor: number
  readonly state: SaleView['state']
  readonly aside: 0 | 1
  readonly receiptNumber: string | null
}

/** What only the running engine knows of a payment. */
export type Following = { readonly nextAskAtMs: number | null; readonly lineDown: boolean }

/** The most sales that may be set aside at once: each of them is on the screen. */
export const waitingLimit = 50

export type SaleStore = ReturnType<typeof createSaleStore>

const saleColumns = `sale.*, (SELECT number FROM receipt
  WHERE receipt.saleId = sale.saleId) AS receiptNumber`

const columns = `payment.*, coalesce((SELECT sum(amountMinor) FROM discrepancy
  WHERE discrepancy.paymentId = payment.paymentId), 0) AS discrepancyMinor`

const inLiveStates = `state IN (${liveStates.map((state) => `'${state}'`).join(', ')})`

export function createSaleStore(
  database: Database,
  nameOf: (staffId: string) => string,
  following: (paymentId: PaymentId) => Following,
) {
  const saleById = database.prepare<[string], SaleRow>(
    `SELECT ${saleColumns} FROM sale WHERE saleId = ?`,
  )
  const currentSale = database.prepare<[], SaleRow>(
    `SELECT ${saleColumns} FROM sale WHERE state = 'open' AND aside = 0 ORDER BY openedAtMs LIMIT 1`,
  )
  const waiting = database.prepare<[], WaitingSale>(
    `SELECT saleId, state, openedAtMs, reference, description, totalMinor,
       coalesce((SELECT sum(amountMinor) FROM payment
         WHERE payment.saleId = sale.saleId AND payment.state = 'succeeded'), 0) AS paidMinor
     FROM sale WHERE aside = 1 ORDER BY openedAtMs LIMIT ${waitingLimit}`,
  )
  const paymentById = database.prepare<[string], PaymentRow>(
    `SELECT ${columns} FROM payment WHERE paymentId = ?`,
  )
  const paymentsOfSale = database.prepare<[string], PaymentRow>(
    `SELECT ${columns} FROM payment WHERE saleId = ? ORDER BY paymentId`,
  )
  const newest = database.prepare<[string, number], PaymentRow>(
    `SELECT ${columns} FROM payment WHERE paymentId < ? ORDER BY paymentId DESC LIMIT ?`,
  )
  const live = database.prepare<[], PaymentRow>(
    `SELECT ${columns} FROM payment WHERE ${inLiveStates} ORDER BY paymentId`,
  )
  const watched = database.prepare<[], PaymentRow>(
    `SELECT ${columns} FROM payment WHERE mayStillBePaid = 1 ORDER BY endedAtMs`,
  )
  const unresolved = database.prepare<[], { count: number }>(
    `SELECT (SELECT count(*) FROM payment WHERE ${inLiveStates} AND state IN ('unknown', 'conflicted'))
       + (SELECT count(*) FROM discrepancy) AS count`,
  )

  const lastCompleted = database.prepare<[], { saleId: SaleId }>(
    `SELECT subject AS saleId FROM journal WHERE kind = 'sale.completed'
     ORDER BY epoch DESC, seq DESC LIMIT 1`,
  )
  const lastSeen = database.prepare<[], { saleId: SaleId }>('SELECT saleId FROM lastSeen')
  const setLastSeen = database.prepare('INSERT OR REPLACE INTO lastSeen VALUES (1, ?)')

  const view = (row: PaymentRow): PaymentView => {
    const { codeText, payee, shownAtMs, expiresAtMs, tenderedMinor, changeMinor } = row
    const hasCode = codeText !== null && payee !== null && shownAtMs !== null
    return {
      paymentId: row.paymentId,
      saleId: row.saleId,
      method: row.method,
      amountMinor: row.amountMinor,
      state: row.state,
      createdAtMs: row.createdAtMs,
      endedAtMs: row.endedAtMs,
      cashier: nameOf(row.cashier),
      reference: row.reference,
      providerReference: row.providerReference,
      code:
        hasCode && expiresAtMs !== null ? { text: codeText, payee, shownAtMs, expiresAtMs } : null,
      cash: tenderedMinor !== null && changeMinor !== null ? { tenderedMinor, changeMinor } : null,
      closeReason: row.closeReason,
      mayStillBePaid: row.mayStillBePaid === 1,
      discrepancyMinor: row.discrepancyMinor,
      ...following(row.paymentId),
    }
  }

  const saleView = (row: SaleRow): SaleView => {
    const payments = paymentsOfSale.all(row.saleId)
    const paidMinor = payments
      .filter(({ state }) => state === 'succeeded')
      .reduce((sumMinor, { amountMinor }) => sumMinor + amountMinor, 0)
    const restMinor = row.totalMinor + row.roundingMinor - paidMinor
    return {
      saleId: row.saleId,
      state: row.state,
      aside: row.aside === 1,
      openedAtMs: row.openedAtMs,
      cashier: nameOf(row.cashier),
      reference: row.reference,
      description: row.description,
      totalMinor: row.totalMinor,
      paidMinor,
      roundingMinor: row.roundingMinor,
      restMinor,
      restInCoinsMinor: dueInCoins(restMinor),
      livePaymentId: payments.find(({ state }) => !isTerminal(state))?.paymentId ?? null,
      receiptNumber: row.receiptNumber,
      payments: payments.map(view),
    }
  }

  return {
    sale(saleId: string): SaleView | undefined {
      const row = saleById.get(saleId)
      return row && saleView(row)
    },
    /** The open sale that is not set aside: there is at most one. */
    currentSale(): SaleView | undefined {
      const row = currentSale.get()
      return row && saleView(row)
    },
    /** The sale completed last, if nobody has read its result yet. */
    lastCompletedUnseen(): SaleId | null {
      const saleId = lastCompleted.get()?.saleId
      return saleId === undefined || saleId === lastSeen.get()?.saleId ? null : saleId
    },
    noteSeen: (saleId: SaleId): void => {
      setLastSeen.run(saleId)
    },
    waitingSales: () => waiting.all(),
    payment: (paymentId: string) => paymentById.get(paymentId),
    view,
    /** The newest first. @param before ids are in the order of time; null: from the newest */
    newest: (before: PaymentId | null, limit: number) => newest.all(before ?? '~', limit),
    livePayments: () => live.all(),
    /** Ended without money, and money may still come. */
    watchedPayments: () => watched.all(),
    unresolvedCount: () => unresolved.get()?.count ?? 0,
  }
}
