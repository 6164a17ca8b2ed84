/**
 * The one reader of keys. It goes by `code`, the place of the key, so that no input method gets
 * between, and it holds digits for a moment to tell a scanner's burst from a hand.
 */
export type Key =
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'point' | 'backspace' | 'clear' | 'enter' | 'escape' | 'up' | 'down' }
  | { readonly kind: 'function'; readonly name: string }

/** A key that a scanner may send and a hand does not need: it counts in a burst, no more. */
type Other = { readonly kind: 'other' }

/** Who gets the keys. Whoever came last gets them alone. */
export type KeyUser = {
  key(key: Key): void
  paste(text: string): void
  scanned(): void
}

export type KeyReader = {
  /** @returns how to leave */
  use(user: KeyUser): () => void
  stop(): void
}

/** A scanner sends its characters faster than this, one after the other. */
const holdMs = 40
/** No PIN and no amount is so long; the shortest product code and all payment codes are. */
const scannedLength = 13

const named: Readonly<Record<string, Key>> = {
  Period: { kind: 'point' },
  NumpadDecimal: { kind: 'point' },
  Backspace: { kind: 'backspace' },
  Delete: { kind: 'clear' },
  NumpadEnter: { kind: 'enter' },
  Enter: { kind: 'enter' },
  Escape: { kind: 'escape' },
  ArrowUp: { kind: 'up' },
  ArrowDown: { kind: 'down' },
}

type Pressed = Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>

/** @returns null for a key that means nothing here */
function keyOf(event: Pressed): Key | Other | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null
  if (/^F(?:[1-9]|1[0-2])$/u.test(event.code)) {
    return { kind: 'function', name: event.shiftKey ? `Shift+${event.code}` : event.code }
  }
  const digit = /^(?:Digit|Numpad)(\d)$/u.exec(event.code)?.[1]
  if (digit !== undefined && !event.shiftKey) return { kind: 'digit', digit }
  const key = named[event.code]
  if (key && !event.shiftKey) return key
  return event.key.length === 1 ? { kind: 'other' } : null
}

export function startKeys(page: Window): KeyReader {
  const users: KeyUser[] = []
  let held: (Key | Other)[] = []
  let hold: ReturnType<typeof setTimeout> | undefined

  /** @returns whether it was a scanner */
  const letGo = (): boolean => {
    clearTimeout(hold)
    const burst = held
    held = []
    if (burst.length >= scannedLength) {
      users.at(-1)?.scanned()
      return true
    }
    for (const key of burst) if (key.kind !== 'other') users.at(-1)?.key(key)
    return false
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const key = keyOf(event)
    if (!key || belongsToMenu(event.target)) return
    // Enter may move the focus to a button, which the same Enter would then press.
    if (key.kind === 'function' || key.kind === 'enter') event.preventDefault()
    // A key that is held down is one press; only deleting goes on.
    if (event.repeat && key.kind !== 'backspace') return
    const field = fieldOf(event.target)
    if (field) {
      if (key.kind === 'enter' || key.kind === 'escape') field.blur()
      if (key.kind === 'function') users.at(-1)?.key(key)
      return
    }
    if (key.kind === 'digit' || key.kind === 'point' || key.kind === 'other') {
      held.push(key)
      clearTimeout(hold)
      hold = setTimeout(letGo, holdMs)
      return
    }
    const scanned = letGo()
    // The Enter that ends a scan starts nothing.
    if (!scanned || key.kind !== 'enter') users.at(-1)?.key(key)
  }

  const onPaste = (event: ClipboardEvent): void => {
    if (fieldOf(event.target)) return
    event.preventDefault()
    users.at(-1)?.paste(event.clipboardData?.getData('text') ?? '')
  }

  const listening = new AbortController()
  const { signal } = listening
  page.addEventListener('keydown', onKeyDown, { signal })
  page.addEventListener('paste', onPaste, { signal })
  // A button pressed right after the last digit must find it there.
  page.addEventListener('pointerdown', letGo, { signal, capture: true })
  // A finger or a mouse does not take the focus along: Enter goes on meaning "the next step", and
  // not "that button again".
  page.addEventListener('mousedown', keepFocus, { signal, capture: true })

  return {
    use(user) {
      users.push(user)
      return () => {
        const place = users.indexOf(user)
        if (place >= 0) users.splice(place, 1)
      }
    },
    stop() {
      clearTimeout(hold)
      listening.abort()
    },
  }
}

const keepFocus = (event: MouseEvent): void => {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
}

const fieldOf = (target: EventTarget | null): HTMLInputElement | null =>
  target instanceof HTMLInputElement ? target : null

const belongsToMenu = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role=menu]') !== null
