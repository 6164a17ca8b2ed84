/** Leads through every screen of the till and stops at each: for axe, and for pictures. */
import type { Language } from '../../src-shared/contract/counter.ts'
import type { Shop } from './shop.ts'
import { walkPayments } from './walkPayments.ts'

/** Called at each screen with its name, as a file may be called. */
export type Look = (name: string) => Promise<void>

export async function walkScreens(
  shop: Shop,
  language: Language,
  theme: 'light' | 'dark',
  look: Look,
): Promise<void> {
  const { cashier, page } = shop
  shop.settings({ theme, 'training.fpsPaysAfterMs': null })
  await shop.open()
  await cashier.button('English').waitFor()
  await look('first-run')
  await cashier.chooseLanguage(language)
  const { texts } = cashier
  await look('sign-in')
  await page.getByRole('button', { name: /1111/u }).click()
  await page.keyboard.type('99')
  await look('pin')
  await page.keyboard.type('99')
  await cashier.key('Enter')
  await cashier.sees(texts.failures.wrongPin)
  await look('pin-wrong')
  await page.keyboard.type('1111')
  await cashier.key('Enter')
  await cashier.button(texts.frame.signOut).waitFor()
  await look('open-shift')
  await cashier.openShift()
  await look('sale-empty')
  await page.getByLabel(texts.sale.reference).fill('INV-2026/1121')
  await cashier.key('Escape')
  await cashier.typeAmount('1288.80')
  await cashier.key('F8')
  await cashier.readyToTake('fps')
  await look('sale-chosen')
  await cashier.key('Enter')
  await cashier.seesState('awaitingPayer')
  await look('payment-code')
  await cashier.key('Escape')
  await page.getByRole('alertdialog').waitFor()
  await look('payment-cancel')
  await cashier.button(texts.payment.cancelConfirm).click()
  await cashier.seesState('closed')
  await look('payment-not-paid')
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.typeAmount('500')
  await cashier.seesAmount('500')
  await look('sale-cash')
  await cashier.key('Enter')
  await page.getByTestId('payment-line').nth(1).waitFor()
  await look('sale-split')
  await cashier.key('F8')
  await cashier.readyToTake('fps')
  await cashier.key('Enter')
  await cashier.seesState('awaitingPayer')
  await cashier.button(texts.payment.customerPays).click()
  await cashier.seesSale('completed')
  await look('sale-paid')
  await cashier.key('ArrowDown')
  await page.getByTestId('receipt').waitFor()
  await look('receipt')
  await cashier.key('Escape')
  await page.getByTestId('receipt').waitFor({ state: 'hidden' })
  await cashier.nextSale()
  await cashier.payCash('86.40', '100')
  await page.getByTestId('change').waitFor()
  await look('sale-change')
  await cashier.nextSale()
  await cashier.openHistory()
  await look('history')
  await page.getByTestId('history-row').nth(1).click()
  await page.getByTestId('timeline-row').first().waitFor()
  await look('history-payment')
  await walkReprint(shop, look)
  await cashier.key('Escape')
  await walkPayments(shop, look)
  await walkDevices(shop, look)
  await walkTraining(shop, look)
}

/** A cashier asks for a reprint, and a supervisor consents in place. */
async function walkReprint({ cashier, page }: Shop, look: Look): Promise<void> {
  const { texts } = cashier
  await cashier.button(texts.receipt.reprint).click()
  await page.getByRole('dialog').waitFor()
  await look('override')
  await page.getByRole('radio', { name: /3333/u }).click()
  await cashier.key('F1')
  await page.keyboard.type('9999')
  await cashier.key('Enter')
  await cashier.sees(texts.override.wrongPin)
  await look('override-wrong-pin')
  await page.keyboard.type('3333')
  await cashier.key('Enter')
  await page.getByTestId('receipt').waitFor()
  await look('receipt-reprint')
  await cashier.key('Escape')
  await page.locator('[data-kind="receipt.reprinted"]').scrollIntoViewIfNeeded()
  await look('history-reprinted')
}

/** The card terminals as a cashier sees them, and as somebody does who sets them up. */
async function walkDevices(shop: Shop, look: Look): Promise<void> {
  const { cashier, page } = shop
  const { devices, frame } = cashier.texts
  await cashier.key('Shift+F10')
  await page.getByTestId('terminal-test-line').click()
  await cashier.sees(devices.tests.ready)
  await look('devices')
  await page.getByTestId('terminal-settle').click()
  await page.getByRole('alertdialog').waitFor()
  await look('terminal-settle')
  await cashier.button(devices.settleKeep).click()
  await walkReader(shop, look)
  await cashier.button(frame.signOut).click()
  await cashier.signIn('5555')
  await cashier.key('Shift+F10')
  await page.getByTestId('terminal-add').click()
  await page.getByTestId('editor-refresh').waitFor()
  await look('terminal-editor')
  await page.getByTestId('editor-save').click()
  await cashier.sees(devices.editor.wrong)
  await look('terminal-editor-wrong')
  await cashier.button(devices.editor.cancel).click()
  await page.getByTestId('octopus-edit').click()
  await page.getByTestId('editor-refresh').first().waitFor()
  await look('octopus-editor')
  await cashier.button(devices.editor.cancel).click()
  await cashier.button(frame.signOut).click()
  await cashier.signIn()
}

/** The Octopus reader on the same screen, and a look at a card. */
async function walkReader({ cashier, page, trainer }: Shop, look: Look): Promise<void> {
  const { octopus } = cashier.texts.devices
  await page.getByTestId('octopus-test-line').click()
  await cashier.sees(octopus.tests.ready)
  await look('devices-octopus')
  // Whoever walked away does not come by himself.
  await trainer.holdOctopus('usual')
  await page.getByTestId('octopus-balance').click()
  await page.getByTestId('balance-value').waitFor()
  await look('octopus-balance')
  await cashier.key('Escape')
  await page.getByTestId('balance-value').waitFor({ state: 'hidden' })
  await trainer.holdOctopus(null)
}

/** The trainer's panel as usual, with everything changed, and what the screen says of it. */
async function walkTraining({ cashier, page, trainer }: Shop, look: Look): Promise<void> {
  const { texts } = cashier
  await trainer.prepareOctopus('otherThenSame')
  await trainer.plugOctopus(false)
  await page.getByTestId('training-mark').click()
  await page.getByRole('dialog').waitFor()
  await look('training-octopus')
  await cashier.key('Escape')
  await trainer.plugOctopus(true)
  await trainer.prepareOctopus('tap')
  await page.getByTestId('training-mark').click()
  await page.getByRole('dialog').waitFor()
  await look('training-panel')
  await page.getByTestId('deed-payOther').click()
  await page.getByRole('radio', { name: texts.training.networkOff, exact: true }).click()
  await cashier.button(texts.training.plusHour).click()
  await cashier.button(texts.training.plusTenMinutes).click()
  await page.getByTestId('training-unusual').getByText('10').waitFor()
  await look('training-panel-unusual')
  await cashier.button(texts.training.anew).click()
  await page.getByRole('alertdialog').waitFor()
  await look('training-anew')
  await cashier.button(texts.training.anewKeep).click()
  await cashier.key('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await look('sale-training-unusual')
}
