/**
 * The profile: the folder that holds everything one till keeps. `profile.json` in it names the
 * environment in use, and so which database is opened.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, posix, resolve, win32 } from 'node:path'
import { z } from 'zod'
import { StartRefused } from '../engine/parts.ts'
import { fileRefused } from './fileRefused.ts'
import { readWhole, replaceWhole, systemReason } from './wholeFile.ts'

const environments = ['training', 'live'] as const
export type Environment = (typeof environments)[number]

export type Profile = {
  /** Absolute. */
  readonly dir: string
  readonly environment: Environment
  /** Absolute path of the database of this environment. */
  readonly databaseFile: string
  /** No database of either environment is here: secrets may be made. */
  readonly firstStart: boolean
}

/** Two files, so that training can never be taken for takings. */
export const databaseNames: Readonly<Record<Environment, string>> = {
  training: 'training.sqlite',
  live: 'live.sqlite',
}

// Other keys are left alone: a later version may have added them before somebody went back.
const profileSchema = z.object({ environment: z.enum(environments) })
const fileLimitBytes = 65_536
const profileName = 'profile.json'

type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly home: string
}

/**
 * Where the profile is: as chosen, as `HARBOUR_TILL_PROFILE` says, or in the platform's folder
 * for the data of programs.
 * @param chosen the path after `--profile`, null when the flag was not given
 */
export function profileFolder(
  chosen: string | null,
  { env, platform, home }: Surroundings = {
    env: process.env,
    platform: process.platform,
    home: homedir(),
  },
): string {
  const named = chosen ?? env['HARBOUR_TILL_PROFILE'] ?? ''
  if (named !== '') return resolve(named)
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? ''
    return win32.join(
      roaming === '' ? win32.join(home, 'AppData', 'Roaming') : roaming,
      'HarbourTill',
    )
  }
  if (platform === 'darwin') {
    return posix.join(home, 'Library', 'Application Support', 'HarbourTill')
  }
  // The XDG base directory specification has relative paths ignored.
  const data = env['XDG_DATA_HOME'] ?? ''
  return posix.join(
    posix.isAbsolute(data) ? data : posix.join(home, '.local', 'share'),
    'harbour-till',
  )
}

/**
 * Opens the profile, and makes it on the first start: in training.
 * @throws StartRefused `profileUnreadable` {path, reason}, `liveNotAvailable`, `diskFull`
 */
export function openProfile(dir: string): Profile {
  const path = join(dir, profileName)
  makeProfileFolder(dir)
  const environment = readEnvironment(path)
  if (environment === 'live') throw new StartRefused({ code: 'liveNotAvailable', facts: {} })
  return {
    dir,
    environment,
    databaseFile: join(dir, databaseNames[environment]),
    firstStart: !Object.values(databaseNames).some((name) => existsSync(join(dir, name))),
  }
}

function readEnvironment(path: string): Environment {
  const file = readWhole(path, fileLimitBytes)
  if (file.state === 'unreadable') throw fileRefused(path, file.reason)
  if (file.state === 'absent') {
    try {
      replaceWhole(path, `${JSON.stringify({ environment: 'training' }, null, 2)}\n`)
    } catch (error) {
      throw fileRefused(path, systemReason(error))
    }
    return 'training'
  }
  let content: unknown
  try {
    content = JSON.parse(file.text)
  } catch {
    throw fileRefused(path, 'not JSON')
  }
  const profile = profileSchema.safeParse(content)
  if (!profile.success) throw fileRefused(path, 'no environment "training" or "live"')
  return profile.data.environment
}

/**
 * Makes a folder that only its owner may look into.
 * @throws StartRefused `profileUnreadable` {path, reason}, `diskFull`
 */
export function makeProfileFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    if (process.platform === 'win32') return
    const { mode } = statSync(dir)
    if ((mode & 0o077) === 0) return
    // Only a folder that is a profile, or becomes one, is taken in hand: `--profile /tmp` must
    // not lock everybody else out of /tmp.
    if (existsSync(join(dir, profileName)) || readdirSync(dir).length === 0) chmodSync(dir, 0o700)
    else if ((mode & 0o022) !== 0) throw fileRefused(dir, 'others may write here')
  } catch (error) {
    if (error instanceof StartRefused) throw error
    throw fileRefused(dir, systemReason(error))
  }
}
