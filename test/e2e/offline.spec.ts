/** No network: what can be taken is taken, what cannot says why, and nothing needs anybody when it is back. */
import { fill } from '../../src-shared/texts/index.ts'
import { openToSell, type Shop } from './shop.ts'
import { expect, test } from './till.ts'

/** The goods of the code that is on the screen are to go. */
async function asksToRelease({ cashier, page }: Shop, amount: string): Promise<void> {
  await page.getByTestId('hand-releaseGoods').click()
  await expect(page.getByRole('alertdialog')).toContainText(amount)
  await cashier.key('F3')
  await cashier.button(cashier.texts.hand.releaseGoods.confirm).click()
}

/** And a supervisor consents. */
async function releaseGoods(shop: Shop, amount: string): Promise<void> {
  const { cashier, page } = shop
  const { hand } = cashier.texts
  await asksToRelease(shop, amount)
  const consent = page.getByRole('dialog', { name: fill(hand.asks.releaseGoods, { amount }) })
  await consent.getByRole('radio', { name: /3333/u }).click()
  await page.keyboard.type('3333')
  await cashier.key('Enter')
  await expect(consent).toBeHidden()
}

test('without a network: FPS by its code, goods with a supervisor’s consent, cash as ever, wallets say why not; with it, all turns green and is sent by itself', async ({
  shop,
}) => {
  test.setTimeout(150_000)
  const { cashier, page } = shop
  const { words, providers, marks, tiles, failures, methods } = cashier.texts
  await openToSell(shop)
  await shop.trainer.network(false)
  await cashier.chargeFps('88.80')
  await cashier.sees(fill(words.lineDown, { channel: providers.bank }))
  // He pays at his bank; nobody can say so yet.
  await cashier.button(cashier.texts.payment.customerPays).click()
  await releaseGoods(shop, 'HK$88.80')
  // The customer has gone: the sale waits for its money beside the next one.
  await cashier.seesTotal(0)
  const waiting = page.getByRole('list', { name: cashier.texts.sale.waiting })
  await expect(waiting).toContainText('HK$88.80')
  await cashier.payCash('20', '50')
  await cashier.nextSale()

  // One aggregator after the other is found to be gone.
  await expect(cashier.tile('fps')).toContainText(tiles.codeOnly, { timeout: 30_000 })
  for (const [method, key] of [
    ['wechatPay', 'F9'],
    ['alipay', 'F10'],
    ['unionpayQr', 'F11'],
    ['paypal', 'Shift+F1'],
  ] as const) {
    await expect(cashier.tile(method)).toContainText(tiles.notNow)
    await cashier.key(key)
    await expect(page.getByTestId('alert')).toHaveText(
      fill(failures.methodNeedsLine, { method: methods[method] }),
    )
  }
  await expect(page.getByTestId('line-chip')).toContainText(cashier.texts.frame.lineDown)
  const rows = page.getByTestId('rows-waiting')
  await expect(rows).toHaveText(/^\d+ rows waiting · \d+ (?:s|min)$/u)

  await shop.trainer.network(true)
  await expect(waiting).toContainText(cashier.texts.sale.completed, { timeout: 60_000 })
  await expect(rows).toHaveCount(0, { timeout: 60_000 })
  await expect(page.getByTestId('line-chip')).toContainText(cashier.texts.frame.lineGood)
  await cashier.key('Shift+F9')
  await expect(page.getByTestId('upload')).toHaveAttribute('data-state', 'idle')
  await cashier.key('Escape')
  await page.getByRole('button', { name: /^Take back/u }).click()
  await cashier.seesSale('completed')
  await expect(page.locator('.paid-list')).toContainText(marks.goodsReleased)
})

test('goods above the ceiling are not released, and nobody is asked to consent', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await openToSell(shop)
  await shop.trainer.network(false)
  await cashier.chargeFps('500.10')
  await asksToRelease(shop, 'HK$500.10')
  await expect(page.getByRole('alertdialog').getByTestId('alert')).toHaveText(
    fill(cashier.texts.failures.releaseAboveCeiling, { ceiling: 'HK$500.00' }),
  )
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await cashier.key('Escape')
  await cashier.seesState('awaitingPayer')
  await expect(page.getByTestId('payment-line')).not.toContainText(
    cashier.texts.marks.goodsReleased,
  )
})
