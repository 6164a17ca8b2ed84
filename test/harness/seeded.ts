/** Chance that is the same in every run, and the morning on which tests begin. */
import { createHash } from 'node:crypto'
import type { Random } from '../../src-main/engine/parts.ts'

/** 2026-11-21, 10:00 in Hong Kong. */
export const morningMs = Date.UTC(2026, 10, 21, 2)

/** Bytes that look random and are the same in every run. */
export function seededRandom(seed: string): Random {
  let drawn = 0
  return {
    bytes(count) {
      drawn += 1
      return new Uint8Array(
        createHash('shake256', { outputLength: count }).update(`${seed} ${drawn}`).digest(),
      )
    },
  }
}
