/** What a trainer can do to the simulated customer, bank, network and clock. */
import type { Locator, Page } from '@playwright/test'
import { fill } from '../../src-shared/texts/index.ts'
import { openToSell, type Shop } from './shop.ts'
import { expect, test } from './till.ts'

async function openPanel({ cashier, page }: Shop): Promise<Locator> {
  await page.getByTestId('training-mark').click()
  const panel = page.getByRole('dialog', { name: cashier.texts.training.title })
  await expect(panel).toBeVisible()
  return panel
}

const barOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.querySelector('.bar') ?? document.body
    return scrollWidth - clientWidth
  })

const unusual = ({ page }: Shop): Locator => page.getByTestId('training-unusual')

for (const [deed, state] of [
  ['payNow', 'succeeded'],
  ['refuse', 'failed'],
  ['payOther', 'conflicted'],
] as const) {
  test(`the next payment does what was prepared: ${deed}, and the one after it is as usual`, async ({
    shop,
  }) => {
    const { cashier } = shop
    await openToSell(shop)
    await shop.trainer.prepare(deed)
    const { short } = cashier.texts.training.deeds[deed]
    await expect(unusual(shop)).toHaveText(fill(cashier.texts.training.nextIs, { deed: short }))
    await cashier.chargeFps('50')
    await expect(unusual(shop)).toHaveCount(0)
    await cashier.seesState(state)
  })
}

test('pays twice: it turns green, and the extra money is counted as unresolved', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { training } = cashier.texts
  await openToSell(shop)
  await shop.trainer.prepare('payTwice')
  await cashier.chargeFps('50')
  await cashier.seesSale('completed')
  await expect(cashier.button(fill(cashier.texts.frame.unresolved, { count: 1 }))).toBeVisible()
  // The bar has room for that count beside everything that is not as usual.
  await shop.trainer.prepare('payOther')
  const panel = await openPanel(shop)
  await panel.getByRole('radio', { name: 'Off', exact: true }).click()
  // Quick taps add up.
  await cashier.button(training.plusDay).click()
  await cashier.button(training.plusTenMinutes).click()
  await expect(unusual(shop)).toContainText('1 d 10 min')
  expect(await barOverflow(page)).toBe(0)
})

test('pays too late: after it was cancelled the money comes, and is counted as unresolved', async ({
  shop,
}) => {
  const { cashier } = shop
  await openToSell(shop)
  await shop.trainer.prepare('payLate')
  await cashier.chargeFps('50')
  await cashier.button(cashier.texts.payment.cancel).click()
  await cashier.button(cashier.texts.payment.cancelConfirm).click()
  await cashier.seesState('closed')
  await expect(cashier.button(fill(cashier.texts.frame.unresolved, { count: 1 }))).toBeVisible({
    timeout: 20_000,
  })
})

test('the answer gets lost: nobody is told that it was paid until the bank speaks again', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await openToSell(shop)
  await shop.trainer.prepare('loseAnswer')
  await cashier.chargeFps('50')
  await page.waitForTimeout(5_000)
  await cashier.button(cashier.texts.payment.checkNow).click()
  await expect(page.getByTestId('sale-state')).toHaveAttribute('data-state', 'open')
  await expect(page.getByTestId('payment-state')).not.toHaveAttribute('data-state', 'succeeded')
  await expect(page.getByTestId('sale-state')).toHaveAttribute('data-state', 'completed', {
    timeout: 30_000,
  })
})

test('whatever is not as usual stands beside the mark, on every screen, with the panel closed', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { training } = cashier.texts
  await openToSell(shop)
  await expect(unusual(shop)).toHaveCount(0)
  const panel = await openPanel(shop)
  await panel.getByTestId('deed-refuse').click()
  await panel.getByRole('radio', { name: training.networkOff, exact: true }).click()
  await cashier.button(training.plusHour).click()
  await expect(unusual(shop)).toContainText('1 h')
  await cashier.button(training.plusTenMinutes).click()
  await expect(unusual(shop)).toContainText(fill(training.clockIsAhead, { ahead: '1 h 10 min' }))
  await cashier.key('Escape')
  await expect(panel).toBeHidden()
  const seesAll = async (): Promise<void> => {
    await expect(unusual(shop)).toContainText('Next payment: is refused')
    await expect(unusual(shop)).toContainText(training.networkIsOff)
    await expect(unusual(shop)).toContainText('Clock +1 h 10 min')
    expect(await barOverflow(page), 'the bar has room for it').toBe(0)
  }
  await seesAll()
  await cashier.openHistory()
  await seesAll()
  // A reload of the page forgets nothing of it.
  await page.reload()
  await seesAll()
})

