/**
 * A thousand payments by Octopus, made of a seed: cards that are taken away at every moment, the
 * wrong cards, frames that get lost or spoiled, readers and tills that are started anew in the
 * middle, cables pulled, people who walk away from an incomplete payment and come back. Whatever
 * happens: the value taken from cards is the value that was recorded, and no card is charged twice.
 */
import { expect, test } from 'vitest'
import {
  createBookkeeper,
  Killed,
  type Customer,
  type Entry,
} from '../../harness/octopusBookkeeper.ts'
import { simulatedOctopus, type SimulatedOctopus } from '../../harness/simulatedOctopus.ts'
import { octopusTricks } from '../../../src-main/training/octopus/tricks.ts'
import { chanceOf, type Chance } from '../../simulation/chance.ts'

const second = 1_000
const salesOfOne = 250
const cards = ['88888888', '20260001', '20260002', '20260004', '31415926', '27182818'] as const
const amounts = [5, 20, 20, 50, 123] as const
/** Of another shop's reader. */
const elsewhere = 4_711

type World = SimulatedOctopus & { readonly chance: Chance }

/** It pays or is filled somewhere else, which its value and its log then show. */
function usedElsewhere({ database, octopus, clock, chance }: World, cardNumber: string): void {
  const card = octopus.core.card(cardNumber)
  const isFilled = card.valueTenCents < 300 || chance.happens(0.3)
  const amountTenCents = isFilled ? 2_000 : 20
  const valueTenCents = card.valueTenCents + (isFilled ? amountTenCents : -amountTenCents)
  octopus.core.saveCard({ ...card, valueTenCents })
  database
    .prepare(
      `INSERT INTO entry (cardNumber, timeS, what, amountTenCents, deviceId, reference)
       VALUES (?, ?, ?, ?, ?, 'elsewhere')`,
    )
    .run(
      cardNumber,
      Math.floor(clock.now() / second),
      isFilled ? 'addValue' : 'deduct',
      amountTenCents,
      elsewhere,
    )
}

/**
 * @param own the card with which he wants to pay
 * @param isCalm he holds it there, and waits
 */
function customerOf({ octopus, clock, chance }: World, own: string, isCalm: boolean): Customer {
  const { end } = octopus
  return {
    tap(wanted) {
      const isWrong = wanted !== null && !isCalm && chance.happens(0.2)
      const card = isWrong ? chance.of(cards) : (wanted ?? own)
      clock.after(chance.int(0, 1_500), () => end.put(card))
      // As it may be: before the reader has read it, between poll and deduct, or in the middle.
      if (!isCalm && chance.happens(0.25)) {
        clock.after(chance.int(100, 2_500), () => end.remove())
      }
    },
    goes: () => end.remove(),
    walksAway: () => !isCalm && chance.happens(0.25),
  }
}

function badWeather({ chance, setWeather }: World): void {
  setWeather((_, hex) => {
    if (chance.happens(0.08)) return null
    if (!chance.happens(0.08)) return hex
    const place = 2 * chance.int(0, hex.length / 2 - 1)
    return `${hex.slice(0, place)}${chance.int(16, 255).toString(16)}${hex.slice(place + 2)}`
  })
}

