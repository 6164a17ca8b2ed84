/**
 * A line to a device: bytes out, bytes in, and whether it is there. What is unplugged is opened
 * again by its path, with growing pauses, for as long as somebody wants the line.
 */
import type { Clock, Log } from '../parts.ts'

/** An open line, whatever carries it: a serial port, TCP, or two queues in memory. */
export type Carrier = {
  /** Never throws: a line that cannot write ends. */
  write(bytes: Uint8Array): void
  onBytes(listener: (bytes: Uint8Array) => void): void
  /** Once, when it is gone. @param reason in the words of whoever carries it */
  onEnd(listener: (reason: string) => void): void
  close(): void
}

export type LinkState =
  | { readonly open: true; readonly sinceMs: number }
  | {
      readonly open: false
      readonly sinceMs: number
      /** Why it is not there, in the words of whoever carries it. */
      readonly reason: string
      readonly nextTryAtMs: number | null
    }

export type ByteLink = {
  state(): LinkState
  /** @returns false where there is no line now: nothing has left */
  write(bytes: Uint8Array): boolean
  /** @returns how to stop listening */
  onBytes(listener: (bytes: Uint8Array) => void): () => void
  /** It opened, or ended. @returns how to stop listening */
  onState(listener: (state: LinkState) => void): () => void
  /** For ever. */
  close(): void
}

const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000] as const

export function openByteLink(parts: {
  /** For the log: which line it is. */
  readonly path: string
  /** Rejects where it is not there. */
  readonly open: () => Promise<Carrier>
  readonly clock: Clock
  readonly log: Log
}): ByteLink {
  const { clock, log, path } = parts
  const byteListeners = new Set<(bytes: Uint8Array) => void>()
  const stateListeners = new Set<(state: LinkState) => void>()
  let carrier: Carrier | null = null
  let closed = false
  let failures = 0
  let callOff = (): void => undefined
  let state: LinkState = {
    open: false,
    sinceMs: clock.now(),
    reason: 'not opened yet',
    nextTryAtMs: null,
  }

  const become = (next: LinkState): void => {
    state = next
    for (const listener of stateListeners) listener(next)
  }

  const isGone = (reason: string): void => {
    carrier = null
    if (closed) return
    const pauseMs = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0
    failures += 1
    const nowMs = clock.now()
    const sinceMs = state.open ? nowMs : state.sinceMs
    callOff = clock.after(pauseMs, () => void tryToOpen())
    become({ open: false, sinceMs, reason: reason.slice(0, 200), nextTryAtMs: nowMs + pauseMs })
  }

  const isThere = (one: Carrier): void => {
    carrier = one
    failures = 0
    one.onBytes((bytes) => {
      if (carrier === one) for (const listener of byteListeners) listener(bytes)
    })
    one.onEnd((reason) => {
      if (carrier !== one) return
      log('warn', 'line ended', { path, reason: reason.slice(0, 200) })
      isGone(reason)
    })
    log('info', 'line open', { path })
    become({ open: true, sinceMs: clock.now() })
  }

  const tryToOpen = async (): Promise<void> => {
    try {
      const one = await parts.open()
      if (closed) one.close()
      else isThere(one)
    } catch (problem) {
      isGone(problem instanceof Error ? problem.message : String(problem))
    }
  }

  void tryToOpen()
  return {
    state: () => state,
    write(bytes) {
      if (!carrier) return false
      carrier.write(bytes)
      return true
    },
    onBytes(listener) {
      byteListeners.add(listener)
      return () => byteListeners.delete(listener)
    },
    onState(listener) {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    close() {
      closed = true
      callOff()
      carrier?.close()
      carrier = null
    },
  }
}
