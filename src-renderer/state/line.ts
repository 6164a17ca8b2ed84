/** The one line to the engine, whatever carries it. It comes back by itself, with growing pauses. */
import type { Request } from '../../src-shared/contract/index.ts'

export type LineState = 'connecting' | 'open' | 'away'

export type Line = {
  /** Sends at once where it can; what is sent while the line is away is for the caller to repeat. */
  send(request: Request): void
  stop(): void
}

export type LineListener = {
  state(state: LineState): void
  /** Whatever has come: it is looked at by whoever listens. */
  message(message: unknown): void
}

const pausesMs = [300, 600, 1_200, 2_500, 5_000] as const

export type Pauses = {
  /** Calls after the next pause, and not twice at a time. */
  after(call: () => void): void
  /** It went well: the next pause is a short one again. */
  reset(): void
  stop(): void
}

export function createPauses(): Pauses {
  let tries = 0
  let pause: ReturnType<typeof setTimeout> | undefined
  return {
    after(call) {
      clearTimeout(pause)
      pause = setTimeout(call, pausesMs[Math.min(tries, pausesMs.length - 1)])
      tries += 1
    },
    reset() {
      tries = 0
    },
    stop() {
      clearTimeout(pause)
    },
  }
}
