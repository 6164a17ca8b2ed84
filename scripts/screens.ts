/**
 * `npm run screens [-- en zh-Hant zh-Hans light dark]`: pictures of every screen, in each
 * language and theme, at both sizes, and of the customer's at its own, in `screens/`. To be
 * looked at.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { languages, type Language } from '../src-shared/contract/counter.ts'
import { customerStates, plainDisplay } from '../test/e2e/customerStates.ts'
import { fakeEngine } from '../test/e2e/fakeEngine.ts'
import { createShop } from '../test/e2e/shop.ts'
import { walkScreens } from '../test/e2e/walkScreens.ts'
import { chromiumArguments, chromiumPath } from './needs.ts'
import { buildStale } from './stale.ts'

const sizes = [
  { width: 1024, height: 768 },
  { width: 1920, height: 1080 },
] as const
const customerSizes = [
  { width: 1024, height: 600 },
  { width: 1920, height: 1080 },
  { width: 800, height: 1280 },
] as const
const themes = ['light', 'dark'] as const

await buildStale(['main', 'renderer'], 'silent')
const wanted = new Set(process.argv.slice(2))
const chosen = <T extends string>(all: readonly T[]): readonly T[] => {
  const some = all.filter((one) => wanted.has(one))
  return some.length > 0 ? some : all
}
const executablePath = chromiumPath()
const browser = await chromium.launch({
  args: chromiumArguments(),
  ...(executablePath === undefined ? {} : { executablePath }),
})

async function takePictures(language: Language, theme: (typeof themes)[number]): Promise<void> {
  const page = await browser.newPage({ viewport: sizes[0] })
  const shop = createShop(page)
  let count = 0
  await walkScreens(shop, language, theme, async (name) => {
    count += 1
    for (const size of sizes) {
      await page.setViewportSize(size)
      const folder = join('screens', `${size.width}x${size.height}`, `${language}-${theme}`)
      mkdirSync(folder, { recursive: true })
      const number = String(count).padStart(2, '0')
      await page.screenshot({ path: join(folder, `${number}-${name}.png`) })
    }
    await page.setViewportSize(sizes[0])
  })
  await takeCustomerPictures(page, language, theme)
  await shop.close()
  await page.close()
  console.log(`${language} ${theme}: ${count} screens`)
}

/** @param page a till's, which has what opens the customer's in its place */
async function takeCustomerPictures(
  page: Page,
  language: Language,
  theme: (typeof themes)[number],
): Promise<void> {
  const engine = await fakeEngine(page, { ...plainDisplay, language, theme })
  await page.goto(new URL('/customer', page.url()).href)
  await page.locator('[data-shows=welcome]').waitFor()
  for (const size of customerSizes) {
    await page.setViewportSize(size)
    const folder = join('screens', `customer-${size.width}x${size.height}`, `${language}-${theme}`)
    mkdirSync(folder, { recursive: true })
    for (const [place, now] of customerStates('usual').entries()) {
      engine.tell(now)
      await page.waitForTimeout(100)
      const number = String(place + 1).padStart(2, '0')
      await page.screenshot({ path: join(folder, `${number}-${now.shows}.png`) })
    }
  }
}

for (const language of chosen(languages)) {
  for (const theme of chosen(themes)) await takePictures(language, theme)
}
await browser.close()
