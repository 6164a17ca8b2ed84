/** What whole hours made of a seed (`test/property/hours/octopusHours.test.ts`) have found, each in its smallest form. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { cardSays, type AskedOfCard } from '../../src-main/engine/devices/octopus/cardSays.ts'
import { withReader } from '../harness/octopusDesk.ts'

const second = 1_000
/** The second of the poll before the deduct. */
const polledS = 1_795_227_227
const reader = { what: 'deduct', deviceId: 301 } as const
const kiosk = { what: 'addValue', deviceId: 12 } as const

const of = (changed: Partial<AskedOfCard> = {}): AskedOfCard => ({
  amountTenCents: 800,
  attempts: [{ valueTenCents: 5_000, timeS: polledS, deviceId: 301 }],
  othersTakenS: [],
  nextAskedS: null,
  isOnlyOpen: true,
  ...changed,
})
const later = polledS + 300

describe('what a card says of a payment that nobody knows', () => {
  test('value that was added in the very second of the poll does not keep it open', () => {
    const log = [{ ...kiosk, timeS: polledS, amountTenCents: 4_400 }]
    // In the value that was polled already, or not yet.
    for (const valueTenCents of [5_000, 9_400]) {
      expect(cardSays(of(), { timeS: later, valueTenCents, log })).toEqual({ says: 'notPaid' })
    }
  })

  test('a deduct of the same second is its own all the same', () => {
    const log = [
      { ...reader, timeS: polledS, amountTenCents: 800 },
      { ...kiosk, timeS: polledS, amountTenCents: 4_400 },
    ]
    const card = { timeS: later, valueTenCents: 4_200, log }
    expect(cardSays(of(), card)).toEqual({ says: 'paid', timeS: polledS })
  })

  test('a deduct of the amount that is nobody’s and came late is no proof that it was not paid', () => {
    const log = [{ ...reader, timeS: polledS + 17, amountTenCents: 800 }]
    const card = { timeS: later, valueTenCents: 4_200, log }
    expect(cardSays(of(), card)).toEqual({ says: 'nothing' })
    // Unless another payment has it for itself.
    const others = of({ othersTakenS: [polledS + 17] })
    expect(cardSays(others, card)).toEqual({ says: 'notPaid' })
  })

  test('what was taken after the card was asked for another payment is not taken for this one', () => {
    const log = [{ ...reader, timeS: polledS + 8, amountTenCents: 800 }]
    const card = { timeS: later, valueTenCents: 4_200, log }
    expect(cardSays(of({ nextAskedS: polledS + 7 }), card)).toEqual({ says: 'notPaid' })
    expect(cardSays(of({ nextAskedS: polledS + 8 }), card)).toEqual({ says: 'nothing' })
  })
})

describe('a sale that is let go while the reader is asked', () => {
  const letGoSoon = { 'octopus.letGoAfterMs': 5 * second }

  /** The reader has said nothing to the deduct, nor to the question what became of it. */
  async function letGoWhileAsking() {
    const desk = await withReader(letGoSoon)
    const { till, charge, prepare, payment, consent } = desk
    prepare('silent')
    const { paymentId, saleId } = await charge('octopus')
    await till.clock.pass(6 * second)
    till.other().octopus.deafen(3)
    await till.clock.pass(3 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'unknown', reader: { step: 'asking' } })
    const about = { paymentId, reason: 'The customer left' }
    await till.call('payment.freeSale', about, { override: await consent() })
    return { ...desk, paymentId, saleId }
  }

  test('is not awaited again when the reader says that nothing was taken', async () => {
    const { till, payment, paymentId, rows, takenMinor } = await letGoWhileAsking()
    await till.clock.pass(20 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'failed', refusal: 'notTaken' })
    const moves = rows('payment.moved').map(({ to }) => to)
    expect(moves.slice(moves.lastIndexOf('unknown'))).toEqual(['unknown', 'failed'])
    expect(takenMinor()).toBe(0)
  })

  test('leaves the step of whoever pays next as it is', async () => {
    const { till, payment, saleId, prepare } = await letGoWhileAsking()
    prepare('wait')
    till.other().octopus.deafen(20)
    const next = await till.get('payment.charge', {
      saleId,
      method: 'octopus',
      amountMinor: 8_880,
    })
    for (let passed = 0; passed < 8; passed += 1) {
      await till.clock.pass(second)
      expect((await payment(next.paymentId)).reader).toMatchObject({ cardNumber: null })
    }
  })
})

describe('a card that is being charged when the time of its payment is over', () => {
  test('is waited for, and not asked about without a pause', async () => {
    const { till, charge, prepare, plug, payment, takenMinor } = await withReader({
      'octopus.giveUpMs': 20 * second,
    })
    prepare('silent')
    plug(false)
    const { paymentId } = await charge('octopus')
    await till.clock.pass(14 * second)
    plug(true)
    await till.clock.pass(5_500)
    expect(await payment(paymentId)).toMatchObject({ state: 'processing' })
    await till.clock.pass(20 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', closeReason: 'expired' })
    expect(takenMinor()).toBe(0)
  })
})

describe('another card that cannot be read, while the same one is awaited', () => {
  test('does not make the cashier believe that nothing was taken', async () => {
    const { till, charge, prepare, hold, payment } = await withReader()
    prepare('walksAway')
    const { paymentId } = await charge('octopus')
    await till.clock.pass(6 * second)
    const books = new Database(join(till.folder, 'octopus.sqlite'))
    const spoilt = books
      .prepare(
        `UPDATE card SET described = json_set(described, '$.refusedWith', 100021)
         WHERE cardNumber = '20260001'`,
      )
      .run()
    books.close()
    expect(spoilt.changes).toBe(1)
    hold('other')
    await till.clock.pass(3 * second)
    expect(await payment(paymentId)).toMatchObject({
      state: 'unknown',
      reader: { step: 'sameCard', cardNumber: '88888888', code: 100_021 },
    })
  })
})
