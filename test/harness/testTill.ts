/**
 * The real engine on a real database file, with a virtual clock and seeded chance. The aggregators
 * are the simulated ones, reached through the real client and signed requests over a wire in
 * memory; a test may cut the wire, or put itself between the engine and its channel.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { CallName, Input, Output, Topic, TopicValue } from '../../src-shared/contract/index.ts'
import type { Window } from '../../src-shared/contract/define.ts'
import type { CounterView, ReadyCounter } from '../../src-shared/contract/counter.ts'
import type { DisplayView } from '../../src-shared/contract/display.ts'
import type { Override } from '../../src-shared/contract/override.ts'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import type { SessionView } from '../../src-shared/contract/session.ts'
import { uuidV7, callIdSchema, type CallId } from '../../src-shared/ids.ts'
import type { Result } from '../../src-shared/result.ts'
import type { Channel } from '../../src-main/engine/channels/channel.ts'
import { createEngine } from '../../src-main/engine/engine.ts'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { derivedContent, rebuild } from '../../src-main/engine/journal/derived.ts'
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import type { Parts, SettingsLayer } from '../../src-main/engine/parts.ts'
import type { ContractServer } from '../../src-main/engine/server.ts'
import { openDatabaseFile } from '../../src-main/host/databaseFile.ts'
import { createTrainingClock } from '../../src-main/training/trainingClock.ts'
import { connectInMemory, type InMemory } from './inMemory.ts'
import { morningMs, seededRandom } from './seeded.ts'
import { tempFolder } from './tempFolder.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

export type TestTillOptions = {
  /** JSON text of the user's settings file. */
  readonly settings?: string
  /** Stands between the till and its main channel. */
  readonly between?: (main: Channel) => Channel
  readonly parts?: Partial<Parts>
  readonly startMs?: number
}

export type TestTill = {
  readonly clock: VirtualClock
  readonly folder: string
  readonly database: () => Database.Database
  readonly server: () => ContractServer
  /** The other side: aggregators and the wire to them. */
  readonly other: () => InMemory
  call<N extends CallName>(
    name: N,
    input: Input<N>,
    how?: {
      readonly callId?: CallId
      readonly window?: Window
      readonly session?: string | null
      readonly override?: Override
    },
  ): Promise<Result<Output<N>>>
  /** The value of a call that must be granted. */
  get<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
  signIn(role?: 'cashier' | 'supervisor' | 'manager' | 'admin'): Promise<void>
  /** Signed in, with an open shift. */
  ready(): Promise<void>
  counter(): Promise<ReadyCounter>
  sale(): Promise<SaleView | null>
  session(): Promise<SessionView>
  /** What the customer sees. */
  display(): Promise<DisplayView>
  octopus(): Promise<TopicValue<'octopus'>>
  /** How often the training was to begin anew. */
  resets(): number
  newCallId(): CallId
  rows(): JournalRow[]
  kinds(): string[]
  /** As after a kill: the process is gone, the disk is as it was. */
  restart(parts?: Partial<Parts>): Promise<void>
  settings: { text: string; written: string[] }
}

