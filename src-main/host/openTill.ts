/** Puts a till together from a profile folder: the same for both hosts. */
import { createHmac } from 'node:crypto'
import type Database from 'better-sqlite3'
import { failed, type Failure } from '../../src-shared/result.ts'
import { createBlockedTill } from '../engine/blocked.ts'
import { mergeSettings } from '../engine/config/settings.ts'
import { createEngine } from '../engine/engine.ts'
import { StartRefused, type Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import { storageFailure } from '../engine/storage.ts'
import { createTrainingClock } from '../training/trainingClock.ts'
import { checkWhole } from './checkWhole.ts'
import { openDatabaseFile } from './databaseFile.ts'
import { openDisk } from './disk.ts'
import { lockProfile } from './lock.ts'
import { createHttp } from './http.ts'
import { createKeys } from './keys.ts'
import { createPasswordHash } from './passwordHash.ts'
import { openProfile } from './profile.ts'
import { realClock, realRandom } from './realClock.ts'
import { createReplaceable, revisionsPerEngine } from './replaceable.ts'
import { openSecrets, type Seal } from './secrets.ts'
import { openSettingsFiles } from './settingsFiles.ts'
import { deleteTraining } from './trainingFiles.ts'
import { openTrainingSide } from './trainingSide.ts'

export type TillOptions = {
  readonly profileDir: string
  readonly version: string
  readonly log: Log
  /** The program of the thread that checks the whole file, beside the host's own. */
  readonly checker: URL
  /** The computer's store of secrets; null where it has none, left out by a host that never does. */
  readonly seal?: Seal | null
  /** What stands between engine and file; a test that counts or cuts writes brings its own. */
  readonly openDatabase?: (path: string) => Database.Database
}

export type OpenedTill = {
  readonly server: ContractServer
  close(): Promise<void>
}

/** Never fails: a till that cannot start is a server that says why. */
export async function openTill(options: TillOptions): Promise<OpenedTill> {
  const house = new Opened()
  let engines = 0
  let closed = false
  const begin = async (alarms: readonly Failure[]): Promise<ContractServer> => {
    const firstRevision = engines * revisionsPerEngine
    engines += 1
    try {
      return await start(options, house, { firstRevision, alarms, reset: () => void again() })
    } catch (problem) {
      house.closeAll()
      return blocked(options, problem, firstRevision)
    }
  }
  const till = createReplaceable(await begin([]))
  // Only training asks for it: what it recorded is deleted, and begins anew.
  const again = (): Promise<void> =>
    till.replace(async (present) => {
      if (closed) return present
      await present.stop().catch((problem: unknown) => {
        // Its files are closed all the same: the pages must get an engine, whatever became of it.
        options.log('error', 'engine not stopped', { problem: String(problem) })
      })
      house.closeAll()
      return begin(deleteRecorded(options))
    })
  return {
    server: till.server,
    async close() {
      closed = true
      await till.server.stop()
      house.closeAll()
    },
  }
}

/** @returns what people must know of it: nothing where it is done */
function deleteRecorded({ profileDir, log }: TillOptions): readonly Failure[] {
  try {
    deleteTraining(profileDir)
    return []
  } catch (problem) {
    log('error', 'training not deleted', { problem: String(problem) })
    return [failed('trainingNotDeleted').failure]
  }
}

/** What was opened, to be closed in the opposite order. */
class Opened {
  readonly #closers: (() => void)[] = []
  add(close: () => void): void {
    this.#closers.push(close)
  }
  closeAll(): void {
    for (const close of this.#closers.splice(0).toReversed()) close()
  }
}

async function start(
  { profileDir, version, log, checker, seal, openDatabase = openDatabaseFile }: TillOptions,
  opened: Opened,
  run: {
    readonly firstRevision: number
    readonly alarms: readonly Failure[]
    readonly reset: () => void
  },
): Promise<ContractServer> {
  const profile = openProfile(profileDir)
  const lock = lockProfile(profileDir)
  opened.add(() => lock.release())
  const secrets = await openSecrets(profile, seal ?? null, log)
  const database = openDatabase(profile.databaseFile)
  opened.add(() => database.close())
  const clock = createTrainingClock(realClock)
  const http = createHttp()
  opened.add(() => void http.close())
  const other = await openTrainingSide({
    profileDir,
    version,
    database,
    secrets,
    clock,
    random: realRandom,
    http,
    keys: createKeys(),
    log,
    reset: onceSoon(run.reset),
    opened: (close) => opened.add(close),
  })
  const disk = openDisk(profileDir)
  const ending = new AbortController()
  opened.add(() => ending.abort())
  void disk.makeBallast(ending.signal).then((made) => log('info', 'ballast', { made }))
  const engine = await createEngine({
    ...other,
    clock,
    random: realRandom,
    database,
    digestOf: (code) => createHmac('sha256', secrets.scanKey).update(code).digest('hex'),
    passwordHash: createPasswordHash(secrets.pinKey),
    settings: openSettingsFiles(profileDir),
    disk,
    checkWhole: () => checkWhole(checker, profile.databaseFile, ending.signal),
    log,
    environment: profile.environment,
    hostAlarms: [
      ...run.alarms,
      ...(seal !== undefined && !secrets.sealed ? [failed('noSecretStore').failure] : []),
    ],
    version,
    firstRevision: run.firstRevision,
  })
  other.start()
  return {
    ...engine,
    woke() {
      engine.woke()
      other.woke()
    },
  }
}

/** However often it is asked for. The answer to whoever asked first leaves before it. */
function onceSoon(work: () => void): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    realClock.after(100, work)
  }
}

function blocked(
  { profileDir, version, log }: TillOptions,
  problem: unknown,
  firstRevision: number,
): ContractServer {
  const failure = failureOf(problem)
  log('error', 'till does not start', { code: failure.code, problem: String(problem) })
  return createBlockedTill(failure, { version, firstRevision, ...choices(profileDir) })
}

function failureOf(problem: unknown): Failure {
  if (problem instanceof StartRefused) return problem.failure
  return storageFailure(problem) ?? failed('bug', { reference: 'start' }).failure
}

/** The person's language, even where nothing else can be read. */
function choices(profileDir: string) {
  const { values } = mergeSettings(openSettingsFiles(profileDir).read(), {})
  const { language, theme } = values
  return { language, theme, storeName: values['store.name'] }
}
