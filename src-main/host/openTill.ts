/** Puts a till together from a profile folder: the same for both hosts. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { CounterView } from '../../src-shared/contract/counter.ts'
import { failed, type Failure } from '../../src-shared/result.ts'
import { createBlockedTill } from '../engine/blocked.ts'
import { mergeSettings } from '../engine/config/settings.ts'
import { createEngine } from '../engine/engine.ts'
import { StartRefused, type Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import { storageFailure } from '../engine/storage.ts'
import { createTrainingFps } from '../training/fpsChannel.ts'
import { checkWhole } from './checkWhole.ts'
import { openDatabaseFile } from './databaseFile.ts'
import { openDisk } from './disk.ts'
import { lockProfile } from './lock.ts'
import { createPasswordHash } from './passwordHash.ts'
import { openProfile } from './profile.ts'
import { realClock, realRandom } from './realClock.ts'
import { openSecrets } from './secrets.ts'
import { openSettingsFiles } from './settingsFiles.ts'

export type TillOptions = {
  readonly profileDir: string
  readonly version: string
  readonly log: Log
  /** The program of the thread that checks the whole file, beside the host's own. */
  readonly checker: URL
  /** What stands between engine and file; a test that counts or cuts writes brings its own. */
  readonly openDatabase?: (path: string) => Database.Database
}

export type OpenedTill = {
  readonly server: ContractServer
  close(): Promise<void>
}

/** Never fails: a till that cannot start is a server that says why. */
export async function openTill(options: TillOptions): Promise<OpenedTill> {
  const { version, log } = options
  // What was opened, to be closed in the opposite order.
  const opened: (() => void)[] = []
  const closeAll = (): void => {
    for (const close of opened.toReversed()) close()
  }
  try {
    const server = await start(options, opened)
    return {
      server,
      async close() {
        await server.stop()
        closeAll()
      },
    }
  } catch (problem) {
    closeAll()
    const failure = failureOf(problem)
    log('error', 'till does not start', { code: failure.code, problem: String(problem) })
    const server = createBlockedTill(failure, { version, ...choices(options.profileDir) })
    return { server, close: server.stop }
  }
}

async function start(
  { profileDir, version, log, checker, openDatabase = openDatabaseFile }: TillOptions,
  opened: (() => void)[],
): Promise<ContractServer> {
  const profile = openProfile(profileDir)
  const lock = lockProfile(profileDir)
  opened.push(() => lock.release())
  const secrets = openSecrets(profile)
  const database = openDatabase(profile.databaseFile)
  opened.push(() => database.close())
  const partiesFile = new Database(join(profileDir, 'training-parties.sqlite'))
  opened.push(() => partiesFile.close())
  const training = createTrainingFps(partiesFile, realClock)
  const disk = openDisk(profileDir)
  const ballast = new AbortController()
  opened.push(() => ballast.abort())
  void disk.makeBallast(ballast.signal).then((made) => log('info', 'ballast', { made }))
  return createEngine({
    clock: realClock,
    random: realRandom,
    database,
    channels: [training.channel],
    passwordHash: createPasswordHash(secrets.pinKey),
    settings: openSettingsFiles(profileDir),
    disk,
    checkWhole: () => checkWhole(checker, profile.databaseFile),
    log,
    environment: profile.environment,
    training: training.parties,
    version,
  })
}

function failureOf(problem: unknown): Failure {
  if (problem instanceof StartRefused) return problem.failure
  return storageFailure(problem) ?? failed('bug', { reference: 'start' }).failure
}

/** The person's language, even where nothing else can be read. */
function choices(profileDir: string): Pick<CounterView, 'language' | 'theme'> {
  const { language, theme } = mergeSettings(openSettingsFiles(profileDir).read(), {}).values
  return { language, theme }
}
