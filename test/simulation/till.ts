/** The till of a simulated day: the real engine on a database in memory, which outlives it. */
import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import type { CallName, Input, Output, Topic } from '../../src-shared/contract/index.ts'
import type { StaffTile } from '../../src-shared/contract/counter.ts'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import type { TrayItem } from '../../src-shared/contract/tray.ts'
import type { SessionView } from '../../src-shared/contract/session.ts'
import { callIdSchema, uuidV7, type CallId, type SaleId } from '../../src-shared/ids.ts'
import { failed, type Result } from '../../src-shared/result.ts'
import { noDevices } from '../harness/terminalProfile.ts'
import { createEngine } from '../../src-main/engine/engine.ts'
import { migrate } from '../../src-main/engine/journal/open.ts'
import { liveStates } from '../../src-main/engine/payment/transition.ts'
import type { ContractServer } from '../../src-main/engine/server.ts'
import { learners } from '../../src-main/training/learners.ts'
import { enrolledClients } from '../harness/inMemory.ts'
import { noTrainer } from '../harness/noTrainer.ts'
import { chanceOf, type Chance } from './chance.ts'
import type { WorldClock } from './clock.ts'
import type { DayKeys } from './keys.ts'
import { createMortal, type Mortal } from './mortal.ts'
import { mortalDatabase } from './mortalDatabase.ts'
import type { OtherSide } from './aggregators.ts'

export type Till = {
  readonly database: Database.Database
  /** What the page at the till shows now. */
  sale(): Promise<SaleView | null>
  tray(): Promise<readonly TrayItem[]>
  call<N extends CallName>(
    name: N,
    input: Input<N>,
    how?: { readonly callId?: CallId },
  ): Promise<Result<Output<N>>>
  newCallId(): CallId
  /** @param who the place of a learner in their list */
  signIn(who: number): Promise<void>
  isUp(): boolean
  /** Gone without warning: whatever was under way, the disk is as it was. */
  kill(): void
  start(): Promise<void>
  stop(): Promise<void>
  woke(): void
  /** How far the computer's clock is ahead of the world's, in ms. */
  setAhead(aheadMs: number): void
  now(): number
  /** Whether a payment of this sale keeps every other attempt from starting. */
  isBusy(saleId: SaleId): boolean
  /** Sales with more than one payment that can still take money, where no supervisor freed them. */
  crowdedSales(): readonly string[]
  /** What went wrong in it that only a bug explains. */
  readonly bugs: readonly string[]
}

/** As fast as a database in memory allows; all else as on a disk. */
const pragmas = [
  'synchronous = OFF',
  'foreign_keys = ON',
  'trusted_schema = OFF',
  'recursive_triggers = ON',
]

/** As the index has it. @internal */
export const inLiveStates = `state IN (${liveStates.map((state) => `'${state}'`).join(', ')})`

/** Of all runs of the till, how many end in the middle of what they do. */
const mortalShare = 0.6

type Run = { readonly server: ContractServer; readonly mortal: Mortal; readonly stop: () => void }

export type TillParts = {
  readonly seed: number
  readonly world: WorldClock
  readonly other: OtherSide
  readonly keys: DayKeys
  /** JSON text of the user's settings file. */
  readonly settings: string
  /** Whether it may be killed now in the middle of what it does. */
  readonly dies: () => boolean
}

