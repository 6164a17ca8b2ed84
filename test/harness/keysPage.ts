/**
 * A page with a keyboard, and with its own time, in place of a browser's. It can be busy: what
 * is pressed meanwhile waits, with the time at which it was pressed, and timers run late.
 */
import { typeKey } from '../../src-renderer/state/entry.ts'
import { startKeys, type Key, type KeysPage } from '../../src-renderer/state/keys.ts'

export type Press = {
  readonly code: string
  readonly key: string
  readonly shiftKey?: boolean
  readonly altKey?: boolean
  readonly ctrlKey?: boolean
  readonly repeat?: boolean
  readonly isComposing?: boolean
  readonly target?: Element
}

export type Element = {
  closest(selector: string): unknown
  blur(): void
  /** What it does itself with a key. It then stops the event, as React Aria's buttons do. */
  readonly takes?: (key: string) => boolean
}

export type Busy = {
  readonly fromMs: number
  readonly toMs: number
  /** Browsers do not promise which of what waited comes first. */
  readonly first: 'timers' | 'presses'
}

type Type = 'keydown' | 'paste' | 'mousedown' | 'pointerup' | 'blur'
type Listener = { readonly type: Type; readonly capture: boolean; call(event: unknown): void }
type Due = { readonly atMs: number; readonly kind: 'timers' | 'presses'; call(): void }

type Turn = Due & { readonly id: number; readonly runMs: number; readonly turn: number }

const isBefore = (a: Turn, b: Turn): boolean => {
  if (a.runMs !== b.runMs) return a.runMs < b.runMs
  if (a.turn !== b.turn) return a.turn < b.turn
  return a.atMs === b.atMs ? a.id < b.id : a.atMs < b.atMs
}

export class KeysTestPage implements KeysPage {
  nowMs = 1_000
  /** Presses that went on to the page or the browser. */
  readonly passed: string[] = []
  readonly #listeners: Listener[] = []
  readonly #due = new Map<number, Due>()
  #made = 0
  #busy: readonly Busy[] = []

  addEventListener(
    type: Type,
    listener: (event: never) => void,
    { capture, signal }: { readonly capture: boolean; readonly signal: AbortSignal },
  ): void {
    const added = { type, capture, call: (event: unknown) => listener(event as never) }
    this.#listeners.push(added)
    signal.addEventListener('abort', () => {
      this.#listeners.splice(this.#listeners.indexOf(added), 1)
    })
  }

  setTimeout(call: () => void, delayMs: number): number {
    return this.#add({ atMs: this.nowMs + delayMs, kind: 'timers', call })
  }

  clearTimeout(timer: number | undefined): void {
    if (timer !== undefined) this.#due.delete(timer)
  }

  timers(): number {
    return [...this.#due.values()].filter(({ kind }) => kind === 'timers').length
  }

  listeners(): number {
    return this.#listeners.length
  }

  isBusy(...busy: readonly Busy[]): void {
    this.#busy = busy
  }

  /** Now, or at a time to come. */
  press(press: Press, atMs = this.nowMs): void {
    if (atMs === this.nowMs) this.#keydown(press, atMs)
    else this.#add({ atMs, kind: 'presses', call: () => this.#keydown(press, atMs) })
  }

  /** What was made then comes only now: the machine was busy, not the page. */
  comeLate(press: Press, madeMs: number): void {
    this.#keydown(press, madeMs)
  }

  /** An event that is no key. */
  happen(type: Exclude<Type, 'keydown'>, event: object = {}): void {
    this.#dispatch(type, {
      target: null,
      timeStamp: this.nowMs,
      preventDefault: () => undefined,
      ...event,
    })
  }

  pass(ms: number): void {
    const untilMs = this.nowMs + ms
    for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
      this.#due.delete(next.id)
      this.nowMs = Math.max(this.nowMs, next.runMs)
      next.call()
    }
    this.nowMs = untilMs
  }

  #add(due: Due): number {
    this.#made += 1
    this.#due.set(this.#made, due)
    return this.#made
  }

  #next(untilMs: number) {
    let next: Turn | undefined
    for (const [id, due] of this.#due) {
      const busy = this.#busy.find(({ fromMs, toMs }) => fromMs < due.atMs && due.atMs <= toMs)
      const turn = busy && busy.first !== due.kind ? 1 : 0
      const one = { id, ...due, runMs: busy?.toMs ?? due.atMs, turn }
      if (one.runMs <= untilMs && (!next || isBefore(one, next))) next = one
    }
    return next
  }

  #keydown({ target, ...press }: Press, timeStamp: number): void {
    let prevented = false
    const event = {
      shiftKey: false,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
      repeat: false,
      isComposing: false,
      ...press,
      target: target ?? null,
      timeStamp,
      preventDefault: () => {
        prevented = true
      },
    }
    const stopped = this.#dispatch('keydown', event, () => target?.takes?.(press.key) ?? false)
    if (!prevented && !stopped) this.passed.push(press.key)
  }

  /** @returns whether a listener stopped it on its way down */
  #dispatch(type: Type, event: object, target: () => boolean = () => false): boolean {
    let stopped = false
    const whole = {
      ...event,
      stopImmediatePropagation: () => {
        stopped = true
      },
    }
    const call = (capture: boolean) => {
      for (const listener of this.#listeners) {
        if (listener.type === type && listener.capture === capture && !stopped) listener.call(whole)
      }
    }
    call(true)
    if (!stopped && !target()) call(false)
    return stopped
  }
}

