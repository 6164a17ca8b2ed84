import { describe, expect, test } from 'vitest'
import { withReader } from '../harness/octopusDesk.ts'

const second = 1_000
const hour = 3_600 * second

describe('the daily work', () => {
  test('the file is written, held against the journal, and told', async () => {
    const { till, charge, rows } = await withReader()
    const { saleId } = await charge('octopus')
    await till.clock.pass(5 * second)
    await till.get('sale.next', { saleId })
    const before = await till.octopus()
    expect(before?.reader?.exchange).toMatchObject({
      open: { count: 1, amountMinor: 8_880 },
      last: null,
    })
    await till.clock.pass(21 * hour)
    const after = await till.octopus()
    expect(after?.reader?.exchange).toMatchObject({
      failed: null,
      running: false,
      open: { count: 0, amountMinor: 0 },
      last: {
        number: 1,
        theirs: { count: 1, amountMinor: 8_880 },
        ours: { count: 1, amountMinor: 8_880 },
      },
      warnAtMs: null,
    })
    expect(rows('octopus.exchanged')).toHaveLength(1)
    expect(rows('octopus.housekept')).toHaveLength(1)
  })

  test('a file that cannot be written is warned of, and then no new payment is taken', async () => {
    const { till, charge, plug, sale } = await withReader({
      'octopus.warnAfterMs': 2 * hour,
      'octopus.stopAfterMs': 24 * hour,
    })
    const { saleId } = await charge('octopus')
    await till.clock.pass(5 * second)
    await till.get('sale.next', { saleId })
    plug(false)
    await till.clock.pass(3 * hour)
    const codes = async () => (await till.counter()).alarms.map(({ code }) => code)
    expect(await codes()).toContain('octopusFileOld')
    await till.clock.pass(22 * hour)
    await till.signIn()
    expect(await codes()).toContain('octopusFileDue')
    const next = await sale()
    expect(
      await till.call('payment.charge', { saleId: next, method: 'octopus', amountMinor: 8_880 }),
    ).toMatchObject({ failure: { code: 'octopusFileDue' } })
  })

  test('a full log is written into a file first, and the same payment goes on', async () => {
    const { till, charge, payment, prepare, takenMinor, rows } = await withReader()
    prepare('logFull')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(30 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
    expect(takenMinor()).toBe(8_880)
    expect(rows('octopus.exchanged')).toHaveLength(1)
  })

  test('lists that are missing are loaded, and the next payment goes through', async () => {
    const { till, charge, payment, prepare, rows } = await withReader()
    prepare('listsMissing')
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(10 * second)
    expect(await payment(paymentId)).toMatchObject({ refusal: 'listsMissing 100068' })
    expect(rows('octopus.housekept')).toHaveLength(1)
    await till.get('payment.charge', { saleId, method: 'octopus', amountMinor: 8_880 })
    await till.clock.pass(5 * second)
    expect((await till.sale())?.state).toBe('completed')
  })
})
