/** How a counter becomes known to an aggregator, and at which addresses there may be one. */
import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { checkAddress } from '../../src-main/engine/channels/aggregator/address.ts'
import { enrol } from '../../src-main/engine/channels/aggregator/enrol.ts'
import { verifyRequest } from '../../src-main/engine/channels/signing.ts'
import type { WireEnrolment } from '../../src-shared/aggregator/counters.ts'
import { createKeys } from '../../src-main/host/keys.ts'
import {
  clientOf,
  problem,
  publicOf,
  scriptedAggregator,
  startMs,
  type ScriptedAggregator,
} from '../harness/scriptedAggregator.ts'
import { seededRandom } from '../harness/seeded.ts'
import { createVirtualClock } from '../harness/virtualClock.ts'

let scripted: ScriptedAggregator
beforeEach(() => {
  scripted = scriptedAggregator()
})
const rsa = (bits: number): string =>
  generateKeyPairSync('rsa', { modulusLength: bits })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64')
const spki3072 = rsa(3072)
const spki2048 = rsa(2048)

const wire = (changes: object = {}): WireEnrolment => {
  const { baseUrl: _, ...enrolment } = scripted.enrolment
  return { ...enrolment, ...changes }
}
const run = (changes: object = {}) =>
  enrol({
    http: scripted.http,
    keys: createKeys(),
    signer: scripted.counter,
    clock: createVirtualClock(startMs),
    random: seededRandom('till'),
    baseUrl: 'https://pay.example/till/',
    code: 'ABCD-1234',
    version: '0.2.0',
    environment: 'training',
    ...changes,
  })
const refused = (reason: unknown = expect.any(String)) => ({ ok: false, reason })

describe('enrolment', () => {
  test('brings code and public key, signed with that key, and gets the counter its place', async () => {
    const sealingKey = { keyId: 's1', spki: spki3072 }
    scripted.say({ status: 200, body: wire({ sealingKey }) })
    expect(await run()).toEqual({
      ok: true,
      enrolment: { ...scripted.enrolment, sealingKey, baseUrl: 'https://pay.example/till' },
    })
    const [request] = scripted.asked
    if (!request) throw new Error('nothing was asked')
    expect(request).toMatchObject({ method: 'POST', url: 'https://pay.example/till/v1/enrolments' })
    expect(JSON.parse(new TextDecoder().decode(request.body ?? undefined))).toEqual({
      code: 'ABCD-1234',
      key: publicOf(scripted.counter),
      version: '0.2.0',
    })
    const verified = await verifyRequest(request, {
      keys: scripted.keys,
      keyOf: () => publicOf(scripted.counter),
      nowMs: startMs,
      maxAgeMs: 1_000,
    })
    expect(verified).toMatchObject({ ok: true })
  })

  test.for([
    ['no signature', { signer: null }],
    ['the signature of somebody else', 'stranger'],
    ['another environment', { environment: 'live' }],
    ['no keys', { keys: [] }],
    ['no place', { counterId: '7' }],
    ['a sealing key that is too short', { sealingKey: { keyId: 's', spki: spki2048 } }],
    ['a sealing key that is none', { sealingKey: { keyId: 's', spki: 'AAAA' } }],
  ] as const)('an answer with %s is refused', async ([, change]) => {
    if (change === 'stranger') {
      scripted.say({ status: 200, body: wire(), signer: scripted.stranger })
    } else if ('signer' in change) scripted.say({ status: 200, body: wire(), ...change })
    else scripted.say({ status: 200, body: wire(change) })
    expect(await run()).toEqual(refused())
  })

  test('a key among the aggregator’s that cannot be used is refused before the first payment', async () => {
    const keys = [
      publicOf(scripted.signer),
      { keyId: 'short', algorithm: 'rsa-pss-sha512', spki: spki2048 },
    ]
    scripted.say({ status: 200, body: wire({ keys }) })
    expect(await run()).toEqual(refused('an RSA key of 2048 bits; 3072 are the least'))
  })

  test('the counter’s own key does not become the aggregator’s', async () => {
    const keys = [publicOf(scripted.counter)]
    scripted.say({ status: 200, body: wire({ keys }), signer: scripted.counter })
    expect(await run()).toEqual(refused('the counter’s own key came back as the aggregator’s'))
    const renamed = [{ ...publicOf(scripted.counter), keyId: 'a1' }]
    scripted.say({
      status: 200,
      body: wire({ keys: renamed }),
      signer: { ...scripted.counter, keyId: 'a1' },
    })
    expect(await run()).toEqual(refused('the counter’s own key came back as the aggregator’s'))
  })

  test('a refusal says why, as far as it is told', async () => {
    scripted.say(problem(403, 'forbidden', { detail: 'this code was used' }))
    expect(await run()).toEqual(refused('this code was used'))
    scripted.say({ ...problem(403, 'forbidden'), signer: null })
    expect(await run()).toEqual(refused('forbidden'))
    scripted.say({ status: 502, signer: null })
    expect(await run()).toEqual(refused('status 502'))
    scripted.say('ECONNREFUSED')
    expect(await run()).toEqual(refused('ECONNREFUSED'))
  })

  test('a till whose clock is wrong enrols with the server’s time, once', async () => {
    const skew = problem(401, 'clock-skew', { serverTime: '2026-07-01T05:00:00.000Z' })
    const created = Date.UTC(2026, 6, 1, 5) / 1000
    scripted.say(({ headers }) =>
      (headers['signature-input'] ?? '').includes(`created=${created};`)
        ? { status: 200, body: wire() }
        : skew,
    )
    expect(await run()).toMatchObject({ ok: true })
    scripted.asked.length = 0
    scripted.say(skew)
    expect(await run()).toEqual(refused('clock-skew'))
    expect(scripted.asked).toHaveLength(2)
  })

  test('what fails inside is a refusal too', async () => {
    const http = { ...scripted.http, ask: () => Promise.reject(new Error('a bug')) }
    expect(await run({ http })).toEqual(refused('a bug'))
  })

  test('nothing is asked at an address that may not be', async () => {
    for (const [baseUrl, environment] of [
      ['http://pay.example', 'training'],
      ['https://127.0.0.1:8443', 'live'],
      ['', 'training'],
    ] as const) {
      expect(await run({ baseUrl, environment })).toEqual(refused())
    }
    expect(scripted.asked).toEqual([])
  })
})

