/** Giving money back: by whom, how much, and that it is not done by being asked for. */
import type { Locator } from '@playwright/test'
import { consents, givesBack, manager, supervisor } from './consents.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'
import { Trainer } from './trainer.ts'

async function ready(shop: Shop, pin = '1111'): Promise<Trainer> {
  shop.settings({ language: 'en' })
  await shop.open()
  await shop.cashier.signIn(pin)
  await shop.cashier.openShift()
  return new Trainer(shop.cashier)
}

/** A paid WeChat payment, chosen in the history. */
async function paidByWechat(shop: Shop, trainer: Trainer, amount: string): Promise<void> {
  const { cashier } = shop
  await trainer.prepare('payNow')
  await cashier.typeAmount(amount)
  await trainer.customerShows('wechatPay')
  await cashier.seesSale('completed')
  await chooses(shop)
}

async function chooses({ cashier, page }: Shop): Promise<void> {
  await cashier.openHistory()
  await page.getByTestId('history-row').first().click()
  await expect(page.getByTestId('refund')).toBeVisible()
}

async function opens({ page }: Shop): Promise<Locator> {
  await page.getByTestId('refund').click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toBeVisible()
  return dialog
}

const state = ({ page }: Shop): Locator => page.getByRole('alertdialog').getByTestId('refund-state')

async function isDone(shop: Shop): Promise<void> {
  await expect(state(shop)).toHaveAttribute('data-state', 'succeeded')
  await shop.cashier.button(shop.cashier.texts.refund.done).click()
  await expect(shop.page.getByRole('alertdialog')).toHaveCount(0)
}

test('a part and then the rest go back, each with a supervisor’s PIN, and no cent more', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { refund, methods } = cashier.texts
  const trainer = await ready(shop)
  await paidByWechat(shop, trainer, '88.80')
  const dialog = await opens(shop)
  await expect(dialog).toContainText(refund.goes.wallet.replace('{method}', methods.wechatPay))
  // Nothing chosen and nothing typed: said, and nothing asked of anybody.
  await page.keyboard.type('90', { delay: 60 })
  await cashier.key('F1', 'Enter')
  await expect(dialog.getByTestId('alert')).toContainText('at most HK$88.80 is left')
  await cashier.key('Backspace', 'Backspace')
  await page.keyboard.type('20', { delay: 60 })
  await expect(dialog.getByTestId('refund-amount')).toHaveText('20')
  await givesBack(page, 'HK$20.00')
  await consents(page, supervisor)
  await isDone(shop)
  await expect(page.getByTestId('refund-line')).toHaveCount(1)
  await opens(shop)
  await expect(dialog.getByTestId('refund-amount')).toHaveText('68.80')
  await cashier.key('F1')
  await givesBack(page, 'HK$68.80')
  await consents(page, supervisor)
  await isDone(shop)
  await expect(page.getByTestId('refund-line')).toHaveCount(2)
  await expect(page.getByTestId('refund')).toHaveCount(0)
  await expect(page.locator('[data-kind="override.given"]')).toHaveCount(2)
})

test('without a reason nothing is given back, and Esc leaves everything as it was', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const trainer = await ready(shop, supervisor.pin)
  await paidByWechat(shop, trainer, '10')
  const dialog = await opens(shop)
  await cashier.button('Give back HK$10.00').click({ delay: 500 })
  await expect(dialog.getByTestId('alert')).toHaveText(cashier.texts.refund.reasonFirst)
  await page.keyboard.type('0', { delay: 60 })
  await cashier.key('Enter')
  await expect(dialog.getByTestId('alert')).toHaveText(cashier.texts.refund.amountFirst)
  await cashier.key('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByTestId('refund-line')).toHaveCount(0)
})

test('above the setting a manager consents, and no supervisor is offered', async ({ shop }) => {
  const { cashier, page } = shop
  const trainer = await ready(shop, supervisor.pin)
  await paidByWechat(shop, trainer, '5001')
  await opens(shop)
  await cashier.key('F2')
  await givesBack(page, 'HK$5,001.00')
  const consent = page.getByRole('dialog')
  const who = consent.getByRole('radiogroup', { name: cashier.texts.override.who })
  await expect(who.getByRole('radio')).toHaveCount(1)
  await consents(page, manager)
  await isDone(shop)
})

test('cash goes back from the drawer, and the till says so before and after', async ({ shop }) => {
  const { cashier, page } = shop
  const { refund } = cashier.texts
  await ready(shop, supervisor.pin)
  await cashier.payCash('30', '50')
  await chooses(shop)
  const dialog = await opens(shop)
  await expect(dialog).toContainText(refund.goes.cash)
  await cashier.key('F1')
  await page.keyboard.type('10.05', { delay: 60 })
  await cashier.button('Give back HK$10.05').click()
  await expect(dialog.getByTestId('alert')).toHaveText(cashier.texts.failures.refundNotInTenCents)
  await cashier.key('Backspace', 'Backspace', 'Backspace')
  await givesBack(page, 'HK$10.00')
  await expect(state(shop)).toHaveAttribute('data-state', 'succeeded')
  await cashier.sees('Give HK$10.00 to the customer from the drawer now.')
  await isDone(shop)
})

test('a refund whose answer is lost is not known, and given back once the line is there', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { refund } = cashier.texts
  const trainer = await ready(shop, supervisor.pin)
  await paidByWechat(shop, trainer, '45')
  await trainer.network(false)
  const dialog = await opens(shop)
  await cashier.key('F4')
  await givesBack(page, 'HK$45.00')
  await expect(state(shop)).toHaveAttribute('data-state', 'unknown', { timeout: 20_000 })
  await expect(state(shop)).toContainText('We do not know if HK$45.00 was given back')
  await expect(dialog).toContainText(refund.notDone)
  await cashier.button(refund.done).click()
  await expect(page.getByTestId('refund')).toHaveCount(0)
  await cashier.key('Shift+F8')
  await expect(page.getByTestId('tray-row')).toHaveAttribute('data-about', 'refund')
  await trainer.network(true)
  await page.getByTestId('tray-check').click()
  await cashier.sees(cashier.texts.tray.settled)
  await cashier.key('Shift+F7')
  await page.getByTestId('history-row').first().click()
  await expect(page.getByTestId('refund-state')).toHaveAttribute('data-state', 'succeeded')
})
