/**
 * Whole hours at the Octopus reader, each made of its seed alone: customers of every kind, cards
 * that the trainer holds there and takes away at any moment, cables pulled, messages lost, till and
 * reader started anew, also in the middle of a deduct, sales freed and decided by hand, and few
 * different amounts, so that one payment is easily taken for another. The reader's own books are
 * the truth: what was taken from cards is what was recorded, once, and for whom it was taken.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import {
  octopusCards,
  octopusDeeds,
  type OctopusDeed,
} from '../../../src-shared/contract/training.ts'
import type { PaymentId } from '../../../src-shared/ids.ts'
import type { DeviceLines } from '../../../src-main/engine/parts.ts'
import { atTheDesk, type Desk } from '../../harness/desk.ts'
import { chanceOf, type Chance } from '../../simulation/chance.ts'

const second = 1_000
const amounts = [4_000, 8_000] as const
const salesOfOne = 16
/** After these nobody knows at once whether the card was charged. */
const unclearDeeds = [
  'tooEarly',
  'tooEarlyCharged',
  'otherThenSame',
  'walksAway',
  'loseReply',
  'silent',
  'restart',
] as const satisfies readonly OctopusDeed[]
/** The cashier may try for so long to get rid of a payment that nobody knows. */
const patience = 40

type World = {
  readonly desk: Desk
  readonly chance: Chance
  readonly made: PaymentId[]
  /** How many of the messages on the line meet with something. */
  readonly weather: { share: number }
  readonly count: (what: string) => void
}

/** What the reader took from a card, as its own file has it. */
type Taken = {
  readonly reference: string
  readonly cardNumber: string
  readonly amountTenCents: number
  readonly timeS: number
}

const reader = ({ desk }: World) => desk.till.other().octopus

/** A message that gets lost on its way, or comes spoiled, or late. */
function send(
  { desk, chance, weather }: World,
  bytes: Uint8Array,
  arrive: (bytes: Uint8Array) => void,
): void {
  if (!chance.happens(weather.share)) return arrive(bytes)
  const fate = chance.of(['lost', 'spoiled', 'late'] as const)
  const spoiled = chance.int(0, bytes.length - 1)
  if (fate === 'spoiled') arrive(bytes.map((byte, place) => (place === spoiled ? byte ^ 8 : byte)))
  if (fate === 'late') desk.till.clock.after(chance.int(10, 2_500), () => arrive(bytes))
}

/** The till's lines as they are, but for the weather. */
const lines = (world: World): DeviceLines => ({
  ...world.desk.till.other().devices,
  async open(to) {
    const line = await world.desk.till.other().devices.open(to)
    return {
      ...line,
      write: (bytes) => send(world, bytes, line.write),
      onBytes: (hear) => line.onBytes((bytes) => send(world, bytes, hear)),
    }
  },
})

/** The power is gone for both of them; what they have on their disks is all that is left. */
async function restart(world: World): Promise<void> {
  const { desk, count } = world
  await desk.till.restart({ devices: lines(world) })
  await desk.till.signIn('supervisor')
  count('till and reader started anew')
}

const asked = ({ till }: Desk): number =>
  till.database().prepare<[], { count: number }>('SELECT count(*) AS count FROM octopusAsked').get()
    ?.count ?? 0

/** Until a card is being charged, and then for a moment more. */
async function untilCharging({ desk, chance }: World): Promise<void> {
  const before = asked(desk)
  for (let waited = 0; waited < 400 && asked(desk) === before; waited += 1) {
    await desk.till.clock.pass(20)
  }
  await desk.till.clock.pass(chance.int(0, 350))
}

/** In the middle of it the cable is out, and stays so until a supervisor lets the sale go. */
async function abandon(world: World): Promise<void> {
  const { desk, chance, count } = world
  await untilCharging(world)
  reader(world).setPlugged(false)
  await desk.till.clock.pass(chance.int(5, 30) * second)
  const live = livePayment(await desk.till.sale())
  if (live?.actions.includes('freeSale') === true) {
    const about = { paymentId: live.paymentId, reason: 'The customer left' }
    const override = await desk.consent()
    if ((await desk.till.call('payment.freeSale', about, { override })).ok) count('let go')
  }
  if (chance.happens(0.2)) await restart(world)
  reader(world).setPlugged(true)
}

/** What people do to the reader, whoever stands before it. */
async function disturb(world: World): Promise<void> {
  const { desk, chance, count } = world
  const what = chance.weighed([
    [4, 'hold'],
    [3, 'takeAway'],
    [2, 'unplug'],
    [3, 'deafen'],
    [1, 'kill'],
    [2, 'killMidway'],
    [2, 'unplugMidway'],
    [2, 'takeAwayMidway'],
    [2, 'abandon'],
    [1, 'look'],
    [1, 'check'],
  ] as const)
  count(what)
  switch (what) {
    case 'hold':
      return reader(world).hold(chance.of(octopusCards))
    case 'takeAway':
      return reader(world).hold(null)
    case 'deafen':
      return reader(world).deafen(chance.int(1, 9))
    case 'kill':
      return restart(world)
    case 'killMidway':
      await untilCharging(world)
      return restart(world)
    case 'takeAwayMidway':
      await untilCharging(world)
      return reader(world).hold(null)
    case 'unplug':
    case 'unplugMidway':
      if (what === 'unplugMidway') await untilCharging(world)
      reader(world).setPlugged(false)
      await desk.till.clock.pass(chance.of([1, 2, 9, 30]) * second)
      return reader(world).setPlugged(true)
    case 'abandon':
      return abandon(world)
    case 'look':
      void desk.till.call('octopus.balance', {})
      return void desk.till.call('octopus.test', {})
    case 'check': {
      const paymentId = chance.of(world.made)
      await desk.till.call('payment.checkNow', { paymentId })
    }
  }
}

