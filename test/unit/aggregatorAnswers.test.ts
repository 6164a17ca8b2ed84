/** What counts as an answer of the aggregator, whatever comes over the line. */
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../src-main/engine/channels/http.ts'
import {
  bytesOf,
  clientOf,
  payment,
  paymentId,
  problem,
  refund,
  refundId,
  resource,
  scriptedAggregator,
  startMs,
  type Said,
  type ScriptedAggregator,
} from '../harness/scriptedAggregator.ts'

let scripted: ScriptedAggregator
let till: ReturnType<typeof clientOf>
beforeEach(() => {
  scripted = scriptedAggregator()
  till = clientOf(scripted)
})

const paid: Said = { status: 200, body: resource }
const silent = (reason: unknown = expect.any(String)) => ({ kind: 'noAnswer', reason })
/** Everything that a payment can be asked to do, by name. */
const payments = {
  create: () => till.channel.create(payment),
  query: () => till.channel.query(paymentId),
  close: () => till.channel.close(payment),
  reverse: () => till.channel.reverse(payment),
} as const
const names = ['create', 'query', 'close', 'reverse'] as const

describe('an answer that is not signed for this question is none', () => {
  const answers: readonly (readonly [string, Said])[] = [
    ['paid', paid],
    ['not accepted', problem(422, 'not-accepted')],
    ['never seen', problem(404, 'not-found')],
    ['clock skew', problem(401, 'clock-skew', { serverTime: '2030-01-01T00:00:00.000Z' })],
  ]
  const spoilers: readonly (readonly [string, () => Partial<Said>])[] = [
    ['no signature', () => ({ signer: null })],
    ['the signature of somebody else', () => ({ signer: scripted.stranger })],
    [
      'the name of the aggregator under another signature',
      () => ({ signer: { ...scripted.stranger, keyId: scripted.signer.keyId } }),
    ],
    [
      'a body changed on its way',
      () => ({ spoil: (answer) => ({ ...answer, body: bytesOf({ ...resource, wallet: 'x' }) }) }),
    ],
    ['a status changed on its way', () => ({ spoil: (answer) => ({ ...answer, status: 410 }) })],
    [
      'no digest',
      () => ({
        spoil: (answer) => ({
          ...answer,
          headers: { ...answer.headers, 'content-digest': '' },
        }),
      }),
    ],
  ]
  const cases = answers.flatMap(([answer, said]) =>
    spoilers.map(([how, spoil]) => [answer, how, said, spoil] as const),
  )
  test.for(cases)('%s with %s', async ([, , said, spoil]) => {
    scripted.say({ ...said, ...spoil() })
    for (const name of names) expect(await payments[name]()).toEqual(silent())
    expect(await till.channel.refund(refund)).toEqual(silent())
    expect(await till.channel.queryRefund(refundId)).toEqual(silent())
    // Nothing was asked again: no clock was set by it.
    expect(scripted.asked).toHaveLength(6)
  })

  test.for(answers)('%s, given before to the same question', async ([, said]) => {
    let before: HttpRequest | null = null
    scripted.say((request) => {
      before ??= request
      return { ...said, to: before }
    })
    await payments.query()
    scripted.asked.length = 0
    expect(await payments.query()).toEqual(silent())
  })
})

describe('a clock that is wrong', () => {
  const aheadMs = 3_600_000
  const right = (request: HttpRequest): boolean =>
    (request.headers['signature-input'] ?? '').includes(`created=${(startMs + aheadMs) / 1000}`)

  test('is set right by a signed answer, and the question is asked once more at once', async () => {
    scripted.say((request) =>
      right(request)
        ? paid
        : problem(401, 'clock-skew', { serverTime: '2026-07-01T05:00:00.000Z' }),
    )
    expect(await payments.create()).toMatchObject({ kind: 'state' })
    expect(scripted.asked).toHaveLength(2)
    expect(scripted.asked[1]?.body).toEqual(scripted.asked[0]?.body)
    // And it stays right.
    expect(await payments.query()).toMatchObject({ kind: 'state' })
    expect(scripted.asked).toHaveLength(3)
  })

  test('is not set for ever anew: after the second time it is no answer', async () => {
    scripted.say(problem(401, 'clock-skew', { serverTime: '2026-07-01T05:00:00.000Z' }))
    expect(await payments.create()).toEqual(silent())
    expect(scripted.asked).toHaveLength(2)
  })

  test('is not touched by an answer that does not tell the time, or tells it with another code', async () => {
    scripted.say(problem(401, 'clock-skew'))
    expect(await payments.create()).toEqual(silent())
    const serverTime = '2026-07-01T05:00:00.000Z'
    scripted.say(problem(401, 'unauthorized', { serverTime }))
    expect(await payments.create()).toEqual(silent())
    scripted.say(problem(400, 'clock-skew', { serverTime }))
    await payments.create()
    expect(scripted.asked).toHaveLength(3)
    expect(scripted.asked.some(right)).toBe(false)
  })
})

