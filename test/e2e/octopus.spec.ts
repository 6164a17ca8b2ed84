/** An Octopus at a reader that is another process, over a real device file: what the customer does to it, and what is made of it. */
import { fill } from '../../src-shared/texts/index.ts'
import { consents } from './consents.ts'
import {
  anothers,
  askedAt,
  expect,
  expectJournaled,
  hasSocat,
  stories,
  test,
  theirs,
  type OctopusReader,
} from './octopus.ts'
import { chargeAgain, chargeOctopus, coachSays } from './octopusCoach.ts'
import type { Shop } from './shop.ts'

test.skip(!hasSocat, 'socat is not here, which joins the two ends of a serial line')

test.beforeEach(() => test.setTimeout(120_000))

/** One payment in one go. */
const paidAtOnce = ['submit', 'instructed', 'asked', 'payerConfirming', 'paid']
/** The first try, after which only the same Octopus can tell. */
const incomplete = [...paidAtOnce.slice(0, -1), 'incomplete 100022', 'noAnswer']
const sameCardPays = ['asked', 'stillProcessing', 'paid']

test('paid: screen, receipt and journal say with which Octopus and what remains on it', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const octopus = await openCounter()
  await chargeOctopus(shop, '12.30')
  await coachSays(shop, 'tap')
  await octopus.put()
  await cashier.seesSale('completed')
  const paid = page.locator('.paid-list')
  await expect(paid).toContainText(fill(cashier.texts.octopus.notes.number, { number: theirs }))
  await expect(paid).toContainText('Remaining value HK$46.5')
  await cashier.key('ArrowDown')
  const receipt = page.getByTestId('receipt')
  for (const words of [
    '八達通付款',
    'Octopus payment',
    '機號',
    '店號',
    theirs,
    'HK$12.3',
    'HK$46.5',
  ]) {
    await expect(receipt).toContainText(words)
  }
  await expect(receipt).toContainText(/LAST ADD VALUE BY CASH ON/u)
  expect(stories(shop)).toEqual([paidAtOnce])
  expectJournaled(shop, octopus)
  expect(await octopus.charged()).toBe('HK$12.30')
  expect(await octopus.holds()).toBe('HK$46.50')
})

for (const [trick, before] of [
  ['goneMidWrite', 'HK$0.00'],
  ['goneMidWriteTaken', 'HK$12.30'],
] as const) {
  test(`${trick}: taken away too early, the same Octopus completes it, and is charged once`, async ({
    shop,
    openCounter,
  }) => {
    const { cashier, page } = shop
    const octopus = await openCounter()
    await octopus.trick(trick)
    await octopus.put()
    await chargeOctopus(shop, '12.30')
    await coachSays(shop, 'sameCard')
    await cashier.seesState('unknown')
    const coach = page.getByTestId('payment-state')
    await expect(coach).toContainText(
      'Incomplete. Tap the SAME Octopus again. It will not be charged twice.',
    )
    await expect(coach).toContainText(`Octopus ${theirs}`)
    await expect(page.getByTestId('octopus-cancel')).toBeDisabled()
    await expect(page.getByTestId('hand-freeSale')).toHaveCount(0)
    expect(await octopus.charged()).toBe(before)
    await octopus.put()
    await cashier.seesSale('completed')
    expect(stories(shop)).toEqual([[...incomplete, ...sameCardPays]])
    expectJournaled(shop, octopus)
    expect(await octopus.charged()).toBe('HK$12.30')
    expect(await octopus.holds()).toBe('HK$46.50')
  })
}

test('another Octopus in between: the right one is named, and nothing is taken from the other', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const octopus = await openCounter()
  await octopus.trick('goneMidWrite')
  await octopus.put()
  await chargeOctopus(shop, '12.30')
  await coachSays(shop, 'sameCard')
  await octopus.put(anothers)
  await coachSays(shop, 'otherCard')
  await expect(page.getByTestId('payment-state')).toContainText('Please tap Octopus 88888888 again')
  await cashier.seesState('unknown')
  await octopus.remove()
  await octopus.put()
  await cashier.seesSale('completed')
  expect(stories(shop)).toEqual([[...incomplete, ...sameCardPays]])
  expectJournaled(shop, octopus)
  expect(octopus.requests().map(({ cardNumber }) => cardNumber)).toEqual([theirs])
  expect(await octopus.charged()).toBe('HK$12.30')
  expect(await octopus.holds(anothers)).toBe('HK$1,000.00')
})

