/** Money that nobody can account for yet: how it is found, what is decided about it, and how it ends. */
import type { Locator } from '@playwright/test'
import type { TrainingDeed } from '../../src-shared/contract/training.ts'
import { fill } from '../../src-shared/texts/index.ts'
import { consents, givesBack, supervisor } from './consents.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'
import { Trainer } from './trainer.ts'

async function ready(shop: Shop, pin: string = supervisor.pin): Promise<Trainer> {
  shop.settings({
    language: 'en',
    // A channel out of use is tried more often than in a shop, so that nobody waits here.
    'channel.probeEveryMs': 5_000,
    // And a payment without an answer is not undone while somebody decides.
    'scan.giveUpMs': 300_000,
  })
  await shop.open()
  await shop.cashier.signIn(pin)
  await shop.cashier.openShift()
  return new Trainer(shop.cashier)
}

/** A customer's code is scanned, and what was prepared happens to the payment. */
async function scans(trainer: Trainer, deed: TrainingDeed, state: string): Promise<void> {
  await trainer.prepare(deed)
  await trainer.cashier.typeAmount('88.80')
  await trainer.customerShows('wechatPay')
  await trainer.cashier.seesState(state)
}

/** It is paid, and nobody tells the till, for as long as the network is off. */
async function scansIntoSilence(trainer: Trainer): Promise<void> {
  await scans(trainer, 'loseAnswer', 'unknown')
  await trainer.network(false)
}

const rows = ({ page }: Shop): Locator => page.getByTestId('tray-row')

async function openTray(shop: Shop): Promise<void> {
  await shop.cashier.key('Shift+F8')
  await expect(shop.page.getByRole('heading', { level: 2 }).first()).toHaveText(
    shop.cashier.texts.tray.title,
  )
}

/** Esc, as soon as the decision is answered: until then the keys are the dialog's. */
async function backToSale({ cashier, page }: Shop): Promise<void> {
  await expect(async () => {
    await cashier.key('Escape')
    await expect(page.getByTestId('total')).toBeVisible({ timeout: 500 })
  }).toPass()
}

/** Opens what may be decided. */
async function decides({ page }: Shop, act: string): Promise<Locator> {
  await page.getByTestId(`hand-${act}`).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toBeVisible()
  return dialog
}

test('a scanned payment without an answer stands in the tray, which every screen leads to', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { tray, frame, states } = cashier.texts
  const trainer = await ready(shop, '1111')
  await scansIntoSilence(trainer)
  await openTray(shop)
  const row = rows(shop)
  await expect(row).toHaveCount(1)
  await expect(row).toContainText(/^\d+ s/u)
  await expect(row).toContainText('WeChat Pay')
  await expect(row).toContainText('HK$88.80')
  await expect(row).toContainText(states.unknown)
  await expect(row.locator('.tray-find')).toHaveText(/^[0-9A-Z]{12}$/u)
  await cashier.sees('Asking WeChat Pay again in 0:0')
  await cashier.sees(tray.tells.checking)
  await cashier.key('Escape')
  await expect(page.getByTestId('total')).toBeVisible()
  const chip = cashier.button(fill(frame.unresolved, { count: 1 }))
  for (const key of ['Shift+F7', 'Shift+F9', 'Escape']) {
    await cashier.key(key)
    await chip.click()
    await expect(rows(shop)).toHaveCount(1)
    await cashier.key(key)
    await openTray(shop)
  }
})

test('a sale freed by a supervisor is paid in cash; what comes later is given back', async ({
  shop,
}) => {
  test.setTimeout(120_000)
  const { cashier, page } = shop
  const { texts } = cashier
  const trainer = await ready(shop, '1111')
  await scansIntoSilence(trainer)
  await openTray(shop)
  const asked = await decides(shop, 'freeSale')
  await expect(asked).toContainText(texts.hand.freeSale.means)
  await cashier.key('F1', 'Enter')
  const consent = page.getByRole('dialog')
  await expect(consent).toContainText('Let the sale go on without HK$88.80')
  // The reason was given already.
  const reason = texts.hand.freeSale.reasons.waits
  await expect(consent.getByRole('radio', { name: reason })).toHaveAttribute('aria-checked', 'true')
  await consents(page)
  await expect(page.getByTestId('tray-state')).toContainText('at the shop’s risk')
  // The button that led to it is gone, and the focus is still on the screen.
  await expect(page.locator('main:focus, main :focus')).toHaveCount(1)
  await backToSale(shop)
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.typeAmount('100')
  await cashier.key('Enter')
  await cashier.seesSale('completed')
  await trainer.network(true)
  await openTray(shop)
  await expect(rows(shop)).toHaveAttribute('data-about', 'discrepancy', { timeout: 40_000 })
  await expect(page.getByTestId('tray-state')).toContainText(texts.tray.paidTwice)
  await expect(page.locator('.tone-paid')).toHaveCount(0)
  // A refund goes through the aggregator that took the money, once that is in use again.
  await expect(page.getByRole('button', { name: /^Notices/u })).toHaveCount(0, { timeout: 40_000 })
  await page.getByTestId('refund').click()
  const back = page.getByRole('alertdialog')
  await expect(
    back.getByRole('radio', { name: texts.override.reasons.refund.twice }),
  ).toHaveAttribute('aria-checked', 'true')
  await givesBack(page, 'HK$88.80')
  await consents(page)
  await expect(page.getByTestId('refund-state')).toHaveAttribute('data-state', 'succeeded')
  await cashier.button(texts.refund.done).click()
  await cashier.sees(texts.tray.empty)
  await expect(rows(shop)).toHaveCount(0)
})

