/**
 * An Electron that writes down what is asked of it. It stands in for the real one, whose binary
 * cannot be had everywhere; the shell's types hold both to Electron's own declarations.
 */
import type { BrowserWindowConstructorOptions, CustomScheme } from 'electron'
import type { CallEvent, ScreenDisplay, ShellElectron } from '../../src-main/shell/electron.ts'
import { Emitter, RecordedSession, RecordedWindow } from './recordedWindow.ts'

export type Situation = {
  readonly packaged?: boolean
  /** Whether this is the first instance. */
  readonly first?: boolean
  readonly displays?: readonly ScreenDisplay[]
  readonly store?: 'gnome_libsecret' | 'basic_text' | 'unknown'
  readonly pagesLoad?: boolean
  readonly onExit?: (code: number) => void
  /** The app has said everything that must be said before Electron is ready. */
  readonly onWaiting?: () => void
}

type Answer = (event: CallEvent, request: unknown) => Promise<unknown>

export const displayAt = (id: number, x: number): ScreenDisplay => {
  const bounds = { x, y: 0, width: 1_920, height: 1_080 }
  return { id, bounds, workArea: bounds }
}

class RecordedApp extends Emitter {
  readonly isPackaged: boolean
  readonly paths = new Map<string, string>()
  readonly exits: number[] = []
  sandboxed = false
  ready: () => void = () => undefined
  readonly #ready = new Promise<void>((resolve) => {
    this.ready = resolve
  })
  readonly #situation: Situation

  constructor(situation: Situation) {
    super()
    this.#situation = situation
    this.isPackaged = situation.packaged ?? false
  }

  enableSandbox(): void {
    this.sandboxed = true
  }

  exit(code = 0): void {
    this.exits.push(code)
    this.#situation.onExit?.(code)
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-HK']
  }

  /** As Electron does it: everybody is asked, and anybody may prevent it. */
  quit(): void {
    if (!this.asks('before-quit')) this.exit(0)
  }

  requestSingleInstanceLock(): boolean {
    return this.#situation.first ?? true
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }

  whenReady(): Promise<void> {
    this.#situation.onWaiting?.()
    return this.#ready
  }
}

export class RecordedElectron {
  readonly app: RecordedApp
  readonly windows: RecordedWindow[] = []
  readonly sessions = new Map<string, RecordedSession>()
  readonly answers = new Map<string, Answer>()
  readonly schemes: CustomScheme[] = []
  readonly boxes: string[] = []
  readonly blockers: string[] = []
  menu: unknown = 'electron’s own'
  displays: readonly ScreenDisplay[]
  readonly screen = new Emitter()
  readonly powerMonitor = new Emitter()
  readonly #situation: Situation

  constructor(situation: Situation = {}) {
    this.#situation = situation
    this.app = new RecordedApp(situation)
    this.displays = situation.displays ?? [displayAt(1, 0)]
  }

  /** The window whose page is at this address, or the first one. */
  window(page = 'app://till/'): RecordedWindow {
    const found = this.windows.find(
      (window) => window.loaded.includes(page) && !window.isDestroyed(),
    )
    if (!found) throw new Error(`no window shows ${page}`)
    return found
  }

  get session(): RecordedSession {
    const [session] = this.sessions.values()
    if (!session) throw new Error('no session')
    return session
  }

  /** What the page of this window gets for a request, which goes there and back as a clone. */
  async invoke(
    channel: string,
    request: unknown,
    event: Partial<CallEvent> = {},
    window = this.window(),
  ): Promise<unknown> {
    const answer = this.answers.get(channel)
    if (!answer) throw new Error(`nobody answers ${channel}`)
    const { id, mainFrame } = window.webContents
    const from: CallEvent = { sender: { id }, senderFrame: mainFrame, ...event }
    return structuredClone(await answer(from, structuredClone(request)))
  }

  /** The module, as `import 'electron'` gives it. */
  module(): ShellElectron {
    const { app, windows } = this
    const { pagesLoad = true } = this.#situation
    return {
      app,
      BrowserWindow: class extends RecordedWindow {
        constructor(options: BrowserWindowConstructorOptions) {
          super(windows.length + 1, options, pagesLoad)
          windows.push(this)
          app.emit('web-contents-created', {}, this.webContents)
        }
      },
      dialog: {
        showErrorBox: (_title, content) => {
          this.boxes.push(content)
        },
      },
      ipcMain: {
        handle: (channel, answer) => {
          this.answers.set(channel, answer)
        },
      },
      Menu: {
        buildFromTemplate: () => {
          throw new Error('only a Mac has a menu')
        },
        setApplicationMenu: (menu) => {
          this.menu = menu
        },
      },
      powerMonitor: this.powerMonitor,
      powerSaveBlocker: { start: (type) => this.blockers.push(type) },
      protocol: {
        registerSchemesAsPrivileged: (schemes) => {
          this.schemes.push(...schemes)
        },
      },
      safeStorage: this.#safeStorage(),
      screen: Object.assign(this.screen, {
        getAllDisplays: () => this.displays,
        getDisplayMatching: () => this.displays[0] ?? displayAt(1, 0),
      }),
      session: {
        fromPartition: (partition) => {
          const session = this.sessions.get(partition) ?? new RecordedSession()
          this.sessions.set(partition, session)
          return session
        },
      },
    }
  }

  /** Its cipher is no cipher: what counts is that only this store opens what it closed. */
  #safeStorage(): ShellElectron['safeStorage'] {
    const { store = 'gnome_libsecret' } = this.#situation
    return {
      getSelectedStorageBackend: () => store,
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      encryptStringAsync: (text) =>
        Promise.resolve(Buffer.from(`v11${Buffer.from(text).toString('hex')}`)),
      decryptStringAsync(sealed) {
        const text = sealed.toString('latin1')
        if (!text.startsWith('v11')) return Promise.reject(new Error('not sealed here'))
        const result = Buffer.from(text.slice(3), 'hex').toString('utf8')
        return Promise.resolve({ result, shouldReEncrypt: false })
      },
    }
  }
}
