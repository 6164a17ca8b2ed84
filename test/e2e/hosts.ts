/** What carries the till for a spec: a process and a browser, or the desktop app. The project says which. */
import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { electronArguments, electronEnvironment } from '../../scripts/runElectron.ts'
import { spawnTill, type Spawned } from '../harness/tillProcess.ts'

/** Set by the project, in playwright.config.ts. */
export type HostOptions = {
  readonly host: 'browser' | 'electron'
  /** Electron's program, where the host is Electron. */
  readonly electron: string | null
}

/** The desktop app has one address, which needs no token. */
export type OpenTill = Pick<Spawned, 'address' | 'kill' | 'nextAddress' | 'stop'>

export type Host = {
  /** The page that shows the till now, also after it was opened anew. */
  readonly page: Page
  open(profile: string): Promise<OpenTill>
}

const appAddress = 'app://till/'
const program = join(import.meta.dirname, '../../dist/main/serve.js')

/** The page stays the same one, and goes to wherever the till is. */
export const browserHost = (page: Page): Host => ({
  page,
  async open(profile) {
    const till = await spawnTill({ program, profile })
    await page.goto(till.address)
    return till
  },
})

/**
 * @param executablePath an Electron that is not fused: a fused one cannot be driven
 * @param onPage told of each page, as early as it can be had
 */
export function electronHost(executablePath: string, onPage: (page: Page) => void): Host {
  let present: Page | null = null
  return {
    page: following(() => {
      if (!present) throw new Error('the till is not open')
      return present
    }),
    async open(profile) {
      const app = await _electron.launch({
        executablePath,
        args: electronArguments(['--profile', profile]),
        env: electronEnvironment(),
      })
      present = await app.firstWindow()
      onPage(present)
      await present.setViewportSize({ width: 1024, height: 768 })
      const child = app.process()
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => resolve())
      })
      return {
        address: appAddress,
        nextAddress: () => Promise.resolve(appAddress),
        async kill() {
          child.kill('SIGKILL')
          await gone
        },
        async stop() {
          await app.close()
          await gone
          return child.exitCode
        },
      }
    },
  }
}

/** Specs hold on to their page from before the till is open; each start of the app has its own. */
const following = (present: () => Page): Page =>
  new Proxy({} as Page, {
    get(_, name) {
      const page = present()
      const value: unknown = Reflect.get(page, name, page)
      return typeof value === 'function' ? (value.bind(page) as unknown) : value
    },
  })
