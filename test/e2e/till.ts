/**
 * What every spec starts with: the real till, and a page on it that must not break the content
 * policy nor leave a word of complaint in the console.
 */
import { test as base, expect } from '@playwright/test'
import { createShop, type Shop } from './shop.ts'

export const test = base.extend<{ readonly shop: Shop }>({
  async shop({ page }, use) {
    const shop = createShop(page)
    const complaints: string[] = []
    page.on('console', (message) => {
      // A till that was killed leaves its page without an answer, which Chromium complains of.
      if (message.type() === 'error' && shop.running()) complaints.push(message.text())
    })
    page.on('pageerror', (problem) => complaints.push(String(problem)))
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`)
      })
    })
    await use(shop)
    await shop.close()
    expect(complaints).toEqual([])
  },
})

export { expect }
