/** Giving money back: always an object of its own, never a change of the payment. */
import { z } from 'zod'
import { discrepancyIdSchema, paymentIdSchema, refundIdSchema } from '../ids.ts'
import { methodIdSchema } from '../methods.ts'
import { minorSchema } from '../money.ts'
import { defineCalls, typedText } from './define.ts'

export const refundStates = ['requested', 'pending', 'succeeded', 'failed', 'unknown'] as const
export type RefundState = (typeof refundStates)[number]

export const refundSchema = z.object({
  refundId: refundIdSchema,
  paymentId: paymentIdSchema,
  /** Null: it gives back the payment itself. */
  discrepancyId: discrepancyIdSchema.nullable(),
  method: methodIdSchema,
  amountMinor: minorSchema,
  state: z.enum(refundStates),
  requestedAtMs: z.int(),
  endedAtMs: z.int().nullable(),
  cashier: z.string(),
  reason: z.string(),
  providerReference: z.string().nullable(),
  /** Why it was refused, in the provider's words. */
  refusal: z.string().nullable(),
  /** When the channel is asked next; null: nothing is being asked. */
  nextAskAtMs: z.int().nullable(),
})
export type RefundView = z.infer<typeof refundSchema>

export const refundCalls = defineCalls({
  /** What became of a refund that nobody can be asked about any more, read from the provider's own records. */
  'refund.decide': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'confirmByHand',
    input: z.strictObject({
      refundId: refundIdSchema,
      given: z.boolean(),
      reason: typedText.pipe(z.string().min(1)),
    }),
    output: z.null(),
  },
  /**
   * Gives back a payment, in part or whole, by the method that took it; or the money of a
   * discrepancy. Above a setting somebody else has to consent.
   */
  'refund.request': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'refund',
    input: z.strictObject({
      paymentId: paymentIdSchema,
      discrepancyId: discrepancyIdSchema.nullable(),
      amountMinor: minorSchema,
      reason: typedText.pipe(z.string().min(1)),
    }),
    output: z.object({ refundId: refundIdSchema }),
  },
})
