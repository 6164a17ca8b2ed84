/**
 * Override in place: somebody who may do what the caller may not consents on the same screen,
 * with his own PIN. The consent travels with the call that it is for, and holds for nothing else.
 */
import { z } from 'zod'
import { staffIdSchema } from '../ids.ts'
import { permissionSchema } from '../permissions.ts'
import { staffTileSchema } from './counter.ts'
import { defineCalls, typedText } from './define.ts'

export const pinSchema = z.string().regex(/^\d{4,8}$/u)

export const overrideSchema = z.strictObject({
  approver: staffIdSchema,
  pin: pinSchema,
  /** Why, in the words of whoever consents: journaled, and printed on the Z report. */
  reason: typedText.pipe(z.string().min(1)),
})
export type Override = z.infer<typeof overrideSchema>

export const overrideCalls = defineCalls({
  /** Whoever may consent to this for the caller: the last used first, never the caller himself. */
  'override.approvers': {
    does: 'ask',
    windows: ['till', 'manager'],
    who: 'signedIn',
    input: z.strictObject({ permission: permissionSchema }),
    output: z.array(staffTileSchema),
  },
})
