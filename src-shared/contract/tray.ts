/** The unresolved tray: whatever money nobody can account for yet, and what may be done about it. */
import { z } from 'zod'
import { discrepancyIdSchema, paymentIdSchema } from '../ids.ts'
import { methodIdSchema } from '../methods.ts'
import { minorSchema } from '../money.ts'
import { defineCalls, defineEvents, typedText } from './define.ts'
import { refundSchema } from './refund.ts'
import { paymentSchema } from './sale.ts'

/** What becomes of money beyond or after a payment's end. */
export const discrepancyDecisions = ['refunded', 'kept', 'writtenOff'] as const
export type DiscrepancyDecision = (typeof discrepancyDecisions)[number]

/** What becomes of a payment whose evidence differs from what was asked for. */
export const conflictDecisions = ['kept', 'givenBack', 'notOurs'] as const

export const discrepancySchema = z.object({
  discrepancyId: discrepancyIdSchema,
  paymentId: paymentIdSchema,
  method: methodIdSchema,
  openedAtMs: z.int(),
  amountMinor: minorSchema,
  providerReference: z.string().nullable(),
  /** The sale of this payment was paid another way: to give this back is what is right. */
  bothPaid: z.boolean(),
  /** Of this discrepancy, the newest last. */
  refunds: z.array(refundSchema).max(50),
})
export type DiscrepancyView = z.infer<typeof discrepancySchema>

export const trayItemSchema = z.object({
  /** `payment`: its outcome; `discrepancy`: money that has no place yet; `refund`: one that has not ended. */
  about: z.enum(['payment', 'discrepancy', 'refund']),
  payment: paymentSchema,
  discrepancy: discrepancySchema.nullable(),
  refund: refundSchema.nullable(),
  /** The sale's own reference and description, to find it by. */
  saleReference: z.string(),
  saleDescription: z.string(),
  saleState: z.enum(['open', 'completed', 'cancelled']),
  sinceMs: z.int(),
})
export type TrayItem = z.infer<typeof trayItemSchema>

/** The most items that the tray shows; the count in the top bar is of all. */
export const trayLimit = 100

/** Why somebody decides what no machine said. */
const reason = typedText.pipe(z.string().min(1))
const payment = { paymentId: paymentIdSchema }
const byHand = { does: 'change', windows: ['till', 'manager'], who: 'confirmByHand' } as const

export const trayCalls = defineCalls({
  /** The sale goes on without this payment, at the shop's risk. */
  'payment.freeSale': {
    ...byHand,
    input: z.strictObject({ ...payment, reason }),
    output: z.null(),
  },
  /** With the approval code or the provider's reference that was read to the supervisor. */
  'payment.confirmPaid': {
    ...byHand,
    input: z.strictObject({ ...payment, evidence: typedText.pipe(z.string().min(4)), reason }),
    output: z.null(),
  },
  'payment.confirmNotPaid': {
    ...byHand,
    input: z.strictObject({ ...payment, reason }),
    output: z.null(),
  },
  /** A code that was made here, when nobody can be asked: closed, may still be paid. */
  'payment.endUnasked': {
    ...byHand,
    input: z.strictObject({ ...payment, reason }),
    output: z.null(),
  },
  'payment.decideConflict': {
    ...byHand,
    input: z.strictObject({ ...payment, decision: z.enum(conflictDecisions), reason }),
    output: z.null(),
  },
  /** The channel says that what was confirmed by hand was not paid: it was looked into, and stands. */
  'payment.acceptDenial': {
    ...byHand,
    input: z.strictObject({ ...payment, reason }),
    output: z.null(),
  },
  /** What came of a transfer is enough: the rest is bank charges. */
  'payment.acceptShortfall': {
    ...byHand,
    input: z.strictObject({ ...payment, reason }),
    output: z.null(),
  },
  /** The goods go before the money is known to have come, up to a ceiling. */
  'payment.releaseGoods': {
    does: 'change',
    windows: ['till'],
    who: 'releaseOffline',
    input: z.strictObject({ ...payment, reason }),
    output: z.null(),
  },
  /** The money stays with the shop, or was never the shop's to keep or give. */
  'discrepancy.close': {
    ...byHand,
    input: z.strictObject({
      discrepancyId: discrepancyIdSchema,
      decision: z.enum(['kept', 'writtenOff']),
      reason,
    }),
    output: z.null(),
  },
})

export const trayEvents = defineEvents({
  /** The oldest first. */
  tray: {
    windows: ['till', 'manager'],
    who: 'signedIn',
    value: z.array(trayItemSchema).max(trayLimit).nullable(),
  },
})
