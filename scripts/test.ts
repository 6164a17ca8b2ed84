/**
 * `npm test`: everything. The checks of every commit, hours at the devices and four minutes of
 * simulated shop days, the built program under faults and in a real browser, and an install on a
 * machine that has next to nothing.
 */
import { runChecks, vitest } from './checks.ts'
import { electronForSpecs } from './electronForSpecs.ts'
import { provideNeeds } from './needs.ts'
import { runSteps, summarize, tool, type Outcome } from './steps.ts'

const minuteMs = 60_000

const missing = provideNeeds()
if (missing !== null) {
  console.error(missing)
  process.exit(1)
}

const electron = electronForSpecs()
if (electron.program === null) console.log(`Specs on Electron are skipped: ${electron.why}`)

const outcomes: Outcome[] = await runChecks()
outcomes.push(
  ...(await runSteps([vitest('hours', 5 * minuteMs), vitest('simulation', 5 * minuteMs)], 1)),
)
const build = await runSteps(
  [{ name: 'build', run: ['scripts/build.ts'], limitMs: 2 * minuteMs }],
  1,
)
outcomes.push(...build)
if (build.every(({ ok }) => ok)) {
  outcomes.push(
    ...(await runSteps(
      [
        vitest('shell', 3 * minuteMs),
        vitest('fault', 12 * minuteMs),
        {
          name: 'browser specs',
          run: [tool('playwright', '@playwright/test'), 'test'],
          limitMs: 30 * minuteMs,
          report: { by: 'playwright', file: 'test-results/browser.json' },
        },
        vitest('install', 4 * minuteMs),
      ],
      1,
    )),
  )
} else {
  console.log('fault, browser specs and install were not run: there is no build')
}
process.exitCode = summarize(outcomes) ? 0 : 1
