/** Attacks by what somebody types or puts into the settings: markup, letters that turn lines, card numbers. */
import type { Page } from '@playwright/test'
import { placesOf, placesOfPin } from '../harness/searched.ts'
import { openCustomer } from './customerScreen.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

type Nasty = {
  readonly store: string
  readonly counter: string
  readonly line: string
  readonly reference: string
  readonly description: string
  readonly reason: string
}

/** Leads through every place where these texts are shown, the customer's screen too. */
async function walk(
  shop: Shop,
  nasty: Nasty,
  look: (page: Page, where: string, ...texts: readonly string[]) => Promise<void>,
): Promise<void> {
  const { cashier, page } = shop
  const { store, counter, line, reference, description, reason } = nasty
  shop.settings({
    language: 'en',
    'store.name': store,
    'counter.name': counter,
    'store.address': [line],
    'receipt.policy': [line],
    'training.fpsPaysAfterMs': null,
  })
  await shop.open()
  await cashier.signIn()
  await look(page, 'before the shift')
  await cashier.openShift()
  const customer = (await openCustomer(shop, page.context())).page
  await look(customer, 'welcome', store)
  await page.bringToFront()
  await page.getByLabel(cashier.texts.sale.reference).fill(reference)
  await page.getByLabel(cashier.texts.sale.description).fill(description)
  await cashier.key('Escape')
  await cashier.chargeFps('1234.56')
  await look(page, 'code', store, counter, reference, description)
  await expect(customer.getByTestId('customer-amount')).toBeVisible()
  await look(customer, 'code at the customer')
  await cashier.button(cashier.texts.payment.setAside).click()
  await page.getByRole('button', { name: /^Take back/u }).waitFor()
  await look(page, 'waiting', reference)
  await page.getByRole('button', { name: /^Take back/u }).click()
  await cashier.button(cashier.texts.payment.customerPays).click()
  await cashier.seesSale('completed')
  await look(page, 'paid', reference, description)
  await look(customer, 'paid at the customer')
  await cashier.nextSale()
  await cashier.openHistory()
  await page.getByTestId('history-row').first().click()
  await page.getByTestId('timeline-row').first().waitFor()
  await look(page, 'history', reference, description)
  await cashier.button(cashier.texts.receipt.reprint).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /3333/u }).click()
  await dialog.getByRole('textbox').fill(reason)
  await look(page, 'override')
  await dialog.getByRole('textbox').press('Enter')
  await page.keyboard.type('3333', { delay: 60 })
  await cashier.key('Enter')
  await page.getByTestId('receipt').waitFor()
  await look(page, 'receipt', store, counter, line, reference, description)
  await cashier.key('Escape')
  await page.locator('[data-kind="override.given"]').waitFor()
  await look(page, 'history after the reprint', reason)
}

test('markup in names, references, descriptions and reasons: shown as text wherever it is shown, and no script runs', async ({
  shop,
}) => {
  test.setTimeout(120_000)
  const image = '<img src=x onerror=hacked(1)>'
  const nasty = {
    store: image,
    counter: '<b>{o:;}</b>{amount}',
    line: '<script>hacked(1)</script>{image:x}',
    reference: `${image}{total}{amount}$&`,
    description: '</dd><script>hacked(1)</script><svg onload=hacked(1)>&lt;{name}',
    reason: '<iframe srcdoc="<script>parent.hacked(1)</script>">{by}',
  }
  await shop.page.context().addInitScript(() => {
    Object.assign(window, { hacks: 0, hacked: () => Object.assign(window, { hacks: 1 }) })
  })
  await walk(shop, nasty, async (page, where, ...texts) => {
    for (const text of texts) await expect(page.getByText(text).first(), where).toBeVisible()
    const found = await page.evaluate(() => ({
      hacks: (window as unknown as { readonly hacks: number }).hacks,
      made: document.querySelectorAll('img, iframe, body script, [onerror], [onload], b').length,
    }))
    expect(found, where).toEqual({ hacks: 0, made: 0 })
  })
})

test('letters that turn the line around or cannot be seen: no amount on any screen is disguised', async ({
  shop,
}) => {
  test.setTimeout(120_000)
  // Overrides and isolates that are never ended, marks of both directions, and what has no width.
  const turn = '\u2067\u200f\u2066\u202d\u061c\u200b\u2060\ufeff\u00ad\u202e'
  let looked = 0
  const nasty = {
    store: `海港${turn}00.1$KH`,
    counter: `C${turn}00.1$KH`,
    line: `${turn}00.1$KH`,
    reference: `R-1${turn}00.1$KH`,
    description: `שתי כוסות ${turn}00.1$KH`,
    reason: `because${turn}00.1$KH`,
  }
  await walk(shop, nasty, async (page, where) => {
    const amounts = await page.evaluate(amountsAsSeen)
    expect(
      amounts.filter(({ seen, written }) => seen !== written),
      where,
    ).toEqual([])
    looked += amounts.length
    await page.screenshot({ path: `test-results/bidi-${where.replaceAll(' ', '-')}.png` })
  })
  // Else this would look at nothing, or see nothing.
  expect(looked).toBeGreaterThan(20)
  await shop.page.evaluate((text) => document.body.append(text), `${turn}HK$12.34`)
  const disguised = await shop.page.evaluate(amountsAsSeen)
  expect(disguised.at(-1)?.seen).not.toBe('HK$12.34')
})

