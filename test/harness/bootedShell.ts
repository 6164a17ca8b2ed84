/** The built desktop app in a process of its own, on a recorded Electron and a real profile. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserWindowConstructorOptions } from 'electron'
import { onTestFinished } from 'vitest'
import type { CallName, Input, Output, Reply } from '../../src-shared/contract/index.ts'
import { uuidV7 } from '../../src-shared/ids.ts'
import type { Result } from '../../src-shared/result.ts'
import { realRandom } from '../../src-main/host/realClock.ts'

export type Order =
  | { readonly do: 'ready' | 'look' | 'quit' }
  | { readonly do: 'call'; readonly request: unknown; readonly page?: string }
  | { readonly do: 'fetch' | 'open'; readonly address: string }

export type Told =
  /** The app waits for Electron to be ready. */
  | { readonly told: 'waiting' }
  | { readonly told: 'done'; readonly id: number; readonly value: unknown }
  | { readonly told: 'failed'; readonly id: number; readonly error: string }
  | { readonly told: 'exit'; readonly code: number }

/** What the app has made of Electron so far. */
export type Booted = {
  readonly windows: readonly {
    readonly options: BrowserWindowConstructorOptions
    readonly loaded: readonly string[]
    readonly sent: readonly { readonly channel: string; readonly message: unknown }[]
    /** It prevents navigation, redirects and webviews. */
    readonly guarded: boolean
  }[]
  readonly schemes: readonly string[]
  /** Handlers of the session. */
  readonly handlers: readonly string[]
  readonly channels: readonly string[]
  readonly paths: Readonly<Record<string, string>>
  readonly sandboxed: boolean
  readonly boxes: readonly string[]
}

export type Page = { readonly status: number; readonly body: string; readonly headers: object }

export type BootedShell = {
  ready(): Promise<Booted>
  look(): Promise<Booted>
  fetch(address: string): Promise<Page>
  open(address: string): Promise<unknown>
  call<N extends CallName>(
    name: N,
    input: Input<N>,
    session?: string | null,
    page?: string,
  ): Promise<Result<Output<N>>>
  send(request: unknown): Promise<Reply | null>
  quit(): Promise<void>
  /** What was said on the console. */
  said(): string
  readonly exited: Promise<number | null>
}

/** Starts it, and waits until it waits for Electron to be ready, or has ended. */
export async function bootShell(main: string, args: readonly string[]): Promise<BootedShell> {
  const recorded = pathToFileURL(join(import.meta.dirname, 'bootedChild.ts')).href
  const child = fork(main, args, {
    serialization: 'advanced',
    execArgv: ['--import', recorded],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let said = ''
  const hear = (bytes: Buffer): void => {
    said += bytes.toString()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const exited = once(child, 'close').then(() => child.exitCode)
  const waiting = new Map<number, { done(value: unknown): void; failed(error: Error): void }>()
  let orders = 0
  const waits = new Promise<void>((resolve) => {
    child.on('message', (told: Told) => {
      if (told.told === 'waiting') resolve()
      if (told.told === 'done') waiting.get(told.id)?.done(told.value)
      if (told.told === 'failed') waiting.get(told.id)?.failed(new Error(told.error))
    })
  })
  const order = <T>(what: Order): Promise<T> => {
    orders += 1
    const id = orders
    return new Promise((resolve, reject) => {
      waiting.set(id, { done: (value) => resolve(value as T), failed: reject })
      void exited.then(() => reject(new Error(`the app is gone:\n${said}`)))
      child.send({ id, order: what })
    })
  }
  await Promise.race([waits, exited])
  const shell: BootedShell = {
    ready: () => order({ do: 'ready' }),
    look: () => order({ do: 'look' }),
    fetch: (address) => order({ do: 'fetch', address }),
    open: (address) => order({ do: 'open', address }),
    send: (request) => order({ do: 'call', request }),
    async call(name, input, session = null, page = 'app://till/') {
      const callId = uuidV7(Date.now(), realRandom.bytes(10))
      const request = { type: 'call', callId, session, name, input }
      const reply = await order<Reply | null>({ do: 'call', request, page })
      if (!reply) throw new Error(`${name} was not answered`)
      return reply.answer as never
    },
    quit: () => order({ do: 'quit' }),
    said: () => said,
    exited,
  }
  return shell
}
