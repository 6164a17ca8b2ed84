/**
 * Who may use the till in a browser: whoever has an address with a one-time token, which only
 * the console that started the till shows. The token is exchanged for a cookie, because an
 * address stays in histories and a script cannot read an HttpOnly cookie.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Random } from '../engine/parts.ts'

export type Access = {
  /** A token that opens the till once. At most 8 wait to be used: the oldest gives way. */
  freshToken(): string
  /** @returns the `Set-Cookie` for this token, null where it is wrong or was used */
  exchange(token: string): string | null
  /** @param cookieHeader the `Cookie` header as it came */
  holds(cookieHeader: string | undefined): boolean
}

type Cookie = { readonly name: string; readonly value: string }

const tokensAtMost = 8

/** Cookies ignore ports: two tills on one machine would overwrite each other's, but for the name. */
const createCookie = (random: Random): Cookie => ({
  name: `harbour-till-${Buffer.from(random.bytes(4)).toString('hex')}`,
  value: secretText(random),
})

/** @param cookie one of this run; only the development server keeps one over a restart */
export function createAccess(random: Random, cookie: Cookie = createCookie(random)): Access {
  const { name, value } = cookie
  const tokens: string[] = []
  return {
    freshToken() {
      const token = secretText(random)
      tokens.push(token)
      if (tokens.length > tokensAtMost) tokens.shift()
      return token
    },
    exchange(token) {
      const place = tokens.findIndex((waiting) => sameText(waiting, token))
      if (place < 0) return null
      tokens.splice(place, 1)
      // Not `Secure`: loopback is plain HTTP. Ends with the browser, or with this run of the till.
      return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict`
    },
    holds(cookieHeader = '') {
      const pairs = cookieHeader.split(';').map((pair) => pair.trim())
      return pairs.some((pair) => sameText(pair, `${name}=${value}`))
    },
  }
}

const secretText = (random: Random): string => Buffer.from(random.bytes(32)).toString('base64url')

/** Takes as long wherever the first difference is, and whatever the lengths. */
function sameText(ours: string, theirs: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(ours), digest(theirs))
}
