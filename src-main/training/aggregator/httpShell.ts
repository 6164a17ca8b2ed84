/** Puts an aggregator on a wire: HTTP on 127.0.0.1, with answers that come late, in part or never. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HttpRequest } from '../../engine/channels/http.ts'
import { rawAnswer, type Heard } from './answering.ts'
import type { AggregatorDoor } from './door.ts'

export type HttpShell = {
  /** Without a slash at the end. */
  readonly baseUrl: string
  close(): Promise<void>
}

const bodyLimitBytes = 2 * 1_048_576
const commentEveryMs = 15_000
/** Of a stream that its counter does not read. */
const unreadLimitBytes = 4 * 1_048_576
const methods = ['GET', 'PUT', 'POST'] as const

/**
 * @param options.port 0: any that is free
 * @throws the system's error where it cannot listen
 */
export async function serveAggregator(
  door: AggregatorDoor,
  options: { readonly port: number } = { port: 0 },
): Promise<HttpShell> {
  let baseUrl = ''
  const leaving = new Set<() => void>()
  const http = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 },
    (message, response) => {
      void answer(message, response).catch(() => response.destroy())
    },
  )
  // Loopback or not, every limit is stated.
  http.maxConnections = 256

  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await requestOf(message, baseUrl)
    if (request === 'tooLarge') return tooLarge(response)
    if (request === null) return void response.destroy()
    const heard = await door.handle(request)
    if (heard.kind === 'lost') return void response.destroy()
    await waited(heard.delayMs, response)
    if (response.destroyed) return undefined
    if (heard.kind === 'stream') return stream(heard, response)
    const { answer: said, cutAtByte } = heard
    if (cutAtByte === null) {
      response.writeHead(said.status, {
        ...said.headers,
        ...(said.status === 304 ? {} : { 'content-length': said.body.length }),
      })
      response.end(said.body)
      return undefined
    }
    const { socket } = response
    if (socket === null) return void response.destroy()
    return void socket.write(rawAnswer(said).subarray(0, cutAtByte), () => socket.destroy())
  }

  /** Until then, or until the other side has gone. */
  const waited = (ms: number, response: ServerResponse): Promise<void> =>
    new Promise((resolve) => {
      if (ms === 0) return resolve()
      const done = (): void => {
        clearTimeout(timer)
        leaving.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      leaving.add(done)
      response.once('close', done)
    })

  const stream = (heard: Extract<Heard, { kind: 'stream' }>, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.flushHeaders()
    const comment = setInterval(() => response.write(': still here\n\n'), commentEveryMs)
    const stop = door.listen(heard, {
      data(text) {
        response.write(text)
        if (response.writableLength > unreadLimitBytes) response.destroy()
      },
      ended: () => response.destroy(),
    })
    response.once('close', () => {
      clearInterval(comment)
      stop()
    })
  }

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen({ host: '127.0.0.1', port: options.port, exclusive: true }, resolve)
  })
  baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return {
    baseUrl,
    async close() {
      const closed = new Promise<void>((resolve) => {
        http.close(() => resolve())
      })
      http.closeAllConnections()
      for (const done of leaving) done()
      await closed
    },
  }
}

/** @returns null for one that no counter sends; the address is ours, whatever it was asked by */
async function requestOf(
  message: IncomingMessage,
  baseUrl: string,
): Promise<HttpRequest | 'tooLarge' | null> {
  const method = methods.find((one) => one === message.method)
  const { url = '' } = message
  if (method === undefined || !url.startsWith('/')) return null
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of message as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > bodyLimitBytes) return 'tooLarge'
    parts.push(part)
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (typeof value === 'string') headers[name] = value
  }
  const body = bytes === 0 ? null : new Uint8Array(Buffer.concat(parts))
  return { method, url: baseUrl + url, headers, body }
}

/** Before anything was looked at: there is nothing to sign. */
function tooLarge(response: ServerResponse): void {
  response.writeHead(413, { connection: 'close' })
  response.end()
}
