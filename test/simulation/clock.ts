/** The clock of the whole simulated world: it stands still while anything is being done. */
import type { Clock } from '../../src-main/engine/parts.ts'

export type WorldClock = Clock & {
  /** Runs every timer that falls due, each at its time, and lets what it started come to rest. */
  pass(ms: number): Promise<void>
  /** Lets time pass until this has ended. */
  until<T>(work: Promise<T>): Promise<T>
  /** The computer slept: what was to happen meanwhile happens late, as time goes on. */
  sleep(ms: number): void
}

/** How far time goes at once while something is waited for. */
const stepMs = 500

type Timer = { readonly atMs: number; readonly made: number; call: (() => void) | null }

const isBefore = (a: Timer, b: Timer): boolean =>
  a.atMs === b.atMs ? a.made < b.made : a.atMs < b.atMs

/** Everything that is under way goes on by promises alone: when this one is kept, all of it rests. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createWorldClock(startMs: number): WorldClock {
  let nowMs = startMs
  let made = 0
  /** A binary heap, the first due on top; what was called off stays in it until its time. */
  const heap: Timer[] = []

  const push = (timer: Timer): void => {
    let at = heap.length
    heap.push(timer)
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = heap[above]
      if (!parent || !isBefore(timer, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = timer
  }

  const pop = (): Timer | undefined => {
    const top = heap[0]
    const last = heap.pop()
    if (!top || !last || top === last) return top
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      const first = right && left && isBefore(right, left) ? right : left
      if (!first || !isBefore(first, last)) break
      heap[at] = first
      at = first === left ? 2 * at + 1 : 2 * at + 2
    }
    heap[at] = last
    return top
  }

  const clock: WorldClock = {
    now: () => nowMs,
    after(delayMs, call) {
      made += 1
      const timer: Timer = { atMs: nowMs + delayMs, made, call }
      push(timer)
      return () => {
        timer.call = null
      }
    },
    async pass(ms) {
      const untilMs = nowMs + ms
      await rest()
      for (;;) {
        const top = heap[0]
        if (!top || top.atMs > untilMs) break
        pop()
        const { call } = top
        if (!call) continue
        nowMs = Math.max(nowMs, top.atMs)
        call()
        await rest()
      }
      nowMs = untilMs
    },
    async until(work) {
      const state = { isOver: false }
      const over = (): void => {
        state.isOver = true
      }
      work.then(over, over)
      while (!state.isOver) await clock.pass(stepMs)
      return work
    },
    sleep(ms) {
      nowMs += ms
    },
  }
  return clock
}
