import { useCallback, useEffect, useState } from 'react'

/** Shorter than a person reads, longer than a double press takes. */
const doublePressMs = 400

/**
 * Not settled for a moment after the step on the screen has changed. The second half of a double
 * Enter or double click belongs to the step before, and must not start the next one. Whatever
 * else the person does in between settles it: that was meant for this step.
 */
export function useSettled(step: string): {
  readonly settled: boolean
  readonly settle: () => void
} {
  const [last, setLast] = useState<string | null>(null)
  const settle = useCallback(() => setLast(step), [step])
  useEffect(() => {
    const timer = setTimeout(settle, doublePressMs)
    return () => clearTimeout(timer)
  }, [settle])
  return { settled: last === step, settle }
}
