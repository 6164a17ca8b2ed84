/** Another server on this computer, as another user or program can open one, and what it is told. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { chromiumArguments, chromiumPath } from '../../scripts/needs.ts'

export type Foreign = {
  readonly port: number
  /** The same site as the till's, as browsers see it: ports do not count. */
  readonly sameSite: string
  /** The same server under a name of its own. */
  readonly otherSite: string
  /** Every request that came, as `GET /path`. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export async function openForeign(): Promise<Foreign> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(200, { 'Content-Type': 'text/html', ...openToAll(request) })
    response.end('<!doctype html><title>foreign</title>')
  })
  server.on('upgrade', (request, socket) => {
    asked.push(`UPGRADE ${request.url}`)
    socket.destroy()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    sameSite: `http://127.0.0.1:${port}`,
    otherSite: `http://evil.localhost:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Whoever steals takes from everybody. */
const openToAll = ({ headers }: IncomingMessage): Record<string, string> => ({
  'Access-Control-Allow-Origin': headers.origin ?? '*',
  'Access-Control-Allow-Credentials': 'true',
})

export const pageAt = async (context: BrowserContext, address: string): Promise<Page> => {
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** A browser with a setting of its own, to be closed by whoever opened it. */
export const ownBrowser = (...more: readonly string[]): Promise<Browser> => {
  const executablePath = chromiumPath()
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...chromiumArguments(), ...more],
  })
}
