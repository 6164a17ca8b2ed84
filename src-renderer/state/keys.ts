/**
 * The one reader of keys. Digits are held for a moment, to tell a scanner's burst from a hand:
 * `keysStroke` says what a press is, `keysBurst` decides whose it was, and here that is carried out.
 */
import {
  noBurst,
  readBlur,
  readOther,
  readRepeat,
  readSilence,
  readStroke,
  waitMs,
  type Reading,
} from './keysBurst.ts'
import { isField, placeOf, strokeOf, type Key, type KeyPress } from './keysStroke.ts'

export type { Key } from './keysStroke.ts'

/** Who gets the keys: whoever came last gets them alone, and a dialog before any screen. */
export type KeyUser = {
  key(key: Key): void
  paste(text: string): void
  /**
   * Once for each scan, with all of it as the scanner typed it, without the Enter or Tab at its end.
   * @param text null where it cannot be had whole: longer than any code, characters that cannot be
   *   told, cut off as the window lost the keyboard
   */
  scanned(text: string | null): void
}

export type KeyReader = {
  /**
   * @param place a dialog stands over every screen, also over one that comes after it
   * @returns how to leave
   */
  use(user: KeyUser, place: 'screen' | 'dialog'): () => void
  stop(): void
}

type Listening = { readonly signal: AbortSignal; readonly capture: boolean }

/** What of a window is used: a test brings one of its own, with its own time. */
export type KeysPage = {
  setTimeout(call: () => void, delayMs: number): number
  clearTimeout(timer: number | undefined): void
  addEventListener(type: 'keydown', listener: (event: KeyPress) => void, options: Listening): void
  addEventListener(type: 'paste', listener: (event: PasteLike) => void, options: Listening): void
  addEventListener(
    type: 'mousedown' | 'pointerup' | 'blur',
    listener: (event: EventLike) => void,
    options: Listening,
  ): void
}

type EventLike = {
  readonly target: unknown
  readonly timeStamp: number
  preventDefault(): void
}
type PasteLike = EventLike & {
  readonly clipboardData: { getData(type: string): string } | null
}

/** What was pressed while the page was busy may wait behind a timer: it gets this turn before it. */
const turnMs = 1

export function startKeys(page: KeysPage): KeyReader {
  const users: { readonly screen: KeyUser[]; readonly dialog: KeyUser[] } = {
    screen: [],
    dialog: [],
  }
  const user = (): KeyUser | undefined => users.dialog.at(-1) ?? users.screen.at(-1)
  let burst = noBurst
  let timer: number | undefined

  const carryOut = (reading: Reading): void => {
    burst = reading.burst
    wait()
    for (const act of reading.acts) {
      if (act.kind === 'key') user()?.key(act.key)
      else user()?.scanned(act.text)
    }
  }

  const wait = (): void => {
    page.clearTimeout(timer)
    const delayMs = waitMs(burst)
    if (delayMs === null) return
    timer = page.setTimeout(() => {
      timer = page.setTimeout(() => carryOut(readSilence(burst)), turnMs)
    }, delayMs)
  }

  /** Before anybody else in the page: a scanner's Enter must not reach a button that has the focus. */
  const onPress = (event: KeyPress): void => {
    const stroke = strokeOf(event)
    if (!stroke) return
    if (event.repeat) {
      burst = readRepeat(burst, stroke)
      return
    }
    const reading = readStroke(burst, stroke)
    if (reading.swallow) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    carryOut(reading)
  }

  /** After everybody else: a command that no button, list or dialog took for itself. */
  const onUntaken = (event: KeyPress): void => {
    const stroke = strokeOf(event)
    if (stroke?.kind !== 'command' || !stroke.key || stroke.place === 'menu') return
    const { key } = stroke
    // Enter may move the focus to a button, which the same Enter would then press.
    if (key.kind === 'function' || key.kind === 'enter') event.preventDefault()
    // A key that is held down is one press; only deleting goes on.
    if (event.repeat && key.kind !== 'backspace') return
    if (!isField(event.target)) user()?.key(key)
    else if (key.kind === 'function') user()?.key(key)
    else if (key.kind === 'enter' || key.kind === 'escape') event.target.blur()
  }

  const onPaste = (event: PasteLike): void => {
    if (isField(event.target)) return
    event.preventDefault()
    carryOut(readOther(burst, event.timeStamp))
    user()?.paste(event.clipboardData?.getData('text') ?? '')
  }

  const listening = new AbortController()
  const first = { signal: listening.signal, capture: true }
  const last = { signal: listening.signal, capture: false }
  page.addEventListener('keydown', onPress, first)
  page.addEventListener('keydown', onUntaken, last)
  page.addEventListener('paste', onPaste, last)
  // A button is pressed when the finger leaves it: a digit right before that must be there.
  page.addEventListener('pointerup', (event) => carryOut(readOther(burst, event.timeStamp)), first)
  page.addEventListener('blur', (event) => carryOut(readBlur(burst, event.timeStamp)), last)
  // A finger or a mouse does not take the focus along: Enter goes on meaning "the next step", and
  // not "that button again".
  page.addEventListener('mousedown', keepFocus, first)

  return {
    use(comer, place) {
      const there = users[place]
      there.push(comer)
      return () => {
        const at = there.indexOf(comer)
        if (at >= 0) there.splice(at, 1)
      }
    },
    stop() {
      page.clearTimeout(timer)
      listening.abort()
    },
  }
}

const keepFocus = (event: EventLike): void => {
  if (placeOf(event.target) === 'button') event.preventDefault()
}
