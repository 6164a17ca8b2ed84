/** What goes wrong on a simulated day: on the wires, at the aggregators and at the computer itself. */
import { trainingDeeds, trainingChannelStates } from '../../src-shared/contract/training.ts'
import type { Wanted } from '../../src-main/training/aggregator/customer.ts'
import type { Script, Trick } from '../../src-main/training/aggregator/tricks.ts'
import type { OtherSide } from './aggregators.ts'
import type { Chance } from './chance.ts'
import type { WorldClock } from './clock.ts'

export type Weather = {
  /** What the next payment that comes will do. */
  readonly fate: () => Wanted
  readonly script: () => Script
  /** Lets something happen to the line or to an aggregator, or lets the faults of single answers change. */
  disturb(other: OtherSide): void
  /** From now on everything works. */
  clear(other: OtherSide): void
}

const second = 1_000
const minute = 60_000

/** Of all answers, how many go wrong, by how it looks outside. */
const shares = [
  [10, 0],
  [6, 0.03],
  [3, 0.15],
  [1, 0.5],
] as const

export function createWeather(chance: Chance, world: WorldClock): Weather {
  let share = 0
  let isClear = true
  let networkOn = true

  /** What the aggregator does to an answer, whatever it is about. */
  const ofAnyAnswer = (): Trick =>
    chance.weighed<() => Trick>([
      [3, () => ({ kind: 'answerAfter', ms: chance.int(200, 5 * second) })],
      [1, () => ({ kind: 'answerAfter', ms: chance.int(5 * second, 25 * second) })],
      [3, () => ({ kind: 'loseRequest' })],
      [4, () => ({ kind: 'loseAnswer' })],
      [2, () => ({ kind: 'cutAt', byte: chance.int(0, 1_200) })],
      [2, () => ({ kind: 'status', status: 500, done: chance.happens(0.5) })],
      [1, () => ({ kind: 'status', status: 503, done: chance.happens(0.5), retryAfterS: 3 })],
      [1, () => ({ kind: 'status', status: 429, retryAfterS: chance.int(1, 5) })],
      [1, () => ({ kind: 'garbage' })],
      [1, () => ({ kind: 'wrongSignature' })],
      [1, () => ({ kind: 'noSignature' })],
      [1, () => ({ kind: 'replayAnswer' })],
    ])()

  /** Rightly signed, and not true. */
  const lie = (): Trick =>
    chance.weighed<() => Trick>([
      [2, () => ({ kind: 'otherAmount', minor: chance.int(1, 100_000) })],
      [1, () => ({ kind: 'otherCurrency' })],
      [1, () => ({ kind: 'otherMerchant' })],
      [1, () => ({ kind: 'otherId' })],
      [1, () => ({ kind: 'unknownState' })],
    ])()

  const trickFor = (name: string): Trick => {
    if (name === 'stream') {
      const kinds = ['eventTwice', 'eventsBackwards', 'eventGarbage', 'loseAnswer'] as const
      return { kind: chance.of(kinds) }
    }
    if (name === 'putRefund' && chance.happens(0.2)) return { kind: 'failRefund' }
    const isAboutMoney = /(?:Payment|Refund)$/u.test(name)
    return isAboutMoney && chance.happens(0.1) ? lie() : ofAnyAnswer()
  }

  const setNetwork = (other: OtherSide, on: boolean): void => {
    networkOn = on
    for (const { door } of other.all) door().setNetwork(on)
  }

  /** Not for long, and sometimes for an hour. */
  const whileMs = (): number =>
    chance.weighed([
      [4, chance.int(second, 30 * second)],
      [3, chance.int(30 * second, 10 * minute)],
      [1, chance.int(10 * minute, 60 * minute)],
    ])

  return {
    fate: () => ({
      deed: isClear || chance.happens(0.5) ? null : chance.of(trainingDeeds),
      usualPauseMs: chance.happens(0.05)
        ? null
        : chance.weighed([
            [6, chance.int(500, 6 * second)],
            [1, chance.int(6 * second, 40 * second)],
          ]),
    }),
    script: () => (call) => {
      if (isClear || call.name === 'enrol' || !chance.happens(share)) return null
      return trickFor(call.name)
    },
    disturb(other) {
      isClear = false
      const party = chance.of(other.all)
      chance.weighed<() => void>([
        [
          6,
          () => {
            share = chance.weighed(shares)
          },
        ],
        [
          2,
          () => {
            setNetwork(other, false)
            world.after(whileMs(), () => setNetwork(other, true))
          },
        ],
        [
          3,
          () => {
            party.door().setState(chance.of(trainingChannelStates))
            world.after(whileMs(), () => party.door().setState('good'))
          },
        ],
        [1, () => party.door().vanish(world.now() + whileMs())],
        [
          2,
          () => {
            party.restart()
            party.door().setNetwork(networkOn)
          },
        ],
      ])()
    },
    clear(other) {
      isClear = true
      share = 0
      setNetwork(other, true)
      for (const { door } of other.all) {
        door().setState('good')
        door().vanish(0)
      }
    },
  }
}
