/** The Octopus reader of training and its customer: each thing that a trainer may prepare, as a till sees it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { octopusDeeds, type OctopusDeed } from '../../src-shared/contract/training.ts'
import { deleteTraining, trainingOctopusName } from '../../src-main/host/trainingFiles.ts'
import { customersOctopuses } from '../../src-main/training/octopus/cards.ts'
import { octopusCounter } from '../harness/octopusCounter.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { startTestTill } from '../harness/testTill.ts'

const second = 1_000
const price = 123

const shown = [
  ['shows the amount', true],
  ['shows nothing', false],
] as const

describe.for(shown)('at a till that %s', ([, shows]) => {
  test('a customer who is told nothing taps, pays, and takes his card away', async () => {
    const { pay, octopus, clock } = await octopusCounter({ shows })
    const paid = await pay(price)
    expect(paid).toMatchObject({ paid: true, valueTenCents: 5_000 - price, story: [] })
    expect(paid.ms).toBeGreaterThanOrEqual(1_200)
    expect(paid.ms).toBeLessThan(3 * second)
    expect(octopus.view()).toEqual({ next: null, card: 'usual', plugged: true })
    await clock.pass(2 * second)
    expect(octopus.view().card).toBeNull()
    expect(octopus.chargedTenCents()).toBe(price)
  })

  /** What the till is told on its way to the money, or to none. */
  const told: Readonly<
    Partial<Record<OctopusDeed, readonly [paid: boolean, story: readonly string[]]>>
  > = {
    tap: [true, []],
    tooEarly: [true, ['incomplete']],
    tooEarlyCharged: [true, ['incomplete']],
    otherThenSame: [true, ['incomplete', 'other card']],
    walksAway: [false, ['incomplete']],
    notEnough: [false, ['notEnoughValue']],
    blocked: [false, ['blocked']],
    hidesValue: [true, []],
    readError: [true, ['readError']],
    loseReply: [true, []],
    silent: [true, ['unknown', 'neverSeen']],
    restart: [true, ['notInitialised', 'unclear', 'card tells']],
    logFull: [true, ['logFull']],
    listsMissing: [false, ['listsMissing']],
    wait: [false, []],
  }

  test.for(octopusDeeds)(
    '%s: the till hears what it should, and the card is charged once or not at all',
    async (deed) => {
      const { pay, octopus, reader, done, clock } = await octopusCounter({ shows })
      const [paid, story] = told[deed] ?? []
      expect(await pay(price, { deed })).toMatchObject({ paid, story })
      expect(octopus.chargedTenCents()).toBe(paid === true ? price : 0)
      // A payment that showed nothing and was not tried at all was none to the customer.
      const isLeft = !shows && deed === 'wait'
      expect(octopus.view().next).toBe(isLeft ? deed : null)
      if (deed === 'walksAway') return
      // It was for one payment: the next one goes as usual, once there are lists.
      await clock.pass(10 * second)
      octopus.prepare(null)
      if (deed === 'listsMissing') await done(reader.housekeeping())
      expect(await pay(45)).toMatchObject({ paid: true, story: [] })
      expect(octopus.chargedTenCents()).toBe((paid === true ? price : 0) + 45)
    },
  )

  test('who walked away stays away until the trainer has him come, and pays once', async () => {
    const { pay, octopus, clock } = await octopusCounter({ shows })
    clock.after(30 * second, () => {
      expect(octopus.view().card).toBeNull()
      octopus.hold('usual')
    })
    const paid = await pay(price, { deed: 'walksAway' })
    expect(paid).toMatchObject({ paid: true, story: ['incomplete'] })
    expect(paid.ms).toBeGreaterThan(30 * second)
    expect(octopus.chargedTenCents()).toBe(price)
  })

  test('who waits comes when he is told to, and his card lies there until he is told again', async () => {
    const { pay, octopus, clock } = await octopusCounter({ shows })
    clock.after(20 * second, () => octopus.hold('usual'))
    expect(await pay(price, { deed: 'wait' })).toMatchObject({ paid: true, story: [] })
    await clock.pass(60 * second)
    expect(octopus.view().card).toBe('usual')
    octopus.hold(null)
    expect(octopus.view().card).toBeNull()
    expect(octopus.chargedTenCents()).toBe(price)
  })
})

