/** Transfers: what the customer needs is shown, nobody waits for them, and they are found again. */
import { fill } from '../../src-shared/texts/index.ts'
import { openToSell } from './shop.ts'
import { expect, test } from './till.ts'

test('reference and account are shown, the next sale goes on, and after a restart the money comes in two parts', async ({
  shop,
}) => {
  test.setTimeout(90_000)
  const { cashier, page } = shop
  const { transfer, payment, flowStates, methods, words } = cashier.texts
  await openToSell(shop)
  await page.getByLabel(cashier.texts.sale.reference).fill('INV-77')
  await cashier.key('Escape')
  await cashier.typeAmount('12800')
  await cashier.key('Shift+F2')
  await cashier.readyToTake('bankTransfer')
  await cashier.key('Enter')
  const reference = page.getByTestId('transfer-reference')
  await expect(reference).toHaveText(/^[\dA-Z]{12}$/u)
  const text = await reference.innerText()
  const account = page.locator('.transfer-facts')
  await expect(account).toContainText('TRAINING - DO NOT PAY')
  await expect(account).toContainText('Training Bank')
  await cashier.sees(transfer.goOn)
  await cashier.button(payment.setAside).click()
  await cashier.seesTotal(0)
  await cashier.payCash('20', '20')
  await cashier.nextSale()

  await shop.killAndOpen()
  await cashier.signIn()
  await page.getByRole('button', { name: 'Take back INV-77' }).click()
  await cashier.seesTotal(1_280_000)
  const line = page.getByTestId('payment-line')
  await expect(line).toContainText(flowStates.fundsAwaited)
  await expect(line).toContainText(text)
  const open = fill(transfer.open, { method: methods.bankTransfer, amount: 'HK$12,800.00' })
  await cashier.button(open).click()
  await expect(reference).toHaveText(text)
  await cashier.button(payment.paysHalf).click()
  await cashier.sees(fill(words.fundsPart, { credited: 'HK$6,400.00', left: 'HK$6,400.00' }))
  await expect(line).toContainText(flowStates.fundsPart)
  await cashier.seesSale('open')
  await cashier.button(payment.paysRest).click()
  await cashier.seesSale('completed')
})
