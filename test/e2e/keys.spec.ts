/**
 * Scanners and hands at the keyboard of a real browser. A scanner is a keyboard: each of its keys
 * goes down and up, at its own pace, with the time at which it did so.
 */
import type { CDPSession, Page } from '@playwright/test'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

/** As a wallet shows it to a till. */
const payerCode = '284512345678901234'
/** As a shop prints it: letters of both cases, signs and a space. */
const printedCode = 'https://pay.example/A1?b=Cd 7.50'

type Timed = { readonly atMs: number; readonly character: string }

/** @returns the characters of a text, each so long after the one before */
const keysAt = (text: string, paceMs: number, fromMs: number): readonly Timed[] =>
  Array.from(text, (character, place) => ({ character, atMs: fromMs + place * paceMs }))

const lastMs = (keys: readonly Timed[]): number => keys.at(-1)?.atMs ?? 0

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
async function send(page: Page, ...all: readonly (readonly Timed[])[]): Promise<void> {
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

/** Timers of the page that come due between `stand` and `go` run at `go`. */
function holdTimers(): void {
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
async function press(page: Page, ...all: readonly (readonly Timed[])[]): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('timers-stand')))
  await send(page, ...all)
  await page.evaluate(() => window.dispatchEvent(new Event('timers-go')))
}

async function atTheDoor(shop: Shop): Promise<void> {
  shop.settings({ language: 'en', 'training.fpsPaysAfterMs': null })
  await shop.page.addInitScript(holdTimers)
  await shop.open()
}

async function atTheTill(shop: Shop): Promise<void> {
  await atTheDoor(shop)
  await shop.cashier.signIn()
  await shop.cashier.openShift()
}

/** Longer than a late Enter and anything that it would start. */
const laterMs = 600

/** The last look of a spec: the history takes the amount off the screen. */
async function nothingWasCharged({ page, cashier }: Shop): Promise<void> {
  await page.waitForTimeout(laterMs)
  await cashier.seesTotal(0)
  await expect(page.getByTestId('payment-state')).toHaveCount(0)
  await cashier.openHistory()
  await expect(page.getByTestId('history-row')).toHaveCount(0)
}

for (const paceMs of [1, 30]) {
  test(`at ${paceMs} ms per key a scan leaves the amount to the person who types, and its Enter charges nothing`, async ({
    shop,
  }) => {
    const { page, cashier } = shop
    await atTheTill(shop)
    await cashier.key('F8')
    const before = keysAt('12', 80, 0)
    const first = keysAt(`${payerCode}\n`, paceMs, lastMs(before) + 60)
    const between = keysAt('8.', 80, lastMs(first) + 60)
    const second = keysAt(printedCode, paceMs, lastMs(between) + 60)
    const lateEnter = keysAt('\n', 0, lastMs(second) + 120)
    const after = keysAt('5', 0, lastMs(lateEnter) + 60)
    await press(page, before, first, between, second, lateEnter, after)
    await cashier.seesAmount('128.5')
    await press(page, keysAt(`${payerCode}\t`, paceMs, 0))
    await expect(page.getByTestId('alert')).toContainText(cashier.texts.frame.scanned)
    await cashier.seesAmount('128.5')
    await nothingWasCharged(shop)
  })

  test(`at ${paceMs} ms per key a scan puts nothing into a PIN, and the PIN around it signs in`, async ({
    shop,
  }) => {
    const { page, cashier } = shop
    await atTheDoor(shop)
    await page.getByRole('button', { name: /1111/u }).click()
    const before = keysAt('11', 80, 0)
    const scan = keysAt(`${payerCode}\n`, paceMs, lastMs(before) + 60)
    await press(page, before, scan, keysAt('1', 0, lastMs(scan) + 60))
    await page.waitForTimeout(laterMs)
    await expect(page.locator('.pin-dot-full')).toHaveCount(3)
    await press(page, keysAt('1\n', 90, 0))
    await expect(cashier.button(cashier.texts.frame.signOut)).toBeVisible()
  })

  test(`at ${paceMs} ms per key a scan presses no button that has the focus`, async ({ shop }) => {
    const { page, cashier } = shop
    await atTheTill(shop)
    await cashier.typeAmount('50')
    await cashier.key('F8')
    await cashier.readyToTake('fps')
    const charge = page.getByRole('button', { name: /^Charge/u })
    await charge.focus()
    for (const end of ['', '\n', '\t', '\n\n']) {
      await press(page, keysAt(`${printedCode}${end}`, paceMs, 0))
      await expect(page.getByTestId('alert')).toContainText(cashier.texts.frame.scanned)
      await expect(charge).toBeFocused()
      await page.waitForTimeout(laterMs)
    }
    await cashier.seesTotal(0)
    await cashier.seesAmount('50')
    // A person's Enter does.
    await cashier.key('Enter')
    await cashier.seesState('awaitingPayer')
  })

  test(`at ${paceMs} ms per key a scan stays whole while the page is busy, and no digit is lost`, async ({
    shop,
  }) => {
    const { page, cashier } = shop
    // With timers that go on, and are all late.
    shop.settings({ language: 'en', 'training.fpsPaysAfterMs': null })
    await shop.open()
    await cashier.signIn()
    await cashier.openShift()
    await cashier.key('F8')
    const before = keysAt('12', 80, 0)
    const first = keysAt(`${payerCode}\n`, paceMs, lastMs(before) + 60)
    const between = keysAt('8', 80, lastMs(first) + 60)
    const second = keysAt(`${payerCode}\n`, paceMs, lastMs(between) + 60)
    const after = keysAt('00', 80, lastMs(second) + 60)
    await page.evaluate(
      (busyMs) => {
        setTimeout(() => {
          const untilMs = performance.now() + busyMs
          while (performance.now() < untilMs) continue
        })
      },
      lastMs(after) + 2_000,
    )
    await send(page, before, first, between, second, after)
    await cashier.seesAmount('12,800')
    await nothingWasCharged(shop)
  })
}

test('a code longer than any is refused as a whole, and the next amount is typed as ever', async ({
  shop,
}) => {
  const { page, cashier } = shop
  await atTheTill(shop)
  await cashier.key('F8')
  await press(page, keysAt(`${'1234567890'.repeat(60)}\n`, 0.2, 0))
  await expect(page.getByTestId('alert')).toContainText(cashier.texts.frame.scanned)
  await page.waitForTimeout(laterMs)
  await press(page, keysAt('128', 80, 0))
  await cashier.seesAmount('128')
  await nothingWasCharged(shop)
})
