/** The receipt on the screen: what the customer will have in hand. */
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { expect, test } from './till.ts'

test('the receipt of a paid sale opens by key and by thumb, and Enter leads back to the sale', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()
  await cashier.payCash('128.50', '500')
  await cashier.key('ArrowDown')
  const receipt = page.getByTestId('receipt')
  for (const words of ['128.50', '500.00', '371.50', '-000001']) {
    await expect(receipt).toContainText(words)
  }
  await cashier.key('Escape')
  await expect(receipt).toBeHidden()
  await page.getByRole('button', { name: /^Receipt .{4}-000001/u }).click()
  await expect(receipt).toBeVisible()
  await expect(async () => {
    await cashier.key('Enter')
    await expect(receipt).toBeHidden({ timeout: 300 })
  }).toPass()
  // That Enter closed the receipt, and did not go on to the next sale.
  await cashier.seesSale('completed')
  await cashier.seesTotal(12_850)
})

test('a receipt of training says in a box that it is none', async ({ shop }) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()
  await cashier.payCash('10', '10')
  await cashier.key('ArrowDown')
  const mark = page.locator('.receipt-mark').filter({ hasText: 'TRAINING - NOT A RECEIPT' })
  await expect(mark).toBeVisible()
  await expect(mark).toHaveCSS('border-top-width', '3px')
})

test('looking at a receipt again is no reprint', async ({ shop }) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()
  await cashier.payCash('10', '10')
  for (let turn = 0; turn < 2; turn += 1) {
    await cashier.key('ArrowDown')
    await expect(page.getByTestId('receipt')).not.toContainText('REPRINT')
    await cashier.key('Escape')
    await expect(page.getByTestId('receipt')).toBeHidden()
  }
  await cashier.openHistory()
  await page.getByTestId('history-row').first().click()
  await expect(page.locator('[data-kind="receipt.issued"]')).toHaveCount(1)
  await expect(page.locator('[data-kind="receipt.reprinted"]')).toHaveCount(0)
})

test('the code on a receipt says to a scanner what stands under it', async ({ shop }) => {
  const { cashier, page } = shop
  shop.settings({ 'training.fpsPaysAfterMs': null, language: 'en' })
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.chargeFps('50')
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.seesSale('completed')
  await cashier.key('ArrowDown')
  const code = page.getByTestId('code-small')
  await code.scrollIntoViewIfNeeded()
  const { data, width, height } = PNG.sync.read(await code.screenshot())
  const said = jsQR(new Uint8ClampedArray(data), width, height)?.data ?? ''
  expect(said).toMatch(/^[0-9A-Z]{12}$/u)
  await expect(page.locator('.receipt-code p')).toHaveText(said)
})

test('hostile and endless texts are only text, inside the width of the paper', async ({ shop }) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()
  const nasty = '<img src=x onerror=alert(1)> {code:QR} '.padEnd(140, 'W')
  const endless = '說'.repeat(140)
  await page.getByLabel(cashier.texts.sale.reference).fill(nasty)
  await page.getByLabel(cashier.texts.sale.description).fill(endless)
  await cashier.key('Escape')
  await cashier.payCash('10', '10')
  await cashier.key('ArrowDown')
  const receipt = page.getByTestId('receipt')
  await expect(receipt).toContainText('<img src=x onerror=alert(1)> {code:QR}')
  await expect(receipt).toContainText(endless)
  expect(await page.locator('img').count()).toBe(0)
  const wide = await receipt.evaluate(
    (paper) =>
      Array.from(paper.querySelectorAll('*')).filter(
        (part) => part.getBoundingClientRect().right > paper.getBoundingClientRect().right,
      ).length,
  )
  expect(wide).toBe(0)
})

test('paper is white and its ink is black, in the dark theme too', async ({ shop }) => {
  const { cashier, page } = shop
  shop.settings({ theme: 'dark', language: 'en' })
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.payCash('10', '10')
  await cashier.key('ArrowDown')
  await expect(page.getByTestId('receipt')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await expect(page.getByTestId('receipt')).toHaveCSS('color', 'rgb(17, 17, 17)')
})

test('a receipt longer than the screen is read by the arrow keys', async ({ shop }) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()
  await page.getByLabel(cashier.texts.sale.description).fill('說'.repeat(140))
  await cashier.key('Escape')
  await cashier.payCash('10', '10')
  await page.setViewportSize({ width: 1024, height: 480 })
  await cashier.key('ArrowDown')
  const receipt = page.getByTestId('receipt')
  await expect(receipt).toBeVisible()
  const before = await receipt.boundingBox()
  await cashier.key('ArrowDown', 'ArrowDown')
  await expect(async () => {
    const after = await receipt.boundingBox()
    expect(after?.y ?? 0).toBeLessThan(before?.y ?? 0)
  }).toPass()
})

test('the history names the receipt of a paid sale, and offers none for one that is not', async ({
  shop,
}) => {
  const { cashier, page } = shop
  shop.settings({ 'training.fpsPaysAfterMs': null, language: 'en' })
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.payCash('10', '10')
  await cashier.nextSale()
  await cashier.chargeFps('20')
  await cashier.openHistory()
  const rows = page.getByTestId('history-row')
  await rows.nth(1).click()
  await expect(page.locator('.detail-facts')).toContainText('-000001')
  await expect(cashier.button(cashier.texts.receipt.reprint)).toBeVisible()
  await rows.nth(0).click()
  await expect(page.locator('.detail-amount')).toHaveText('HK$20.00')
  await expect(cashier.button(cashier.texts.receipt.reprint)).toHaveCount(0)
})
