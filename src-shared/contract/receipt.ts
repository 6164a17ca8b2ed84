/** What the customer gets in hand. */
import { z } from 'zod'
import { saleIdSchema } from '../ids.ts'
import { receiptSchema } from '../receipt.ts'
import { defineCalls } from './define.ts'

export const receiptCalls = defineCalls({
  /** The receipt of the completed sale that is on the screen: its first showing. */
  'receipt.show': {
    does: 'ask',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ saleId: saleIdSchema }),
    output: receiptSchema,
  },
  /** The same again, marked and counted as a reprint. */
  'receipt.reprint': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'reprint',
    input: z.strictObject({ saleId: saleIdSchema }),
    output: receiptSchema,
  },
})