/** In the page. Every amount in it as it is written, and as its letters stand from left to right. */
function amountsAsSeen(): readonly { readonly written: string; readonly seen: string }[] {
  const found: { written: string; seen: string }[] = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    for (const { index, 0: written } of (node.nodeValue ?? '').matchAll(
      /(?:HK\$)?[\d,]+\.\d\d/gu,
    )) {
      const letters = Array.from(written, (letter, place) => {
        const range = document.createRange()
        range.setStart(node, index + place)
        range.setEnd(node, index + place + 1)
        const { left, top, width } = range.getBoundingClientRect()
        return { letter, left, top: Math.round(top / 8), width }
      })
      if (letters.every(({ width }) => width === 0)) continue
      const inOrder = letters.toSorted((a, b) =>
        a.top === b.top ? a.left - b.left : a.top - b.top,
      )
      found.push({ written, seen: inOrder.map(({ letter }) => letter).join('') })
    }
  }
  return found
}

test('card numbers and PINs, typed by hand: in no file, no log, nor in what the till sends; a PIN leaves the page once', async ({
  shop,
  context,
}) => {
  test.setTimeout(120_000)
  const { cashier, page, profile } = shop
  const card = '5555555555554444'
  const sent: string[] = []
  const received: string[] = []
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(payload.toString()))
    socket.on('framereceived', ({ payload }) => received.push(payload.toString()))
  })
  shop.settings({ language: 'en' })
  await shop.open()
  const customer = await openCustomer(shop, context)
  await page.bringToFront()

  // At the keypad for the PIN: what is beyond eight digits is not taken.
  await page.getByRole('button', { name: /1111/u }).click()
  await page.keyboard.type(card, { delay: 60 })
  expect(await page.content()).not.toMatch(/5{4}/u)
  await cashier.key('Enter')
  await cashier.sees(cashier.texts.failures.wrongPin)
  const pinTyped = card.slice(0, 8)
  expect(sent.filter((frame) => frame.includes(pinTyped))).toEqual([
    expect.stringContaining('"session.signIn"'),
  ])
  await page.keyboard.type('1111', { delay: 60 })
  await cashier.key('Enter')
  await cashier.openShift()

  await page.getByLabel(cashier.texts.sale.description).fill('4111 1111 1111 1111 declined')
  await cashier.key('Escape')
  await cashier.payCash('10', '10')
  await cashier.sees('**** **** **** 1111 declined')
  await cashier.nextSale()
  await cashier.openHistory()
  await page.getByTestId('history-row').first().click()
  await cashier.button(cashier.texts.receipt.reprint).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /3333/u }).click()
  await dialog.getByRole('textbox').fill(`wants ${card} back`)
  await dialog.getByRole('textbox').press('Enter')
  const consentPin = '97531864'
  await page.keyboard.type(consentPin, { delay: 60 })
  await cashier.key('Enter')
  await expect(dialog.getByTestId('alert')).toBeVisible()
  await page.keyboard.type('3333', { delay: 60 })
  await cashier.key('Enter')
  await page.getByTestId('receipt').waitFor()
  await cashier.key('Escape')
  await cashier.sees('wants ************4444 back')

  expect(sent.filter((frame) => frame.includes(consentPin))).toEqual([
    expect.stringContaining('"receipt.reprint"'),
  ])
  const told = [...received, ...customer.received]
  const beforeTheEnd = [card, '4111 1111 1111 1111', '4111111111111111'].flatMap((number) =>
    placesOf(number, profile, told),
  )
  await shop.till().stop()
  const afterIt = [card, '4111 1111 1111 1111', '4111111111111111'].flatMap((number) =>
    placesOf(number, profile, told),
  )
  expect([...beforeTheEnd, ...afterIt]).toEqual([])
  for (const pin of [pinTyped, consentPin]) {
    expect(placesOfPin(pin, profile, told)).toEqual([])
  }
  // Else this would look through nothing.
  expect(placesOf('wants ****', profile, told)).toContainEqual(expect.stringMatching(/sqlite/u))
})
