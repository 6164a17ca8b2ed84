/** Where the customer's window goes. */
import { expect, test } from 'vitest'
import { customerPlace } from '../../src-main/shell/displays.ts'
import { displayAt } from '../harness/recordedElectron.ts'
import { customerPage, openTestShell } from '../harness/testShell.ts'

const [left, right, far] = [displayAt(1, 0), displayAt(2, 1_920), displayAt(3, 3_840)] as const

test('the screen that is not the cashier’s is the customer’s', () => {
  expect(customerPlace([left, right], 1, false)).toEqual({ kind: 'screen', bounds: right.bounds })
  expect(customerPlace([left, right], 2, false)).toEqual({ kind: 'screen', bounds: left.bounds })
})

test('of several it is the leftmost, in whatever order they are listed', () => {
  expect(customerPlace([far, right, left], 1, false)?.bounds).toEqual(right.bounds)
  expect(customerPlace([right, left, far], 1, true)?.bounds).toEqual(right.bounds)
  const above = { ...displayAt(4, 1_920), bounds: { ...right.bounds, y: -1_080 } }
  expect(customerPlace([left, right, above], 1, false)?.bounds).toEqual(above.bounds)
})

test('with one screen there is no customer window, until somebody asks for it', () => {
  expect(customerPlace([left], 1, false)).toBe(null)
  expect(customerPlace([left], 1, true)).toEqual({
    kind: 'window',
    bounds: { x: 960, y: 0, width: 960, height: 1_080 },
  })
  expect(customerPlace([], 1, true)).toBe(null)
})

test('a second screen is used from the start, whole, and without taking the keys', async () => {
  const { recorded } = await openTestShell({ displays: [left, right] })
  const customer = recorded.window(customerPage)
  expect(customer.options).toMatchObject({ ...right.bounds, frame: false, focusable: false })
  expect(customer.done).toEqual(['showInactive', 'fullScreen'])
  expect(customer.fullScreen).toBe(true)
  expect(recorded.window().done).toEqual(['maximize', 'show'])
})

test('a screen that comes gets the customer’s window; it goes with its screen', async () => {
  const { recorded } = await openTestShell({ displays: [left] })
  const shown = (): readonly string[][] =>
    recorded.windows.filter((window) => !window.isDestroyed()).map(({ loaded }) => loaded)
  expect(shown()).toEqual([['app://till/']])
  recorded.displays = [left, right]
  recorded.screen.emit('display-added')
  expect(shown()).toEqual([['app://till/'], [customerPage]])
  recorded.displays = [left]
  recorded.screen.emit('display-removed')
  expect(shown()).toEqual([['app://till/']])
  recorded.displays = [left, right]
  recorded.screen.emit('display-added')
  expect(shown()).toEqual([['app://till/'], [customerPage]])
  expect(recorded.app.exits).toEqual([])
})

test('a screen that changes moves the window with it', async () => {
  const { recorded } = await openTestShell({ displays: [left, right] })
  recorded.displays = [left, far]
  recorded.screen.emit('display-metrics-changed')
  expect(recorded.window(customerPage)).toMatchObject({ bounds: far.bounds, fullScreen: true })
  expect(recorded.windows).toHaveLength(2)
})

test('a change that does not concern the customer’s screen leaves its window alone', async () => {
  const { recorded } = await openTestShell({ displays: [left, right] })
  const customer = recorded.window(customerPage)
  customer.done.length = 0
  const cashiers = { ...left, workArea: { ...left.workArea, height: 1_000 } }
  recorded.displays = [cashiers, { ...right, bounds: { ...right.bounds } }]
  recorded.screen.emit('display-metrics-changed', {}, cashiers, ['workArea'])
  recorded.displays = [cashiers, right, far]
  recorded.screen.emit('display-added', {}, far)
  expect(customer.done).toEqual([])
  expect(recorded.windows).toHaveLength(2)
})

test('a person who asks for the window again gets it back where it belongs', async () => {
  const { recorded } = await openTestShell({ displays: [left] })
  recorded.window().webContents.opens(customerPage)
  const customer = recorded.window(customerPage)
  const beside = customer.bounds
  customer.bounds = { ...beside, x: 5_000 }
  recorded.screen.emit('display-metrics-changed', {}, left, ['workArea'])
  expect(customer.bounds.x).toBe(5_000)
  recorded.window().webContents.opens(customerPage)
  expect(customer.bounds).toEqual(beside)
})

test('on one screen the link opens an ordinary window; on two it becomes the screen’s own', async () => {
  const { recorded } = await openTestShell({ displays: [left] })
  recorded.window().webContents.opens(customerPage)
  expect(recorded.window(customerPage).options).not.toHaveProperty('focusable')
  recorded.displays = [left, right]
  recorded.screen.emit('display-added')
  expect(recorded.window(customerPage).options).toMatchObject({ focusable: false })
})

test('a person closes the customer’s window: it stays away until it is asked for', async () => {
  const { recorded } = await openTestShell({ displays: [left] })
  const { webContents } = recorded.window()
  webContents.opens(customerPage)
  recorded.window(customerPage).destroy()
  recorded.screen.emit('display-metrics-changed')
  expect(() => recorded.window(customerPage)).toThrow('no window')
  webContents.opens(customerPage)
  expect(recorded.window(customerPage).loaded).toEqual([customerPage])
  expect(recorded.app.exits).toEqual([])
})
