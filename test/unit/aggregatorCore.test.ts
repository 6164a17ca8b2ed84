/** Who is heard by the simulated aggregator, and what it refuses as a real one would. */
import { describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../src-main/engine/channels/http.ts'
import { createCounter, mainUrl, startSimulated, type Simulated } from '../harness/simulated.ts'

const minuteMs = 60_000

const question = ({ counter }: Simulated, headers: HttpRequest['headers'] = {}): HttpRequest => ({
  method: 'GET',
  url: `${mainUrl}/v1/counters/${counter.counterId}/settings`,
  headers,
  body: null,
})

describe('enrolment', () => {
  test('with the code of training gives a counter its id and the aggregator’s keys', async () => {
    const { counter } = await startSimulated()
    const said = await counter.enrol()
    expect(said).toMatchObject({
      status: 200,
      signed: true,
      body: { environment: 'training', merchant: 'HARBOUR TILL TRAINING' },
    })
  })

  test('with the same code and key again gets the same answer', async () => {
    const { counter } = await startSimulated()
    const first = counter.counterId
    expect((await counter.enrol()).body).toMatchObject({ counterId: first })
  })

  test('with another key makes another counter, where the code is for any number', async () => {
    const { counter, wire, clock } = await startSimulated()
    const other = createCounter(wire, clock, { seed: 'other' })
    await other.enrol()
    expect(other.counterId).not.toBe('')
    expect(other.counterId).not.toBe(counter.counterId)
  })

  test('with a code for one counter works for one, however often that one asks', async () => {
    const { wire, clock } = await startSimulated()
    const first = createCounter(wire, clock, { seed: 'first' })
    expect((await first.enrol('ONCE-1')).status).toBe(200)
    expect((await first.enrol('ONCE-1')).status).toBe(200)
    const second = createCounter(wire, clock, { seed: 'second' })
    expect(await second.enrol('ONCE-1')).toMatchObject({ status: 403, problem: 'forbidden' })
  })

  test('with a wrong code is refused, and the key stays unknown', async () => {
    const { wire, clock } = await startSimulated()
    const stranger = createCounter(wire, clock, { seed: 'stranger' })
    expect(await stranger.enrol('GUESS')).toMatchObject({ status: 403, problem: 'forbidden' })
    expect(await stranger.ask('getPayment', '01890000-0000-7000-8000-000000000001')).toMatchObject({
      status: 401,
    })
  })
})

describe('a request is refused', () => {
  test('without a signature', async () => {
    const simulated = await startSimulated()
    const said = await simulated.counter.send(question(simulated))
    expect(said).toMatchObject({ status: 401, problem: 'unauthorized', signed: false })
  })

  test('whose address was changed after it was signed', async () => {
    const simulated = await startSimulated()
    const signed = await simulated.counter.signed(question(simulated))
    const said = await simulated.counter.send({ ...signed, url: `${signed.url}?more=1` })
    expect(said).toMatchObject({ status: 401, problem: 'unauthorized' })
  })

  test('whose body was changed after it was signed', async () => {
    const simulated = await startSimulated()
    const { counter, newId, request } = simulated
    const body = (amountMinor: number) =>
      new Uint8Array(
        Buffer.from(JSON.stringify({ ...request(), amount: { currency: 'HKD', amountMinor } })),
      )
    const url = `${mainUrl}/v1/payments/${newId()}`
    const signed = await counter.signed({ method: 'PUT', url, headers: {}, body: body(8_880) })
    expect(await counter.send({ ...signed, body: body(1) })).toMatchObject({ status: 401 })
  })

  test('whose signature does not cover its idempotency key', async () => {
    const simulated = await startSimulated()
    const signed = await simulated.counter.signed(question(simulated))
    const headers = { ...signed.headers, 'idempotency-key': 'mine' }
    expect(await simulated.counter.send({ ...signed, headers })).toMatchObject({ status: 401 })
  })

  test('that comes a second time', async () => {
    const simulated = await startSimulated()
    const signed = await simulated.counter.signed(question(simulated))
    expect(await simulated.counter.send(signed)).toMatchObject({ status: 200 })
    expect(await simulated.counter.send(signed)).toMatchObject({
      status: 401,
      problem: 'unauthorized',
    })
    simulated.clock.jump(5 * minuteMs)
    expect(await simulated.counter.send(signed)).toMatchObject({ status: 401 })
  })

  test('that was signed more than five minutes ago or ahead, with the right time and signed', async () => {
    for (const offMs of [5 * minuteMs + 1_000, -5 * minuteMs - 1_000]) {
      const simulated = await startSimulated()
      const signed = await simulated.counter.signed(question(simulated))
      simulated.clock.jump(offMs)
      expect(await simulated.counter.send(signed)).toMatchObject({
        status: 401,
        problem: 'clock-skew',
        signed: true,
        body: { serverTime: new Date(simulated.clock.now()).toISOString() },
      })
    }
  })

  test('about another counter, or a payment of another counter', async () => {
    const simulated = await startSimulated()
    const { id, body } = await simulated.pay()
    const other = createCounter(simulated.wire, simulated.clock, { seed: 'other' })
    await other.enrol()
    const refused = { status: 403, problem: 'forbidden' }
    expect(await other.ask('settings', simulated.counter.counterId)).toMatchObject(refused)
    expect(await other.ask('stream', simulated.counter.counterId)).toMatchObject(refused)
    expect(await other.ask('getPayment', id)).toMatchObject(refused)
    expect(await other.ask('putPayment', id, body)).toMatchObject(refused)
    const end = { amount: body.amount, method: body.method }
    expect(await other.ask('reversePayment', id, end)).toMatchObject(refused)
    const refund = { paymentId: id, amount: body.amount, reason: 'theft' }
    expect(await other.ask('putRefund', simulated.newId(), refund)).toMatchObject(refused)
  })

  test('that is not what the contract says', async () => {
    const { counter, newId, request } = await startSimulated()
    const malformed = { status: 400, problem: 'malformed', signed: true }
    expect(await counter.ask('putPayment', newId(), { ...request(), more: 1 })).toMatchObject(
      malformed,
    )
    expect(await counter.ask('putPayment', newId())).toMatchObject(malformed)
    expect(await counter.ask('getPayment', 'mine')).toMatchObject(malformed)
    expect(await counter.ask('getJournal', counter.counterId)).toMatchObject(malformed)
    const headers = { 'idempotency-key': newId() }
    expect(await counter.ask('putPayment', newId(), request(), { headers })).toMatchObject(
      malformed,
    )
  })

  test('that is larger than a run of rows can be', async () => {
    const { counter } = await startSimulated()
    const body = { rows: [], head: null, more: 'x'.repeat(1_200_000) }
    expect(await counter.ask('postJournal', counter.counterId, body)).toMatchObject({
      status: 413,
      problem: 'too-large',
    })
  })

  test('of which there are far too many, until a while later', async () => {
    const simulated = await startSimulated()
    const { counter, clock } = simulated
    const health = { method: 'GET', url: `${mainUrl}/v1/health`, headers: {}, body: null } as const
    for (let count = 0; count < 2_000; count += 1) await counter.send(health)
    expect(await counter.send(health)).toMatchObject({ status: 429, problem: 'too-many' })
    expect((await counter.send(health)).headers).toMatchObject({ 'retry-after': '2' })
    await clock.pass(10_000)
    expect(await counter.send(health)).toMatchObject({ status: 200 })
  })

  test('that the contract does not know', async () => {
    const { counter } = await startSimulated()
    const strange = await counter.signed({
      method: 'PUT',
      url: `${mainUrl}/v1/money`,
      headers: {},
      body: null,
    })
    expect(await counter.send(strange)).toMatchObject({ status: 404, problem: 'not-found' })
  })
})

test('health is told to everybody, and is not signed', async () => {
  const { counter } = await startSimulated()
  const said = await counter.send({
    method: 'GET',
    url: `${mainUrl}/v1/health`,
    headers: {},
    body: null,
  })
  expect(said).toMatchObject({ status: 200, body: { status: 'good', environment: 'training' } })
  expect(said.headers).not.toHaveProperty('signature')
})

test('settings are told once, and then that they are as before', async () => {
  const { counter } = await startSimulated()
  const first = await counter.ask('settings', counter.counterId)
  expect(first).toMatchObject({ status: 200, signed: true, body: { fps: { fpsId: '0000000' } } })
  const headers = { 'if-none-match': first.headers['etag'] ?? '' }
  const again = await counter.ask('settings', counter.counterId, null, { headers })
  expect(again).toMatchObject({ status: 304, body: null, signed: true })
})

test('a disk that takes nothing is an answer, and nothing was accepted', async () => {
  const { database, counter, pay, get, clock } = await startSimulated()
  const { id } = await pay({}, 'payNow')
  database.pragma('query_only = ON')
  expect(await get(id)).toMatchObject({ status: 503, problem: 'unavailable' })
  await clock.pass(60_000)
  database.pragma('query_only = OFF')
  await clock.pass(5_000)
  expect(await get(id)).toMatchObject({ body: { state: 'succeeded' } })
  expect(counter.counterId).not.toBe('')
})
