/** A till that answers what it is told to, behind a real door: tests of the door need no engine. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Event, Reply } from '../../src-shared/contract/index.ts'
import type { Window } from '../../src-shared/contract/define.ts'
import { uuidV7 } from '../../src-shared/ids.ts'
import { done } from '../../src-shared/result.ts'
import type { ContractServer } from '../../src-main/engine/server.ts'
import { realRandom } from '../../src-main/host/realClock.ts'
import { startWebServer, type WebServer } from '../../src-main/web/httpServer.ts'
import type { RendererFiles } from '../../src-main/host/rendererFiles.ts'

export type FakeTill = ContractServer & {
  readonly received: { readonly window: Window; readonly request: unknown }[]
  tell(event: Event): void
  /** How many listeners have not been stopped. */
  listening(): number
  /** Answers a call; echoes it unless a test says otherwise. */
  answer: (request: unknown) => Promise<Reply | null>
}

export function fakeTill(): FakeTill {
  const listeners = new Set<(event: Event) => void>()
  const till: FakeTill = {
    received: [],
    tell: (event) => listeners.forEach((listener) => listener(event)),
    listening: () => listeners.size,
    answer: async (request) => {
      const { callId, input } = request as { callId: string; input: unknown }
      return { type: 'reply', callId, answer: done(input) }
    },
    call(window, request) {
      till.received.push({ window, request })
      return till.answer(request)
    },
    listen(_window, listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    woke: () => undefined,
    stop: () => Promise.resolve(),
  }
  return till
}

const file = (content: string, type: string, caching: string) => ({
  content: Buffer.from(content),
  type,
  caching,
})
const files: RendererFiles = new Map([
  ['/index.html', file('<!doctype html><title>till</title>', 'text/html', 'no-store')],
  ['/assets/app-1a2b.js', file('export {}', 'text/javascript', 'immutable')],
])

/** Opens a door for this test, on a free port of loopback. */
export async function openDoor(
  server: ContractServer = fakeTill(),
  options: { readonly pingEveryMs?: number } = {},
): Promise<WebServer> {
  const log = (): void => undefined
  const web = await startWebServer({ server, files, port: 0, log, ...options })
  onTestFinished(() => web.close())
  return web
}

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Plain HTTP, because `fetch` refuses to send the headers and paths of an attack. */
export function ask(
  { port }: Pick<WebServer, 'port'>,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
        response.on('end', () => {
          const { statusCode = 0, headers: got } = response
          resolve({ status: statusCode, headers: got, body })
        })
      },
    )
    request.on('error', reject).end()
  })
}

/** The `Cookie` header of a browser that opened a fresh address. */
export async function signIn(web: WebServer): Promise<string> {
  const { pathname, search } = new URL(web.freshAddress())
  const { headers } = await ask(web, pathname + search)
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

/** A page's socket; the headers that a browser sends of itself can be forged. */
export async function openSocket(
  web: WebServer,
  options: {
    readonly path?: string
    readonly cookie?: string
    readonly origin?: string | null
    readonly host?: string
  } = {},
): Promise<WebSocket> {
  const ours = `127.0.0.1:${web.port}`
  const { path = '/contract/till', origin = `http://${ours}`, host = ours } = options
  const cookie = options.cookie ?? (await signIn(web))
  const socket = new WebSocket(`ws://${ours}${path}`, {
    headers: { cookie, host, ...(origin === null ? {} : { origin }) },
  })
  onTestFinished(() => socket.terminate())
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

export const closed = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => {
    socket.once('close', resolve)
  })

/** The next messages that come, parsed. */
export function nextMessages(socket: WebSocket, count: number): Promise<unknown[]> {
  return new Promise((resolve) => {
    const messages: unknown[] = []
    socket.on('message', (data: Buffer) => {
      messages.push(JSON.parse(data.toString('utf8')))
      if (messages.length === count) resolve(messages)
    })
  })
}

export const callOf = (input: unknown, callId = freshId()): Record<string, unknown> => ({
  type: 'call',
  callId,
  session: null,
  name: 'view.topic',
  input,
})

export const freshId = (): string => uuidV7(Date.now(), realRandom.bytes(10))
