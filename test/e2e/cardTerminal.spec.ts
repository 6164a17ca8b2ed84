/** A card at a terminal that is another process, over a real device file: what it answers, and what is made of it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { TerminalProtocol } from '../../src-shared/contract/devices.ts'
import { fill } from '../../src-shared/texts/index.ts'
import { trainingCards } from '../../src-main/training/terminals/cards.ts'
import type { Shop } from './shop.ts'
import {
  becomes,
  chargeAgain,
  chargeCard,
  expect,
  hasSocat,
  journaled,
  moves,
  noteStates,
  test,
} from './terminal.ts'

test.skip(!hasSocat, 'socat is not here, which joins the two ends of a serial line')

const protocols = ['hypercom', 'nets', 'hkText', 'zvt'] as const satisfies TerminalProtocol[]

/** One payment in one go. */
const paidAtOnce = ['submit', 'payerConfirming', 'paid']

const paidList = ({ page }: Shop): Locator => page.locator('.paid-list')

/** What the journal holds of each payment that was approved. */
const approvalCodes = (shop: Shop): readonly unknown[] =>
  journaled(shop, 'payment.moved').flatMap(({ body }) => body.card?.approvalCode ?? [])

for (const protocol of protocols) {
  test(`${protocol}: approved, and screen and journal say by which card`, async ({
    shop,
    openCounter,
  }) => {
    const { cashier } = shop
    const { card } = cashier.texts
    const terminal = await openCounter(protocol)
    const states = await noteStates(shop)
    await chargeCard(shop, '88.80')
    await cashier.seesSale('completed')
    expect(states.slice(-2)).toEqual(['processing', 'succeeded'])
    const [slip] = terminal.slips()
    const paid = paidList(shop)
    await expect(paid).toContainText(card.schemes.visa)
    await expect(paid).toContainText('**** 4242')
    await expect(paid).toContainText(fill(card.approval, { text: slip?.approvalCode ?? '' }))
    expect(moves(shop)).toEqual([paidAtOnce])
    expect(journaled(shop, 'payment.moved').at(-1)?.body.card).toMatchObject({
      scheme: 'visa',
      number: '************4242',
      approvalCode: slip?.approvalCode,
    })
    expect(await terminal.charged()).toBe('HK$88.80')
    expect(terminal.asked()).toBe(1)
  })
}

test('declined: nothing was charged, and the next try is another payment', async ({
  shop,
  openCounter,
}) => {
  const { cashier } = shop
  const terminal = await openCounter('hypercom', { deeds: ['decline'] })
  await chargeCard(shop, '88.80')
  await cashier.seesState('failed')
  await cashier.sees(cashier.texts.card.words.declined)
  await cashier.seesSale('open')
  expect(await terminal.charged()).toBe('HK$0.00')
  await chargeAgain(cashier)
  await cashier.seesSale('completed')
  expect(moves(shop)).toEqual([['submit', 'payerConfirming', 'refused'], paidAtOnce])
  expect(await terminal.charged()).toBe('HK$88.80')
})

test('an answer that gets lost is asked for, and turns green by itself: the card is charged once', async ({
  shop,
  openCounter,
}) => {
  test.setTimeout(120_000)
  const { cashier } = shop
  const terminal = await openCounter('nets', { deeds: ['loseAnswer'] })
  const states = await noteStates(shop)
  await chargeCard(shop, '88.80')
  await becomes(shop, 'succeeded')
  await cashier.seesSale('completed')
  expect(states.slice(-3)).toEqual(['processing', 'unknown', 'succeeded'])
  await expect(paidList(shop)).toContainText('**** 4242')
  expect(moves(shop)).toEqual([['submit', 'payerConfirming', 'noAnswer', 'paid']])
  expect(await terminal.charged()).toBe('HK$88.80')
  expect(terminal.asked()).toBe(1)
})

