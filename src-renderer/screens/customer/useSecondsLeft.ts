import { useCallback, useSyncExternalStore } from 'react'

const secondsUntil = (endsAtMs: number | null): number =>
  endsAtMs === null ? 0 : Math.max(0, Math.ceil((endsAtMs - Date.now()) / 1000))

/**
 * Full seconds until a moment of this computer's clock, 0 from that very moment on. It wakes when
 * the second changes and not at a steady pace, so that nothing is shown a moment too long.
 */
export function useSecondsLeft(endsAtMs: number | null): number {
  const everySecond = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const wait = (): void => {
        const leftMs = endsAtMs === null ? 0 : endsAtMs - Date.now()
        if (leftMs <= 0) return
        timer = setTimeout(
          () => {
            listener()
            wait()
          },
          leftMs % 1000 === 0 ? 1000 : leftMs % 1000,
        )
      }
      wait()
      return () => clearTimeout(timer)
    },
    [endsAtMs],
  )
  return useSyncExternalStore(everySecond, () => secondsUntil(endsAtMs))
}
