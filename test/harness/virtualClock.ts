/** A clock that stands still until a test moves it: a day passes in a fraction of a second. */
import type { Clock } from '../../src-main/engine/parts.ts'

export type VirtualClock = Clock & {
  /** Runs every timer that falls due, each at its time, and lets what it started come to rest. */
  pass(ms: number): Promise<void>
  /** Moves the time without running anything, as a person who sets the clock does. */
  jump(ms: number): void
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs
  let made = 0
  const timers = new Map<number, { readonly atMs: number; readonly call: () => void }>()
  const due = (untilMs: number) =>
    [...timers]
      .filter(([, { atMs }]) => atMs <= untilMs)
      .toSorted(([a, one], [b, other]) =>
        one.atMs === other.atMs ? a - b : one.atMs - other.atMs,
      )[0]
  return {
    now: () => nowMs,
    after(delayMs, call) {
      made += 1
      const id = made
      timers.set(id, { atMs: nowMs + delayMs, call })
      return () => timers.delete(id)
    },
    async pass(ms) {
      const untilMs = nowMs + ms
      await settle()
      for (let next = due(untilMs); next; next = due(untilMs)) {
        const [id, { atMs, call }] = next
        timers.delete(id)
        nowMs = Math.max(nowMs, atMs)
        call()
        await settle()
      }
      nowMs = untilMs
    },
    jump(ms) {
      nowMs += ms
    },
  }
}
