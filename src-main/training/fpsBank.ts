/**
 * The bank behind FPS, simulated: pure. It answers about one payment at a time and knows no
 * clock of its own; what it knows of a payment is the record that it is given and gives back.
 */
import type { ChannelAnswer, ChannelPayment } from '../engine/channels/channel.ts'
import { hkd } from '../../src-shared/money.ts'

export const trainingMerchant = 'HARBOUR TILL TRAINING'

export type BankRecord = {
  readonly paymentId: string
  readonly amountMinor: number
  readonly state: 'open' | 'closed'
  /** When the simulated customer pays by himself; null: only when told to. */
  readonly paysAtMs: number | null
  /** All that the customer has paid, in cents: a code can be paid twice, and after its end. */
  readonly creditedMinor: number
}

export type BankRequest =
  | {
      readonly kind: 'create'
      readonly payment: ChannelPayment
      readonly paysAfterMs: number | null
    }
  | { readonly kind: 'query'; readonly paymentId: string }
  | { readonly kind: 'close'; readonly paymentId: string; readonly amountMinor: number }

/** @returns the record to keep from now on, and what the bank answers */
export function handle(
  known: BankRecord | undefined,
  request: BankRequest,
  nowMs: number,
): { readonly record: BankRecord | undefined; readonly answer: ChannelAnswer } {
  const record = asOf(known ?? firstRecord(request, nowMs), nowMs)
  if (!record) return { record, answer: { kind: 'neverSeen' } }
  const now = request.kind === 'close' ? { ...record, state: 'closed' as const } : record
  return { record: now, answer: answerFor(now) }
}

/** The customer pays the code, whatever the shop thinks of it: a code cannot be withdrawn. */
export const paid = (record: BankRecord): BankRecord => ({
  ...record,
  paysAtMs: null,
  creditedMinor: record.creditedMinor + record.amountMinor,
})

/** A close of an id that was never seen leaves a mark, so that a later create finds it closed. */
function firstRecord(request: BankRequest, nowMs: number): BankRecord | undefined {
  switch (request.kind) {
    case 'query':
      return undefined
    case 'close':
      return {
        paymentId: request.paymentId,
        amountMinor: request.amountMinor,
        state: 'closed',
        paysAtMs: null,
        creditedMinor: 0,
      }
    case 'create':
      return {
        paymentId: request.payment.paymentId,
        amountMinor: request.payment.amount.amountMinor,
        state: 'open',
        paysAtMs: request.paysAfterMs === null ? null : nowMs + request.paysAfterMs,
        creditedMinor: 0,
      }
  }
}

const asOf = (record: BankRecord | undefined, nowMs: number): BankRecord | undefined =>
  record?.state === 'open' && record.paysAtMs !== null && record.paysAtMs <= nowMs
    ? paid(record)
    : record

function answerFor(record: BankRecord): ChannelAnswer {
  const credited = record.creditedMinor > 0
  return {
    kind: 'state',
    paymentId: record.paymentId,
    state: credited ? 'succeeded' : record.state === 'open' ? 'awaitingPayer' : 'closed',
    amount: hkd(record.amountMinor),
    merchant: trainingMerchant,
    providerReference: credited ? `TRAINING ${record.paymentId.slice(-8).toUpperCase()}` : null,
    creditedMinor: record.creditedMinor,
  }
}
