/** Who is signed in at a window. */
import { z } from 'zod'
import { permissionSchema, roleSchema } from '../permissions.ts'
import { sessionIdSchema, staffIdSchema } from '../ids.ts'
import { defineCalls, defineEvents } from './define.ts'
import { staffTileSchema } from './counter.ts'
import { pinSchema } from './override.ts'

export const sessionSchema = z
  .object({
    sessionId: sessionIdSchema,
    staffId: staffIdSchema,
    name: z.string(),
    role: roleSchema,
    permissions: z.array(permissionSchema),
    /** What this person may do with an override. */
    withOverride: z.array(permissionSchema),
  })
  .nullable()
export type SessionView = z.infer<typeof sessionSchema>

export const sessionCalls = defineCalls({
  /** The last used first. At most 200. */
  'session.staff': {
    does: 'ask',
    windows: ['till', 'manager'],
    who: 'anyone',
    input: z.strictObject({}),
    output: z.array(staffTileSchema),
  },
  'session.signIn': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'anyone',
    input: z.strictObject({
      staffId: staffIdSchema,
      pin: pinSchema,
    }),
    output: z.null(),
  },
  'session.signOut': {
    does: 'change',
    windows: ['till', 'manager'],
    who: 'signedIn',
    input: z.strictObject({}),
    output: z.null(),
  },
})

export const sessionEvents = defineEvents({
  /** Each window has its own. */
  session: { windows: ['till', 'manager'], who: 'anyone', value: sessionSchema },
})
