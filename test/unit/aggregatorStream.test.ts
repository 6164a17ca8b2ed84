/** What the simulated aggregator tells by itself: each change once and in order, and again to one that was gone. */
import { describe, expect, test } from 'vitest'
import { startSimulated, mainUrl } from '../harness/simulated.ts'

type Listened = {
  /** Statuses, data and ends, in the order in which they came. */
  readonly heard: string[]
  ids(): string[]
  stop(): void
}

async function streaming() {
  const simulated = await startSimulated()
  const { counter, wire, clock } = simulated
  const url = `${mainUrl}/v1/counters/${counter.counterId}/stream`
  return {
    ...simulated,
    async listen(lastEventId: string | null = null): Promise<Listened> {
      const heard: string[] = []
      const headers = lastEventId === null ? {} : { 'last-event-id': lastEventId }
      const request = await counter.signed({ method: 'GET', url, headers, body: null })
      const stop = wire.listen(
        request,
        { connectMs: 2_000 },
        {
          answered: (status) => heard.push(String(status)),
          data: (text) => heard.push(text),
          ended: (reason) => heard.push(`ended: ${reason}`),
        },
      )
      await clock.pass(0)
      return {
        heard,
        ids: () => [...heard.join('\n').matchAll(/^id: (\d+)$/gmu)].map(([, id]) => id ?? ''),
        stop,
      }
    },
  }
}

describe('the stream', () => {
  test('tells of money that came by itself, by id and nothing more', async () => {
    const { pay, listen, clock } = await streaming()
    const { id } = await pay({}, 'payNow')
    const { heard } = await listen()
    await clock.pass(1_000)
    expect(heard).toEqual(['200', `id: 1\ndata: {"id":"1","paymentId":"${id}"}\n\n`])
  })

  test('tells one that was gone what it missed, from where it was', async () => {
    const { pay, listen, door } = await streaming()
    const first = await listen()
    for (let count = 0; count < 5; count += 1) door.customerPays((await pay()).id, null)
    first.stop()
    expect((await listen('2')).ids()).toEqual(['3', '4', '5'])
    expect((await listen('5')).ids()).toEqual([])
    expect((await listen('6')).ids()).toEqual(['1', '2', '3', '4', '5'])
    expect((await listen('nonsense')).ids()).toEqual(['1', '2', '3', '4', '5'])
  })

  test('repeats the last 200 to one that does not say where it was', async () => {
    const { pay, listen, door } = await streaming()
    const { id } = await pay()
    const others = (await Promise.all(Array.from({ length: 4 }, () => pay()))).map((one) => one.id)
    for (const one of [id, ...others]) {
      for (let count = 0; count < 50; count += 1) door.customerPays(one, 1)
    }
    const { ids } = await listen()
    expect(ids()).toHaveLength(200)
    expect(ids()[0]).toBe('51')
  })

  test('goes on after a restart of the aggregator, with the numbers that follow', async () => {
    const { pay, door, database, clock, counter } = await streaming()
    door.customerPays((await pay()).id, null)
    door.stop()
    const again = await startSimulated({ database, clock })
    again.door.customerPays((await again.pay()).id, null)
    const kept = again.core.events.after(counter.counterId, '0', 10)
    expect(kept.map(({ id }) => id)).toEqual(['1', '2'])
  })

  test('is silent about a payment whose answers get lost, until they come again', async () => {
    const { pay, listen, clock } = await streaming()
    const { heard } = await listen()
    await pay({}, 'loseAnswer')
    await clock.pass(22_999)
    expect(heard).toEqual(['200'])
    await clock.pass(1)
    expect(heard).toHaveLength(2)
  })

  test('breaks without a network, with its aggregator gone or vanished, and can be opened again', async () => {
    const { listen, door, clock, wire } = await streaming()
    const breaks: readonly (readonly [() => void, () => void])[] = [
      [() => door.setNetwork(false), () => door.setNetwork(true)],
      [() => door.setState('gone'), () => door.setState('good')],
      [() => door.vanish(clock.now() + 3_600_000), () => clock.jump(3_600_000)],
      [
        () => {
          wire.cut = true
        },
        () => {
          wire.cut = false
        },
      ],
    ]
    for (const [cut, mend] of breaks) {
      const { heard } = await listen()
      cut()
      await clock.pass(0)
      expect(heard).toEqual(['200', 'ended: the line broke'])
      expect((await listen()).heard).toEqual(['ended: the line broke'])
      mend()
    }
    expect((await listen()).heard).toEqual(['200'])
  })

  test('that nobody listens to any more says nothing', async () => {
    const { listen, pay, door, clock } = await streaming()
    const { heard, stop } = await listen()
    stop()
    door.customerPays((await pay()).id, null)
    door.setNetwork(false)
    await clock.pass(1_000)
    expect(heard).toEqual(['200'])
  })

  test('is refused to a stranger', async () => {
    const { wire, clock, counter } = await streaming()
    const heard: unknown[] = []
    const url = `${mainUrl}/v1/counters/${counter.counterId}/stream`
    wire.listen(
      { method: 'GET', url, headers: {}, body: null },
      { connectMs: 2_000 },
      {
        answered: (status) => heard.push(status),
        data: (text) => heard.push(text),
        ended: () => heard.push('ended'),
      },
    )
    await clock.pass(0)
    expect(heard).toEqual([401, 'ended'])
  })
})

describe('events that go wrong', () => {
  test.for([
    ['eventTwice', ['1', '1', '2', '2']],
    ['eventsBackwards', ['2', '1']],
    ['eventGarbage', ['1', '2']],
  ] as const)('%s', async ([kind, ids]) => {
    const { core, listen, pay, door } = await streaming()
    for (let count = 0; count < 2; count += 1) door.customerPays((await pay()).id, null)
    core.script(({ name }) => (name === 'stream' ? { kind } : null))
    const listened = await listen()
    expect(listened.ids()).toEqual(ids)
    const [, text = ''] = listened.heard
    expect(text.includes('paymentId')).toBe(kind !== 'eventGarbage')
  })
})
