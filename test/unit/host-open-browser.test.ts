/** Which browser is found, how it is started, and what happens when it is not. */
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { openBrowser } from '../../src-main/web/openBrowser.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const address = 'http://127.0.0.1:1/?token=x'

/** The search path of a machine that has only what these folders hold. */
const onlyThere = (...folders: readonly string[]): void => {
  vi.stubEnv('PATH', folders.join(delimiter))
}

/** Stands for a browser: writes its name and arguments down, and stays open. */
function program(folder: string, name: string, then = 'exec /bin/sleep 60'): string {
  const told = join(folder, `${name}.told`)
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\necho "$@" > ${told}.new; /bin/mv ${told}.new ${told}; ${then}\n`)
  chmodSync(path, 0o755)
  return told
}

function open(): { opened: boolean; profileDir: string; onFailed: ReturnType<typeof vi.fn> } {
  const profileDir = tempFolder()
  const onFailed = vi.fn<() => void>()
  const window = openBrowser({ address, profileDir, onFailed })
  onTestFinished(() => window?.close())
  return { opened: window !== null, profileDir, onFailed }
}

const isTold = (told: string): Promise<void> =>
  vi.waitFor(() => expect(existsSync(told)).toBe(true), { timeout: 5_000 })

beforeEach(() => {
  vi.stubEnv('DISPLAY', ':0')
  vi.stubEnv('WAYLAND_DISPLAY', '')
})

test('the first known name on PATH that can be run', async () => {
  const [empty, one, two] = [tempFolder(), tempFolder(), tempFolder()]
  onlyThere(empty, one, two)
  expect(open().opened).toBe(false)
  const chromium = program(one, 'chromium')
  open()
  await isTold(chromium)
  const chrome = program(two, 'google-chrome')
  open()
  await isTold(chrome)
  program(two, 'google-chrome-stable')
  chmodSync(join(two, 'google-chrome-stable'), 0o644)
  symlinkSync('/nowhere/edge', join(one, 'microsoft-edge-stable'))
  expect(open().opened).toBe(true)
})

test('with no display there is no window to open', async () => {
  const folder = tempFolder()
  const told = program(folder, 'chromium')
  onlyThere(folder)
  vi.stubEnv('DISPLAY', '')
  const { opened, profileDir } = open()
  expect(opened).toBe(false)
  expect(existsSync(join(profileDir, 'browser'))).toBe(false)
  vi.stubEnv('WAYLAND_DISPLAY', 'wayland-0')
  expect(open().opened).toBe(true)
  await isTold(told)
})

test('the window is of the till alone, with a browser profile of its own', async () => {
  const folder = tempFolder()
  const told = program(folder, 'chromium')
  onlyThere(folder)
  const { profileDir, onFailed } = open()
  await isTold(told)
  const given = readFileSync(told, 'utf8').trim().split(' ')
  expect(given).toContain(`--app=${address}`)
  expect(given).toContain(`--user-data-dir=${join(profileDir, 'browser')}`)
  // The sandbox stays on, but for root, for whom it does not start.
  expect(given.includes('--no-sandbox')).toBe(process.getuid?.() === 0)
  expect(statSync(join(profileDir, 'browser')).mode & 0o777).toBe(0o700)
  expect(onFailed).not.toHaveBeenCalled()
})

test('the window ends with the till', async () => {
  const folder = tempFolder()
  const [ready, ended] = [join(folder, 'ready'), join(folder, 'ended')]
  program(
    folder,
    'chromium',
    `trap "echo > ${ended}; exit" TERM; echo > ${ready}; while true; do /bin/sleep 0.05; done`,
  )
  onlyThere(folder)
  const onFailed = vi.fn<() => void>()
  const window = openBrowser({ address, profileDir: tempFolder(), onFailed })
  await isTold(ready)
  window?.close()
  await isTold(ended)
  expect(onFailed).not.toHaveBeenCalled()
})

test('a profile that cannot be written: no window, and no exception', () => {
  const folder = tempFolder()
  program(folder, 'chromium')
  onlyThere(folder)
  const profileDir = join(folder, 'occupied')
  writeFileSync(profileDir, '')
  expect(openBrowser({ address, profileDir, onFailed: vi.fn<() => void>() })).toBeNull()
})

test('a browser that fails: the till is told, to show its address instead', async () => {
  const folder = tempFolder()
  program(folder, 'chromium', 'exit 3')
  onlyThere(folder)
  const { onFailed } = open()
  await vi.waitFor(() => expect(onFailed).toHaveBeenCalledOnce(), { timeout: 5_000 })
})
