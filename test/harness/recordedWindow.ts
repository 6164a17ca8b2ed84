/**
 * Stand-ins for Electron's windows and sessions, which cannot be had without its binary: they
 * write down what they are told, and say what a test wants said. Their shape is held to
 * Electron's own declarations by the shell's types.
 */
import type {
  BrowserWindowConstructorOptions,
  Rectangle,
  WindowOpenHandlerResponse,
} from 'electron'
import type {
  Contents,
  Frame,
  Preventable,
  ShellSession,
  ShellWindow,
} from '../../src-main/shell/electron.ts'

type Listener = (...given: never[]) => void

export class Emitter {
  readonly #listeners = new Map<string, Listener[]>()

  on(name: string, listener: Listener): this {
    this.#listeners.set(name, [...this.listeners(name), listener])
    return this
  }

  listeners(name: string): readonly Listener[] {
    return this.#listeners.get(name) ?? []
  }

  /** Says it with any arguments, as Electron does; the listeners' own types say which they read. */
  emit(name: string, ...given: readonly unknown[]): void {
    for (const listener of this.listeners(name)) listener(...(given as never[]))
  }

  /** Says it with an event that can be prevented. @returns whether it was */
  asks(name: string, ...given: readonly unknown[]): boolean {
    let prevented = false
    const event: Preventable = {
      preventDefault() {
        prevented = true
      },
    }
    this.emit(name, event, ...given)
    return prevented
  }
}

type OpenHandler = (details: Electron.HandlerDetails) => WindowOpenHandlerResponse

export class RecordedContents extends Emitter implements Contents {
  readonly id: number
  mainFrame: Frame
  readonly sent: { readonly channel: string; readonly message: unknown }[] = []
  reloads = 0
  crashes = 0
  gone = false
  webRtc: string | null = null
  #open: OpenHandler | null = null

  constructor(id: number) {
    super()
    this.id = id
    this.mainFrame = { frameTreeNodeId: id * 100, origin: 'app://till', parent: null }
  }

  isDestroyed(): boolean {
    return this.gone
  }

  /** As Electron does it, only at once: it tells of the fresh page. */
  reload(): void {
    this.reloads += 1
    this.emit('did-navigate')
  }

  forcefullyCrashRenderer(): void {
    this.crashes += 1
    this.emit('render-process-gone', {}, { reason: 'crashed' })
  }

  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message: structuredClone(message) })
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtc = policy
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#open = handler
  }

  /** As `window.open(url)` on the page. */
  opens(url: string): WindowOpenHandlerResponse | undefined {
    return this.#open?.({
      url,
      frameName: '',
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'no-referrer' },
    })
  }
}

export class RecordedWindow extends Emitter implements ShellWindow {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents: RecordedContents
  readonly loaded: string[] = []
  /** What was done to the window, in its order. */
  readonly done: string[] = []
  bounds: Rectangle
  fullScreen = false
  minimized = false
  #destroyed = false
  readonly #loads: boolean

  constructor(id: number, options: BrowserWindowConstructorOptions, loads: boolean) {
    super()
    this.#loads = loads
    this.options = options
    this.webContents = new RecordedContents(id)
    const { x = 0, y = 0, width = 0, height = 0 } = options
    this.bounds = { x, y, width, height }
  }

  loadURL(address: string): Promise<void> {
    this.loaded.push(address)
    if (!this.#loads) return Promise.reject(new Error('ERR_FAILED'))
    queueMicrotask(() => this.emit('ready-to-show'))
    return Promise.resolve()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.webContents.gone = true
    this.emit('closed')
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isMinimized(): boolean {
    return this.minimized
  }

  restore(): void {
    this.minimized = false
    this.done.push('restore')
  }

  focus(): void {
    this.done.push('focus')
  }

  show(): void {
    this.done.push('show')
  }

  showInactive(): void {
    this.done.push('showInactive')
  }

  maximize(): void {
    this.done.push('maximize')
  }

  getBounds(): Rectangle {
    return this.bounds
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.done.push('setBounds')
    this.bounds = { ...this.bounds, ...bounds }
  }

  setFullScreen(fullScreen: boolean): void {
    this.done.push(fullScreen ? 'fullScreen' : 'noFullScreen')
    this.fullScreen = fullScreen
  }
}

type RequestListener = Parameters<ShellSession['webRequest']['onBeforeRequest']>[0]

/** Keeps the handlers that it is given: a test calls them as Electron would. */
export class RecordedSession extends Emitter {
  readonly handlers = new Map<string, unknown>()
  readonly pages = new Map<string, (request: Request) => Response | Promise<Response>>()
  spellChecker = true
  #look: RequestListener | null = null

  readonly setBluetoothPairingHandler: ShellSession['setBluetoothPairingHandler'] = (handler) => {
    this.handlers.set('bluetoothPairing', handler)
  }
  readonly setDevicePermissionHandler: ShellSession['setDevicePermissionHandler'] = (handler) => {
    this.handlers.set('devicePermission', handler)
  }
  readonly setDisplayMediaRequestHandler: ShellSession['setDisplayMediaRequestHandler'] = (
    handler,
  ) => {
    this.handlers.set('displayMedia', handler)
  }
  readonly setPermissionCheckHandler: ShellSession['setPermissionCheckHandler'] = (handler) => {
    this.handlers.set('permissionCheck', handler)
  }
  readonly setPermissionRequestHandler: ShellSession['setPermissionRequestHandler'] = (handler) => {
    this.handlers.set('permissionRequest', handler)
  }
  readonly setSpellCheckerEnabled: ShellSession['setSpellCheckerEnabled'] = (enabled) => {
    this.spellChecker = enabled
  }
  readonly protocol: ShellSession['protocol'] = {
    handle: (scheme, handler) => {
      this.pages.set(scheme, handler)
    },
  }
  readonly webRequest: ShellSession['webRequest'] = {
    onBeforeRequest: (listener) => {
      this.#look = listener
    },
  }

  /** A request of any kind that some page makes. @returns whether it goes out */
  lets(url: string): boolean {
    let cancelled = false
    this.#look?.({ url }, ({ cancel }) => {
      cancelled = cancel
    })
    return this.#look !== null && !cancelled
  }

  /** A request to a scheme that the shell serves. */
  async fetch(url: string, method = 'GET'): Promise<Response> {
    const serve = this.pages.get(url.split(':')[0] ?? '')
    if (!serve) throw new Error(`nobody serves ${url}`)
    return serve(new Request(url, { method }))
  }
}
