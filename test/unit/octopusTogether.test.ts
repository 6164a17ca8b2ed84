/** The till's driver and a simulated reader on one line: what the till is told, and what was taken from the card. */
import { describe, expect, test } from 'vitest'
import type { DeductResult } from '../../src-main/engine/devices/octopus/results.ts'
import type { PreparedTrick } from '../../src-main/training/octopus/tricks.ts'
import { simulatedOctopus } from '../harness/simulatedOctopus.ts'

const card = '88888888'
const other = '20260001'
const second = 1_000

/** A customer with HK$58.80, and a till that asks for HK$12.30. */
async function atTheReader(options: Parameters<typeof simulatedOctopus>[0] = {}) {
  const world = await simulatedOctopus(options)
  const { octopus, done, reader } = world
  const storeId = async (): Promise<string> => {
    const opened = reader().facts() ?? (await done(reader().init()))
    if ('kind' in opened) throw new Error(opened.kind === 'ready' ? 'opened' : opened.why)
    return opened.storeId
  }
  await done(reader().init())
  octopus.end.put(card)
  const store = await storeId()
  return {
    ...world,
    store,
    /** What cards were charged. */
    charged: () => octopus.core.chargedTenCents(),
    value: (number = card) => octopus.core.card(number).valueTenCents,
    deduct: (about: object = {}, trick: PreparedTrick | null = null): Promise<DeductResult> => {
      if (trick !== null) octopus.core.prepare(trick)
      const usual = { reference: 'R0000042', cardNumber: card, amountTenCents: 123, storeId: store }
      return done(reader().deduct({ ...usual, ...about }))
    },
    outcome: (about: object = {}) =>
      done(
        reader().outcome({
          reference: 'R0000042',
          call: 'deduct',
          amountTenCents: 123,
          storeId: store,
          ...about,
        }),
      ),
  }
}

