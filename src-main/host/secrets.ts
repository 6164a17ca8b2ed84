/** Keys that never leave this machine, in a file that only its owner may read. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import {
  signatureAlgorithms,
  type SignatureAlgorithm,
} from '../../src-shared/aggregator/counters.ts'
import { failed } from '../../src-shared/result.ts'
import { StartRefused, type Log } from '../engine/parts.ts'
import { fileRefused } from './fileRefused.ts'
import type { Profile } from './profile.ts'
import { readWhole, replaceWhole, systemReason } from './wholeFile.ts'

/** The counter's private key at one channel: PKCS#8, DER in base64. */
export type ChannelKey = { readonly algorithm: SignatureAlgorithm; readonly pkcs8: string }

export type Secrets = {
  /** Goes into the hash of every PIN: without it, four digits would be found in seconds. */
  readonly pinKey: Uint8Array
  /** Goes into the digest of every scanned code: without it, nobody can try codes against the journal. */
  readonly scanKey: Uint8Array
  /** By the id of the channel. */
  readonly channelKeys: ReadonlyMap<string, ChannelKey>
}

/** With whether their file is sealed now: where it is not, it is only their owner's. */
export type OpenedSecrets = Secrets & {
  readonly sealed: boolean
  /**
   * Stores it, in place of an earlier one of this channel; it is on the disk when this resolves.
   * @throws StartRefused as `openSecrets` does; the file and the keys stand as they were
   */
  keepChannelKey(channel: string, key: ChannelKey): Promise<void>
}

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
/** So that the file, sealed and in base64 twice, stays far under its limit. */
const channelLimit = 8

const keySchema = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((key) => key.length === keyBytes)
const channelKeySchema = z.object({
  algorithm: z.enum(signatureAlgorithms),
  pkcs8: z.base64().min(1).max(4_096),
})
const channelNameSchema = z.string().min(1).max(32)
/** A list, not an object: the name of a channel is then never taken for something of the language. */
const channelKeysSchema = z
  .array(channelKeySchema.extend({ channel: channelNameSchema }))
  .max(channelLimit)
/** Files of earlier versions hold only the first. Other keys are left alone: a later version may have added them. */
const fileSchema = z.looseObject({
  pinKey: keySchema,
  scanKey: keySchema.optional(),
  channelKeys: channelKeysSchema.default([]),
})
/** What stands in the file in place of the keys: the text of a plain one, sealed, in base64. */
const sealedSchema = z.object({ sealed: z.base64().min(1) })

/** What stands in the file, or will. */
type Content = Readonly<Record<string, unknown>>

/** The place of the file, and what it takes to write it. */
type Place = { readonly path: string; readonly seal: Seal | null; readonly log: Log }

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
  const place = { path: join(dir, 'secrets.json'), seal, log }
  const file = readWhole(place.path, fileLimitBytes, { secret: true })
  if (file.state === 'unreadable') throw fileRefused(place.path, file.reason)
  if (file.state === 'absent') {
    if (!firstStart) throw fileRefused(place.path, 'missing')
    const content = { pinKey: newKey(), scanKey: newKey() }
    return opened(place, content, await store(place, content, false))
  }
  const outer = readJson(place.path, file.text)
  const sealed = sealedSchema.safeParse(outer)
  return sealed.success
    ? openSealed(place, Buffer.from(sealed.data.sealed, 'base64'))
    : openPlain(place, outer, file.text)
}

const newKey = (): string => randomBytes(keyBytes).toString('base64')

async function openPlain(place: Place, outer: unknown, text: string): Promise<OpenedSecrets> {
  const { content, isWhole } = contentOf(place.path, outer)
  if (!isWhole) return opened(place, content, await store(place, content, false))
  return opened(place, content, await sealAnew(place, text))
}

async function openSealed(place: Place, sealed: Buffer): Promise<OpenedSecrets> {
  const { path, seal } = place
  if (!seal) throw new StartRefused(failed('secretsSealed', { path }).failure)
  let inside: { readonly text: string; readonly stale: boolean }
  try {
    inside = await seal.open(sealed)
  } catch (error) {
    throw notOpened(path, error)
  }
  const { content, isWhole } = contentOf(path, readJson(path, inside.text))
  if (!isWhole) await store(place, content, true)
  else if (inside.stale) await sealAnew(place, inside.text)
  return opened(place, content, true)
}

