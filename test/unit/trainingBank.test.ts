/** The simulated bank without a till: its file, its notices, and what it does with odd questions. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { paymentIdSchema, type PaymentId } from '../../src-shared/ids.ts'
import { hkd } from '../../src-shared/money.ts'
import { createTrainingFps } from '../../src-main/training/fpsChannel.ts'
import { createTrainingClock } from '../../src-main/training/trainingClock.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { createVirtualClock } from '../harness/virtualClock.ts'

const startMs = Date.UTC(2026, 10, 21, 2)

const idOf = (place: number): PaymentId =>
  paymentIdSchema.parse(`01890000-0000-7000-8000-${String(place).padStart(12, '0')}`)

const paymentOf = (place: number, amountMinor = 8_880) => ({
  paymentId: idOf(place),
  method: 'fps' as const,
  amount: hkd(amountMinor),
  reference: `HT${place}`,
  shownAtMs: startMs,
  expiresAtMs: startMs + 600_000,
})

/** A bank on a file of its own, with a listener for its notices. */
function opened(file = join(tempFolder(), 'bank.sqlite'), clock = createVirtualClock(startMs)) {
  const database = new Database(file)
  onTestFinished(() => {
    database.close()
  })
  const bank = createTrainingFps(database, createTrainingClock(clock), () => undefined)
  const heard: string[] = []
  bank.channel.onHint((paymentId) => heard.push(paymentId))
  return { ...bank, database, clock, file, heard }
}

describe('a file of version 0.1', () => {
  /** As that version made it, with one payment of each kind. */
  function oldFile(): string {
    const file = join(tempFolder(), 'bank.sqlite')
    const database = new Database(file)
    database.exec(
      `CREATE TABLE IF NOT EXISTS fps (
         paymentId TEXT PRIMARY KEY, amountMinor INTEGER NOT NULL, state TEXT NOT NULL,
         paysAtMs INTEGER, creditedMinor INTEGER NOT NULL
       ) STRICT`,
    )
    const insert = database.prepare('INSERT INTO fps VALUES (?, 8880, ?, ?, ?)')
    insert.run(idOf(1), 'open', null, 0)
    insert.run(idOf(2), 'open', startMs + 5_000, 0)
    insert.run(idOf(3), 'open', null, 8_880)
    insert.run(idOf(4), 'closed', startMs - 5_000, 0)
    insert.run(idOf(5), 'closed', null, 2 * 8_880)
    database.close()
    return file
  }

  test('is read as it was meant, and who was about to pay pays', async () => {
    const { channel, clock, heard } = opened(oldFile())
    await clock.pass(0)
    const answers = await Promise.all([1, 2, 3, 4, 5].map((place) => channel.query(idOf(place))))
    expect(answers).toMatchObject([
      { state: 'awaitingPayer', creditedMinor: 0 },
      { state: 'succeeded', creditedMinor: 8_880 },
      { state: 'succeeded', creditedMinor: 8_880 },
      { state: 'closed', creditedMinor: 0 },
      { state: 'succeeded', creditedMinor: 2 * 8_880 },
    ])
    expect(new Set(heard)).toEqual(new Set([idOf(2), idOf(3), idOf(5)]))
  })

  test('is brought up to date once, and takes new payments', async () => {
    const { database, channel, parties, clock, file } = opened(oldFile())
    parties.prepare('payTwice')
    await channel.create(paymentOf(6))
    await clock.pass(3_000)
    database.close()
    const again = opened(file, clock)
    expect(again.database.pragma('user_version', { simple: true })).toBe(1)
    await clock.pass(5_000)
    expect(await again.channel.query(idOf(6))).toMatchObject({ creditedMinor: 2 * 8_880 })
    expect(await again.channel.query(idOf(3))).toMatchObject({ creditedMinor: 8_880 })
  })
})

