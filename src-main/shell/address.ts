/** The addresses of our own pages, `app://till/…`, and how to tell them from all others. */
import { pages, pageWindows, type PageWindow } from '../host/pages.ts'

export const scheme = 'app'
const host = 'till'

export const addressOf = (window: PageWindow): string => `${scheme}://${host}${pages[window].path}`

/**
 * Whether this is the origin of our pages, or an address of that origin. It is parsed, because
 * the start of a text proves nothing: `app://till.evil`, `app://till@evil`.
 */
export function isOurs(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host: place, username, password } = new URL(address)
  return protocol === `${scheme}:` && place === host && username === '' && password === ''
}

/** The window whose page is at exactly this address. */
export const windowAt = (address: string): PageWindow | null =>
  pageWindows.find((window) => addressOf(window) === address) ?? null

/**
 * The path as it stands in the address, undecoded and with its dots, to be looked up in a list.
 * @returns null where the address is not one of ours
 */
export function pathOf(address: string): string | null {
  if (!isOurs(address)) return null
  const [start = '', path] = /^app:\/\/till(\/[^?#]*)/u.exec(address) ?? []
  return start === '' ? null : (path ?? null)
}
