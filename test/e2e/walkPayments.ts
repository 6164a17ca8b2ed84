/** Leads through what can become of a payment that somebody else decides, and stops at each screen. */
import type { TrainingDeed } from '../../src-shared/contract/training.ts'
import type { Shop } from './shop.ts'
import { walkOctopus } from './walkOctopus.ts'
import type { Look } from './walkScreens.ts'

/** From an empty sale screen to an empty sale screen. */
export async function walkPayments(shop: Shop, look: Look): Promise<void> {
  await walkWallets(shop, look)
  await walkOctopus(shop, look)
  await walkTrouble(shop, look)
  await walkTransfer(shop, look)
  await walkTray(shop, look)
  await walkRefund(shop, look)
  await walkLine(shop, look)
}

async function putAside({ cashier }: Shop): Promise<void> {
  await cashier.button(cashier.texts.payment.setAside).click()
  await cashier.seesTotal(0)
}

async function walkWallets(shop: Shop, look: Look): Promise<void> {
  const { cashier, page } = shop
  await cashier.typeAmount('1288.80')
  await cashier.key('F9', 'Enter')
  await cashier.seesState('awaitingPayer')
  await look('wallet-code')
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.seesSale('completed')
  await cashier.nextSale()
  await shop.trainer.prepare('payNever')
  await shop.trainer.customerShows('wechatPay')
  await page.getByTestId('scanned').waitFor()
  await look('scan-held')
  await cashier.typeAmount('268')
  await cashier.key('Enter')
  await cashier.seesState('processing')
  await look('scan-processing')
  await cashier.key('F12')
  await page.getByTestId('alert').waitFor()
  await look('scan-refuses-another')
  await putAside(shop)
}

/** What must not be charged again: nobody knows, or it does not match. */
async function walkTrouble(shop: Shop, look: Look): Promise<void> {
  const { cashier } = shop
  const code = async (deed: TrainingDeed): Promise<void> => {
    await shop.trainer.prepare(deed)
    await cashier.chargeFps('88.80')
  }
  await code('payOther')
  await cashier.seesState('conflicted')
  await look('payment-conflicted')
  await putAside(shop)
  await shop.trainer.prepare('loseAnswer')
  await cashier.typeAmount('50')
  await shop.trainer.customerShows('alipay')
  await cashier.seesState('unknown')
  await look('payment-unknown')
  await shop.page.getByTestId('hand-freeSale').click()
  await shop.page.getByRole('alertdialog').waitFor()
  await look('payment-free')
  await cashier.key('F1', 'Enter')
  await shop.page.getByRole('radio', { name: /3333/u }).click()
  await shop.page.keyboard.type('3333', { delay: 60 })
  await cashier.key('Enter')
  await shop.page.getByRole('dialog').waitFor({ state: 'hidden' })
  await cashier.button(cashier.texts.sale.setAside).waitFor()
  await look('sale-freed')
  await cashier.button(cashier.texts.sale.setAside).click()
  await cashier.seesTotal(0)
}

async function walkTransfer(shop: Shop, look: Look): Promise<void> {
  const { cashier, page } = shop
  const { payment, transfer } = cashier.texts
  await cashier.typeAmount('12800')
  await cashier.key('Shift+F3', 'Enter')
  await page.getByTestId('transfer-reference').waitFor()
  await cashier.button(payment.paysHalf).waitFor()
  await look('transfer')
  await cashier.button(payment.paysHalf).click()
  await cashier.sees(cashier.texts.flowStates.fundsPart)
  await look('transfer-part')
  await cashier.button(transfer.back).click()
  await look('transfer-awaited')
  await cashier.button(cashier.texts.sale.setAside).click()
  await cashier.seesTotal(0)
}

async function walkTray({ cashier, page }: Shop, look: Look): Promise<void> {
  await cashier.key('Shift+F8')
  await page.getByTestId('tray-row').first().click()
  await look('tray')
  await page.getByTestId('hand-decideConflict').click()
  await page.getByRole('alertdialog').waitFor()
  await look('tray-decide')
  await cashier.key('Escape')
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  await cashier.key('Escape')
}

async function walkRefund({ cashier, page }: Shop, look: Look): Promise<void> {
  await cashier.openHistory()
  await page
    .getByTestId('history-row')
    .filter({ hasText: cashier.texts.methods.wechatPay })
    .filter({ hasText: 'HK$1,288.80' })
    .click()
  await page.getByTestId('refund').click()
  await page.getByRole('alertdialog').waitFor()
  await look('refund')
  await cashier.key('Escape')
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  await cashier.key('Escape')
}

/** The line is gone: what the tiles say, a code that is shown all the same, rows that wait. */
async function walkLine(shop: Shop, look: Look): Promise<void> {
  const { cashier, page } = shop
  await shop.trainer.network(false)
  await cashier.typeAmount('60')
  await cashier.key('F8')
  await cashier.readyToTake('fps')
  await cashier.key('Enter')
  await page.getByTestId('hand-releaseGoods').waitFor()
  await look('code-without-line')
  await putAside(shop)
  await page.getByTestId('rows-waiting').waitFor()
  await look('sale-without-line')
  await cashier.key('Shift+F9')
  await page.getByTestId('upload').waitFor()
  await look('channels')
  await cashier.key('Escape')
  await shop.trainer.network(true)
}
