/** Who is signed in at which window. Sessions live in memory: a restart ends them all. */
import type { Input } from '../../../src-shared/contract/index.ts'
import type { SessionView } from '../../../src-shared/contract/session.ts'
import type { Window } from '../../../src-shared/contract/define.ts'
import { sessionIdSchema, type SessionId } from '../../../src-shared/ids.ts'
import { permissionsOf, withOverrideOf } from '../../../src-shared/permissions.ts'
import { done } from '../../../src-shared/result.ts'
import type { NewId } from '../ids.ts'
import { refuse, type Caller, type Plan, type SignedIn } from '../plan.ts'
import type { PinCheck } from './pinCheck.ts'
import type { Person } from './staff.ts'

type Session = { readonly sessionId: SessionId; readonly person: Person }

export type Sessions = {
  /** The person behind this session, if it is the one of this window. */
  readonly person: (window: Window, session: SessionId | null) => Person | undefined
  readonly at: (window: Window) => Person | undefined
  readonly view: (window: Window) => SessionView
  signIn(input: Input<'session.signIn'>, caller: Caller): Promise<Plan<null>>
  signOut(caller: SignedIn): Plan<null>
}

export function createSessions(checkPin: PinCheck, newId: NewId): Sessions {
  const sessions = new Map<Window, Session>()

  return {
    person(window, session) {
      const present = sessions.get(window)
      return present !== undefined && present.sessionId === session ? present.person : undefined
    },
    at: (window) => sessions.get(window)?.person,
    view(window) {
      const present = sessions.get(window)
      if (!present) return null
      const { sessionId, person } = present
      const { role } = person
      return {
        sessionId,
        ...person,
        permissions: [...permissionsOf[role]],
        withOverride: [...withOverrideOf[role]],
      }
    },
    async signIn({ staffId, pin }, { window }) {
      const checked = await checkPin(staffId, pin)
      if (!checked.right) {
        const { answer, tried } = checked
        if (!tried) return refuse(answer)
        const { wrong, lockedForMs, alongside } = tried
        const body = { v: 1, staffId, window, wrong, lockedForMs } as const
        return {
          answer,
          entries: [{ kind: 'session.refused', subject: staffId, body }],
          alongside,
        }
      }
      const { person, alongside } = checked
      return {
        answer: done(null),
        entries: [
          { kind: 'session.signedIn', subject: staffId, body: { v: 1, by: staffId, window } },
        ],
        alongside,
        after: () => sessions.set(window, { sessionId: newId(sessionIdSchema), person }),
      }
    },
    signOut: ({ window, staffId }) => ({
      answer: done(null),
      entries: [
        { kind: 'session.signedOut', subject: staffId, body: { v: 1, by: staffId, window } },
      ],
      after: () => sessions.delete(window),
    }),
  }
}
