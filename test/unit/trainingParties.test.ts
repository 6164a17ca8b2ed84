/** The simulated aggregators and customers as the till's client meets them, without a till. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ChannelPayment } from '../../src-main/engine/channels/channel.ts'
import { openDatabaseFile } from '../../src-main/host/databaseFile.ts'
import { createTrainingClock } from '../../src-main/training/trainingClock.ts'
import { paymentIdSchema, type PaymentId } from '../../src-shared/ids.ts'
import { hkd } from '../../src-shared/money.ts'
import { connectInMemory } from '../harness/inMemory.ts'
import { morningMs as startMs, seededRandom } from '../harness/seeded.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { createVirtualClock } from '../harness/virtualClock.ts'

const minuteMs = 60_000

const idOf = (place: number): PaymentId =>
  paymentIdSchema.parse(`01890000-0000-7000-8000-${String(place).padStart(12, '0')}`)

const paymentOf = (place: number, wanted: Partial<ChannelPayment> = {}): ChannelPayment => ({
  paymentId: idOf(place),
  method: 'fps',
  flow: 'merchantCode',
  amount: hkd(8_880),
  reference: `HT${place}`,
  createdAtMs: startMs,
  shownAtMs: startMs,
  expiresAtMs: startMs + 10 * minuteMs,
  customerCode: null,
  ...wanted,
})

/** Parties on files of their own, with a listener for the notices of the main aggregator. */
async function opened(folder = tempFolder(), clock = createVirtualClock(startMs)) {
  const database = openDatabaseFile(join(folder, 'till.sqlite'))
  const trainingClock = createTrainingClock(clock)
  let resets = 0
  const other = await connectInMemory({
    folder,
    database,
    clock: trainingClock,
    // Whoever starts anew signs with new nonces.
    random: seededRandom(`parties ${clock.now()}`),
    reset: () => {
      resets += 1
    },
  })
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    other.close()
    database.close()
  }
  onTestFinished(close)
  const [main, backup] = other.channels
  if (!main || !backup) throw new Error('two aggregators')
  const heard: string[] = []
  main.onHint((paymentId) => heard.push(paymentId))
  other.start()
  await clock.pass(0)
  return { ...other, main, backup, clock, folder, heard, close, resets: () => resets }
}

describe('the parties', () => {
  test('of a file of version 0.1 begin anew, and serve', async () => {
    const folder = tempFolder()
    const old = new Database(join(folder, 'main.sqlite'))
    old.exec(`CREATE TABLE fps (paymentId TEXT PRIMARY KEY) STRICT; PRAGMA user_version = 1`)
    old.close()
    const { main } = await opened(folder)
    expect(await main.query(idOf(1))).toEqual({ kind: 'neverSeen' })
    expect(await main.create(paymentOf(1))).toMatchObject({ state: 'awaitingPayer' })
  })

  test('go on where they stopped, and a notice that went unheard comes once more', async () => {
    const before = await opened()
    before.parties.prepare('payTwice')
    await before.main.create(paymentOf(1))
    before.parties.prepare('payNow')
    await before.main.create(paymentOf(2))
    before.close()
    before.clock.jump(3_000)
    const after = await opened(before.folder, before.clock)
    expect(await after.main.query(idOf(1))).toMatchObject({ creditedMinor: 8_880 })
    expect(new Set(after.heard)).toEqual(new Set([idOf(1), idOf(2)]))
    await after.clock.pass(5_000)
    expect(after.heard.at(-1)).toBe(idOf(1))
    expect(await after.main.query(idOf(1))).toMatchObject({ creditedMinor: 2 * 8_880 })
  })

  test('that were closed do nothing more', async () => {
    const { main, parties, clock, heard, close } = await opened()
    parties.prepare('payTwice')
    await main.create(paymentOf(1))
    close()
    await clock.pass(10 * minuteMs)
    expect(heard).toEqual([])
  })

  test('know what is wanted of them', async () => {
    const { parties, main, resets } = await opened()
    parties.behave({ usualPauseMs: 1_000 })
    parties.prepare('refuse')
    parties.setChannel('backup', 'slow')
    parties.setNetwork(false)
    expect(parties.view()).toEqual({
      next: 'refuse',
      usualPauseMs: 1_000,
      networkOn: false,
      channels: [
        { id: 'main', state: 'good' },
        { id: 'backup', state: 'slow' },
      ],
      terminals: { next: null, plugged: true },
      octopus: { next: null, card: null, plugged: true },
      clockAheadMs: 0,
    })
    parties.setNetwork(true)
    await main.create(paymentOf(1))
    expect(parties.view()).toMatchObject({ next: null })
    parties.reset()
    expect(resets()).toBe(1)
  })

  test('take the same payment for the same, and use up nothing by it', async () => {
    const { main, parties, clock } = await opened()
    parties.behave({ usualPauseMs: 1_000 })
    await main.create(paymentOf(1))
    parties.prepare('refuse')
    await main.create(paymentOf(1))
    expect(parties.view()).toMatchObject({ next: 'refuse' })
    await clock.pass(1_000)
    expect(await main.query(idOf(1))).toMatchObject({ state: 'succeeded', creditedMinor: 8_880 })
  })
})

