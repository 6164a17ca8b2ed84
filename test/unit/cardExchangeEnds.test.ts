/** How a question on a terminal's line ends where nothing can be sent, and where the line is given up. */
import { describe, expect, test } from 'vitest'
import { cardVector } from '../harness/cardBytes.ts'
import { onLine } from '../harness/exchangeOnLine.ts'

const sale = cardVector('hypercom', 'sale 3.00').toLowerCase()
const approved = cardVector('hypercom', 'approved masked').toLowerCase()
const ack = '06'

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

describe('an exchange that is stopped', () => {
  test('ends what is under way as what nobody knows, and no answer is heard any more', async () => {
    const { sells, line, clock, ended, strays, exchange, wrote } = await onLine()
    sells()
    line.send(ack)
    exchange.stop()
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'noAnswer', reason: 'unplugged' }])
    wrote()
    line.send(approved)
    await clock.pass(200_000)
    expect([ended.length, strays, wrote()]).toEqual([1, [], []])
  })

  test('sends nothing any more', async () => {
    const { sells, clock, ended, exchange, wrote } = await onLine()
    exchange.stop()
    sells()
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'notSent' }])
    expect(wrote()).toEqual([])
  })
})
