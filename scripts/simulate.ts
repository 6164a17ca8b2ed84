/**
 * `npm run simulate -- [--days N] [--seed S]`: whole shop days with faults on every wire, each made
 * of its seed alone. `npm test` runs as many of them as fit; this runs as many as are wanted, or
 * one that failed.
 */
import { parseArgs } from 'node:util'
import { replayCommand, runDays } from '../test/simulation/manyDays.ts'

const { values } = parseArgs({
  options: { days: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
})
const days = Number(values.days)
const seed = Number(values.seed)
if (!Number.isSafeInteger(days) || days < 1 || !Number.isSafeInteger(seed)) {
  console.error('Days and seed are whole numbers.')
  process.exit(1)
}

const startedMs = performance.now()
const totals = new Map<string, number>()
let done = 0
let failed = 0
let rows = 0
/** What happened how often, over all days; of a few days each is told on a line of its own. */
const isFew = days <= 20

await runDays(seed, { days, seconds: Number.POSITIVE_INFINITY }, (report) => {
  done += 1
  if (!report.ok) {
    failed += 1
    console.log(`\nseed ${report.seed} FAILED: ${replayCommand(report.seed)}\n${report.problem}\n`)
    return
  }
  rows += report.rows
  for (const [what, count] of Object.entries(report.counts)) {
    totals.set(what, (totals.get(what) ?? 0) + count)
  }
  if (isFew) {
    const { seconds, headHash } = report
    console.log(`seed ${report.seed}  ${report.rows} rows  ${seconds.toFixed(1)} s  ${headHash}`)
  } else if (done % 50 === 0) console.log(`${done} days, ${failed} failed`)
})

const seconds = (performance.now() - startedMs) / 1_000
if (days === 1) {
  const byName = [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (const [what, count] of byName) console.log(`${what}  ${count}`)
}
const perSecond = (done / seconds).toFixed(2)
console.log(`${done} days from seed ${seed}, ${failed} failed, ${rows} rows, ${perSecond} a second`)
process.exitCode = failed === 0 && done === days ? 0 : 1
