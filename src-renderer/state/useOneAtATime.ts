import { useCallback, useRef, useState } from 'react'

/**
 * Runs one thing and lets nothing else start before it has ended, so that a double press asks
 * once. The guard is a ref: a second press may come before the screen was drawn again.
 */
export function useOneAtATime(): {
  readonly busy: boolean
  readonly run: (work: () => Promise<void>) => void
} {
  const running = useRef(false)
  const [busy, setBusy] = useState(false)
  const run = useCallback((work: () => Promise<void>) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    void work().finally(() => {
      running.current = false
      setBusy(false)
    })
  }, [])
  return { busy, run }
}
