/** Attacks by other pages of the browser, on the real till in a real browser, each by its name. */
import { textsIn } from '../../src-shared/texts/index.ts'
import { openForeign, ownBrowser, pageAt, type Foreign } from './foreign.ts'
import { createShop, type Shop } from './shop.ts'
import { expect, test as base } from './till.ts'

const test = base.extend<{ readonly foreign: Foreign }>({
  async foreign({ shop }, use) {
    const foreign = await openForeign()
    // The till is at work, and its cookie is in the browser.
    await shop.open()
    await shop.cashier.begin()
    await use(foreign)
    await foreign.close()
  },
})

const originOf = (shop: Shop): string => new URL(shop.page.url()).origin

const worksOn = async ({ cashier, page }: Shop): Promise<void> => {
  await page.bringToFront()
  await expect(page.getByTestId('amount')).toBeVisible()
  await cashier.typeAmount('10')
  await cashier.seesAmount('10')
  await cashier.key('Backspace', 'Backspace')
}

for (const from of ['sameSite', 'otherSite'] as const) {
  const where = from === 'sameSite' ? 'of another port of this computer' : 'of another site'

  test(`foreign frame: a page ${where} does not get the till to show inside of itself`, async ({
    shop,
    foreign,
    context,
  }) => {
    const page = await pageAt(context, foreign[from])
    for (const tag of ['iframe', 'object', 'embed']) {
      for (const path of ['/', '/customer', '/nothing']) {
        await page.evaluate(
          ({ tag: made, address }) =>
            new Promise((resolve) => {
              const frame = document.createElement(made)
              frame.addEventListener('load', resolve)
              frame.addEventListener('error', resolve)
              frame.setAttribute(made === 'object' ? 'data' : 'src', address)
              document.body.replaceChildren(frame)
              setTimeout(resolve, 1_000)
            }),
          { tag, address: originOf(shop) + path },
        )
        const shown = page.frames().filter((frame) => frame.url().startsWith(originOf(shop)))
        expect(shown.map((frame) => frame.url())).toEqual([])
      }
    }
    await worksOn(shop)
  })

  test(`foreign origin: a page ${where} can read, load or call nothing of the till`, async ({
    shop,
    foreign,
    context,
  }) => {
    const asset = await shop.page.evaluate(() => document.scripts[0]?.src ?? '')
    const page = await pageAt(context, foreign[from])
    const got = await page.evaluate(
      async ({ till, script }) => {
        const loads = (tag: 'script' | 'img' | 'link', address: string): Promise<boolean> =>
          new Promise((resolve) => {
            const element = document.createElement(tag)
            element.addEventListener('load', () => resolve(true))
            element.addEventListener('error', () => resolve(false))
            if (element instanceof HTMLLinkElement) {
              element.rel = 'stylesheet'
              element.href = address
            } else element.src = address
            document.head.append(element)
          })
        const fetches = (path: string, init: RequestInit): Promise<boolean> =>
          fetch(till + path, { credentials: 'include', ...init }).then(
            () => true,
            () => false,
          )
        const opens = (path: string): Promise<boolean> =>
          new Promise((resolve) => {
            const socket = new WebSocket(till.replace('http', 'ws') + path)
            socket.addEventListener('open', () => resolve(true))
            socket.addEventListener('error', () => resolve(false))
          })
        return {
          page: await fetches('/', {}),
          pageUnread: await fetches('/', { mode: 'no-cors' }),
          post: await fetches('/', { method: 'POST', mode: 'no-cors', body: '{}' }),
          preflighted: await fetches('/', { method: 'PUT', headers: { 'x-a': 'b' } }),
          script: await loads('script', script),
          image: await loads('img', `${till}/icon.svg`),
          style: await loads('link', script.replace(/\.js$/u, '.css')),
          tillsSocket: await opens('/contract/till'),
          customersSocket: await opens('/contract/customer'),
        }
      },
      { till: originOf(shop), script: asset },
    )
    expect(Object.entries(got).filter(([, reached]) => reached)).toEqual([])
    await worksOn(shop)
  })

  test(`window.open: a page ${where} that opens the till has no hand on its window`, async ({
    shop,
    foreign,
    context,
  }) => {
    const page = await pageAt(context, foreign[from])
    const opening = context.waitForEvent('page')
    await page.evaluate((till) => {
      Object.assign(window, { opened: window.open(till) })
    }, originOf(shop))
    const opened = await opening
    await opened.waitForLoadState()
    expect(await opened.evaluate(() => window.opener === null)).toBe(true)
    const hand = await page.evaluate(() => {
      const { opened: till } = window as unknown as { readonly opened: Window }
      return { closed: till.closed, frames: till.length }
    })
    expect(hand).toEqual({ closed: true, frames: 0 })
  })
}

test('DNS rebinding: a foreign name that leads to this computer finds no till', async ({
  shop,
  foreign,
}) => {
  const address = new URL(await shop.till().nextAddress())
  const browser = await ownBrowser('--host-resolver-rules=MAP evil.example 127.0.0.1')
  try {
    const page = await browser.newPage()
    // The name does lead here.
    expect((await page.goto(`http://evil.example:${foreign.port}/`))?.status()).toBe(200)
    const rebound = await page.goto(`http://evil.example:${address.port}/${address.search}`)
    expect(rebound?.status()).toBe(421)
    const socket = await page.evaluate(
      (port) =>
        new Promise((resolve) => {
          const line = new WebSocket(`ws://evil.example:${port}/contract/till`)
          line.addEventListener('open', () => resolve('open'))
          line.addEventListener('error', () => resolve('refused'))
        }),
      address.port,
    )
    expect(socket).not.toBe('open')
    // And the token was not used up.
    expect((await page.goto(address.href))?.status()).toBe(200)
  } finally {
    await browser.close()
  }
})

test('a token used twice: the second is told where to get another', async ({ shop, context }) => {
  await shop.open()
  const page = await pageAt(context, shop.till().address)
  await expect(page.getByText(textsIn('zh-Hant').host.usedAddress)).toBeVisible()
  await expect(page.getByText(textsIn('en').host.freshAddress)).toBeVisible()
})

test("another instance's cookie: two tills in one browser, and each is opened by its own only", async ({
  shop,
  context,
}) => {
  await shop.open()
  const other = createShop(await context.newPage())
  try {
    await other.open()
    await shop.cashier.begin()
    await other.cashier.begin()
    await shop.page.reload()
    await worksOn(shop)
    await other.page.reload()
    await worksOn(other)
    const [first, second, ...more] = await context.cookies()
    expect(more).toEqual([])
    expect(first?.name).not.toBe(second?.name)
    // The browser sends whatever it has to both: one alone does not open the other till.
    await context.clearCookies({ name: first?.name ?? '' })
    const statuses = await Promise.all(
      [shop, other].map(async ({ page }) => (await page.request.get(originOf(shop))).status()),
    )
    expect(statuses).toEqual([403, 403])
    expect((await other.page.request.get(originOf(other))).status()).toBe(200)
  } finally {
    await other.close()
  }
})
