/** How a question on a terminal's line ends where nothing can be sent. */
import { describe, expect, test } from 'vitest'
import { cardVector } from '../harness/cardBytes.ts'
import { onLine } from '../harness/exchangeOnLine.ts'

const sale = cardVector('hypercom', 'sale 3.00').toLowerCase()

describe('what cannot be sent', () => {
  test('a request that the dialect cannot make leaves nothing on the line, and that is known', async () => {
    const { exchange, clock, ended, wrote } = await onLine()
    // The base set has no refund.
    for (const verb of ['refund', 'last'] as const) {
      void exchange.ask(verb, {}).then((one) => void ended.push(one))
    }
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'notSent' }, { kind: 'notSent' }])
    expect(wrote()).toEqual([])
    expect(exchange.isBusy()).toBe(false)
  })

  test('a second question while one is under way is busy, and disturbs nothing', async () => {
    const { sells, clock, ended, wrote } = await onLine()
    sells()
    sells()
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'busy' }])
    expect(wrote()).toEqual([sale])
  })
})
