/** The customer's page: what stands on it, and what came over its line. */
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { PNG } from 'pngjs'
import jsQR from 'jsqr'
import type { CustomerShows } from '../../src-shared/contract/display.ts'
import { showAmount } from '../../src-shared/money.ts'
import type { Shop } from './shop.ts'

export type Shows = CustomerShows['shows'] | 'over' | 'nothing'

export class CustomerScreen {
  readonly page: Page
  /** Every message that the engine has sent to this page, as it came. */
  readonly received: string[] = []
  /** What the browser had to complain of, the content policy included. */
  readonly complaints: string[] = []

  constructor(page: Page) {
    this.page = page
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => this.received.push(payload.toString())),
    )
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('pageerror', (problem) => this.complaints.push(String(problem)))
  }

  async shows(shows: Shows): Promise<void> {
    await expect(this.page.getByTestId('customer')).toHaveAttribute('data-shows', shows, {
      timeout: 20_000,
    })
  }

  async showsAmount(amountMinor: number): Promise<void> {
    await expect(this.page.getByTestId('customer-amount')).toHaveText(showAmount(amountMinor))
  }

  /** Everything on the page, also what is only read out. */
  async text(): Promise<string> {
    return (await this.page.locator('body').textContent()) ?? ''
  }
}

/** Listens to a page that is going to be the customer's, from before its first word. */
export async function watchPage(page: Page): Promise<CustomerScreen> {
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  return new CustomerScreen(page)
}

/** The customer's page beside the till's own. */
export async function openCustomer(shop: Shop, context: BrowserContext): Promise<CustomerScreen> {
  const screen = await watchPage(await context.newPage())
  await screen.page.goto(new URL('/customer', shop.page.url()).href)
  return screen
}

/** What a phone reads off the page. */
export async function scan(page: Page): Promise<string | undefined> {
  const { data, width, height } = PNG.sync.read(await page.screenshot())
  return jsQR(new Uint8ClampedArray(data), width, height)?.data
}
