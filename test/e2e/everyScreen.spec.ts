/** Every screen, in every language, in both themes and at both sizes. */
import { AxeBuilder } from '@axe-core/playwright'
import { languages } from '../../src-shared/contract/counter.ts'
import { expect, test } from './till.ts'
import { walkScreens } from './walkScreens.ts'

for (const language of languages) {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing and nothing is cut off: ${language}, ${theme}`, async ({ shop }) => {
      test.setTimeout(180_000)
      const { page } = shop
      await walkScreens(shop, language, theme, async (name) => {
        for (const size of [
          { width: 1024, height: 768 },
          { width: 1920, height: 1080 },
        ]) {
          await page.setViewportSize(size)
          const overflow = await page.evaluate(() => ({
            width: document.documentElement.scrollWidth - window.innerWidth,
            height: document.documentElement.scrollHeight - window.innerHeight,
          }))
          expect(overflow, `${name} scrolls at ${size.width}`).toEqual({ width: 0, height: 0 })
        }
        await page.setViewportSize({ width: 1024, height: 768 })
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze()
        const found = violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${name}: ${id} ${html.slice(0, 160)}`),
        )
        expect(found).toEqual([])
      })
    })
  }
}
