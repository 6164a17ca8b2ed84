/**
 * The other side in training, on real wires: two simulated aggregators, each a server on loopback
 * that this program made itself, and the till enrolled with both. Where the till takes real
 * payments, there is none of it.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createAggregator, type Aggregator } from '../engine/channels/aggregator/aggregator.ts'
import { enrol } from '../engine/channels/aggregator/enrol.ts'
import {
  keepEnrolment,
  keptEnrolment,
  openChannelMemory,
} from '../engine/channels/aggregator/memoryFile.ts'
import type { Http } from '../engine/channels/http.ts'
import type { Enrolment, Keys, MessageSigner } from '../engine/channels/keys.ts'
import {
  StartRefused,
  type DeviceLines,
  type Log,
  type Parts,
  type Random,
} from '../engine/parts.ts'
import { terminalProtocols } from '../../src-shared/contract/devices.ts'
import { failed } from '../../src-shared/result.ts'
import { serveAggregator } from '../training/aggregator/httpShell.ts'
import { openOwnKeys, type OwnKeys } from '../training/aggregator/ownKeys.ts'
import {
  createTrainingParties,
  trainingAggregators,
  type CreatedParties,
  type TrainingAggregator,
} from '../training/parties.ts'
import { octopusPath } from '../training/octopus/onCounter.ts'
import { trainingCode } from '../training/aggregator/backOffice.ts'
import { modulePath } from '../training/pn532/onCounter.ts'
import type { TrainingClock } from '../training/trainingClock.ts'
import { makeSigningKey, signerOf } from './keys.ts'
import type { ChannelKey, OpenedSecrets } from './secrets.ts'
import { openLine } from './deviceLines.ts'
import { isSimulatedLine } from './simulatedLine.ts'
import { listPorts } from './serialPorts.ts'
import { trainingOctopusName, trainingPartiesNames, trainingTerminalName } from './trainingFiles.ts'

export type TrainingSideParts = {
  readonly profileDir: string
  readonly version: string
  readonly database: Database.Database
  readonly secrets: OpenedSecrets
  readonly clock: TrainingClock
  readonly random: Random
  readonly http: Http
  readonly keys: Keys
  readonly log: Log
  readonly reset: () => void
  /** What is opened, to be closed in the opposite order. */
  readonly opened: (close: () => void) => void
}

export type TrainingSide = Pick<
  Parts,
  'channels' | 'uplink' | 'devices' | 'enrolments' | 'training'
> & {
  /** Hears notices and settings from now on. */
  start(): void
  woke(): void
}

/** Each aggregator takes another kind of signature, so that both are used every day. */
const algorithms: Readonly<Record<TrainingAggregator, ChannelKey['algorithm']>> = {
  main: 'rsa-pss-sha512',
  backup: 'ed25519',
}

export async function openTrainingSide(parts: TrainingSideParts): Promise<TrainingSide> {
  const { clock, random, keys, opened } = parts
  const files = await openFiles(parts)
  const booksIn = (name: string): Database.Database => {
    const database = new Database(join(parts.profileDir, name))
    opened(() => database.close())
    return database
  }
  const created = createTrainingParties({
    files,
    terminalBooks: (protocol) => booksIn(trainingTerminalName(protocol)),
    octopusBooks: () => booksIn(trainingOctopusName),
    clock,
    random,
    keys,
    reset: parts.reset,
  })
  opened(() => created.stop())
  const aggregators = await Promise.all(
    trainingAggregators.map(async (id) => {
      const shell = await serveAggregator(created.aggregators[id].door)
      opened(() => void shell.close())
      return connect(parts, id, shell.baseUrl, files[id].own)
    }),
  )
  const [main] = aggregators
  return {
    channels: aggregators.map(({ aggregator }) => aggregator.channel),
    uplink: main?.aggregator.uplink ?? null,
    devices: trainingLines(created.lines),
    enrolments: aggregators.map(({ noted }) => noted),
    training: created.parties,
    start() {
      for (const { aggregator } of aggregators) {
        opened(() => aggregator.stop())
        aggregator.start()
      }
    },
    woke() {
      for (const { aggregator } of aggregators) aggregator.woke()
    },
  }
}

