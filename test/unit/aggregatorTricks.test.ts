/** What goes wrong on the wire, by a script and by the deed of a payment. */
import { describe, expect, test } from 'vitest'
import type { TrainingDeed } from '../../src-shared/contract/training.ts'
import type { Trick } from '../../src-main/training/aggregator/tricks.ts'
import { startSimulated, type Said, type Simulated } from '../harness/simulated.ts'

const fps = { method: 'fps' } as const

/** What is heard of one question while this goes wrong. */
async function tricked(trick: Trick) {
  const simulated = await startSimulated()
  const { id } = await simulated.pay()
  simulated.core.script(({ name }) => (name === 'getPayment' ? trick : null))
  const asked = simulated.get(id)
  return { ...simulated, id, asked }
}

describe('by a script', () => {
  test('an answer is late, or too late', async () => {
    const { asked, clock } = await tricked({ kind: 'answerAfter', ms: 4_000 })
    const heard: Said[] = []
    void asked.then((said) => heard.push(said))
    await clock.pass(3_999)
    expect(heard).toEqual([])
    await clock.pass(1)
    expect(heard).toMatchObject([{ status: 200, signed: true }])
    const late = await tricked({ kind: 'answerAfter', ms: 10_001 })
    await late.clock.pass(10_000)
    expect(await late.asked).toMatchObject({ status: 0 })
  })

  test('an answer is lost, and it was done; a request is lost, and it was not', async () => {
    for (const kind of ['loseAnswer', 'loseRequest'] as const) {
      const { core, pay, counter } = await startSimulated()
      core.script(({ name, count }) => (name === 'putPayment' && count === 1 ? { kind } : null))
      const { id, said } = await pay()
      expect(said.status).toBe(0)
      const { status } = await counter.ask('getPayment', id)
      expect(status).toBe(kind === 'loseAnswer' ? 200 : 404)
    }
  })

  test('the line breaks anywhere in the answer, its head included', async () => {
    for (const byte of [0, 1, 100, 700]) {
      const { asked } = await tricked({ kind: 'cutAt', byte })
      expect(await asked).toMatchObject({ status: 0 })
    }
    const { asked } = await tricked({ kind: 'cutAt', byte: 100_000 })
    expect(await asked).toMatchObject({ status: 200 })
  })

  test('it answers with an error: what was asked is done with 5xx, and not with 429', async () => {
    for (const status of [500, 503, 429] as const) {
      const { core, pay, counter } = await startSimulated()
      core.script(({ name, count }) =>
        name === 'putPayment' && count === 1 ? { kind: 'status', status, retryAfterS: 7 } : null,
      )
      const { id, said } = await pay()
      expect(said).toMatchObject({ status, signed: true, headers: { 'retry-after': '7' } })
      const asked = await counter.ask('getPayment', id)
      expect(asked.status).toBe(status === 429 ? 404 : 200)
    }
  })

  test('it answers with something else, without a signature, or with a wrong one', async () => {
    const garbage = await (await tricked({ kind: 'garbage' })).asked
    expect(garbage).toMatchObject({ status: 200, signed: true })
    expect(typeof garbage.body).toBe('string')
    for (const kind of ['noSignature', 'wrongSignature'] as const) {
      const { asked } = await tricked({ kind })
      expect(await asked).toMatchObject({
        status: 200,
        signed: false,
        body: { state: 'awaitingPayer' },
      })
    }
  })

  test('it answers with the last answer again, which was signed for another request', async () => {
    const { asked } = await tricked({ kind: 'replayAnswer' })
    expect(await asked).toMatchObject({
      status: 200,
      signed: false,
      body: { state: 'awaitingPayer' },
    })
  })

  test.for<[Trick, object]>([
    [{ kind: 'otherAmount', minor: 1 }, { amount: { currency: 'HKD', amountMinor: 1 } }],
    [{ kind: 'otherCurrency' }, { amount: { currency: 'USD', amountMinor: 8_880 } }],
    [{ kind: 'otherMerchant' }, { merchant: 'SOMEBODY ELSE' }],
    [{ kind: 'otherId' }, { id: '01890000-0000-7000-8000-00000000ffff' }],
  ])('it lies, rightly signed: %j', async ([trick, body]) => {
    const { asked, core, id, counter } = await tricked(trick)
    expect(await asked).toMatchObject({ status: 200, signed: true, body })
    core.script(null)
    const truth = await counter.ask('getPayment', id)
    expect(truth.body).toMatchObject({ id, amount: { amountMinor: 8_880 } })
  })

  test('it names a state that nobody knows', async () => {
    const { core, pay, counter, wire } = await startSimulated()
    const { id } = await pay()
    core.script(() => ({ kind: 'unknownState' }))
    const request = await counter.signed({
      method: 'GET',
      url: `http://127.0.0.1:1/v1/payments/${id}`,
      headers: {},
      body: null,
    })
    const answer = await wire.ask(request, { connectMs: 1, answerMs: 1, bytes: 10_000 })
    if (answer.kind !== 'answered') throw new Error('no answer')
    expect(JSON.parse(Buffer.from(answer.body).toString())).toMatchObject({ state: 'resting' })
  })

  test('it vanishes for an hour, and knows everything when it is back', async () => {
    const { door, clock, pay, get } = await startSimulated()
    const { id } = await pay({}, 'payNow')
    door.vanish(clock.now() + 3_600_000)
    expect((await get(id)).status).toBe(0)
    await clock.pass(3_600_000)
    expect((await get(id)).body).toMatchObject({ state: 'succeeded' })
  })

  test('it is slow: everything comes after four seconds', async () => {
    const { door, clock, pay, get } = await startSimulated()
    const { id } = await pay()
    door.setState('slow')
    const heard: number[] = []
    void get(id).then(({ status }) => heard.push(status))
    await clock.pass(3_999)
    expect(heard).toEqual([])
    await clock.pass(1)
    expect(heard).toEqual([200])
  })
})

