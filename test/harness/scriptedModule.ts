/** A till's balance check with a PN532 module whose every byte a test gives. */
import { onTestFinished } from 'vitest'
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import {
  createBalanceModule,
  type BalanceModule,
} from '../../src-main/engine/devices/pn532/balance.ts'
import { memoryLine, type MemoryLine } from './memoryLine.ts'
import { moduleBytes } from './moduleBytes.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

export type ScriptedModule = {
  readonly clock: VirtualClock
  readonly line: MemoryLine
  readonly module: BalanceModule
  /** As the till notes it. */
  readonly notes: string[]
  /** The end of a check, after as long as it takes. */
  done<T>(check: Promise<T>): Promise<{ readonly result: T; readonly tookMs: number }>
}

/** What it says to what was written, in hexadecimal digits; empty: nothing. @param times how often that was written so far, from 1 on */
export type ModuleScript = (asked: string, times: number) => string

/** Bytes are so long on their way. */
const onTheWayMs = 5
const stepMs = 5
const longestMs = 60_000

export async function scriptedModule(script: ModuleScript): Promise<ScriptedModule> {
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 7, 30))
  const line = memoryLine()
  const asked = new Map<string, number>()
  line.onWritten((hex) => {
    const times = (asked.get(hex) ?? 0) + 1
    asked.set(hex, times)
    const said = script(hex, times)
    if (said !== '') clock.after(2 * onTheWayMs, () => line.send(said))
  })
  const link = openByteLink({ path: 'memory', open: line.open, clock, log: () => undefined })
  await clock.pass(0)
  const notes: string[] = []
  const note = (way: 'in' | 'out', text: string): void => void notes.push(`${way} ${text}`)
  const module = createBalanceModule({ link, clock, note })
  onTestFinished(() => {
    module.stop()
    link.close()
  })
  return {
    clock,
    line,
    module,
    notes,
    async done(check) {
      const progress = { isOver: false }
      const over = (): void => {
        progress.isOver = true
      }
      check.then(over, over)
      let tookMs = 0
      await clock.pass(0)
      for (; !progress.isOver; tookMs += stepMs) {
        if (tookMs > longestMs) throw new Error('the check does not end')
        await clock.pass(stepMs)
      }
      return { result: await check, tookMs }
    },
  }
}

const { ack, wakeUp, normalMode, firmware, pollOctopus, readOctopus, release } = moduleBytes
const { normalModeSet, firmware16, polledOctopus, released } = moduleBytes

/** As a till writes it. */
export const wakeAndSet = `${wakeUp}${normalMode}`

/** One that works, with an Octopus on it. @param instead what it says to some of what is written, acknowledgement and all */
export const workingModule = (
  block: string,
  instead: Readonly<Record<string, (times: number) => string>> = {},
): ModuleScript => {
  const usual = new Map([
    [wakeAndSet, ack + normalModeSet],
    [firmware, ack + firmware16],
    [pollOctopus, ack + polledOctopus],
    [readOctopus, ack + block],
    [release, ack + released],
  ])
  return (asked, times) => instead[asked]?.(times) ?? usual.get(asked) ?? ''
}
