/** What the aggregator keeps for a counter and tells it: its journal, its settings, its health. */
import { beforeEach, describe, expect, test } from 'vitest'
import { settingsEveryMs } from '../../src-main/engine/channels/aggregator/settings.ts'
import type { HttpRequest } from '../../src-main/engine/channels/http.ts'
import type { CounterSettings } from '../../src-shared/aggregator/counters.ts'
import {
  clientOf,
  counterId,
  memoryOf,
  problem,
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

const bodyOf = (request: HttpRequest | undefined): unknown =>
  request?.body ? JSON.parse(new TextDecoder().decode(request.body)) : null

describe('health', () => {
  const health = { status: 'good', environment: 'training', time: '2026-07-01T04:00:00.000Z' }
  test('is asked without a signature, and for three seconds', async () => {
    scripted.say({ status: 200, body: health, signer: null })
    expect(await till.channel.probe()).toBe('good')
    scripted.say({ status: 200, body: { ...health, status: 'degraded' }, signer: null })
    expect(await till.channel.probe()).toBe('good')
    expect(scripted.asked[0]?.headers).not.toHaveProperty('signature')
    expect(scripted.limits[0]?.answerMs).toBe(3_000)
  })
  test.for([
    ['another environment', { status: 200, body: { ...health, environment: 'live' } }],
    ['another word', { status: 200, body: { ...health, status: 'great' } }],
    ['another status', { status: 500, body: health }],
    ['a redirect', { status: 302, body: health }],
    ['nothing', { status: 200 }],
  ] as const)('with %s is no answer', async ([, said]) => {
    scripted.say({ ...said, signer: null })
    expect(await till.channel.probe()).toBe('noAnswer')
  })
})

describe('the journal', () => {
  const hash = new Uint8Array(32).fill(0xab)
  const row = {
    epoch: 1,
    seq: 7,
    atMs: startMs,
    kind: 'session.signedOut',
    subject: 'x',
    body: '{"v":1}',
    prev: new Uint8Array(32).fill(1),
    hash,
  }
  const head = { epoch: 1, seq: 7, hash: 'ab'.repeat(32) }
  const place = { epoch: 1, seq: 7, hash }
  const upload = () => till.uplink.upload([row], place)

  test('goes as it was hashed, and what is held comes back', async () => {
    const notUnderstood = [{ epoch: 1, seq: 7, reason: 'new kind' }]
    scripted.say({ status: 200, body: { held: head, notUnderstood } })
    expect(await upload()).toEqual({ kind: 'held', through: place, notUnderstood })
    expect(scripted.asked[0]?.url).toBe(`https://pay.example/till/v1/counters/${counterId}/journal`)
    expect(bodyOf(scripted.asked[0])).toEqual({
      rows: [{ ...row, prev: '01'.repeat(32), hash: 'ab'.repeat(32) }],
      head,
    })
    scripted.say({ status: 200, body: { held: null, notUnderstood: [] } })
    expect(await till.uplink.upload([], null)).toMatchObject({ kind: 'held', through: null })
  })

  test.for([
    [
      'a broken chain',
      problem(409, 'broken-chain', { head }),
      { kind: 'brokenChain', through: place },
    ],
    [
      'none held',
      problem(409, 'broken-chain', { head: null }),
      { kind: 'brokenChain', through: null },
    ],
    ['a fork', problem(409, 'forked', { head }), { kind: 'forked', through: place }],
    ['too large', problem(413, 'too-large'), { kind: 'tooLarge' }],
    ['not let in', problem(401, 'unauthorized'), { kind: 'refused', reason: 'unauthorized' }],
    [
      'forbidden',
      problem(403, 'forbidden', { detail: 'left' }),
      { kind: 'refused', reason: 'left' },
    ],
  ] as const)('%s is told apart', async ([, said, answer]) => {
    scripted.say(said)
    expect(await upload()).toEqual(answer)
    scripted.say({ ...said, signer: null })
    expect(await upload()).toMatchObject({ kind: 'noAnswer' })
  })

  test.for([
    ['a broken chain without its head', problem(409, 'broken-chain'), null],
    ['another conflict', problem(409, 'other-body'), null],
    ['a wrong clock', problem(401, 'clock-skew'), null],
    ['too many', { ...problem(429, 'too-many'), headers: { 'retry-after': '9' } }, 9_000],
    ['trouble', problem(500, 'unavailable'), null],
  ] as const)('%s is no answer', async ([, said, retryAfterMs]) => {
    scripted.say(said)
    expect(await upload()).toMatchObject({ kind: 'noAnswer', retryAfterMs })
  })
})

describe('settings', () => {
  const settings: CounterSettings = {
    methods: [
      { method: 'wechatPay', flows: ['merchantCode'], ceilingMinor: 100_000, instructions: [] },
      {
        method: 'bankTransfer',
        flows: ['awaitingFunds'],
        ceilingMinor: null,
        instructions: [{ field: 'accountName', value: 'Shop Ltd' }],
      },
    ],
    fps: { fpsId: '1234567', payee: 'Shop', referenceAllowed: true },
    exchangeRates: [],
    notice: { en: 'Closed tonight', 'zh-Hant': '今晚暫停', 'zh-Hans': '今晚暂停' },
  }
  const answered: Said = { status: 200, body: settings, headers: { etag: '"v1"' } }
  const settingsAsked = () => scripted.asked.filter(({ url }) => url.endsWith('/settings'))

  test('decide what the channel carries; before there are any it carries nothing', async () => {
    expect(till.channel.offer('wechatPay')).toBeNull()
    expect(till.channel.fps()).toBeNull()
    scripted.say(answered)
    till.start()
    await till.clock.pass(0)
    expect(till.settings()).toEqual(settings)
    expect(till.channel.offer('wechatPay')).toEqual({
      flows: ['merchantCode'],
      ceilingMinor: 100_000,
      instructions: [],
    })
    expect(till.channel.offer('bankTransfer')?.instructions).toHaveLength(1)
    expect(till.channel.offer('alipay')).toBeNull()
    expect(till.channel.notice()).toEqual(settings.notice)
    expect(till.channel.fps()).toEqual({
      account: { kind: 'fpsId', fpsId: '1234567' },
      payee: 'Shop',
      referenceAllowed: true,
    })
    till.stop()
  })

  test('are remembered, and asked for with their tag every ten minutes', async () => {
    const { memory, kept } = memoryOf({ settings: { text: JSON.stringify(settings), tag: '"v0"' } })
    till = clientOf(scripted, { memory })
    expect(till.channel.offer('wechatPay')).not.toBeNull()
    scripted.say({ status: 304 })
    till.start()
    await till.clock.pass(settingsEveryMs.answered - 1)
    expect(settingsAsked().map(({ headers }) => headers['if-none-match'])).toEqual(['"v0"'])
    expect(till.channel.offer('wechatPay')).not.toBeNull()
    scripted.say({ ...answered, body: { ...settings, methods: [] } })
    await till.clock.pass(1)
    expect(till.channel.offer('wechatPay')).toBeNull()
    expect(kept.settings?.tag).toBe('"v1"')
    expect(JSON.parse(kept.settings?.text ?? '')).toEqual({ ...settings, methods: [] })
    till.stop()
    await till.clock.pass(3_600_000)
    expect(settingsAsked()).toHaveLength(2)
  })

  test('that cannot be had are asked for again soon, and the last good ones go on', async () => {
    const { memory } = memoryOf({ settings: { text: JSON.stringify(settings), tag: null } })
    till = clientOf(scripted, { memory })
    till.start()
    for (const said of ['cut', { ...answered, signer: null }, { status: 200, body: {} }]) {
      scripted.say(said)
      await till.clock.pass(settingsEveryMs.failed)
      expect(till.channel.offer('wechatPay')).not.toBeNull()
    }
    expect(settingsAsked().length).toBeGreaterThanOrEqual(3)
    expect(settingsAsked()[0]?.headers).not.toHaveProperty('if-none-match')
    till.stop()
  })

  test('that were remembered and cannot be read any more are none, and their tag is not sent', async () => {
    for (const text of ['', '{', '{"methods":5}']) {
      scripted.asked.length = 0
      till = clientOf(scripted, { memory: memoryOf({ settings: { text, tag: '"v0"' } }).memory })
      expect(till.settings()).toBeNull()
      till.start()
      await till.clock.pass(0)
      expect(settingsAsked()[0]?.headers).not.toHaveProperty('if-none-match')
      till.stop()
    }
  })

  test('with a tag that cannot be sent back are asked for without one', async () => {
    scripted.say({ ...answered, headers: { etag: '"a" b' } })
    till.start()
    await till.clock.pass(0)
    till.woke()
    await till.clock.pass(0)
    expect(settingsAsked()).toHaveLength(2)
    expect(settingsAsked()[1]?.headers).not.toHaveProperty('if-none-match')
    till.stop()
  })
})
