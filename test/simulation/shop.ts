/** The shop of a simulated day: one till, the world around it, and time that passes for both. */
import type { CallName, Input, Output } from '../../src-shared/contract/index.ts'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import type { TrayItem } from '../../src-shared/contract/tray.ts'
import type { Result } from '../../src-shared/result.ts'
import { learners } from '../../src-main/training/learners.ts'
import { openOtherSide, type OtherSide } from './aggregators.ts'
import { chanceOf, type Chance } from './chance.ts'
import { createWorldClock, type WorldClock } from './clock.ts'
import { createDayKeys } from './keys.ts'
import { createTill, type Till } from './till.ts'
import { createWeather, type Weather } from './weather.ts'

/** Whoever takes money: the administrator, who comes last, does not. */
const sellers = learners.filter(({ role }) => role !== 'admin').length

export type Shop = {
  readonly seed: number
  /** What people do. */
  readonly chance: Chance
  readonly world: WorldClock
  readonly other: OtherSide
  readonly till: Till
  readonly weather: Weather
  /** How often each thing happened, for whoever looks at a run. */
  readonly counts: Map<string, number>
  count(what: string): void
  /** Something was just begun: now and then the till dies soon after. */
  endanger(share: number): void
  /** Lets time pass; a till that died meanwhile is started again. */
  pass(ms: number): Promise<void>
  /** What the page at the till shows now. */
  sale(): Promise<SaleView | null>
  tray(): Promise<readonly TrayItem[]>
  /** What a page does: it sends the same press again where no answer came, and sometimes besides. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Result<Output<N>>>
  signIn(): Promise<void>
  close(): void
}

/** 2026-11-21, 09:00 in Hong Kong. */
const morningMs = Date.UTC(2026, 10, 21, 1)
const minute = 60_000

/** Calls of which a page may ask for the answer again, also after a restart. */
const keptCalls: ReadonlySet<CallName> = new Set([
  'sale.open',
  'payment.charge',
  'payment.takeCash',
  'refund.request',
])

export async function openShop(seed: number): Promise<Shop> {
  const chance = chanceOf(seed, 'people')
  const world = createWorldClock(morningMs)
  const weather = createWeather(chanceOf(seed, 'weather'), world)
  const keys = createDayKeys()
  const other = openOtherSide({
    seed,
    keys,
    clock: world,
    fate: weather.fate,
    script: weather.script,
  })
  let isDangerous = false
  const till = createTill({
    seed,
    world,
    other,
    keys,
    settings: settingsOf(chance),
    dies: () => isDangerous,
  })
  const counts = new Map<string, number>()
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)
  /** The last change that was answered, to be asked for again. */
  let last: (() => Promise<void>) | null = null

  /** Until it stands: it may die while it starts. */
  const start = async (): Promise<void> => {
    while (!till.isUp()) await world.until(till.start())
  }
  const signIn = (): Promise<void> => till.signIn(chance.int(0, sellers - 1))
  /** Whoever comes to a till that is gone starts it, and signs in. */
  const ensureUp = async (): Promise<void> => {
    while (!till.isUp()) {
      count('till started again')
      const goneMs = chance.weighed([
        [3, 0],
        [2, chance.int(0, minute)],
        [1, 20 * minute],
      ])
      await world.pass(goneMs)
      await start()
      await signIn()
      await last?.()
    }
  }
  const endanger = (share: number): void => {
    if (chance.happens(share)) world.after(chance.int(0, 2_000), till.kill)
  }
  const call: Shop['call'] = async (name, input) => {
    const callId = till.newCallId()
    const answered = async () => {
      await ensureUp()
      return till.call(name, input, { callId })
    }
    let answer = await answered()
    // The same press, once the till is there again.
    while (!till.isUp()) answer = await answered()
    count(answer.ok ? name : `${name}: ${answer.failure.code}`)
    const again = async (): Promise<void> => {
      if (!till.isUp()) return
      const second = await till.call(name, input, { callId })
      if (till.isUp() && JSON.stringify(second) !== JSON.stringify(answer)) {
        throw new Error(
          `${name} was answered otherwise the second time: ${JSON.stringify(answer)}, ${JSON.stringify(second)}`,
        )
      }
    }
    if (answer.ok && keptCalls.has(name)) last = again
    endanger(0.01)
    if (last && chance.happens(0.03)) await last()
    return answer
  }

  await start()
  await signIn()
  const opened = await call('shift.open', { float: { '10000': 5, '2000': 10 } })
  if (!opened.ok) throw new Error(opened.failure.code)
  isDangerous = true
  return {
    seed,
    chance,
    world,
    other,
    till,
    weather,
    counts,
    count,
    endanger,
    call,
    async signIn() {
      await ensureUp()
      await signIn()
    },
    async sale() {
      await ensureUp()
      return till.sale()
    },
    async tray() {
      await ensureUp()
      return till.tray()
    },
    async pass(ms) {
      await world.pass(ms)
      await ensureUp()
    },
    close() {
      till.kill()
      other.close()
      till.database.close()
    },
  }
}

/** Shops differ, within what settings allow. */
function settingsOf(chance: Chance): string {
  return JSON.stringify({
    'fps.expiryMs': chance.of([minute, 3 * minute, 10 * minute]),
    'wallet.expiryMs': chance.of([minute, 3 * minute]),
    'channel.askEveryMs': chance.of([3_000, 4_000, 5_000]),
    'channel.probeEveryMs': chance.of([15_000, minute]),
    'scan.giveUpMs': chance.of([20_000, 45_000, 90_000]),
    'fps.watchMs': chance.of([60, 24 * 60, 7 * 24 * 60]) * minute,
    'transfer.waitMs': chance.of([1, 3, 60]) * 24 * 60 * minute,
    'channels.order': chance.of([{}, { alipay: ['backup', 'main'], fps: ['backup'] }]),
  })
}
