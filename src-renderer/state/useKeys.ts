import { createContext, useContext, useEffect, useLayoutEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { KeyReader, KeyUser } from './keys.ts'

export const KeysContext = createContext<KeyReader | null>(null)

/** Takes the keys while this component is on the screen. */
export const useKeys = (user: Partial<KeyUser>): void => useReader(user, 'screen')

/** Takes the keys while this dialog is open, from every screen behind it. */
export const useDialogKeys = (user: Partial<KeyUser>): void => useReader(user, 'dialog')

function useReader(user: Partial<KeyUser>, place: 'screen' | 'dialog'): void {
  const reader = useContext(KeysContext)
  const latest = useRef(user)
  useLayoutEffect(() => {
    latest.current = user
  })
  useEffect(
    () =>
      // Each key is drawn before the next: `1 2 8 Enter` within one moment charges 128, not 0.
      reader?.use(
        {
          key: (key) => flushSync(() => latest.current.key?.(key)),
          paste: (text) => flushSync(() => latest.current.paste?.(text)),
          scanned: (text) => flushSync(() => latest.current.scanned?.(text)),
        },
        place,
      ),
    [reader, place],
  )
}
