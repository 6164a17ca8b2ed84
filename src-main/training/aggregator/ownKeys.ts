/** The simulated aggregator's own keys, in its own file: a till that was enrolled still knows them after a restart. */
import { createPrivateKey } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { compactDecrypt } from 'jose'
import type { MessageSigner } from '../../engine/channels/keys.ts'
import { makeSigningKey, signerOf } from '../../host/keys.ts'
import type { Random } from '../../engine/parts.ts'
import type { Sealing } from './desks.ts'
import { openAggregatorFile } from './records.ts'

export type OwnKeys = {
  readonly signer: MessageSigner
  readonly sealing: () => Promise<Sealing>
}

/** @param database the aggregator's own file, of this version or one before, or empty */
export async function openOwnKeys(database: Database, random: Random): Promise<OwnKeys> {
  openAggregatorFile(database, () => random.bytes(32))
  const signer = signerOf(await keyNamed(database, 'signing', 'ed25519'), 'ed25519')
  let made: Promise<Sealing> | null = null
  return {
    signer,
    // RSA takes its time to make: only whoever enrols a counter waits for it.
    sealing: () => (made ??= openSealing(database)),
  }
}

async function openSealing(database: Database): Promise<Sealing> {
  const pkcs8 = await keyNamed(database, 'sealing', 'rsa-pss-sha512')
  const { keyId, spki } = signerOf(pkcs8, 'rsa-pss-sha512')
  const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' })
  return {
    key: { keyId, spki },
    async open(jwe) {
      try {
        const { plaintext } = await compactDecrypt(jwe, key, {
          keyManagementAlgorithms: ['RSA-OAEP-256'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        return new TextDecoder('utf-8', { fatal: true }).decode(plaintext)
      } catch {
        return null
      }
    },
  }
}

/** Made once. Plain in the file: it signs and opens nothing that is worth anything. */
async function keyNamed(
  database: Database,
  name: string,
  algorithm: MessageSigner['algorithm'],
): Promise<string> {
  const find = database.prepare<[string], string>('SELECT pkcs8 FROM ownKey WHERE name = ?').pluck()
  const known = find.get(name)
  if (known !== undefined) return known
  const pkcs8 = await makeSigningKey(algorithm)
  // Whoever was first has made it.
  database.prepare('INSERT INTO ownKey VALUES (?, ?) ON CONFLICT DO NOTHING').run(name, pkcs8)
  return find.get(name) ?? pkcs8
}
