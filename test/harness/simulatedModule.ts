/** A simulated NFC module on its line, and a till's balance check at the other end. */
import { onTestFinished } from 'vitest'
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import {
  createBalanceModule,
  type BalanceModule,
  type BalanceResult,
} from '../../src-main/engine/devices/pn532/balance.ts'
import {
  createTrainingModule,
  type TrainingModule,
} from '../../src-main/training/pn532/onCounter.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

export type SimulatedModule = {
  readonly clock: VirtualClock
  readonly there: TrainingModule
  readonly module: BalanceModule
  /** A whole check, after as long as it takes. */
  check(): Promise<BalanceResult>
}

const stepMs = 50
const longestMs = 60_000

export async function simulatedModule(): Promise<SimulatedModule> {
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 7, 30))
  const there = createTrainingModule({ clock })
  const link = openByteLink({ path: 'memory', open: there.open, clock, log: () => undefined })
  await clock.pass(0)
  const module = createBalanceModule({ link, clock })
  onTestFinished(() => {
    module.stop()
    link.close()
  })
  return {
    clock,
    there,
    module,
    async check() {
      const results: BalanceResult[] = []
      const checking = module.check().then((result) => results.push(result))
      for (let passedMs = 0; results.length === 0; passedMs += stepMs) {
        if (passedMs > longestMs) throw new Error('the check does not end')
        await clock.pass(stepMs)
      }
      await checking
      const [result] = results
      if (!result) throw new Error('no result')
      return result
    },
  }
}
