/**
 * Opens the till in an installed browser of Chromium's family, as a window without address bar
 * and with a browser profile of its own, so that no extension and no history of the person's own
 * browser has part in it.
 */
import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type BrowserWindow = { close(): void }

/**
 * @param options.onFailed called where the browser could not be started, or ended with an error
 * @returns null where there is no browser, no display to show its window on, or no
 *   room for its profile
 */
export function openBrowser(options: {
  readonly address: string
  readonly profileDir: string
  readonly onFailed: () => void
}): BrowserWindow | null {
  const program = browserPaths().find(canRun)
  if (program === undefined) return null
  const userDataDir = join(options.profileDir, 'browser')
  try {
    mkdirSync(userDataDir, { recursive: true, mode: 0o700 })
  } catch {
    // The profile cannot be written: a till that says so needs its address shown instead.
    return null
  }
  // The address stands among the arguments, which other users of the machine can list. Its token
  // is used within a second, and whoever came first would leave the till's window shut: seen.
  const child = spawn(program, browserArguments(options.address, userDataDir), { stdio: 'ignore' })
  child.once('error', options.onFailed)
  child.once('exit', (code) => {
    if (code !== null && code !== 0) options.onFailed()
  })
  child.unref()
  return {
    close() {
      child.removeAllListeners()
      child.on('error', () => undefined)
      child.kill()
    },
  }
}

function browserArguments(address: string, userDataDir: string): readonly string[] {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  return [
    `--app=${address}`,
    `--user-data-dir=${userDataDir}`,
    '--no-first-run',
    '--no-default-browser-check',
    // The till's page needs nothing from elsewhere: nor should the browser call out for itself.
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-features=Translate',
    // Chromium's sandbox does not start for root: without this there would be no window at all.
    ...(asRoot ? ['--no-sandbox'] : []),
  ]
}

const linuxNames = [
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chromium',
  'chromium-browser',
] as const
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const
const windowsPaths = [
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
  'Chromium/Application/chrome.exe',
] as const

/** Where a browser may be, the best place first. */
function browserPaths(): readonly string[] {
  const { env, platform } = process
  if (platform === 'darwin') return macPaths
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']]
    return windowsPaths.flatMap((path) =>
      roots.filter((root) => root !== undefined).map((root) => join(root, path)),
    )
  }
  const hasDisplay = `${env['DISPLAY'] ?? ''}${env['WAYLAND_DISPLAY'] ?? ''}` !== ''
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return hasDisplay ? linuxNames.flatMap((name) => folders.map((folder) => join(folder, name))) : []
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    // A browser from a snap may not use a profile in a hidden folder, where ours is.
    return process.platform !== 'linux' || !/^\/snap\/|\/snap$/u.test(realpathSync(path))
  } catch {
    return false
  }
}
