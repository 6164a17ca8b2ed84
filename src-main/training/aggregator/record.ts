/** What the aggregator knows of one payment, and how it tells of it. */
import { wireTime } from '../../../src-shared/aggregator/common.ts'
import type {
  EndRequest,
  PaymentRequest,
  PaymentResource,
} from '../../../src-shared/aggregator/payments.ts'
import type { TrainingDeed } from '../../../src-shared/contract/training.ts'
import type { MethodId } from '../../../src-shared/methods.ts'

/** What happens next by itself. `pauseMs` is how far ahead it was planned: a clock that was put back delays it no further. */
export type Planned = {
  readonly does: 'pay' | 'process' | 'refuse'
  readonly atMs: number
  readonly pauseMs: number
}

/** Its answers go wrong until then. */
export type Trouble = { readonly atMs: number; readonly pauseMs: number }

export type Credit = {
  readonly id: string
  readonly amountMinor: number
  readonly atMs: number
  /** Undone by a reversal. */
  readonly reversed: boolean
}

export type PaymentRecord = {
  readonly paymentId: string
  readonly counterId: string
  readonly method: MethodId
  readonly flow: PaymentRequest['flow'] | null
  /** What is asked for, in cents. */
  readonly amountMinor: number
  readonly reference: string
  readonly expiresAtMs: number
  /** Fixed when the payment is made; null: as usual. */
  readonly deed: TrainingDeed | null
  /** When the payer pays as usual, in ms; null: when he is told to. */
  readonly usualPauseMs: number | null
  /** Whether the counter was answered about it; not for one that only its payer saw, or that was ended unseen. */
  readonly accepted: boolean
  /** Whether the payer has something that he can pay. */
  readonly begun: boolean
  readonly state: 'waiting' | 'processing' | 'refused' | 'closed' | 'reversed'
  /** What is to be scanned, where the aggregator made it. */
  readonly codeText: string | null
  readonly wallet: string | null
  /** A code can be paid twice, and after its end. */
  readonly credits: readonly Credit[]
  /** By refunds that are made or on the way, in cents. */
  readonly refundedMinor: number
  /** By reversals, in cents. */
  readonly reversedMinor: number
  /** Whether the refusal was told: one who was paid after all says so from then on. */
  readonly saidRefused: boolean
  readonly next: Planned | null
  readonly trouble: Trouble | null
}

export function newRecord(
  paymentId: string,
  counterId: string,
  request: PaymentRequest,
  { deed, usualPauseMs }: Pick<PaymentRecord, 'deed' | 'usualPauseMs'>,
): PaymentRecord {
  return {
    ...blank(paymentId, counterId, request),
    flow: request.flow,
    reference: request.reference,
    expiresAtMs: Date.parse(request.expiresAt),
    deed,
    usualPauseMs,
    state: 'waiting',
  }
}

/** A payment that is ended before it was ever seen: it will never take money. */
export const tombstone = (
  paymentId: string,
  counterId: string,
  request: EndRequest,
): PaymentRecord => blank(paymentId, counterId, request)

const blank = (
  paymentId: string,
  counterId: string,
  { method, amount }: EndRequest,
): PaymentRecord => ({
  paymentId,
  counterId,
  method,
  flow: null,
  amountMinor: amount.amountMinor,
  reference: '',
  expiresAtMs: 0,
  deed: null,
  usualPauseMs: null,
  accepted: false,
  begun: false,
  state: 'closed',
  codeText: null,
  wallet: null,
  credits: [],
  refundedMinor: 0,
  reversedMinor: 0,
  saidRefused: false,
  next: null,
  trouble: null,
})

const sum = (credits: readonly Credit[]): number =>
  credits.reduce((total, { amountMinor }) => total + amountMinor, 0)

/** All that ever came in, in cents. */
export const creditedEver = ({ credits }: PaymentRecord): number => sum(credits)
/** What came in and was not undone by a reversal, in cents. */
export const creditedNow = ({ credits }: PaymentRecord): number =>
  sum(credits.filter(({ reversed }) => !reversed))
/** What is still with the shop, in cents. */
export const netMinor = (record: PaymentRecord): number =>
  creditedEver(record) - record.reversedMinor - record.refundedMinor

export const isPaid = (record: PaymentRecord): boolean =>
  record.flow === 'awaitingFunds'
    ? creditedNow(record) >= record.amountMinor
    : creditedNow(record) > 0

export const nextAtMs = ({ next, trouble }: PaymentRecord): number | null =>
  next && trouble ? Math.min(next.atMs, trouble.atMs) : (next?.atMs ?? trouble?.atMs ?? null)

const states = {
  waiting: 'awaitingPayer',
  processing: 'processing',
  refused: 'failed',
  closed: 'closed',
  reversed: 'reversed',
} as const

export type House = {
  readonly environment: 'training'
  readonly merchant: string
  /** As a payer's app names the shop. */
  readonly payee: string
}

const hkd = (amountMinor: number) => ({ currency: 'HKD', amountMinor })

export function resourceOf(record: PaymentRecord, house: House): PaymentResource {
  const { paymentId, method, reference, codeText, credits } = record
  const live = credits.filter(({ reversed }) => !reversed)
  const paid = isPaid(record)
  const state = paid ? 'succeeded' : states[record.state]
  // Somebody who pays another amount has paid that.
  const paidMinor = record.flow === 'awaitingFunds' ? undefined : live[0]?.amountMinor
  return {
    id: paymentId,
    environment: house.environment,
    merchant: house.merchant,
    method,
    state,
    amount: hkd(paidMinor ?? record.amountMinor),
    code:
      codeText === null
        ? null
        : { text: codeText, payee: house.payee, expiresAt: wireTime(record.expiresAtMs) },
    credited: hkd(creditedNow(record)),
    credits: live.map(({ id, amountMinor, atMs }) => ({
      id,
      amountMinor,
      at: wireTime(atMs),
      reference,
    })),
    refunded: hkd(record.refundedMinor + record.reversedMinor),
    providerReference: credits.length > 0 ? `TRAINING ${paymentId.slice(-8).toUpperCase()}` : null,
    wallet: paid || state === 'processing' || state === 'reversed' ? record.wallet : null,
    refusal: state === 'failed' ? 'The customer’s bank or wallet refused.' : null,
  }
}