describe('a customer', () => {
  test('pays through whichever aggregator has the payment, in part too', async () => {
    const { backup, main, parties, moneyOf } = await opened()
    const transfer = { method: 'bankTransfer', flow: 'awaitingFunds', shownAtMs: null } as const
    await backup.create(paymentOf(1, transfer))
    expect(parties.customerPays(idOf(1), 8_000)).toBe(true)
    expect(await backup.query(idOf(1))).toMatchObject({
      state: 'awaitingPayer',
      creditedMinor: 8_000,
      credits: [{ amountMinor: 8_000 }],
    })
    expect(parties.customerPays(idOf(1), null)).toBe(true)
    expect(await backup.query(idOf(1))).toMatchObject({ state: 'succeeded', creditedMinor: 8_880 })
    expect(await main.query(idOf(1))).toEqual({ kind: 'neverSeen' })
    expect(moneyOf(idOf(1))).toBe(8_880)
    expect(parties.customerPays(idOf(2), null)).toBe(false)
  })

  test.for([
    ['wechatPay', /^1[35]\d{16}$/u],
    ['alipay', /^28\d{16}$/u],
    ['unionpayQr', /^62\d{17}$/u],
  ] as const)(
    'shows a code of %s, new each time, which is taken within a minute',
    async ([method, form]) => {
      const { main, parties, clock } = await opened()
      const text = parties.customerCode(method)
      expect(text).toMatch(form)
      expect(parties.customerCode(method)).not.toBe(text)
      const plain = { kind: 'plain', text } as const
      const scanned = {
        method,
        flow: 'customerCode',
        shownAtMs: null,
        customerCode: plain,
      } as const
      await clock.pass(59_000)
      const answer = await main.create(paymentOf(1, scanned))
      expect(answer).toMatchObject({ kind: 'state', state: 'processing' })
      await clock.pass(2_000)
      expect(await main.query(idOf(1))).toMatchObject({ state: 'succeeded' })
    },
  )
})

describe('an aggregator', () => {
  test('that is gone takes only its own payments with it', async () => {
    const { main, backup, parties } = await opened()
    parties.setChannel('main', 'gone')
    expect(await main.create(paymentOf(1))).toMatchObject({ kind: 'noAnswer' })
    expect(await main.probe()).toBe('noAnswer')
    expect(await backup.create(paymentOf(2))).toMatchObject({ state: 'awaitingPayer' })
    parties.setChannel('main', 'good')
    expect(await main.probe()).toBe('good')
    parties.setNetwork(false)
    expect(await backup.query(idOf(2))).toMatchObject({ kind: 'noAnswer' })
  })

  test('that is slow answers after four seconds', async () => {
    const { main, parties, clock } = await opened()
    parties.setChannel('main', 'slow')
    const answers: string[] = []
    void main.create(paymentOf(1)).then(({ kind }) => answers.push(kind))
    await clock.pass(3_999)
    expect(answers).toEqual([])
    await clock.pass(1)
    expect(answers).toEqual(['state'])
  })

  test('tells nothing without a network, and tells it when the network is back', async () => {
    const { main, parties, clock, heard } = await opened()
    await main.create(paymentOf(1))
    parties.customerPays(idOf(1), null)
    expect(heard).toEqual([])
    await clock.pass(0)
    expect(heard).toEqual([idOf(1)])
    heard.length = 0
    parties.setNetwork(false)
    parties.customerPays(idOf(1), null)
    await clock.pass(minuteMs)
    expect(heard).toEqual([])
    parties.setNetwork(true)
    await clock.pass(30_000)
    expect(heard).toEqual([idOf(1)])
  })
})

test('a customer who pays late does so after the end, though a trainer puts the clock far ahead', async () => {
  const { main, parties, clock, moneyOf } = await opened()
  parties.prepare('payLate')
  await main.create(paymentOf(1))
  parties.setClock(60 * minuteMs)
  await clock.pass(9_999)
  expect(moneyOf(idOf(1))).toBe(0)
  await clock.pass(1)
  expect(moneyOf(idOf(1))).toBe(8_880)
})

test('a clock that is put back delays no customer', async () => {
  const { main, parties, clock, moneyOf } = await opened()
  parties.setClock(7 * 24 * 60 * minuteMs)
  parties.prepare('payTwice')
  await main.create(paymentOf(1))
  await clock.pass(3_000)
  parties.setClock(0)
  await clock.pass(5_000)
  expect(moneyOf(idOf(1))).toBe(2 * 8_880)
})
