/** A page that does not react: it is waited for, but not for ever, and it loses no event. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { textsIn } from '../../src-shared/texts/index.ts'
import { callOf, fakeTill, type FakeTill } from '../harness/fakeTill.ts'
import type { RecordedContents } from '../harness/recordedWindow.ts'
import { openTestShell, type TestShell } from '../harness/testShell.ts'

const patienceMs = 30_000

type Scene = {
  readonly shell: TestShell
  readonly server: FakeTill
  readonly contents: RecordedContents
  /** The revisions that the page was told of. */
  readonly told: () => unknown[]
}

/** A till whose page does not react, and was told of revision 1 since. */
async function stuck(): Promise<Scene> {
  const server = fakeTill()
  const shell = await openTestShell({ server })
  const contents = shell.recorded.window().webContents
  vi.useFakeTimers()
  contents.emit('unresponsive')
  tell(server, 1)
  expect(contents.sent).toEqual([])
  const told = (): unknown[] =>
    contents.sent.map(({ message }) => (message as { revision: number }).revision)
  return { shell, server, contents, told }
}

const tell = (server: FakeTill, revision: number): void =>
  server.tell({ type: 'event', topic: 'counter', revision, value: null })

beforeEach(() => {
  vi.useRealTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('events that wait for a page', () => {
  test.for<readonly [string, (contents: RecordedContents) => void]>([
    ['died', (contents) => contents.emit('render-process-gone', {}, { reason: 'oom' })],
    ['was loaded again by a person', (contents) => contents.reload()],
  ])('a page that %s gets what is new, and nothing of before', async ([, happens]) => {
    const { server, contents, told } = await stuck()
    happens(contents)
    tell(server, 2)
    expect(told()).toEqual([2])
  })

  test('a page that calls does react: it gets what waited for it, then what is new', async () => {
    const { shell, server, told } = await stuck()
    await shell.call(callOf(null))
    tell(server, 2)
    expect(told()).toEqual([1, 2])
  })

  test('a call of somebody else says nothing about the page', async () => {
    const { shell, told } = await stuck()
    await shell.call(callOf(null), { senderFrame: null })
    expect(told()).toEqual([])
  })
})

describe('a page that goes on not reacting', () => {
  test('gets a fresh process after half a minute, and its events', async () => {
    const { shell, server, contents, told } = await stuck()
    await vi.advanceTimersByTimeAsync(patienceMs - 1)
    // Said again, it is not waited for anew.
    contents.emit('unresponsive')
    expect(contents).toMatchObject({ crashes: 0, reloads: 0 })
    await vi.advanceTimersByTimeAsync(1)
    expect(contents).toMatchObject({ crashes: 1, reloads: 1 })
    tell(server, 2)
    expect(told()).toEqual([2])
    await vi.advanceTimersByTimeAsync(10 * patienceMs)
    expect(contents).toMatchObject({ crashes: 1, reloads: 1 })
    expect(shell.logged.map(({ event }) => event)).toContain('shell.pageStuck')
  })

  test.for<readonly [string, (scene: Scene) => unknown]>([
    ['reacts again', ({ contents }) => contents.emit('responsive')],
    ['calls', ({ shell }) => shell.call(callOf(null))],
    ['was loaded again', ({ contents }) => contents.emit('did-navigate')],
    ['has no window any more', ({ shell }) => shell.recorded.window().destroy()],
  ])('unless it %s in time', async ([, happens]) => {
    const scene = await stuck()
    await vi.advanceTimersByTimeAsync(patienceMs - 1)
    await happens(scene)
    await vi.advanceTimersByTimeAsync(patienceMs)
    expect(scene.contents).toMatchObject({ crashes: 0, reloads: 0 })
  })

  test('three times in ten minutes, like a page that dies; then the till says why it ends', async () => {
    const { shell, contents } = await stuck()
    for (const reloads of [1, 2, 3]) {
      await vi.advanceTimersByTimeAsync(patienceMs)
      expect(contents.reloads).toBe(reloads)
      contents.emit('unresponsive')
    }
    await vi.advanceTimersByTimeAsync(patienceMs)
    expect(contents.reloads).toBe(3)
    expect(shell.recorded.app.exits).toEqual([1])
    expect(shell.recorded.boxes).toEqual([textsIn('en').host.screenKeepsFailing])
  })
})