describe('a deduct', () => {
  test('takes the amount once, and says what remains', async () => {
    const { deduct, charged, value, outcome } = await atTheReader()
    const paid = { cardNumber: card, amountTenCents: 123, valueTenCents: 465, deviceId: 301 }
    expect(await deduct()).toMatchObject({ kind: 'done', ...paid })
    expect(await outcome()).toMatchObject({ kind: 'done', ...paid })
    expect(charged()).toBe(123)
    expect(value()).toBe(465)
  })

  test('of the same reference is the same one, in another session as well', async () => {
    const { deduct, charged, newTill } = await atTheReader()
    const first = await deduct()
    newTill()
    expect(await deduct()).toEqual(first)
    expect(charged()).toBe(123)
  })

  test('of the same reference for another card or amount is none', async () => {
    const { deduct, charged, octopus } = await atTheReader()
    await deduct()
    const used = { kind: 'unknown', why: 'code', code: { name: 'referenceUsed' } }
    expect(await deduct({ amountTenCents: 124 })).toMatchObject(used)
    octopus.end.put(other)
    expect(await deduct({ cardNumber: other })).toMatchObject(used)
    expect(charged()).toBe(123)
  })

  test.for([
    ['goneBeforeRead', 'cardGone', 'tapAgain'],
    ['goneAfterRead', 'writeError', 'tapAgain'],
    ['readError', 'readError', 'tapAgain'],
    ['diskFull', 'notStored', 'other'],
    [100_024, 'blockedNow', 'refused'],
    [100_023, 'logFull', 'exchangeFirst'],
    [100_032, 'noCard', 'noCard'],
  ] as const)(
    '%s: nothing is taken, and the same payment may go on',
    async ([trick, name, kind]) => {
      const { deduct, charged, octopus, outcome } = await atTheReader()
      expect(await deduct({}, trick)).toMatchObject({ kind: 'notDone', code: { name, kind } })
      expect(['notDone', 'neverSeen']).toContain((await outcome()).kind)
      expect(charged()).toBe(0)
      octopus.end.put(card)
      expect(await deduct()).toMatchObject({ kind: 'done' })
      expect(charged()).toBe(123)
    },
  )

  test.for([
    ['20260005', 1, 'blocked'],
    ['20260002', 381, 'notEnoughValue'],
    ['20260003', 381, 'belowLowest'],
  ] as const)('of the card %s: refused with its reason', async ([number, amount, name]) => {
    const { deduct, charged, octopus } = await atTheReader()
    octopus.end.put(number)
    expect(await deduct({ cardNumber: number, amountTenCents: amount })).toMatchObject({
      kind: 'notDone',
      code: { name, kind: 'refused' },
    })
    expect(charged()).toBe(0)
  })

  test('goes down to the lowest value that the card permits, and no further', async () => {
    const { deduct, octopus, value } = await atTheReader()
    octopus.end.put('20260002')
    const about = { cardNumber: '20260002', amountTenCents: 380 }
    expect(await deduct(about)).toMatchObject({ kind: 'done', valueTenCents: -350 })
    expect(value('20260002')).toBe(-350)
  })

  test('of another card than the one that was polled: nobody is charged', async () => {
    const { deduct, charged, octopus } = await atTheReader()
    octopus.end.put(other)
    expect(await deduct()).toMatchObject({
      kind: 'notDone',
      code: { name: 'otherCard', kind: 'tapAgain' },
    })
    expect(charged()).toBe(0)
  })

  test.for([
    ['a part of ten cents', { amountTenCents: 12.3 }, 'amount'],
    ['nothing', { amountTenCents: 0 }, 'amount'],
    ['more than the link carries', { amountTenCents: 100_001 }, 'amount'],
    ['no reference', { reference: '' }, 'reference'],
    ['a card that has no number', { cardNumber: '' }, 'cardNumber'],
  ] as const)('of %s is refused before the reader is asked', async ([, about, why]) => {
    const { deduct, line } = await atTheReader()
    line.written.length = 0
    expect(await deduct(about)).toEqual({ kind: 'notAsked', why })
    expect(line.written).toEqual([])
  })
})