describe('the bank’s file', () => {
  test('that takes nothing for a while loses no payment: it comes when it can be stored', async () => {
    const { database, channel, parties, clock, heard } = opened()
    parties.prepare('payNow')
    await channel.create(paymentOf(1))
    // Stands for a full disk: a refusal of the file itself.
    database.pragma('query_only = ON')
    await clock.pass(60_000)
    expect(await channel.query(idOf(1))).toMatchObject({ state: 'awaitingPayer', creditedMinor: 0 })
    database.pragma('query_only = OFF')
    heard.length = 0
    await clock.pass(5_000)
    expect(await channel.query(idOf(1))).toMatchObject({ state: 'succeeded' })
    expect(heard).toEqual([idOf(1)])
  })

  test('that takes nothing keeps no till from starting', async () => {
    const { database, channel, parties, clock, file } = opened()
    parties.prepare('payNow')
    await channel.create(paymentOf(1))
    database.pragma('query_only = ON')
    clock.jump(60_000)
    const again = createTrainingFps(database, createTrainingClock(clock), () => undefined)
    expect(await again.channel.query(idOf(1))).toMatchObject({ state: 'awaitingPayer' })
    database.close()
    const { channel: later } = opened(file, clock)
    expect(await later.query(idOf(1))).toMatchObject({ state: 'succeeded' })
  })

  test('that was closed stops everything that was planned', async () => {
    const { database, channel, parties, clock, heard } = opened()
    parties.prepare('payTwice')
    await channel.create(paymentOf(1))
    parties.customerPays(idOf(1))
    database.close()
    await clock.pass(600_000)
    expect(heard).toEqual([])
  })
})

test('a payment that was called off before the bank heard of it is closed when it does', async () => {
  const { channel, parties, clock } = opened()
  expect(await channel.query(idOf(1))).toEqual({ kind: 'neverSeen' })
  expect(await channel.close(paymentOf(1))).toMatchObject({ state: 'closed', creditedMinor: 0 })
  parties.prepare('payNow')
  expect(await channel.create(paymentOf(1))).toMatchObject({ state: 'closed' })
  await clock.pass(60_000)
  expect(await channel.query(idOf(1))).toMatchObject({ state: 'closed', creditedMinor: 0 })
  expect(parties.view().next).toBe('payNow')
})

test('a payment that the bank refused stays refused when it is called off', async () => {
  const { channel, parties, clock } = opened()
  parties.prepare('refuse')
  await channel.create(paymentOf(1))
  await clock.pass(1_000)
  expect(await channel.close(paymentOf(1))).toMatchObject({ state: 'failed', creditedMinor: 0 })
})

test('a payment that is told of again is the same payment, and uses up nothing', async () => {
  const { channel, parties, clock } = opened()
  parties.behave({ usualPauseMs: 1_000 })
  await channel.create(paymentOf(1))
  parties.prepare('refuse')
  await channel.create(paymentOf(1))
  expect(parties.view()).toEqual({
    next: 'refuse',
    usualPauseMs: 1_000,
    networkOn: true,
    clockAheadMs: 0,
  })
  await clock.pass(1_000)
  expect(await channel.query(idOf(1))).toMatchObject({ state: 'succeeded', creditedMinor: 8_880 })
})

test('a code that was shown without a network is unknown to the bank until it is told', async () => {
  const { channel, parties } = opened()
  const noNetwork = { kind: 'noAnswer', reason: 'no network' }
  parties.setNetwork(false)
  expect(await channel.create(paymentOf(1))).toEqual(noNetwork)
  expect(await channel.query(idOf(1))).toEqual(noNetwork)
  expect(parties.customerPays(idOf(1))).toBe(true)
  parties.setNetwork(true)
  expect(await channel.query(idOf(1))).toEqual({ kind: 'neverSeen' })
  expect(await channel.create(paymentOf(1))).toMatchObject({ state: 'succeeded' })
})

test('a notice comes by itself, never within the call that caused it, and not without a network', async () => {
  const { channel, parties, clock, heard } = opened()
  await channel.create(paymentOf(1))
  parties.customerPays(idOf(1))
  expect(heard).toEqual([])
  await clock.pass(0)
  // The second is the repetition for a till that has just started.
  expect(new Set(heard)).toEqual(new Set([idOf(1)]))
  heard.length = 0
  parties.setNetwork(false)
  parties.customerPays(idOf(1))
  await clock.pass(0)
  expect(heard).toEqual([])
  parties.setNetwork(true)
  parties.setNetwork(true)
  await clock.pass(0)
  expect(heard).toEqual([idOf(1)])
})

test('nobody is paid more than an answer can carry', async () => {
  const { channel, parties } = opened()
  await channel.create(paymentOf(1, 5_000_000_000))
  expect(parties.customerPays(idOf(1))).toBe(true)
  expect(parties.customerPays(idOf(1))).toBe(false)
  expect(await channel.query(idOf(1))).toMatchObject({ creditedMinor: 5_000_000_000 })
  expect(parties.customerPays(idOf(2))).toBe(false)
})
