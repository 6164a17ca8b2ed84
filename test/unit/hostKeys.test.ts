/** Keys of messages: made, read, and refused where they are too weak. */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { createKeys, makeSigningKey, signerOf } from '../../src-main/host/keys.ts'

const data = new TextEncoder().encode('what is signed')
const spkiOf = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'der' }).toString('base64')
const pkcs8Of = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'der' }).toString('base64')
const short = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })

test.for(['ed25519', 'rsa-pss-sha512'] as const)(
  '%s: what was signed is right',
  async (algorithm) => {
    const signer = signerOf(await makeSigningKey(algorithm), algorithm)
    const signature = await signer.sign(data)
    const verify = createKeys().verifier(signer)
    expect(await verify(data, signature)).toBe(true)
    expect(await verify(new TextEncoder().encode('something else'), signature)).toBe(false)
    expect(
      await verify(
        data,
        signature.map((byte, at) => (at === 0 ? 255 - byte : byte)),
      ),
    ).toBe(false)
    for (const garbage of [new Uint8Array(0), new Uint8Array(5_000)]) {
      expect(await verify(data, garbage)).toBe(false)
    }
  },
)

test('a key is named by the hash of its public half, and each is another one', async () => {
  const pkcs8 = await makeSigningKey('ed25519')
  const { keyId, spki } = signerOf(pkcs8, 'ed25519')
  expect(keyId).toBe(createHash('sha256').update(Buffer.from(spki, 'base64')).digest('base64url'))
  expect(signerOf(pkcs8, 'ed25519').keyId).toBe(keyId)
  expect(signerOf(await makeSigningKey('ed25519'), 'ed25519').keyId).not.toBe(keyId)
})

test('a key that is too short, of another kind, or none is refused in plain words', () => {
  const keys = createKeys()
  const key = { keyId: 'a', algorithm: 'rsa-pss-sha512', spki: spkiOf(short.publicKey) } as const
  expect(() => keys.verifier(key)).toThrow('an RSA key of 2048 bits; 3072 are the least')
  expect(() => keys.verifier({ ...key, spki: spkiOf(curve.publicKey) })).toThrow('a key of type ec')
  expect(() => keys.verifier({ ...key, algorithm: 'ed25519' })).toThrow('a key of type rsa')
  for (const spki of ['', 'AAAA', pkcs8Of(short.privateKey)]) {
    expect(() => keys.verifier({ ...key, spki })).toThrow('the key cannot be read')
  }
  const pkcs8 = pkcs8Of(short.privateKey)
  expect(() => signerOf(pkcs8, 'rsa-pss-sha512')).toThrow('an RSA key of 2048 bits')
  expect(() => signerOf(pkcs8, 'ed25519')).toThrow('a key of type rsa')
  expect(() => signerOf('AAAA', 'ed25519')).toThrow('the key cannot be read')
})

describe('sealing', () => {
  test('only the holder of the private half reads it, and twice the same is not the same', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
    const keys = createKeys()
    const sealing = { keyId: 'seal-1', spki: spkiOf(publicKey) }
    const text = 'hQVDUFYwMWEaTwegAAAAVVVVgg=='.repeat(8)
    const jwe = await keys.seal(text, sealing)
    expect(jwe.length).toBeLessThan(4_096)
    expect(decodeProtectedHeader(jwe)).toEqual({
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
      kid: 'seal-1',
    })
    const { plaintext } = await compactDecrypt(jwe, privateKey)
    expect(new TextDecoder().decode(plaintext)).toBe(text)
    expect(await keys.seal(text, sealing)).not.toBe(jwe)
  })

  test('to a key that is too short, or of another kind, it is refused', async () => {
    const seal = (key: KeyObject) => createKeys().seal('a', { keyId: 'k', spki: spkiOf(key) })
    await expect(seal(short.publicKey)).rejects.toThrow('an RSA key of 2048 bits')
    await expect(seal(curve.publicKey)).rejects.toThrow('a key of type ec')
    await expect(createKeys().seal('a', { keyId: 'k', spki: 'AAAA' })).rejects.toThrow(
      'the key cannot be read',
    )
  })
})
