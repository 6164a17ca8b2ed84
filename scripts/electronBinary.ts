/**
 * Electron's binary, which is not in its package: Electron's own installer fetches it, from where
 * its environment says (mirror, cache, proxy), and checks its hash. That installer waits for ever
 * and says little, so it is watched from here: whether anything arrives is seen in the folder for
 * temporary files that it is given, which is gone afterwards with whatever is in it.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type ElectronPlace = {
  /** The package: `node_modules/electron`. */
  readonly packageDir: string
  /** For temporary files. Made, and removed again. */
  readonly workDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What may be told to a person while he waits. */
export type FetchProgress = { readonly bytes: number }

export type Fetched =
  | { readonly ok: true; readonly program: string }
  | { readonly ok: false; readonly why: NotFetched }

export type NotFetched =
  | { readonly kind: 'noAnswer'; readonly seconds: number }
  | { readonly kind: 'tooLong'; readonly minutes: number }
  /** What the installer said, in one line. */
  | { readonly kind: 'failed'; readonly reason: string }

export type FetchLimits = {
  /** Without a byte for so long, there will be none. */
  readonly silentMs: number
  readonly wholeMs: number
  readonly lookEveryMs: number
}

export const fetchLimits: FetchLimits = { silentMs: 10_000, wholeMs: 15 * 60_000, lookEveryMs: 250 }

export const electronVersion = (packageDir: string): string =>
  (JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string })
    .version

/** The program, if it is there whole and of this version: the installer writes `path.txt` last. */
export function findElectron({ packageDir, env }: ElectronPlace): string | null {
  const read = (path: string): string => readFileSync(path, 'utf8').trim()
  try {
    const path = read(join(packageDir, 'path.txt'))
    const elsewhere = env['ELECTRON_OVERRIDE_DIST_PATH'] ?? ''
    const dist = elsewhere === '' ? join(packageDir, 'dist') : elsewhere
    const version = read(join(dist, 'version')).replace(/^v/u, '')
    const program = join(dist, path)
    return version === electronVersion(packageDir) && existsSync(program) ? program : null
  } catch {
    return null
  }
}

/** Never leaves half a binary, nor a process, behind. */
export async function fetchElectron(
  place: ElectronPlace,
  onProgress: (progress: FetchProgress) => void,
  limits: FetchLimits = fetchLimits,
): Promise<Fetched> {
  const { packageDir, workDir, env } = place
  rmSync(workDir, { recursive: true, force: true })
  mkdirSync(workDir, { recursive: true })
  const installer = spawn(process.execPath, [join(packageDir, 'install.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      TMPDIR: workDir,
      TEMP: workDir,
      TMP: workDir,
      ELECTRON_GET_NO_PROGRESS: '1',
    },
  })
  const end = (): void => void installer.kill('SIGKILL')
  process.once('exit', end)
  try {
    const why = await watch(installer, place, onProgress, limits)
    const program = why === null ? findElectron(place) : null
    if (program !== null) return { ok: true, program }
    return { ok: false, why: why ?? { kind: 'failed', reason: 'nothing was installed' } }
  } finally {
    process.off('exit', end)
    rmSync(workDir, { recursive: true, force: true })
    if (!existsSync(join(packageDir, 'path.txt'))) {
      rmSync(join(packageDir, 'dist'), { recursive: true, force: true })
    }
  }
}

/** @returns null: the installer is satisfied */
async function watch(
  installer: ChildProcess,
  { workDir, packageDir }: ElectronPlace,
  onProgress: (progress: FetchProgress) => void,
  { silentMs, wholeMs, lookEveryMs }: FetchLimits,
): Promise<NotFetched | null> {
  let said = ''
  const hear = (bytes: Buffer): void => {
    said = (said + bytes.toString()).slice(-4_096)
  }
  installer.stdout?.on('data', hear)
  installer.stderr?.on('data', hear)
  const given: { up: NotFetched | null } = { up: null }
  const startedMs = performance.now()
  let movedMs = startedMs
  let bytes = 0
  let unpacked = 0
  const look = setInterval(() => {
    const nowMs = performance.now()
    const [present, installed] = [bytesIn(workDir), bytesIn(join(packageDir, 'dist'))]
    // What was loaded is moved away whole, and then unpacked: from then on nobody else is waited
    // for, only this computer.
    const isLoaded = bytes > 0 && present === 0
    if (present > bytes || installed > unpacked || isLoaded) movedMs = nowMs
    unpacked = installed
    if (present > bytes) {
      bytes = present
      onProgress({ bytes })
    }
    if (nowMs - movedMs >= silentMs) given.up = { kind: 'noAnswer', seconds: silentMs / 1_000 }
    else if (nowMs - startedMs >= wholeMs) given.up = { kind: 'tooLong', minutes: wholeMs / 60_000 }
    if (given.up) installer.kill('SIGKILL')
  }, lookEveryMs)
  try {
    const [code] = (await once(installer, 'close')) as [number | null]
    if (given.up) return given.up
    return code === 0 ? null : { kind: 'failed', reason: reasonIn(said) }
  } finally {
    clearInterval(look)
  }
}

function bytesIn(folder: string): number {
  let bytes = 0
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const found = statSync(join(folder, name), { throwIfNoEntry: false })
      if (found?.isFile() === true) bytes += found.size
    }
  } catch {
    // The installer removes a file while it is being looked at.
  }
  return bytes
}

/** The line that names the error; a stack and much else stand around it. */
function reasonIn(said: string): string {
  const lines = said.split('\n').map((line) => line.trim())
  const named = lines.find((line) => /^\w*Error\b/u.test(line))
  return (named ?? lines.findLast((line) => line !== '') ?? 'no reason given')
    .replace(/^\w*Error: /u, '')
    .slice(0, 200)
}
