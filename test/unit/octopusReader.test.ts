/** The till's driver against an other end that makes mistakes, of which the simulated reader makes none. */
import { describe, expect, test } from 'vitest'
import type { DeductResult } from '../../src-main/engine/devices/octopus/results.ts'
import type { Said } from '../../src-main/training/octopus/talk.ts'
import {
  octopusAsks,
  refusal,
  scriptedOctopus,
  usualMove,
  usualOpened,
  usualTaken,
} from '../harness/scriptedOctopus.ts'
import { simulatedOctopus } from '../harness/simulatedOctopus.ts'

const second = 1_000
const { storeId, ...about } = usualMove

describe('opening', () => {
  test('happens by itself before the first question, and once', async () => {
    const { reader, answers, after, calls } = await scriptedOctopus()
    answers(({ call }) => (call === 'poll' ? refusal(0x03, 100_032) : null))
    expect(reader.facts()).toBeNull()
    expect(await after(reader.poll({ timeoutMs: 0 }), second)).toEqual({ kind: 'noCard' })
    await after(reader.poll({ timeoutMs: 0 }), second)
    expect(calls()).toEqual(['init', 'poll', 'poll'])
    expect(reader.facts()).toMatchObject({ storeId, deviceId: 301, locationId: 7 })
  })

  test('a till that takes real payments does not open a reader that says it is simulated', async () => {
    const { reader, after, calls } = await scriptedOctopus({ environment: 'live' })
    const refused = { kind: 'notReady', why: 'otherEnvironment', code: null }
    expect(await after(reader.deduct({ ...about, storeId }), second)).toEqual(refused)
    expect(await after(reader.poll({ timeoutMs: 0 }), second)).toEqual(refused)
    expect(calls()).toEqual(['init', 'init'])
  })

  test('training does not open a reader that can charge', async () => {
    const { reader, after, answers } = await scriptedOctopus()
    answers((asked) =>
      asked.call === 'init'
        ? { ...usualOpened, session: asked.session, environment: 'live' }
        : null,
    )
    expect(await after(reader.init(), second)).toMatchObject({ why: 'otherEnvironment' })
    expect(reader.facts()).toBeNull()
  })

  test('the simulated reader refuses a till that takes real payments', async () => {
    const { reader, done } = await simulatedOctopus({ environment: 'live' })
    expect(await done(reader().init())).toMatchObject({
      kind: 'notReady',
      why: 'otherEnvironment',
      code: { number: 6 },
    })
  })

  test.for([
    ['says so', (): Said => refusal(0x01, 5)],
    ['goes by another', (session: number): Said => ({ ...usualOpened, session, major: 2 })],
  ] as const)('a reader of another version that %s is not opened', async ([, say]) => {
    const { reader, answers, after } = await scriptedOctopus()
    answers((asked) => (asked.call === 'init' ? say(asked.session) : null))
    expect(await after(reader.timeVer(), second)).toMatchObject({
      kind: 'notReady',
      why: 'otherVersion',
    })
  })

  test('the answer to another session is passed over', async () => {
    const { reader, answers, after } = await scriptedOctopus()
    answers((asked, times) =>
      asked.call === 'init' && times < 3 ? { ...usualOpened, session: 1 } : null,
    )
    expect(await after(reader.init(), second)).toBe('pending')
    expect(await after(reader.init(), 5 * second)).toMatchObject({ kind: 'ready' })
  })

  test('a reader that refuses is told with its number', async () => {
    const { reader, answers, after } = await scriptedOctopus()
    answers(({ call }) => (call === 'init' ? refusal(0x01, 100_034) : null))
    expect(await after(reader.init(), second)).toMatchObject({
      kind: 'notReady',
      why: 'code',
      code: { number: 100_034, name: 'authentication' },
    })
  })
})

