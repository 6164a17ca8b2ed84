/** What a till must never get wrong: the money was taken, and nobody says so. */
import type { MethodId } from '../../src-shared/methods.ts'
import { fill } from '../../src-shared/texts/index.ts'
import { customerCode, holdTimers, scanCode } from './scanner.ts'
import { openToSell, type Shop } from './shop.ts'
import { expect, test } from './till.ts'

/** How long the simulated aggregator tells nobody, and how long the till then needs to hear of it. */
const longMs = 45_000

const greenByItself = async ({ page }: Shop): Promise<void> =>
  expect(page.getByTestId('sale-state')).toHaveAttribute('data-state', 'completed', {
    timeout: longMs,
  })

/** By key and by thumb, by any method, and by another code: refused each time, in words. */
async function refusesAnother({ cashier, page }: Shop): Promise<void> {
  const { failures, scan } = cashier.texts
  const told = page.getByTestId('alert')
  for (const key of ['F12', 'F8', 'F10', 'Shift+F2']) {
    await cashier.key(key, 'Enter')
    await expect(told, key).toHaveText(failures.paymentInFlight)
  }
  for (const method of ['cash', 'paypal', 'bankTransfer'] satisfies MethodId[]) {
    await cashier.tile(method).click()
    await expect(told, method).toHaveText(failures.paymentInFlight)
    await expect(cashier.tile(method)).toHaveAttribute('aria-pressed', 'false')
  }
  await scanCode(page, customerCode('alipay'))
  await expect(told).toHaveText(scan.inFlight)
  await expect(page.getByTestId('payment-line')).toHaveCount(1)
}

test('the aggregator takes the money and loses the answer: the till says do not charge again, refuses a second charge by any method, and turns green by itself', async ({
  shop,
}) => {
  test.setTimeout(120_000)
  const { cashier, page } = shop
  const { words, providers } = cashier.texts
  await page.addInitScript(holdTimers)
  await openToSell(shop)
  await shop.trainer.prepare('loseAnswer')
  await cashier.typeAmount('50')
  await cashier.seesAmount('50')
  await scanCode(page, customerCode('wechatPay'))
  await cashier.seesState('unknown')
  const state = page.getByTestId('payment-state')
  await expect(state).toContainText(/Do not .*charge again/u)
  await expect(state).toHaveClass(/tone-unknown/u)
  await refusesAnother(shop)
  // To be paid another way, the sale would have to be another one: this one stays as it is.
  await cashier.button(cashier.texts.payment.setAside).click()
  await cashier.seesTotal(0)
  await page.getByRole('button', { name: /^Take back/u }).click()
  await cashier.seesTotal(5_000)
  await expect(page.getByTestId('payment-line')).toContainText(cashier.texts.states.unknown)
  await greenByItself(shop)
  await cashier.seesState('succeeded')
  await expect(page.getByText(fill(words.checking, { channel: providers.wechatPay }))).toHaveCount(
    0,
  )
})

test('the line goes while the customer confirms: the till says so, nothing else is charged, and it is green once the line is back', async ({
  shop,
}) => {
  test.setTimeout(120_000)
  const { cashier, page } = shop
  await page.addInitScript(holdTimers)
  await openToSell(shop)
  await shop.trainer.prepare('confirmThenPay')
  await cashier.typeAmount('50')
  await cashier.seesAmount('50')
  await scanCode(page, customerCode('alipay'))
  await cashier.seesState('processing')
  await shop.trainer.network(false)
  const { words, providers } = cashier.texts
  await cashier.sees(fill(words.checking, { channel: providers.alipay }))
  await refusesAnother(shop)
  await shop.trainer.network(true)
  await greenByItself(shop)
})

test('a code is called off while its answers get lost: it is not ended before it is known, and was paid', async ({
  shop,
}) => {
  test.setTimeout(120_000)
  const { cashier, page } = shop
  await page.addInitScript(holdTimers)
  await openToSell(shop)
  await shop.trainer.prepare('loseAnswer')
  await cashier.chargeFps('50')
  // He pays, and nobody tells the till.
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.button(cashier.texts.payment.cancel).click()
  await cashier.button(cashier.texts.payment.cancelConfirm).click()
  await cashier.seesState('unknown')
  await refusesAnother(shop)
  await greenByItself(shop)
})
