import { useSyncExternalStore } from 'react'

const tickMs = 250

const readTick = (): number => Math.trunc(Date.now() / tickMs) * tickMs

const everyTick = (listener: () => void): (() => void) => {
  const ticking = setInterval(listener, tickMs)
  return () => clearInterval(ticking)
}
const never = () => () => undefined

/**
 * The time of day, for countdowns. It ticks only while something counts.
 * @param counting false: nothing on the screen changes with time
 */
export const useNow = (counting: boolean): number =>
  useSyncExternalStore(counting ? everyTick : never, readTick)
