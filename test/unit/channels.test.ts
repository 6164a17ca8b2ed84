import { describe, expect, test } from 'vitest'
import { channelSchema } from '../../src-shared/contract/channels.ts'
import { defaultSettings } from '../../src-main/engine/config/settings.ts'
import { bodySchemas } from '../../src-main/engine/journal/kinds.ts'
import { makeScene, moves, payment, paymentId, refund, startMs } from '../harness/twoProviders.ts'

describe('a new payment', () => {
  test('goes to the first channel that carries its method and its flow', () => {
    const { channels, chosen } = makeScene()
    expect(chosen()).toBe('first')
    expect(chosen('alipay', 'customerCode')).toBe('second')
    expect(chosen('paypal')).toBe('second')
    expect(chosen('fps')).toBe('none')
    expect(channels.stateFor('wechatPay')).toBe('ready')
    expect(channels.stateFor('fps')).toBe('notSetUp')
  })

  test('goes to the backup after three failed answers, and back after three good probes', async () => {
    const { clock, first, channels, ask, chosen, written } = makeScene()
    await ask('first', 2)
    first.weather = 'noAnswer'
    await ask('first', 3)
    expect(chosen()).toBe('second as backup')
    expect(channels.stateFor('wechatPay')).toBe('backup')
    expect(channels.stateFor('alipay')).toBe('backup')
    expect(channels.alarms()).toEqual([{ code: 'channelDown', facts: { channel: 'first' } }])
    await clock.pass(60_000)
    expect(chosen()).toBe('second as backup')
    first.weather = 100
    first.asked.length = 0
    await clock.pass(31_000)
    expect(chosen()).toBe('second as backup')
    await clock.pass(16_000)
    expect(chosen()).toBe('first')
    expect(first.asked).toEqual(['probe', 'probe', 'probe'])
    // Then it is left in peace.
    await clock.pass(3_600_000)
    expect(first.asked).toHaveLength(3)
    expect(channels.alarms()).toEqual([])
    expect(moves(written)).toEqual(['first: good -> down', 'first: down -> good'])
  })

  test('what a provider lets everybody know is among the notices, for as long as it does', () => {
    const { second, channels } = makeScene()
    second.notice = { en: 'Closed tonight', 'zh-Hant': '今晚暫停', 'zh-Hans': '今晚暂停' }
    expect(channels.alarms()).toEqual([
      {
        code: 'channelNotice',
        facts: {
          channel: 'second',
          'notice en': 'Closed tonight',
          'notice zh-Hant': '今晚暫停',
          'notice zh-Hans': '今晚暂停',
        },
      },
    ])
    second.notice = null
    expect(channels.alarms()).toEqual([])
  })

  test('goes to the backup when answers are slow, and never on a single slow one', async () => {
    const { first, channels, ask, chosen, written } = makeScene()
    for (let turn = 0; turn < 4; turn += 1) {
      first.weather = 100
      await ask('first', 3)
      first.weather = 5_000
      await ask('first', 1)
      expect(chosen()).toBe('first')
    }
    expect(written).toEqual([])
    await ask('first', 1)
    expect(chosen()).toBe('second as backup')
    expect(channels.alarms()).toEqual([{ code: 'channelSlow', facts: { channel: 'first' } }])
    expect(moves(written)).toEqual(['first: good -> slow'])
  })

  test('goes to the least bad where none is good, and to the first where both are alike', async () => {
    const { first, second, channels, ask, chosen } = makeScene()
    first.weather = 'noAnswer'
    second.weather = 'noAnswer'
    await ask('first', 3)
    await ask('second', 3)
    expect(chosen()).toBe('first')
    expect(channels.stateFor('wechatPay')).toBe('down')
    expect(channels.stateFor('paypal')).toBe('down')
    expect(channels.alarms()).toHaveLength(2)
    second.weather = 4_000
    await ask('second', 3)
    expect(chosen()).toBe('second as backup')
    expect(channels.stateFor('wechatPay')).toBe('slow')
  })

  test('follows the order of its method, and no other', async () => {
    const scene = makeScene()
    scene.settings = {
      ...defaultSettings,
      'channels.order': { wechatPay: ['second', 'first'], alipay: ['first'], paypal: ['gone'] },
    }
    expect(scene.chosen()).toBe('second')
    expect(scene.chosen('alipay')).toBe('first')
    expect(scene.chosen('paypal')).toBe('none')
    scene.first.weather = 'noAnswer'
    await scene.ask('first', 3)
    expect(scene.chosen()).toBe('second')
    expect(scene.chosen('alipay')).toBe('first')
    expect(scene.channels.stateFor('alipay')).toBe('down')
    const [first, second] = scene.channels.view()
    expect(first).toMatchObject({ carries: ['alipay'], backupFor: ['wechatPay'] })
    expect(second).toMatchObject({ carries: ['wechatPay'], backupFor: [] })
  })
})

