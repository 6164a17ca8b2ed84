/**
 * Whether a PIN is somebody's: for signing in and for consenting alike, so that whoever guesses
 * at one place is locked out at both.
 */
import type { StaffId } from '../../../src-shared/ids.ts'
import { failed, type Result } from '../../../src-shared/result.ts'
import type { Parts } from '../parts.ts'
import { isLocked, lockMs, type Person, type Staff } from './staff.ts'

export type PinChecked =
  | {
      readonly right: true
      readonly person: Person
      /** Forgets the wrong tries; to be run in the transaction of what the PIN was for. */
      readonly alongside: () => void
    }
  | {
      readonly right: false
      readonly answer: Extract<Result<never>, { ok: false }>
      /** A wrong try, to be journaled and counted in one transaction; null: nothing was tried. */
      readonly tried: {
        readonly wrong: number
        readonly lockedForMs: number
        readonly alongside: () => void
      } | null
    }

export type PinCheck = (staffId: StaffId, pin: string) => Promise<PinChecked>

export function createPinCheck(
  parts: Pick<Parts, 'clock' | 'passwordHash'>,
  staff: Staff,
): PinCheck {
  // One try at a time for each person: many at once would all be counted from the same number.
  const trying = new Set<StaffId>()
  // Counted here too: a disk that is full must not make tries free.
  const counted = new Map<StaffId, { wrong: number; lockedUntilMs: number }>()
  const wrongPins = (staffId: StaffId) => counted.get(staffId) ?? staff.wrongPins(staffId)
  const untried = (answer: Extract<Result<never>, { ok: false }>): PinChecked => ({
    right: false,
    answer,
    tried: null,
  })

  return async (staffId, pin) => {
    const person = staff.find(staffId)
    const hash = staff.pinHash(staffId)
    if (!person || hash === undefined) return untried(failed('staffUnknown'))
    const { lockedUntilMs } = wrongPins(staffId)
    if (isLocked(lockedUntilMs, parts.clock.now())) {
      return untried(failed('lockedOut', { untilMs: lockedUntilMs }))
    }
    if (trying.has(staffId)) return untried(failed('tooManyCalls'))
    trying.add(staffId)
    const right = await parts.passwordHash.verify(pin, hash).finally(() => trying.delete(staffId))
    if (right) {
      const none = { wrong: 0, lockedUntilMs: 0 }
      return {
        right,
        person,
        alongside: () => {
          staff.setWrongPins(staffId, none)
          counted.delete(staffId)
        },
      }
    }
    const wrong = wrongPins(staffId).wrong + 1
    const lockedForMs = lockMs(wrong)
    const untilMs = lockedForMs === 0 ? 0 : parts.clock.now() + lockedForMs
    counted.set(staffId, { wrong, lockedUntilMs: untilMs })
    return {
      right,
      answer: lockedForMs === 0 ? failed('wrongPin') : failed('lockedOut', { untilMs }),
      tried: {
        wrong,
        lockedForMs,
        alongside: () => staff.setWrongPins(staffId, { wrong, lockedUntilMs: untilMs }),
      },
    }
  }
}
