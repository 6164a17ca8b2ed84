/** Random keys that never leave this machine, in a file that only its owner may read. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { fileRefused } from './fileRefused.ts'
import type { Profile } from './profile.ts'
import { readWhole, replaceWhole, systemReason } from './wholeFile.ts'

/** `pinKey` goes into the hash of every PIN: without it, four digits would be found in seconds. */
export const secretNames = ['pinKey'] as const
export type SecretName = (typeof secretNames)[number]

export type Secrets = Readonly<Record<SecretName, Uint8Array>>

const keyBytes = 32
const fileLimitBytes = 65_536
const keySchema = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === keyBytes)
const fileSchema = z.object({ pinKey: keySchema } satisfies Record<SecretName, typeof keySchema>)

/**
 * Reads the keys; makes them on the first start, which must be over before a database is made.
 * A file that is missing later, or cannot be understood, is never replaced: a new key would turn
 * every stored PIN into a wrong one, and the right file may still be found in a backup.
 * @throws StartRefused `profileUnreadable` {path, reason}, `diskFull`
 */
export function openSecrets({ dir, firstStart }: Pick<Profile, 'dir' | 'firstStart'>): Secrets {
  const path = join(dir, 'secrets.json')
  const file = readWhole(path, fileLimitBytes, { secret: true })
  if (file.state === 'unreadable') throw fileRefused(path, file.reason)
  if (file.state === 'read') return parse(path, file.text)
  if (!firstStart) throw fileRefused(path, 'missing')
  const text = JSON.stringify({ pinKey: randomBytes(keyBytes).toString('base64') }, null, 2)
  try {
    replaceWhole(path, `${text}\n`)
  } catch (error) {
    throw fileRefused(path, systemReason(error))
  }
  return parse(path, text)
}

function parse(path: string, text: string): Secrets {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw fileRefused(path, 'not JSON')
  }
  const secrets = fileSchema.safeParse(content)
  // The reason names the key and never its value.
  if (!secrets.success) throw fileRefused(path, `no key "${secretNames.join('", "')}"`)
  return secrets.data
}