/** So much time, with whatever happens in it. */
async function spend(world: World, ms: number, share: number): Promise<void> {
  for (let left = ms; left > 0;) {
    const slice = Math.min(left, world.chance.int(20, 4_000))
    await world.desk.till.clock.pass(slice)
    left -= slice
    if (world.chance.happens(share)) await disturb(world)
  }
}

/** Whatever the screen offers about a payment whose end nobody knows. */
async function decide({ desk, chance, count }: World, payment: PaymentView): Promise<void> {
  const { till } = desk
  const { paymentId } = payment
  const offered = payment.actions.filter((action) => action !== 'refund' && action !== 'setAside')
  if (offered.length === 0) return
  const action = chance.of(offered)
  const override = await desk.consent()
  const about = { paymentId, reason: 'Looked at it' }
  count(action)
  switch (action) {
    case 'confirmPaid':
      await till.call('payment.confirmPaid', { ...about, evidence: 'display' }, { override })
      break
    case 'confirmNotPaid':
      await till.call('payment.confirmNotPaid', about, { override })
      break
    case 'freeSale':
      await till.call('payment.freeSale', about, { override })
      break
    case 'cancel':
      await till.call('payment.cancel', { paymentId })
      break
    default:
      await till.call('payment.checkNow', { paymentId })
  }
}

const livePayment = (sale: SaleView | null): PaymentView | undefined =>
  sale?.payments.find(({ paymentId }) => paymentId === sale.livePaymentId)

/** The cashier is never stuck: however it stands, the next customer can be served after a while. */
async function nextCustomer(world: World): Promise<void> {
  const { desk, chance, made } = world
  const { till } = desk
  for (let turn = 0; turn < patience; turn += 1) {
    const sale = await till.sale()
    if (!sale) return
    const { saleId } = sale
    const live = livePayment(sale)
    if (sale.state === 'completed') await till.get('sale.next', { saleId })
    else if (live) {
      if (chance.happens(0.5)) await decide(world, live)
      await spend(world, chance.of([1, 3, 12]) * second, 0.1)
    } else if (chance.happens(0.3)) await charge(world, sale)
    else if (!(await till.call('sale.cancel', { saleId })).ok) {
      const rest = { saleId, tenderedMinor: sale.restMinor }
      if (chance.happens(0.5)) await till.call('payment.takeCash', rest)
      else await till.call('sale.setAside', { saleId })
    }
  }
  const stuck = await till.sale()
  if (stuck) throw new Error(`stuck: ${JSON.stringify([stuck, made.length])}`)
}

async function charge({ desk, made, count }: World, { saleId, restMinor }: SaleView) {
  const { till } = desk
  const wanted = { saleId, method: 'octopus', amountMinor: restMinor } as const
  const charged = await till.call('payment.charge', wanted)
  if (charged.ok) made.push(charged.value.paymentId)
  else count(charged.failure.code)
}

async function sell(world: World): Promise<void> {
  const { desk, chance, count } = world
  const { till } = desk
  if (chance.happens(0.75)) {
    const deed = chance.of(chance.happens(0.5) ? octopusDeeds : unclearDeeds)
    reader(world).prepare(deed)
    count(`deed ${deed}`)
  }
  await desk.sale(chance.of(amounts))
  const sale = await till.sale()
  if (!sale) throw new Error('no sale')
  await charge(world, sale)
  if (chance.happens(0.3)) await abandon(world)
  await spend(world, chance.of([2, 5, 8, 25, 70]) * second, 0.12)
  await nextCustomer(world)
  if (chance.happens(0.2)) {
    count(`exchange ${(await till.call('octopus.exchange', {})).ok}`)
    await spend(world, chance.int(0, 5) * second, 0.3)
  }
}

/** Nobody disturbs any more, and everybody comes back with his card, as often as it takes. */
async function comeToRest(world: World): Promise<void> {
  const { desk, made } = world
  const { till } = desk
  world.weather.share = 0
  const deedOf: readonly OctopusDeed[] = ['tap', 'hidesValue', 'notEnough', 'blocked']
  for (let round = 0; round < 2; round += 1) {
    for (const deed of [...deedOf, 'other'] as const) {
      await restart(world)
      if (deed !== 'other') reader(world).prepare(deed)
      reader(world).hold(deed === 'other' ? 'other' : 'usual')
      for (const paymentId of made) {
        await till.call('payment.checkNow', { paymentId })
        await till.clock.pass(200)
      }
      await till.clock.pass(20 * second)
    }
  }
}

