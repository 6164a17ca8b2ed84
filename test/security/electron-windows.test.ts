/** Attacks by a page on the window around it, each by its name. */
import { describe, expect, test } from 'vitest'
import { optionsOf } from '../../src-main/shell/windows.ts'
import { customerPage, openTestShell, type TestShell } from '../harness/testShell.ts'

const denials = ({ logged }: TestShell): unknown[] =>
  logged.filter(({ event }) => event === 'shell.denied').map(({ facts }) => facts)

describe('a page stays where it is', () => {
  test.for([
    ['navigation', 'will-navigate'],
    ['frameNavigation', 'will-frame-navigate'],
    ['redirect', 'will-redirect'],
    ['webview', 'will-attach-webview'],
  ] as const)('%s: prevented and logged', async ([what, event]) => {
    const shell = await openTestShell()
    const { webContents } = shell.recorded.window()
    expect(webContents.asks(event)).toBe(true)
    expect(denials(shell)).toEqual([{ what }])
  })

  test('window.open: no address opens a window', async () => {
    const shell = await openTestShell()
    for (const address of [
      'https://evil.example/',
      'app://till/',
      'app://till/customer/',
      'app://till/customer?x',
      'app://till/customer#x',
      'app://till.evil/customer',
      'app://evil@till/customer',
      'APP://till/customer',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
      'about:blank',
      '',
    ]) {
      expect(shell.recorded.window().webContents.opens(address), address).toEqual({
        action: 'deny',
      })
    }
    expect(shell.recorded.windows).toHaveLength(1)
  })

  test('window.open of our own customer page: no window for the page, the shell shows its own', async () => {
    const { recorded } = await openTestShell()
    const { webContents } = recorded.window()
    expect(webContents.opens(customerPage)).toEqual({ action: 'deny' })
    expect(webContents.opens(customerPage)).toEqual({ action: 'deny' })
    expect(recorded.windows.map(({ loaded }) => loaded)).toEqual([['app://till/'], [customerPage]])
  })

  test('what another part of the app creates is guarded from its first moment', async () => {
    const { recorded } = await openTestShell()
    const [{ webContents } = recorded.window()] = recorded.windows
    expect(webContents.webRtc).toBe('disable_non_proxied_udp')
    expect(webContents.opens('https://evil.example/')).toEqual({ action: 'deny' })
  })
})

describe('a page has no rights', () => {
  const permissions = [
    'ar',
    'background-fetch',
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'hid',
    'idle-detection',
    'keyboardLock',
    'local-fonts',
    'local-network-access',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'payment-handler',
    'persistent-storage',
    'pointerLock',
    'screen-wake-lock',
    'sensors',
    'serial',
    'smart-card',
    'storage-access',
    'usb',
    'window-management',
    'unknown',
  ]

  test.for(permissions)('permission %s: asked for and looked up, denied', async (permission) => {
    const { handlers } = (await openTestShell()).recorded.session
    const answers: unknown[] = []
    const request = handlers.get('permissionRequest') as (...given: unknown[]) => void
    const check = handlers.get('permissionCheck') as (...given: unknown[]) => boolean
    request({}, permission, (granted: boolean) => answers.push(granted), {})
    expect(answers).toEqual([false])
    expect(check(null, permission, 'app://till', {})).toBe(false)
  })

  test('devices (usb, hid, serial, bluetooth) and screens to record: none', async () => {
    const { session, windows } = (await openTestShell()).recorded
    const { handlers } = session
    const device = handlers.get('devicePermission') as (details: unknown) => boolean
    for (const deviceType of ['usb', 'hid', 'serial']) expect(device({ deviceType })).toBe(false)

    const chosen: unknown[] = []
    const choose = (...given: unknown[]): void => {
      chosen.push(given)
    }
    expect(session.asks('select-hid-device', {}, choose)).toBe(true)
    expect(session.asks('select-usb-device', {}, choose)).toBe(true)
    expect(session.asks('select-serial-port', [], {}, choose)).toBe(true)
    expect(windows[0]?.webContents.asks('select-bluetooth-device', [], choose)).toBe(true)
    const display = handlers.get('displayMedia') as (...given: unknown[]) => void
    display({}, choose)
    const pairing = handlers.get('bluetoothPairing') as (...given: unknown[]) => void
    pairing({}, choose)
    expect(chosen).toEqual([[null], [], [''], [''], [null], [{ confirmed: false }]])
  })

  test('downloads: prevented', async () => {
    expect((await openTestShell()).recorded.session.asks('will-download')).toBe(true)
  })

  test.for([
    'https://evil.example/collect',
    'http://127.0.0.1:4180/',
    'wss://evil.example/',
    'ftp://evil.example/',
    'file:///etc/passwd',
    'chrome://gpu',
    'devtools://devtools/bundled/x.js',
    'app://evil/x',
    'app://till.evil/x',
    'app://till@evil/x',
    'blob:https://evil.example/1',
    'not an address',
  ])('network: a request to %s does not go out', async (address) => {
    const { session } = (await openTestShell({ packaged: true })).recorded
    expect(session.lets(address)).toBe(false)
    expect(session.lets('app://till/assets/app-1a2b.js')).toBe(true)
  })

  test('nothing stays: the session is one in memory, and without a spell checker that fetches', async () => {
    const { sessions, session } = (await openTestShell()).recorded
    expect([...sessions.keys()]).toEqual(['harbour-till'])
    expect(session.spellChecker).toBe(false)
  })
})

describe('the window itself', () => {
  test('is sandboxed, isolated, without Node, webviews or tools for developers', async () => {
    for (const kind of ['till', 'customer'] as const) {
      const options = optionsOf(kind, { preload: '/app/preload.cjs', packaged: true }, null)
      expect(options.webPreferences).toEqual({
        preload: '/app/preload.cjs',
        partition: 'harbour-till',
        additionalArguments: [`--harbour-till-window=${kind}`],
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        plugins: false,
        webgl: false,
        enableWebSQL: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        disableDialogs: true,
        devTools: false,
        backgroundThrottling: false,
      })
    }
  })

  test('has no menu whose keys would do what the till does not know of', async () => {
    expect((await openTestShell()).recorded.menu).toBe(null)
  })

  test('every renderer is sandboxed, whatever its window says', async () => {
    expect((await openTestShell()).recorded.app.sandboxed).toBe(true)
  })
})
