import { describe, expect, test } from 'vitest'
import {
  calls,
  topics,
  type CallName,
  type Event,
  type Topic,
} from '../../src-shared/contract/index.ts'
import type { StaffId } from '../../src-shared/ids.ts'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const open = { totalMinor: 5_000, reference: '', description: '' }
/** An input that stands for any: who may not call is refused before anybody looks at it. */
const anyInput = {} as never

describe('the door', () => {
  test('nothing that needs a person is done without a session, nor with the session of another window', async () => {
    const till = await startTestTill()
    expect(await till.call('sale.open', open)).toMatchObject({ failure: { code: 'signInNeeded' } })
    await till.ready()
    const foreign = till.newCallId()
    expect(await till.call('sale.open', open, { session: foreign })).toMatchObject({
      failure: { code: 'signInNeeded' },
    })
    const session = (await till.session())?.sessionId ?? null
    const atManager = await till.call(
      'history.payments',
      { before: null, limit: 5 },
      { window: 'manager', session },
    )
    expect(atManager).toMatchObject({ failure: { code: 'signInNeeded' } })
  })

  test('the customer window reads its display and nothing else', async () => {
    const till = await startTestTill()
    await till.ready()
    await till.get('sale.open', open)
    const session = (await till.session())?.sessionId ?? null
    for (const name of Object.keys(calls) as CallName[]) {
      if (name === 'view.topic') continue
      const answer = await till.call(name, anyInput, { window: 'customer', session })
      expect(answer, name).toMatchObject({ failure: { code: 'wrongWindow' } })
    }
    const told: Topic[] = []
    for (const topic of topics) {
      const view = await till.call('view.topic', { topic }, { window: 'customer', session })
      if (view.ok && view.value.value !== null) told.push(topic)
    }
    expect(told).toEqual(['display'])
  })

  test('without a session only what stands before the sign-in answers', async () => {
    const till = await startTestTill()
    await till.ready()
    const held = (await till.session())?.sessionId ?? null
    const before = new Set([
      'view.topic',
      'counter.chooseLanguage',
      'counter.chooseTheme',
      'session.staff',
      'session.signIn',
    ])
    for (const session of [null, till.newCallId()]) {
      for (const name of Object.keys(calls) as CallName[]) {
        if (before.has(name)) continue
        const answer = await till.call(name, anyInput, { session })
        expect(answer, name).toMatchObject({ failure: { code: 'signInNeeded' } })
      }
    }
    // A session of the till's window is none at the manager's.
    const elsewhere = { window: 'manager', session: held } as const
    const answer = await till.call('history.payments', { before: null, limit: 1 }, elsewhere)
    expect(answer).toMatchObject({ failure: { code: 'signInNeeded' } })
  })

  test('malformed calls are answered, whatever they carry', async () => {
    const till = await startTestTill()
    await till.ready()
    const server = till.server()
    const session = (await till.session())?.sessionId ?? null
    const callId = till.newCallId()
    const call = (part: Record<string, unknown>) =>
      server.call('till', {
        type: 'call',
        callId,
        session,
        name: 'sale.open',
        input: open,
        ...part,
      })
    expect(await call({ name: 'constructor' })).toMatchObject({
      answer: { failure: { code: 'unknownCall' } },
    })
    expect(await call({ name: '__proto__' })).toMatchObject({
      answer: { failure: { code: 'unknownCall' } },
    })
    expect(await call({ extra: 1 })).toMatchObject({
      answer: { failure: { code: 'malformedCall' } },
    })
    expect(await call({ input: { ...open, by: 'me' } })).toMatchObject({
      answer: { failure: { code: 'malformedCall' } },
    })
    expect(await call({ input: { ...open, reference: 'x'.repeat(141) } })).toMatchObject({
      answer: { failure: { code: 'malformedCall', facts: { field: 'reference' } } },
    })
    expect(await call({ window: 'manager' })).toMatchObject({
      answer: { failure: { code: 'malformedCall' } },
    })
    for (const nothing of [null, 1, 'text', [], {}, { callId: 'x' }]) {
      expect(await server.call('till', nothing)).toBeNull()
    }
    expect(await till.sale()).toBeNull()
  })

  test('events carry the whole new value with a revision that has no gap, and only what the window may see', async () => {
    const till = await startTestTill()
    const heard: Event[] = []
    const customer: Event[] = []
    till.server().listen('till', (event) => heard.push(event))
    till.server().listen('customer', (event) => customer.push(event))
    await till.ready()
    await till.get('sale.open', open)
    const sales = heard.filter(({ topic }) => topic === 'sale')
    expect(sales.at(-1)?.value).toMatchObject({ totalMinor: 5_000 })
    for (const topic of ['counter', 'session', 'sale']) {
      const revisions = heard
        .filter((event) => event.topic === topic)
        .map((event) => event.revision)
      expect(revisions).toEqual(revisions.map((_, index) => (revisions[0] ?? 0) + index))
    }
    expect(new Set(customer.map(({ topic }) => topic))).toEqual(new Set(['display']))
    await till.get('session.signOut', {})
    expect(heard.findLast(({ topic }) => topic === 'sale')?.value).toBeNull()
  })

  test('only a cashier takes payments: an admin has no sale to make', async () => {
    const till = await startTestTill()
    await till.ready()
    till.database().prepare(`UPDATE staff SET role = 'admin'`).run()
    await till.signIn('cashier').catch(() => undefined)
    const tiles = await till.get('session.staff', {})
    const admin = tiles.find(({ role }) => role === 'admin')
    await till.get('session.signIn', {
      staffId: admin?.staffId as StaffId,
      pin: admin?.trainingPin ?? '',
    })
    expect(await till.call('sale.open', open)).toMatchObject({
      failure: { code: 'notPermitted', facts: { permission: 'takePayments' } },
    })
    till.database().prepare(`UPDATE staff SET role = 'cashier'`).run()
    // The tables say again what the journal says.
    const { rebuild } = await import('../../src-main/engine/journal/derived.ts')
    rebuild(till.database())
  })
})

