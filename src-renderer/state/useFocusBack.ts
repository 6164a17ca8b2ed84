import { useEffect } from 'react'

/** Longer than a dialog takes to give the focus back to what opened it. */
const givenBackMs = 100

/**
 * For a dialog that may close over what opened it: the button that would get the focus back is
 * gone by then, and reading and tabbing go on with the screen.
 */
export function useFocusBack(): void {
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement === document.body) document.querySelector('main')?.focus()
      }, givenBackMs)
    },
    [],
  )
}
