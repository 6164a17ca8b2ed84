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
      /** `customerCode`: with the code that was scanned last; without it, as the method usually goes. */
      flow: z.enum(['merchantCode', 'customerCode', 'awaitingFunds']).optional(),
    }),
    output: z.object({ paymentId: paymentIdSchema }),
  },
  /**
   * Takes a code that a customer's phone showed. With an amount it is charged at once; without
   * one it is held for a minute (`counter.scanned`). What was scanned is never stored.
   */
  'payment.scan': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({
      text: z.string().min(1).max(4_096),
      charge: z.strictObject({ saleId: saleIdSchema, amountMinor: minorSchema }).nullable(),
    }),
    output: z.discriminatedUnion('became', [
      z.object({ became: z.literal('payment'), paymentId: paymentIdSchema }),
      z.object({ became: z.literal('held'), method: methodIdSchema }),
    ]),
  },
  /** Forgets the code that is held. */
  'payment.forgetScan': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({}),
    output: z.null(),
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
    windows: ['till', 'manager'],
    who: 'seeHistory',
    input: z.strictObject({ paymentId: paymentIdSchema }),
    output: z.null(),
  },
})
