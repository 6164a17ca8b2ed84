/**
 * The keys of messages: the counter's own, which signs, and others' public ones, which check and
 * seal. RSA takes milliseconds: all of it happens in Node's pool and never stops the till.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  constants,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'
import { CompactEncrypt } from 'jose'
import type { PublicKey, SignatureAlgorithm } from '../../src-shared/aggregator/counters.ts'
import type { Keys, MessageSigner } from '../engine/channels/keys.ts'

/** Of every RSA key, ours and others', in bits. */
const leastRsaBits = 3072
/** Keys that were read already; far more than any aggregator has. */
const cacheLimit = 64

/** RFC 9421, 3.3.1 and 3.3.6. */
const ways = {
  'rsa-pss-sha512': {
    hash: 'sha512',
    types: ['rsa', 'rsa-pss'],
    padding: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
  },
  ed25519: { hash: null, types: ['ed25519'], padding: {} },
} as const satisfies Record<SignatureAlgorithm, unknown>

/** @param least for the examples of RFC 9421, whose key is shorter than ours may be */
export function createKeys(least: { readonly rsaBits: number } = { rsaBits: leastRsaBits }): Keys {
  const read = cached((spki) =>
    readKey(() =>
      createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' }),
    ),
  )
  return {
    verifier({ algorithm, spki }: PublicKey) {
      const { hash, types, padding } = ways[algorithm]
      const key = fit(read(spki), types, least.rsaBits)
      return (data, signature) =>
        new Promise((resolve) => {
          verify(hash, data, { key, ...padding }, signature, (error, isRight) =>
            resolve(!error && isRight),
          )
        })
    },
    async seal(text, { keyId, spki }) {
      const key = fit(read(spki), ['rsa'], least.rsaBits)
      return new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: keyId })
        .encrypt(key)
    },
  }
}

/** @returns a new private key: PKCS#8, DER in base64 */
export async function makeSigningKey(algorithm: SignatureAlgorithm): Promise<string> {
  const { privateKey } =
    algorithm === 'ed25519'
      ? await promisify(generateKeyPair)('ed25519', {})
      : await promisify(generateKeyPair)('rsa', { modulusLength: leastRsaBits })
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')
}

/**
 * @param pkcs8 DER in base64
 * @returns a signer whose `keyId` is the SHA-256 of its public key (SPKI, DER) in base64url
 * @throws where it is no such key, or one that is too short
 */
export function signerOf(pkcs8: string, algorithm: SignatureAlgorithm): MessageSigner {
  const { hash, types, padding } = ways[algorithm]
  const key = fit(
    readKey(() =>
      createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' }),
    ),
    types,
    leastRsaBits,
  )
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return {
    keyId: createHash('sha256').update(spki).digest('base64url'),
    algorithm,
    spki: spki.toString('base64'),
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign(hash, data, { key, ...padding }, (error, signature) =>
          error ? reject(error) : resolve(new Uint8Array(signature)),
        )
      }),
  }
}

/** What OpenSSL says of a key that it cannot read helps nobody, and may quote it. */
function readKey(read: () => KeyObject): KeyObject {
  try {
    return read()
  } catch {
    throw new Error('the key cannot be read')
  }
}

function fit(key: KeyObject, types: readonly string[], leastBits: number): KeyObject {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = key
  if (!types.includes(type)) throw new Error(`a key of type ${type}, not ${types.join(' or ')}`)
  const bits = details?.modulusLength
  if (bits !== undefined && bits < leastBits) {
    throw new Error(`an RSA key of ${bits} bits; ${leastBits} are the least`)
  }
  return key
}

function cached(read: (text: string) => KeyObject): (text: string) => KeyObject {
  const keys = new Map<string, KeyObject>()
  return (text) => {
    const known = keys.get(text)
    if (known) return known
    if (keys.size >= cacheLimit) keys.clear()
    const key = read(text)
    keys.set(text, key)
    return key
  }
}
