/** Every screen, in every language, in both themes and at both sizes. */
import { AxeBuilder } from '@axe-core/playwright'
import { languages } from '../../src-shared/contract/counter.ts'
import { expect, test } from './till.ts'
import { walkScreens } from './walkScreens.ts'

for (const language of languages) {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing and nothing is cut off: ${language}, ${theme}`, async ({ shop }) => {
      // Two dozen screens, each gone through by axe: on a busy machine it takes its time.
      test.setTimeout(300_000)
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
            dialogs: Array.from(document.querySelectorAll('.dialog'))
              .map((dialog) => dialog.scrollHeight - dialog.clientHeight)
              .filter((height) => height > 0),
          }))
          const none = { width: 0, height: 0, dialogs: [] }
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
