/** The shell's windows: one of each kind. What a window is, is known from here and from nowhere else. */
import type { BrowserWindowConstructorOptions } from 'electron'
import { windowArgument } from '../../src-shared/contract/bridge.ts'
import type { PageWindow } from '../host/pages.ts'
import { addressOf } from './address.ts'
import type { Placed } from './displays.ts'
import type { ShellElectron, ShellWindow } from './electron.ts'
import { partition } from './ownSession.ts'

export type Windows = {
  /** Opens the window of this kind, or brings the one that is there to the front. */
  show(kind: PageWindow, place?: Placed | null): ShellWindow
  get(kind: PageWindow): ShellWindow | undefined
  close(kind: PageWindow): void
}

export type WindowOptions = {
  /** The file of the built preload. */
  readonly preload: string
  /** A shipped till has no tools for developers. */
  readonly packaged: boolean
}

export function createWindows(
  BrowserWindow: ShellElectron['BrowserWindow'],
  options: WindowOptions & {
    readonly onOpened: (kind: PageWindow, window: ShellWindow) => void
    readonly onNotLoaded: (window: ShellWindow) => void
    /** @param byPerson the shell did not close it itself */
    readonly onClosed: (kind: PageWindow, byPerson: boolean) => void
  },
): Windows {
  const open = new Map<PageWindow, ShellWindow>()

  const forget = (kind: PageWindow, window: ShellWindow, byPerson: boolean): void => {
    if (open.get(kind) !== window) return
    open.delete(kind)
    options.onClosed(kind, byPerson)
  }

  const create = (kind: PageWindow, place: Placed | null): ShellWindow => {
    const window = new BrowserWindow(optionsOf(kind, options, place))
    open.set(kind, window)
    window.on('closed', () => forget(kind, window, true))
    // Shown when there is something to see.
    window.on('ready-to-show', () => {
      if (kind === 'till') {
        window.maximize()
        window.show()
      } else {
        // The cashier's keys go on going to the till.
        window.showInactive()
        if (place?.kind === 'screen') window.setFullScreen(true)
      }
    })
    options.onOpened(kind, window)
    window.loadURL(addressOf(kind)).catch(() => options.onNotLoaded(window))
    return window
  }

  return {
    show(kind, place = null) {
      const present = open.get(kind)
      if (!present) return create(kind, place)
      if (present.isMinimized()) present.restore()
      present.focus()
      return present
    },
    get: (kind) => open.get(kind),
    close(kind) {
      const window = open.get(kind)
      if (!window) return
      forget(kind, window, false)
      window.destroy()
    },
  }
}

/** @internal */
export function optionsOf(
  kind: PageWindow,
  { preload, packaged }: WindowOptions,
  place: Placed | null,
): BrowserWindowConstructorOptions {
  return {
    ...(place?.bounds ?? { width: 1_280, height: 800 }),
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Harbour Till',
    autoHideMenuBar: true,
    // A screen of the customer's own: nothing there closes it, and a touch does not take the
    // keys away from the till.
    ...(place?.kind === 'screen' ? { frame: false, focusable: false } : {}),
    webPreferences: {
      preload,
      partition,
      additionalArguments: [`${windowArgument}${kind}`],
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
      devTools: !packaged,
      // A till behind another window goes on: its countdowns and its customer's screen, too.
      backgroundThrottling: false,
    },
  }
}
