/**
 * Every screen, in every language, in both themes and at both sizes. What is cut off depends on
 * the language, and of what axe looks for little depends on the language and the theme: each is
 * walked through once, not each with each.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './till.ts'
import { walkScreens } from './walkScreens.ts'

const walks = [
  { language: 'en', theme: 'light', byAxe: 'all' },
  { language: 'zh-Hant', theme: 'dark', byAxe: 'looks' },
  { language: 'zh-Hans', theme: 'light', byAxe: null },
] as const

/** To axe they are as the ones before them, and it takes its time. */
const alike: ReadonlySet<string> = new Set([
  'pin-wrong',
  'override-wrong-pin',
  'history-reprinted',
  'scan-refuses-another',
  'octopus-split',
  'octopus-no-answer',
  'octopus-other',
  'octopus-may-cancel',
  'octopus-cancel',
  'transfer-part',
  'transfer-awaited',
  'training-panel-unusual',
])

for (const { language, theme, byAxe } of walks) {
  const what = byAxe === null ? 'nothing is cut off' : 'nothing is cut off and axe finds nothing'
  test(`${what}: ${language}, ${theme}`, async ({ shop }) => {
    // Sixty screens, each gone through by axe: on a busy machine it takes its time.
    test.setTimeout(480_000)
    const { page } = shop
    await walkScreens(shop, language, theme, async (name) => {
      await expectFit(page, name)
      if (byAxe !== null && !alike.has(name)) await expectNothingByAxe(page, name, byAxe)
    })
  })
}

async function expectFit(page: Page, name: string): Promise<void> {
  for (const size of [
    { width: 1920, height: 1080 },
    { width: 1024, height: 768 },
  ]) {
    await page.setViewportSize(size)
    const overflow = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth - window.innerWidth,
      height: document.documentElement.scrollHeight - window.innerHeight,
      dialogs: Array.from(document.querySelectorAll('.dialog'))
        .map((dialog) => dialog.scrollHeight - dialog.clientHeight)
        .filter((height) => height > 0),
      // What may be done about a payment is all there to be pressed.
      panels: Array.from(document.querySelectorAll('.payment, .paid, .slot'))
        .map((panel) => panel.scrollHeight - panel.clientHeight)
        .filter((height) => height > 0),
    }))
    const none = { width: 0, height: 0, dialogs: [], panels: [] }
    expect(overflow, `${name} scrolls at ${size.width}`).toEqual(none)
    const small = await page.evaluate(() =>
      Array.from(document.querySelectorAll('button'))
        .filter((button) => {
          const { width, height } = button.getBoundingClientRect()
          return Math.min(width, height) < 48
        })
        .map((button) => button.outerHTML),
    )
    expect(small, `${name} has what a thumb may miss at ${size.width}`).toEqual([])
  }
}

/** What another theme or language can spoil. */
const ofLooks = ['color-contrast', 'html-has-lang', 'html-lang-valid', 'valid-lang', 'target-size']

async function expectNothingByAxe(page: Page, name: string, which: 'all' | 'looks'): Promise<void> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (
    which === 'looks'
      ? axe.withRules(ofLooks)
      : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  ).analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${name}: ${id} ${html.slice(0, 160)}`),
  )
  expect(found).toEqual([])
}
