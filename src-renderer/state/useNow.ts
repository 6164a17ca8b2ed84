import { useSyncExternalStore } from 'react'
import { useCounter } from './till.ts'

const tickMs = 250

const readTick = (): number => Math.trunc(Date.now() / tickMs) * tickMs

const everyTick = (listener: () => void): (() => void) => {
  const ticking = setInterval(listener, tickMs)
  return () => clearInterval(ticking)
}
const never = () => () => undefined

/**
 * The time of day as the engine has it, for countdowns. It ticks only while something counts.
 * @param counting false: nothing on the screen changes with time
 */
export function useNow(counting: boolean): number {
  const counter = useCounter()
  const here = useSyncExternalStore(counting ? everyTick : never, readTick)
  // In training the engine's clock may have been put ahead.
  return counter?.state === 'ready' ? here + counter.clockAheadMs : here
}
