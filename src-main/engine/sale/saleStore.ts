/** Sales and payments as the derived tables hold them, read into the shapes of the contract. */
import type { Database } from 'better-sqlite3'
import { cardFactsSchema } from '../../../src-shared/cardFacts.ts'
import { octopusFactsSchema } from '../../../src-shared/octopusFacts.ts'
import type { CounterView } from '../../../src-shared/contract/counter.ts'
import type { PaymentState, PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId, SaleId, ShiftId, StaffId } from '../../../src-shared/ids.ts'
import type { Flow, MethodId } from '../../../src-shared/methods.ts'
import { dueInCoins } from '../../../src-shared/money.ts'
import type { Instruction } from '../channels/channel.ts'
import { actionsOf } from '../payment/actions.ts'
import { countsMinor } from '../payment/rows.ts'
import { isTerminal, liveStates } from '../payment/transition.ts'
import { refundableMinor, refundedMinor } from '../refund/refundable.ts'
import type { RefundStore } from '../refund/refundStore.ts'

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
  /** What came for it, as far as the channel told, in cents. */
  readonly creditedMinor: number
  readonly flow: Flow
  readonly wallet: string | null
  /** As JSON. */
  readonly card: string | null
  readonly paidBy: MethodId
  /** As JSON. */
  readonly octopus: string | null
  readonly refusal: string | null
  readonly scanLastFour: string | null
  readonly byHand: PaymentView['byHand']
  readonly atRisk: 0 | 1
  readonly beyondSale: 0 | 1
  readonly goodsReleased: 0 | 1
  readonly closeOwed: 0 | 1
  readonly takenMinor: number | null
  readonly shortfallMinor: number
  readonly watchOver: 0 | 1
  /** A supervisor has looked into the channel's denial of what was confirmed by hand. */
  readonly denialAccepted: 0 | 1
  /** All that came after or beyond its end, in cents. */
  readonly discrepancyMinor: number
  /** What of that nobody has decided about. */
  readonly openMinor: number
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

/** A transfer is waited for: for days, and no customer with it. */
const awaitsFunds = `EXISTS (SELECT 1 FROM payment WHERE payment.saleId = sale.saleId
  AND payment.flow = 'awaitingFunds' AND payment.state = 'awaitingPayer')`

export type SaleStore = ReturnType<typeof createSaleStore>

const saleColumns = `sale.*, (SELECT number FROM receipt
  WHERE receipt.saleId = sale.saleId) AS receiptNumber`

const columns = `payment.*, coalesce((SELECT sum(amountMinor) FROM discrepancy
  WHERE discrepancy.paymentId = payment.paymentId), 0) AS discrepancyMinor,
  coalesce((SELECT sum(amountMinor) FROM discrepancy
  WHERE discrepancy.paymentId = payment.paymentId AND decision IS NULL), 0) AS openMinor`

const inLiveStates = `state IN (${liveStates.map((state) => `'${state}'`).join(', ')})`

/** Live payments that keep every other attempt on their sale from starting. */
const inTheWay = ({ state, flow, atRisk }: PaymentRow): boolean =>
  !isTerminal(state) && atRisk === 0 && flow !== 'awaitingFunds'

export type SaleStoreParts = {
  readonly database: Database
  readonly nameOf: (staffId: string) => string
  readonly refunds: RefundStore
  readonly following: (paymentId: PaymentId) => Following
  readonly instructions: (channel: string | null, method: MethodId) => readonly Instruction[]
  /** Of a card's payment: where it is paid. */
  readonly terminal: (channel: string | null, paymentId: PaymentId) => PaymentView['terminal']
  /** Of one by Octopus: what is going on at the reader. */
  readonly reader: (payment: PaymentRow) => PaymentView['reader']
  /** As it is printed on the card; null: it was erased. */
  readonly octopusNumber: (digest: string) => string | null
  readonly now: () => number
}

