/**
 * What one press of a key says. It goes by `code`, the place of the key, so that no input method
 * gets between; letters and signs, which only a scan needs, go by `key`, as the scanner types them.
 */
export type Key =
  | { readonly kind: 'digit'; readonly digit: string }
  | { readonly kind: 'point' | 'backspace' | 'clear' | 'enter' | 'escape' | 'up' | 'down' }
  | { readonly kind: 'function'; readonly name: string }

/** Where a press goes. A field and a menu read their keys themselves, and a button its Enter. */
export type Place = 'page' | 'button' | 'menu' | 'field'

/** A press, at the time of its event: when it was made, not when the page came to it. */
export type Stroke = { readonly atMs: number; readonly place: Place } & (
  | {
      readonly kind: 'character'
      /** null for one that an amount does not have */
      readonly key: Key | null
      /** null for one that cannot be told: a dead key, Ctrl with a letter */
      readonly text: string | null
    }
  | {
      readonly kind: 'command'
      /** null for one that means nothing to the till: Tab, Ctrl with Enter */
      readonly key: Key | null
      /** What it is within a scan. Only these two end one. */
      readonly text: '\n' | '\t' | ''
    }
  /** Shift and its like: they go before a character, and are none. */
  | { readonly kind: 'modifier' }
)

/** What is read of a `KeyboardEvent`, and how it is kept from everybody else. */
export type KeyPress = {
  readonly code: string
  readonly key: string
  readonly timeStamp: number
  readonly target: unknown
  readonly repeat: boolean
  readonly isComposing: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  preventDefault(): void
  stopImmediatePropagation(): void
}

const modifiers: ReadonlySet<string> = new Set([
  'Shift',
  'CapsLock',
  'NumLock',
  'AltGraph',
  'Control',
  'Alt',
  'Meta',
])

const commands: Readonly<Record<string, Key | null>> = {
  Backspace: { kind: 'backspace' },
  Delete: { kind: 'clear' },
  NumpadEnter: { kind: 'enter' },
  Enter: { kind: 'enter' },
  Escape: { kind: 'escape' },
  ArrowUp: { kind: 'up' },
  ArrowDown: { kind: 'down' },
  Tab: null,
}

/** @returns null for a press that is nobody's business here */
export function strokeOf(press: KeyPress): Stroke | null {
  const { timeStamp: atMs, code } = press
  const place = placeOf(press.target)
  // An input method at work in a field: its Enter takes what it offers, and leaves no field.
  if (place === 'field' && (press.isComposing || press.key === 'Process')) return null
  if (modifiers.has(press.key)) return { kind: 'modifier', atMs, place }
  // Ctrl with a letter is how some scanners send control characters, Alt with digits all others.
  const chord = press.altKey || press.ctrlKey || press.metaKey
  if (/^F(?:[1-9]|1[0-2])$/u.test(code)) {
    const name = press.shiftKey ? `Shift+${code}` : code
    return {
      kind: 'command',
      atMs,
      place,
      key: chord ? null : { kind: 'function', name },
      text: '',
    }
  }
  const command = commands[code]
  if (command !== undefined) {
    const text = code.endsWith('Enter') ? '\n' : code === 'Tab' ? '\t' : ''
    const key = chord || press.shiftKey ? null : command
    return { kind: 'command', atMs, place, key, text }
  }
  const character = characterOf(press)
  if (!character) return null
  return { kind: 'character', atMs, place, ...(chord ? unreadable : character) }
}

type Character = { readonly key: Key | null; readonly text: string | null }
const unreadable: Character = { key: null, text: null }

function characterOf(press: KeyPress): Character | null {
  const { code, key } = press
  const named = namesKey(key)
  const digit = /^(?:Digit|Numpad)(\d)$/u.exec(code)?.[1]
  const numpad = code.startsWith('Numpad')
  // Without Num Lock these are arrows that nobody meant: no digit, and no arrow either.
  if (numpad && named) return unreadable
  if (digit !== undefined && (numpad || !press.shiftKey)) {
    return { key: { kind: 'digit', digit }, text: digit }
  }
  if (code === 'NumpadDecimal' || (code === 'Period' && !press.shiftKey)) {
    return { key: { kind: 'point' }, text: '.' }
  }
  if (key.length === 1) return { key: null, text: key }
  if (named) return null
  // An input method or a dead key hides what was typed; a letter is still known by its place.
  const letter = key === 'Process' ? /^Key([A-Z])$/u.exec(code)?.[1] : undefined
  return { key: null, text: (press.shiftKey ? letter : letter?.toLowerCase()) ?? null }
}

/** Whether `key` is the name of a key and not what it writes: `Home`, `F13`. */
const namesKey = (key: string): boolean =>
  key.length > 1 && key !== 'Process' && key !== 'Dead' && key !== 'Unidentified'

/** What is used of an element, in a page or in a test. */
type ElementLike = { closest(selector: string): unknown; blur(): void }

const isElement = (target: unknown): target is ElementLike =>
  typeof target === 'object' && target !== null && 'closest' in target

export function placeOf(target: unknown): Place {
  if (!isElement(target)) return 'page'
  if (target.closest('input, textarea') !== null) return 'field'
  if (target.closest('[role=menu]') !== null) return 'menu'
  return target.closest('button, a[href]') === null ? 'page' : 'button'
}

export const isField = (target: unknown): target is ElementLike => placeOf(target) === 'field'
