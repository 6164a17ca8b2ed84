/** Customers and banks behind the simulated aggregator: what each deed does with the money. */
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { trainingDeeds } from '../../src-shared/contract/training.ts'
import { startSimulated } from '../harness/simulated.ts'
import { codeNow, fps, scanned, stateOf, transfer } from '../harness/simulatedPayers.ts'

const minuteMs = 60_000

describe('a payer who scans a code', () => {
  test('pays after the usual pause, and the money is told of', async () => {
    const simulated = await startSimulated()
    simulated.next.usualPauseMs = 8_000
    const { id } = await simulated.pay()
    await simulated.clock.pass(7_999)
    expect(await stateOf(simulated, id)).toBe('awaitingPayer')
    await simulated.clock.pass(1)
    expect((await simulated.get(id)).body).toMatchObject({
      state: 'succeeded',
      amount: { currency: 'HKD', amountMinor: 8_880 },
      credited: { amountMinor: 8_880 },
      credits: [{ amountMinor: 8_880, reference: 'HT0100000001' }],
      wallet: 'AlipayHK',
    })
    expect(simulated.core.moneyOf(id)).toBe(8_880)
  })

  test('pays when he is told to, where there is no usual pause', async () => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay()
    await simulated.clock.pass(10 * minuteMs)
    expect(await stateOf(simulated, id)).toBe('awaitingPayer')
    expect(simulated.door.customerPays(id, null)).toBe(true)
    expect(await stateOf(simulated, id)).toBe('succeeded')
  })

  test('is refused by his bank, and can pay this code no more', async () => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay(fps, 'refuse')
    await simulated.clock.pass(1_000)
    expect(await stateOf(simulated, id)).toBe('failed')
    expect(simulated.door.customerPays(id, null)).toBe(false)
    await simulated.end('close', id)
    expect(await stateOf(simulated, id)).toBe('failed')
  })

  test('is refused and has paid after all: the next question tells, or time', async () => {
    const simulated = await startSimulated()
    const asked = await simulated.pay(fps, 'refuseThenPaid')
    await simulated.clock.pass(1_000)
    expect(await stateOf(simulated, asked.id)).toBe('failed')
    expect(await stateOf(simulated, asked.id)).toBe('succeeded')
    const unasked = await simulated.pay(fps, 'refuseThenPaid')
    await simulated.clock.pass(1_000)
    expect(await stateOf(simulated, unasked.id)).toBe('failed')
    await simulated.clock.pass(5_000)
    expect(simulated.core.moneyOf(unasked.id)).toBe(8_880)
    expect(simulated.core.moneyOf(asked.id)).toBe(8_880)
  })

  test('opens the confirmation, and pays after a while', async () => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay({}, 'confirmThenPay')
    await simulated.clock.pass(2_000)
    expect(await stateOf(simulated, id)).toBe('processing')
    await simulated.clock.pass(5_000)
    expect(await stateOf(simulated, id)).toBe('succeeded')
  })

  test.for(['close', 'reverse'] as const)('is faster than a %s', async (how) => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay({}, 'payWhileClosing')
    await simulated.clock.pass(minuteMs)
    expect((await simulated.end(how, id)).body).toMatchObject({
      state: how === 'close' ? 'succeeded' : 'reversed',
    })
    expect(simulated.core.moneyOf(id)).toBe(how === 'close' ? 8_880 : 0)
  })

  test.for([
    [8_880, 8_780],
    [101, 1],
    [100, 99],
    [2, 1],
    [1, 2],
  ] as const)('pays another amount: %i asked for, %i paid', async ([amountMinor, paidMinor]) => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay({ amount: { currency: 'HKD', amountMinor } }, 'payOther')
    await simulated.clock.pass(3_000)
    expect((await simulated.get(id)).body).toMatchObject({
      state: 'succeeded',
      amount: { amountMinor: paidMinor },
      credited: { amountMinor: paidMinor },
    })
  })

  test('pays late: only once it was called off, or has run out', async () => {
    const simulated = await startSimulated()
    const calledOff = await simulated.pay(fps, 'payLate')
    await simulated.end('close', calledOff.id)
    await simulated.clock.pass(9_999)
    expect(await stateOf(simulated, calledOff.id)).toBe('closed')
    await simulated.clock.pass(1)
    expect(await stateOf(simulated, calledOff.id)).toBe('succeeded')
    const ranOut = await simulated.pay(fps, 'payLate')
    await simulated.clock.pass(10 * minuteMs + 9_999)
    expect(await stateOf(simulated, ranOut.id)).toBe('awaitingPayer')
    await simulated.clock.pass(1)
    expect(await stateOf(simulated, ranOut.id)).toBe('succeeded')
  })

  test('pays twice, five seconds later, whatever became of it', async () => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay(fps, 'payTwice')
    await simulated.clock.pass(8_000)
    expect((await simulated.get(id)).body).toMatchObject({
      credited: { amountMinor: 2 * 8_880 },
      credits: [{ amountMinor: 8_880 }, { amountMinor: 8_880 }],
    })
    expect(simulated.core.totals()).toEqual({
      payments: 1,
      creditedMinor: 2 * 8_880,
      refundedMinor: 0,
    })
  })

  test('who sees it called off goes, and pays no more by himself', async () => {
    for (const deed of [null, 'payNow', 'payTwice', 'payOther', 'confirmThenPay'] as const) {
      const simulated = await startSimulated()
      simulated.next.usualPauseMs = 8_000
      const { id } = await simulated.pay(fps, deed)
      await simulated.clock.pass(500)
      await simulated.end('close', id)
      await simulated.clock.pass(20 * minuteMs)
      expect(await stateOf(simulated, id)).toBe('closed')
      expect(simulated.door.customerPays(id, null)).toBe(true)
      expect(await stateOf(simulated, id)).toBe('succeeded')
    }
  })

  test('is never credited more than an answer can carry', async () => {
    const simulated = await startSimulated()
    const amount = { currency: 'HKD', amountMinor: 5_000_000_000 }
    const { id } = await simulated.pay({ amount })
    expect(simulated.door.customerPays(id, null)).toBe(true)
    expect(simulated.door.customerPays(id, null)).toBe(false)
    const small = await simulated.pay()
    const paid = Array.from({ length: 60 }, () => simulated.door.customerPays(small.id, 1))
    expect(paid.filter(Boolean)).toHaveLength(50)
    expect((await simulated.get(small.id)).status).toBe(200)
  })
})

