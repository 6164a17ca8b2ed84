/**
 * A scanner at the keyboard of a real browser. A scanner is a keyboard: each of its keys goes down
 * and up, at its own pace, with the time at which it did so.
 */
import type { CDPSession, Page } from '@playwright/test'
import { freshCustomerCode, type CodeMethod } from '../../src-main/training/aggregator/codes.ts'

type Timed = { readonly atMs: number; readonly character: string }

/** @returns the characters of a text, each so long after the one before */
export const keysAt = (text: string, paceMs: number, fromMs: number): readonly Timed[] =>
  Array.from(text, (character, place) => ({ character, atMs: fromMs + place * paceMs }))

export const lastMs = (keys: readonly Timed[]): number => keys.at(-1)?.atMs ?? 0

const shifted = ':?ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const signs: Readonly<Record<string, readonly [code: string, key: string, virtual: number]>> = {
  '\n': ['Enter', 'Enter', 13],
  '\t': ['Tab', 'Tab', 9],
  ' ': ['Space', ' ', 32],
  '.': ['Period', '.', 190],
  '/': ['Slash', '/', 191],
  '?': ['Slash', '?', 191],
  ':': ['Semicolon', ':', 186],
  '=': ['Equal', '=', 187],
}

function keyOf(character: string) {
  const upper = character.toUpperCase()
  const plain = /\d/u.test(character) ? `Digit${character}` : `Key${upper}`
  const [code, key, virtual] = signs[character] ?? [plain, character, upper.charCodeAt(0)]
  const text = key === 'Enter' ? '\r' : key
  const modifiers = shifted.includes(character) ? 8 : 0
  return {
    code,
    key,
    windowsVirtualKeyCode: virtual,
    modifiers,
    ...(key === 'Tab' ? {} : { text, unmodifiedText: text }),
  }
}

/** Presses each key at its time, and waits for none: a keyboard does not ask whether a page keeps up. */
export async function send(page: Page, ...all: readonly (readonly Timed[])[]): Promise<void> {
  const keyboard: CDPSession = await page.context().newCDPSession(page)
  const startMs = performance.now()
  const startedAtMs = Date.now()
  const sent: Promise<unknown>[] = []
  for (const { character, atMs } of all.flat().toSorted((a, b) => a.atMs - b.atMs)) {
    const leftMs = () => startMs + atMs - performance.now()
    while (leftMs() > 0) {
      await (leftMs() > 3
        ? new Promise((resolve) => setTimeout(resolve, leftMs() - 2))
        : new Promise((resolve) => setImmediate(resolve)))
    }
    const key = { ...keyOf(character), timestamp: (startedAtMs + atMs) / 1_000 }
    sent.push(keyboard.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }))
    sent.push(keyboard.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp', text: '' }))
  }
  await Promise.all(sent)
  await keyboard.detach()
}

/** For a page from before its first word: its timers that come due between `stand` and `go` run at `go`. */
export function holdTimers(): void {
  const after = window.setTimeout.bind(window)
  const cancel = window.clearTimeout.bind(window)
  const due = new Map<number, () => void>()
  let stand = false
  const setTimer = (call: () => void, delayMs?: number): number => {
    const id = after(() => (stand ? due.set(id, call) : call()), delayMs)
    return id
  }
  const clearTimer = (id: number): void => {
    due.delete(id)
    cancel(id)
  }
  Object.assign(window, { setTimeout: setTimer, clearTimeout: clearTimer })
  window.addEventListener('timers-stand', () => {
    stand = true
  })
  window.addEventListener('timers-go', () => {
    stand = false
    for (const [id, call] of due) {
      due.delete(id)
      call()
    }
  })
}

/**
 * The page's timers stand still meanwhile: a machine that runs tests stops for longer than any
 * scanner does between two keys. What has to tell one from the other is the time of each key.
 */
export async function press(page: Page, ...all: readonly (readonly Timed[])[]): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('timers-stand')))
  await send(page, ...all)
  await page.evaluate(() => window.dispatchEvent(new Event('timers-go')))
}

/** A code as a customer's phone shows it now. */
export const customerCode = (method: CodeMethod): string =>
  freshCustomerCode(method, Date.now(), {
    bytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
  })

/** Pulls the trigger: as fast as scanners are, with the Enter that they end with. */
export const scanCode = (page: Page, text: string): Promise<void> =>
  press(page, keysAt(`${text}\n`, 1, 0))