export function createTill(parts: TillParts): Till {
  const { seed, world, other } = parts
  const database = new Database(':memory:')
  for (const pragma of pragmas) database.pragma(pragma)
  migrate(database)
  const looks = createLooks(database)
  const page = chanceOf(seed, 'page')
  const bugs: string[] = []
  let starts = 0
  let aheadMs = 0
  let run: Run | null = null
  let session: SessionView = null
  let staff: readonly StaffTile[] = []
  /** What the page was told last, as text; on most days it only asks. */
  let shown = new Map<Topic, string>()
  const listens = chanceOf(seed, 'listening').happens(0.1)

  const present = (): Run => {
    if (!run) throw new Error('the till is gone')
    return run
  }
  const kill = (): void => {
    run?.mortal.kill()
    run = null
  }
  /** Asks for it; where the page listens besides, it must have been told the same. */
  const topic = async (name: Topic): Promise<unknown> => {
    const told = shown.get(name)
    const answer = await till.call('view.topic', { topic: name })
    if (!answer.ok) throw new Error(answer.failure.code)
    const { value } = answer.value
    if (told !== undefined && told !== JSON.stringify(value)) {
      throw new Error(`the page shows an old ${name}: ${told} is ${JSON.stringify(value)}`)
    }
    return value
  }
  /** Of this run: nothing of it outlives it but what is in the database. */
  const newMortal = (): { readonly mortal: Mortal; readonly own: Database.Database } => {
    const chance = chanceOf(seed, `run ${starts}`)
    const mortal = createMortal(world, other.wire, chance, () => aheadMs)
    let transactionsLeft = chance.happens(mortalShare) ? chance.int(1, 500) : Infinity
    const own = mortalDatabase(database, mortal.isDead, () => {
      transactionsLeft -= 1
      if (transactionsLeft > 0 || !parts.dies()) return
      mortal.kill()
      kill()
    })
    return { mortal, own }
  }

  const till: Till = {
    database,
    bugs,
    ...looks,
    sale: async () => (await topic('sale')) as SaleView | null,
    tray: async () => ((await topic('tray')) ?? []) as readonly TrayItem[],
    now: () => world.now() + aheadMs,
    newCallId: () => callIdSchema.parse(uuidV7(world.now(), page.bytes(10))),
    async call(name, input, { callId = till.newCallId() } = {}) {
      const approver = staff.find(({ role }) => role === 'manager')
      const override =
        typeof approver?.trainingPin === 'string' && session && session.role !== 'manager'
          ? { override: { approver: approver.staffId, pin: approver.trainingPin, reason: 'Seen' } }
          : {}
      const { server, mortal } = present()
      const reply = await server.call('till', {
        type: 'call',
        callId,
        session: session?.sessionId ?? null,
        name,
        input,
        ...override,
      })
      // Whatever it said in its last moment, nobody heard it.
      if (mortal.isDead()) return failed('notConnected')
      if (!reply) throw new Error('no reply')
      const { answer } = reply
      if (!answer.ok && answer.failure.code === 'bug') bugs.push(`call ${name}`)
      return answer as never
    },
    async signIn(who) {
      const tiles = await till.call('session.staff', {})
      if (!tiles.ok) return
      staff = tiles.value
      const name = learners[who]?.name
      const tile = staff.find((one) => one.name === name)
      if (typeof tile?.trainingPin !== 'string') throw new Error('nobody to sign in')
      const person = { staffId: tile.staffId, pin: tile.trainingPin }
      const signedIn = await till.call('session.signIn', person)
      if (signedIn.ok) session = (await topic('session')) as SessionView
    },
    isUp: () => run !== null,
    kill,
    async start() {
      starts += 1
      const { mortal, own } = newMortal()
      try {
        const random = chanceOf(seed, `till ${starts}`)
        const { server, stop } = await begin(parts, own, mortal, random, bugs)
        // Where it died as it wrote a result, which it would have tried again: nobody threw.
        if (mortal.isDead()) return
        session = null
        shown = new Map()
        if (listens) {
          server.listen('till', ({ topic: name, value }) => shown.set(name, JSON.stringify(value)))
        }
        run = { server, mortal, stop }
      } catch (problem) {
        if (!mortal.isDead()) throw problem
      }
    },
    async stop() {
      const { server, stop } = present()
      await server.stop()
      stop()
      kill()
    },
    woke: () => present().server.woke(),
    setAhead(ms) {
      aheadMs = ms
    },
  }
  return till
}

const createLooks = (database: Database.Database): Pick<Till, 'isBusy' | 'crowdedSales'> => {
  const crowded = database
    .prepare<[], string>(
      `SELECT saleId FROM payment WHERE ${inLiveStates} AND atRisk = 0
       AND flow <> 'awaitingFunds' GROUP BY saleId HAVING count(*) > 1`,
    )
    .pluck()
  const busy = database
    .prepare<[string], number>(
      `SELECT 1 FROM sale JOIN payment USING (saleId) WHERE saleId = ? AND sale.state = 'open'
         AND aside = 0 AND payment.${inLiveStates} AND atRisk = 0 AND flow <> 'awaitingFunds'`,
    )
    .pluck()
  return {
    isBusy: (saleId) => busy.get(saleId) !== undefined,
    crowdedSales: () => crowded.all(),
  }
}

/** The real engine with its real clients, put together as the host does. */
async function begin(
  { keys, settings }: TillParts,
  database: Database.Database,
  mortal: Mortal,
  random: Chance,
  bugs: string[],
): Promise<Pick<Run, 'server' | 'stop'>> {
  const { clock, http } = mortal
  const line = { database, http, keys: keys.keys, signer: keys.signer, random, clock }
  const clients = await enrolledClients(line)
  const [main] = clients
  if (!main) throw new Error('no aggregator')
  const server = await createEngine({
    clock,
    random,
    database,
    channels: clients.map(({ aggregator }) => aggregator.channel),
    uplink: main.aggregator.uplink,
    devices: noDevices,
    enrolments: clients.map(({ noted }) => noted),
    digestOf: (code) => createHash('sha256').update(code).digest('hex'),
    passwordHash: {
      hash: (secret) => Promise.resolve(`plain ${secret}`),
      verify: (secret, hash) => Promise.resolve(hash === `plain ${secret}`),
    },
    settings: {
      read: () => [{ source: 'user', state: 'read', text: settings }],
      writeUser: () => ({ ok: true, value: null }),
    },
    disk: { freeBytes: () => 10 ** 12, giveUpBallast: () => false },
    checkWhole: () => Promise.resolve({ ok: true, rows: 1 }),
    log(level, event, facts) {
      if (level === 'error' && !mortal.isDead()) bugs.push(`${event} ${JSON.stringify(facts)}`)
    },
    environment: 'training',
    // Nobody trains: the world does by itself what a trainer would have it do.
    training: { ...noTrainer, staff: learners },
    hostAlarms: [],
    version: '0.0.0-test',
    firstRevision: 0,
  })
  for (const { aggregator } of clients) aggregator.start()
  const stop = (): void => {
    for (const { aggregator } of clients) aggregator.stop()
  }
  return { server, stop }
}