describe('an aggregator that wants to be left alone', () => {
  const busy = (retryAfter: string, status = 503): Said => ({
    ...problem(status, status === 429 ? 'too-many' : 'unavailable'),
    headers: { 'retry-after': retryAfter },
  })

  const busyFor = async (header: string, status: number): Promise<void> => {
    till = clientOf(scripted)
    scripted.say(busy(header, status))
    await payments.query()
    scripted.say(paid)
    scripted.asked.length = 0
  }

  test.for([
    ['20', 20_000],
    ['86400', 60_000],
    ['Wed, 01 Jul 2026 04:00:30 GMT', 30_000],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 60_000],
  ] as const)('Retry-After: %s, and nothing leaves for %i ms', async ([header, waitMs]) => {
    for (const status of [429, 503]) {
      await busyFor(header, status)
      await till.clock.pass(waitMs - 1)
      expect(await payments.query()).toEqual(silent('asked to wait'))
      expect(await payments.create()).toEqual(silent('asked to wait'))
      expect(await till.channel.probe()).toBe('noAnswer')
      expect(scripted.asked).toHaveLength(0)
      await till.clock.pass(1)
      expect(await payments.query()).toMatchObject({ kind: 'state' })
    }
  })

  test.for(['0', 'Wed, 01 Jul 2026 03:00:00 GMT', 'soon', '-5', '', '1.5', '2026-07-01'])(
    'Retry-After: %s, and it is asked at once',
    async (header) => {
      for (const status of [429, 503]) {
        await busyFor(header, status)
        expect(await payments.query()).toMatchObject({ kind: 'state' })
      }
    },
  )

  test('is asked all the same to end a payment', async () => {
    scripted.say(busy('60'))
    await payments.query()
    scripted.say(paid)
    expect(await payments.close()).toMatchObject({ kind: 'state' })
    expect(await till.channel.reverse(payment)).toMatchObject({ kind: 'state' })
    expect(await payments.query()).toEqual(silent('asked to wait'))
  })

  test('is left alone on the word of a gateway that cannot sign, and on no other status', async () => {
    scripted.say({ ...busy('30'), signer: null })
    await payments.query()
    scripted.say(paid)
    expect(await payments.query()).toEqual(silent('asked to wait'))
    till = clientOf(scripted)
    scripted.say(busy('30', 500))
    await payments.query()
    scripted.say(paid)
    expect(await payments.query()).toMatchObject({ kind: 'state' })
  })

  test('is not left alone for longer because the clock was put back', async () => {
    scripted.say(busy('30'))
    await payments.query()
    scripted.say(paid)
    till.clock.jump(-3_600_000)
    expect(await payments.query()).toMatchObject({ kind: 'state' })
  })
})

describe('any answer at all', () => {
  const said = JSON.stringify(resource)
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string().map((text) => new TextEncoder().encode(text)),
    fc.json().map((text) => new TextEncoder().encode(text)),
    fc.nat(said.length - 1).map((length) => new TextEncoder().encode(said.slice(0, length))),
    fc
      .tuple(
        fc.constantFrom(...(Object.keys(resource) as (keyof typeof resource)[])),
        fc.oneof(fc.constantFrom(undefined, -1, 0.5, '', {}, [], [[[[]]]], 1e308), fc.anything()),
      )
      .filter(
        ([key, value]) =>
          !(['wallet', 'refusal', 'providerReference'] as string[]).includes(key) &&
          typeof value !== 'string' &&
          value !== null,
      )
      .map(([key, value]) => {
        try {
          return bytesOf({ ...resource, [key]: value })
        } catch {
          return new Uint8Array(0)
        }
      }),
    fc.constant(bytesOf([[[[[[resource]]]]]])),
    fc.constant(new TextEncoder().encode('['.repeat(200_000))),
    fc.constant(new Uint8Array(2_097_153).fill(0x20)),
  )
  test('signed and malformed, it never throws and never is a state', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 404, 409, 422, 500), async (body, status) => {
        scripted.say({ status, body })
        const answers = [
          await payments.create(),
          await payments.query(),
          await till.channel.refund(refund),
          await till.channel.probe(),
          await till.uplink.upload([], null),
        ]
        return answers.every(
          (answer) =>
            typeof answer === 'string' || (answer.kind !== 'state' && answer.kind !== 'held'),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('with more than two mebibytes is none', async () => {
    scripted.say({ status: 200, body: bytesOf({ ...resource, more: 'a'.repeat(2_097_152) }) })
    expect(await payments.query()).toEqual(silent('an answer that is too long'))
  })
})
