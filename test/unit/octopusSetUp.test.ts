import { describe, expect, test } from 'vitest'
import { withReader } from '../harness/octopusDesk.ts'

const second = 1_000

describe('the Octopus reader of a counter', () => {
  test('is tested without moving money, and says who it is', async () => {
    const { till, takenMinor } = await withReader()
    const asked = till.call('octopus.test', {})
    await till.clock.pass(5 * second)
    expect(await asked).toMatchObject({ value: { result: 'ready' } })
    expect((await till.octopus())?.reader).toMatchObject({
      builtIn: true,
      facts: { deviceId: 301, locationId: 7, aheadMs: expect.any(Number) as number },
      lastTest: { result: 'ready' },
      line: { open: true },
    })
    expect(takenMinor()).toBe(0)
  })

  test('is busy while a payment is at it: it is not opened anew in the middle', async () => {
    const { till, charge, prepare } = await withReader()
    prepare('wait')
    await charge('octopus')
    expect(await till.call('octopus.test', {})).toMatchObject({ value: { result: 'busy' } })
    expect(await till.call('octopus.housekeep', {})).toMatchObject({ ok: false })
  })

  test('is changed by whoever manages the counter, and not while it does not know of a payment', async () => {
    const { till, charge, prepare } = await withReader()
    prepare('walksAway')
    await charge('octopus')
    await till.clock.pass(5 * second)
    await till.signIn('admin')
    const profile = { name: 'Another', path: '/dev/pts/99' }
    expect(await till.call('octopus.save', { profile })).toMatchObject({
      failure: { code: 'portNotAllowed' },
    })
    const own = { name: 'Front desk', path: 'training:octopus' }
    expect(await till.call('octopus.save', { profile: own })).toMatchObject({
      failure: { code: 'octopusBusy' },
    })
  })

  test('has a name of its own, and is the built-in one again once that is taken out', async () => {
    const { till } = await withReader()
    await till.signIn('admin')
    expect(await till.call('octopus.remove', {})).toMatchObject({
      failure: { code: 'octopusNone' },
    })
    await till.call('octopus.save', { profile: { name: 'Front desk', path: 'training:octopus' } })
    await till.clock.pass(2 * second)
    expect((await till.octopus())?.reader).toMatchObject({
      profile: { name: 'Front desk' },
      builtIn: false,
      line: { open: true },
    })
    await till.call('octopus.remove', {})
    await till.clock.pass(2 * second)
    expect((await till.octopus())?.reader).toMatchObject({ builtIn: true, line: { open: true } })
  })

  test('a cashier neither sets it up nor has its file written', async () => {
    const { till } = await withReader()
    const profile = { name: 'Mine', path: 'training:octopus' }
    expect(await till.call('octopus.save', { profile })).toMatchObject({ ok: false })
    expect(await till.call('octopus.exchange', {})).toMatchObject({ ok: false })
  })

  test('the line is noted with no more of a card than its last four digits', async () => {
    const { till, charge } = await withReader()
    await charge('octopus')
    await till.clock.pass(5 * second)
    const trace = JSON.stringify((await till.octopus())?.reader?.trace)
    expect(trace).toContain('...8888')
    expect(trace).not.toContain('88888888')
  })
})