/** @param matches the selector by which it is known */
export const element = (
  matches: string,
  takes: (key: string) => boolean = () => false,
): Element & { blurred: boolean } => ({
  blurred: false,
  closest(selector) {
    return selector.split(', ').includes(matches) ? this : null
  },
  blur() {
    this.blurred = true
  },
  takes,
})

/** A desk with an amount, and a record of everything it was given. */
export function startDesk() {
  const page = new KeysTestPage()
  const reader = startKeys(page)
  const got = { amount: '', keys: [] as string[], pasted: [] as string[] }
  const scans: (string | null)[] = []
  const nameOf = (key: Key): string => {
    if (key.kind === 'digit') return key.digit
    return key.kind === 'function' ? key.name : key.kind
  }
  const leave = reader.use(
    {
      key(key) {
        got.keys.push(nameOf(key))
        got.amount = typeKey(got.amount, key).text
      },
      paste: (text) => got.pasted.push(text),
      scanned: (text) => scans.push(text),
    },
    'screen',
  )
  return { page, reader, got, scans, leave }
}

const named: Readonly<Record<string, Press>> = {
  '\n': { code: 'Enter', key: 'Enter' },
  '\t': { code: 'Tab', key: 'Tab' },
  ' ': { code: 'Space', key: ' ' },
  '.': { code: 'Period', key: '.' },
  '-': { code: 'Minus', key: '-' },
  '/': { code: 'Slash', key: '/' },
  ';': { code: 'Semicolon', key: ';' },
  ':': { code: 'Semicolon', key: ':', shiftKey: true },
  '+': { code: 'Equal', key: '+', shiftKey: true },
}

/** The press that makes this character on a keyboard as shops have it, and as scanners pretend. */
export function pressOf(character: string): Press {
  const sign = named[character]
  if (sign) return sign
  if (/\d/u.test(character)) return { code: `Digit${character}`, key: character }
  const upper = character.toUpperCase()
  return { code: `Key${upper}`, key: character, shiftKey: character === upper }
}

export const pressesOf = (text: string): readonly Press[] => Array.from(text, pressOf)

/** A key whose name is the name of its place: `F8`, `Escape`. */
export const keyOf = (name: string): Press => ({ code: name, key: name })

/** Everything of a text, one character after the other. @returns when the last one was sent */
export function send(page: KeysTestPage, text: string, paceMs: number, atMs = page.nowMs): number {
  let sentMs = atMs
  for (const [place, press] of pressesOf(text).entries()) {
    sentMs = atMs + place * paceMs
    if (press.shiftKey === true) page.press({ code: 'ShiftLeft', key: 'Shift' }, sentMs)
    page.press(press, sentMs)
  }
  return sentMs
}
