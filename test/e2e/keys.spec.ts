/** Scanners and hands at the keyboard of a real browser. */
import { holdTimers, keysAt, lastMs, press, send } from './scanner.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

/** As long as a wallet’s code, and of no wallet: whatever is charged was typed by a hand. */
const payerCode = '994512345678901234'
/** As a shop prints it: letters of both cases, signs and a space. */
const printedCode = 'https://pay.example/A1?b=Cd 7.50'

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

/** What it says of a code of no wallet, up to what it looks like. */
const notAccepted = ({ cashier }: Shop): string =>
  cashier.texts.failures.scanNotAccepted.split('{')[0] ?? ''

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
    await expect(page.getByTestId('alert')).toContainText(notAccepted(shop))
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
      await expect(page.getByTestId('alert')).toContainText(notAccepted(shop))
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
  await expect(page.getByTestId('alert')).toContainText(cashier.texts.scan.unreadable)
  await page.waitForTimeout(laterMs)
  await press(page, keysAt('128', 80, 0))
  await cashier.seesAmount('128')
  await nothingWasCharged(shop)
})
