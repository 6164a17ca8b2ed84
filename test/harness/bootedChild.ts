/**
 * Loaded before the built main bundle (`node --import`), in whose process it puts a recorded
 * Electron where the bundle asks for the real one. The test steers it from outside; each message
 * between the two is a structured clone, as between a page and Electron.
 */
import { registerHooks } from 'node:module'
import { bridgeChannels } from '../../src-shared/contract/bridge.ts'
import { RecordedElectron } from './recordedElectron.ts'
import type { Booted, Order, Told } from './bootedShell.ts'

const tell = (told: Told): void => {
  process.send?.(told)
}
const recorded = new RecordedElectron({
  onWaiting: () => tell({ told: 'waiting' }),
  onExit(code) {
    tell({ told: 'exit', code })
    // After what was said before it has left.
    setImmediate(() => process.exit(code))
  },
})
const module = recorded.module()
Object.assign(globalThis, { recordedElectron: module })

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'recorded:electron', format: 'module', shortCircuit: true }
      : next(specifier, context),
  load(url, context, next) {
    if (url !== 'recorded:electron') return next(url, context)
    const names = Object.keys(module).join(', ')
    const source = `export const { ${names} } = globalThis.recordedElectron`
    return { source, format: 'module', shortCircuit: true }
  },
})

const present = (): Booted => ({
  windows: recorded.windows.map(({ options, loaded, webContents }) => ({
    options: JSON.parse(JSON.stringify(options)) as Booted['windows'][number]['options'],
    loaded,
    sent: webContents.sent,
    guarded: ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'].every(
      (event) => webContents.asks(event),
    ),
  })),
  schemes: recorded.schemes.map(({ scheme }) => scheme),
  handlers: [...recorded.sessions.values()].flatMap(({ handlers }) => [...handlers.keys()]),
  channels: [...recorded.answers.keys()],
  paths: Object.fromEntries(recorded.app.paths),
  sandboxed: recorded.app.sandboxed,
  boxes: recorded.boxes,
})

async function carryOut(order: Order): Promise<unknown> {
  switch (order.do) {
    case 'ready': {
      recorded.app.ready()
      // Ten seconds of patience with a machine that has other work.
      for (let tries = 0; tries < 200 && recorded.app.exits.length === 0; tries += 1) {
        if (recorded.windows.length > 0) break
        await new Promise((resolve) => {
          setTimeout(resolve, 50)
        })
      }
      return present()
    }
    case 'look':
      return present()
    case 'call':
      return recorded.invoke(bridgeChannels.call, order.request, {}, recorded.window(order.page))
    case 'fetch': {
      const response = await recorded.session.fetch(order.address)
      const headers = Object.fromEntries(response.headers)
      return { status: response.status, headers, body: await response.text() }
    }
    case 'open':
      return recorded.window().webContents.opens(order.address)
    case 'quit':
      recorded.app.quit()
      return null
    default:
      return order satisfies never
  }
}

process.on('message', ({ id, order }: { id: number; order: Order }) => {
  void carryOut(order).then(
    (value) => tell({ told: 'done', id, value }),
    (error: unknown) => tell({ told: 'failed', id, error: String(error) }),
  )
})