describe('an incomplete deduct', () => {
  const incomplete = { kind: 'incomplete', code: { kind: 'incomplete' } }

  test.for([
    ['goneMidWrite', 0],
    ['goneMidWriteTaken', 123],
    ['goneAfterWrite', 123],
  ] as const)(
    '%s: the same card again completes it, and is charged once',
    async ([trick, taken]) => {
      const { deduct, charged, octopus, outcome } = await atTheReader()
      expect(await deduct({}, trick)).toMatchObject(incomplete)
      expect(charged()).toBe(taken)
      expect(await outcome()).toMatchObject({ ...incomplete, cardNumber: card })
      // Nobody has put it back.
      expect(await deduct()).toMatchObject({ kind: 'incomplete', code: { name: 'cardGone' } })
      expect(await outcome()).toMatchObject(incomplete)
      octopus.end.put(card)
      expect(await deduct()).toMatchObject({ kind: 'done', valueTenCents: 465 })
      expect(charged()).toBe(123)
      expect(await outcome()).toMatchObject({ kind: 'done', valueTenCents: 465 })
    },
  )

  test('another card, another amount and another payment of this card have to wait', async () => {
    const { deduct, charged, octopus, outcome } = await atTheReader()
    await deduct({}, 'goneMidWriteTaken')
    octopus.end.put(other)
    const isOther = { kind: 'incomplete', code: { name: 'otherCard' } }
    expect(await deduct()).toMatchObject(isOther)
    expect(await deduct({ cardNumber: other })).toMatchObject(isOther)
    octopus.end.put(card)
    expect(await deduct({ amountTenCents: 124 })).toMatchObject({
      kind: 'incomplete',
      code: { name: 'amountDiffers' },
      tookNothing: true,
    })
    expect(await deduct({ reference: 'R0000043' })).toMatchObject({ kind: 'amountDiffers' })
    expect(charged()).toBe(123)
    expect(await outcome()).toMatchObject(incomplete)
  })

  test('survives that the till, the reader and the line were gone meanwhile', async () => {
    const { deduct, charged, octopus, outcome, newTill, clock, replug } = await atTheReader()
    await deduct({}, 'goneMidWrite')
    newTill()
    replug()
    octopus.end.restart()
    await clock.pass(3 * second)
    expect(await outcome()).toMatchObject(incomplete)
    octopus.end.put(card)
    expect(await deduct()).toMatchObject({ kind: 'done' })
    expect(charged()).toBe(123)
  })

  test.for([
    ['goneMidWrite', 0, 588],
    ['goneMidWriteTaken', 1, 465],
  ] as const)(
    '%s, and the next customer came: only the card tells',
    async ([trick, entries, valueTenCents]) => {
      const { deduct, charged, octopus, outcome, done, reader } = await atTheReader()
      await deduct({}, trick)
      octopus.end.put(other)
      await deduct({ reference: 'R0000043', cardNumber: other, amountTenCents: 50 })
      expect(await outcome()).toEqual({ kind: 'unclear', cardNumber: card })
      const before = charged()
      octopus.end.put(card)
      expect(await deduct()).toMatchObject({
        kind: 'unknown',
        code: { name: 'unclear' },
        tookNothing: true,
      })
      // A disk that is full says nothing of what was before it was.
      expect(await deduct({}, 'diskFull')).toMatchObject({ kind: 'unknown', tookNothing: true })
      expect(charged()).toBe(before)
      const polled = await done(reader().poll({ timeoutMs: 0 }))
      expect(polled).toMatchObject({ kind: 'card', card: { valueTenCents } })
      const log = polled.kind === 'card' ? polled.card.log : []
      expect(log).toHaveLength(entries)
      expect(
        log.filter(({ amountTenCents, deviceId }) => amountTenCents === 123 && deviceId === 301),
      ).toHaveLength(entries)
    },
  )
})

describe('on a bad line', () => {
  test.for(['loseReply', 'loseRequest', 'garbleReply', 'noise'] as const)(
    '%s: the same request again, carried out once',
    async (trick) => {
      const { deduct, charged, line } = await atTheReader()
      line.written.length = 0
      expect(await deduct({}, trick)).toMatchObject({ kind: 'done' })
      const [first, ...more] = line.written
      expect(more.every((frame) => frame === first)).toBe(true)
      expect(more.length).toBeLessThanOrEqual(1)
      expect(charged()).toBe(123)
    },
  )

  test.for([
    ['silent', 'neverSeen', 0],
    ['silentDone', 'done', 123],
  ] as const)('%s: unknown, until the reader is asked', async ([trick, kind, taken]) => {
    const { deduct, charged, line, outcome } = await atTheReader()
    line.written.length = 0
    expect(await deduct({}, trick)).toEqual({
      kind: 'unknown',
      why: 'silent',
      code: null,
      tookNothing: false,
    })
    expect(new Set(line.written).size).toBe(1)
    expect(line.written).toHaveLength(4)
    expect(charged()).toBe(taken)
    expect(await outcome()).toMatchObject({ kind })
    expect(await deduct()).toMatchObject({ kind: 'done' })
    expect(charged()).toBe(123)
  })

  test('pulled out in the middle: unknown at once, and told when it is back', async () => {
    const { octopus, clock, reader, store, replug, outcome, charged } = await atTheReader()
    const about = { reference: 'R0000042', cardNumber: card, amountTenCents: 123, storeId: store }
    const ended: DeductResult[] = []
    void reader()
      .deduct(about)
      .then((one) => void ended.push(one))
    await clock.pass(50)
    replug()
    await clock.pass(0)
    expect(ended).toEqual([{ kind: 'unknown', why: 'unplugged', code: null, tookNothing: false }])
    expect(await outcome()).toMatchObject({ kind: 'cannotTell', why: 'noLine' })
    await clock.pass(2 * second)
    expect(await outcome()).toMatchObject({ kind: 'done' })
    expect(charged()).toBe(123)
    expect(octopus.core.present()).toBe(card)
  })

  test('a line that is not there: nothing has left', async () => {
    const { deduct, line, octopus, outcome, clock } = await atTheReader()
    line.pull()
    octopus.end.isUnplugged()
    await clock.pass(0)
    expect(await deduct()).toEqual({ kind: 'notReady', why: 'noLine', code: null })
    line.plugIn()
    await clock.pass(2 * second)
    expect(await outcome()).toEqual({ kind: 'neverSeen' })
  })
})