/** What is heard when asked now, and after each of these seconds. */
async function heardOf(
  { counter, clock }: Simulated,
  id: string,
  seconds: readonly number[],
): Promise<(Said | undefined)[]> {
  const heard: (Said | undefined)[] = []
  for (const second of seconds) {
    await clock.pass(second * 1_000)
    const asked: Said[] = []
    void counter.ask('getPayment', id).then((said) => asked.push(said))
    await clock.pass(0)
    heard.push(asked[0])
  }
  return heard
}

describe('by the deed of a payment, for a while', () => {
  test.for<[TrainingDeed, object]>([
    ['breakLine', { status: 0 }],
    ['serverError', { status: 500, signed: true }],
    ['garbage', { status: 200 }],
    ['wrongSignature', { status: 200, signed: false }],
  ])('%s', async ([deed, expected]) => {
    const simulated = await startSimulated()
    const { id, said } = await simulated.pay(fps, deed)
    expect(said).toMatchObject(expected)
    const [soon, before, after] = await heardOf(simulated, id, [1, 13, 1])
    expect(soon).toMatchObject(expected)
    expect(before).toMatchObject(expected)
    expect(after).toMatchObject({ status: 200, signed: true, body: { state: 'awaitingPayer' } })
  })

  test('it is too busy: nothing was accepted, and it is taken when it comes again', async () => {
    const simulated = await startSimulated()
    simulated.next.usualPauseMs = 8_000
    const { id, body, said } = await simulated.pay({}, 'tooBusy')
    const busy = { status: 429, problem: 'too-many', headers: { 'retry-after': '2' } }
    expect(said).toMatchObject(busy)
    expect(await simulated.get(id)).toMatchObject(busy)
    await simulated.clock.pass(10_000)
    expect(await simulated.get(id)).toMatchObject({ status: 404 })
    const taken = await simulated.counter.ask('putPayment', id, body)
    expect(taken.body).toMatchObject({ state: 'awaitingPayer' })
    await simulated.clock.pass(8_000)
    expect((await simulated.get(id)).body).toMatchObject({ state: 'succeeded' })
  })

  test('its answers are late, or too late', async () => {
    for (const [deed, waitMs] of [
      ['answerLate', 2_000],
      ['answerTooLate', 10_000],
    ] as const) {
      const simulated = await startSimulated()
      const heard: number[] = []
      const asked = simulated.pay({}, deed)
      void asked.then(({ said }) => heard.push(said.status))
      await simulated.clock.pass(waitMs - 1)
      expect(heard).toEqual([])
      await simulated.clock.pass(1)
      expect(heard).toEqual([deed === 'answerLate' ? 200 : 0])
      await simulated.clock.pass(20_000)
      const again = simulated.get((await asked).id)
      await simulated.clock.pass(2_000)
      expect(await again).toMatchObject({ status: 200 })
    }
  })

  test('it takes the money, and its answers get lost', async () => {
    const simulated = await startSimulated()
    const { id } = await simulated.pay(fps, 'loseAnswer')
    const [before, lost, still, after] = await heardOf(simulated, id, [2, 1, 19, 1])
    expect(before).toMatchObject({ body: { state: 'awaitingPayer' } })
    expect([lost, still]).toMatchObject([{ status: 0 }, { status: 0 }])
    expect(simulated.core.moneyOf(id)).toBe(8_880)
    expect(after).toMatchObject({ body: { state: 'succeeded' } })
  })

  test('a payer sees a code that only the aggregator makes once its answers come', async () => {
    const simulated = await startSimulated()
    simulated.next.usualPauseMs = 8_000
    const { id } = await simulated.pay({}, 'serverError')
    await simulated.clock.pass(22_999)
    expect(simulated.core.moneyOf(id)).toBe(0)
    await simulated.clock.pass(1)
    expect(simulated.core.moneyOf(id)).toBe(8_880)
  })

  test('only the payment that was prepared has it', async () => {
    const simulated = await startSimulated()
    await simulated.pay({}, 'garbage')
    expect((await simulated.pay()).said).toMatchObject({ status: 200, signed: true })
  })
})