test('the trainer may show the wrong card to a till that waits for the same one', async () => {
  const { pay, octopus, clock } = await octopusCounter()
  clock.after(15 * second, () => octopus.hold('other'))
  clock.after(25 * second, () => octopus.hold(null))
  clock.after(30 * second, () => octopus.hold('usual'))
  const story = ['incomplete', 'other card']
  expect(await pay(price, { deed: 'walksAway' })).toMatchObject({ paid: true, story })
  expect(octopus.chargedTenCents()).toBe(price)
})

test('after one who never came back another customer pays, and the reader lets go of the incomplete one', async () => {
  const { pay, octopus } = await octopusCounter()
  await pay(price, { deed: 'walksAway' })
  // Somebody has settled it by hand, and the same amount is asked for again.
  expect(await pay(price)).toMatchObject({ paid: false, story: ['amountDiffers'] })
  expect(await pay(price)).toMatchObject({ paid: true, valueTenCents: 10_000 - price })
  expect(await pay(45)).toMatchObject({ paid: true, valueTenCents: 5_000 - 45 })
  expect(octopus.chargedTenCents()).toBe(price + 45)
})

test('what is prepared waits for a payment: a look at the balance sees it, and does not use it up', async () => {
  const { pay, octopus, reader, done, clock } = await octopusCounter()
  octopus.prepare('hidesValue')
  const looked = await done(reader.poll({ timeoutMs: 3_000 }))
  expect(looked).toMatchObject({ kind: 'card', card: { hidesValue: true } })
  expect(octopus.view()).toMatchObject({ next: 'hidesValue', card: 'usual' })
  // Nobody charges it: he takes it away.
  await clock.pass(5 * second)
  expect(octopus.view().card).toBeNull()
  octopus.prepare('blocked')
  expect(await pay(price)).toMatchObject({ paid: false, story: ['blocked'] })
  expect(octopus.chargedTenCents()).toBe(0)
})

test('a payment that was called off before any card came has used up what was prepared', async () => {
  const { pay, octopus, clock } = await octopusCounter()
  expect(await pay(price, { deed: 'wait', limitMs: 5 * second })).toMatchObject({ paid: false })
  await clock.pass(second)
  expect(await pay(price)).toMatchObject({ paid: true })
  expect(octopus.chargedTenCents()).toBe(price)
})

test('what is prepared while a payment runs is for the one after it', async () => {
  const { pay, octopus, clock } = await octopusCounter()
  clock.after(3 * second, () => octopus.prepare('blocked'))
  expect(await pay(price, { deed: 'tooEarly' })).toMatchObject({ paid: true })
  expect(octopus.view().next).toBe('blocked')
  // At once: the card of the payment before is still there, and must not be charged for this one.
  expect(await pay(45)).toMatchObject({ paid: false, story: ['blocked'] })
  await clock.pass(5 * second)
  expect(octopus.chargedTenCents()).toBe(price)
})

test('a card that holds too little pays what it can, and is filled up for the next time', async () => {
  const { pay, octopus, clock } = await octopusCounter()
  expect(await pay(50, { deed: 'notEnough' })).toMatchObject({ paid: true, valueTenCents: 38 })
  await clock.pass(5 * second)
  const poor = { paid: false, story: ['notEnoughValue'], valueTenCents: 88 }
  expect(await pay(89, { deed: 'notEnough' })).toMatchObject(poor)
  expect(octopus.chargedTenCents()).toBe(50)
})

