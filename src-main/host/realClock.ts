/** The machine's own time and chance, as the engine's parts. */
import { randomBytes } from 'node:crypto'
import type { Clock, Random } from '../engine/parts.ts'

/** Node takes a longer wait for no wait at all. */
const longestWaitMs = 2_147_483_647

export const realClock: Clock = {
  now: () => Date.now(),
  after(delayMs, call) {
    if (Number.isNaN(delayMs)) throw new Error('a wait needs a length')
    let leftMs = Math.max(0, delayMs)
    let timer: NodeJS.Timeout
    const wait = (): void => {
      const nowMs = Math.min(leftMs, longestWaitMs)
      leftMs -= nowMs
      // Unref: it is the open door that keeps the till running, not a wait.
      timer = setTimeout(leftMs > 0 ? wait : call, nowMs).unref()
    }
    wait()
    return () => clearTimeout(timer)
  },
}

export const realRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)) }
