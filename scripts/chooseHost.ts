/** Where `npm start` opens the till: as a desktop app where Electron can be had, else in a browser. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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
import { electronArguments, electronEnvironment } from './runElectron.ts'

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
  if (present !== null) return tried(around, present, version)
  if (isSet(env['ELECTRON_SKIP_BINARY_DOWNLOAD'])) return browser({ kind: 'skipped' })
  const before = remembered(around, version)
  if (before) return browser({ kind: 'notFetchedBefore', ...before })
  around.onFetch(version)
  const fetched = await fetch(around, around.onProgress)
  if (fetched.ok) return tried(around, fetched.program, version)
  remember(around, { version, atMs: now(), because: fetched.why })
  return browser({ kind: 'notFetched', because: fetched.why })
}

/** As npm's tools read a switch in the environment. */
const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== '0' && value !== 'false'

/** A first start reads two hundred megabytes, and a display elsewhere may not answer at all. */
const triedForMs = 20_000

/**
 * The least that an app can be: it says when it is ready. Electron is ready only after it has
 * found its libraries, its sandbox and a display that answers, so that no other sign is needed.
 */
const leastApp = `
const { app } = require('electron')
app.setPath('userData', __dirname)
app.whenReady().then(() => {
  require('node:fs').writeSync(1, 'ready')
  app.exit(0)
})
`

/** Whether this Electron starts here: on Linux many things are missing where it does not. */
function tried({ env, platform }: Surroundings, program: string, version: string): Choice {
  const reason = platform === 'linux' ? failsAsApp(program, env) : failsAsNode(program, env)
  return reason === null
    ? { host: 'electron', program, version }
    : { host: 'browser', why: { kind: 'doesNotRun', reason } }
}

/** @returns why; null: it starts */
function failsAsApp(program: string, env: Surroundings['env']): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'harbour-till-'))
  const app = join(folder, 'app.cjs')
  try {
    writeFileSync(app, leastApp)
    const ended = run(program, electronArguments([], app), electronEnvironment(env))
    return ended.stdout.includes('ready') ? null : ended.reason
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** On Windows and a Mac there is always a display, and an app would be seen for a moment. */
function failsAsNode(program: string, env: Surroundings['env']): string | null {
  const ended = run(program, ['-e', ''], { ...env, ELECTRON_RUN_AS_NODE: '1' })
  return ended.status === 0 ? null : ended.reason
}

type Ended = { readonly status: number | null; readonly stdout: string; readonly reason: string }

function run(program: string, args: readonly string[], env: Surroundings['env']): Ended {
  const { status, signal, error, stdout, stderr } = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    timeout: triedForMs,
    killSignal: 'SIGKILL',
  })
  const said = reasonIn(stderr)
  const reason = error?.message ?? (said === '' ? `exit ${status ?? signal}` : said)
  // Null where it did not even start, whatever the types say.
  return { status, stdout: stdout ?? '', reason: reason.slice(0, 200) }
}

/** The line by which it ended; others complain of what an app can do without. */
function reasonIn(stderr: string | null): string {
  const lines = (stderr ?? '').trim().split('\n')
  const line = lines.find((each) => each.includes(':FATAL:')) ?? lines.at(-1) ?? ''
  // Without `[process:time:level:file(line)]`.
  return line.replace(/^\[[^\]]*\] */u, '')
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