test('confirmed paid by hand only with an approval code and a reason, and it stays marked', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { hand, marks } = cashier.texts
  const trainer = await ready(shop)
  await scansIntoSilence(trainer)
  await openTray(shop)
  const dialog = await decides(shop, 'confirmPaid')
  const field = dialog.getByRole('textbox', { name: hand.evidence })
  await expect(field).toBeFocused()
  await page.keyboard.type('A12', { delay: 60 })
  // The first Enter ends the typing.
  await cashier.key('Enter', 'Enter')
  await expect(dialog.getByTestId('alert')).toHaveText(hand.evidenceFirst)
  await field.click()
  await page.keyboard.type('345', { delay: 60 })
  await cashier.key('Enter', 'Enter')
  await expect(dialog.getByTestId('alert')).toHaveText(hand.reasonFirst)
  await cashier.key('F1', 'Enter')
  await expect(rows(shop)).toHaveCount(0)
  await backToSale(shop)
  await cashier.seesSale('completed')
  await cashier.openHistory()
  const row = page.getByTestId('history-row').first()
  await row.click()
  await expect(row).toContainText(marks.byHand)
  await expect(row.locator('.tone-paid')).toHaveCount(0)
})

test('confirmed not paid by hand: the sale can be charged again', async ({ shop }) => {
  const { cashier, page } = shop
  const { hand } = cashier.texts
  const trainer = await ready(shop)
  await scansIntoSilence(trainer)
  await openTray(shop)
  const dialog = await decides(shop, 'confirmNotPaid')
  await cashier.key('Enter')
  await expect(dialog.getByTestId('alert')).toHaveText(hand.reasonFirst)
  await cashier.key('F2', 'Enter')
  await expect(rows(shop)).toHaveCount(0)
  await backToSale(shop)
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.typeAmount('100')
  await cashier.key('Enter')
  await cashier.seesSale('completed')
  await expect(page.getByTestId('total')).toHaveText(/88\.80/u)
})

test('what was settled while somebody was deciding is said, and nothing is decided', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { hand } = cashier.texts
  const trainer = await ready(shop)
  await scans(trainer, 'loseAnswer', 'unknown')
  await openTray(shop)
  const dialog = await decides(shop, 'confirmNotPaid')
  await expect(dialog.getByTestId('alert')).toHaveText(hand.over, { timeout: 40_000 })
  await cashier.key('F1', 'Enter')
  await expect(dialog).toBeHidden()
  await cashier.sees(cashier.texts.tray.settled)
  await backToSale(shop)
  await cashier.seesSale('completed')
  await expect(page.locator('.tone-unknown')).toHaveCount(0)
})

test('another amount than asked for: what was kept counts for the sale', async ({ shop }) => {
  const { cashier, page } = shop
  const { hand } = cashier.texts
  const trainer = await ready(shop)
  await scans(trainer, 'payOther', 'conflicted')
  await openTray(shop)
  const dialog = await decides(shop, 'decideConflict')
  await cashier.key('F1', 'Enter')
  await expect(dialog.getByTestId('alert')).toHaveText(hand.decisionFirst)
  await cashier.key('1', 'Enter')
  await expect(rows(shop)).toHaveCount(0)
  await backToSale(shop)
  await expect(page.getByTestId('sale-state')).toHaveAttribute('data-state', 'open')
  await cashier.sees('HK$87.80')
})

test('extra money is kept, and other extra money written off: each with its reason', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const trainer = await ready(shop)
  for (const count of [1, 2]) {
    await trainer.prepare('payTwice')
    await cashier.chargeFps(`${count}0`)
    const chip = cashier.button(fill(cashier.texts.frame.unresolved, { count }))
    await expect(chip).toBeVisible({ timeout: 20_000 })
    await cashier.nextSale()
  }
  await openTray(shop)
  await expect(rows(shop)).toHaveCount(2)
  const detail = page.locator('.detail-amount')
  await expect(detail).toHaveText('HK$10.00')
  await expect(rows(shop).first()).toBeFocused()
  await cashier.key('ArrowDown')
  await expect(detail).toHaveText('HK$20.00')
  await cashier.key('Escape')
  await expect(page.getByTestId('total')).toBeVisible()
  await openTray(shop)
  // From wherever the focus is, Enter leads to what may be done, and the arrows back to the list.
  await cashier.key('Enter', 'ArrowDown')
  await expect(detail).toHaveText('HK$20.00')
  for (const [act, left] of [
    ['keep', 1],
    ['writeOff', 0],
  ] as const) {
    await decides(shop, act)
    await cashier.key('F1', 'Enter')
    await expect(rows(shop)).toHaveCount(left)
    if (left > 0) await rows(shop).first().click()
  }
  await cashier.sees(cashier.texts.tray.empty)
})