/**
 * Beside the devices that this program simulates itself only what cannot be a real one: a
 * pseudo-terminal, or a port of this computer's own loopback. A training till must never charge a card.
 */
function trainingLines(own: CreatedParties['lines']): DeviceLines {
  return {
    ...own,
    mayOpen: (path) => own.mayOpen(path) || isSimulatedLine(path),
    async open(line) {
      if (own.mayOpen(line.path)) return own.open(line)
      if (!isSimulatedLine(line.path)) throw new Error('not there, or no line for training')
      return openLine(line)
    },
    ports: async () => [
      ...terminalProtocols.map((protocol) => ({
        path: `training:${protocol}`,
        name: `Training terminal (${protocol})`,
      })),
      { path: octopusPath, name: 'Training Octopus' },
      { path: modulePath, name: 'Training balance module' },
      ...(await listPorts()).filter(({ path }) => isSimulatedLine(path)),
    ],
  }
}

async function openFiles({ profileDir, random, opened }: TrainingSideParts) {
  const open = async (id: TrainingAggregator) => {
    const database = new Database(join(profileDir, trainingPartiesNames[id]))
    opened(() => database.close())
    return { database, own: await openOwnKeys(database, random) }
  }
  const [main, backup] = await Promise.all([open('main'), open('backup')])
  // A sealed code goes to whichever of them carries it: they open it with one key.
  return { main, backup: { ...backup, own: { ...backup.own, sealing: main.own.sealing } } }
}

async function connect(
  parts: TrainingSideParts,
  id: TrainingAggregator,
  baseUrl: string,
  own: OwnKeys,
): Promise<{ aggregator: Aggregator; noted: Parts['enrolments'][number] }> {
  const { database } = parts
  const signer = await signerFor(parts, id)
  const kept = keptEnrolment(database, id)
  // Of an aggregator whose file was deleted, nothing that is known holds any more.
  const known = kept?.keys.some(({ keyId }) => keyId === own.signer.keyId)
  // Nothing is written of what stands: the record may be damaged, and is checked after this.
  const enrolment =
    kept && known === true
      ? { ...kept, baseUrl }
      : await enrolAnew({ ...parts, id }, signer, baseUrl, own)
  const memory = openChannelMemory(database, id)
  const aggregator = createAggregator({
    ...parts,
    id,
    signer,
    enrolment,
    memory,
    environment: 'training',
  })
  const { counterId: aggregatorCounterId, merchant } = enrolment
  return {
    aggregator,
    noted: { channel: id, aggregatorCounterId, merchant, keyId: signer.keyId },
  }
}

async function signerFor(
  { secrets }: TrainingSideParts,
  id: TrainingAggregator,
): Promise<MessageSigner> {
  const known = secrets.channelKeys.get(id)
  if (known) return signerOf(known.pkcs8, known.algorithm)
  const algorithm = algorithms[id]
  const made = { algorithm, pkcs8: await makeSigningKey(algorithm) }
  await secrets.keepChannelKey(id, made)
  return signerOf(made.pkcs8, algorithm)
}

async function enrolAnew(
  parts: TrainingSideParts & { readonly id: TrainingAggregator },
  signer: MessageSigner,
  baseUrl: string,
  own: OwnKeys,
): Promise<Enrolment> {
  // A slow computer may take longer to make this key than an answer is waited for.
  await own.sealing()
  const enrolment = await enrolNow(parts, signer, baseUrl)
  keepEnrolment(parts.database, parts.id, enrolment)
  return enrolment
}

async function enrolNow(
  parts: TrainingSideParts & { readonly id: TrainingAggregator },
  signer: MessageSigner,
  baseUrl: string,
): Promise<Enrolment> {
  const enrolled = await enrol({
    ...parts,
    signer,
    baseUrl,
    code: trainingCode,
    environment: 'training',
  })
  if (enrolled.ok) return enrolled.enrolment
  const facts = { channel: parts.id, reason: enrolled.reason }
  throw new StartRefused(failed('notEnrolled', facts).failure)
}
