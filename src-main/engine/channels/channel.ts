/** A connection to a provider that carries methods. Every answer that is not understood is `noAnswer`: the outcome is unknown, never "declined". */
import { z } from 'zod'
import { cardFactsSchema } from '../../../src-shared/cardFacts.ts'
import type { Language } from '../../../src-shared/contract/counter.ts'
import type { PaymentId, RefundId } from '../../../src-shared/ids.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { minorSchema, type Money } from '../../../src-shared/money.ts'
import { octopusFactsSchema } from '../../../src-shared/octopusFacts.ts'
import type { Failure } from '../../../src-shared/result.ts'
import type { FpsAccount } from '../qr/fpsCode.ts'

/** Who shows a code to whom, or that money is waited for. */
export const channelFlows = [
  'cardTerminal',
  'octopusReader',
  'merchantCode',
  'customerCode',
  'awaitingFunds',
] as const
export type ChannelFlow = (typeof channelFlows)[number]

/** What a customer's phone showed. Lives in memory only, until it has been sent once. */
export type CustomerCode =
  | { readonly kind: 'plain'; readonly text: string }
  /** A compact JWE that only the aggregator can open. */
  | { readonly kind: 'sealed'; readonly jwe: string }

/** The body of a payment at the channel. Any repetition carries the same id and the same body. */
export type ChannelPayment = {
  readonly paymentId: PaymentId
  readonly method: MethodId
  readonly flow: ChannelFlow
  readonly amount: Money
  /** Our short reference, unique for at least 30 days on this link. */
  readonly reference: string
  readonly createdAtMs: number
  /** When a code that was made here was shown; null: the channel makes the code, or there is none. */
  readonly shownAtMs: number | null
  readonly expiresAtMs: number
  readonly customerCode: CustomerCode | null
}

export type ChannelRefund = {
  readonly refundId: RefundId
  readonly paymentId: PaymentId
  readonly amount: Money
  readonly reason: string
}

/** Texts of others are cut to what a journal row holds: an answer is not lost for its length. */
const cutTo = (limit: number) => z.string().transform((text) => text.slice(0, limit))

const answeredMoney = z.object({ currency: z.string().max(8), amountMinor: z.int() })
const noAnswer = z.object({
  kind: z.literal('noAnswer'),
  reason: cutTo(200),
  /** It is there and does as it should, and cannot say what became of this one. */
  alive: z.boolean().optional(),
})
/** The channel answered that it has never seen this id. That proves nothing. */
const neverSeen = z.object({ kind: z.literal('neverSeen') })
/** Refused outright before anything was accepted: no money can move for this id. */
const notAccepted = z.object({ kind: z.literal('notAccepted'), reason: cutTo(200) })

const creditSchema = z.object({
  creditId: z.string().min(1).max(64),
  amountMinor: minorSchema.nonnegative(),
  atMs: z.int(),
})

/** What a channel said about one payment. The id is the one it named, which may not be ours. */
export const channelAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    paymentId: z.string().max(64),
    state: z.enum(['awaitingPayer', 'processing', 'succeeded', 'failed', 'closed', 'reversed']),
    amount: answeredMoney,
    merchant: z.string().max(200),
    providerReference: cutTo(64).nullable(),
    /** All that was credited for this payment so far, in cents; more than `amount` if it was paid twice. */
    creditedMinor: minorSchema.nonnegative(),
    /** Each credit, the oldest first. */
    credits: z.array(creditSchema).max(50),
    /** What the payer is to scan, where the channel makes the code. */
    code: z
      .object({ text: z.string().min(1).max(512), payee: cutTo(64), expiresAtMs: z.int() })
      .nullable(),
    /** Which wallet it was, in the provider's words. */
    wallet: cutTo(40).nullable(),
    /** What a card terminal told of it. */
    card: cardFactsSchema.nullable().optional(),
    /** What an Octopus reader told of it. */
    octopus: octopusFactsSchema.nullable().optional(),
    /** Why it was refused, in the provider's words. */
    refusal: cutTo(200).nullable(),
  }),
  neverSeen,
  notAccepted,
  noAnswer,
])
export type ChannelAnswer = Readonly<z.infer<typeof channelAnswerSchema>>

export const refundAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    refundId: z.string().max(64),
    paymentId: z.string().max(64),
    state: z.enum(['pending', 'succeeded', 'failed']),
    amount: answeredMoney,
    merchant: z.string().max(200),
    providerReference: cutTo(64).nullable(),
    refusal: cutTo(200).nullable(),
  }),
  neverSeen,
  notAccepted,
  noAnswer,
])
export type RefundAnswer = Readonly<z.infer<typeof refundAnswerSchema>>

/** Where a transfer goes: shown to the payer in this order. */
export type Instruction = {
  readonly field: 'accountName' | 'bankName' | 'bankCode' | 'accountNumber' | 'swift'
  readonly value: string
}

/** How a channel carries a method, as its back office has it. */
export type Offer = {
  readonly flows: readonly ChannelFlow[]
  /** The most for one payment, in cents; null: no limit of its own. */
  readonly ceilingMinor: number | null
  readonly instructions: readonly Instruction[]
}

export type FpsOffer = {
  readonly account: FpsAccount
  /** As the payer's app shows it. */
  readonly payee: string
  /** Whether the account has a merchant service, and so takes a reference. */
  readonly referenceAllowed: boolean
}

/** In each of the till's languages. */
export type ChannelNotice = Readonly<Record<Language, string>>

/** What a device at the counter has, and a connection over the network has not. */
export type AtTheCounter = {
  /** What people call it. */
  readonly name: string
  /** For how long it works at one payment at most. */
  readonly patienceMs: number
  /** Why it takes no new payment now; null: it does. */
  refusal(): Failure | null
}

export type Channel = {
  readonly id: string
  /** Left out: it is reached over the network. */
  readonly device?: AtTheCounter
  /** Who is paid, as the channel must name it in its answers. */
  readonly merchant: string
  /** @returns null where it does not carry this method */
  offer(method: MethodId): Offer | null
  /** The account that FPS codes made here ask money for; null: this channel confirms none. */
  fps(): FpsOffer | null
  create(payment: ChannelPayment): Promise<ChannelAnswer>
  query(paymentId: PaymentId): Promise<ChannelAnswer>
  /** Wants the end of what nobody has paid. The answer is the state that came of it, which may be paid. */
  close(payment: ChannelPayment): Promise<ChannelAnswer>
  /** Undoes it whatever became of it; the answer is the state that came of that. */
  reverse(payment: ChannelPayment): Promise<ChannelAnswer>
  refund(refund: ChannelRefund): Promise<RefundAnswer>
  queryRefund(refundId: RefundId): Promise<RefundAnswer>
  /** Whether it works at all; asked of a channel that is out of use. Rejects never. */
  probe(): Promise<'good' | 'noAnswer'>
  /** What it lets everybody at the counter know; null: nothing. */
  notice(): ChannelNotice | null
  /** How far its clock is ahead of ours, as it told; 0: nothing speaks against ours. */
  aheadMs(): number
  /** Seals what must not be read on the way; null where this channel takes no such codes. */
  seal(text: string): Promise<string | null>
  /**
   * A pushed message is a hint to ask, and nothing more. What the listener gives back is awaited:
   * until then the hint is not dealt with, and comes again after a restart.
   * @returns how to stop listening
   */
  onHint(listener: (paymentId: string) => unknown): () => void
  /** What it offers has changed. @returns how to stop listening */
  onOffer(listener: () => void): () => void
}
