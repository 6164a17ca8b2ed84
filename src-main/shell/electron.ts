/**
 * What the shell uses of Electron: here, and nowhere else. The modules beside this file take
 * these parts as parameters, so that a test can hand them a recording; the real ones are held to
 * the same types at the end of this file.
 */
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
} from 'electron'

/** One event of an emitter. Electron's own `on` has an overload for each. */
type On<Name extends string, Arguments extends readonly unknown[] = []> = {
  on(name: Name, listener: (...given: Arguments) => void): unknown
}

export type Preventable = { preventDefault(): void }

export type Frame = Pick<Electron.WebFrameMain, 'frameTreeNodeId' | 'origin'> & {
  readonly parent: object | null
}

export type Contents = Pick<
  Electron.WebContents,
  | 'forcefullyCrashRenderer'
  | 'id'
  | 'isDestroyed'
  | 'reload'
  | 'send'
  | 'setWebRTCIPHandlingPolicy'
  | 'setWindowOpenHandler'
> & { readonly mainFrame: Frame } & On<'will-navigate', [Preventable]> &
  On<'will-frame-navigate', [Preventable]> &
  On<'will-redirect', [Preventable]> &
  On<'will-attach-webview', [Preventable]> &
  On<'select-bluetooth-device', [Preventable, unknown, (deviceId: string) => void]> &
  On<'before-input-event', [Preventable, KeyPress]> &
  On<'render-process-gone', [unknown, Pick<Electron.RenderProcessGoneDetails, 'reason'>]> &
  On<'preload-error', [unknown, string, Error]> &
  On<'did-navigate'> &
  On<'unresponsive'> &
  On<'responsive'>

export type KeyPress = Pick<Electron.Input, 'type' | 'key' | 'control' | 'meta' | 'alt' | 'shift'>

export type ShellWindow = Pick<
  Electron.BrowserWindow,
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'isDestroyed'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'setBounds'
  | 'setFullScreen'
  | 'show'
  | 'showInactive'
> & { readonly webContents: Contents } & On<'closed'> &
  On<'ready-to-show'> &
  On<'session-end'>

export type ShellSession = Pick<
  Electron.Session,
  | 'setBluetoothPairingHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
> & {
  readonly protocol: Pick<Electron.Protocol, 'handle'>
  readonly webRequest: {
    onBeforeRequest(
      listener: (
        request: Pick<Electron.OnBeforeRequestListenerDetails, 'url'>,
        answer: (decision: { cancel: boolean }) => void,
      ) => void,
    ): void
  }
} & On<'will-download', [Preventable]> &
  On<'select-hid-device', [Preventable, unknown, (deviceId?: string | null) => void]> &
  On<'select-usb-device', [Preventable, unknown, (deviceId?: string) => void]> &
  On<'select-serial-port', [Preventable, unknown, unknown, (portId: string) => void]>

export type ScreenDisplay = Pick<Electron.Display, 'id' | 'bounds' | 'workArea'>

/** Who asks, as Electron tells it. `senderFrame` is null when that frame is gone. */
export type CallEvent = {
  readonly sender: { readonly id: number }
  readonly senderFrame: Frame | null
}

export type ShellElectron = {
  readonly app: Pick<
    Electron.App,
    | 'enableSandbox'
    | 'exit'
    | 'getPreferredSystemLanguages'
    | 'isPackaged'
    | 'quit'
    | 'requestSingleInstanceLock'
    | 'setPath'
    | 'whenReady'
  > &
    On<'before-quit', [Preventable]> &
    On<'second-instance'> &
    On<'web-contents-created', [unknown, Contents]> &
    On<'window-all-closed'>
  readonly BrowserWindow: new (options: Electron.BrowserWindowConstructorOptions) => ShellWindow
  readonly dialog: Pick<Electron.Dialog, 'showErrorBox'>
  readonly ipcMain: {
    handle(channel: string, answer: (event: CallEvent, request: unknown) => Promise<unknown>): void
  }
  readonly Menu: {
    buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Electron.Menu
    setApplicationMenu(menu: Electron.Menu | null): void
  }
  readonly powerMonitor: On<'suspend'> & On<'resume'> & On<'shutdown', [Preventable]>
  readonly powerSaveBlocker: Pick<Electron.PowerSaveBlocker, 'start'>
  readonly protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged'>
  readonly safeStorage: Pick<
    Electron.SafeStorage,
    | 'decryptStringAsync'
    | 'encryptStringAsync'
    | 'getSelectedStorageBackend'
    | 'isAsyncEncryptionAvailable'
  >
  readonly screen: {
    getAllDisplays(): readonly ScreenDisplay[]
    getDisplayMatching(bounds: Electron.Rectangle): ScreenDisplay
  } & On<'display-added'> &
    On<'display-removed'> &
    On<'display-metrics-changed'>
  readonly session: { fromPartition(partition: string): ShellSession }
}

/** Electron declares `shutdown` without the event that its own comment there tells to prevent. */
const powerEvents: NodeJS.EventEmitter = powerMonitor satisfies On<'suspend'> &
  On<'resume'> &
  On<'shutdown'>

export const electron: ShellElectron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  powerMonitor: powerEvents,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
}