const decisions = `('confirmedPaidByHand', 'confirmedNotPaidByHand')`

/** When a payment was let go or decided by hand, after which no card is charged for it any more. */
function endedByHandMs({ till }: Desk, paymentId: PaymentId): number {
  const row = till
    .database()
    .prepare<[string], { atMs: number | null }>(
      `SELECT min(atMs) AS atMs FROM journal WHERE subject = ? AND (kind = 'payment.freed'
         OR (kind = 'payment.moved' AND json_extract(body, '$.why') IN ${decisions}))`,
    )
    .get(paymentId)
  return row?.atMs ?? Infinity
}

function booksOf({ till }: Desk): readonly Taken[] {
  const file = new Database(join(till.folder, 'octopus.sqlite'), { readonly: true })
  const taken = file
    .prepare<[], Taken>("SELECT * FROM entry WHERE deviceId = 301 AND what = 'deduct'")
    .all()
  file.close()
  return taken
}

/** By the reader's or the card's word. */
const isGreen = ({ state, byHand }: PaymentView): boolean =>
  state === 'succeeded' && (byHand === null || byHand === 'agreed')

/** How a payment has to stand, by what the books say of it. @returns what is wrong; null: nothing */
function wrongIn(payment: PaymentView, taken: Taken | undefined): string | null {
  const { state, octopus, amountMinor, discrepancyMinor } = payment
  if (isGreen(payment)) {
    if (!taken) return 'green, and nothing was taken'
    if (octopus?.cardNumber !== taken.cardNumber) return 'of another card'
    if (octopus.timeS !== taken.timeS) return 'at another time'
    const expected = payment.beyondSale ? amountMinor : 0
    return discrepancyMinor === expected ? null : 'money beyond its sale is not told'
  }
  switch (state) {
    case 'succeeded':
      if (!taken) return null
      return payment.byHand === 'contradicted' ? 'contradicted, and it was taken' : 'not agreed'
    case 'failed':
      return taken ? 'failed, and it was taken' : null
    case 'closed':
      if (!taken) return discrepancyMinor === 0 ? null : 'money that never came'
      return payment.byHand === 'notPaid' && discrepancyMinor === amountMinor
        ? null
        : 'closed, and it was taken'
    default:
      return 'nobody knows'
  }
}

/** @returns how many cards were charged */
async function hour(seed: number, count: World['count']): Promise<number> {
  const chance = chanceOf(seed, 'octopus payments')
  const settings = {
    'octopus.letGoAfterMs': chance.of([5, 20]) * second,
    'octopus.cancelAfterMs': chance.of([0, 10]) * second,
  }
  const desk = await atTheDesk({ settings: JSON.stringify(settings) })
  const world: World = { desk, chance, made: [], weather: { share: 0 }, count }
  await restart(world)
  for (let sale = 0; sale < salesOfOne; sale += 1) {
    world.weather.share = chance.of([0, 0, 0.1, 0.3])
    await sell(world)
  }
  await comeToRest(world)
  const books = booksOf(desk)
  const payments = await Promise.all(world.made.map((paymentId) => desk.payment(paymentId)))
  const references = new Set(payments.map(({ reference }) => reference))
  // Nothing is taken twice, and nothing for nobody.
  expect(new Set(books.map(({ reference }) => reference)).size, `seed ${seed}`).toBe(books.length)
  expect(
    books.filter(({ reference }) => !references.has(reference)),
    `seed ${seed}`,
  ).toEqual([])
  for (const payment of payments) {
    const taken = books.find(({ reference }) => reference === payment.reference)
    const where = `seed ${seed}: ${JSON.stringify([payment, taken])}`
    expect(wrongIn(payment, taken), where).toBeNull()
    count(`${payment.state} ${payment.byHand ?? (payment.beyondSale ? 'beyond' : 'by its word')}`)
    if (!taken) continue
    expect(taken.amountTenCents * 10, where).toBe(payment.amountMinor)
    expect(taken.timeS * second, where).toBeGreaterThanOrEqual(payment.createdAtMs - second)
    expect(taken.timeS * second, where).toBeLessThanOrEqual(endedByHandMs(desk, payment.paymentId))
  }
  return books.length
}

test('what was taken from Octopus cards is what was recorded, and no card is charged twice', async () => {
  const seeds = Number(process.env['OCTOPUS_SEEDS'] ?? 4)
  const from = Number(process.env['OCTOPUS_SEED'] ?? 1)
  const happened = new Map<string, number>()
  const count = (what: string): void => void happened.set(what, (happened.get(what) ?? 0) + 1)
  const wrong: string[] = []
  let deducts = 0
  for (let seed = from; seed < from + seeds; seed += 1) {
    try {
      deducts += await hour(seed, count)
    } catch (problem) {
      wrong.push(`seed ${seed}: ${String(problem)}`)
    }
  }
  if (process.env['OCTOPUS_SEEDS'] !== undefined) console.log(deducts, Object.fromEntries(happened))
  expect(wrong).toEqual([])
  expect(deducts).toBeGreaterThan(seeds * 5)
}, 600_000)