describe('a payment by the customer’s code', () => {
  test('is taken by his wallet after two seconds', async () => {
    const simulated = await startSimulated()
    const { id, said } = await simulated.pay(scanned(codeNow(simulated, 'alipay')))
    expect(said.body).toMatchObject({ state: 'processing', code: null })
    await simulated.clock.pass(2_000)
    expect(await stateOf(simulated, id)).toBe('succeeded')
  })

  test('that nobody confirms is closed by a reversal', async () => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay(scanned(codeNow(simulated, 'alipay')), 'payNever')
    await simulated.clock.pass(45_000)
    expect(await stateOf(simulated, id)).toBe('processing')
    expect((await simulated.end('reverse', id)).body).toMatchObject({ state: 'closed' })
  })

  test('that was refused, was paid after all: the question that follows tells', async () => {
    const simulated = await startSimulated()
    const { id, said } = await simulated.pay(
      scanned(codeNow(simulated, 'alipay')),
      'refuseThenPaid',
    )
    expect(said.body).toMatchObject({
      state: 'failed',
      refusal: 'The customer’s bank or wallet refused.',
    })
    expect(await stateOf(simulated, id)).toBe('succeeded')
  })

  test('that was paid is given back by a reversal, however often it is asked for', async () => {
    const simulated = await startSimulated()
    const { id, said } = await simulated.pay(scanned(codeNow(simulated, 'alipay')), 'payNow')
    expect(said.body).toMatchObject({ state: 'succeeded' })
    for (let count = 0; count < 2; count += 1) {
      expect((await simulated.end('reverse', id)).body).toMatchObject({
        state: 'reversed',
        credited: { amountMinor: 0 },
        credits: [],
        refunded: { amountMinor: 8_880 },
      })
    }
    expect(simulated.core.moneyOf(id)).toBe(0)
    expect(simulated.core.totals()).toMatchObject({ creditedMinor: 8_880, refundedMinor: 8_880 })
  })
})

describe('a transfer', () => {
  test('is credited in parts, and has come when they make the whole', async () => {
    const simulated = await startSimulated()
    simulated.next.usualPauseMs = 8_000
    const { id, said } = await simulated.pay(transfer)
    expect(said.body).toMatchObject({ state: 'awaitingPayer', code: null })
    await simulated.clock.pass(24 * 60 * minuteMs)
    expect(simulated.door.customerPays(id, 8_000)).toBe(true)
    expect((await simulated.get(id)).body).toMatchObject({
      state: 'awaitingPayer',
      amount: { amountMinor: 8_880 },
      credited: { amountMinor: 8_000 },
    })
    expect(simulated.door.customerPays(id, null)).toBe(true)
    expect((await simulated.get(id)).body).toMatchObject({
      state: 'succeeded',
      amount: { amountMinor: 8_880 },
      credits: [{ amountMinor: 8_000 }, { amountMinor: 880 }],
    })
  })

  test('that brings more than was asked for says so', async () => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay(transfer)
    simulated.door.customerPays(id, 10_000)
    expect((await simulated.get(id)).body).toMatchObject({
      state: 'succeeded',
      amount: { amountMinor: 8_880 },
      credited: { amountMinor: 10_000 },
    })
  })
})

