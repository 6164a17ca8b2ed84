/** One whole day of a shop, from its seed. */
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import { checkAtTheEnd } from './checks.ts'
import type { Chance } from './chance.ts'
import { customer, meanwhile, workOnTray } from './people.ts'
import { openShop, type Shop } from './shop.ts'

export type DayResult = {
  readonly headHash: string
  readonly rows: number
  readonly counts: ReadonlyMap<string, number>
}

const minute = 60_000
const hour = 60 * minute
const openMs = 10 * hour

/** From a quiet Monday to the Saturday before New Year. */
const salesOf = (chance: Chance): number =>
  chance.weighed([
    [3, chance.int(20, 60)],
    [2, chance.int(60, 150)],
    [1, chance.int(150, 300)],
  ])

/**
 * @param sales left out: as many as the seed has
 * @throws what does not hold
 */
export async function runDay(seed: number, sales?: number): Promise<DayResult> {
  const shop = await openShop(seed)
  try {
    await trade(shop, sales ?? salesOf(shop.chance))
    await comeToRest(shop)
    await checkAtTheEnd(shop)
    const verdict = verifyChain(shop.till.database)
    if (!verdict.ok) throw new Error('the chain is broken')
    return { headHash: verdict.headHash, rows: verdict.rows, counts: shop.counts }
  } finally {
    shop.close()
  }
}

async function trade(shop: Shop, sales: number): Promise<void> {
  const { chance, world, weather, other } = shop
  const openedMs = world.now()
  for (let served = 0; served < sales; served += 1) {
    const next = openedMs + Math.trunc((openMs * served) / sales)
    if (chance.happens(0.3)) weather.disturb(other)
    if (world.now() < next) await shop.pass(next - world.now())
    await customer(shop)
    while (chance.happens(0.4)) await meanwhile(shop)
  }
}

/** The line is good again, and days pass until everything that can end has ended. */
async function comeToRest(shop: Shop): Promise<void> {
  const { world, weather, other, till, chance } = shop
  weather.clear(other)
  till.setAhead(0)
  await shop.pass(5 * minute)
  for (let night = 0; night < 4; night += 1) {
    for (let decisions = chance.int(0, 10); decisions > 0; decisions -= 1) await workOnTray(shop)
    await shop.pass(20 * minute)
    world.sleep(20 * hour)
    till.woke()
    await shop.pass(10 * minute)
  }
  // Where it died in the last moment, what it has written since goes up too.
  const starts = (): number => shop.counts.get('till started again') ?? 0
  let before: number
  do {
    before = starts()
    await shop.pass(10 * minute)
  } while (starts() !== before)
}
