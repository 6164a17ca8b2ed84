/** The other side of a till in memory: the simulated aggregators, and the real client enrolled with them. */
import { join } from 'node:path'
import type { TerminalProtocol } from '../../src-shared/contract/devices.ts'
import Database from 'better-sqlite3'
import {
  createAggregator,
  type Aggregator,
} from '../../src-main/engine/channels/aggregator/aggregator.ts'
import { enrol } from '../../src-main/engine/channels/aggregator/enrol.ts'
import {
  keepEnrolment,
  keptEnrolment,
  openChannelMemory,
} from '../../src-main/engine/channels/aggregator/memoryFile.ts'
import type { Line } from '../../src-main/engine/channels/aggregator/call.ts'
import type { Channel } from '../../src-main/engine/channels/channel.ts'
import type { MessageSigner } from '../../src-main/engine/channels/keys.ts'
import type {
  DeviceLines,
  NotedEnrolment,
  Random,
  TrainingParties,
} from '../../src-main/engine/parts.ts'
import type { Uplink } from '../../src-main/engine/sync/uplink.ts'
import { trainingCode } from '../../src-main/training/aggregator/backOffice.ts'
import {
  createTrainingParties,
  trainingAggregators,
  type CreatedParties,
  type TrainingAggregator,
} from '../../src-main/training/parties.ts'
import type { TrainingClock } from '../../src-main/training/trainingClock.ts'
import { testKeys, testSigner } from './testKeys.ts'
import { createWire, type Wire } from './wire.ts'

export type InMemory = {
  readonly channels: readonly Channel[]
  readonly uplink: Uplink
  readonly enrolments: readonly NotedEnrolment[]
  readonly parties: TrainingParties
  readonly aggregators: CreatedParties['aggregators']
  readonly devices: DeviceLines
  readonly terminals: CreatedParties['terminals']
  readonly octopus: CreatedParties['octopus']
  readonly wire: Wire
  /** What all aggregators were paid for it less what they gave back, in cents. */
  moneyOf(paymentId: string): number
  start(): void
  close(): void
}

export type InMemoryParts = {
  /** Where the aggregators keep their files; null: in memory. */
  readonly folder: string | null
  /** The till's own. */
  readonly database: Database.Database
  readonly clock: TrainingClock
  readonly random: Random
  readonly reset: () => void
}

export const addresses = { main: 'http://127.0.0.1:8001', backup: 'http://127.0.0.1:8002' } as const

export async function connectInMemory(parts: InMemoryParts): Promise<InMemory> {
  const { folder, database, clock, random, reset } = parts
  const keys = testKeys()
  const open = (id: (typeof trainingAggregators)[number]) => ({
    database: new Database(folder === null ? ':memory:' : join(folder, `${id}.sqlite`)),
    own: { signer: testSigner(id), sealing: null },
  })
  const files = { main: open('main'), backup: open('backup') }
  const booksFiles: Database.Database[] = []
  const booksOf = (device: TerminalProtocol | 'octopus'): Database.Database => {
    const file = new Database(folder === null ? ':memory:' : join(folder, `${device}.sqlite`))
    booksFiles.push(file)
    return file
  }
  const created = createTrainingParties({
    files,
    terminalBooks: booksOf,
    octopusBooks: () => booksOf('octopus'),
    clock,
    random,
    keys,
    reset,
  })
  const { aggregators } = created
  const wire = createWire(
    { [addresses.main]: aggregators.main.door, [addresses.backup]: aggregators.backup.door },
    clock,
  )
  const line = { database, http: wire, keys, clock, random } as const
  const clients = await enrolledClients(line)
  const [main] = clients
  if (!main) throw new Error('no aggregator')
  return {
    channels: clients.map(({ aggregator }) => aggregator.channel),
    uplink: main.aggregator.uplink,
    enrolments: clients.map(({ noted }) => noted),
    parties: created.parties,
    aggregators,
    devices: { ...created.lines, ports: () => Promise.resolve([]) },
    terminals: created.terminals,
    octopus: created.octopus,
    wire,
    moneyOf: (paymentId) =>
      aggregators.main.core.moneyOf(paymentId) + aggregators.backup.core.moneyOf(paymentId),
    start() {
      for (const { aggregator } of clients) aggregator.start()
    },
    close() {
      for (const { aggregator } of clients) aggregator.stop()
      created.stop()
      for (const { database: file } of Object.values(files)) file.close()
      for (const file of booksFiles) file.close()
    },
  }
}

export type Client = {
  readonly id: TrainingAggregator
  readonly aggregator: Aggregator
  readonly noted: NotedEnrolment
}

/** The real clients of a till, enrolled where that has not happened before. The main one first. */
export async function enrolledClients(
  parts: Pick<Line, 'http' | 'keys' | 'clock' | 'random'> & {
    /** The till's own. */
    readonly database: Database.Database
    /** Around the till's own keys. */
    readonly signer?: (real: MessageSigner) => MessageSigner
  },
): Promise<Client[]> {
  const { database } = parts
  const clients: Client[] = []
  for (const id of trainingAggregators) {
    const own = testSigner(`till at ${id}`)
    const signer = parts.signer?.(own) ?? own
    const line = { ...parts, id, signer, environment: 'training' } as const
    const baseUrl = addresses[id]
    const kept = keptEnrolment(database, id)
    const enrolled = kept
      ? ({ ok: true, enrolment: kept } as const)
      : await enrol({ ...line, baseUrl, code: trainingCode, version: '0.0.0-test' })
    if (!enrolled.ok) throw new Error(enrolled.reason)
    const { enrolment } = enrolled
    if (!kept) keepEnrolment(database, id, enrolment)
    const memory = openChannelMemory(database, id)
    const log = (): void => undefined
    const aggregator = createAggregator({ ...line, enrolment, memory, log })
    const { counterId: aggregatorCounterId, merchant } = enrolment
    const { keyId } = signer
    clients.push({ id, aggregator, noted: { channel: id, aggregatorCounterId, merchant, keyId } })
  }
  return clients
}
