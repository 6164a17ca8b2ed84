/** The customer's screen beside a till at work: it follows, tells nobody's secrets, and ends at welcome. */
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { spawnTill } from '../harness/tillProcess.ts'
import { openCustomer, scan, watchPage, type CustomerScreen } from './customerScreen.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

const onlyWhenTold = { 'training.fpsPaysAfterMs': null, language: 'en' }

async function atWork(shop: Shop, context: BrowserContext): Promise<CustomerScreen> {
  shop.settings(onlyWhenTold)
  await shop.open()
  await shop.cashier.signIn()
  await shop.cashier.openShift()
  const customer = await openCustomer(shop, context)
  await customer.shows('welcome')
  await shop.page.bringToFront()
  return customer
}

test('a button of the bar opens the customer’s screen in a window of its own', async ({
  shop,
  context,
}) => {
  shop.settings(onlyWhenTold)
  await shop.open()
  const { cashier } = shop
  await cashier.signIn()
  const opening = context.waitForEvent('page')
  await cashier.button(cashier.texts.customer.window).click()
  const customer = await watchPage(await opening)
  expect(new URL(customer.page.url()).pathname).toBe('/customer')
  // Once more, now that it is watched from its first word on.
  await customer.page.reload()
  await customer.shows('welcome')
  expect(await customer.page.evaluate(() => window.opener === null)).toBe(true)
  await expect(customer.page.locator('html')).toHaveAttribute('lang', 'en')
  expect(customer.complaints).toEqual([])
})

test('cash: total, paid, change, thanks, and welcome again', async ({ shop, context }) => {
  const customer = await atWork(shop, context)
  const { cashier } = shop
  await cashier.typeAmount('128.50')
  await cashier.key('F12', 'Enter')
  await customer.shows('total')
  await customer.showsAmount(12_850)
  await cashier.readyToTake()
  await cashier.typeAmount('500')
  await cashier.key('Enter')
  await customer.shows('paid')
  await customer.showsAmount(12_850)
  await customer.shows('change')
  await customer.showsAmount(37_150)
  await cashier.nextSale()
  await customer.shows('thanks')
  await customer.shows('welcome')
  expect(customer.complaints).toEqual([])
})

test('FPS: the code that the customer scans is the one on the till; paid, thanks, welcome', async ({
  shop,
  context,
}) => {
  const customer = await atWork(shop, context)
  const { cashier, page } = shop
  await cashier.chargeFps('1234.05')
  await customer.shows('code')
  await customer.showsAmount(123_405)
  const onTill = await scan(page)
  expect(onTill).toContain('1234.05')
  for (const size of [
    { width: 1024, height: 600 },
    { width: 1920, height: 1080 },
    { width: 800, height: 1280 },
  ]) {
    await customer.page.setViewportSize(size)
    expect(await scan(customer.page)).toBe(onTill)
  }
  await expect(customer.page.getByTestId('customer-left')).toHaveText(/^(?:10:00|9:\d\d)$/u)
  await expect(customer.page.getByTestId('training-mark')).toContainText(
    cashier.texts.customer.doNotPay,
  )
  await page.bringToFront()
  await cashier.button(cashier.texts.payment.customerPays).click()
  await customer.shows('paid')
  await expect(customer.page.getByTestId('code')).toHaveCount(0)
  await customer.shows('thanks')
  await customer.shows('welcome')
  expect(customer.complaints).toEqual([])
})

test('FPS called off: the code goes, no money was taken, the total comes back, then welcome', async ({
  shop,
  context,
}) => {
  const customer = await atWork(shop, context)
  const { cashier } = shop
  await cashier.chargeFps('88.80')
  await customer.shows('code')
  await cashier.button(cashier.texts.payment.cancel).click()
  await cashier.button(cashier.texts.payment.cancelConfirm).click()
  await customer.shows('notPaid')
  await expect(customer.page.getByTestId('code')).toHaveCount(0)
  expect(await customer.text()).toContain(cashier.texts.customer.endedCode)
  await customer.shows('total')
  await cashier.button(cashier.texts.sale.cancel).click()
  await cashier.button(cashier.texts.sale.cancelConfirm).click()
  await customer.shows('welcome')
  expect(customer.complaints).toEqual([])
})

test('nothing of a sale that was set aside is on the screen or on its line, also when it is paid meanwhile', async ({
  shop,
  context,
}) => {
  const customer = await atWork(shop, context)
  const { cashier, page } = shop
  await page.getByLabel(cashier.texts.sale.reference).fill('Mrs Chan, 9123 4567')
  await cashier.key('Escape')
  // He pays where the till cannot hear of it yet.
  await shop.trainer.network(false)
  await cashier.chargeFps('1234.05')
  await customer.shows('code')
  const code = (await scan(page)) ?? ''
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.button(cashier.texts.payment.setAside).click()
  await customer.shows('welcome')
  const before = customer.received.length
  const text = await customer.text()

  await cashier.typeAmount('20')
  await cashier.key('F12', 'Enter')
  await customer.shows('total')
  await shop.trainer.network(true)
  const waiting = page.getByRole('list', { name: cashier.texts.sale.waiting })
  await expect(waiting).toContainText(cashier.texts.sale.completed, { timeout: 20_000 })
  await cashier.readyToTake()
  await cashier.typeAmount('20')
  await cashier.key('Enter')
  await customer.shows('paid')
  await cashier.nextSale()
  await customer.shows('welcome')
  // Who comes only now is told no more than who was there.
  const late = await openCustomer(shop, context)
  await late.shows('welcome')

  const told = [...customer.received.slice(before), ...late.received, text, await late.text()]
  for (const secret of ['123405', '1,234.05', '1234.05', code, 'Mrs Chan', '陳美玲']) {
    expect(told.filter((one) => one.includes(secret))).toEqual([])
  }
  // What was never the screen's business, from the first word on.
  expect(customer.received.filter((one) => /Mrs Chan|陳美玲|saleId|paymentId/u.test(one))).toEqual(
    [],
  )
  expect(customer.complaints).toEqual([])
})

test('when the till goes away, amount and code go at once, and the screen stays calm', async ({
  shop,
  context,
}) => {
  const customer = await atWork(shop, context)
  await shop.cashier.chargeFps('88.80')
  await customer.shows('code')
  await shop.page.goto('about:blank')
  await shop.till().kill()
  await customer.shows('nothing')
  expect(await customer.text()).not.toMatch(/\d/u)
  await expect(customer.page.getByTestId('code')).toHaveCount(0)
  await expect(customer.page.getByTestId('training-mark')).toBeVisible()
  expect(await customer.text()).toContain(shop.cashier.texts.customer.away)
})

test('a till that cannot start tells the customer that it is closed, and not why', async ({
  shop,
  context,
}) => {
  await atWork(shop, context)
  const program = join(import.meta.dirname, '../../dist/main/serve.js')
  const second = await spawnTill({ program, profile: shop.profile })
  const customer = await watchPage(await context.newPage())
  await customer.page.goto(second.address)
  await customer.page.goto(new URL('/customer', second.address).href)
  await customer.shows('closed')
  expect(await customer.text()).not.toContain('anotherTill')
  await customer.page.close()
  await second.stop()
  expect(customer.complaints).toEqual([])
})
