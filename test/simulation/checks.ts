/** What must hold on every simulated day, whatever went wrong on it. */
import { derivedContent, rebuild } from '../../src-main/engine/journal/derived.ts'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import type { PaymentState, PaymentView } from '../../src-shared/contract/sale.ts'
import { trayLimit, type TrayItem } from '../../src-shared/contract/tray.ts'
import type { Shop } from './shop.ts'
import { storyOf } from './story.ts'
import { inLiveStates } from './till.ts'

/** Cheap, after each step. */
export function checkAtEachStep({ till }: Shop): void {
  const sales = till.crowdedSales()
  if (sales.length > 0) throw new Error(`two payments may take money: ${JSON.stringify(sales)}`)
  if (till.bugs.length > 0) throw new Error(`bugs: ${till.bugs.join('; ')}`)
}

/** All in cents. */
type Money = {
  readonly paymentId: string
  readonly state: PaymentState
  readonly byHand: PaymentView['byHand']
  /** What the payment is worth to its sale. */
  readonly ownMinor: number
  /** What came and waits: for a decision about a conflict, or for more of a transfer. */
  readonly waitingMinor: number
  readonly discrepancyMinor: number
  readonly refundedMinor: number
  /** What had come when somebody said that it was given back outside, or is not ours. */
  readonly outsideMinor: number
  /** Refunds of which a person said that they were made, and that they were not. */
  readonly givenByHandMinor: number
  readonly notGivenByHandMinor: number
}

const byHand = `EXISTS (SELECT 1 FROM journal WHERE subject = refund.refundId
  AND kind = 'refund.moved' AND body ->> 'by' IS NOT NULL)`
const sumOfRefunds = (which: string): string => `coalesce((SELECT sum(amountMinor) FROM refund
  WHERE refund.paymentId = payment.paymentId AND ${which}), 0)`

const money = `SELECT paymentId, state, byHand,
    CASE WHEN state = 'succeeded' AND beyondSale = 0
      THEN coalesce(min(takenMinor, amountMinor), amountMinor) - shortfallMinor ELSE 0 END AS ownMinor,
    CASE WHEN state = 'conflicted' OR flow = 'awaitingFunds' AND endedAtMs IS NULL
      THEN creditedMinor ELSE 0 END AS waitingMinor,
    coalesce((SELECT sum(amountMinor) FROM discrepancy
      WHERE discrepancy.paymentId = payment.paymentId), 0) AS discrepancyMinor,
    ${sumOfRefunds(`state = 'succeeded'`)} AS refundedMinor,
    CASE WHEN state <> 'succeeded' THEN coalesce(takenMinor, 0) ELSE 0 END AS outsideMinor,
    ${sumOfRefunds(`state = 'succeeded' AND ${byHand}`)} AS givenByHandMinor,
    ${sumOfRefunds(`state = 'failed' AND ${byHand}`)} AS notGivenByHandMinor
  FROM payment WHERE channel IS NOT NULL ORDER BY paymentId`

/** When the line has been good again for long enough. */
export async function checkAtTheEnd(shop: Shop): Promise<void> {
  checkAtEachStep(shop)
  const wrong = [
    ...moneyAgrees(shop),
    ...nothingTwice(shop),
    ...nothingLeftOpen(shop, await shop.tray()),
    ...uploaded(shop),
    ...receipts(shop),
    ...whole(shop),
  ]
  if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join('\n'))
}

/**
 * Money taken is money recorded, cent by cent. The only differences that there may be are what a
 * person said and no channel has confirmed: that something was paid, that it was given back
 * outside or is not the shop's, that a refund was made or was not. Such a word is believed up to
 * its amount, and no further.
 */
function moneyAgrees(shop: Shop): string[] {
  const { till, other } = shop
  return till.database
    .prepare<[], Money>(money)
    .all()
    .flatMap((row) => {
      const isVouchedFor = row.byHand === 'paid' || row.byHand === 'contradicted'
      const vouchedMinor = isVouchedFor ? row.ownMinor : 0
      const recordedMinor =
        row.ownMinor - vouchedMinor + row.waitingMinor + row.discrepancyMinor - row.refundedMinor
      const heldMinor = other.moneyOf(row.paymentId)
      const beyondMinor = heldMinor - recordedMinor
      const mostMinor = vouchedMinor + row.outsideMinor + row.givenByHandMinor
      if (beyondMinor >= -row.notGivenByHandMinor && beyondMinor <= mostMinor) return []
      const facts = `aggregators hold ${heldMinor}, recorded: ${JSON.stringify(row)}`
      return [`${facts}\n${storyOf(shop, row.paymentId)}`]
    })
}

/** Whether the refund was asked for before the sale was complete. */
const whileOpen = `NOT EXISTS (SELECT 1 FROM journal asked JOIN journal ended
  ON ended.subject = sale.saleId AND ended.kind = 'sale.completed'
    AND (ended.epoch, ended.seq) < (asked.epoch, asked.seq)
  WHERE asked.subject = refund.refundId AND asked.kind = 'refund.requested')`

/**
 * No sale is charged twice: what its own payments took, less what was given back of them while it
 * was open, is never more than it owed, and exactly that once it is complete.
 */
