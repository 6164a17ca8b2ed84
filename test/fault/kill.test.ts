/**
 * kill -9 around every journal row of each flow, through the real process: nothing that was
 * acknowledged is lost, nothing is doubled, and whoever repeats a press gets the same answer.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CallName, Input, Output } from '../../src-shared/contract/index.ts'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import type { PaymentId, SaleId } from '../../src-shared/ids.ts'
import type { Result } from '../../src-shared/result.ts'
import { verifyFile } from '../../src-main/host/verifyFile.ts'
import { expectWhole } from '../harness/testTill.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { Gone, newCallId, startTillProcess, type TillProcess } from '../harness/tillProcess.ts'
import { buildDyingTill } from './buildDyingTill.ts'

/** What earlier steps of a flow answered. */
type Memory = { saleId?: SaleId; paymentId?: PaymentId }

type Step = (cashier: Cashier, memory: Memory) => Promise<void>

type Cashier = {
  /** The step's call, with the same call id each time that the flow is gone through. */
  press<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
  readonly till: TillProcess
}

type Flow = {
  readonly name: string
  readonly steps: readonly Step[]
  /** What is true at the end, however often the till died on the way. */
  readonly end: (sale: SaleView, till: TillProcess) => void
}

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('an earlier step did not answer')
  return value
}

const openShift: Step = async ({ press }) => {
  await press('shift.open', { float: { '10000': 3 } })
}
const openSale =
  (totalMinor: number): Step =>
  async ({ press }, memory) => {
    memory.saleId = (
      await press('sale.open', { totalMinor, reference: 'A', description: '' })
    ).saleId
  }
const cash =
  (tenderedMinor: number): Step =>
  async ({ press }, memory) => {
    await press('payment.takeCash', { saleId: must(memory.saleId), tenderedMinor })
  }
const charge =
  (amountMinor: number): Step =>
  async ({ press }, memory) => {
    const input = { saleId: must(memory.saleId), method: 'fps', amountMinor } as const
    memory.paymentId = (await press('payment.charge', input)).paymentId
  }
/** A customer pays once, whatever happens to the till. */
const customerPays: Step = async ({ press, till }, memory) => {
  const sale = await till.topic('sale')
  const payment = sale?.payments.find(({ paymentId }) => paymentId === memory.paymentId)
  if (payment?.state === 'awaitingPayer') {
    await press('training.customerPays', { paymentId: payment.paymentId })
  }
}
const saleUntil =
  (holds: (sale: SaleView) => boolean): Step =>
  async ({ till }, memory) => {
    // A completed sale leaves the screen with a restart; the history still has it.
    await till.until('session', (session) => session !== null)
    const untilMs = Date.now() + 15_000
    for (;;) {
      const sale = await readSale(till, memory)
      if (sale && holds(sale)) return
      if (Date.now() > untilMs) throw new Error(`the sale stays ${JSON.stringify(sale)}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

async function readSale(till: TillProcess, memory: Memory): Promise<SaleView | null> {
  const onScreen = await till.topic('sale')
  if (onScreen?.saleId === memory.saleId) return onScreen
  const list = await till.call('history.payments', { before: null, limit: 100 })
  const payments = list.ok ? list.value.payments : []
  const payment = payments.find(({ saleId }) => saleId === memory.saleId)
  if (!payment) return null
  const one = await till.call('history.payment', { paymentId: payment.paymentId })
  return one.ok ? one.value.sale : null
}

const flows: readonly Flow[] = [
  {
    name: 'a cash sale with change, after a choice of language',
    steps: [
      async ({ press }) => {
        await press('counter.chooseLanguage', { language: 'zh-Hant' })
      },
      openShift,
      openSale(12_850),
      cash(20_000),
    ],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 12_850 })
      expect(sale.payments).toHaveLength(1)
    },
  },
  {
    name: 'an FPS sale that the customer pays',
    steps: [
      openShift,
      openSale(8_880),
      charge(8_880),
      customerPays,
      saleUntil(({ state }) => state === 'completed'),
    ],
    end: (sale) => {
      expect(sale.payments).toHaveLength(1)
      expect(sale.payments[0]).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    },
  },
  {
    name: 'an FPS code that is cancelled, then cash, then the customer pays the code after all',
    steps: [
      openShift,
      openSale(5_000),
      charge(5_000),
      async ({ press }, { paymentId }) => {
        await press('payment.cancel', { paymentId: must(paymentId) })
      },
      saleUntil(({ livePaymentId }) => livePaymentId === null),
      cash(5_000),
      async ({ press, till }, memory) => {
        const sale = await readSale(till, memory)
        if (sale?.payments[0]?.discrepancyMinor !== 0) return
        await press('training.customerPays', { paymentId: must(memory.paymentId) })
      },
      saleUntil(({ payments }) => (payments[0]?.discrepancyMinor ?? 0) > 0),
    ],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 5_000 })
      expect(sale.payments.map(({ state }) => state)).toEqual(['closed', 'succeeded'])
      expect(sale.payments[0]?.discrepancyMinor).toBe(5_000)
    },
  },
  {
    name: 'a split sale that is set aside and taken back',
    steps: [
      openShift,
      openSale(10_003),
      cash(4_000),
      async ({ press }, { saleId }) => {
        await press('sale.setAside', { saleId: must(saleId) })
      },
      async ({ press }, { saleId }) => {
        await press('sale.takeBack', { saleId: must(saleId) })
      },
      cash(6_000),
    ],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 10_000, roundingMinor: -3 })
      expect(sale.payments).toHaveLength(2)
    },
  },
]

let program = ''
beforeAll(async () => {
  program = await buildDyingTill()
})

/** Signs in and goes through the whole flow; presses that were answered before answer the same. */
async function goThrough(
  flow: Flow,
  till: TillProcess,
  memory: Memory,
  pressed: Map<number, { callId: string; answer?: Result<unknown> }>,
): Promise<void> {
  const staff = await till.call('session.staff', {})
  const cashier = staff.ok ? staff.value.find(({ role }) => role === 'cashier') : undefined
  if (typeof cashier?.trainingPin !== 'string') throw new Error('nobody to sign in')
  const { staffId, trainingPin: pin } = cashier
  const signedIn = await till.call('session.signIn', { staffId, pin })
  if (!signedIn.ok) throw new Error(signedIn.failure.code)
  for (const [index, step] of flow.steps.entries()) {
    const press: Cashier['press'] = async (name, input) => {
      const known = pressed.get(index) ?? { callId: newCallId() }
      pressed.set(index, known)
      const answer = await till.call(name, input, known.callId)
      if (known.answer) expect(answer).toEqual(known.answer)
      pressed.set(index, { ...known, answer })
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`)
      return answer.value
    }
    await step({ press, till }, memory)
  }
}

