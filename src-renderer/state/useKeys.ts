import { createContext, useContext, useEffect, useLayoutEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Key, KeyReader, KeyUser } from './keys.ts'
import { RoomsContext, roomOf } from './rooms.ts'
import { ScansContext } from './scans.ts'

export const KeysContext = createContext<KeyReader | null>(null)

/**
 * Takes the keys while this component is on the screen, less those that lead to another room. A
 * scan that it has no use for goes to the sale.
 */
export const useKeys = (user: Partial<KeyUser>): void => useReader(user, 'screen')

/** Takes the keys while this dialog is open, from every screen behind it. */
export const useDialogKeys = (user: Partial<KeyUser>): void => useReader(user, 'dialog')

function useReader(user: Partial<KeyUser>, place: 'screen' | 'dialog'): void {
  const reader = useContext(KeysContext)
  const house = useContext(RoomsContext)
  const scans = useContext(ScansContext)
  const take = (key: Key) => {
    const room = place === 'screen' ? roomOf(key) : null
    if (room !== null && house) house.go(room)
    else user.key?.(key)
  }
  const scanned = user.scanned ?? (place === 'screen' ? scans?.take : undefined)
  const latest = useRef({ ...user, key: take, scanned })
  useLayoutEffect(() => {
    latest.current = { ...user, key: take, scanned }
  })
  useEffect(
    () =>
      // Each key is drawn before the next: `1 2 8 Enter` within one moment charges 128, not 0.
      reader?.use(
        {
          key: (key) => flushSync(() => latest.current.key(key)),
          paste: (text) => flushSync(() => latest.current.paste?.(text)),
          scanned: (text) => flushSync(() => latest.current.scanned?.(text)),
        },
        place,
      ),
    [reader, place],
  )
}