test('a till killed while the same Octopus is awaited comes back to that first, and completes it once', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const octopus = await openCounter()
  await octopus.trick('goneMidWriteTaken')
  await octopus.put()
  await chargeOctopus(shop, '12.30')
  await coachSays(shop, 'sameCard')
  await shop.killAndOpen()
  await cashier.signIn()
  await coachSays(shop, 'sameCard')
  await expect(page.getByTestId('payment-state')).toContainText(`Octopus ${theirs}`)
  for (const key of ['F2', 'F8', 'F12']) {
    await cashier.key(key)
    await expect(page.getByTestId('alert')).toHaveText(cashier.texts.failures.paymentInFlight)
  }
  await expect(cashier.button(cashier.texts.payment.setAside)).toBeDisabled()
  await expect(page.getByTestId('octopus-cancel')).toBeDisabled()
  await octopus.put()
  await cashier.seesSale('completed')
  await cashier.seesTotal(1_230)
  expect(stories(shop)).toEqual([[...incomplete, ...sameCardPays]])
  expectJournaled(shop, octopus)
  expect(await octopus.charged()).toBe('HK$12.30')
  expect(await octopus.holds()).toBe('HK$46.50')
})

/** The customer has left; the sale is paid in cash, at the shop's risk. */
async function letGoAndPaidInCash({ cashier, page }: Shop): Promise<void> {
  await page.getByTestId('octopus-cancel').click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText(cashier.texts.hand.octopus.freeSale.means)
  await cashier.key('F1', 'Enter')
  await consents(page)
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.typeAmount('20')
  await cashier.key('Enter')
  await cashier.seesSale('completed')
  await cashier.key('Shift+F8')
}

/** The customer is back with the same Octopus, and the cashier asks at once. */
async function comesBack({ cashier, page }: Shop, octopus: OctopusReader): Promise<void> {
  const { tray } = cashier.texts.octopus
  const row = page.getByTestId('tray-row')
  await expect(row).toHaveAttribute('data-about', 'payment')
  await expect(row).toContainText('HK$12.30')
  await expect(page.locator('main')).toContainText(fill(tray.comesBackNumber, { number: theirs }))
  await expect(page.locator('main')).toContainText(tray.never)
  await octopus.put()
  // It is asked by itself too, now and then: there may be nothing to press any more.
  const check = page.getByTestId('tray-check')
  await expect(async () => {
    if (await check.isVisible()) await check.click({ timeout: 1_000 })
    await expect(row.and(page.locator('[data-about=payment]'))).toHaveCount(0, { timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
}

test('after 20 s a supervisor cancels; the sale is paid in cash, and later the Octopus tells that it was not charged', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const octopus = await openCounter()
  await octopus.trick('goneMidWrite')
  await octopus.put()
  await chargeOctopus(shop, '12.30')
  await coachSays(shop, 'sameCard')
  const cancel = page.getByTestId('octopus-cancel')
  await expect(cancel).toBeDisabled()
  await expect(cancel).toHaveText(/^Cancel, with a supervisor, in 0:1\d$/u)
  await expect(cancel).toBeEnabled({ timeout: 25_000 })
  await expect(cancel).toHaveText(cashier.texts.octopus.face.letGo)
  const [askedAtMs = 0] = askedAt(shop)
  expect(Date.now() - askedAtMs).toBeGreaterThanOrEqual(20_000)
  await letGoAndPaidInCash(shop)
  await comesBack(shop, octopus)
  await cashier.sees(cashier.texts.tray.empty)
  expect(stories(shop)[0]).toEqual([...incomplete, 'nothing', 'refused'])
  expectJournaled(shop, octopus)
  expect(await octopus.charged()).toBe('HK$0.00')
  expect(await octopus.holds()).toBe('HK$58.80')
})

test('let go, and the Octopus tells that it was charged: it is to be given back, and is never charged again', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const octopus = await openCounter({ 'octopus.letGoAfterMs': 5_000 })
  await octopus.trick('goneMidWriteTaken')
  await octopus.put()
  await chargeOctopus(shop, '12.30')
  await coachSays(shop, 'sameCard')
  await expect(page.getByTestId('octopus-cancel')).toBeEnabled()
  await letGoAndPaidInCash(shop)
  await comesBack(shop, octopus)
  await expect(page.getByTestId('tray-row')).toHaveAttribute('data-about', 'discrepancy')
  await expect(page.getByTestId('tray-state')).toContainText(cashier.texts.tray.paidTwice)
  expect(stories(shop)[0]).toEqual([...incomplete, 'paid'])
  expectJournaled(shop, octopus)
  expect(await octopus.charged()).toBe('HK$12.30')
})

test('not enough value: what remains and what is missing is said; cash takes that, and the Octopus the rest', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const octopus = await openCounter()
  await octopus.put()
  await chargeOctopus(shop, '128.80')
  await cashier.seesState('failed')
  const outcome = page.getByTestId('payment-state')
  await expect(outcome).toContainText(cashier.texts.octopus.refusals.notEnoughValue)
  await expect(outcome).toContainText('Remaining value HK$58.8, HK$70.00 missing.')
  await expect(page.getByTestId('split')).toContainText('Take HK$70.00 another way')
  await cashier.key('ArrowDown')
  await cashier.seesAmount('70.00')
  await cashier.key('F12')
  await cashier.readyToTake()
  await cashier.key('Enter')
  await cashier.sees('HK$58.80')
  await cashier.seesSale('open')
  await cashier.key('F1')
  await chargeAgain(cashier)
  await cashier.seesSale('completed')
  const refused = [...paidAtOnce.slice(0, -1), 'nothing 100048', 'refused']
  expect(stories(shop)).toEqual([refused, ['counted'], paidAtOnce])
  expectJournaled(shop, octopus)
  expect(await octopus.charged()).toBe('HK$58.80')
  expect(await octopus.holds()).toBe('HK$0.00')
})

test('its log is full: it writes its file first, and the same payment goes on', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const octopus = await openCounter()
  await octopus.put()
  await chargeOctopus(shop, '12.30')
  await cashier.seesSale('completed')
  await cashier.nextSale()
  await octopus.trick(100_023)
  await chargeOctopus(shop, '5')
  await coachSays(shop, 'exchanging')
  expect(await octopus.charged()).toBe('HK$12.30')
  await cashier.seesSale('completed')
  expect(stories(shop)).toEqual([
    paidAtOnce,
    [...paidAtOnce.slice(0, -1), 'nothing 100023', 'payerBack', 'asked', 'payerConfirming', 'paid'],
  ])
  expectJournaled(shop, octopus)
  expect(await octopus.charged()).toBe('HK$17.30')
  await cashier.key('Shift+F10')
  await cashier.button(octopus.name).click()
  const file = page.getByTestId('octopus-last-file')
  await expect(file).toContainText(/12\.30/u)
  await cashier.sees(cashier.texts.devices.octopus.agrees)
  await expect(page.getByTestId('octopus-open')).toContainText('HK$5.00')
})