function opened(place: Place, first: Content, isSealed: boolean): OpenedSecrets {
  const { pinKey, scanKey, channelKeys } = keysOf(place.path, first)
  const kept = new Map(channelKeys)
  let content = first
  let isSealedNow = isSealed
  let lastStored: Promise<unknown> = Promise.resolve()
  const add = async (channel: string, key: ChannelKey): Promise<void> => {
    const next = new Map(kept).set(channelNameSchema.parse(channel), channelKeySchema.parse(key))
    if (next.size > channelLimit) throw new Error(`more than ${channelLimit} channels with keys`)
    const list = [...next].map(([name, { algorithm, pkcs8 }]) => ({
      channel: name,
      algorithm,
      pkcs8,
    }))
    const whole = { ...content, channelKeys: list }
    isSealedNow = await store(place, whole, isSealedNow)
    content = whole
    kept.set(channel, key)
  }
  return {
    pinKey,
    scanKey,
    sealed: isSealed,
    channelKeys: kept,
    keepChannelKey(channel, key) {
      // One after the other: each writes the whole file.
      const stored = lastStored.then(() => add(channel, key))
      lastStored = stored.catch(() => undefined)
      return stored
    },
  }
}

/**
 * Replaces the file; the old one stands until the new one is whole.
 * @param wasSealed what was sealed once is never written plain
 * @returns whether it is sealed now
 * @throws StartRefused
 */
async function store(
  { path, seal, log }: Place,
  content: Content,
  wasSealed: boolean,
): Promise<boolean> {
  const text = `${JSON.stringify(content, null, 2)}\n`
  const sealed = seal ? await trySealing(text, seal, log) : null
  if (sealed === null && wasSealed) throw notOpened(path, new Error('not sealed again'))
  try {
    replaceWhole(path, sealed ?? text)
  } catch (error) {
    throw fileRefused(path, systemReason(error))
  }
  return sealed !== null
}

/**
 * The old file stands until the new one is whole; where that cannot be, it goes on standing.
 * @returns whether the new one stands
 */
async function sealAnew({ path, seal, log }: Place, text: string): Promise<boolean> {
  const sealed = seal ? await trySealing(text, seal, log) : null
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
    const back = await seal.open(sealed)
    if (back.text !== text) throw new Error('sealed and opened, it was another text')
    return `${JSON.stringify({ sealed: sealed.toString('base64') }, null, 2)}\n`
  } catch (error) {
    log('warn', 'secrets.notSealed', { reason: systemReason(error) })
    return null
  }
}

const notOpened = (path: string, error: unknown): StartRefused =>
  new StartRefused(failed('secretsNotOpened', { path, reason: systemReason(error) }).failure)

function readJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw fileRefused(path, 'not JSON')
  }
}

/** @returns `isWhole` false: an earlier version wrote it, and what that had no key for was added here */
function contentOf(path: string, found: unknown): { content: Content; isWhole: boolean } {
  const { scanKey } = parse(path, found)
  const content = found as Content
  return scanKey
    ? { content, isWhole: true }
    : { content: { ...content, scanKey: newKey() }, isWhole: false }
}

function keysOf(path: string, content: Content): Secrets {
  const { pinKey, scanKey, channelKeys } = parse(path, content)
  if (!scanKey) throw new Error('a key was added and is not there')
  return {
    pinKey,
    scanKey,
    channelKeys: new Map(
      channelKeys.map(({ channel, algorithm, pkcs8 }) => [channel, { algorithm, pkcs8 }]),
    ),
  }
}

function parse(path: string, content: unknown): z.infer<typeof fileSchema> {
  const parsed = fileSchema.safeParse(content)
  if (parsed.success) return parsed.data
  // The reason names the key and never its value.
  const [name = 'pinKey'] = parsed.error.issues[0]?.path ?? []
  throw fileRefused(path, `no key "${String(name)}"`)
}
