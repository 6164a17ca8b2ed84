/** The line to a device as people see it: whether it is there, how it came and went, and what went over it. */
import { deviceHistoryLimit, deviceTraceLimit } from '../../../src-shared/contract/devices.ts'
import type { Clock, DeviceLines, LineTo, Log } from '../parts.ts'
import { openByteLink, type ByteLink } from './byteLink.ts'

export type DeviceLine = {
  readonly link: ByteLink
  /** Whether opening it has come to anything yet, good or bad. */
  wasTried(): boolean
  /** Notes what went over it, as it was understood. */
  note(way: 'in' | 'out', text: string): void
  view(): {
    readonly line: {
      open: boolean
      sinceMs: number
      reason: string | null
      nextTryAtMs: number | null
    }
    readonly history: { atMs: number; open: boolean; reason: string | null }[]
    readonly trace: { atMs: number; way: 'in' | 'out'; text: string }[]
  }
  close(): void
}

export function openDeviceLine(parts: {
  readonly to: LineTo
  readonly lines: Pick<DeviceLines, 'open'>
  readonly clock: Clock
  readonly log: Log
}): DeviceLine {
  const { to, lines, clock, log } = parts
  const history: ReturnType<DeviceLine['view']>['history'] = []
  const trace: ReturnType<DeviceLine['view']>['trace'] = []
  const keepNewest = <T>(list: T[], one: T, limit: number): void => {
    list.unshift(one)
    if (list.length > limit) list.pop()
  }
  const link = openByteLink({ path: to.path, open: () => lines.open(to), clock, log })
  let was: boolean | null = null
  const stopState = link.onState((state) => {
    // That it is still away is no news.
    if (state.open === was) return
    was = state.open
    const reason = state.open ? null : state.reason
    keepNewest(history, { atMs: clock.now(), open: state.open, reason }, deviceHistoryLimit)
  })
  return {
    link,
    wasTried: () => was !== null,
    note: (way, text) =>
      keepNewest(trace, { atMs: clock.now(), way, text: text.slice(0, 300) }, deviceTraceLimit),
    view() {
      const state = link.state()
      const line = state.open
        ? { open: true, sinceMs: state.sinceMs, reason: null, nextTryAtMs: null }
        : { ...state }
      return { line, history: [...history], trace: [...trace] }
    },
    close() {
      stopState()
      link.close()
    },
  }
}