describe('a channel that is out of use', () => {
  test('is still there for its own payments and refunds, and their answers count', async () => {
    const { clock, first, channels, ask, chosen } = makeScene()
    first.weather = 'noAnswer'
    await ask('first', 3)
    first.weather = 100
    first.asked.length = 0
    const own = channels.byId('first')
    const answers = Promise.all([
      own?.query(paymentId),
      own?.reverse(payment),
      own?.close(payment),
      own?.refund(refund),
      own?.queryRefund(refund.refundId),
      own?.create(payment),
    ])
    await clock.pass(100)
    expect((await answers).map((answer) => answer?.kind)).toEqual(Array(6).fill('state'))
    expect(first.asked).toEqual(['query', 'reverse', 'close', 'refund', 'queryRefund', 'create'])
    expect(chosen()).toBe('first')
    expect(channels.byId('gone')).toBeUndefined()
  })

  test('is probed at the set pace, one probe at a time, until it is stopped', async () => {
    const { clock, first, channels, ask } = makeScene()
    first.weather = 'noAnswer'
    await ask('first', 3)
    first.asked.length = 0
    await clock.pass(60_000)
    expect(first.asked).toHaveLength(4)
    first.weather = 'hangs'
    await clock.pass(15_000)
    channels.probeNow()
    channels.probeNow()
    await clock.pass(0)
    expect(first.asked).toHaveLength(5)
    // A probe that never ends is given up, and the next one comes in its turn.
    await clock.pass(36_000)
    expect(first.asked).toHaveLength(6)
    channels.stop()
    await clock.pass(3_600_000)
    expect(first.asked).toHaveLength(6)
  })

  test('is probed at once when a person wants to know; so is every other', async () => {
    const { clock, first, second, channels } = makeScene()
    expect(channels.line()).toBe('idle')
    channels.probeNow()
    await clock.pass(100)
    expect([...first.asked, ...second.asked]).toEqual(['probe', 'probe'])
    expect(channels.line()).toBe('good')
    expect(channels.view().map(({ state }) => state)).toEqual(['good', 'good'])
  })
})

