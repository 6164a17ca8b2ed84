/** The connections: what is slow or gone is left for the backup, told, and taken up again. */
import type { Locator } from '@playwright/test'
import { fill } from '../../src-shared/texts/index.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'
import { Trainer } from './trainer.ts'

async function ready(shop: Shop, more: Readonly<Record<string, unknown>> = {}): Promise<Trainer> {
  // A channel out of use is tried more often than in a shop, so that nobody waits here.
  shop.settings({ language: 'en', 'channel.probeEveryMs': 5_000, ...more })
  await shop.open()
  await shop.cashier.signIn('3333')
  await shop.cashier.openShift()
  return new Trainer(shop.cashier)
}

const card = ({ page }: Shop, id: 'main' | 'backup'): Locator =>
  page.getByRole('article', { name: id, exact: true })

/** Scanned, and paid after a moment as usual. */
async function paysByWechat({ cashier }: Shop, trainer: Trainer): Promise<void> {
  await trainer.prepare('payNow')
  await cashier.typeAmount('10')
  await trainer.customerShows('wechatPay')
  await cashier.seesSale('completed')
}

for (const [state, shown] of [
  ['gone', 'down'],
  ['slow', 'slow'],
] as const) {
  test(`an aggregator that is ${state} is left for the backup, and used again once it is good`, async ({
    shop,
  }) => {
    test.setTimeout(120_000)
    const { cashier, page } = shop
    const { tiles, failures } = cashier.texts
    const trainer = await ready(shop)
    await paysByWechat(shop, trainer)
    await cashier.button(cashier.texts.paid.next).click()
    await trainer.channel('main', state)
    // A payment that finds out: it never moves to the other aggregator by itself.
    await cashier.typeAmount('20')
    await trainer.customerShows('wechatPay')
    const tile = cashier.tile('wechatPay')
    await expect(tile).toHaveAttribute('data-state', 'backup', { timeout: 60_000 })
    await expect(tile).toContainText(tiles.backup)
    await cashier.button(fill(cashier.texts.frame.notices, { count: 1 })).click()
    const told = state === 'gone' ? failures.channelDown : failures.channelSlow
    await expect(page.getByTestId('notice')).toHaveText(fill(told, { channel: 'main' }))
    await cashier.button(cashier.texts.frame.close).click()
    await cashier.key('Shift+F9')
    await expect(card(shop, 'main')).toHaveAttribute(
      'data-state',
      new RegExp(`${shown}|probing`, 'u'),
    )
    await expect(card(shop, 'backup')).toContainText('WeChat Pay')
    await cashier.key('Escape')
    await page
      .getByRole('button', { name: cashier.texts.payment.setAside })
      .or(cashier.button(cashier.texts.paid.next))
      .first()
      .click()
    await paysByWechat(shop, trainer)
    await cashier.button(cashier.texts.paid.next).click()
    await trainer.channel('main', 'good')
    await expect(tile).toHaveAttribute('data-state', 'ready', { timeout: 60_000 })
    await cashier.key('Shift+F9')
    await expect(card(shop, 'main')).toHaveAttribute('data-state', 'good')
    await expect(card(shop, 'main')).toContainText('WeChat Pay')
    // What the drawing shows stands in a table behind it.
    const table = card(shop, 'main').getByRole('table')
    await expect(table).toContainText(fill(cashier.texts.channels.chart, { channel: 'main' }))
    await expect(table.getByRole('row')).not.toHaveCount(1)
  })
}

test('rows wait while the network is off, and none once it is back', async ({ shop }) => {
  const { cashier, page } = shop
  const { channels } = cashier.texts
  const trainer = await ready(shop)
  await trainer.network(false)
  await cashier.payCash('30', '30')
  await expect(page.getByTestId('rows-waiting')).toContainText('rows waiting', { timeout: 20_000 })
  await page.getByTestId('line-chip').click()
  const upload = page.getByTestId('upload')
  await expect(upload).toHaveAttribute('data-state', 'waiting')
  await expect(upload).not.toContainText(`${channels.waiting}0`)
  await trainer.network(true)
  await expect(upload).toHaveAttribute('data-state', 'idle', { timeout: 40_000 })
  await expect(upload.locator('dd').first()).toHaveText('0')
  await expect(page.getByTestId('rows-waiting')).toHaveCount(0)
})
