/** What the cashier is told, and may do, while somebody else decides. */
import { fill } from '../../src-shared/texts/index.ts'
import { openToSell, type Shop } from './shop.ts'
import { expect, test } from './till.ts'

async function waitingForMoney(shop: Shop): Promise<void> {
  await openToSell(shop)
  await shop.cashier.chargeFps('50')
}

test('Esc asks before it cancels, and never cancels by itself', async ({ shop }) => {
  const { cashier, page } = shop
  await waitingForMoney(shop)
  await cashier.key('Escape')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toBeVisible()
  await cashier.key('Escape')
  await expect(dialog).toBeHidden()
  await cashier.seesState('awaitingPayer')
})

test('a cancelled payment says what happened to the money, and another method is at hand', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await waitingForMoney(shop)
  await cashier.button(cashier.texts.payment.cancel).click()
  await cashier.button(cashier.texts.payment.cancelConfirm).click()
  await cashier.seesState('closed')
  await cashier.sees(cashier.texts.words.notPaid)
  await cashier.sees(cashier.texts.words.mayStillBePaid)
  await cashier.key('F12')
  await cashier.typeAmount('50')
  await cashier.key('Enter')
  await cashier.seesSale('completed')
  await expect(page.getByTestId('payment-line')).toHaveCount(2)
})

test('"Check now" without money says that a screenshot is no proof', async ({ shop }) => {
  const { cashier } = shop
  await waitingForMoney(shop)
  await cashier.button(cashier.texts.payment.checkNow).click()
  await cashier.sees('A screenshot is not proof of payment.')
  await cashier.seesState('awaitingPayer')
})

test('a double Enter charges once', async ({ shop }) => {
  const { cashier, page } = shop
  await openToSell(shop)
  await cashier.typeAmount('50')
  await cashier.key('F8')
  await page.evaluate(() => {
    for (let turn = 0; turn < 3; turn += 1) {
      window.dispatchEvent(
        new KeyboardEvent('keydown', { code: 'Enter', key: 'Enter', bubbles: true }),
      )
    }
  })
  await cashier.seesState('awaitingPayer')
  await cashier.openHistory()
  await expect(page.getByTestId('history-row')).toHaveCount(1)
})

test('the next customer is served while a sale is set aside, and it turns paid meanwhile', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await openToSell(shop, 3_000)
  await cashier.chargeFps('50')
  await cashier.button(cashier.texts.payment.setAside).click()
  await cashier.seesTotal(0)
  await cashier.payCash('20', '20')
  await cashier.nextSale()
  const takeBack = page.getByRole('button', { name: /^Take back/u })
  await takeBack.click()
  await cashier.seesSale('completed')
  await cashier.seesTotal(5_000)
})

test('money that comes after the end, even while the till is gone, is counted as unresolved, and the count leads to it', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await openToSell(shop)
  await shop.trainer.prepare('payLate')
  await cashier.chargeFps('50')
  await cashier.button(cashier.texts.payment.cancel).click()
  await cashier.button(cashier.texts.payment.cancelConfirm).click()
  await cashier.seesState('closed')
  await shop.killAndOpen()
  await cashier.signIn()
  const unresolved = cashier.button(fill(cashier.texts.frame.unresolved, { count: 1 }))
  await expect(unresolved).toBeVisible({ timeout: 20_000 })
  await unresolved.click()
  const row = page.getByTestId('tray-row')
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('HK$50.00')
  // It is the customer's until somebody decides.
  await cashier.sees(fill(cashier.texts.tray.money.late, { amount: 'HK$50.00' }))
})
