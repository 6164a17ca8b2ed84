/** The desktop app as a whole: what must be said before Electron is ready, and what is opened then. */
import { fill, type Texts } from '../../src-shared/texts/index.ts'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import type { OpenedTill } from '../host/openTill.ts'
import type { PageWindow } from '../host/pages.ts'
import { readRendererFiles } from '../host/rendererFiles.ts'
import type { Seal } from '../host/secrets.ts'
import { systemReason } from '../host/wholeFile.ts'
import { keepCustomerWindow, type CustomerWindow } from './customerWindow.ts'
import type { Contents, ShellElectron, ShellWindow } from './electron.ts'
import { createEnding, type Ending } from './ending.ts'
import { guardContents } from './guardContents.ts'
import { openIpc, type Ipc } from './ipc.ts'
import { closeSession, partition } from './ownSession.ts'
import { registerScheme, servePages } from './pageProtocol.ts'
import { followPower } from './power.ts'
import { limitReloads, recoverPage, type Recovery } from './recovery.ts'
import { openSeal } from './seal.ts'
import { watchForPage } from './smoke.ts'
import { createWindows, type Windows } from './windows.ts'

export type ShellOptions = {
  /** Of Electron's own files: profiles that differ here are different tills. */
  readonly userDataDir: string
  readonly rendererDir: string
  readonly preload: string
  readonly version: string
  readonly platform: NodeJS.Platform
  readonly smoke: boolean
  readonly texts: Texts['host']
  readonly log: Log
  /** Writes one line to the console, where there is one. */
  readonly say: (line: string) => void
  readonly openTill: (seal: Seal | null) => Promise<OpenedTill>
  readonly now: () => number
}

/**
 * Starts the app. Must be called before Electron is ready, in the same turn as the program's
 * start: Electron takes some of this only until then.
 */
export function startShell(electron: ShellElectron, options: ShellOptions): void {
  const { app } = electron
  const { log, userDataDir, smoke } = options
  app.setPath('userData', userDataDir)
  app.enableSandbox()
  registerScheme(electron.protocol)
  if (!app.requestSingleInstanceLock()) {
    // The other one is told of this start by Electron, and comes to the front.
    log('info', 'shell.alreadyRunning')
    app.exit(smoke ? 1 : 0)
    return
  }
  const ending = createEnding(app, log)
  const started: Started = { askForCustomerWindow: () => undefined }
  // Whatever is ever created, by whomever: it is held before it loads anything.
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, log, () => started.askForCustomerWindow())
  })
  void app
    .whenReady()
    .then(() => open(electron, options, ending, started))
    .catch((error: unknown) => {
      log('error', 'shell.notStarted', { error: String(error) })
      tell(electron, options, fill(options.texts.appCrashed, { reference: 'start' }))
      ending.end(1)
    })
}

/** What becomes possible when the windows are there. */
type Started = { askForCustomerWindow: () => void }

async function open(
  electron: ShellElectron,
  options: ShellOptions,
  ending: Ending,
  started: Started,
): Promise<void> {
  const { app } = electron
  const { log, texts, smoke, version, platform } = options
  const files = await readRendererFiles(options.rendererDir).catch((error: unknown) => {
    const reason = systemReason(error)
    log('error', 'shell.noScreens', { reason })
    tell(electron, options, fill(texts.appNotBuilt, { reason }))
    return null
  })
  if (!files) {
    ending.end(1)
    return
  }
  setMenu(electron, platform)
  const seal = await openSeal(electron.safeStorage, platform, log)
  if (!seal) options.say(texts.noSecretStore)
  const till = await options.openTill(seal)
  ending.closeFirst(() => till.close())

  const session = electron.session.fromPartition(partition)
  closeSession(session, app.isPackaged, log)
  servePages(session.protocol, files)

  const server: ContractServer = smoke
    ? watchForPage(till.server, (state) => {
        log('info', 'shell.smoke', { state })
        ending.end(state === 'ready' ? 0 : 1)
      })
    : till.server
  followPower(electron, server, log, () => ending.end())
  const shown = showWindows(electron, options, server, ending)
  started.askForCustomerWindow = () => shown.customer.ask()
  app.on('second-instance', () => {
    // While the app is ending, its window is gone, and does not come back.
    if (shown.windows.get('till')) shown.windows.show('till')
  })
  log('info', 'host.started', { version, host: 'electron' })
}

/** The windows, each with the contract, and with somebody who looks after its page. */
function showWindows(
  electron: ShellElectron,
  options: ShellOptions,
  server: ContractServer,
  ending: Ending,
): { readonly windows: Windows; readonly customer: CustomerWindow } {
  const { log, texts, preload } = options
  const recoveries = new Map<Contents, Recovery>()
  const ipc: Ipc = openIpc(electron.ipcMain, server, log, {
    onBroken: (contents) => recoveries.get(contents)?.reload('ourBug'),
    onCall: (contents) => recoveries.get(contents)?.reacts(),
  })
  const detach = new Map<PageWindow, () => void>()

  const giveUp = (kind: PageWindow): void => {
    if (kind === 'customer') {
      windows.close('customer')
      customer?.dismiss()
      return
    }
    tell(electron, options, texts.screenKeepsFailing)
    ending.end(1)
  }
  const onOpened = (kind: PageWindow, window: ShellWindow): void => {
    const { webContents } = window
    const mayReload = limitReloads(options.now)
    const recovery = recoverPage(webContents, log, mayReload, () => giveUp(kind))
    recoveries.set(webContents, recovery)
    const stop = ipc.attach(kind, webContents)
    detach.set(kind, () => {
      stop()
      recovery.stop()
      recoveries.delete(webContents)
    })
    // Windows ends its session: it does not ask the app to quit, and it cannot be made to wait.
    window.on('session-end', () => ending.end())
  }
  const onClosed = (kind: PageWindow, byPerson: boolean): void => {
    detach.get(kind)?.()
    detach.delete(kind)
    // A till without its window is closed, whatever the customer sees.
    if (kind === 'till') ending.end()
    else if (byPerson) customer?.dismiss()
  }
  const { isPackaged: packaged } = electron.app
  const windows = createWindows(electron.BrowserWindow, {
    preload,
    packaged,
    onOpened,
    onClosed,
    onNotLoaded: ({ webContents }) => recoveries.get(webContents)?.reload('notLoaded'),
  })
  windows.show('till')
  let customer: CustomerWindow | null = null
  customer = keepCustomerWindow(electron.screen, windows)
  return { windows, customer }
}

/** None, so that no key does what the till does not know of. A Mac has its edit keys from it. */
function setMenu({ Menu }: ShellElectron, platform: NodeJS.Platform): void {
  const menu =
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
      : null
  Menu.setApplicationMenu(menu)
}

/** A person must know why there is no till. Where nobody looks, a box would stand for ever. */
function tell({ dialog }: ShellElectron, { smoke }: ShellOptions, words: string): void {
  if (!smoke) dialog.showErrorBox('Harbour Till', words)
}
