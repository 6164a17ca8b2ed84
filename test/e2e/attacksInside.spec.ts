/** Attacks by a script that got into the till's own page all the same: what it could do with it. */
import { openForeign, ownBrowser, pageAt } from './foreign.ts'
import { expect, test } from './till.ts'

/** Features that a browser asks a person about, or that reach out of the page. */
const features = [
  'bluetooth',
  'camera',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-write',
  'digital-credentials-create',
  'digital-credentials-get',
  'display-capture',
  'fullscreen',
  'gamepad',
  'geolocation',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'local-network',
  'local-network-access',
  'loopback-network',
  'microphone',
  'midi',
  'on-device-speech-recognition',
  'payment',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'speaker-selection',
  'storage-access',
  'usb',
  'window-management',
]

test('permission requests: whatever the person has granted, the till’s page has no right to it', async ({
  shop,
}) => {
  await shop.open()
  const address = new URL(await shop.till().nextAddress())
  // Devices that are there, and a hand that grants whatever it is asked for.
  const browser = await ownBrowser(
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  )
  try {
    const context = await browser.newContext()
    const page = await pageAt(context, address.href)
    await context.grantPermissions(
      ['geolocation', 'camera', 'microphone', 'clipboard-read', 'clipboard-write', 'midi'],
      { origin: address.origin },
    )
    const granted = await page.evaluate(askForEverything, features)
    expect(granted).toEqual([])
  } finally {
    await browser.close()
  }
})

/** In the page. @returns what was granted, and what the page would be allowed to ask for */
async function askForEverything(asked: readonly string[]): Promise<readonly string[]> {
  type Device = { requestPort?: () => unknown; requestDevice?: (wanted: object) => unknown }
  const devices = navigator as unknown as Record<'serial' | 'usb' | 'hid' | 'bluetooth', Device>
  const { mediaDevices, clipboard, geolocation } = navigator
  const asks: Readonly<Record<string, () => unknown>> = {
    camera: () => mediaDevices.getUserMedia({ video: true }),
    microphone: () => mediaDevices.getUserMedia({ audio: true }),
    screen: () => mediaDevices.getDisplayMedia(),
    place: () =>
      new Promise((resolve, reject) => {
        geolocation.getCurrentPosition(resolve, ({ message }) => reject(new Error(message)))
      }),
    clipboardRead: () => clipboard.readText(),
    clipboardWrite: () => clipboard.writeText('x'),
    midi: () => navigator.requestMIDIAccess(),
    serial: () => devices.serial.requestPort?.(),
    usb: () => devices.usb.requestDevice?.({ filters: [] }),
    hid: () => devices.hid.requestDevice?.({ filters: [] }),
    bluetooth: () => devices.bluetooth.requestDevice?.({ acceptAllDevices: true }),
    wakeLock: () => navigator.wakeLock.request('screen'),
    fullscreen: () => document.documentElement.requestFullscreen(),
    payment: () =>
      new PaymentRequest([{ supportedMethods: 'https://evil.example' }], {
        total: { label: '', amount: { currency: 'HKD', value: '1' } },
      }).show(),
    passkey: () => navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) } }),
  }
  const granted: string[] = []
  for (const [name, ask] of Object.entries(asks)) {
    try {
      await ask()
      granted.push(name)
    } catch {
      // Refused: as it must be.
    }
  }
  const { featurePolicy } = document as unknown as {
    readonly featurePolicy: { allowsFeature(feature: string): boolean }
  }
  return [...granted, ...asked.filter((feature) => featurePolicy.allowsFeature(feature))]
}

test('a script that got into the page: it runs no text, loads nothing and sends nothing elsewhere', async ({
  shop,
  context,
}) => {
  await shop.open()
  const foreign = await openForeign()
  const page = await pageAt(context, shop.page.url())
  const ran = await page.evaluate(breakOut, foreign.sameSite)
  // Whatever was on its way has arrived by now.
  await page.waitForTimeout(1_000)
  expect(ran).toEqual([])
  expect(foreign.asked).toEqual([])
  // Else this would show nothing: the other server can be reached.
  await pageAt(context, `${foreign.sameSite}/reached`)
  expect(foreign.asked).toContain('GET /reached')
  await foreign.close()
})

