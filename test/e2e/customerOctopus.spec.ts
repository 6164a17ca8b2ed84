/** The customer's screen while he pays by Octopus at a reader that is another process: what he is told to do, and what he is not. */
import { openCustomer } from './customerScreen.ts'
import { anothers, expect, hasSocat, test, theirs } from './octopus.ts'
import { chargeOctopus, coachSays } from './octopusCoach.ts'

test.skip(!hasSocat, 'socat is not here, which joins the two ends of a serial line')

test.beforeEach(() => test.setTimeout(120_000))

test('taps, paid, what remains, thanks', async ({ shop, context, openCounter }) => {
  const octopus = await openCounter()
  const customer = await openCustomer(shop, context)
  await customer.shows('welcome')
  await shop.page.bringToFront()
  const { texts } = shop.cashier
  await chargeOctopus(shop, '12.30')
  await customer.shows('octopus')
  await customer.showsAmount(1_230)
  expect(await customer.text()).toContain(texts.customer.octopus.tap)
  await octopus.put()
  await customer.shows('paid')
  expect(await customer.text()).toContain(`${texts.customer.remaining}HK$46.5`)
  // Whose Octopus it is stands only where he has to find it again.
  expect(await customer.text()).not.toContain(theirs)
  await customer.shows('thanks')
  await customer.shows('welcome')
  expect(customer.complaints).toEqual([])
})

test('taken away too early: the SAME Octopus is asked for by its number, with no large sum; another is refused by name', async ({
  shop,
  context,
  openCounter,
}) => {
  const octopus = await openCounter()
  const customer = await openCustomer(shop, context)
  await shop.page.bringToFront()
  const { texts } = shop.cashier
  await octopus.trick('goneMidWrite')
  await octopus.put()
  await chargeOctopus(shop, '12.30')
  await coachSays(shop, 'sameCard')
  await expect(customer.page.locator('body')).toContainText(
    'Incomplete. Tap the SAME Octopus again. It will not be charged twice.',
  )
  await expect(customer.page.locator('body')).toContainText(`Octopus ${theirs}`)
  await expect(customer.page.getByTestId('customer-amount')).toHaveCount(0)
  await octopus.put(anothers)
  await coachSays(shop, 'otherCard')
  await expect(customer.page.locator('body')).toContainText('Please tap Octopus 88888888 again')
  expect(await customer.text()).toContain(texts.customer.octopus.other)
  await octopus.remove()
  await octopus.put()
  await customer.shows('paid')
  expect(await octopus.charged()).toBe('HK$12.30')
  expect(customer.complaints).toEqual([])
})

test('not enough value: what remains is told, and that nothing was taken', async ({
  shop,
  context,
  openCounter,
}) => {
  const octopus = await openCounter()
  const customer = await openCustomer(shop, context)
  await shop.page.bringToFront()
  const { texts } = shop.cashier
  await octopus.put()
  await chargeOctopus(shop, '128.80')
  await customer.shows('notPaid')
  const text = await customer.text()
  expect(text).toContain(texts.customer.notEnoughValue)
  expect(text).toContain(`${texts.customer.remaining}HK$58.8`)
  expect(text).not.toContain(theirs)
  await customer.shows('total')
  expect(customer.complaints).toEqual([])
})
