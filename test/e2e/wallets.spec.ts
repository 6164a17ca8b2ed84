/** Wallets that scan the shop's code: shown, paid; run out; and never there to be shown. */
import { fill } from '../../src-shared/texts/index.ts'
import type { Cashier } from './cashier.ts'
import { openToSell } from './shop.ts'
import { expect, test } from './till.ts'

async function charge(cashier: Cashier, key: string, amount: string): Promise<void> {
  await cashier.typeAmount(amount)
  await cashier.key(key, 'Enter')
}

test('a wallet scans the code of the shop: shown with a countdown, and green when it is paid; at its end it is asked for once more, and is not paid', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { words, payment } = cashier.texts
  await openToSell(shop)
  await charge(cashier, 'F9', '50')
  await expect(page.getByTestId('code')).toBeVisible()
  await cashier.seesState('awaitingPayer')
  await expect(page.locator('.payment-left')).toHaveText(/^(?:3:00|2:\d\d)$/u)
  await cashier.sees(fill(payment.payee, { payee: 'TRAINING - DO NOT PAY' }))
  await cashier.button(payment.customerPays).click()
  await cashier.seesSale('completed')
  await expect(page.locator('.paid-list')).toContainText('WeChat Pay HK')
  await cashier.nextSale()

  await charge(cashier, 'F10', '30')
  await expect(page.getByTestId('code')).toBeVisible()
  await shop.trainer.clockAhead('plusTenMinutes')
  await cashier.seesState('closed')
  await expect(page.getByTestId('code')).toHaveCount(0)
  await cashier.sees(words.notPaid)
  // The provider ended its code: nothing of it may still be paid.
  await expect(page.getByText(words.mayStillBePaid)).toHaveCount(0)
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.key('Enter')
  await cashier.seesSale('completed')
})

test('a code that never came is not paid and safe to try again; then the tile says why it is not now', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { words, failures, tiles, methods } = cashier.texts
  await openToSell(shop)
  await shop.trainer.channel('main', 'gone')
  await shop.trainer.channel('backup', 'gone')
  await charge(cashier, 'F9', '50')
  await cashier.seesState('closed')
  await cashier.sees(words.notPaid)
  // The other aggregator is tried without a customer, and is gone as well.
  await expect(cashier.tile('wechatPay')).toContainText(tiles.notNow, { timeout: 30_000 })
  await cashier.key('F9')
  await cashier.key('F9')
  await expect(page.getByTestId('alert')).toHaveText(
    fill(failures.methodNeedsLine, { method: methods.wechatPay }),
  )
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.key('Enter')
  await cashier.seesSale('completed')
})
