/** What the aggregator pushes: a reason to ask, however it comes, and never more than that. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { pauseMs, silenceMs } from '../../src-main/engine/channels/aggregator/stream.ts'
import { verifyRequest } from '../../src-main/engine/channels/signing.ts'
import { paymentIdSchema, uuidV7, type PaymentId } from '../../src-shared/ids.ts'
import {
  clientOf,
  counterId,
  memoryOf,
  paymentId,
  publicOf,
  scriptedAggregator,
  startMs,
  type OpenedStream,
  type ScriptedAggregator,
} from '../harness/scriptedAggregator.ts'

let scripted: ScriptedAggregator
let kept: ReturnType<typeof memoryOf>['kept']
let till: ReturnType<typeof clientOf>
let hints: string[]

const begin = (event?: string): void => {
  const remembered = memoryOf(event === undefined ? {} : { event })
  kept = remembered.kept
  till = clientOf(scripted, { memory: remembered.memory })
  hints = []
  till.channel.onHint((id) => hints.push(id))
}
beforeEach(() => {
  scripted = scriptedAggregator()
  begin()
})

const stream = (): OpenedStream => {
  const last = scripted.streams.at(-1)
  if (!last) throw new Error('no stream is open')
  return last
}
const opened = async (): Promise<void> => {
  till.start()
  await till.clock.pass(0)
  stream().listener.answered(200)
}
const event = (id: string, about: string = paymentId): string =>
  `id: ${id}\nevent: payment\ndata: ${JSON.stringify({ id, paymentId: about })}\n\n`
const say = (text: string): void => stream().listener.data(text)
const other = (at: number): PaymentId =>
  paymentIdSchema.parse(uuidV7(startMs + at, new Uint8Array(10)))

describe('opening', () => {
  test('is asked for as this counter, signed, once the settings were asked for', async () => {
    await opened()
    const { request } = stream()
    expect(scripted.asked.map(({ url }) => url)).toEqual([
      `https://pay.example/till/v1/counters/${counterId}/settings`,
    ])
    expect(request).toMatchObject({
      method: 'GET',
      url: `https://pay.example/till/v1/counters/${counterId}/stream`,
      headers: { accept: 'text/event-stream' },
    })
    expect(request.headers).not.toHaveProperty('last-event-id')
    const verified = await verifyRequest(request, {
      keys: scripted.keys,
      keyOf: () => publicOf(scripted.counter),
      nowMs: startMs,
      maxAgeMs: 1_000,
    })
    expect(verified).toMatchObject({ ok: true })
  })

  test('once is once, and after the stop nothing is open and nothing waits', async () => {
    await opened()
    till.start()
    await till.clock.pass(0)
    expect(scripted.streams).toHaveLength(1)
    till.stop()
    expect(stream().isOpen).toBe(false)
    say(event('late'))
    stream().listener.ended('late')
    await till.clock.pass(3_600_000)
    expect(scripted.streams).toHaveLength(1)
    expect(hints).toEqual([])
  })

  test('stopped while it is being opened, it is not opened', async () => {
    till.start()
    till.stop()
    await till.clock.pass(60_000)
    expect(scripted.streams.filter(({ isOpen }) => isOpen)).toEqual([])
  })

  test('after a sleep it is opened anew at once; before the start nothing is', async () => {
    till.woke()
    await till.clock.pass(0)
    expect(scripted.streams).toEqual([])
    await opened()
    till.woke()
    await till.clock.pass(0)
    expect(scripted.streams.map(({ isOpen }) => isOpen)).toEqual([false, true])
  })
})

describe('an event', () => {
  test('tells of which payment to ask, to whoever listens', async () => {
    await opened()
    say(event('e1'))
    const more: string[] = []
    const stopListening = till.channel.onHint((id) => more.push(id))
    say(event('e2', other(1)))
    stopListening()
    say(event('e3'))
    expect(hints).toEqual([paymentId, other(1), paymentId])
    expect(more).toEqual([other(1)])
  })

  test('is heard however it is cut on its way', async () => {
    await opened()
    for (const letter of `: hello\n\n${event('e1')}`) say(letter)
    expect(hints).toEqual([paymentId])
  })

  test('that comes again is not heard again, also on the next stream', async () => {
    await opened()
    say(event('e1') + event('e2') + event('e1'))
    stream().listener.ended('cut')
    await till.clock.pass(1_000)
    stream().listener.answered(200)
    say(event('e2') + event('e3'))
    expect(hints).toHaveLength(3)
  })

  test('that comes again after a thousand others is heard: the memory has an end', async () => {
    await opened()
    for (let at = 0; at <= 1_000; at += 1) say(event(`e${at}`))
    expect(hints).toHaveLength(1_001)
    say(event('e1'))
    expect(hints).toHaveLength(1_001)
    say(event('e0'))
    expect(hints).toHaveLength(1_002)
  })

  test('is kept as heard only once it was dealt with, and the next stream goes on after it', async () => {
    const dealtWith = Promise.withResolvers<void>()
    till.channel.onHint((id) => (id === other(1) ? dealtWith.promise : null))
    await opened()
    say(event('e6', other(1)))
    say(event('e7'))
    await till.clock.pass(0)
    expect(kept.event).toBeNull()
    dealtWith.resolve()
    await till.clock.pass(0)
    expect(kept.event).toBe('e7')
    stream().listener.ended('cut')
    await till.clock.pass(1_000)
    expect(stream().request.headers['last-event-id']).toBe('e7')
    begin('e7')
    await opened()
    expect(stream().request.headers['last-event-id']).toBe('e7')
  })

  test('that a listener cannot bear is told to the others, and the stream goes on', async () => {
    till.channel.onHint(() => {
      throw new Error('a bug')
    })
    const after: string[] = []
    till.channel.onHint((id) => after.push(id))
    await opened()
    say(event('e1') + event('e2'))
    expect(hints).toHaveLength(2)
    expect(after).toHaveLength(2)
    expect(till.logged.map((line) => line.event)).toContain('aggregator.hintNotHeard')
  })

  test.for([
    ['no JSON', 'id: e1\ndata: {"id\n\n'],
    ['a payment that is none', 'id: e1\ndata: {"id":"e1","paymentId":"1"}\n\n'],
    ['no payment', 'id: e1\ndata: {"id":"e1"}\n\n'],
    ['no id', `data: {"paymentId":"${paymentId}"}\n\n`],
    ['two ids', `id: e2\ndata: {"id":"e1","paymentId":"${paymentId}"}\n\n`],
    ['an id that cannot be sent back', `data: {"id":"e\\n1","paymentId":"${paymentId}"}\n\n`],
    ['an id of other letters', `data: {"id":"簽","paymentId":"${paymentId}"}\n\n`],
    ['a list', `data: [{"id":"e1","paymentId":"${paymentId}"}]\n\n`],
    [
      'an endless text',
      `data: {"id":"e1","paymentId":"${paymentId}","a":"${'a'.repeat(2_000)}"}\n\n`,
    ],
    ['nothing', 'data\n\n'],
  ] as const)('with %s is passed over', async ([, text]) => {
    await opened()
    say(text)
    expect(hints).toEqual([])
    expect(kept.event).toBeNull()
    say(event('e9'))
    expect(hints).toEqual([paymentId])
  })

  test('whatever is sent, nothing is thrown', async () => {
    await opened()
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.constantFrom('\n', '\r\n', '\r', 'data: ', 'id: ', ':', event('e')),
          ),
          { maxLength: 30 },
        ),
        (parts) => {
          say(parts.join(''))
          return hints.every((id) => id === paymentId)
        },
      ),
    )
  })
})

describe('a stream that fails', () => {
  test('is opened again, after pauses that grow, and sooner again when it has worked', async () => {
    await opened()
    const pauses: number[] = []
    for (let at = 0; at < 9; at += 1) {
      const count = scripted.streams.length
      const sinceMs = till.clock.now()
      stream().listener.ended('cut')
      while (scripted.streams.length === count) await till.clock.pass(250)
      pauses.push(till.clock.now() - sinceMs)
    }
    expect(pauses.at(0)).toBeLessThanOrEqual(1_250)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_250)
    expect(pauses.at(-1)).toBeGreaterThan(10_000)
    say(': here again\n\n')
    const count = scripted.streams.length
    stream().listener.ended('cut')
    await till.clock.pass(1_000)
    expect(scripted.streams).toHaveLength(count + 1)
  })

  test('waits between half of its pause and the whole, as chance has it', () => {
    const random = (byte: number) => ({ bytes: () => Uint8Array.of(byte) })
    expect([0, 1, 2, 3, 4, 5, 60].map((failures) => pauseMs(failures, random(255)))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ])
    expect([0, 1, 2, 5].map((failures) => pauseMs(failures, random(0)))).toEqual([
      1_000, 1_000, 2_000, 15_000,
    ])
  })

  test.for([204, 301, 401, 404, 500])('with status %i is one', async (status) => {
    till.start()
    await till.clock.pass(0)
    stream().listener.answered(status)
    expect(stream().isOpen).toBe(false)
    await till.clock.pass(1_000)
    expect(scripted.streams).toHaveLength(2)
  })

  test('is silent for 45 seconds; a comment is enough to be heard', async () => {
    await opened()
    for (let at = 0; at < 5; at += 1) {
      await till.clock.pass(silenceMs - 1)
      say(': still here\n\n')
    }
    expect(scripted.streams).toHaveLength(1)
    await till.clock.pass(silenceMs)
    expect(stream().isOpen).toBe(false)
    await till.clock.pass(1_000)
    expect(scripted.streams).toHaveLength(2)
  })

  test('is one that is never answered', async () => {
    till.start()
    await till.clock.pass(silenceMs + 1_000)
    expect(scripted.streams).toHaveLength(2)
  })

  test('has a line without end, in one piece or in many', async () => {
    await opened()
    say(`data: ${'a'.repeat(200_000)}`)
    expect(stream().isOpen).toBe(false)
    await till.clock.pass(1_000)
    stream().listener.answered(200)
    for (let at = 0; at < 70; at += 1) say(`data: ${'a'.repeat(1_000)}\n`)
    expect(stream().isOpen).toBe(false)
    await till.clock.pass(2_000)
    stream().listener.answered(200)
    say(event('e1'))
    expect(hints).toEqual([paymentId])
  })

  test('says nothing more once another one is open', async () => {
    await opened()
    const [before] = scripted.streams
    till.woke()
    await till.clock.pass(0)
    before?.listener.data(event('e1'))
    before?.listener.ended('late')
    await till.clock.pass(5_000)
    expect(hints).toEqual([])
    expect(scripted.streams).toHaveLength(2)
  })

  test('leaves the aggregator alone for as long as it asked for', async () => {
    await opened()
    scripted.say({ status: 503, headers: { 'retry-after': '20' }, signer: null })
    await till.channel.query(other(5))
    stream().listener.ended('cut')
    await till.clock.pass(19_000)
    expect(scripted.streams).toHaveLength(1)
    await till.clock.pass(1_000)
    expect(scripted.streams).toHaveLength(2)
  })
})