test('by keys alone: digits and function keys choose, 0 switches the network, Enter closes', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await openToSell(shop)
  const panel = await openPanel(shop)
  await cashier.key('8')
  await expect(panel.getByTestId('deed-payWhileClosing')).toHaveAttribute('aria-checked', 'true')
  await cashier.key('F1')
  await expect(panel.getByTestId('deed-refuse')).toHaveAttribute('aria-checked', 'true')
  await cashier.key('0')
  await expect(panel.getByRole('radio', { name: 'Off', exact: true })).toHaveAttribute(
    'aria-checked',
    'true',
  )
  await cashier.key('0')
  await expect(panel.getByRole('radio', { name: 'On', exact: true })).toHaveAttribute(
    'aria-checked',
    'true',
  )
  await cashier.key('1')
  await expect(panel.getByTestId('deed-usual')).toHaveAttribute('aria-checked', 'true')
  await cashier.key('Enter')
  await expect(panel).toBeHidden()
  await expect(page.getByTestId('amount')).toHaveText('0.00')
})

test('without the network a code is shown and paid, and the result comes when it is back', async ({
  shop,
}) => {
  const { cashier } = shop
  await openToSell(shop)
  await shop.trainer.network(false)
  await cashier.chargeFps('50')
  const { words, providers } = cashier.texts
  await cashier.sees(fill(words.lineDown, { channel: providers.bank }))
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.seesSale('open')
  await shop.trainer.network(true)
  await cashier.seesSale('completed')
})

test('the countdown and the times follow the clock, and a code runs out', async ({ shop }) => {
  const { cashier, page } = shop
  const { training } = cashier.texts
  await openToSell(shop)
  await cashier.chargeFps('50')
  const left = page.locator('.payment-left')
  await expect(left).toHaveText(/^(?:10:00|9:\d\d)$/u)
  const panel = await openPanel(shop)
  await cashier.button(training.plusMinute).click()
  await expect(unusual(shop)).toContainText('Clock +1 min')
  await cashier.key('Escape')
  await expect(left).toHaveText(/^8:\d\d$/u)
  await openPanel(shop)
  await cashier.button(training.plusTenMinutes).click()
  await cashier.key('Escape')
  await expect(panel).toBeHidden()
  await cashier.seesState('closed')
  await cashier.openHistory()
  await page.getByTestId('history-row').first().click()
  await cashier.sees(cashier.texts.moves.expired)
  await openPanel(shop)
  await cashier.button(fill(training.clockBack, { ahead: '11 min' })).click()
  await expect(unusual(shop)).toHaveCount(0)
})

test('while the panel is open, no key reaches the sale behind it, whatever happens there', async ({
  shop,
}) => {
  const { cashier } = shop
  await openToSell(shop, 3_000)
  await cashier.chargeFps('50')
  const panel = await openPanel(shop)
  await cashier.seesSale('completed')
  await cashier.key('F1')
  await expect(panel.getByTestId('deed-refuse')).toHaveAttribute('aria-checked', 'true')
  await cashier.key('Enter')
  await expect(panel).toBeHidden()
  await cashier.seesSale('completed')
  await cashier.seesTotal(5_000)
})

test('to begin anew says what is deleted; then everybody is signed out, and the history is empty', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { texts } = cashier
  await openToSell(shop)
  await cashier.payCash('10', '10')
  const panel = await openPanel(shop)
  await cashier.button(texts.training.anew).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText(texts.training.anewDeleted)
  await expect(question).toContainText(texts.training.anewKept)
  // Esc changes nothing, and leads back to the panel.
  await cashier.key('Escape')
  await expect(question).toBeHidden()
  await expect(panel).toBeVisible()
  await cashier.seesSale('completed')
  await cashier.button(texts.training.anew).click()
  await cashier.button(texts.training.anewConfirm).click()
  await expect(page.getByText(texts.signIn.title).first()).toBeVisible()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.openHistory()
  await cashier.sees(texts.history.empty)
})

test('before anybody has signed in, the mark is a mark and opens nothing', async ({ shop }) => {
  shop.settings({ language: 'en' })
  await shop.open()
  const mark = shop.page.getByTestId('training-mark')
  await expect(mark).toBeVisible()
  await expect(shop.page.getByRole('button', { name: /TRAINING/u })).toHaveCount(0)
})
