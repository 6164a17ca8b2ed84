/** What every commit must pass: types, lint, format, dead code, tidy, unit. */
import { runSteps, tool, type Outcome, type Step } from './steps.ts'

const minuteMs = 60_000

const types = (what: string, project: string): Step => ({
  name: `types: ${what}`,
  run: [tool('tsc', 'typescript'), '-p', project],
  limitMs: minuteMs,
})

const checks = (): readonly Step[] => [
  types('main, scripts, tests', 'tsconfig.json'),
  types('renderer', 'tsconfig.renderer.json'),
  types('browser specs', 'tsconfig.e2e.json'),
  { name: 'lint', run: [tool('oxlint'), '--deny-warnings'], limitMs: minuteMs },
  { name: 'format', run: [tool('oxfmt'), '--check', '.'], limitMs: minuteMs },
  { name: 'dead code', run: [tool('knip')], limitMs: minuteMs },
  {
    name: 'dead code: shipped',
    run: [tool('knip'), '--production', '--exclude', 'dependencies'],
    limitMs: minuteMs,
  },
  vitest('unit', 8 * minuteMs),
]

/** One of the projects of vitest.config.ts. */
export const vitest = (project: string, limitMs: number): Step => ({
  name: project === 'unit' ? 'unit and tidy' : project,
  run: [
    tool('vitest'),
    'run',
    `--project=${project}`,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=test-results/${project}.json`,
  ],
  limitMs,
  report: { by: 'vitest', file: `test-results/${project}.json` },
})

export const runChecks = (): Promise<Outcome[]> => runSteps(checks(), 2)