describe('what counts', () => {
  test('silence, a broken driver and a question without an end are no answers, and none is thrown', async () => {
    const { clock, first, channels } = makeScene()
    const own = channels.byId('first')
    first.weather = 'noAnswer'
    expect(await own?.query(paymentId)).toEqual({ kind: 'noAnswer', reason: 'the line' })
    first.weather = 'throws'
    const thrown = await own?.create(payment)
    expect(thrown).toEqual({ kind: 'noAnswer', reason: 'Error: a bug in the driver' })
    first.weather = 'hangs'
    const hanging = own?.refund(refund)
    await clock.pass(20_000)
    expect(await hanging).toEqual({ kind: 'noAnswer', reason: 'no answer in time' })
    expect(channels.view()[0]).toMatchObject({
      state: 'down',
      asked: 3,
      successPercent: 0,
      p95Ms: null,
      lastError: { atMs: startMs + 20_000, reason: 'no answer in time' },
    })
  })

  test('a refusal is an answer: the channel works', async () => {
    const { first, channels, ask } = makeScene()
    for (const weather of ['neverSeen', 'notAccepted', 'neverSeen'] as const) {
      first.weather = weather
      await ask('first', 1)
    }
    expect(channels.view()[0]).toMatchObject({ state: 'good', successPercent: 100 })
    expect(channels.line()).toBe('good')
  })

  test('the line is down with the first answer that does not come, and good while any channel answers', async () => {
    const { first, second, channels, ask } = makeScene()
    first.weather = 'noAnswer'
    await ask('first', 1)
    expect(channels.line()).toBe('down')
    await ask('second', 1)
    expect(channels.line()).toBe('good')
    second.weather = 'noAnswer'
    await ask('second', 1)
    expect(channels.line()).toBe('down')
  })

  test('what is told of each channel fits the contract', async () => {
    const { first, channels, ask } = makeScene()
    await ask('first', 3)
    first.weather = 'noAnswer'
    await ask('first', 1)
    const view = channels.view()
    expect(channelSchema.array().parse(view)).toEqual(view)
    expect(view[0]).toMatchObject({
      id: 'first',
      state: 'good',
      asked: 4,
      successPercent: 75,
      p50Ms: 100,
      p95Ms: 100,
      carries: ['wechatPay', 'alipay'],
      backupFor: [],
    })
    expect(view[1]).toMatchObject({ carries: ['paypal'], backupFor: ['wechatPay', 'alipay'] })
    expect(view[0]?.history).toHaveLength(1)
  })
})

describe('the journal', () => {
  test('has a row for each change of use, with what led to it, and none for a first good answer', async () => {
    const { clock, first, ask, written } = makeScene()
    await ask('first', 10)
    expect(written).toEqual([])
    first.weather = 'noAnswer'
    await ask('first', 3)
    await clock.pass(600_000)
    expect(written).toEqual([
      {
        kind: 'channel.changed',
        subject: 'first',
        body: {
          v: 1,
          channel: 'first',
          from: 'good',
          to: 'down',
          successPercent: 76,
          p95Ms: 100,
          lastError: 'the line',
        },
      },
    ])
    for (const { body } of written) bodySchemas['channel.changed'].parse(body)
  })

  test('that cannot be written stops nothing', async () => {
    const { clock, first, ask, chosen, changes } = makeScene(() => {
      throw new Error('SQLITE_FULL')
    })
    first.weather = 'noAnswer'
    await ask('first', 3)
    expect(chosen()).toBe('second as backup')
    expect(changes()).toBeGreaterThan(0)
    first.weather = 100
    await clock.pass(60_000)
    expect(chosen()).toBe('first')
  })

  test('and the screens hear of changes only', async () => {
    const { ask, changes } = makeScene()
    await ask('first', 1)
    const before = changes()
    await ask('first', 20)
    expect(changes()).toBe(before)
  })
})

test('a hint names its channel, and nothing is heard after the end', () => {
  const { first, second, channels } = makeScene()
  const heard: string[] = []
  const stopListening = channels.onHint((channelId, id) => heard.push(`${channelId} ${id}`))
  first.hint('a')
  second.hint('b')
  expect(heard).toEqual(['first a', 'second b'])
  stopListening()
  first.hint('c')
  expect(heard).toHaveLength(2)
})

test('an answer that comes after the end changes nothing', async () => {
  const { clock, first, channels, written, changes } = makeScene()
  first.weather = 5_000
  const late = channels.byId('first')?.query(paymentId)
  channels.stop()
  await clock.pass(5_000)
  expect((await late)?.kind).toBe('state')
  expect([written.length, changes(), channels.line()]).toEqual([0, 0, 'idle'])
})
