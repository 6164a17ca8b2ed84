/** The shell on a recorded Electron, with a till that answers what a test says. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { bridgeChannels } from '../../src-shared/contract/bridge.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import type { ContractServer } from '../../src-main/engine/server.ts'
import type { OpenedTill } from '../../src-main/host/openTill.ts'
import type { Seal } from '../../src-main/host/secrets.ts'
import type { CallEvent } from '../../src-main/shell/electron.ts'
import { startShell } from '../../src-main/shell/shell.ts'
import { fakeTill } from './fakeTill.ts'
import { RecordedElectron, type Situation } from './recordedElectron.ts'
import type { RecordedWindow } from './recordedWindow.ts'
import { tempFolder } from './tempFolder.ts'

export const customerPage = 'app://till/customer'

export type TestShell = {
  readonly recorded: RecordedElectron
  readonly logged: { readonly event: string; readonly facts: unknown }[]
  readonly said: string[]
  /** What the till was opened with; undefined until it is. */
  seal: Seal | null | undefined
  readonly closed: () => boolean
  /** A call as a page makes it, from the till's window unless said otherwise. */
  call(request: unknown, from?: Partial<CallEvent>, window?: RecordedWindow): Promise<unknown>
}

export type TestShellOptions = Situation & {
  readonly server?: ContractServer
  readonly close?: () => Promise<void>
  readonly rendererDir?: string
  readonly smoke?: boolean
  readonly platform?: NodeJS.Platform
  readonly now?: () => number
}

/** The screens, as far as a host is concerned: a page for each window, and something beside. */
export function screens(): string {
  const folder = tempFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>till</title>')
  writeFileSync(join(folder, 'customer.html'), '<title>customer</title>')
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {}')
  return folder
}

/** Starts it, and does not wait for its windows. */
export function startTestShell(options: TestShellOptions = {}): TestShell {
  const recorded = new RecordedElectron(options)
  const shell: Pick<TestShell, 'seal'> = { seal: undefined }
  const logged: { event: string; facts: unknown }[] = []
  const said: string[] = []
  let closed = false
  const till: OpenedTill = {
    server: options.server ?? fakeTill(),
    async close() {
      await options.close?.()
      closed = true
    },
  }
  startShell(recorded.module(), {
    userDataDir: '/profile/electron',
    rendererDir: options.rendererDir ?? screens(),
    preload: '/app/preload.cjs',
    version: '1.2.3',
    platform: options.platform ?? 'linux',
    smoke: options.smoke ?? false,
    texts: textsIn('en').host,
    log: (_level, event, facts = {}) => logged.push({ event, facts }),
    say: (line) => said.push(line),
    openTill(seal) {
      shell.seal = seal
      return Promise.resolve(till)
    },
    now: options.now ?? Date.now,
  })
  return Object.assign(shell, {
    recorded,
    logged,
    said,
    closed: () => closed,
    call: (request: unknown, from?: Partial<CallEvent>, window?: RecordedWindow) =>
      recorded.invoke(bridgeChannels.call, request, from, window),
  })
}

/** Waits until it holds, with patience for a machine that has other work. */
export const eventually = <T>(holds: () => T): Promise<T> => vi.waitFor(holds, { timeout: 8_000 })

/** Starts it, and waits until its window is there. */
export async function openTestShell(options: TestShellOptions = {}): Promise<TestShell> {
  const shell = startTestShell(options)
  shell.recorded.app.ready()
  await eventually(() => shell.recorded.window())
  return shell
}