/** One run of a flow in a new profile, with a death on the way. @returns the number of rows */
async function run(
  flow: Flow,
  death: { how: 'within' | 'after'; at: number } | null,
): Promise<number> {
  const profile = tempFolder()
  const settings = { 'training.fpsPaysAfterMs': null }
  writeFileSync(join(profile, 'settings.json'), JSON.stringify(settings), { mode: 0o600 })
  const memory: Memory = {}
  const pressed = new Map<number, { callId: string; answer?: Result<unknown> }>()
  const env = death && {
    HARBOUR_TEST_DIE: death.how,
    HARBOUR_TEST_DIE_AT: String(death.at),
  }
  let died = false
  let till: TillProcess | null = null
  try {
    till = await startTillProcess({ program, profile, ...(env ? { env } : {}) })
    await goThrough(flow, till, memory, pressed)
  } catch (problem) {
    if (!(problem instanceof Gone)) throw problem
    died = true
  }
  if (death) {
    expect(died, `the till dies at row ${death.at}`).toBe(true)
    await till?.ended
    till = await startTillProcess({ program, profile })
    await goThrough(flow, till, memory, pressed)
  }
  if (!till) throw new Error('the till did not start')
  const sale = await readSale(till, memory)
  if (!sale) throw new Error('the sale is lost')
  flow.end(sale, till)
  expect(await till.stop()).toBe(0)

  const file = join(profile, 'training.sqlite')
  expect(verifyFile(profile)).toMatchObject({ ok: true })
  const database = new Database(file)
  expectWhole(database)
  const rows = database.prepare('SELECT count(*) AS n FROM journal').get() as { n: number }
  const taken = database.prepare(`SELECT count(*) AS n FROM sale WHERE totalMinor > 0`).get() as {
    n: number
  }
  expect(taken.n).toBe(1)
  const late = sumOf(database, 'SELECT sum(amountMinor) AS n FROM discrepancy')
  const recorded = sumOf(
    database,
    `SELECT sum(amountMinor) AS n FROM payment WHERE method = 'fps' AND state = 'succeeded'`,
  )
  database.close()
  const bank = new Database(join(profile, 'training-parties.sqlite'), { readonly: true })
  expect(sumOf(bank, 'SELECT sum(creditedMinor) AS n FROM fps')).toBe(recorded + late)
  bank.close()
  return rows.n
}

const sumOf = (database: Database.Database, sql: string): number =>
  (database.prepare(sql).get() as { n: number | null }).n ?? 0

describe.each(flows)('$name', (flow) => {
  test('kill -9 within and after every journal row: nothing lost, nothing doubled', async () => {
    const rows = await run(flow, null)
    // The founding of the counter is the same in every flow: it is gone through once, below.
    const first = flow === flows[0] ? 1 : foundingRows + 1
    for (let at = first; at <= rows; at += 1) {
      await run(flow, { how: 'within', at })
      await run(flow, { how: 'after', at })
    }
  })
})

/** Rows before anybody has signed in: the epoch, four learners, and one setting that differs. */
const foundingRows = 6

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
