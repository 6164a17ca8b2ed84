/**
 * The customer's screen by itself, told by a stand-in what to show: every state in every language,
 * theme and size, and what happens when the engine says nothing more.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext } from '@playwright/test'
import { languages } from '../../src-shared/contract/counter.ts'
import type { CustomerShows, DisplayView } from '../../src-shared/contract/display.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { watchPage, type CustomerScreen } from './customerScreen.ts'
import { codeFor, customerStates, plainDisplay } from './customerStates.ts'
import { fakeEngine, type FakeEngine } from './fakeEngine.ts'
import { faintWords, misfits } from './measures.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

/** The name that a shop may have at most, of what is hardest to draw. */
const markup = '<img src=x onerror=alert(1)>&amp;</h1>WW'
const wide = '灣'.repeat(40)

async function told(
  shop: Shop,
  context: BrowserContext,
  first: Partial<DisplayView> = {},
): Promise<{ readonly screen: CustomerScreen; readonly engine: FakeEngine }> {
  await shop.open()
  const screen = await watchPage(await context.newPage())
  const engine = await fakeEngine(screen.page, { ...plainDisplay, ...first })
  await screen.page.goto(new URL('/customer', shop.page.url()).href)
  await screen.shows(first.now?.shows ?? 'welcome')
  return { screen, engine }
}

test('the code goes at the end of its countdown, though nobody says so', async ({
  shop,
  context,
}) => {
  const { screen, engine } = await told(shop, context)
  const { page } = screen
  engine.tell(codeFor(6_000))
  await expect(page.getByTestId('customer-left')).toHaveText(/^0:0[1-6]$/u)
  await expect(page.getByTestId('code')).toBeVisible()
  await screen.shows('over')
  await expect(page.getByTestId('code')).toHaveCount(0)
  expect(await screen.text()).toContain(textsIn('en').customer.overTodo)
  // The money may have come in the last second all the same.
  engine.tell({ shows: 'paid', totalMinor: 128_880, remainingMinor: null })
  await screen.shows('paid')
})

test('the countdown goes by the engine’s clock, which may be ahead of this computer’s', async ({
  shop,
  context,
}) => {
  const hourMs = 3_600_000
  const { screen, engine } = await told(shop, context, {
    clockAheadMs: hourMs,
    now: codeFor(hourMs + 90_000),
  })
  await expect(screen.page.getByTestId('customer-left')).toHaveText(/^1:(?:30|2\d)$/u)
  engine.tell(codeFor(60_000), { clockAheadMs: hourMs })
  await screen.shows('over')
})

test('what was there before the line went does not come back with the line', async ({
  shop,
  context,
}) => {
  const { screen, engine } = await told(shop, context, { now: codeFor(600_000) })
  await engine.hangUp()
  await screen.shows('nothing')
  expect(await screen.text()).not.toMatch(/\d/u)
  const comings = engine.comings()
  engine.comeBack(false)
  // The line is open again, and nothing was told on it yet.
  await expect.poll(engine.comings).toBeGreaterThan(comings)
  await screen.shows('nothing')
  await expect(screen.page.getByTestId('code')).toHaveCount(0)
  engine.tell({ shows: 'thanks' })
  await screen.shows('thanks')
})

test('a customer’s language is his alone: the next welcome speaks the counter’s', async ({
  shop,
  context,
}) => {
  const { screen, engine } = await told(shop, context)
  const { page } = screen
  const speaks = async (language: (typeof languages)[number]): Promise<void> => {
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    const button = page.getByRole('button', { name: textsIn(language).languages[language] })
    await expect(button).toHaveAttribute('aria-pressed', 'true')
  }
  await speaks('en')
  await page.getByRole('button', { name: '繁體中文' }).click()
  await speaks('zh-Hant')
  // Chosen before the sale, it lasts to its end.
  for (const now of [
    { shows: 'total', totalMinor: 100, paidMinor: 0, restMinor: 100 },
    codeFor(60_000),
    { shows: 'paid', totalMinor: 100, remainingMinor: null },
    { shows: 'thanks' },
  ] satisfies CustomerShows[]) {
    engine.tell(now)
    await screen.shows(now.shows)
    await speaks('zh-Hant')
  }
  engine.tell({ shows: 'welcome' })
  await speaks('en')
  // The next sale may begin before the welcome of the one before was said.
  engine.tell({ shows: 'thanks' })
  await page.getByRole('button', { name: '简体中文' }).click()
  await speaks('zh-Hans')
  engine.tell({ shows: 'total', totalMinor: 200, paidMinor: 0, restMinor: 200 })
  await speaks('en')
  expect(screen.received).toEqual([])
})

