/** The aggregator as a channel: what is asked of it, and what each of its answers means. */
import { beforeEach, describe, expect, test } from 'vitest'
import { verifyRequest } from '../../src-main/engine/channels/signing.ts'
import type { HttpRequest } from '../../src-main/engine/channels/http.ts'
import {
  clientOf,
  payment,
  paymentId,
  problem,
  publicOf,
  refund,
  refundId,
  refundResource,
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
const bodyOf = (request: HttpRequest | undefined): unknown =>
  request?.body ? JSON.parse(new TextDecoder().decode(request.body)) : null
/** Everything that a payment can be asked to do, by name. */
const payments = {
  create: () => till.channel.create(payment),
  query: () => till.channel.query(paymentId),
  close: () => till.channel.close(payment),
  reverse: () => till.channel.reverse(payment),
} as const
const names = ['create', 'query', 'close', 'reverse'] as const

describe('what is asked', () => {
  test('is signed, by this counter, over its address, its body and its key', async () => {
    scripted.say(paid)
    for (const name of names) await payments[name]()
    await till.channel.refund(refund)
    await till.channel.queryRefund(refundId)
    const address = 'https://pay.example/till/v1'
    expect(
      scripted.asked.map(({ method, url, headers }) => [method, url, headers['idempotency-key']]),
    ).toEqual([
      ['PUT', `${address}/payments/${paymentId}`, paymentId],
      ['GET', `${address}/payments/${paymentId}`, undefined],
      ['POST', `${address}/payments/${paymentId}/close`, paymentId],
      ['POST', `${address}/payments/${paymentId}/reverse`, paymentId],
      ['PUT', `${address}/refunds/${refundId}`, refundId],
      ['GET', `${address}/refunds/${refundId}`, undefined],
    ])
    const nonces = new Set<string>()
    for (const request of scripted.asked) {
      const verified = await verifyRequest(request, {
        keys: scripted.keys,
        keyOf: () => publicOf(scripted.counter),
        nowMs: startMs,
        maxAgeMs: 1_000,
      })
      expect(verified).toMatchObject({ ok: true, keyId: scripted.counter.keyId })
      if (verified.ok) nonces.add(verified.nonce)
    }
    expect(nonces.size).toBe(6)
    for (const limits of scripted.limits) {
      expect(limits).toEqual({ connectMs: 2_000, answerMs: 10_000, bytes: 2_097_152 })
    }
  })

  test('about a payment is the same body each time', async () => {
    await payments.create()
    await till.clock.pass(5_000)
    await payments.create()
    expect(bodyOf(scripted.asked[0])).toEqual({
      method: 'wechatPay',
      flow: 'merchantCode',
      amount: { currency: 'HKD', amountMinor: 12_800 },
      reference: 'A1B20001',
      createdAt: '2026-07-01T04:00:00.000Z',
      expiresAt: '2026-07-01T04:02:00.000Z',
      shownAt: null,
      customerCode: null,
    })
    expect(scripted.asked[1]?.body).toEqual(scripted.asked[0]?.body)
  })
})

describe('a payment', () => {
  test.for(names)('%s: the state is passed on as it was answered', async (name) => {
    scripted.say(paid)
    expect(await payments[name]()).toEqual({
      kind: 'state',
      paymentId,
      state: 'succeeded',
      amount: { currency: 'HKD', amountMinor: 12_800 },
      merchant: 'M-1',
      providerReference: 'P-77',
      creditedMinor: 12_800,
      credits: [{ creditId: 'c1', amountMinor: 12_800, atMs: startMs + 5_000 }],
      code: { text: 'weixin://1', payee: 'Shop', expiresAtMs: startMs + 120_000 },
      wallet: 'WeChat Pay HK',
      refusal: null,
    })
  })

  test('another id, amount or merchant is passed on too: the engine judges it', async () => {
    const amount = { currency: 'USD', amountMinor: 1 }
    scripted.say({
      status: 200,
      body: { ...resource, id: refundId, amount, credited: amount, merchant: 'M-2' },
    })
    expect(await payments.query()).toMatchObject({
      kind: 'state',
      paymentId: refundId,
      amount,
      merchant: 'M-2',
    })
  })

  test('of another method, or credited in another currency, is no answer', async () => {
    scripted.say({ status: 200, body: { ...resource, method: 'alipay' } })
    for (const name of ['create', 'close', 'reverse'] as const) {
      expect(await payments[name]()).toEqual(silent('method'))
    }
    const credited = { currency: 'JPY', amountMinor: 12_800 }
    scripted.say({ status: 200, body: { ...resource, credited } })
    for (const name of names) expect(await payments[name]()).toEqual(silent('currency'))
  })

  test('never seen: said of a question only, whatever else answers 404', async () => {
    scripted.say(problem(404, 'not-found'))
    expect(await payments.query()).toEqual({ kind: 'neverSeen' })
    for (const name of ['create', 'close', 'reverse'] as const) {
      expect(await payments[name]()).toEqual(silent('not-found: not-found'))
    }
  })

  test.for([
    [400, 'malformed'],
    [403, 'forbidden'],
    [413, 'too-large'],
    [422, 'not-accepted'],
    [422, 'exceeds-paid'],
    [422, 'of-another-family'],
  ] as const)(
    '%i %s: not accepted when it is created, and no answer to anything else',
    async ([status, code]) => {
      scripted.say(problem(status, code, { detail: 'for a reason' }))
      expect(await payments.create()).toEqual({
        kind: 'notAccepted',
        reason: `${code === 'of-another-family' ? 'status 422' : code}: for a reason`,
      })
      for (const name of ['query', 'close', 'reverse'] as const) {
        expect(await payments[name]()).toEqual(silent())
      }
    },
  )

  test.for([
    [401, 'unauthorized'],
    [408, 'unavailable'],
    [409, 'other-body'],
    [425, 'unavailable'],
    [429, 'too-many'],
    [500, 'unavailable'],
    [502, 'not-accepted'],
    [503, 'unavailable'],
  ] as const)('%i %s: no answer to anything', async ([status, code]) => {
    scripted.say(problem(status, code))
    for (const name of names) expect(await payments[name]()).toEqual(silent(`${code}: ${code}`))
    expect(await till.channel.refund(refund)).toEqual(silent())
  })

  test('410: closed before it came, so what became of it is asked for', async () => {
    scripted.say(({ method }) =>
      method === 'PUT'
        ? problem(410, 'gone')
        : { status: 200, body: { ...resource, state: 'closed' } },
    )
    expect(await payments.create()).toMatchObject({ kind: 'state', state: 'closed' })
    for (const second of ['cut', problem(404, 'not-found'), problem(500, 'unavailable')]) {
      scripted.say(({ method }) => (method === 'PUT' ? problem(410, 'gone') : second))
      expect(await payments.create()).toEqual(silent())
    }
  })

  test.for([201, 202, 204, 206, 301, 304, 307])('%i is no answer', async (status) => {
    scripted.say({ ...paid, status })
    expect(await payments.create()).toEqual(silent())
  })

  test('a line that breaks is no answer', async () => {
    scripted.say('ECONNRESET')
    for (const name of names) expect(await payments[name]()).toEqual(silent('ECONNRESET'))
  })

  test('of the other environment is no answer', async () => {
    scripted.say({ status: 200, body: { ...resource, environment: 'live' } })
    for (const name of names) expect(await payments[name]()).toEqual(silent('environment'))
  })

  test('a part that fails inside is no answer, and is logged', async () => {
    const broken = clientOf(scripted, {
      http: { ...scripted.http, ask: () => Promise.reject(new Error('a bug')) },
    })
    expect(await broken.channel.create(payment)).toEqual(silent())
    expect(broken.logged).toMatchObject([{ event: 'aggregator.notAsked' }])
  })
})

describe('a refund', () => {
  const states = {
    refund: () => till.channel.refund(refund),
    queryRefund: () => till.channel.queryRefund(refundId),
  }
  test.for(['refund', 'queryRefund'] as const)('%s: the state is passed on', async (name) => {
    scripted.say({ status: 200, body: refundResource })
    expect(await states[name]()).toEqual({
      kind: 'state',
      refundId,
      paymentId,
      state: 'succeeded',
      amount: { currency: 'HKD', amountMinor: 2_800 },
      merchant: 'M-1',
      providerReference: 'R-77',
      refusal: null,
    })
  })

  test('of more than what is left is not accepted; of a payment that is not known neither', async () => {
    scripted.say(problem(422, 'exceeds-paid'))
    expect(await states.refund()).toMatchObject({ kind: 'notAccepted' })
    expect(await states.queryRefund()).toEqual(silent())
    scripted.say(problem(404, 'not-found'))
    expect(await states.refund()).toMatchObject({ kind: 'notAccepted' })
    expect(await states.queryRefund()).toEqual({ kind: 'neverSeen' })
  })

  test('with an endless reason is sent with what the contract takes of it', async () => {
    await till.channel.refund({ ...refund, reason: '破'.repeat(500) })
    expect(bodyOf(scripted.asked[0])).toMatchObject({ reason: '破'.repeat(140) })
  })
})

describe('sealing', () => {
  test('where the aggregator takes no such codes there is nothing to send', async () => {
    expect(await till.channel.seal('hQVDUFYwMQ==')).toBeNull()
  })
  test('where its key cannot be used, neither', async () => {
    const sealingKey = { keyId: 's', spki: 'AAAA' }
    till = clientOf(scripted, { enrolment: { ...scripted.enrolment, sealingKey } })
    expect(await till.channel.seal('hQVDUFYwMQ==')).toBeNull()
    expect(till.logged).toMatchObject([{ event: 'aggregator.notSealed' }])
  })
})
