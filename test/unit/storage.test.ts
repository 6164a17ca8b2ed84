import { describe, expect, test } from 'vitest'
import { createStorage } from '../../src-main/engine/storage.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const open = { totalMinor: 5_000, reference: '', description: '' }

/** From now on the database cannot grow: SQLite itself says that the disk is full. */
const fill = (till: TestTill): void => {
  const pages = Number(till.database().pragma('page_count', { simple: true }))
  till.database().pragma(`max_page_count = ${pages}`)
}
const free = (till: TestTill): void => {
  till.database().pragma('max_page_count = 1000000')
}

/** Sales until the disk is full. */
async function untilFull(till: TestTill) {
  for (let turn = 0; turn < 500; turn += 1) {
    const answer = await till.call('sale.open', open)
    if (!answer.ok) return answer
    await till.get('sale.cancel', { saleId: answer.value.saleId }).catch(() => undefined)
  }
  throw new Error('the disk does not become full')
}

describe('a full disk', () => {
  test('refuses before money moves, keeps what is there, and the same press works when there is room', async () => {
    const till = await startTestTill()
    await till.ready()
    const { saleId } = await till.get('sale.open', open)
    fill(till)
    const callId = till.newCallId()
    let refused = await till.call('payment.takeCash', { saleId, tenderedMinor: 10 }, { callId })
    for (let turn = 0; refused.ok && turn < 45; turn += 1) {
      refused = await till.call('payment.takeCash', { saleId, tenderedMinor: 10 })
    }
    expect(refused).toMatchObject({ failure: { code: 'diskFull' } })
    const before = (await till.sale())?.paidMinor
    expect((await till.counter()).alarms).toMatchObject([{ code: 'diskFull' }])
    const press = till.newCallId()
    const again = { saleId, tenderedMinor: 10 }
    expect(await till.call('payment.takeCash', again, { callId: press })).toMatchObject({
      ok: false,
    })
    free(till)
    expect(await till.call('payment.takeCash', again, { callId: press })).toMatchObject({
      ok: true,
    })
    expect((await till.sale())?.paidMinor).toBe((before ?? 0) + 10)
    expect((await till.counter()).alarms).toEqual([])
  })

  test('gives up its ballast for the result of a payment, and for nothing else', () => {
    const full = Object.assign(new Error('disk is full'), { code: 'SQLITE_FULL' })
    let room = false
    const storage = createStorage(
      {
        log: () => undefined,
        disk: {
          freeBytes: () => 0,
          giveUpBallast() {
            room = true
            return true
          },
        },
      },
      {
        write() {
          if (!room) throw full
        },
      },
    )
    const entries = [{ kind: 'payment.watchEnded', subject: 'x', body: { v: 1 } }] as const
    expect(storage.write(entries)).toMatchObject({ code: 'diskFull' })
    expect(room).toBe(false)
    storage.writeResult(entries)
    expect(room).toBe(true)
    expect(storage.alarms()).toEqual([])
  })

  test('a result that cannot be stored at all is asked for again until it can', async () => {
    const till = await startTestTill({ settings: '{ "training.fpsPaysAfterMs": 60000 }' })
    await till.ready()
    const { saleId } = await till.get('sale.open', open)
    await till.get('payment.charge', { saleId, method: 'fps', amountMinor: 5_000 })
    await till.clock.pass(0)
    await till.get('sale.setAside', { saleId })
    fill(till)
    await untilFull(till)
    await till.clock.pass(120_000)
    const waiting = async () =>
      (await till.get('history.payments', { before: null, limit: 1 })).payments[0]?.state
    expect(['awaitingPayer', 'succeeded']).toContain(await waiting())
    free(till)
    await till.clock.pass(10_000)
    expect(await waiting()).toBe('succeeded')
  })
})

test('with little room left no payment starts, and everybody is told', async () => {
  const till = await startTestTill({
    parts: { disk: { freeBytes: () => 200 * 1_048_576, giveUpBallast: () => false } },
  })
  await till.ready()
  const { saleId } = await till.get('sale.open', open)
  const low = { code: 'diskLow', facts: { freeMiB: 200 } }
  expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 5_000 })).toMatchObject({
    failure: low,
  })
  expect((await till.counter()).alarms).toMatchObject([low])
})

test('payments made after the clock was set back still stand in the order in which they were made', async () => {
  const till = await startTestTill()
  await till.ready()
  const take = async (): Promise<string> => {
    const { saleId } = await till.get('sale.open', open)
    const { paymentId } = await till.get('payment.takeCash', { saleId, tenderedMinor: 5_000 })
    await till.get('sale.next', { saleId })
    return paymentId
  }
  const first = await take()
  till.clock.jump(-3_600_000)
  const second = await take()
  await till.restart()
  await till.signIn()
  const third = await take()
  const { payments } = await till.get('history.payments', { before: null, limit: 5 })
  expect(payments.map(({ paymentId }) => paymentId)).toEqual([third, second, first])
})