describe('PINs', () => {
  const wrongTry = async (till: TestTill, staffId: StaffId) =>
    till.call('session.signIn', { staffId, pin: '9999' })

  test('after five wrong tries the person has to wait, longer each time, also after a restart', async () => {
    const till = await startTestTill()
    const [tile] = await till.get('session.staff', {})
    if (typeof tile?.trainingPin !== 'string') throw new Error('no staff')
    const { staffId, trainingPin: pin } = tile
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await wrongTry(till, staffId)).toMatchObject({ failure: { code: 'wrongPin' } })
    }
    expect(await wrongTry(till, staffId)).toMatchObject({
      failure: { code: 'lockedOut', facts: { untilMs: till.clock.now() + 30_000 } },
    })
    await till.restart()
    expect(await till.call('session.signIn', { staffId, pin })).toMatchObject({
      failure: { code: 'lockedOut' },
    })
    const rows = till.rows().length
    await wrongTry(till, staffId)
    expect(till.rows()).toHaveLength(rows)
    await till.clock.pass(30_000)
    expect(await wrongTry(till, staffId)).toMatchObject({
      failure: { code: 'lockedOut', facts: { untilMs: till.clock.now() + 60_000 } },
    })
    await till.clock.pass(60_000)
    await till.get('session.signIn', { staffId, pin })
    expect((await till.session())?.staffId).toBe(staffId)
    expect(till.kinds().filter((kind) => kind === 'session.refused')).toHaveLength(6)
    expect(await wrongTry(till, staffId)).toMatchObject({ failure: { code: 'wrongPin' } })
  })

  test('many tries at once are not counted as one', async () => {
    const till = await startTestTill()
    const [tile] = await till.get('session.staff', {})
    if (!tile) throw new Error('no staff')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => wrongTry(till, tile.staffId)),
    )
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.failure.code))
    expect(codes.filter((code) => code === 'wrongPin').length).toBeLessThanOrEqual(4)
    expect(codes).not.toContain('ok')
  })

  test('neither a PIN nor a hash of one is in the journal', async () => {
    const till = await startTestTill()
    await till.signIn()
    await till.signIn('manager')
    for (const { body } of till.rows()) expect(body).not.toMatch(/1111|4444|plain/u)
  })
})

describe('shift', () => {
  test('a float is counted by denomination, and there is one open shift at a time', async () => {
    const till = await startTestTill()
    await till.signIn()
    expect(await till.call('sale.open', open)).toMatchObject({ failure: { code: 'noShift' } })
    expect(await till.call('shift.open', { float: { '123': 1 } })).toMatchObject({
      failure: { code: 'malformedCall' },
    })
    expect(await till.call('shift.open', { float: { '100': -1 } })).toMatchObject({
      failure: { code: 'malformedCall' },
    })
    await till.get('shift.open', { float: { '50000': 1, '10': 3 } })
    expect(await till.call('shift.open', { float: {} })).toMatchObject({
      failure: { code: 'shiftAlreadyOpen' },
    })
    expect((await till.counter()).shift).toMatchObject({ businessDate: '2026-11-21' })
    const body = till.rows().find(({ kind }) => kind === 'shift.opened')?.body ?? ''
    expect(JSON.parse(body)).toMatchObject({ floatMinor: 50_030 })
    await till.restart()
    expect((await till.counter()).shift).not.toBeNull()
  })
})

describe('settings', () => {
  test('a choice is written, holds after a restart and is journaled', async () => {
    const till = await startTestTill({ settings: '{ "counter.name": "Front", "later.key": 1 }' })
    expect((await till.counter()).language).toBeNull()
    await till.get('counter.chooseLanguage', { language: 'zh-Hant' })
    expect(JSON.parse(till.settings.text)).toEqual({
      'counter.name': 'Front',
      'later.key': 1,
      language: 'zh-Hant',
    })
    await till.restart()
    const counter = await till.counter()
    expect(counter).toMatchObject({ language: 'zh-Hant', counterName: 'Front' })
    expect(counter.alarms).toMatchObject([{ code: 'settingUnknown', facts: { key: 'later.key' } }])
    const changes = till.rows().filter(({ kind }) => kind === 'settings.changed')
    expect(changes.map(({ subject }) => subject)).toEqual(['counter.name', 'language'])
  })

  test('a file that cannot be read keeps the last good values, raises an alarm and is not overwritten', async () => {
    const till = await startTestTill({ settings: '{ "counter.name": "Front" }' })
    till.settings.text = '{ "counter.name": "Fro'
    await till.restart()
    expect(await till.counter()).toMatchObject({
      counterName: 'Front',
      alarms: [{ code: 'settingsUnreadable' }],
    })
    await till.get('counter.chooseTheme', { theme: 'dark' })
    expect((await till.counter()).theme).toBe('dark')
    expect(till.settings.text).toBe('{ "counter.name": "Fro')
  })
})

describe('start', () => {
  test('a training database is never opened as live, nor the other way round', async () => {
    const till = await startTestTill()
    await expect(till.restart({ environment: 'live' })).rejects.toBeInstanceOf(StartRefused)
    await till.restart()
  })
})
