/** Random keys that never leave this machine, in a file that only its owner may read. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { failed } from '../../src-shared/result.ts'
import { StartRefused, type Log } from '../engine/parts.ts'
import { fileRefused } from './fileRefused.ts'
import type { Profile } from './profile.ts'
import { readWhole, replaceWhole, systemReason } from './wholeFile.ts'

/** `pinKey` goes into the hash of every PIN: without it, four digits would be found in seconds. */
export const secretNames = ['pinKey'] as const
export type SecretName = (typeof secretNames)[number]

export type Secrets = Readonly<Record<SecretName, Uint8Array>>

/** With whether their file is sealed now: where it is not, it is only their owner's. */
export type OpenedSecrets = Secrets & { readonly sealed: boolean }

/** The computer's own store of secrets, where a host has one: what it sealed, only it can open. */
export type Seal = {
  /** @throws where the store does not take it */
  close(text: string): Promise<Buffer>
  /**
   * @returns `stale`: the store has a newer key, and asks for the text to be sealed anew
   * @throws where it was sealed by somebody else, or the store cannot be reached now
   */
  open(sealed: Buffer): Promise<{ readonly text: string; readonly stale: boolean }>
}

const keyBytes = 32
const fileLimitBytes = 65_536
const keySchema = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === keyBytes)
const fileSchema = z.object({ pinKey: keySchema } satisfies Record<SecretName, typeof keySchema>)
/** What stands in the file in place of the keys: the text of a plain one, sealed, in base64. */
const sealedSchema = z.object({ sealed: z.base64().min(1) })

/**
 * Reads the keys; makes them on the first start, which must be over before a database is made.
 * A file that is missing later, or cannot be understood, is never replaced: a new key would turn
 * every stored PIN into a wrong one, and the right file may still be found in a backup.
 * @param seal null where there is no store of secrets: the file stays plain
 * @throws StartRefused `profileUnreadable` {path, reason}, `secretsSealed` {path},
 *   `secretsNotOpened` {path, reason}, `diskFull`
 */
export async function openSecrets(
  { dir, firstStart }: Pick<Profile, 'dir' | 'firstStart'>,
  seal: Seal | null,
  log: Log,
): Promise<OpenedSecrets> {
  const path = join(dir, 'secrets.json')
  const file = readWhole(path, fileLimitBytes, { secret: true })
  if (file.state === 'unreadable') throw fileRefused(path, file.reason)
  if (file.state === 'absent') {
    if (!firstStart) throw fileRefused(path, 'missing')
    return make(path, seal, log)
  }
  const content = readJson(path, file.text)
  const sealed = sealedSchema.safeParse(content)
  if (sealed.success) return openSealed(path, Buffer.from(sealed.data.sealed, 'base64'), seal, log)
  const secrets = parse(path, content)
  const isSealed = seal !== null && (await sealAnew(path, file.text, seal, log))
  return { ...secrets, sealed: isSealed }
}

async function make(path: string, seal: Seal | null, log: Log): Promise<OpenedSecrets> {
  const content = { pinKey: randomBytes(keyBytes).toString('base64') }
  const text = `${JSON.stringify(content, null, 2)}\n`
  const sealed = seal ? await trySealing(text, seal, log) : null
  write(path, sealed ?? text)
  return { ...parse(path, content), sealed: sealed !== null }
}

async function openSealed(
  path: string,
  sealed: Buffer,
  seal: Seal | null,
  log: Log,
): Promise<OpenedSecrets> {
  if (!seal) throw new StartRefused(failed('secretsSealed', { path }).failure)
  let opened: { readonly text: string; readonly stale: boolean }
  try {
    opened = await seal.open(sealed)
  } catch (error) {
    const facts = { path, reason: systemReason(error) }
    throw new StartRefused(failed('secretsNotOpened', facts).failure)
  }
  const secrets = parse(path, readJson(path, opened.text))
  if (opened.stale) await sealAnew(path, opened.text, seal, log)
  return { ...secrets, sealed: true }
}

/**
 * The old file stands until the new one is whole; where that cannot be, it goes on standing.
 * @returns whether the new one stands
 */
async function sealAnew(path: string, text: string, seal: Seal, log: Log): Promise<boolean> {
  const sealed = await trySealing(text, seal, log)
  if (sealed === null) return false
  try {
    replaceWhole(path, sealed)
    log('info', 'secrets.sealed')
    return true
  } catch (error) {
    log('warn', 'secrets.notSealed', { reason: systemReason(error) })
    return false
  }
}

/** @returns null where the store does not give back what it was given: that must not be relied on */
async function trySealing(text: string, seal: Seal, log: Log): Promise<string | null> {
  try {
    const sealed = await seal.close(text)
    const opened = await seal.open(sealed)
    if (opened.text !== text) throw new Error('sealed and opened, it was another text')
    return `${JSON.stringify({ sealed: sealed.toString('base64') }, null, 2)}\n`
  } catch (error) {
    log('warn', 'secrets.notSealed', { reason: systemReason(error) })
    return null
  }
}

function write(path: string, text: string): void {
  try {
    replaceWhole(path, text)
  } catch (error) {
    throw fileRefused(path, systemReason(error))
  }
}

function readJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw fileRefused(path, 'not JSON')
  }
}

function parse(path: string, content: unknown): Secrets {
  const secrets = fileSchema.safeParse(content)
  // The reason names the key and never its value.
  if (!secrets.success) throw fileRefused(path, `no key "${secretNames.join('", "')}"`)
  return secrets.data
}
