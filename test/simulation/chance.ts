/** Chance that is the same in every run: everything that happens on a simulated day is drawn from its seed. */
import { createHash } from 'node:crypto'
import type { Random } from '../../src-main/engine/parts.ts'

export type Chance = Random & {
  /** From `least` to `most`, both included. */
  int(least: number, most: number): number
  /** @param share from 0 to 1 */
  happens(share: number): boolean
  of<T>(list: readonly T[]): T
  /** Each with its weight; the weights need not add up to anything. */
  weighed<T>(list: readonly (readonly [weight: number, what: T])[]): T
}

/** @param name another name draws something else from the same seed, however much each draws */
export function chanceOf(seed: number, name: string): Chance {
  const start = createHash('sha256').update(`day ${seed} ${name}`).digest()
  const state = new Uint32Array(4).map((_, place) => start.readUInt32LE(4 * place))
  /** sfc32 (Chris Doty-Humphrey, PractRand): 32 bits at a time; what is stored wraps by itself. */
  const draw = (): number => {
    const [a = 0, b = 0, c = 0, count = 0] = state
    const sum = (a + b + count) >>> 0
    state[3] = count + 1
    state[0] = b ^ (b >>> 9)
    state[1] = c + (c << 3)
    state[2] = ((c << 21) | (c >>> 11)) + sum
    return sum
  }
  const part = (): number => draw() / 2 ** 32
  const chance: Chance = {
    bytes: (count) => Uint8Array.from({ length: count }, () => draw() >>> 24),
    int: (least, most) => least + Math.floor(part() * (most - least + 1)),
    happens: (share) => part() < share,
    of(list) {
      const found = list[chance.int(0, list.length - 1)]
      if (found === undefined) throw new Error('nothing to choose from')
      return found
    },
    weighed(list) {
      let left = part() * list.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, what] of list) {
        left -= weight
        if (left < 0) return what
      }
      throw new Error('nothing to choose from')
    },
  }
  return chance
}