export function createSaleStore({
  database,
  nameOf,
  refunds,
  following,
  instructions,
  terminal,
  reader: readerOf,
  octopusNumber,
  now: clockNow,
}: SaleStoreParts) {
  const saleById = database.prepare<[string], SaleRow>(
    `SELECT ${saleColumns} FROM sale WHERE saleId = ?`,
  )
  const currentSale = database.prepare<[], SaleRow>(
    `SELECT ${saleColumns} FROM sale WHERE state = 'open' AND aside = 0 ORDER BY openedAtMs LIMIT 1`,
  )
  const waiting = database.prepare<[], WaitingSale>(
    `SELECT saleId, state, openedAtMs, reference, description, totalMinor,
       coalesce((SELECT sum(amountMinor) FROM payment
         WHERE payment.saleId = sale.saleId AND payment.state = 'succeeded'
           AND payment.beyondSale = 0), 0)
       - coalesce((SELECT sum(amountMinor) FROM refund WHERE refund.saleId = sale.saleId
           AND sale.state = 'open' AND discrepancyId IS NULL AND refund.state <> 'failed'), 0)
       AS paidMinor
     FROM sale WHERE aside = 1 ORDER BY ${awaitsFunds}, openedAtMs LIMIT ${waitingLimit}`,
  )
  const waitingForCustomers = database.prepare<[], { count: number }>(
    `SELECT count(*) AS count FROM sale WHERE aside = 1 AND state = 'open' AND NOT ${awaitsFunds}`,
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
    `SELECT ${columns} FROM payment
     WHERE mayStillBePaid = 1 OR closeOwed = 1 OR (byHand = 'paid' AND watchOver = 0)
     ORDER BY endedAtMs`,
  )
  const scannedBefore = database.prepare<[string], { paymentId: string }>(
    'SELECT paymentId FROM payment WHERE scanDigest = ? LIMIT 1',
  )
  const credits = database.prepare<[string], { creditId: string }>(
    'SELECT creditId FROM credit WHERE paymentId = ?',
  )
  const discrepanciesOf = database.prepare<[string], { discrepancyId: string }>(
    'SELECT discrepancyId FROM discrepancy WHERE paymentId = ? LIMIT 50',
  )
  const released = database.prepare<[string], { sumMinor: number | null }>(
    `SELECT sum(amountMinor) AS sumMinor FROM payment WHERE goodsReleased = 1
       AND state <> 'succeeded' AND (${inLiveStates} OR shiftId = ?)`,
  )

  const lastCompleted = database.prepare<[], { saleId: SaleId }>(
    `SELECT subject AS saleId FROM journal WHERE kind = 'sale.completed'
     ORDER BY epoch DESC, seq DESC LIMIT 1`,
  )
  const lastSeen = database.prepare<[], { saleId: SaleId }>('SELECT saleId FROM lastSeen')
  const setLastSeen = database.prepare('INSERT OR REPLACE INTO lastSeen VALUES (1, ?)')

  const octopusOf = (row: PaymentRow): PaymentView['octopus'] => {
    if (row.octopus === null) return null
    const facts = octopusFactsSchema.parse(JSON.parse(row.octopus))
    return { ...facts, cardNumber: octopusNumber(facts.card) }
  }

  const view = (row: PaymentRow): PaymentView => {
    const { codeText, payee, shownAtMs, expiresAtMs, tenderedMinor, changeMinor } = row
    const hasCode = codeText !== null && payee !== null && shownAtMs !== null
    const given = refunds.ofPayment(row.paymentId)
    const now = following(row.paymentId)
    const reader = row.flow === 'octopusReader' && !isTerminal(row.state) ? readerOf(row) : null
    return {
      paymentId: row.paymentId,
      saleId: row.saleId,
      method: row.method,
      flow: row.flow,
      channel: row.channel,
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
      discrepancyMinor: row.openMinor,
      creditedMinor: row.creditedMinor,
      instructions: row.flow === 'awaitingFunds' ? [...instructions(row.channel, row.method)] : [],
      wallet: row.wallet,
      card: row.card === null ? null : cardFactsSchema.parse(JSON.parse(row.card)),
      paidBy: row.paidBy,
      octopus: octopusOf(row),
      reader,
      terminal: row.flow === 'cardTerminal' ? terminal(row.channel, row.paymentId) : null,
      refusal: row.refusal,
      scannedLastFour: row.scanLastFour,
      byHand: row.byHand,
      atRisk: row.atRisk === 1,
      beyondSale: row.beyondSale === 1,
      goodsReleased: row.goodsReleased === 1,
      refunds: given,
      coversMinor: Math.max(0, countsMinor(row) - refundedMinor(given, null)),
      refundableMinor: refundableMinor(row, given),
      actions: [
        ...actionsOf(row, { lineDown: now.lineDown, refunds: given, nowMs: clockNow(), reader }),
      ],
      ...now,
    }
  }

  const saleView = (row: SaleRow): SaleView => {
    const payments = paymentsOfSale.all(row.saleId)
    const views = payments.map(view)
    // What is given back of a sale that is complete leaves it complete: it was sold.
    const paidMinor =
      row.state === 'open'
        ? views.reduce((sumMinor, { coversMinor }) => sumMinor + coversMinor, 0)
        : payments.reduce((sumMinor, payment) => sumMinor + countsMinor(payment), 0)
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
      livePaymentId: payments.find(inTheWay)?.paymentId ?? null,
      receiptNumber: row.receiptNumber,
      payments: views,
    }
  }

  return {
    sale(saleId: string): SaleView | undefined {
      const row = saleById.get(saleId)
      return row && saleView(row)
    },
    /** What stands in its own row, without its payments. */
    facts: (saleId: string): Pick<SaleRow, 'reference' | 'description' | 'state'> | undefined =>
      saleById.get(saleId),
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
    /** Those that wait for a customer first, then those that wait for a transfer. */
    waitingSales: () => waiting.all(),
    /** Sales that are set aside and wait for a customer. */
    waitingCount: () => waitingForCustomers.get()?.count ?? 0,
    payment: (paymentId: string) => paymentById.get(paymentId),
    view,
    /** The newest first. @param before ids are in the order of time; null: from the newest */
    newest: (before: PaymentId | null, limit: number) => newest.all(before ?? '~', limit),
    livePayments: () => live.all(),
    /** Ended, and there may still be news of them. */
    watchedPayments: () => watched.all(),
    /** Whether this code was used before, whatever became of it. */
    wasScanned: (digest: string) => scannedBefore.get(digest) !== undefined,
    /** The ids of what came for a transfer so far. */
    creditsOf: (paymentId: string): ReadonlySet<string> =>
      new Set(credits.all(paymentId).map(({ creditId }) => creditId)),
    refundIdsOf: (paymentId: string) =>
      refunds.ofPayment(paymentId).map(({ refundId }) => refundId),
    discrepancyIdsOf: (paymentId: string) =>
      discrepanciesOf.all(paymentId).map(({ discrepancyId }) => discrepancyId),
    /** For how much goods went whose money is still to come, or did not come in this shift, in cents. */
    releasedMinor: (shiftId: ShiftId) => released.get(shiftId)?.sumMinor ?? 0,
  }
}
