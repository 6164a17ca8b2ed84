/** Serves the built screens at `app://till/…`: only listed files, each with the same headers. */
import type { Protocol } from 'electron'
import { safetyHeaders } from '../host/contentPolicy.ts'
import { fileAt } from '../host/pages.ts'
import type { RendererFiles } from '../host/rendererFiles.ts'
import { pathOf, scheme } from './address.ts'

/** To be called before Electron is ready, and once. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      // Standard: it has an origin. Secure: pages may use what browsers give to https only.
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        corsEnabled: false,
        bypassCSP: false,
        allowServiceWorkers: false,
        allowExtensions: false,
      },
    },
  ])
}

export function servePages(protocol: Pick<Protocol, 'handle'>, files: RendererFiles): void {
  protocol.handle(scheme, (request) => answerPage(request, files))
}

/** @internal */
export function answerPage(
  { url, method }: Pick<Request, 'url' | 'method'>,
  files: RendererFiles,
): Response {
  if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'Only GET and HEAD.')
  const path = pathOf(url)
  const file = path === null ? undefined : files.get(fileAt(path))
  if (!file) return refuse(404, 'Nothing is here.')
  return new Response(method === 'HEAD' ? null : new Uint8Array(file.content), {
    headers: { ...safetyHeaders, 'Cache-Control': file.caching, 'Content-Type': file.type },
  })
}

const refuse = (status: number, words: string): Response =>
  new Response(`${words}\n`, {
    status,
    headers: {
      ...safetyHeaders,
      'Cache-Control': 'no-store',
      'Content-Type': 'text/plain; charset=utf-8',
    },
  })
