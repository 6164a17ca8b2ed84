/** A connection to a provider that carries methods. Every answer that is not understood is `noAnswer`: the outcome is unknown, never "declined". */
import { z } from 'zod'
import type { PaymentId } from '../../../src-shared/ids.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { minorSchema, type Money } from '../../../src-shared/money.ts'
import type { FpsAccount } from '../qr/fpsCode.ts'

/** The body of a payment at the channel. Any repetition carries the same id and the same body. */
export type ChannelPayment = {
  readonly paymentId: PaymentId
  readonly method: MethodId
  readonly amount: Money
  /** Our short reference, unique for at least 30 days on this link. */
  readonly reference: string
  readonly shownAtMs: number
  readonly expiresAtMs: number
}

/** Texts of others are cut to what a journal row holds: an answer is not lost for its length. */
const cutTo = (limit: number) => z.string().transform((text) => text.slice(0, limit))

/** What a channel said about one payment. The id is the one it named, which may not be ours. */
export const channelAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('state'),
    paymentId: z.string().max(64),
    state: z.enum(['awaitingPayer', 'processing', 'succeeded', 'failed', 'closed', 'reversed']),
    amount: z.object({ currency: z.string().max(8), amountMinor: z.int() }),
    merchant: z.string().max(200),
    providerReference: cutTo(64).nullable(),
    /** All that was credited for this payment so far, in cents; more than `amount` if it was paid twice. */
    creditedMinor: minorSchema.nonnegative(),
  }),
  /** The channel answered that it has never seen this id. That proves nothing. */
  z.object({ kind: z.literal('neverSeen') }),
  z.object({ kind: z.literal('noAnswer'), reason: cutTo(200) }),
])
export type ChannelAnswer = Readonly<z.infer<typeof channelAnswerSchema>>

export type Channel = {
  readonly id: string
  readonly methods: readonly MethodId[]
  /** Who is paid, as the channel must name it in its answers. */
  readonly merchant: string
  /** The account that FPS codes made here ask money for; null: this channel confirms none. */
  readonly fps: {
    readonly account: FpsAccount
    /** As the payer's app shows it. */
    readonly payee: string
    /** Whether the account has a merchant service, and so takes a reference. */
    readonly referenceAllowed: boolean
  } | null
  create(payment: ChannelPayment): Promise<ChannelAnswer>
  query(paymentId: PaymentId): Promise<ChannelAnswer>
  /** Wants the end of it. The answer is the state that came of that, which may be paid. */
  close(payment: ChannelPayment): Promise<ChannelAnswer>
  /** A pushed message is a hint to ask, and nothing more. @returns how to stop listening */
  onHint(listener: (paymentId: string) => void): () => void
}
