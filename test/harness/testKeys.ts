/** Keys for tests: the same in every run, and used at once, so that virtual time is all the time there is. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'
import type { Keys, MessageSigner } from '../../src-main/engine/channels/keys.ts'

/** RFC 8410: what stands before the 32 bytes of an Ed25519 seed in PKCS#8. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

/** An Ed25519 key, made of a name. */
export function testSigner(name: string): MessageSigner {
  const seed = createHash('sha256').update(`test key ${name}`).digest()
  const key = createPrivateKey({
    key: Buffer.concat([pkcs8Head, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    keyId: createHash('sha256').update(spki).digest('base64url'),
    algorithm: 'ed25519',
    spki: spki.toString('base64'),
    sign: (data) => new Uint8Array(sign(null, data, key)),
  }
}

export function testKeys(): Keys {
  const read = new Map<string, KeyObject>()
  return {
    verifier({ spki }) {
      const known = read.get(spki)
      const key =
        known ?? createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' })
      read.set(spki, key)
      return (data, signature) => verify(null, data, key, signature)
    },
    seal: () => Promise.reject(new Error('no sealing in this test')),
  }
}
