/**
 * What every spec starts with: the real till, and a page on it that must not break the content
 * policy nor leave a word of complaint in the console.
 */
import { test as base, expect, type Page } from '@playwright/test'
import { browserHost, electronHost, type HostOptions } from './hosts.ts'
import { openShop, type Shop } from './shop.ts'

export const test = base.extend<HostOptions & { readonly shop: Shop }>({
  host: ['browser', { option: true }],
  electron: [null, { option: true }],
  async shop({ page, host, electron }, use) {
    const complaints: string[] = []
    const watch = (watched: Page): void => {
      watched.on('console', (message) => {
        // A till that was killed leaves its page without an answer, which Chromium complains of.
        if (message.type() === 'error' && shop.running()) complaints.push(message.text())
      })
      watched.on('pageerror', (problem) => complaints.push(String(problem)))
    }
    const tellViolations = (): void => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`)
      })
    }
    if (host === 'browser') {
      watch(page)
      await page.addInitScript(tellViolations)
    }
    const shop = openShop(
      host === 'electron' && electron !== null
        ? electronHost(electron, (opened) => {
            watch(opened)
            void opened.evaluate(tellViolations)
          })
        : browserHost(page),
    )
    await use(shop)
    await shop.close()
    expect(complaints).toEqual([])
  },
})

export { expect }
