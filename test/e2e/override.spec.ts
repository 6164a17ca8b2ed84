/** Somebody who may do what the cashier may not consents on the same screen. */
import type { Locator } from '@playwright/test'
import { fill } from '../../src-shared/texts/index.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

const supervisor = { name: '黃家欣 Ka Yan', pin: '3333' } as const
const manager = { name: '何永康 Wing Hong', pin: '4444' } as const

/** A cashier stands before a paid sale in the history, and asks for a reprint. */
async function asksForReprint(shop: Shop): Promise<Locator> {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()
  await cashier.payCash('86.40', '100')
  await cashier.openHistory()
  await page.getByTestId('history-row').first().click()
  await askAgain(shop)
  return page.getByRole('dialog')
}

async function askAgain({ cashier, page }: Shop): Promise<void> {
  await cashier.button(cashier.texts.receipt.reprint).click()
  await expect(page.getByRole('radio', { name: /3333/u })).toBeVisible()
}

const tileOf = (dialog: Locator, { name }: { readonly name: string }): Locator =>
  dialog.getByRole('radio', { name: new RegExp(name, 'u') })

/** The key that the tile shows. */
const keyOf = async (tile: Locator): Promise<string> => {
  const key = await tile.locator('kbd').first().textContent()
  return key ?? ''
}

/** As a hand types it: at the speed of a scanner it would be taken for a scan. */
async function typePin({ page }: Shop, pin: string): Promise<void> {
  await page.keyboard.type(pin, { delay: 60 })
  await expect(page.getByRole('img', { name: `${pin.length} digits typed` })).toBeVisible()
}

const reprints = ({ page }: Shop): Locator => page.locator('[data-kind="receipt.reprinted"]')

test('by keys alone: a supervisor consents, the receipt is reprinted, and the cashier stays', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await expect(dialog.getByRole('heading', { level: 2 })).toHaveText(
    /^Reprint receipt .{4}-000001$/u,
  )
  await cashier.key(await keyOf(tileOf(dialog, supervisor)), 'F1')
  await typePin(shop, supervisor.pin)
  await cashier.key('Enter')
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 1')
  await cashier.key('Escape')
  await expect(reprints(shop)).toHaveCount(1)
  const consent = page.locator('[data-kind="override.given"]')
  await expect(consent).toContainText(supervisor.name)
  await expect(consent).toContainText(cashier.texts.override.reasons.reprint.askedFor)
  await expect(consent).toContainText('陳美玲 Mei Ling')
  await expect(page.locator('.bar')).toContainText('陳美玲 Mei Ling')
})

test('by thumb alone: name, reason, keypad, consent', async ({ shop }) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, manager).click()
  await dialog.getByRole('radio', { name: cashier.texts.override.reasons.reprint.filing }).click()
  for (const digit of manager.pin) await dialog.getByRole('button', { name: digit }).click()
  await dialog.getByRole('button', { name: cashier.texts.override.consent }).click()
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 1')
})

test('a tile or a reason chosen with Tab and Enter leaves Enter for the consent', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).focus()
  await cashier.key('Enter')
  await dialog.getByRole('radio', { name: cashier.texts.override.reasons.reprint.filing }).focus()
  await cashier.key('Enter')
  await typePin(shop, supervisor.pin)
  await cashier.key('Enter')
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 1')
})

test('a wrong PIN says that nothing happened, and leaves another try', async ({ shop }) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  await cashier.key('F1')
  await typePin(shop, '9999')
  await cashier.key('Enter')
  await expect(dialog.getByTestId('alert')).toHaveText(cashier.texts.override.wrongPin)
  await typePin(shop, supervisor.pin)
  await cashier.key('Enter')
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 1')
})

test('five wrong PINs lock that name and say until when, while another can consent', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { texts } = cashier
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  await cashier.key('F1')
  for (let turn = 0; turn < 5; turn += 1) {
    await typePin(shop, '9999')
    await expect(dialog.getByTestId('alert')).toHaveCount(0)
    await cashier.key('Enter')
    const told = turn < 4 ? texts.override.wrongPin : /can consent again at \d\d:\d\d:\d\d/u
    await expect(dialog.getByTestId('alert')).toHaveText(told)
    await expect(dialog.getByRole('img', { name: '0 digits typed' })).toBeVisible()
  }
  await expect(tileOf(dialog, supervisor)).toContainText(/Locked until \d\d:\d\d:\d\d/u)
  await expect(dialog.getByRole('button', { name: texts.override.consent })).toBeDisabled()
  await tileOf(dialog, manager).click()
  await typePin(shop, manager.pin)
  await cashier.key('Enter')
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 1')
})

test('Esc goes back step by step, Cancel at once, and nothing has happened', async ({ shop }) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  await page.keyboard.type('33')
  await expect(dialog.getByRole('img', { name: '2 digits typed' })).toBeVisible()
  await cashier.key('Escape')
  await expect(dialog.getByRole('img', { name: '0 digits typed' })).toBeVisible()
  await cashier.key('Escape')
  await expect(tileOf(dialog, supervisor)).toHaveAttribute('aria-checked', 'false')
  await cashier.key('Escape')
  await expect(dialog).toBeHidden()
  await askAgain(shop)
  await dialog.getByRole('button', { name: cashier.texts.override.leave }).click()
  await expect(dialog).toBeHidden()
  await expect(reprints(shop)).toHaveCount(0)
  await expect(page.getByTestId('alert')).toHaveCount(0)
})

