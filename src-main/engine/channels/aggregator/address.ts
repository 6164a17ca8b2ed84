/** Where an aggregator may be: by HTTPS anywhere, in plain HTTP only on this computer, and never there when money is real. */
import type { WireEnvironment } from './call.ts'

const plainAllowed = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** @returns the address as requests are built on it, or why it may not be used */
export function checkAddress(
  baseUrl: string,
  environment: WireEnvironment,
):
  | { readonly ok: true; readonly baseUrl: string }
  | { readonly ok: false; readonly reason: string } {
  const refuse = (reason: string) => ({ ok: false, reason }) as const
  if (!URL.canParse(baseUrl)) return refuse('no address')
  const url = new URL(baseUrl)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('neither https nor http')
  if (url.username !== '' || url.password !== '') return refuse('an address with a password')
  if (url.search !== '' || url.hash !== '') return refuse('an address with a query')
  if (url.protocol === 'http:' && !plainAllowed.has(url.hostname)) {
    return refuse('plain http leaves this computer')
  }
  if (environment === 'live' && isLoopback(url.hostname)) {
    return refuse('a till that takes real money has no aggregator on its own computer')
  }
  return { ok: true, baseUrl: `${url.origin}${url.pathname.replace(/\/+$/u, '')}` }
}

/** Also the forms that nobody writes by accident. `URL` has brought every number to its usual form. */
const isLoopback = (host: string): boolean =>
  /^(?:127\..*|0\.0\.0\.0|(?:.*\.)?localhost\.?|\[::1?\]|\[::ffff:7f.*\])$/u.test(host)
