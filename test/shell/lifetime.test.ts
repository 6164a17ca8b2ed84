/** The start of the app, its end, and what happens in between to the computer and to its pages. */
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { textsIn } from '../../src-shared/texts/index.ts'
import { fakeTill } from '../harness/fakeTill.ts'
import { displayAt } from '../harness/recordedElectron.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { customerPage, eventually, openTestShell, startTestShell } from '../harness/testShell.ts'

const texts = textsIn('en').host
const events = ({ logged }: { readonly logged: readonly { readonly event: string }[] }): string[] =>
  logged.map(({ event }) => event)

afterEach(() => {
  vi.useRealTimers()
})

describe('the start', () => {
  test('before Electron is ready: its folder, the sandbox, the scheme, and no window', () => {
    const { recorded } = startTestShell()
    expect(Object.fromEntries(recorded.app.paths)).toEqual({ userData: '/profile/electron' })
    expect(recorded.app.sandboxed).toBe(true)
    expect(recorded.schemes).toHaveLength(1)
    expect(recorded.windows).toEqual([])
  })

  test('a second instance ends at once; the first one comes to the front', async () => {
    const second = startTestShell({ first: false })
    expect(second.recorded.app.exits).toEqual([0])
    second.recorded.app.ready()
    await Promise.resolve()
    expect(second.recorded.windows).toEqual([])

    const { recorded } = await openTestShell()
    recorded.window().minimized = true
    recorded.window().done.length = 0
    recorded.app.emit('second-instance')
    expect(recorded.window().done).toEqual(['restore', 'focus'])
    expect(recorded.windows).toHaveLength(1)
  })

  test('screens that are missing: said in a box, and the end', async () => {
    const rendererDir = join(tempFolder(), 'gone')
    const { recorded } = startTestShell({ rendererDir })
    recorded.app.ready()
    await eventually(() => expect(recorded.app.exits).toEqual([1]))
    expect(recorded.boxes).toEqual([texts.appNotBuilt.replace('{reason}', 'ENOENT')])
    expect(recorded.windows).toEqual([])
  })

  test('a till is looked at without being touched: the screen stays on', async () => {
    expect((await openTestShell()).recorded.blockers).toEqual(['prevent-display-sleep'])
  })
})

describe('the end', () => {
  test('quitting waits for the journal, and only then does the app end', async () => {
    let finish = (): void => undefined
    const close = (): Promise<void> =>
      new Promise((resolve) => {
        finish = resolve
      })
    const shell = await openTestShell({ close })
    const { app } = shell.recorded
    app.quit()
    app.quit()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(app.exits).toEqual([])
    finish()
    await eventually(() => expect(app.exits).toEqual([0]))
    expect(shell.closed()).toBe(true)
  })

  test('but not for ever: after five seconds it ends, and the log says so', async () => {
    const shell = await openTestShell({ close: () => new Promise(() => undefined) })
    vi.useFakeTimers()
    shell.recorded.app.quit()
    await vi.advanceTimersByTimeAsync(4_999)
    expect(shell.recorded.app.exits).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(shell.recorded.app.exits).toEqual([0])
    expect(events(shell)).toContain('host.notClosedInTime')
  })

  test('an engine that breaks while it closes does not keep the app open', async () => {
    const shell = await openTestShell({ close: () => Promise.reject(new Error('broken')) })
    shell.recorded.app.quit()
    await eventually(() => expect(shell.recorded.app.exits).toEqual([0]))
    expect(events(shell)).toContain('host.closeFailed')
  })

  test.for<readonly [string, (shell: Awaited<ReturnType<typeof openTestShell>>) => void]>([
    ['the till’s window is closed', ({ recorded }) => recorded.window().destroy()],
    ['the last window is gone', ({ recorded }) => recorded.app.emit('window-all-closed')],
    ['the computer shuts down', ({ recorded }) => recorded.powerMonitor.asks('shutdown')],
    ['Windows ends its session', ({ recorded }) => recorded.window().emit('session-end')],
  ])('%s: an orderly end', async ([, happens]) => {
    const shell = await openTestShell()
    happens(shell)
    await eventually(() => expect(shell.recorded.app.exits).toEqual([0]))
    expect(shell.closed()).toBe(true)
  })

  test('a computer that shuts down is asked to wait for the journal', async () => {
    const { recorded } = await openTestShell()
    expect(recorded.powerMonitor.asks('shutdown')).toBe(true)
    // Asked once more, while it is ending.
    expect(recorded.powerMonitor.asks('shutdown')).toBe(true)
    await eventually(() => expect(recorded.app.exits).toEqual([0]))
  })
})

test('the computer wakes up: the engine is told, and not when it falls asleep', async () => {
  const woke = vi.fn<() => void>()
  const { recorded } = await openTestShell({ server: { ...fakeTill(), woke } })
  recorded.powerMonitor.emit('suspend')
  expect(woke).not.toHaveBeenCalled()
  recorded.powerMonitor.emit('resume')
  expect(woke).toHaveBeenCalledOnce()
})

describe('a page whose process is gone', () => {
  test('comes back three times in ten minutes; then the till says why it ends', async () => {
    let nowMs = 0
    const shell = await openTestShell({ now: () => nowMs })
    const { webContents } = shell.recorded.window()
    const crash = (): void => webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    for (const reloads of [1, 2, 3]) {
      crash()
      expect(webContents.reloads).toBe(reloads)
    }
    nowMs = 10 * 60_000
    crash()
    expect(webContents.reloads).toBe(4)
    crash()
    crash()
    crash()
    expect(webContents.reloads).toBe(6)
    await eventually(() => expect(shell.recorded.app.exits).toEqual([1]))
    expect(shell.recorded.boxes).toEqual([texts.screenKeepsFailing])
    expect(shell.closed()).toBe(true)
  })

  test('the customer’s page takes only its own window with it', async () => {
    const { recorded } = await openTestShell({ displays: [displayAt(1, 0), displayAt(2, 1_920)] })
    const customer = recorded.window(customerPage)
    for (let crash = 0; crash < 4; crash += 1) {
      customer.webContents.emit('render-process-gone', {}, { reason: 'oom' })
    }
    expect(customer.isDestroyed()).toBe(true)
    expect(recorded.app.exits).toEqual([])
    expect(recorded.boxes).toEqual([])
  })

  test('a page that did not load is loaded again', async () => {
    const { recorded } = await openTestShell({ pagesLoad: false })
    await eventually(() => expect(recorded.window().webContents.reloads).toBe(1))
    expect(recorded.window().done).toEqual([])
  })

  test('a process that ended as it should is not brought back', async () => {
    const { webContents } = (await openTestShell()).recorded.window()
    webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
    expect(webContents.reloads).toBe(0)
  })
})

test('Ctrl+R and ⌘R load the page again, and no other key does', async () => {
  const { webContents } = (await openTestShell()).recorded.window()
  const press = { type: 'keyDown', key: 'r', control: true, meta: false, alt: false, shift: false }
  expect(webContents.asks('before-input-event', press)).toBe(true)
  expect(
    webContents.asks('before-input-event', { ...press, control: false, meta: true, key: 'R' }),
  ).toBe(true)
  for (const other of [
    { control: false },
    { shift: true },
    { alt: true },
    { type: 'keyUp' },
    { key: 'i' },
    { key: 'F5' },
  ]) {
    expect(webContents.asks('before-input-event', { ...press, ...other })).toBe(false)
  }
  expect(webContents.reloads).toBe(2)
})