export async function startTestTill(options: TestTillOptions = {}): Promise<TestTill> {
  const folder = tempFolder()
  const clock = createVirtualClock(options.startMs ?? morningMs)
  const settings = { text: options.settings ?? '{}', written: [] as string[] }
  const pageRandom = seededRandom('page')
  let starts = 0
  let resets = 0
  let present = {} as {
    server: ContractServer
    database: Database.Database
    other: InMemory
  }

  const start = async (otherParts: Partial<Parts> = {}): Promise<void> => {
    starts += 1
    const database = openDatabaseFile(join(folder, 'till.sqlite'))
    const trainingClock = createTrainingClock(clock)
    const other = await connectInMemory({
      folder,
      database,
      clock: trainingClock,
      random: seededRandom(`other ${starts}`),
      reset: () => {
        resets += 1
      },
    })
    present = { ...present, database, other }
    const [main, ...others] = other.channels
    if (!main) throw new Error('no channel')
    const server = await createEngine({
      clock: trainingClock,
      random: seededRandom(`till ${starts}`),
      database,
      channels: [options.between?.(main) ?? main, ...others],
      uplink: other.uplink,
      devices: other.devices,
      enrolments: other.enrolments,
      digestOf: (code) => createHash('sha256').update(`test ${code}`).digest('hex'),
      passwordHash: {
        hash: (secret) => Promise.resolve(`plain ${secret}`),
        verify: (secret, hash) => Promise.resolve(hash === `plain ${secret}`),
      },
      settings: {
        read: (): SettingsLayer[] => [{ source: 'user', state: 'read', text: settings.text }],
        writeUser(text) {
          settings.text = text
          settings.written.push(text)
          return { ok: true, value: null }
        },
      },
      disk: { freeBytes: () => 10 ** 12, giveUpBallast: () => false },
      checkWhole: () => Promise.resolve({ ok: true, rows: 1 }),
      log: () => undefined,
      environment: 'training',
      training: other.parties,
      hostAlarms: [],
      version: '0.0.0-test',
      firstRevision: 0,
      ...options.parts,
      ...otherParts,
    })
    present = { server, database, other }
    other.start()
    // The settings are there before anybody comes to the till.
    await clock.pass(0)
  }
  const end = async (): Promise<void> => {
    await present.server.stop()
    present.other.close()
    present.database.close()
  }

  const newCallId = (): CallId => callIdSchema.parse(uuidV7(clock.now(), pageRandom.bytes(10)))
  const topic = async (name: Topic, window: Window): Promise<unknown> => {
    const reply = await present.server.call(window, {
      type: 'call',
      callId: newCallId(),
      session: null,
      name: 'view.topic',
      input: { topic: name },
    })
    if (!reply?.answer.ok) throw new Error('no topic')
    return (reply.answer.value as { value: unknown }).value
  }

  const till: TestTill = {
    clock,
    folder,
    settings,
    database: () => present.database,
    server: () => present.server,
    other: () => present.other,
    newCallId,
    async call(name, input, { callId = newCallId(), window = 'till', session, override } = {}) {
      const held = (await topic('session', window)) as SessionView
      const reply = await present.server.call(window, {
        type: 'call',
        callId,
        session: session === undefined ? (held?.sessionId ?? null) : session,
        name,
        input,
        ...(override ? { override } : {}),
      })
      if (!reply) throw new Error('no reply')
      return reply.answer as never
    },
    async get(name, input) {
      const answer = await till.call(name, input)
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`)
      return answer.value
    },
    async signIn(role = 'cashier') {
      const tiles = await till.get('session.staff', {})
      const tile = tiles.find((one) => one.role === role)
      if (typeof tile?.trainingPin !== 'string') throw new Error('nobody to sign in')
      await till.get('session.signIn', { staffId: tile.staffId, pin: tile.trainingPin })
    },
    async ready() {
      await till.signIn()
      await till.get('shift.open', { float: { '10000': 5, '2000': 10 } })
    },
    async counter() {
      const counter = (await topic('counter', 'till')) as CounterView
      if (counter.state !== 'ready') throw new Error(counter.failure.code)
      return counter
    },
    sale: async () => (await topic('sale', 'till')) as SaleView | null,
    session: async () => (await topic('session', 'till')) as SessionView,
    display: async () => (await topic('display', 'customer')) as DisplayView,
    octopus: async () => (await topic('octopus', 'till')) as TopicValue<'octopus'>,
    resets: () => resets,
    rows: () =>
      present.database.prepare<[], JournalRow>('SELECT * FROM journal ORDER BY epoch, seq').all(),
    kinds: () => till.rows().map(({ kind }) => kind),
    async restart(parts) {
      await end()
      await start(parts)
    },
  }
  await start()
  onTestFinished(async () => {
    // Whatever a test did, the record is whole, and the tables say what it says.
    expectWhole(present.database)
    await end()
  })
  return till
}

export function expectWhole(database: Database.Database): void {
  const verdict = verifyChain(database)
  if (!verdict.ok) throw new Error(`the chain is broken: ${JSON.stringify(verdict)}`)
  const before = JSON.stringify(derivedContent(database))
  rebuild(database)
  const after = JSON.stringify(derivedContent(database))
  if (before !== after) throw new Error(`rebuilt tables differ:\n${before}\n${after}`)
}
