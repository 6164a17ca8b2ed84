/**
 * Simulates one day after the other in a process of its own, and prints a line of JSON for each.
 * An entry of its own, bundled by `manyDays.ts`.
 *
 * Arguments: the first seed, how much is added to it for the next, how many days at most, and
 * after how many seconds no further day begins.
 */
import { runDay } from './day.ts'
import type { DayReport } from './manyDays.ts'

const [first = 1, step = 1, days = 1, limitSeconds = Number.POSITIVE_INFINITY] = process.argv
  .slice(2)
  .map(Number)

const say = (report: DayReport): void => console.log(JSON.stringify(report))

for (let day = 0; day < days && performance.now() < limitSeconds * 1_000; day += 1) {
  const seed = first + day * step
  const startedMs = performance.now()
  try {
    const { headHash, rows, counts } = await runDay(seed)
    const seconds = (performance.now() - startedMs) / 1_000
    say({ seed, ok: true, headHash, rows, seconds, counts: Object.fromEntries(counts) })
  } catch (problem) {
    say({ seed, ok: false, problem: problem instanceof Error ? problem.message : String(problem) })
  }
}