test('a reply that gets lost is asked for with the same request, and the Octopus is charged once', async ({
  shop,
  openCounter,
}) => {
  const { cashier } = shop
  const octopus = await openCounter()
  await octopus.trick('loseReply')
  await octopus.put()
  await chargeOctopus(shop, '12.30')
  await coachSays(shop, 'reading')
  expect(await octopus.charged()).toBe('HK$12.30')
  expect(stories(shop)).toEqual([paidAtOnce.slice(0, -1)])
  await cashier.seesSale('completed')
  expect(stories(shop)).toEqual([paidAtOnce])
  expectJournaled(shop, octopus)
  expect(await octopus.charged()).toBe('HK$12.30')
  expect(await octopus.holds()).toBe('HK$46.50')
})

/** The line is gone, and nobody knows. */
const lost = [...paidAtOnce.slice(0, -1), 'unknown', 'noAnswer']

for (const [trick, charged, then] of [
  ['silentDone', 'HK$12.30', ['paid']],
  ['silent', 'HK$0.00', ['nothing', 'stillOpen', 'asked', 'payerConfirming', 'paid']],
] as const) {
  test(`${trick}: the cable is pulled while an Octopus is being charged; what became of it is asked for once it is back`, async ({
    shop,
    openCounter,
  }) => {
    const { cashier, page } = shop
    const octopus = await openCounter()
    await octopus.trick(trick)
    await octopus.put()
    await chargeOctopus(shop, '12.30')
    await coachSays(shop, 'reading')
    await octopus.line.cut()
    await coachSays(shop, 'awayUnknown')
    await cashier.seesState('unknown')
    await expect(page.getByTestId('device-chip')).toHaveAttribute('data-troubled', 'true')
    await cashier.key('F12')
    await expect(page.getByTestId('alert')).toHaveText(cashier.texts.failures.paymentInFlight)
    // What was asked is on the disk before the reader has said anything.
    expect(stories(shop)).toEqual([lost])
    expectJournaled(shop, octopus)
    expect(await octopus.charged()).toBe(charged)
    await octopus.line.mend()
    await cashier.seesSale('completed')
    await expect(page.getByTestId('device-chip')).toHaveAttribute('data-troubled', 'false')
    expect(stories(shop)).toEqual([[...lost, ...then]])
    expectJournaled(shop, octopus)
    expect(octopus.requests()).toHaveLength(1)
    expect(await octopus.charged()).toBe('HK$12.30')
    expect(await octopus.holds()).toBe('HK$46.50')
  })
}
