/** Who is signed in at which window. Sessions live in memory: a restart ends them all. */
import type { Input } from '../../../src-shared/contract/index.ts'
import type { SessionView } from '../../../src-shared/contract/session.ts'
import type { Window } from '../../../src-shared/contract/define.ts'
import { sessionIdSchema, type SessionId } from '../../../src-shared/ids.ts'
import { permissionsOf } from '../../../src-shared/permissions.ts'
import { done, failed } from '../../../src-shared/result.ts'
import type { NewId } from '../ids.ts'
import type { Parts } from '../parts.ts'
import { refuse, type Caller, type Plan, type SignedIn } from '../plan.ts'
import { isLocked, lockMs, type Person, type Staff } from './staff.ts'

type Session = { readonly sessionId: SessionId; readonly person: Person }

export type Sessions = {
  /** The person behind this session, if it is the one of this window. */
  readonly person: (window: Window, session: SessionId | null) => Person | undefined
  readonly at: (window: Window) => Person | undefined
  readonly view: (window: Window) => SessionView
  signIn(input: Input<'session.signIn'>, caller: Caller): Promise<Plan<null>>
  signOut(caller: SignedIn): Plan<null>
}

export function createSessions(
  parts: Pick<Parts, 'clock' | 'passwordHash'>,
  staff: Staff,
  newId: NewId,
): Sessions {
  const sessions = new Map<Window, Session>()
  // One try at a time for each person: many at once would all be counted from the same number.
  const trying = new Set<string>()

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
      return { sessionId, ...person, permissions: [...permissionsOf[person.role]] }
    },
    async signIn({ staffId, pin }, { window }) {
      const person = staff.find(staffId)
      const hash = staff.pinHash(staffId)
      if (!person || hash === undefined) return refuse(failed('staffUnknown'))
      const { lockedUntilMs } = staff.wrongPins(staffId)
      if (isLocked(lockedUntilMs, parts.clock.now())) {
        return refuse(failed('lockedOut', { untilMs: lockedUntilMs }))
      }
      if (trying.has(staffId)) return refuse(failed('tooManyCalls'))
      trying.add(staffId)
      const right = await parts.passwordHash.verify(pin, hash).finally(() => trying.delete(staffId))
      const { wrong } = staff.wrongPins(staffId)
      if (!right) {
        const lockedForMs = lockMs(wrong + 1)
        const untilMs = lockedForMs === 0 ? 0 : parts.clock.now() + lockedForMs
        return {
          answer: lockedForMs === 0 ? failed('wrongPin') : failed('lockedOut', { untilMs }),
          entries: [
            {
              kind: 'session.refused',
              subject: staffId,
              body: { v: 1, staffId, window, wrong: wrong + 1, lockedForMs },
            },
          ],
          alongside: () =>
            staff.setWrongPins(staffId, { wrong: wrong + 1, lockedUntilMs: untilMs }),
        }
      }
      return {
        answer: done(null),
        entries: [
          { kind: 'session.signedIn', subject: staffId, body: { v: 1, by: staffId, window } },
        ],
        alongside: () => staff.setWrongPins(staffId, { wrong: 0, lockedUntilMs: 0 }),
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
