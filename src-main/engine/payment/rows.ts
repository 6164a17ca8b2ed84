/** The journal rows of a payment's life. Pure: they are written by whoever asked for them. */
import type { CardFacts } from '../../../src-shared/cardFacts.ts'
import type { OctopusFacts } from '../../../src-shared/octopusFacts.ts'
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyId, ShiftId } from '../../../src-shared/ids.ts'
import { methodRow, type MethodId } from '../../../src-shared/methods.ts'
import { dueInCoins } from '../../../src-shared/money.ts'
import type { Body, Entry } from '../journal/kinds.ts'
import type { Tender } from '../receipt/document.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import { transition, type PaymentEvent } from './transition.ts'

export type MoveDetails = Omit<Body<'payment.moved'>, 'v' | 'from' | 'to' | 'why'>

/** @returns the row, or null where the event has nothing to say to this state */
export function moved(
  payment: Pick<PaymentRow, 'paymentId' | 'state'>,
  why: PaymentEvent,
  details: MoveDetails = {},
): Extract<Entry, { kind: 'payment.moved' }> | null {
  const decided = transition(payment.state, why)
  if (decided.kind !== 'moved') return null
  return {
    kind: 'payment.moved',
    subject: payment.paymentId,
    body: { v: 1, from: payment.state, to: decided.to, why, ...details },
  }
}

/**
 * The rows that complete a sale when one more payment succeeds, with its receipt, or nothing
 * while it does not cover it. Settled in coins, the rest of at most 5 cents either way is rounding.
 * @param shiftId the shift that is open now
 */
export function completion(
  sale: SaleView,
  payment: Tender,
  shiftId: ShiftId | null,
  issueReceipt: IssueReceipt,
): readonly Entry[] {
  if (sale.state !== 'open') return []
  const dueMinor = dueBy(payment.method, sale)
  if (payment.amountMinor !== dueMinor) return []
  const roundingMinor = dueMinor - sale.restMinor
  const body = {
    v: 1,
    shiftId,
    paidMinor: sale.paidMinor + payment.amountMinor,
    roundingMinor,
  } as const
  return [
    { kind: 'sale.completed', subject: sale.saleId, body },
    issueReceipt(sale, payment, roundingMinor),
    ...transfersLetGo(sale, payment.reference),
  ]
}

/**
 * The rows that end the transfers that a sale still waits for: it needs them no longer.
 * @param except the reference of the one that has just come
 */
export const transfersLetGo = (sale: SaleView, except: string | null): readonly Entry[] =>
  sale.payments
    .filter(({ flow, reference }) => flow === 'awaitingFunds' && reference !== except)
    .map((payment) => moved(payment, 'cancelled', { closeReason: 'cancelled' }))
    .filter((row) => row !== null)

/** What a payment covers of its sale, in cents. */
export function countsMinor({
  state,
  beyondSale,
  amountMinor,
  takenMinor,
}: Pick<PaymentRow, 'state' | 'beyondSale' | 'amountMinor' | 'takenMinor'>): number {
  if (state !== 'succeeded' || beyondSale === 1) return 0
  return takenMinor === null ? amountMinor : Math.min(takenMinor, amountMinor)
}

type Credited = Pick<
  PaymentRow,
  | 'paymentId'
  | 'state'
  | 'beyondSale'
  | 'amountMinor'
  | 'takenMinor'
  | 'shortfallMinor'
  | 'creditedMinor'
  | 'discrepancyMinor'
>

/** What of the money that came is the payment's own, and so in no discrepancy, in cents. */
function ownMinor(payment: Credited): number {
  // What differs waits for a person's decision; only what comes on top of it is new.
  if (payment.state === 'conflicted') return payment.creditedMinor
  // Given back outside, or not ours: decided, whatever the channel goes on telling of it.
  if (payment.state !== 'succeeded' && payment.takenMinor !== null) return payment.takenMinor
  return Math.max(0, countsMinor(payment) - payment.shortfallMinor)
}

/**
 * All that is known to have come for a payment that has not ended, in cents: of what differs, what
 * came on top of it stands in discrepancies, whatever was decided about those.
 */
export const cameMinor = ({ state, creditedMinor, discrepancyMinor }: Credited): number =>
  state === 'conflicted' ? creditedMinor + discrepancyMinor : creditedMinor

/** What the channel calls the money, and what a device told of it. */
type Told = {
  readonly providerReference: string | null
  readonly card?: CardFacts | null | undefined
  readonly octopus?: OctopusFacts | null | undefined
}

/** The row of money beyond or after the payment's end, or nothing where there is none. */
export function excess(
  payment: Credited,
  creditedMinor: number,
  { providerReference, card = null, octopus = null }: Told,
  newDiscrepancyId: () => DiscrepancyId,
): readonly Entry[] {
  const amountMinor = creditedMinor - ownMinor(payment) - payment.discrepancyMinor
  if (amountMinor <= 0) return []
  const discrepancyId = newDiscrepancyId()
  const { paymentId } = payment
  const body = {
    v: 1,
    discrepancyId,
    paymentId,
    currency: 'HKD',
    amountMinor,
    providerReference,
    ...(card ? { card } : {}),
    ...(octopus ? { octopus } : {}),
  } as const
  return [{ kind: 'discrepancy.opened', subject: paymentId, body }]
}

/** What settles the sale by this method, in cents: some are taken in coins only. */
export const dueBy = (method: MethodId, { restMinor }: Pick<SaleView, 'restMinor'>): number =>
  methodRow(method).inCoins ? dueInCoins(restMinor) : restMinor

/** Whether a payment that succeeds now is none of its sale any more: what it brings is to be given back. */
export const comesBeyond = (
  { atRisk, amountMinor, method }: Pick<PaymentRow, 'atRisk' | 'amountMinor' | 'method'>,
  sale: SaleView | undefined,
): boolean => atRisk === 1 || sale?.state !== 'open' || amountMinor > dueBy(method, sale)
