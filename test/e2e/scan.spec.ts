/** Codes that customers show, scanned at any moment: each is charged once at most, and never by surprise. */
import { fill } from '../../src-shared/texts/index.ts'
import { customerCode, holdTimers, scanCode } from './scanner.ts'
import { openToSell, type Shop } from './shop.ts'
import { expect, test } from './till.ts'

async function atTheTill(shop: Shop): Promise<void> {
  await shop.page.addInitScript(holdTimers)
  await openToSell(shop)
}

const scans = (shop: Shop, text: string): Promise<void> => scanCode(shop.page, text)

/** What is left of a code when it may be shown: its end. */
const end = (code: string): string => code.slice(-4)

test('scanned first, it waits for its amount; scanned after the amount or with a sale open, it is charged at once', async ({
  shop,
}) => {
  test.setTimeout(90_000)
  const { cashier, page } = shop
  const { scan, methods } = cashier.texts
  await atTheTill(shop)
  const first = customerCode('wechatPay')
  await scans(shop, first)
  const held = page.getByTestId('scanned')
  await expect(held).toContainText(
    fill(scan.held, { method: methods.wechatPay, lastFour: end(first) }),
  )
  await expect(cashier.tile('wechatPay')).toHaveAttribute('aria-pressed', 'true')
  await cashier.seesAmount('0.00')
  await cashier.typeAmount('80')
  await expect(held).toContainText(
    fill(scan.heldReady, { method: methods.wechatPay, lastFour: end(first) }),
  )
  await cashier.key('Enter')
  await cashier.seesSale('completed')
  await cashier.seesTotal(8_000)

  // The next customer is quick: his code waits while the last sale is still on the screen.
  const second = customerCode('alipay')
  await scans(shop, second)
  await expect(held).toContainText(end(second))
  await cashier.nextSale()
  await expect(held).toContainText(end(second))
  await cashier.button(scan.forget).click()
  await expect(held).toHaveCount(0)

  await cashier.typeAmount('300')
  await cashier.key('Enter')
  await cashier.seesTotal(30_000)
  await cashier.typeAmount('100')
  await cashier.seesAmount('100')
  await scans(shop, customerCode('unionpayQr'))
  await expect(page.getByTestId('rest')).toHaveText('HK$200.00')
  await scans(shop, customerCode('alipay'))
  await cashier.seesSale('completed')
  await expect(page.getByTestId('payment-line')).toHaveCount(2)
  await cashier.nextSale()

  await cashier.typeAmount('45')
  await cashier.seesAmount('45')
  await scans(shop, customerCode('wechatPay'))
  await cashier.seesSale('completed')
  await cashier.seesTotal(4_500)
})

test('what is not a payment code, one that was used, one that came too late: refused in words, and nothing is charged', async ({
  shop,
}) => {
  test.setTimeout(90_000)
  const { cashier, page } = shop
  const { scan, failures, scanned } = cashier.texts
  const told = page.getByTestId('alert')
  await atTheTill(shop)
  await cashier.typeAmount('50')
  await cashier.seesAmount('50')
  await scans(shop, '4891028164456')
  await expect(told).toHaveText(
    fill(failures.scanNotAccepted, { looksLike: scanned.productBarcode }),
  )
  await cashier.seesTotal(0)
  const used = customerCode('wechatPay')
  await scans(shop, used)
  await cashier.seesSale('completed')
  await cashier.nextSale()
  await scans(shop, used)
  await expect(told).toHaveText(failures.scanUsed)
  await cashier.seesTotal(0)

  // While a payment can still take money, no other code is sent anywhere.
  await cashier.chargeFps('20')
  await scans(shop, customerCode('wechatPay'))
  await expect(told).toHaveText(scan.inFlight)
  await expect(page.getByTestId('payment-line')).toHaveCount(1)
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.seesSale('completed')
  await cashier.nextSale()

  // On another screen it leads back to the till, where its amount can be typed; a minute later it is too old.
  await cashier.openHistory()
  await expect(page.getByTestId('history-row')).toHaveCount(2)
  const late = customerCode('alipay')
  await scans(shop, late)
  await expect(page.getByTestId('scanned')).toContainText(end(late))
  await expect(page.getByTestId('amount')).toBeVisible()
  await shop.trainer.clockAhead('plusMinute')
  await expect(page.getByTestId('scanned')).toHaveCount(0)
  await cashier.seesTotal(0)
})