describe('a reader that loses its power', () => {
  test.for([
    ['dieBeforeWrite', 'unclear', 0],
    ['dieAfterWrite', 'unclear', 123],
    ['dieAfterStored', 'done', 123],
  ] as const)('%s: unknown, and nobody is charged twice', async ([trick, kind, taken]) => {
    const { deduct, charged, outcome } = await atTheReader()
    expect(await deduct({}, trick)).toMatchObject({ kind: 'unknown' })
    expect(await outcome()).toMatchObject({ kind })
    expect(charged()).toBe(taken)
    await deduct()
    expect(charged()).toBe(taken)
  })

  test('between two calls: it is opened again, and the question asked again', async () => {
    const { octopus, clock, reader, done } = await atTheReader()
    octopus.end.restart()
    await clock.pass(2 * second)
    expect(await done(reader().poll({ timeoutMs: 0 }))).toMatchObject({ kind: 'card' })
  })

  test('before a deduct: nothing was taken, since the one copy was refused', async () => {
    const { octopus, clock, deduct, charged } = await atTheReader()
    octopus.end.restart()
    await clock.pass(2 * second)
    expect(await deduct()).toMatchObject({ kind: 'notReady', code: { name: 'notInitialised' } })
    expect(await deduct()).toMatchObject({ kind: 'done' })
    expect(charged()).toBe(123)
  })

  test.for([
    ['notConnected', 'notDone', 0],
    ['badReply', 'unclear', 123],
  ] as const)('%s: unknown; opened again, it says %s', async ([trick, kind, taken]) => {
    const { deduct, outcome, charged, line } = await atTheReader()
    expect(await deduct({}, trick)).toMatchObject({
      kind: 'unknown',
      code: { kind: 'initAgain' },
    })
    line.written.length = 0
    expect(await outcome()).toMatchObject({ kind })
    expect(line.written.map((frame) => frame.slice(8, 10))).toEqual(['01', '05'])
    expect(charged()).toBe(taken)
  })
})

describe('another store', () => {
  test('takes no deduct of a card that was polled before', async () => {
    const { deduct, charged } = await atTheReader()
    expect(await deduct({ storeId: '0000000000000000' })).toEqual({
      kind: 'notReady',
      why: 'otherStore',
      code: null,
    })
    expect(charged()).toBe(0)
  })

  test('has never seen it: that proves nothing', async () => {
    const { outcome } = await atTheReader()
    expect(await outcome()).toEqual({ kind: 'neverSeen' })
    expect(await outcome({ storeId: '0000000000000000' })).toEqual({
      kind: 'cannotTell',
      why: 'otherStore',
      code: null,
    })
  })
})

describe('an outcome', () => {
  test('of another amount or call is of something else', async () => {
    const { deduct, outcome } = await atTheReader()
    await deduct()
    const otherThing = { kind: 'cannotTell', why: 'otherThing', code: null }
    expect(await outcome({ amountTenCents: 124 })).toEqual(otherThing)
    expect(await outcome({ call: 'addValue' })).toEqual(otherThing)
    expect(await outcome({ reference: '' })).toEqual({ kind: 'notAsked', why: 'reference' })
  })
})
