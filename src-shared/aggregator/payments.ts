/** Payments and refunds at the aggregator. */
import { z } from 'zod'
import {
  wireEnvironmentSchema,
  wireIdSchema,
  wireMethodSchema,
  wireMoneySchema,
  wireTimeSchema,
} from './common.ts'

/**
 * Who shows what: `merchantCode` the shop a code that the payer scans, `customerCode` the payer a
 * code that the shop scans; `awaitingFunds` is a reference that is paid to within days.
 */
export const wireFlowSchema = z.enum(['merchantCode', 'customerCode', 'awaitingFunds'])

/** The body of `PUT /v1/payments/{id}`: the same id again carries the same body. */
export const paymentRequestSchema = z.strictObject({
  method: wireMethodSchema,
  flow: wireFlowSchema,
  amount: wireMoneySchema,
  /** The counter's short reference, as the payer's statement shows it. */
  reference: z.string().min(1).max(32),
  createdAt: wireTimeSchema,
  /** After this it is closed by the counter; the aggregator may not take money for it any more. */
  expiresAt: wireTimeSchema,
  /** When a code that the counter made itself was shown; null: the aggregator makes the code. */
  shownAt: wireTimeSchema.nullable(),
  /** What the payer's phone showed; null in the other flows. Sealed: a compact JWE to `sealingKey`. */
  customerCode: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('plain'), text: z.string().min(1).max(64) }),
      z.strictObject({ kind: z.literal('sealed'), jwe: z.string().min(1).max(4_096) }),
    ])
    .nullable(),
})
export type PaymentRequest = z.infer<typeof paymentRequestSchema>

const wirePaymentStates = [
  'awaitingPayer',
  'processing',
  'succeeded',
  'failed',
  'closed',
  'reversed',
] as const

/** The state of a payment: the answer to every call about it. */
export const paymentResourceSchema = z.object({
  id: wireIdSchema,
  environment: wireEnvironmentSchema,
  merchant: z.string().max(64),
  method: wireMethodSchema,
  state: z.enum(wirePaymentStates),
  amount: wireMoneySchema,
  /** What is to be scanned, for a `merchantCode` that the aggregator made. */
  code: z
    .object({
      text: z.string().min(1).max(512),
      payee: z.string().min(1).max(64),
      expiresAt: wireTimeSchema,
    })
    .nullable(),
  /** All that was credited for this id so far and not undone by a reversal; more than `amount` if it was paid twice. */
  credited: wireMoneySchema,
  /** Each credit, the oldest first; at most 50. */
  credits: z
    .array(
      z.object({
        id: z.string().min(1).max(64),
        amountMinor: z.int().min(0).max(9_999_999_999),
        at: wireTimeSchema,
        /** As the payer or his bank wrote it. */
        reference: z.string().max(140),
      }),
    )
    .max(50),
  refunded: wireMoneySchema,
  /** What the provider calls it. */
  providerReference: z.string().max(200).nullable(),
  /** Which wallet it was, in the provider's words: `AlipayHK`. */
  wallet: z.string().max(40).nullable(),
  /** Why it was refused, in the provider's words. */
  refusal: z.string().max(200).nullable(),
})
export type PaymentResource = z.infer<typeof paymentResourceSchema>

/** The body of `close` and `reverse`: what is known of the payment, for an aggregator that never saw it. */
export const endRequestSchema = z.strictObject({
  amount: wireMoneySchema,
  method: wireMethodSchema,
})
export type EndRequest = z.infer<typeof endRequestSchema>

/** The body of `PUT /v1/refunds/{id}`. */
export const refundRequestSchema = z.strictObject({
  paymentId: wireIdSchema,
  amount: wireMoneySchema,
  reason: z.string().min(1).max(140),
})
export type RefundRequest = z.infer<typeof refundRequestSchema>

export const refundResourceSchema = z.object({
  id: wireIdSchema,
  paymentId: wireIdSchema,
  environment: wireEnvironmentSchema,
  merchant: z.string().max(64),
  state: z.enum(['pending', 'succeeded', 'failed']),
  amount: wireMoneySchema,
  providerReference: z.string().max(200).nullable(),
  refusal: z.string().max(200).nullable(),
})
export type RefundResource = z.infer<typeof refundResourceSchema>