describe('a code that was shown without a line', () => {
  test('can be paid all the same, and the aggregator learns of it when it is told', async () => {
    const { door, pay, get, counter, core } = await startSimulated()
    door.setNetwork(false)
    const { id, body, said } = await pay(fps)
    expect(said.status).toBe(0)
    expect(door.customerPays(id, null)).toBe(true)
    door.setNetwork(true)
    expect(await get(id)).toMatchObject({ status: 404 })
    const told = await counter.ask('putPayment', id, body)
    expect(told.body).toMatchObject({ state: 'succeeded', credited: { amountMinor: 8_880 } })
    expect(core.moneyOf(id)).toBe(8_880)
  })

  test('is paid by himself after the usual pause, or called off in time', async () => {
    const { door, pay, end, clock, core, next } = await startSimulated()
    next.usualPauseMs = 8_000
    door.setNetwork(false)
    const paid = await pay(fps)
    const off = await pay(fps)
    await end('close', off.id)
    await clock.pass(8_000)
    expect([paid.id, off.id].map(core.moneyOf)).toEqual([8_880, 0])
  })

  test('keeps what was prepared for it; a code that only the aggregator makes was never seen', async () => {
    const { door, pay, counter, next, clock, get } = await startSimulated()
    door.setState('gone')
    const wallet = await pay({ method: 'alipay' }, 'payTwice')
    expect(door.customerPays(wallet.id, null)).toBe(false)
    expect(next.deed).toBe('payTwice')
    const own = await pay(fps, 'payOther')
    expect(next.deed).toBeNull()
    door.setState('good')
    await counter.ask('putPayment', own.id, own.body)
    await clock.pass(3_000)
    expect((await get(own.id)).body).toMatchObject({ amount: { amountMinor: 8_780 } })
  })
})

describe('after a restart', () => {
  test('everything planned is done, each thing at its time', async () => {
    const before = await startSimulated()
    const { clock, database } = before
    const deeds = ['payNow', 'payTwice', 'loseAnswer', 'confirmThenPay'] as const
    const ids: string[] = []
    for (const deed of deeds) ids.push((await before.pay(fps, deed)).id)
    before.door.stop()
    clock.jump(minuteMs)
    const after = await startSimulated({ database, clock })
    expect(ids.map(after.core.moneyOf)).toEqual([8_880, 2 * 8_880, 8_880, 8_880])
    const second = after.core.payment(ids[1] ?? '')?.credits[1]
    expect(second?.atMs).toBe(clock.now() - minuteMs + 8_000)
  })

  test('a clock that was put back delays nobody', async () => {
    const before = await startSimulated()
    const { clock, database } = before
    const { id } = await before.pay(fps, 'payTwice')
    before.door.stop()
    clock.jump(-7 * 24 * 60 * minuteMs)
    const after = await startSimulated({ database, clock })
    await clock.pass(8_000)
    expect(after.core.moneyOf(id)).toBe(2 * 8_880)
  })

  test('a file of version 0.1 is emptied, and serves', async () => {
    const database = new Database(':memory:')
    database.exec(`CREATE TABLE fps (paymentId TEXT PRIMARY KEY) STRICT`)
    database.exec(`INSERT INTO fps VALUES ('old'); PRAGMA user_version = 1`)
    const { pay, get } = await startSimulated({ database })
    const { id } = await pay({}, 'payNow')
    expect(await get(id)).toMatchObject({ status: 200 })
    const kept = database.prepare(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'fps'`)
    expect(kept.get()).toEqual({ n: 0 })
  })
})

test('a file that was closed stops everything that was planned', async () => {
  const { pay, clock, database, door } = await startSimulated()
  const { id } = await pay(fps, 'payTwice')
  door.customerPays(id, null)
  database.close()
  await clock.pass(10 * minuteMs)
  expect((await door.handle({ method: 'GET', url: '', headers: {}, body: null })).kind).toBe('lost')
})

test('whatever a payment’s deed, its money adds up in the end', async () => {
  const simulated = await startSimulated()
  const { counter, clock, core, next } = simulated
  next.usualPauseMs = 8_000
  /** Answers may be late: time goes on meanwhile. */
  const heard = async <T>(asked: Promise<T>): Promise<T> => {
    await clock.pass(11_000)
    return asked
  }
  const ids: string[] = []
  for (const deed of trainingDeeds) {
    for (const how of [{}, fps, transfer, null]) {
      const wanted = how ?? scanned(codeNow(simulated, 'alipay'))
      const { id, body } = await heard(simulated.pay(wanted, deed))
      ids.push(id)
      await heard(counter.ask('putPayment', id, body))
      const end = ids.length % 2 === 0 ? 'close' : 'reverse'
      if (ids.length % 3 === 0) await heard(simulated.end(end, id))
    }
  }
  await clock.pass(60 * minuteMs)
  const net = ids.reduce((sum, id) => sum + core.moneyOf(id), 0)
  const { creditedMinor, refundedMinor } = core.totals()
  expect(net).toBe(creditedMinor - refundedMinor)
  expect(creditedMinor).toBeGreaterThan(30 * 8_880)
  for (const id of ids) {
    const { status } = await heard(simulated.get(id))
    expect(status).toBe(200)
  }
})