/** In the page. @returns which of the ways to run a text as a program worked */
async function breakOut(elsewhere: string): Promise<readonly string[]> {
  const ran: string[] = []
  Object.assign(window, { ran: (how: string) => ran.push(how) })
  const make = (
    tag: string,
    attributes: Readonly<Record<string, string>>,
    text = '',
  ): HTMLElement => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    element.textContent = text
    document.body.append(element)
    return element
  }
  const tryTo = async (attempt: () => unknown): Promise<void> => {
    try {
      await attempt()
    } catch {
      // Refused: as it must be.
    }
  }
  const blob = (text: string): string =>
    URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  const data = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`
  const attempts: readonly (() => unknown)[] = [
    // To run a text as a program.
    () => make('script', {}, 'ran("inline")'),
    () => make('script', { src: data('ran("data")') }),
    () => make('script', { src: blob('ran("blob")') }),
    () => make('img', { src: 'x', onerror: 'ran("attribute")' }),
    () => make('a', { href: 'javascript:ran("address")' }).click(),
    () => make('iframe', { srcdoc: '<script>parent.ran("srcdoc")</script>' }),
    () => make('iframe', { src: 'javascript:parent.ran("frame address")' }),
    () => make('script', { type: 'module', src: data('ran("module")') }),
    () => make('script', { type: 'module', src: blob('ran("module blob")') }),
    () => new Worker(blob(`fetch("${elsewhere}/worker")`)),
    () => navigator.serviceWorker.register(blob('')),
    // To load from elsewhere, or to send there.
    () => make('script', { src: `${elsewhere}/script.js` }),
    () => make('img', { src: `${elsewhere}/image.png` }),
    () => make('link', { rel: 'stylesheet', href: `${elsewhere}/style.css` }),
    () => make('link', { rel: 'icon', href: `${elsewhere}/icon.png` }),
    () => make('link', { rel: 'manifest', href: `${elsewhere}/manifest.json` }),
    () => make('link', { rel: 'modulepreload', href: `${elsewhere}/module.js` }),
    () =>
      make(
        'style',
        {},
        `@import "${elsewhere}/imported.css"; body { background: url(${elsewhere}/b.png) }`,
      ),
    () => make('p', { style: `background: url(${elsewhere}/styled.png)` }),
    () => make('iframe', { src: `${elsewhere}/frame` }),
    () => make('object', { data: `${elsewhere}/object` }),
    () => make('embed', { src: `${elsewhere}/embed` }),
    () => make('video', { src: `${elsewhere}/video`, autoplay: '' }),
    () => fetch(`${elsewhere}/fetch`, { mode: 'no-cors' }),
    () => navigator.sendBeacon(`${elsewhere}/beacon`, 'x'),
    () => new EventSource(`${elsewhere}/events`),
    () => new WebSocket(`${elsewhere.replace('http', 'ws')}/socket`),
    () => new FontFace('x', `url(${elsewhere}/font.woff2)`).load(),
    () => {
      make('base', { href: `${elsewhere}/` })
      return fetch('base', { mode: 'no-cors' })
    },
    () => {
      const form = make('form', { action: `${elsewhere}/form`, method: 'post' })
      if (form instanceof HTMLFormElement) form.submit()
    },
    () => make('a', { href: '/#', ping: `${elsewhere}/ping` }).click(),
  ]
  for (const attempt of attempts) await tryTo(attempt)
  // In a turn of its own: what the test itself evaluates is let through by the browser.
  await new Promise<void>((resolve) => {
    setTimeout(() => {
      void tryTo(() => ran.push(String(Reflect.construct(Function, ['return 1']))))
        .then(() => tryTo(() => Reflect.apply(setTimeout, window, ['ran("after a time")', 0])))
        .then(() => setTimeout(resolve, 300))
    }, 0)
  })
  return ran
}

test('what the page keeps: nothing in the browser, and a cookie that no script reads', async ({
  shop,
}) => {
  await shop.open()
  await shop.cashier.begin()
  await shop.cashier.payCash('10', '10')
  const kept = await shop.page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    name: window.name,
    address: location.pathname + location.search + location.hash,
  }))
  expect(kept).toEqual({
    cookie: '',
    local: 0,
    session: 0,
    databases: 0,
    caches: 0,
    name: '',
    address: '/',
  })
  const [cookie] = await shop.page.context().cookies()
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', expires: -1 })
})