function nothingTwice(shop: Shop): string[] {
  const { database } = shop.till
  const rows = database
    .prepare<[], { saleId: string; state: string; owedMinor: number; paidMinor: number }>(
      `SELECT saleId, state, totalMinor + roundingMinor AS owedMinor,
         coalesce((SELECT sum(coalesce(min(takenMinor, amountMinor), amountMinor)) FROM payment
           WHERE payment.saleId = sale.saleId AND payment.state = 'succeeded'
             AND beyondSale = 0), 0)
         - coalesce((SELECT sum(refund.amountMinor) FROM payment JOIN refund USING (paymentId)
             WHERE payment.saleId = sale.saleId AND discrepancyId IS NULL
               AND refund.state <> 'failed' AND ${whileOpen}), 0)
         AS paidMinor
       FROM sale`,
    )
    .all()
  const paymentsOf = database
    .prepare<[string], string>('SELECT paymentId FROM payment WHERE saleId = ?')
    .pluck()
  return rows
    .filter(({ state, owedMinor, paidMinor }) =>
      state === 'completed' ? paidMinor !== owedMinor : paidMinor > owedMinor,
    )
    .map((row) =>
      [
        `the sale and its payments differ: ${JSON.stringify(row)}`,
        ...paymentsOf.all(row.saleId).map((paymentId) => storyOf(shop, paymentId)),
      ].join('\n'),
    )
}

/** Every payment and refund has ended, stands in the tray, or waits for a transfer. */
function nothingLeftOpen(shop: Shop, tray: readonly TrayItem[]): string[] {
  const { database } = shop.till
  // The tray shows so many at a time; what is not shown yet comes up when those are done.
  const isFull = tray.length === trayLimit
  const shown = new Set<string>(
    tray.map(({ payment, refund }) => refund?.refundId ?? payment.paymentId),
  )
  const payments = database
    .prepare<[], { id: string; state: string; flow: string }>(
      `SELECT paymentId AS id, state, flow FROM payment WHERE ${inLiveStates}`,
    )
    .all()
    .filter(({ state, flow }) => !(state === 'awaitingPayer' && flow === 'awaitingFunds'))
    // Whatever can be asked about has been answered.
    .filter(({ state, id }) => state !== 'conflicted' || !(shown.has(id) || isFull))
  const refunds = database
    .prepare<[], { id: string; state: string }>(
      `SELECT refundId AS id, state FROM refund WHERE state NOT IN ('succeeded', 'failed')`,
    )
    .all()
    .filter(({ state, id }) => state !== 'unknown' || !(shown.has(id) || isFull))
  return [...payments, ...refunds].map(
    (row) => `still open: ${JSON.stringify(row)}\n${storyOf(shop, row.id)}`,
  )
}

const rowsOf = ({ till }: Shop): JournalRow[] =>
  till.database.prepare<[], JournalRow>('SELECT * FROM journal ORDER BY epoch, seq').all()

/** The main aggregator holds the journal, row by row. */
function uploaded(shop: Shop): string[] {
  const { main } = shop.other.parties
  const counterId = main.database.prepare<[], string>('SELECT counterId FROM head').pluck().get()
  const rows = rowsOf(shop)
  const held = main.core().journal(counterId ?? '')
  const differs = rows.findIndex((row, place) => {
    const there = held[place]
    return (
      there === undefined || there.body !== row.body || !Buffer.from(row.hash).equals(there.hash)
    )
  })
  const refused = rows.filter(({ kind }) => kind === 'upload.refused')
  return [
    ...(differs >= 0
      ? [
          `row ${differs + 1} is not held as it is: ${JSON.stringify([rows[differs], held[differs]])}`,
        ]
      : []),
    ...(held.length === rows.length ? [] : [`${rows.length} rows, ${held.length} held`]),
    ...refused.map(({ body }) => `upload refused: ${body}`),
  ]
}

/** Numbered without a gap, and one for each completed sale. */
function receipts({ till }: Shop): string[] {
  const { database } = till
  const sequences = database
    .prepare<[], number>('SELECT sequence FROM receipt ORDER BY sequence')
    .pluck()
    .all()
  const gap = sequences.findIndex((sequence, place) => sequence !== place + 1)
  const without = database
    .prepare<[], string>(
      `SELECT saleId FROM sale WHERE (state = 'completed')
         <> EXISTS (SELECT 1 FROM receipt WHERE receipt.saleId = sale.saleId)`,
    )
    .pluck()
    .all()
  return [
    ...(gap >= 0 ? [`receipt ${gap + 1} is missing`] : []),
    ...without.map((saleId) => `sale and receipt differ: ${saleId}`),
  ]
}

/** The chain is whole, and the tables say what it says. */
function whole({ till }: Shop): string[] {
  const verdict = verifyChain(till.database)
  if (!verdict.ok) return [`the chain is broken: ${JSON.stringify(verdict)}`]
  const before = derivedContent(till.database)
  rebuild(till.database)
  const after = derivedContent(till.database)
  return Object.keys(before)
    .filter((table) => before[table] !== after[table])
    .map((table) => `rebuilt, ${table} differs`)
}
