/** An exchange on a line in memory, and what ended, strayed and was written there. */
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import type { Dialect } from '../../src-main/engine/devices/card/dialect.ts'
import {
  createExchange,
  usualTimes,
  type Ended,
  type Stray,
} from '../../src-main/engine/devices/card/exchange.ts'
import { hypercomDialect } from '../../src-main/engine/devices/card/hypercom/dialect.ts'
import { memoryLine } from './memoryLine.ts'
import { createVirtualClock } from './virtualClock.ts'

/** 2026-11-21 15:30 in Hong Kong: when the terminal of the vectors approved. */
const startMs = Date.UTC(2026, 10, 21, 7, 30)

export async function onLine(dialect: Dialect = hypercomDialect({ form: 'base', voidCode: '26' })) {
  const clock = createVirtualClock(startMs)
  const line = memoryLine()
  const seen = new Set<string>()
  const strays: Stray[] = []
  const state = { hasUnknown: false, strayFails: false }
  const link = openByteLink({ path: 'memory', open: line.open, clock, log: () => undefined })
  const exchange = createExchange({
    link,
    dialect,
    clock,
    times: usualTimes,
    memory: () => ({
      seen: (key) => seen.has(key),
      hasUnknown: state.hasUnknown,
      clockToleranceMs: 120_000,
    }),
    stray(stray) {
      strays.push(stray)
      return state.strayFails ? Promise.reject(new Error('disk full')) : Promise.resolve()
    },
  })
  await clock.pass(0)
  const ended: Ended[] = []
  return {
    clock,
    line,
    link,
    seen,
    strays,
    state,
    exchange,
    ended,
    /** @param amountMinor in cents */
    sells(amountMinor = 300, reference?: string): void {
      void exchange
        .ask('sale', { amountMinor, ...(reference === undefined ? {} : { reference }) })
        .then((one) => void ended.push(one))
    },
    /** What the till wrote since it was looked at last. */
    wrote: (): string[] => line.written.splice(0),
  }
}
