/** The people who may sign in: names, roles, PINs, and what happens to a wrong PIN. */
import { createHash } from 'node:crypto'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import { staffIdSchema, type StaffId } from '../../../src-shared/ids.ts'
import type { Role } from '../../../src-shared/permissions.ts'
import type { NewId } from '../ids.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'

export type Person = {
  readonly staffId: StaffId
  readonly name: string
  readonly role: Role
}

type WrongPins = { readonly wrong: number; readonly lockedUntilMs: number }

export type Staff = {
  readonly tiles: () => readonly StaffTile[]
  readonly find: (staffId: string) => Person | undefined
  /** The name to show; of somebody whose name was erased, the start of the id. */
  readonly nameOf: (staffId: string) => string
  readonly pinHash: (staffId: StaffId) => string | undefined
  readonly wrongPins: (staffId: StaffId) => WrongPins
  readonly setWrongPins: (staffId: StaffId, wrong: WrongPins) => void
  /** The row of a new person, and what is stored beside it. */
  add(person: { name: string; role: Role; pinHash: string }): {
    readonly entry: Entry
    readonly alongside: () => void
  }
}

/** Wrong tries in a row that cost nothing but a message. */
const freeTries = 4
const firstLockMs = 30_000
const longestLockMs = 15 * 60_000

/**
 * Whether a lock holds. One that would last longer than any lock was made while the clock was
 * wrong, and holds nobody.
 */
export const isLocked = (lockedUntilMs: number, nowMs: number): boolean =>
  lockedUntilMs > nowMs && lockedUntilMs - nowMs <= longestLockMs

/** How long somebody has to wait after this many wrong PINs in a row: 30 s, then doubling. */
export const lockMs = (wrong: number): number =>
  wrong <= freeTries ? 0 : Math.min(firstLockMs * 2 ** (wrong - freeTries - 1), longestLockMs)

export function createStaff(
  parts: Pick<Parts, 'clock' | 'database' | 'random' | 'training'>,
  newId: NewId,
): Staff {
  const { database } = parts
  const people = database.prepare<{ limit: number }, Person & { lockedUntilMs: number | null }>(
    `SELECT staffId, name, role, lockedUntilMs FROM staff
     JOIN staffPerson USING (staffId) LEFT JOIN wrongPin USING (staffId)
     ORDER BY lastUsedAtMs DESC, staffId LIMIT :limit`,
  )
  const one = database.prepare<[string], Person>(
    'SELECT staffId, name, role FROM staff JOIN staffPerson USING (staffId) WHERE staffId = ?',
  )
  /** On every screen, many times over: asked for once. */
  const names = new Map<string, string>()
  return {
    tiles: () =>
      people.all({ limit: 200 }).map((person) => ({
        ...person,
        trainingPin: parts.training?.staff.find(({ name }) => name === person.name)?.pin ?? null,
        lockedUntilMs:
          person.lockedUntilMs !== null && isLocked(person.lockedUntilMs, parts.clock.now())
            ? person.lockedUntilMs
            : null,
      })),
    find: (staffId) => one.get(staffId),
    nameOf(staffId) {
      const name = names.get(staffId) ?? one.get(staffId)?.name
      if (name === undefined) return staffId.slice(-6)
      names.set(staffId, name)
      return name
    },
    pinHash: (staffId) =>
      database
        .prepare<[string], { pinHash: string }>('SELECT pinHash FROM staffSecret WHERE staffId = ?')
        .get(staffId)?.pinHash,
    wrongPins: (staffId) =>
      database
        .prepare<[string], WrongPins>('SELECT wrong, lockedUntilMs FROM wrongPin WHERE staffId = ?')
        .get(staffId) ?? { wrong: 0, lockedUntilMs: 0 },
    setWrongPins: (staffId, { wrong, lockedUntilMs }) => {
      database
        .prepare('INSERT OR REPLACE INTO wrongPin VALUES (?, ?, ?)')
        .run(staffId, wrong, lockedUntilMs)
    },
    add({ name, role, pinHash }) {
      const staffId = newId(staffIdSchema)
      const salt = parts.random.bytes(16)
      const nameDigest = createHash('sha256').update(salt).update(name).digest('hex')
      return {
        entry: { kind: 'staff.added', subject: staffId, body: { v: 1, staffId, role, nameDigest } },
        alongside: () => {
          database.prepare('INSERT INTO staffPerson VALUES (?, ?, ?)').run(staffId, name, salt)
          database.prepare('INSERT INTO staffSecret VALUES (?, ?)').run(staffId, pinHash)
        },
      }
    },
  }
}