for (const protocol of protocols) {
  test(`${protocol}: an answer that comes twice is one payment, one that comes spoiled is said again, and each sale is its own`, async ({
    shop,
    openCounter,
  }) => {
    const { cashier, page } = shop
    const terminal = await openCounter(protocol, { deeds: ['answerTwice', 'spoilAnswer'] })
    await chargeCard(shop, '88.80')
    await cashier.seesSale('completed')
    await cashier.nextSale()
    // The same amount: what is still said of the one before would fit it.
    await chargeCard(shop, '88.80')
    await cashier.seesSale('completed')
    const slips = terminal.slips()
    expect(slips).toHaveLength(2)
    await expect(paidList(shop)).toContainText(slips[1]?.approvalCode ?? '')
    await cashier.key('Shift+F10')
    // The text protocol has no check sum: of its message the end is missing.
    const spoiled = protocol === 'hkText' ? 'garbled' : 'garbled: badCheck'
    await expect(page.getByTestId('terminal-trace')).toContainText(spoiled)
    expect(moves(shop)).toEqual([paidAtOnce, paidAtOnce])
    expect(approvalCodes(shop)).toEqual(slips.map(({ approvalCode }) => approvalCode))
    expect(journaled(shop, 'terminal.stray')).toEqual([])
    expect(await terminal.charged()).toBe('HK$177.60')
    expect(terminal.asked()).toBe(2)
  })
}

test('a terminal that says that it is busy has charged nothing: the till says so, and it can be tried again', async ({
  shop,
  openCounter,
}) => {
  const { cashier } = shop
  const terminal = await openCounter('zvt', { deeds: ['busy'] })
  await chargeCard(shop, '88.80')
  await cashier.seesState('failed')
  await cashier.sees(cashier.texts.card.words.notTaken)
  await cashier.sees(cashier.texts.card.refusals.terminalBusy)
  expect(await terminal.charged()).toBe('HK$0.00')
  await chargeAgain(cashier)
  await cashier.seesSale('completed')
  expect(moves(shop)).toEqual([['submit', 'refused'], paidAtOnce])
  expect(await terminal.charged()).toBe('HK$88.80')
})

test('a terminal that is silent because it is busy may have charged: nothing is sent again, and its slip tells', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const terminal = await openCounter('hypercom', { deeds: ['busy'] })
  await chargeCard(shop, '88.80')
  await becomes(shop, 'unknown')
  await cashier.sees(cashier.texts.card.words.unknown)
  await expect(page.getByTestId('slip-steps')).toContainText(terminal.name)
  expect(moves(shop)).toEqual([['submit', 'noAnswer']])
  expect(await terminal.charged()).toBe('HK$0.00')
  expect(terminal.asked()).toBe(1)
})

// A NETS header changes nothing of the fields.
for (const protocol of ['hypercom', 'hkText', 'zvt'] as const) {
  test(`${protocol}: the whole number of a card is in no file, on no page and in no message`, async ({
    shop,
    openCounter,
    host,
  }) => {
    const { cashier, page } = shop
    const terminal = await openCounter(protocol, { deeds: ['unmasked'] })
    const traffic = await listen(page)
    await chargeCard(shop, '88.80')
    await cashier.seesSale('completed')
    // The first digits are there: what came on the line was the number itself.
    const masked = '424242******4242'
    expect(journaled(shop, 'payment.moved').at(-1)?.body.card?.number).toBe(masked)
    const pages = [await page.content()]
    await cashier.openHistory()
    await page.getByTestId('history-row').first().click()
    await expect(page.getByTestId('timeline-row').first()).toBeVisible()
    pages.push(await page.content())
    await cashier.key('Shift+F10')
    await expect(page.getByTestId('terminal-trace')).toContainText(masked)
    pages.push(await page.content())
    const files = filesIn(shop.profile)
    for (const texts of [pages, traffic, files]) {
      expect(texts.some((text) => text.includes(masked))).toBe(
        texts !== traffic || host === 'browser',
      )
      expect(wholeNumbersIn(texts)).toEqual([])
    }
    expect(await terminal.charged()).toBe('HK$88.80')
  })
}

/** @returns all that the page and the till say to each other from now on; of Electron's own line nothing is heard here */
async function listen(page: Page): Promise<readonly string[]> {
  const traffic: string[] = []
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => traffic.push(payload.toString()))
    socket.on('framereceived', ({ payload }) => traffic.push(payload.toString()))
  })
  await page.reload()
  await expect(page.getByTestId('amount')).toBeVisible()
  return traffic
}

/** As it would stand in a text, in a frame that was written down in hexadecimal, or packed two digits to a byte. */
const formsOf = (number: string): readonly string[] => [
  number,
  Buffer.from(number).toString('hex'),
  Buffer.from(number, 'hex').toString('latin1'),
]

/** Which of the training cards' numbers stand there in full. */
const wholeNumbersIn = (texts: readonly string[]): readonly string[] =>
  trainingCards
    .map(({ number }) => number)
    .filter((number) => formsOf(number).some((form) => texts.some((text) => text.includes(form))))

/** All that a till keeps: databases with what is not yet in them, logs, settings. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
}