async function hours(seed: number) {
  const chance = chanceOf(seed, 'octopus')
  const simulated = await simulatedOctopus({ seed: String(seed), stepMs: 250 })
  const world: World = { ...simulated, chance }
  const { octopus, clock, done, newTill, replug, setWeather } = world
  const happened = new Map<string, number>()
  const count = (what: string): void => void happened.set(what, (happened.get(what) ?? 0) + 1)
  const journal: Entry[] = []
  let life = 0
  const hear = async <T>(call: Promise<T>): Promise<T> => {
    const mine = life
    const ended = await call
    if (mine !== life) throw new Killed()
    return ended
  }
  const bookkeeper = createBookkeeper({
    journal,
    reader: simulated.reader,
    hear,
    wait: (ms) => hear(new Promise((resolve) => void clock.after(ms, () => resolve(undefined)))),
    happened: count,
    forgets: () => chance.happens(0.3),
  })
  const kill = (): void => {
    life += 1
    newTill()
    count('till killed')
  }
  const maybe = (share: number, what: string, act: () => void): void => {
    if (!chance.happens(share)) return
    count(what)
    clock.after(chance.int(0, 4_000), act)
  }
  /** Started anew, it goes on where its journal says. */
  const inTime = async (work: () => Promise<void>): Promise<void> => {
    try {
      await done(work())
    } catch (problem) {
      if (!(problem instanceof Killed)) throw problem
      await inTime(work)
    }
  }

  for (let sale = 0; sale < salesOfOne; sale += 1) {
    // Whoever walked away may well be the next to buy something.
    const walked = journal.findLast(({ state, isIncomplete }) => state === 'open' && isIncomplete)
    const own = walked?.at && chance.happens(0.5) ? walked.at.cardNumber : chance.of(cards)
    if (octopus.core.card(own).valueTenCents < 300 || chance.happens(0.1)) usedElsewhere(world, own)
    for (let tricks = chance.int(0, 2); tricks > 0 && chance.happens(0.5); tricks -= 1) {
      octopus.core.prepare(chance.of(octopusTricks))
    }
    maybe(0.08, 'reader started anew', () => octopus.end.restart())
    maybe(0.08, 'cable pulled', replug)
    maybe(0.1, 'till to be killed', kill)
    if (chance.happens(0.25)) badWeather(world)
    else setWeather((_, hex) => hex)
    const customer = customerOf(world, own, false)
    const amountTenCents = chance.of(amounts)
    await inTime(() => bookkeeper.pay(sale, amountTenCents, customer))
    await clock.pass(chance.int(0, 20) * second)
  }

  setWeather((_, hex) => hex)
  while (octopus.core.prepared().length > 0) octopus.core.handle(aSpentTrick, clock.now())
  await clock.pass(10 * second)
  await inTime(() => bookkeeper.settleAll((card) => customerOf(world, card, true)))
  await inTime(() => bookkeeper.exchange())
  return { world, journal, happened }
}

/** Takes a trick that nobody needed, and no money: the reference says so. */
const aSpentTrick = {
  call: 'deduct',
  reference: 'spent',
  cardNumber: '99999999',
  amountTenCents: 1,
} as const

type Taken = {
  readonly reference: string
  readonly cardNumber: string
  readonly amountTenCents: number
}

/** @returns how often what happened */
async function expectNoCentLost(seed: number): Promise<ReadonlyMap<string, number>> {
  const { world, journal, happened } = await hours(seed)
  const where = `seed ${seed}`
  const taken = world.database
    .prepare<[], Taken>(
      'SELECT reference, cardNumber, amountTenCents FROM entry WHERE deviceId = 301',
    )
    .all()
  const paid = journal.filter(({ state }) => state === 'paid')
  const about = ({ reference, amountTenCents, at }: Entry): Taken => ({
    reference,
    cardNumber: at?.cardNumber ?? '',
    amountTenCents,
  })
  const byReference = (one: Taken, two: Taken): number => (one.reference < two.reference ? -1 : 1)
  expect(
    journal.filter(({ state }) => state === 'open'),
    where,
  ).toEqual([])
  // Each deduct that a card's log shows is that of a payment that is recorded as paid, and the other way round.
  expect(taken.toSorted(byReference), where).toEqual(paid.map(about).toSorted(byReference))
  expect(new Set(paid.map(({ sale }) => sale)).size, where).toBe(paid.length)
  expect(paid.length, where).toBeGreaterThan(salesOfOne / 2)
  // What the reader reports to its operator is the same again.
  const filed = world.database
    .prepare<[], { tenCents: number }>('SELECT sum(deductedTenCents) AS tenCents FROM file')
    .get()
  const paidTenCents = paid.reduce((sum, { amountTenCents }) => sum + amountTenCents, 0)
  expect(filed?.tenCents, where).toBe(paidTenCents)
  return happened
}

/** Each of them does happen in the course of it. */
const mustHappen = [
  ...['done', 'notDone', 'incomplete', 'unknown', 'amountDiffers'].map((what) => `deduct ${what}`),
  ...['done', 'notDone', 'neverSeen', 'incomplete', 'unclear', 'cannotTell'].map(
    (what) => `outcome ${what}`,
  ),
  'card says paid',
  'card says not paid',
  'another card',
  'walked away',
  'till killed',
  'reader started anew',
  'cable pulled',
  'exchange written',
]

test('what was taken from cards is what was recorded, and no card is charged twice', async () => {
  const seeds = Number(process.env['OCTOPUS_SEEDS'] ?? 4)
  const from = Number(process.env['OCTOPUS_SEED'] ?? 1)
  const all = new Map<string, number>()
  for (let seed = from; seed < from + seeds; seed += 1) {
    for (const [what, times] of await expectNoCentLost(seed)) {
      all.set(what, (all.get(what) ?? 0) + times)
    }
  }
  if (process.env['OCTOPUS_SEEDS'] !== undefined) console.log(Object.fromEntries(all))
  expect(mustHappen.filter((what) => !all.has(what))).toEqual([])
}, 600_000)
