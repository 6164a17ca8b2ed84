import type { KeyboardEvent } from 'react'

/**
 * Enter or Esc in a field: done with it. The field cannot just be left: the dialog would give it
 * the focus back.
 */
export const leaving =
  (leave: () => void) =>
  ({ code, nativeEvent }: KeyboardEvent): void => {
    // This Enter or Esc is for the input method.
    if (nativeEvent.isComposing) return
    if (code === 'Enter' || code === 'NumpadEnter' || code === 'Escape') leave()
  }
