/**
 * The till's clock in training: the computer's own, which a trainer may put ahead to see what
 * ten minutes or a week do to a payment.
 */
import type { Clock } from '../engine/parts.ts'

export type TrainingClock = Clock & {
  /** How far it is ahead of the computer's clock, in ms. */
  aheadMs(): number
  /**
   * Puts it that far ahead of the computer's clock; 0 puts it right. Waits that are over by it
   * end soon, in the order in which they were due; put back, it makes no wait longer than it
   * was asked to be.
   */
  setAhead(aheadMs: number): void
}

type Wait = {
  readonly dueAtMs: number
  readonly end: () => void
  /** Due by the clock, whatever becomes of it: its end is on the way. */
  over: boolean
  callOffSooner: () => void
}

export function createTrainingClock(real: Clock): TrainingClock {
  // In the order in which they began.
  const waits = new Set<Wait>()
  let aheadMs = 0
  const now = (): number => real.now() + aheadMs

  const hasten = (wait: Wait): void => {
    if (wait.over) return
    wait.callOffSooner()
    const leftMs = wait.dueAtMs - now()
    wait.over = leftMs <= 0
    wait.callOffSooner = real.after(Math.max(0, leftMs), wait.end)
  }

  return {
    now,
    after(delayMs, call) {
      // Whatever becomes of the clock, this one ends the wait at its full length.
      const callOffLatest = real.after(delayMs, () => wait.end())
      const callOff = (): void => {
        waits.delete(wait)
        callOffLatest()
        wait.callOffSooner()
      }
      const wait: Wait = {
        dueAtMs: now() + delayMs,
        over: false,
        callOffSooner: () => undefined,
        end() {
          callOff()
          call()
        },
      }
      waits.add(wait)
      return callOff
    },
    aheadMs: () => aheadMs,
    setAhead(wantedMs) {
      if (!Number.isSafeInteger(wantedMs) || wantedMs < 0) throw new Error('a clock is put ahead')
      aheadMs = wantedMs
      for (const wait of [...waits].toSorted((a, b) => a.dueAtMs - b.dueAtMs)) hasten(wait)
    },
  }
}
