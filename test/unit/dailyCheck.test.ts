import { expect, test } from 'vitest'
import type { WholeCheck } from '../../src-main/engine/parts.ts'
import { startTestTill } from '../harness/testTill.ts'

const hourMs = 3_600_000

/** A file that is found as `found` says, and how often it was looked at. */
function checker() {
  const seen: { found: WholeCheck | Error; times: number } = {
    found: { ok: true, rows: 9 },
    times: 0,
  }
  const checkWhole = (): Promise<WholeCheck> => {
    seen.times += 1
    return seen.found instanceof Error ? Promise.reject(seen.found) : Promise.resolve(seen.found)
  }
  return { seen, checkWhole }
}

test('the whole file is checked after the start and then once a day, and not at every start', async () => {
  const { seen, checkWhole } = checker()
  const till = await startTestTill({ parts: { checkWhole } })
  expect(seen.times).toBe(0)
  await till.clock.pass(30_000)
  expect(seen.times).toBe(1)
  expect(till.kinds().at(-1)).toBe('file.checked')
  await till.restart()
  await till.clock.pass(hourMs)
  expect(seen.times).toBe(1)
  await till.clock.pass(24 * hourMs)
  expect(seen.times).toBe(2)
})

test('after an end that was not orderly it is checked again', async () => {
  const { seen, checkWhole } = checker()
  const till = await startTestTill({ parts: { checkWhole } })
  await till.clock.pass(30_000)
  await till.restart()
  // What a kill leaves: nobody noted the end.
  till.database().prepare('UPDATE lastEnd SET orderly = 0').run()
  const { stop } = till.server()
  till.server().stop = () => Promise.resolve()
  await till.restart()
  await stop()
  await till.clock.pass(30_000)
  expect(seen.times).toBe(2)
})

test('damage stops new payments, is journaled and said; a check that cannot be made stops nothing', async () => {
  const { seen, checkWhole } = checker()
  const till = await startTestTill({ parts: { checkWhole } })
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 5_000,
    reference: '',
    description: '',
  })
  seen.found = new Error('no thread')
  await till.clock.pass(30_000)
  expect((await till.counter()).alarms).toEqual([])
  await till.get('payment.takeCash', { saleId, tenderedMinor: 1_000 })

  seen.found = { ok: false, why: 'row 7' }
  await till.clock.pass(24 * hourMs)
  const damaged = { code: 'databaseDamaged', facts: { why: 'row 7' } }
  expect((await till.counter()).alarms).toEqual([damaged])
  expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 1_000 })).toEqual({
    ok: false,
    failure: damaged,
  })
  expect(till.rows().at(-1)).toMatchObject({ kind: 'file.checked' })

  seen.found = { ok: true, rows: 20 }
  await till.clock.pass(24 * hourMs)
  await till.get('payment.takeCash', { saleId, tenderedMinor: 4_000 })
  expect((await till.sale())?.state).toBe('completed')
})