test('two presses of the consent reprint once', async ({ shop }) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  await cashier.key('F1')
  await typePin(shop, supervisor.pin)
  await expect(dialog.getByRole('img', { name: '4 digits typed' })).toBeVisible()
  await page.evaluate(() => {
    for (let turn = 0; turn < 3; turn += 1) {
      window.dispatchEvent(
        new KeyboardEvent('keydown', { code: 'Enter', key: 'Enter', bubbles: true }),
      )
    }
  })
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 1')
  await cashier.key('Escape')
  await askAgain(shop)
  await tileOf(dialog, supervisor).click()
  await cashier.key('F1')
  await typePin(shop, supervisor.pin)
  await dialog.getByRole('button', { name: cashier.texts.override.consent }).dblclick()
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 2')
  await cashier.key('Escape')
  await expect(reprints(shop)).toHaveCount(2)
})

test('what is missing is said: who, why, the PIN; and nothing is asked of the engine', async ({
  shop,
}) => {
  const { cashier } = shop
  const { override, signIn } = cashier.texts
  const dialog = await asksForReprint(shop)
  const told = dialog.getByTestId('alert')
  await cashier.key('Enter')
  await expect(told).toHaveText(override.whoFirst)
  await cashier.key(await keyOf(tileOf(dialog, supervisor)), 'Enter')
  await expect(told).toHaveText(override.reasonFirst)
  await cashier.key('F2', '3', 'Enter')
  await expect(told).toHaveText(signIn.pinShort)
})

test('a reason in own words is journaled as text, and its digits are no PIN', async ({ shop }) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  await cashier.key('F5')
  const reason = '<b>顧客 12345</b> {name}'
  await expect(dialog.getByRole('textbox')).toBeFocused()
  await page.keyboard.insertText(reason)
  await page.keyboard.type(' 99', { delay: 60 })
  await expect(dialog.getByRole('img', { name: '0 digits typed' })).toBeVisible()
  // Enter ends the typing, and consents to nothing yet.
  await cashier.key('Enter')
  await typePin(shop, supervisor.pin)
  await expect(dialog.getByRole('textbox')).toHaveValue(`${reason} 99`)
  await expect(dialog.getByRole('img', { name: '4 digits typed' })).toBeVisible()
  await cashier.key('Enter')
  await expect(page.getByTestId('receipt')).toBeVisible()
  await cashier.key('Escape')
  await expect(page.locator('[data-kind="override.given"]')).toContainText(`${reason} 99`)
})

test('Esc in the reason leaves the field, and the dialog stays', async ({ shop }) => {
  const { cashier, page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  await dialog.getByRole('textbox').click()
  await page.keyboard.type('it faded', { delay: 60 })
  await cashier.key('Escape')
  await expect(dialog.getByRole('textbox')).not.toBeFocused()
  await typePin(shop, '3333')
  await expect(dialog.getByRole('textbox')).toHaveValue('it faded')
  await expect(dialog.getByRole('img', { name: '4 digits typed' })).toBeVisible()
})

test('a typed PIN is nowhere in the page', async ({ shop }) => {
  const { page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  const pin = '90817263'
  await typePin(shop, pin)
  await expect(dialog.getByRole('img', { name: '8 digits typed' })).toBeVisible()
  expect(await page.content()).not.toContain(pin)
  const held = await page.evaluate(() => ({
    focused: document.activeElement?.tagName ?? '',
    typed: Array.from(document.querySelectorAll('input'), ({ value }) => value).join(''),
  }))
  expect(held.focused).not.toBe('INPUT')
  expect(held.typed).toBe('')
})

test('a scan and a paste are no PIN', async ({ shop }) => {
  const { page } = shop
  const dialog = await asksForReprint(shop)
  await tileOf(dialog, supervisor).click()
  await page.evaluate(() => {
    for (const digit of '4891234567890') {
      const code = `Digit${digit}`
      window.dispatchEvent(new KeyboardEvent('keydown', { code, key: digit, bubbles: true }))
    }
    const data = new DataTransfer()
    data.setData('text/plain', '3333')
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  })
  await page.waitForTimeout(500)
  await page.keyboard.type('3')
  await expect(dialog.getByRole('img', { name: '1 digits typed' })).toBeVisible()
})

test('only those who may consent are offered, never the cashier himself', async ({ shop }) => {
  const { cashier } = shop
  const dialog = await asksForReprint(shop)
  const group = dialog.getByRole('radiogroup', { name: cashier.texts.override.who })
  await expect(group.getByRole('radio')).toHaveCount(2)
  await expect(tileOf(dialog, supervisor)).toContainText(
    fill(cashier.texts.signIn.trainingPin, { pin: supervisor.pin }),
  )
})

test('whoever may do it himself is not asked for consent', async ({ shop }) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.chooseLanguage('en')
  await cashier.signIn(supervisor.pin)
  await cashier.openShift()
  await cashier.payCash('10', '10')
  await cashier.openHistory()
  await page.getByTestId('history-row').first().click()
  await cashier.button(cashier.texts.receipt.reprint).click()
  await expect(page.getByTestId('receipt')).toContainText('REPRINT 1')
  await cashier.key('Escape')
  await expect(page.locator('[data-kind="override.given"]')).toHaveCount(0)
})
