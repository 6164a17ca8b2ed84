import { PNG } from 'pngjs'
import jsQR from 'jsqr'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { decodeHkCode } from '../../src-main/engine/qr/hkCode.ts'
import { verifyFile } from '../../src-main/host/verifyFile.ts'
import { expect, test } from './till.ts'

test('the first day: language, PIN, float, cash, FPS, and both are in the history after a kill', async ({
  shop,
}) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()

  // Cash: 128.50 with a HK$500 note.
  await cashier.payCash('128.50', '500')
  await expect(page.getByTestId('change')).toHaveText('HK$371.50')
  await cashier.nextSale()

  // FPS: the simulated customer pays after some seconds.
  await cashier.chargeFps('88.80')
  await cashier.seesState('awaitingPayer')
  await cashier.seesState('succeeded')
  await cashier.seesSale('completed')

  await shop.killAndOpen()
  await cashier.signIn()
  await cashier.openHistory()
  const rows = page.getByTestId('history-row')
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(0)).toContainText('HK$88.80')
  await expect(rows.nth(1)).toContainText('HK$128.50')
  await rows.nth(0).click()
  await expect(page.getByTestId('timeline-row')).toHaveCount(7)
  await cashier.sees(cashier.texts.moves.paid)
  expect(verifyFile(shop.profile)).toMatchObject({ ok: true })
})

test('the code on the screen says, to two other programs, exactly the text that was made', async ({
  shop,
}) => {
  shop.settings({ 'training.fpsPaysAfterMs': null, language: 'en' })
  const { cashier, page } = shop
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.chargeFps('1234.05')
  const picture = await page.screenshot()

  const database = new Database(join(shop.profile, 'training.sqlite'), { readonly: true })
  const { codeText } = database.prepare('SELECT codeText FROM payment').get() as {
    codeText: string
  }
  database.close()
  expect(decodeHkCode(codeText)).toMatchObject({
    ok: true,
    code: { amount: { amountMinor: 123_405 } },
  })

  const { data, width, height } = PNG.sync.read(picture)
  expect(jsQR(new Uint8ClampedArray(data), width, height)?.data).toBe(codeText)

  const wasm = join(
    import.meta.dirname,
    '../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm',
  )
  await prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer },
    fireImmediately: true,
  })
  const found = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] })
  expect(found.map(({ text }) => text)).toEqual([codeText])
})

test('a split sale: part in cash, the rest by FPS', async ({ shop }) => {
  const { cashier, page } = shop
  await shop.open()
  await cashier.begin()
  await cashier.typeAmount('300')
  await cashier.key('Enter')
  await cashier.seesTotal(30_000)
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.typeAmount('100')
  await cashier.key('Enter')
  await expect(page.getByTestId('rest')).toHaveText('HK$200.00')
  await cashier.key('F8')
  await cashier.readyToTake('fps')
  await cashier.key('Enter')
  await cashier.seesState('awaitingPayer')
  await cashier.seesSale('completed')
  await expect(page.getByTestId('rest')).toHaveText('HK$0.00')
})

test('a reload of the page loses nothing: the payment is still there', async ({ shop }) => {
  shop.settings({ 'training.fpsPaysAfterMs': null, language: 'en' })
  const { cashier, page } = shop
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.chargeFps('50')
  await page.reload()
  await cashier.seesState('awaitingPayer')
  await cashier.seesTotal(5_000)
})

test('kill -9 while a code is on the screen: it is there again, and turns green', async ({
  shop,
}) => {
  shop.settings({ 'training.fpsPaysAfterMs': null, language: 'en' })
  const { cashier } = shop
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.chargeFps('75')
  await shop.killAndOpen()
  await cashier.signIn()
  await cashier.seesState('awaitingPayer')
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.seesSale('completed')
})
