/**
 * The browser host's door: the built screens and the contract, on loopback, for browsers on this
 * machine that hold the cookie. Every request passes the same checks in the same order, and what
 * is not asked for here is refused.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import { safetyHeaders } from '../host/contentPolicy.ts'
import { fileAt, isPage, pageWindow, type PageWindow } from '../host/pages.ts'
import { realRandom } from '../host/realClock.ts'
import type { RendererFiles } from '../host/rendererFiles.ts'
import { createAccess, type Access } from './accessToken.ts'
import { askForFreshAddress, refuse } from './responses.ts'
import { createSocketDoor } from './socketDoor.ts'

export type WebServer = {
  readonly port: number
  /** An address that opens the till once. */
  freshAddress(): string
  close(): Promise<void>
}

/** A window's socket is at `/contract/` and its name. */
const windowAt = (path: string): PageWindow | null =>
  pageWindow(/^\/contract\/(\w+)$/u.exec(path)?.[1] ?? '')

/**
 * Opens the door on 127.0.0.1.
 * @param options.port 0 for any that is free
 * @param options.access only the development server brings its own, to keep it over a restart
 * @throws the system's error (`EADDRINUSE`, `EACCES`) where it cannot listen
 */
export async function startWebServer(options: {
  readonly server: ContractServer
  readonly files: RendererFiles
  readonly port: number
  readonly log: Log
  readonly access?: Access
  readonly pingEveryMs?: number
}): Promise<WebServer> {
  const { server, files, log, access = createAccess(realRandom), pingEveryMs = 15_000 } = options
  const refused = countRefusals(log)
  const door = createSocketDoor({ server, log, pingEveryMs })
  let hosts: readonly string[] = []

  const http = createServer(
    {
      connectionsCheckingInterval: 5_000,
      headersTimeout: 10_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 5_000,
    },
    (request, response) => {
      const { method = '', url = '' } = request
      if (!oursByName(request, hosts)) {
        refused('foreignHost')
        return refuse(response, 421, 'This server answers to 127.0.0.1 only.')
      }
      if (!originFits(request)) {
        refused('foreignOrigin')
        return refuse(response, 403, 'Pages of other origins have no access.')
      }
      if (method !== 'GET' && method !== 'HEAD') {
        refused('method')
        response.setHeader('Allow', 'GET, HEAD')
        return refuse(response, 405, 'Only GET and HEAD.')
      }
      const { path, token } = readTarget(url)
      if (method === 'GET' && token !== null && isPage(path)) {
        return exchange(token, path, response)
      }
      if (token !== null || !access.holds(request.headers.cookie)) {
        refused('noCookie')
        return askForFreshAddress(response)
      }
      return serveFile(fileAt(path), method, response)
    },
  )
  // Loopback or not, every limit is stated.
  http.maxConnections = 64

  const exchange = (token: string, path: string, response: ServerResponse): void => {
    const cookie = access.exchange(token)
    if (cookie === null) {
      refused('token')
      return askForFreshAddress(response)
    }
    response.writeHead(303, {
      ...safetyHeaders,
      'Cache-Control': 'no-store',
      'Set-Cookie': cookie,
      Location: path,
    })
    response.end()
  }

  const serveFile = (path: string, method: string, response: ServerResponse): void => {
    const file = files.get(path)
    if (!file) return refuse(response, 404, 'Nothing is here.')
    response.writeHead(200, {
      ...safetyHeaders,
      'Cache-Control': file.caching,
      'Content-Type': file.type,
      'Content-Length': file.content.length,
    })
    response.end(method === 'HEAD' ? undefined : file.content)
  }

  http.on('upgrade', (request, connection, head) => {
    const turnAway = (status: number, why: string): void => {
      refused(why)
      door.turnAway(connection, status)
    }
    const { path } = readTarget(request.url ?? '')
    const window = windowAt(path)
    if (!oursByName(request, hosts)) return turnAway(421, 'foreignHost')
    // A browser always names the origin of a socket: what names none is not a page of ours.
    if (request.headers.origin === undefined || !originFits(request)) {
      return turnAway(403, 'foreignOrigin')
    }
    if (!access.holds(request.headers.cookie)) return turnAway(403, 'noCookie')
    if (window === null) return turnAway(404, 'noWindow')
    return door.letIn(window, request, connection, head)
  })

  const port = await listen(http, options.port)
  hosts = ['127.0.0.1', 'localhost'].map((name) => (port === 80 ? name : `${name}:${port}`))
  return {
    port,
    freshAddress: () => `http://127.0.0.1:${port}/?token=${access.freshToken()}`,
    async close() {
      door.close()
      await new Promise<void>((resolve) => {
        http.close(() => resolve())
        setTimeout(() => http.closeAllConnections(), 500).unref()
      })
    },
  }
}

function listen(http: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      http.off('error', reject)
      resolve((http.address() as AddressInfo).port)
    })
  })
}

/**
 * A name of somebody else's that leads here (DNS rebinding) makes his page same-origin with us:
 * the one thing that tells it apart is the name itself.
 */
function oursByName(request: IncomingMessage, hosts: readonly string[]): boolean {
  const [host, ...more] = request.headersDistinct['host'] ?? []
  return host !== undefined && more.length === 0 && hosts.includes(host)
}

/** A page tells its origin with whatever could change something; ours is the one we serve. */
function originFits(request: IncomingMessage): boolean {
  const { host, origin } = request.headers
  return origin === undefined || origin === `http://${host}`
}

function readTarget(url: string): { readonly path: string; readonly token: string | null } {
  const [path = '', ...query] = url.split('?')
  return { path, token: new URLSearchParams(query.join('?')).get('token') }
}

/** Logs the 1st, 2nd, 4th, 8th... refusal of a kind: a flood must not wash the log away. */
function countRefusals(log: Log): (why: string) => void {
  const counts = new Map<string, number>()
  return (why) => {
    const count = (counts.get(why) ?? 0) + 1
    counts.set(why, count)
    if (Number.isInteger(Math.log2(count))) log('warn', 'web.refused', { why, count })
  }
}