test('a language that was chosen without buying is forgotten after a minute', async ({
  shop,
  context,
}) => {
  const { screen } = await told(shop, context)
  const { page } = screen
  await page.clock.install()
  await page.reload()
  await screen.shows('welcome')
  await page.getByRole('button', { name: '繁體中文' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hant')
  await page.clock.runFor(61_000)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('names with markup are shown as they are', async ({ shop, context }) => {
  const payee = '<script>alert(1)</script>'
  const { screen, engine } = await told(shop, context, { storeName: markup })
  const { page } = screen
  await expect(page.getByText(markup)).toBeVisible()
  engine.tell({ ...codeFor(60_000), payee })
  await expect(page.getByText(payee, { exact: true })).toBeVisible()
  expect(await page.locator('img, body script').count()).toBe(0)
  expect(screen.complaints).toEqual([])
})

test('no key and no hand does anything but choose a language', async ({ shop, context }) => {
  const { screen } = await told(shop, context, { now: codeFor(600_000) })
  const { page } = screen
  const shown = async () => (await page.locator('main').innerHTML()).replaceAll(/\d:\d\d/gu, '')
  const before = await shown()
  await page.keyboard.type('4891234567890')
  for (const key of [
    'Enter',
    'Escape',
    'Backspace',
    'Delete',
    'PageDown',
    'F1',
    'F3',
    'F5',
    'F7',
  ]) {
    await page.keyboard.press(key)
  }
  await page.locator('main').click({ button: 'right' })
  await page.locator('main').dblclick()
  expect(await shown()).toBe(before)
  expect(await page.evaluate(() => window.getSelection()?.toString())).toBe('')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hant')
})

test('each change is said to those who do not see it, and the countdown is not', async ({
  shop,
  context,
}) => {
  const { screen, engine } = await told(shop, context)
  const spoken = screen.page.getByRole('status')
  engine.tell(codeFor(60_000))
  await expect(spoken).toContainText('HK$1,288.80')
  const first = await spoken.textContent()
  await screen.page.waitForTimeout(1_500)
  expect(await spoken.textContent()).toBe(first)
  engine.tell({ shows: 'paid', totalMinor: 128_880, remainingMinor: null })
  await expect(spoken).toHaveText('Paid. HK$1,288.80.')
})

/** Screens as they are sold, and what is left of them when everything is enlarged. */
const screens = [
  { width: 1024, height: 600, enlarged: [1, 1.25, 1.5, 2] },
  { width: 800, height: 1280, enlarged: [1, 1.25, 1.5, 2] },
  { width: 1024, height: 768, enlarged: [1, 2] },
  { width: 1280, height: 800, enlarged: [1, 2] },
  { width: 1366, height: 768, enlarged: [1, 2] },
  { width: 1920, height: 1080, enlarged: [1, 2] },
] as const
const sizes = screens.flatMap(({ width, height, enlarged }) =>
  enlarged.map((times) => ({
    width: Math.floor(width / times),
    height: Math.floor(height / times),
  })),
)

for (const language of languages) {
  test(`nothing is cut off, at any size and with the longest of everything: ${language}`, async ({
    shop,
    context,
  }) => {
    test.setTimeout(180_000)
    const { screen, engine } = await told(shop, context, { language })
    const found: string[] = []
    for (const size of sizes) {
      await screen.page.setViewportSize(size)
      for (const length of ['longest', 'shortest'] as const) {
        for (const now of customerStates(length)) {
          engine.tell(now, { storeName: length === 'longest' ? wide : 'A' })
          const { shows } = now
          const wrong = await misfits(screen.page)
          found.push(...wrong.map((what) => `${size.width} ${shows} ${length}: ${what}`))
        }
      }
    }
    expect(found).toEqual([])
  })
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in any state: ${theme}`, async ({ shop, context }) => {
    test.setTimeout(180_000)
    const { screen, engine } = await told(shop, context, { theme })
    const { page } = screen
    await page.setViewportSize({ width: 1024, height: 600 })
    for (const [place, now] of [...customerStates('usual'), null].entries()) {
      const language = languages[place % languages.length] ?? 'en'
      if (now) engine.tell(now, { language })
      else await engine.hangUp()
      await misfits(page)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze()
      const wrong = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${now?.shows ?? 'nothing'}: ${id} ${html.slice(0, 160)}`),
      )
      expect(wrong).toEqual([])
    }
    expect(screen.complaints).toEqual([])
  })

  test(`every word stands out 7 to 1: ${theme}`, async ({ shop, context }) => {
    const { screen, engine } = await told(shop, context, { theme })
    for (const environment of ['training', 'live'] as const) {
      for (const now of customerStates('usual')) {
        engine.tell(now, { environment })
        await misfits(screen.page)
        expect(await faintWords(screen.page), now.shows).toEqual([])
      }
    }
    await engine.hangUp()
    await screen.shows('nothing')
    expect(await faintWords(screen.page)).toEqual([])
  })
}