test('a trainee never runs out: what falls below HK$100 is filled up elsewhere, and stands in the log', async () => {
  const { pay, octopus, reader, done, clock } = await octopusCounter()
  expect(await pay(4_100)).toMatchObject({ paid: true, valueTenCents: 900 })
  await clock.pass(5 * second)
  expect(await pay(200)).toMatchObject({ paid: true, valueTenCents: 4_800 })
  const polled = await done(reader.poll({ timeoutMs: 0 }))
  expect(polled).toMatchObject({
    kind: 'card',
    card: {
      lastAddValue: { deviceId: 12, year: 2026, month: 11, day: 21 },
      log: [
        { what: 'deduct', amountTenCents: 200, deviceId: 301 },
        { what: 'addValue', amountTenCents: 4_100, deviceId: 12 },
        { what: 'deduct', amountTenCents: 4_100, deviceId: 301 },
      ],
    },
  })
  // What was filled up elsewhere is not this reader's.
  expect(octopus.chargedTenCents()).toBe(4_300)
})

test('its cable comes out in the middle of a payment: it is asked afterwards, and the card is charged once', async () => {
  const { pay, octopus, clock, linkIsOpen } = await octopusCounter()
  expect(linkIsOpen()).toBe(true)
  // The card is there after 1.2 s, and is being charged.
  clock.after(1_400, () => {
    octopus.setPlugged(false)
    expect(linkIsOpen()).toBe(false)
    expect(octopus.view().plugged).toBe(false)
  })
  clock.after(5 * second, () => octopus.setPlugged(true))
  const paid = await pay(price)
  expect(paid).toMatchObject({ paid: true })
  expect(linkIsOpen()).toBe(true)
  expect(octopus.chargedTenCents()).toBe(price)
})

test('messages that get lost are sent again, and charge nobody twice', async () => {
  const { pay, octopus, clock } = await octopusCounter()
  for (const afterMs of [0, 1_250, 1_300]) {
    clock.after(afterMs, () => octopus.deafen(1))
    expect(await pay(price), String(afterMs)).toMatchObject({ paid: true })
    await clock.pass(10 * second)
  }
  expect(octopus.chargedTenCents()).toBe(3 * price)
})

test('it remembers, over every start, what it was asked and what is on the cards', async () => {
  const file = join(tempFolder(), trainingOctopusName)
  const first = await octopusCounter({ database: new Database(file) })
  await first.pay(price, { deed: 'walksAway' })
  const { octopus, reader, done } = await octopusCounter({ database: new Database(file) })
  const polled = await done(reader.poll({ timeoutMs: 3_000 }))
  if (polled.kind !== 'card') throw new Error(polled.kind)
  const { storeId } = polled.reader
  const about = { reference: 'R1', amountTenCents: price, storeId }
  expect(await done(reader.outcome({ ...about, call: 'deduct' }))).toMatchObject({
    kind: 'incomplete',
    cardNumber: '88888888',
  })
  // The same customer has come again by himself, whatever is prepared for the next payment.
  octopus.prepare('tooEarly')
  const { cardNumber } = polled.card
  expect(await done(reader.deduct({ ...about, cardNumber }))).toMatchObject({ kind: 'done' })
  expect(octopus.view().next).toBe('tooEarly')
  expect(octopus.chargedTenCents()).toBe(price)
})

test('a training that begins anew finds it as new', () => {
  const folder = tempFolder()
  new Database(join(folder, trainingOctopusName)).exec('CREATE TABLE one (id INTEGER)').close()
  deleteTraining(folder)
  expect(existsSync(join(folder, trainingOctopusName))).toBe(false)
})

test('each card of the customer is one of its own', () => {
  const numbers = customersOctopuses.map(({ cardNumber }) => cardNumber)
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('a trainer at the till has it prepared, held and unplugged', async () => {
  const till = await startTestTill()
  await till.signIn()
  const view = () => till.other().parties.view().octopus
  await till.get('training.prepareOctopus', { next: 'tooEarly' })
  await till.get('training.holdOctopus', { card: 'other' })
  await till.get('training.setOctopusPlugged', { plugged: false })
  expect(view()).toEqual({ next: 'tooEarly', card: 'other', plugged: false })
  await till.get('training.prepareOctopus', { next: null })
  await till.get('training.holdOctopus', { card: null })
  await till.get('training.setOctopusPlugged', { plugged: true })
  expect(view()).toEqual({ next: null, card: null, plugged: true })
})
