/** What was done, read back: payments, and the journal rows behind each. */
import { z } from 'zod'
import { paymentIdSchema } from '../ids.ts'
import { defineCalls } from './define.ts'
import { paymentSchema, saleSchema } from './sale.ts'

export const timelineRowSchema = z.object({
  epoch: z.int(),
  seq: z.int(),
  atMs: z.int(),
  kind: z.string(),
  /** Whose hand it was; null where a channel, a timer or a restart did it. */
  by: z.string().nullable(),
  /** The body of the journal row, as it was hashed. */
  body: z.record(z.string(), z.json()),
})
export type TimelineRow = z.infer<typeof timelineRowSchema>

export const historyCalls = defineCalls({
  /** Payments, the newest first. `before` is the last payment of the page before. */
  'history.payments': {
    does: 'ask',
    windows: ['till', 'manager'],
    who: 'seeHistory',
    input: z.strictObject({
      before: paymentIdSchema.nullable(),
      limit: z.int().min(1).max(100),
    }),
    output: z.object({ payments: z.array(paymentSchema), more: z.boolean() }),
  },
  /** One payment with its sale and every journal row of both; at most 500 rows, the newest. */
  'history.payment': {
    does: 'ask',
    windows: ['till', 'manager'],
    who: 'seeHistory',
    input: z.strictObject({ paymentId: paymentIdSchema }),
    output: z.object({
      payment: paymentSchema,
      sale: saleSchema,
      timeline: z.array(timelineRowSchema),
    }),
  },
})
