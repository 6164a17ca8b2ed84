/** Leads through what can become of a payment by Octopus, and stops at each screen. */
import { expect } from '@playwright/test'
import { chargeOctopus, coachSays } from './octopusCoach.ts'
import type { Shop } from './shop.ts'
import type { Look } from './walkScreens.ts'

/** From an empty sale screen to an empty sale screen, with nothing left in the tray. */
export async function walkOctopus(shop: Shop, look: Look): Promise<void> {
  await walkPaid(shop, look)
  await walkNotEnough(shop, look)
  await walkSilence(shop, look)
  await walkSameCard(shop, look)
}

async function walkPaid(shop: Shop, look: Look): Promise<void> {
  const { cashier, page, trainer } = shop
  await trainer.prepareOctopus('wait')
  await chargeOctopus(shop, '128.80')
  await coachSays(shop, 'tap')
  await look('octopus-tap')
  await trainer.holdOctopus('usual')
  await cashier.seesSale('completed')
  await look('octopus-paid')
  await cashier.key('ArrowDown')
  await page.getByTestId('receipt').waitFor()
  await look('octopus-receipt')
  await cashier.key('Escape')
  await page.getByTestId('receipt').waitFor({ state: 'hidden' })
  await cashier.nextSale()
  await trainer.holdOctopus(null)
}

async function walkNotEnough(shop: Shop, look: Look): Promise<void> {
  const { cashier, page, trainer } = shop
  const { cancel, cancelConfirm } = cashier.texts.sale
  await trainer.prepareOctopus('notEnough')
  await chargeOctopus(shop, '1288.80')
  await page.getByTestId('split').waitFor()
  await look('octopus-not-enough')
  await page.getByTestId('split').click()
  await cashier.seesAmount('1,280.00')
  await cashier.key('F12')
  await cashier.readyToTake()
  await look('octopus-split')
  await cashier.button(cancel).click()
  await cashier.button(cancelConfirm).click()
  await cashier.seesTotal(0)
}

async function walkSilence(shop: Shop, look: Look): Promise<void> {
  const { cashier, page, trainer } = shop
  await trainer.prepareOctopus('silent')
  await chargeOctopus(shop, '128.80')
  await coachSays(shop, 'reading')
  await page.getByText(cashier.texts.octopus.face.help).waitFor()
  await look('octopus-no-answer')
  await expect(page.getByTestId('sale-state')).toHaveAttribute('data-state', 'completed', {
    timeout: 60_000,
  })
  await cashier.nextSale()
}

/** Taken away too early: the same one again, another, none, and a supervisor. */
async function walkSameCard(shop: Shop, look: Look): Promise<void> {
  const { cashier, page, trainer } = shop
  await trainer.prepareOctopus('walksAway')
  await chargeOctopus(shop, '128.80')
  await coachSays(shop, 'sameCard')
  await look('octopus-same')
  await trainer.holdOctopus('other')
  await coachSays(shop, 'otherCard')
  await look('octopus-other')
  await trainer.holdOctopus(null)
  await trainer.plugOctopus(false)
  await coachSays(shop, 'awayUnknown')
  await look('octopus-away')
  await trainer.plugOctopus(true)
  await coachSays(shop, 'sameCard')
  await expect(page.getByTestId('octopus-cancel')).toBeEnabled({ timeout: 30_000 })
  await look('octopus-may-cancel')
  await page.getByTestId('octopus-cancel').click()
  await page.getByRole('alertdialog').waitFor()
  await look('octopus-cancel')
  await cashier.key('F1', 'Enter')
  await page.getByRole('radio', { name: /3333/u }).click()
  await page.keyboard.type('3333', { delay: 60 })
  await cashier.key('Enter')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await cashier.key('Shift+F8')
  await page.getByTestId('tray-row').filter({ hasText: 'HK$128.80' }).click()
  await look('octopus-tray')
  await trainer.holdOctopus('usual')
  // It is asked by itself too, now and then.
  const check = page.getByTestId('tray-check')
  const row = page.getByTestId('tray-row').filter({ hasText: 'HK$128.80' })
  await expect(async () => {
    if (await check.isVisible()) await check.click({ timeout: 1_000 })
    await expect(row).toHaveCount(0, { timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
  await trainer.holdOctopus(null)
  await cashier.key('Escape')
  await cashier.button(cashier.texts.sale.cancel).click()
  await cashier.button(cashier.texts.sale.cancelConfirm).click()
  await cashier.seesTotal(0)
}
