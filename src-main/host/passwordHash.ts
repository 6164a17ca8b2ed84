/**
 * How PINs are stored. A PIN has few digits, so two things stand in the way of whoever takes the
 * database: a key that is not in it (HMAC), and a slow hash that needs 32 MiB (scrypt).
 */
import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { PasswordHash } from '../engine/parts.ts'

const cost = { logN: 15, r: 8, p: 1 } as const
const saltBytes = 16
const hashBytes = 32
/** The most at a time: each takes a thread of Node's pool and 32 MiB, and files need threads too. */
const atOnce = 2

const form = /^scrypt\$15\$8\$1\$([\w-]{22})\$([\w-]{43})$/u

/**
 * @param key 32 bytes that are kept apart from the hashes
 * @returns hashes as `scrypt$15$8$1$salt$hash`: log2 of N, r and p, then base64url
 */
export function createPasswordHash(key: Uint8Array): PasswordHash {
  const turn = takeTurns(atOnce)
  const derive = (secret: string, salt: Buffer): Promise<Buffer> =>
    turn(() => stretch(createHmac('sha256', key).update(secret, 'utf8').digest(), salt))
  return {
    async hash(secret) {
      const salt = randomBytes(saltBytes)
      const hash = await derive(secret, salt)
      const { logN, r, p } = cost
      return `scrypt$${logN}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
    },
    async verify(secret, stored) {
      const [, salt, hash] = form.exec(stored) ?? []
      if (salt === undefined || hash === undefined) throw new Error('not a hash made here')
      const derived = await derive(secret, Buffer.from(salt, 'base64url'))
      return timingSafeEqual(derived, Buffer.from(hash, 'base64url'))
    },
  }
}

function stretch(secret: Buffer, salt: Buffer): Promise<Buffer> {
  const N = 2 ** cost.logN
  // OpenSSL refuses at its own limit of 32 MiB, which these costs just pass.
  const maxmem = 2 * 128 * N * cost.r
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, hashBytes, { N, r: cost.r, p: cost.p, maxmem }, (error, hash) =>
      error ? reject(error) : resolve(hash),
    )
  })
}

/** Lets the work wait for a free place. How much may wait is bounded by the calls in flight. */
function takeTurns(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = places
  return async (work) => {
    if (free > 0) free -= 1
    else {
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
      })
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
