/**
 * What happened, for whoever has to find out later: one line of JSON each, in files that take
 * turns, at most 50 MB. Never personal data or card data: `Log` carries facts that say neither.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { maskCardNumbers } from '../../src-shared/cardNumber.ts'
import type { Clock, Log } from '../engine/parts.ts'
import { realClock } from './realClock.ts'

const fileLimitBytes = 5_000_000
/** `till.log` is the present one, then `till.1.log` to `till.9.log`, the oldest. */
const files = 10
const lineLimit = 4_096

/**
 * A log never throws: a till that cannot write its log still takes money. Lines that could not
 * be written are counted, and the count is told with the next line that can.
 */
export function openLog(profileDir: string, clock: Pick<Clock, 'now'> = realClock): Log {
  const folder = join(profileDir, 'logs')
  const name = (age: number): string => join(folder, age === 0 ? 'till.log' : `till.${age}.log`)
  let linesLost = 0
  return (level, event, facts = {}) => {
    try {
      const at = new Date(clock.now()).toISOString()
      const lost = linesLost === 0 ? {} : { linesLost }
      const line = cut(JSON.stringify({ at, level, event, ...masked(facts), ...lost }))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (sizeOf(name(0)) + Buffer.byteLength(line) >= fileLimitBytes) moveUp(name)
      // No handle is kept: another process (a second start) may have moved the files on.
      appendFileSync(name(0), `${line}\n`, { mode: 0o600 })
      linesLost = 0
    } catch {
      linesLost += 1
    }
  }
}

/** The second net: a message of another program's may quote what somebody typed. */
const masked = (facts: NonNullable<Parameters<Log>[2]>): typeof facts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === 'string' ? maskCardNumbers(fact) : fact,
    ]),
  )

/** A line that is too long stays JSON: what is left of it stands in a text. */
const cut = (line: string): string =>
  line.length <= lineLimit ? line : JSON.stringify({ cut: line.slice(0, lineLimit / 2) })

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

function moveUp(name: (age: number) => string): void {
  for (let age = files - 1; age > 0; age -= 1) {
    const younger = name(age - 1)
    if (statSync(younger, { throwIfNoEntry: false })) renameSync(younger, name(age))
  }
}
