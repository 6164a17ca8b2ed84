/** What a trainer may make the simulated other side do. Refused outside training. */
import { z } from 'zod'
import { paymentIdSchema } from '../ids.ts'
import { defineCalls } from './define.ts'

export const trainingCalls = defineCalls({
  /** The simulated customer pays this code now, even one that was cancelled. */
  'training.customerPays': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ paymentId: paymentIdSchema }),
    output: z.null(),
  },
})
