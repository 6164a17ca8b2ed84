/** Collecting money for a sale. */
import { z } from 'zod'
import { minorSchema } from '../money.ts'
import { methodIdSchema } from '../methods.ts'
import { paymentIdSchema, saleIdSchema } from '../ids.ts'
import { defineCalls } from './define.ts'

export const paymentCalls = defineCalls({
  /** Cash counted by the cashier. Less than the rest is a part payment; more gives change. */
  'payment.takeCash': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ saleId: saleIdSchema, tenderedMinor: minorSchema }),
    output: z.object({ paymentId: paymentIdSchema, changeMinor: minorSchema }),
  },
  /** Starts one attempt by a method that somebody else confirms. */
  'payment.charge': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({
      saleId: saleIdSchema,
      method: methodIdSchema,
      amountMinor: minorSchema,
    }),
    output: z.object({ paymentId: paymentIdSchema }),
  },
  /** Asks for the end of it. What happens is told by the payment's state, not by this answer. */
  'payment.cancel': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ paymentId: paymentIdSchema }),
    output: z.null(),
  },
  /** Asks the channel now instead of when its turn comes. */
  'payment.checkNow': {
    does: 'ask',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ paymentId: paymentIdSchema }),
    output: z.null(),
  },
})
