/**
 * kill -9 around every journal row of each flow, through the real process: nothing that was
 * acknowledged is lost, nothing is doubled, whoever repeats a press gets the same answer, and the
 * aggregator holds exactly the till's journal.
 */
import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { hex } from '../../src-main/engine/journal/framing.ts'
import { verifyFile } from '../../src-main/host/verifyFile.ts'
import type { Result } from '../../src-shared/result.ts'
import { expectWhole } from '../harness/testTill.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { recordedMoney } from '../harness/trainingMoney.ts'
import { Gone, newCallId, startTillProcess, type TillProcess } from '../harness/tillProcess.ts'
import { bundle } from '../harness/bundle.ts'
import { flows, type Flow } from './flows.ts'
import { arrivedFile, otherSideOf, readDatabase } from './otherSide.ts'
import { openShift, readSale, type Cashier, type Memory, type Step } from './steps.ts'

type Death = { readonly how: 'within' | 'after'; readonly at: number }
type Pressed = Map<string, { readonly callId: string; readonly answer?: Result<unknown> }>

/** Runs at a time: a till that starts waits for the disk as long as it computes. */
const lanes = 3

let program = ''
/** A counter with its keys made, enrolled, and with an open shift: closed in order, before any sale. */
let prepared = ''
beforeAll(async () => {
  program = await bundle('fault', 'test/fault/dyingTill')
  prepared = mkdtempSync(join(tmpdir(), 'harbour-till-prepared-'))
  chooseSettings(prepared)
  const till = await startTill(prepared)
  await goThrough([openShift], prepared, till, { codes: new Map() }, new Map())
  await until(() => readdirSync(prepared).includes('ballast'))
  await uploaded(till)
  await till.stop()
})
afterAll(() => rmSync(prepared, { recursive: true, force: true }))

const commitsFile = (profile: string): string => join(profile, 'commits.txt')

/** Customers pay when they are told to. */
function chooseSettings(profile: string): void {
  const settings = { 'training.fpsPaysAfterMs': null }
  writeFileSync(join(profile, 'settings.json'), JSON.stringify(settings), { mode: 0o600 })
}

function emptyProfile(): string {
  const profile = tempFolder()
  chooseSettings(profile)
  return profile
}

const startTill = (profile: string, death: Death | null = null): Promise<TillProcess> =>
  startTillProcess({
    program,
    profile,
    env: {
      HARBOUR_TEST_ARRIVED: arrivedFile(profile),
      HARBOUR_TEST_COMMITS: commitsFile(profile),
      // The same program starts hundreds of times.
      NODE_COMPILE_CACHE: join(program, '../compiled'),
      ...(death ? { HARBOUR_TEST_DIE: death.how, HARBOUR_TEST_DIE_AT: String(death.at) } : {}),
    },
  })

async function signIn(till: TillProcess): Promise<void> {
  const staff = await till.call('session.staff', {})
  const cashier = staff.ok ? staff.value.find(({ role }) => role === 'cashier') : undefined
  if (typeof cashier?.trainingPin !== 'string') {
    throw new Error(`nobody to sign in: ${JSON.stringify(await till.topic('counter'))}`)
  }
  const { staffId, trainingPin: pin } = cashier
  const signedIn = await till.call('session.signIn', { staffId, pin })
  if (!signedIn.ok) throw new Error(signedIn.failure.code)
}

