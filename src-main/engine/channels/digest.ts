/** `Content-Digest` of RFC 9530: names a body by its hash, so that a signature can cover it. */
import { createHash } from 'node:crypto'

/** Read; the first one is written. Whatever else stands in the header says nothing to us. */
const hashes = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const

/** Longer than all algorithms that are registered would need. */
const limitChars = 2_048
/** A member of the dictionary: a byte sequence (RFC 8941, 3.3.5) without parameters. */
const memberPattern = /^(?<name>[a-z*][a-z0-9_.*-]*)=:(?<base64>[A-Za-z0-9+/]*={0,2}):$/u

const nothing = new Uint8Array(0)
const hashOf = (algorithm: 'sha256' | 'sha512', body: Uint8Array | null): string =>
  createHash(algorithm)
    .update(body ?? nothing)
    .digest('base64')

/** @param body null is the empty one */
export const contentDigest = (body: Uint8Array | null): string =>
  `sha-256=:${hashOf('sha256', body)}:`

/** @returns whether the header names this body: by one hash that is known here at least, and by no wrong one */
export function digestMatches(header: string | undefined, body: Uint8Array | null): boolean {
  const members = header === undefined ? null : membersOf(header)
  if (!members) return false
  const known = Object.entries(hashes).filter(([name]) => members.has(name))
  return (
    known.length > 0 &&
    known.every(([name, algorithm]) => members.get(name) === hashOf(algorithm, body))
  )
}

/** @returns null where it is no dictionary of byte sequences, or names an algorithm twice */
function membersOf(header: string): ReadonlyMap<string, string> | null {
  if (header.length > limitChars) return null
  const members = new Map<string, string>()
  for (const part of header.split(',')) {
    const { name, base64 } = memberPattern.exec(part.trim())?.groups ?? {}
    if (name === undefined || base64 === undefined || members.has(name)) return null
    members.set(name, base64)
  }
  return members
}
