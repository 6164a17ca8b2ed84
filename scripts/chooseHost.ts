/** Where `npm start` opens the till: as a desktop app where Electron can be had, else in a browser. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { asksForBrowser } from '../src-main/host/flags.ts'
import {
  electronVersion,
  fetchElectron,
  findElectron,
  type ElectronPlace,
  type Fetched,
  type FetchProgress,
  type NotFetched,
} from './electronBinary.ts'

export type Choice =
  | { readonly host: 'electron'; readonly program: string; readonly version: string }
  | { readonly host: 'browser'; readonly why: Why }

export type Why =
  | { readonly kind: 'asked' | 'noDisplay' | 'skipped' }
  | { readonly kind: 'doesNotRun'; readonly reason: string }
  | { readonly kind: 'notFetched'; readonly because: NotFetched }
  /** It was tried not long ago: nobody waits for it at each start. */
  | { readonly kind: 'notFetchedBefore'; readonly because: NotFetched; readonly atMs: number }

export type Surroundings = ElectronPlace & {
  readonly args: readonly string[]
  readonly platform: NodeJS.Platform
  /** Where a failed try is remembered, for this checkout. */
  readonly memory: string
  readonly now: () => number
  /** Called before anything is fetched. */
  readonly onFetch: (version: string) => void
  readonly onProgress: (progress: FetchProgress) => void
  /** Only tests bring their own. */
  readonly fetch?: (
    place: ElectronPlace,
    onProgress: (progress: FetchProgress) => void,
  ) => Promise<Fetched>
}

const triedAgainAfterMs = 24 * 3_600_000

export async function chooseHost(around: Surroundings): Promise<Choice> {
  const { args, env, platform, packageDir, now, fetch = fetchElectron } = around
  const browser = (why: Why): Choice => ({ host: 'browser', why })
  if (asksForBrowser(args)) return browser({ kind: 'asked' })
  if (platform === 'linux' && !isSet(env['DISPLAY']) && !isSet(env['WAYLAND_DISPLAY'])) {
    return browser({ kind: 'noDisplay' })
  }
  const version = electronVersion(packageDir)
  const present = findElectron(around)
  if (present !== null) return tried(present, version)
  if (isSet(env['ELECTRON_SKIP_BINARY_DOWNLOAD'])) return browser({ kind: 'skipped' })
  const before = remembered(around, version)
  if (before) return browser({ kind: 'notFetchedBefore', ...before })
  around.onFetch(version)
  const fetched = await fetch(around, around.onProgress)
  if (fetched.ok) return tried(fetched.program, version)
  remember(around, { version, atMs: now(), because: fetched.why })
  return browser({ kind: 'notFetched', because: fetched.why })
}

/** As npm's tools read a switch in the environment. */
const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== '0' && value !== 'false'

/** A binary whose libraries are missing ends at once, also when it is only asked to be Node. */
function tried(program: string, version: string): Choice {
  const { status, error, stderr } = spawnSync(program, ['-e', ''], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
    timeout: 10_000,
  })
  if (status === 0) return { host: 'electron', program, version }
  const [line = ''] = (stderr ?? '').trim().split('\n')
  const reason = error?.message ?? (line === '' ? `exit ${status}` : line)
  return { host: 'browser', why: { kind: 'doesNotRun', reason: reason.slice(0, 200) } }
}

const becauseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('noAnswer'), seconds: z.number() }),
  z.object({ kind: z.literal('tooLong'), minutes: z.number() }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]) satisfies z.ZodType<NotFetched>
const memorySchema = z.object({ version: z.string(), atMs: z.int(), because: becauseSchema })
type Memory = z.infer<typeof memorySchema>

function remembered({ memory, now }: Surroundings, version: string): Memory | null {
  try {
    const read = memorySchema.parse(JSON.parse(readFileSync(memory, 'utf8')))
    const ageMs = now() - read.atMs
    return read.version === version && ageMs >= 0 && ageMs < triedAgainAfterMs ? read : null
  } catch {
    return null
  }
}

function remember({ memory }: Surroundings, what: Memory): void {
  try {
    mkdirSync(dirname(memory), { recursive: true })
    writeFileSync(memory, JSON.stringify(what))
  } catch {
    // A checkout that cannot be written: then the next start tries again.
  }
}