describe('an address', () => {
  test.for([
    ['https://pay.example', 'training', 'https://pay.example'],
    ['https://pay.example/', 'live', 'https://pay.example'],
    ['https://PAY.example:443/till//', 'live', 'https://pay.example/till'],
    ['http://127.0.0.1:8090', 'training', 'http://127.0.0.1:8090'],
    ['http://localhost:8090/', 'training', 'http://localhost:8090'],
    ['http://[::1]:8090', 'training', 'http://[::1]:8090'],
  ] as const)('%s for %s', ([address, environment, baseUrl]) => {
    expect(checkAddress(address, environment)).toEqual({ ok: true, baseUrl })
  })

  test.for([
    ['', 'training'],
    ['pay.example', 'training'],
    ['ftp://pay.example', 'training'],
    ['javascript:alert(1)', 'training'],
    ['http://pay.example', 'training'],
    ['http://127.0.0.1.example', 'training'],
    ['http://192.168.0.7', 'training'],
    ['http://0.0.0.0', 'training'],
    ['https://name:word@pay.example', 'training'],
    ['https://pay.example?a=1', 'training'],
    ['https://pay.example#a', 'training'],
    ['http://127.0.0.1', 'live'],
    ['https://127.0.0.1', 'live'],
    ['https://127.1', 'live'],
    ['https://0x7f000001', 'live'],
    ['https://127.8.9.1', 'live'],
    ['https://localhost', 'live'],
    ['https://LOCALHOST.', 'live'],
    ['https://till.localhost', 'live'],
    ['https://[::1]', 'live'],
    ['https://[::ffff:127.0.0.1]', 'live'],
    ['https://0.0.0.0', 'live'],
  ] as const)('%s for %s is refused', ([address, environment]) => {
    expect(checkAddress(address, environment)).toMatchObject({ ok: false })
  })

  test('that may not be, or an enrolment for the other environment, makes no aggregator', () => {
    const { enrolment } = scripted
    const http = { ...enrolment, baseUrl: 'http://pay.example' }
    expect(() => clientOf(scripted, { enrolment: http })).toThrow('plain http leaves this computer')
    const live = { ...enrolment, environment: 'live', baseUrl: 'https://127.0.0.1' } as const
    expect(() => clientOf(scripted, { enrolment: live, environment: 'live' })).toThrow(
      'on its own computer',
    )
    expect(() => clientOf(scripted, { environment: 'live' })).toThrow('is for training')
  })
})