/** Signs in and goes through all of it; presses that were answered before answer the same. */
async function goThrough(
  steps: readonly Step[],
  profile: string,
  till: TillProcess,
  memory: Memory,
  pressed: Pressed,
): Promise<void> {
  await signIn(till)
  const other = otherSideOf(profile)
  for (const [index, step] of steps.entries()) {
    const press: Cashier['press'] = async (name, input, { nth = 1, override } = {}) => {
      const key = `${index} ${name} ${nth}`
      const known = pressed.get(key) ?? { callId: newCallId() }
      pressed.set(key, known)
      const answer = await till.call(name, input, known.callId, override)
      if (known.answer) expect(answer).toEqual(known.answer)
      pressed.set(key, { ...known, answer })
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`)
      return answer.value
    }
    await step({ press, till, other }, memory)
  }
}

/** The aggregator holds every row. */
const uploaded = async (till: TillProcess): Promise<void> => {
  await till.until('channels', (shown) => shown?.upload.waiting === 0)
}

const told = (row: JournalRow): string =>
  JSON.stringify({ ...row, prev: hex(row.prev), hash: hex(row.hash) })

/** The till's own journal. */
const journalOf = (profile: string): readonly JournalRow[] =>
  readDatabase(join(profile, 'training.sqlite'), (database) =>
    database
      .prepare<[], JournalRow>(
        'SELECT epoch, seq, atMs, kind, subject, body, prev, hash FROM journal ORDER BY epoch, seq',
      )
      .all(),
  )

/** As a kill left it, looked at in a copy: whatever had left the till is on its disk. */
function expectWrittenFirst(profile: string): void {
  const copy = tempFolder()
  for (const name of readdirSync(profile)) {
    if (/\.sqlite(?:-wal)?$|^arrived/u.test(name)) {
      copyFileSync(join(profile, name), join(copy, name))
    }
  }
  // What was killed before it had founded anything has sent nothing.
  const founded = readdirSync(copy).includes('training-parties.sqlite')
  const rows = founded ? journalOf(copy) : []
  const held = founded ? otherSideOf(copy).journal() : []
  expect(held.map(told)).toEqual(rows.slice(0, held.length).map(told))
  const made = rows.filter(({ kind }) => kind === 'payment.created' || kind === 'refund.requested')
  const ids = new Set(made.map(({ subject }) => subject))
  for (const path of otherSideOf(copy).arrived()) {
    expect(ids).toContain(path.split('/').at(-1))
  }
  rmSync(copy, { recursive: true })
}

/** What is true of every flow, in the files of a till that was closed in order. @returns its rows */
function expectTrue(profile: string, { refunds = 0 }: Flow): readonly JournalRow[] {
  const other = otherSideOf(profile)
  expect(verifyFile(profile)).toMatchObject({ ok: true })
  const rows = journalOf(profile)
  expect(other.journal().map(told)).toEqual(rows.map(told))

  const database = new Database(join(profile, 'training.sqlite'))
  try {
    expectWhole(database)
    const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0
    expect(count('SELECT count(*) FROM sale')).toBe(1)
    expect(count('SELECT count(*) FROM payment WHERE endedAtMs IS NULL')).toBe(0)
    for (const { paymentId, recordedMinor } of recordedMoney(database)) {
      const there = other.payment(paymentId)
      const keptMinor = (there?.creditedMinor ?? 0) - (there?.refundedMinor ?? 0)
      expect(keptMinor, `${paymentId} at the aggregators`).toBe(recordedMinor)
    }
    const given = count(`SELECT count(*) FROM refund WHERE state = 'succeeded'`)
    expect(other.refunds()).toBe(given)
    if (refunds > 0) expect(given).toBe(refunds)
    // A customer's code is sent once: the id may be asked for again, never the money.
    const scanned = database
      .prepare<[], string>(`SELECT paymentId FROM payment WHERE flow = 'customerCode'`)
      .pluck()
      .all()
    for (const paymentId of scanned) {
      const sent = other.arrived().filter((path) => path === `/v1/payments/${paymentId}`)
      expect(sent.length, `${paymentId} was sent`).toBeLessThanOrEqual(1)
    }
  } finally {
    database.close()
  }
  return rows
}

/** One run of a flow, with a death on the way. */
async function run(
  flow: Flow,
  death: Death | null,
): Promise<{
  readonly rows: readonly JournalRow[]
  /** The last row of each transaction. */
  readonly commits: ReadonlySet<number>
  readonly died: boolean
}> {
  const profile = flow.fromNothing === true ? emptyProfile() : copyOfPrepared()
  const memory: Memory = { codes: new Map() }
  const pressed: Pressed = new Map()
  const started: TillProcess[] = []
  const live = async (lastDeath: Death | null): Promise<TillProcess> => {
    const till = await startTill(profile, lastDeath)
    started.push(till)
    await goThrough(flow.steps, profile, till, memory, pressed)
    await uploaded(till)
    return till
  }
  try {
    const first = await live(death).catch(async (problem: unknown) => {
      if (death === null || !(problem instanceof Gone)) throw problem
      await Promise.all(started.map(({ ended }) => ended))
      return null
    })
    if (!first) expectWrittenFirst(profile)
    const last = first ?? (await live(null))
    const sale = await readSale(last, memory)
    if (!sale) throw new Error('the sale is lost')
    flow.end(sale)
    expect(await last.stop()).toBe(0)
    await sendWhatIsLeft(profile)
    const rows = expectTrue(profile, flow)
    const commits = new Set(readFileSync(commitsFile(profile), 'utf8').split('\n').map(Number))
    rmSync(profile, { recursive: true })
    return { rows, commits, died: !first }
  } finally {
    for (const till of started) void till.kill()
  }
}

/** A row that was written as the till was closed, of a check of the file, goes up at the next start. */
async function sendWhatIsLeft(profile: string): Promise<void> {
  if (otherSideOf(profile).journal().length === journalOf(profile).length) return
  const till = await startTill(profile)
  await signIn(till)
  await uploaded(till)
  expect(await till.stop()).toBe(0)
}

/** The ballast, which nobody writes to again, is shared. */
function copyOfPrepared(): string {
  const profile = tempFolder()
  cpSync(prepared, profile, { recursive: true, filter: (path) => !path.endsWith('ballast') })
  linkSync(join(prepared, 'ballast'), join(profile, 'ballast'))
  return profile
}

async function until(holds: () => boolean): Promise<void> {
  const untilMs = Date.now() + 15_000
  while (!holds()) {
    if (Date.now() > untilMs) throw new Error('it does not come true')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** The stretches of rows that some flow was killed at: another one that begins alike is not killed there again. */
const goneThrough = new Set<string>()

/** What a row is about, whatever its ids, times and amounts are. */
function gist({ kind, body }: JournalRow): string {
  const { method, flow, why } = JSON.parse(body) as Record<string, unknown>
  return JSON.stringify([kind, method, flow, why])
}

/**
 * Within every row, and after every commit: rows of one transaction end on the disk together.
 * @param first the first row that is the flow's own
 * @param lastKind the kind of the last row to die at; left out: to the end
 */
function deathsOf(
  rows: readonly JournalRow[],
  commits: ReadonlySet<number>,
  first: number,
  lastKind?: string,
): readonly Death[] {
  const gists = rows.map(gist)
  const last =
    lastKind === undefined ? rows.length : rows.findIndex(({ kind }) => kind === lastKind) + 1
  return rows.flatMap(({ seq: at }): readonly Death[] => {
    const stretch = gists.slice(first - 1, at).join(' ')
    if (at < first || at > last || goneThrough.has(stretch)) return []
    goneThrough.add(stretch)
    return commits.has(at)
      ? [
          { how: 'within', at },
          { how: 'after', at },
        ]
      : [{ how: 'within', at }]
  })
}

describe.each(flows)('$name', (flow) => {
  test('kill -9 within and after every journal row: nothing lost, nothing doubled', async () => {
    const first = flow.fromNothing === true ? 1 : journalOf(prepared).length + 1
    const { rows, commits } = await run(flow, null)
    expect(rows.map(({ kind }) => kind)).toContain(flow.passes ?? 'sale.completed')
    const deaths = [...deathsOf(rows, commits, first, flow.killedUntil)]
    expect(deaths).not.toEqual([])
    const lane = async (): Promise<void> => {
      for (let death = deaths.shift(); death; death = deaths.shift()) {
        const { how, at } = death
        try {
          const end = await run(flow, death)
          // A row that only told of a delay need not come again.
          expect(end.died || end.rows.length < at, 'the till dies').toBe(true)
        } catch (problem) {
          deaths.length = 0
          throw new Error(`killed ${how} row ${at}, ${rows[at - 1]?.kind}`, { cause: problem })
        }
      }
    }
    const ended = await Promise.allSettled(Array.from({ length: lanes }, lane))
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  })
})

test('the shipped bundle has no hook to die by', async () => {
  const shipped = join(import.meta.dirname, '../../dist/main')
  const files = readdirSync(shipped, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  expect(files.length).toBeGreaterThan(1)
  for (const name of files) {
    expect(readFileSync(join(shipped, name), 'utf8')).not.toMatch(/HARBOUR_TEST|SIGKILL/u)
  }
  const profile = tempFolder()
  const till = await startTillProcess({
    program: join(shipped, 'serve.js'),
    profile,
    env: { HARBOUR_TEST_DIE: 'after', HARBOUR_TEST_DIE_AT: '1' },
  })
  expect((await till.topic('counter')).state).toBe('ready')
  expect(await till.stop()).toBe(0)
})
