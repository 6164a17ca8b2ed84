import { describe, expect, test } from 'vitest'
import { withReader } from '../harness/octopusDesk.ts'

const second = 1_000

/** The answer to a look at a card, after as long as that takes. */
async function look(desk: Awaited<ReturnType<typeof withReader>>) {
  const asked = desk.till.call('octopus.balance', {})
  await desk.till.clock.pass(10 * second)
  return asked
}

describe('what is on an Octopus', () => {
  test('is told by the reader, and nothing is taken, paid or kept', async () => {
    const desk = await withReader()
    const before = desk.till.kinds().length
    expect(await look(desk)).toMatchObject({
      ok: true,
      value: {
        found: 'card',
        valueMinor: 50_000,
        olderMinor: null,
        by: 'reader',
        lastFour: '8888',
      },
    })
    expect(desk.takenMinor()).toBe(0)
    expect(desk.till.kinds()).toHaveLength(before)
  })

  test('is not told where the card does not want it shown', async () => {
    const desk = await withReader()
    desk.prepare('hidesValue')
    expect(await look(desk)).toMatchObject({ value: { found: 'card', valueMinor: null } })
  })

  test('is told by the module while somebody pays at the reader, both ways that it can be', async () => {
    const desk = await withReader({ 'octopus.module': { path: 'training:pn532' } })
    desk.prepare('wait')
    const { paymentId } = await desk.charge('octopus')
    expect(await look(desk)).toMatchObject({
      value: { found: 'card', valueMinor: 5_880, olderMinor: 7_380, by: 'module', lastFour: null },
    })
    // The payment does not know of it.
    expect(await desk.payment(paymentId)).toMatchObject({ state: 'awaitingPayer', octopus: null })
  })

  test('nobody can tell without the module while somebody pays, or without a reader', async () => {
    const desk = await withReader()
    desk.prepare('wait')
    await desk.charge('octopus')
    expect(await look(desk)).toMatchObject({ value: { found: 'busy' } })
    desk.plug(false)
    await desk.till.clock.pass(1 * second)
    expect(await look(desk)).toMatchObject({ value: { found: 'notThere' } })
  })

  test('the module is set up by whoever manages the counter, on a line of its own', async () => {
    const { till } = await withReader()
    await till.signIn('admin')
    const save = (path: string) => till.call('octopus.saveModule', { module: { path } })
    expect(await save('/dev/ttyUSB0')).toMatchObject({ failure: { code: 'portNotAllowed' } })
    expect(await save('training:octopus')).toMatchObject({
      failure: { code: 'terminalPathTaken' },
    })
    await save('training:pn532')
    await till.clock.pass(100)
    expect((await till.octopus())?.module).toEqual({ path: 'training:pn532', there: true })
    await till.call('octopus.saveModule', { module: null })
    expect((await till.octopus())?.module).toBeNull()
  })
})