describe('an answer that is none', () => {
  const spoiled: readonly (readonly [string, Said])[] = [
    ['another card', { ...usualTaken, cardNumber: '20260001' }],
    ['another amount', { ...usualTaken, amountTenCents: 1_230 }],
    ['another reference', { ...usualTaken, reference: 'R0000041' }],
  ]
  test.for(spoiled)('of %s turns nothing green', async ([, said]) => {
    const { reader, answers, after } = await scriptedOctopus()
    answers(({ call }) => (call === 'deduct' ? said : null))
    expect(await after(reader.deduct({ ...about, storeId }), second)).toEqual({
      kind: 'unknown',
      why: 'otherThing',
      code: null,
      tookNothing: false,
    })
  })

  test.for([
    ['names another payment', refusal(0x04, 100_048, { reference: 'R0000041' })],
    ['names none', refusal(0x04, 100_048)],
    ['names none, of the link itself', refusal(0x04, 8)],
  ] as const)('a refusal that %s is not believed', async ([, said]) => {
    const { reader, answers, after } = await scriptedOctopus()
    answers(({ call }) => (call === 'deduct' ? said : null))
    expect(await after(reader.deduct({ ...about, storeId }), second)).toMatchObject({
      kind: 'unknown',
    })
  })

  test('a response that cannot be read is no answer', async () => {
    const { reader, answers, after } = await scriptedOctopus()
    answers(({ call }) => (call === 'deduct' ? { ...usualTaken, amountTenCents: 0 } : null))
    expect(await after(reader.deduct({ ...about, storeId }), second)).toMatchObject({
      kind: 'unknown',
      why: 'unreadable',
    })
    expect(reader.facts()).toBeNull()
  })

  test('the answer to another call, and to a call that was given up, is passed over', async () => {
    const { reader, send, after, clock, heard } = await scriptedOctopus()
    await after(reader.init(), second)
    const deducted: DeductResult[] = []
    void reader.deduct({ ...about, storeId }).then((one) => void deducted.push(one))
    await clock.pass(100)
    const sequence = heard.at(-1)?.sequence ?? 0
    send(sequence, { say: 'display' })
    send(sequence + 1, usualTaken)
    send(sequence, refusal(0x03, 100_032))
    await clock.pass(6 * second)
    expect(deducted).toEqual([{ kind: 'unknown', why: 'silent', code: null, tookNothing: false }])
    const next = after(reader.timeVer(), second)
    send(sequence, usualTaken)
    expect(await next).toBe('pending')
  })

  test.for(['unclear', 'done'] as const)(
    'a request that is refused of a payment that is %s: the outcome tells',
    async (stands) => {
      const { reader, answers, after } = await scriptedOctopus()
      const more = { reference: about.reference, stands }
      answers(({ call }) => (call === 'deduct' ? refusal(0x04, 8, more) : null))
      expect(await after(reader.deduct({ ...about, storeId }), second)).toMatchObject({
        kind: 'unknown',
        code: { name: 'notStored' },
        tookNothing: true,
      })
    },
  )

  test('a request that was not looked at leaves everything as it was', async () => {
    const { reader, answers, after } = await scriptedOctopus()
    answers(({ call }) => (call === 'deduct' ? refusal(0x04, 3) : null))
    expect(await after(reader.deduct({ ...about, storeId }), second)).toMatchObject({
      kind: 'notReady',
      why: 'code',
      code: { name: 'notInitialised' },
    })
  })

  test.for([1, 3])('after try %i a reader that was started anew proves nothing', async (lost) => {
    const { reader, answers, after } = await scriptedOctopus()
    answers(({ call }, times) => (call === 'deduct' && times > lost ? refusal(0x04, 3) : null))
    expect(await after(reader.deduct({ ...about, storeId }), 6 * second)).toMatchObject({
      kind: 'unknown',
      code: { name: 'notInitialised' },
    })
  })

  test('of a code that nobody has explained nothing is assumed', async () => {
    const { reader, answers, after } = await scriptedOctopus()
    const { reference } = about
    answers(({ call }) => (call === 'deduct' ? refusal(0x04, 100_099, { reference }) : null))
    expect(await after(reader.deduct({ ...about, storeId }), second)).toMatchObject({
      kind: 'unknown',
      why: 'code',
      code: { number: 100_099, name: 'unlisted' },
    })
  })

  test.for([100_034, 100_035])('%i after a deduct: nobody knows', async (code) => {
    const { reader, answers, after } = await scriptedOctopus()
    const { reference } = about
    answers(({ call }) => (call === 'deduct' ? refusal(0x04, code, { reference }) : null))
    expect(await after(reader.deduct({ ...about, storeId }), second)).toMatchObject({
      kind: 'unknown',
      code: { number: code },
    })
  })

  test('a refusal of a payment that is incomplete leaves it so', async () => {
    const { reader, answers, after } = await scriptedOctopus()
    const more = { reference: about.reference, stands: 'incomplete' } as const
    answers(({ call }) => (call === 'deduct' ? refusal(0x04, 100_048, more) : null))
    expect(await after(reader.deduct({ ...about, storeId }), second)).toMatchObject({
      kind: 'incomplete',
      code: { name: 'notEnoughValue' },
    })
  })
})

test('value is added only where the shop wants it', async () => {
  const { reader, after, calls: came } = await scriptedOctopus({ addsValue: false })
  expect(await after(octopusAsks.addValue(reader), 0)).toEqual({ kind: 'notAsked', why: 'off' })
  expect(came()).toEqual([])
})

test('cards that come and go are told to whoever listens, in the middle of a call as well', async () => {
  const { reader, after, send, clock, heard } = await scriptedOctopus()
  const events: string[] = []
  const stop = reader.onCard(({ event }) => void events.push(event))
  const asking = octopusAsks.timeVer(reader)
  await clock.pass(50)
  send(0, { say: 'cardPresent', cardNumber: null })
  send(0, { say: 'cardRemoved' })
  expect(events).toEqual(['cardPresent', 'cardRemoved'])
  const { deviceId, locationId, timeS, firmware, library } = usualOpened
  const versions = { deviceId, locationId, timeS, firmware, library, lists: '' }
  send(heard.at(-1)?.sequence ?? 0, { say: 'timeVer', ...versions })
  expect(await after(asking, 0)).toEqual({ kind: 'told', ...versions })
  stop()
  send(0, { say: 'cardRemoved' })
  expect(events).toHaveLength(2)
})

test('what is noted of the line has no whole number of an Octopus', async () => {
  const { reader, after, answers, notes, line } = await scriptedOctopus()
  answers(({ call }) => (call === 'deduct' ? usualTaken : null))
  await after(octopusAsks.deduct(reader), second)
  line.send('020001')
  await after(octopusAsks.poll(reader), 10 * second)
  expect(notes).toContain('out deduct, reference R0000042, card ...8888, amountTenCents 123')
  expect(notes.join('\n')).toContain('in deduct: done, reference R0000042, card ...8888')
  expect(notes).toContain('in garbled: cut')
  expect(notes.join('\n')).not.toContain('88888888')
})
