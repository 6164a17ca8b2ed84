import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { runSteps, summarize, type Outcome, type Step } from '../../scripts/steps.ts'

const folder = mkdtempSync(join(tmpdir(), 'till-steps-'))
const printed: string[] = []

beforeEach(() => {
  printed.length = 0
  vi.spyOn(console, 'log').mockImplementation((text: string) => {
    printed.push(text)
  })
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const step = (code: string, more: Partial<Step> = {}): Step => ({
  name: 'a step',
  run: ['-e', code],
  limitMs: 20_000,
  ...more,
})

/** A step that writes this as its report and ends with this code. */
function reporting(by: 'vitest' | 'playwright', report: unknown, exitCode: number): Step {
  const from = join(folder, 'given.json')
  const file = join(folder, 'report.json')
  writeFileSync(from, JSON.stringify(report))
  const code = `fs.copyFileSync(${JSON.stringify(from)}, ${JSON.stringify(file)}); process.exit(${exitCode})`
  return step(code, { report: { by, file } })
}

const vitestReport = (passed: number, failed: number, pending = 0): unknown => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: 0,
})

const one = async (only: Step): Promise<Partial<Outcome>> => {
  const [{ ok, counts } = { ok: null, counts: null }] = await runSteps([only], 2)
  return { ...(ok === null ? {} : { ok }), counts }
}

test('the output of a step is shown when it failed, and only then', async () => {
  await runSteps([step("console.log('quiet')"), step("console.log('loud'); process.exit(3)")], 1)
  expect(printed.join('\n')).not.toContain('quiet')
  expect(printed.join('\n')).toContain('loud')
})

test('a step is ended at its limit, with all that it started', async () => {
  const sleeper = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' })`
  const outcome = await one(step(sleeper, { limitMs: 500 }))
  expect(outcome).toEqual({ ok: false, counts: null })
  expect(printed.join('\n')).toContain('ended after its limit of 0.5 s')
})

test('tests are counted from the reports of both runners', async () => {
  expect(await one(reporting('vitest', vitestReport(5, 0, 2), 0))).toEqual({
    ok: true,
    counts: { passed: 5, failed: 0, skipped: 2 },
  })
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 0 }
  expect(await one(reporting('playwright', { stats }, 1))).toEqual({
    ok: false,
    counts: { passed: 7, failed: 2, skipped: 0 },
  })
})

test('a runner that breaks without a failing test counts as one failure', async () => {
  expect(await one(reporting('vitest', vitestReport(5, 0), 1))).toEqual({
    ok: false,
    counts: { passed: 5, failed: 1, skipped: 0 },
  })
})

test('a runner that ran no test, or left no report, has failed', async () => {
  const failure = { ok: false, counts: { passed: 0, failed: 1, skipped: 0 } }
  expect(await one(reporting('vitest', vitestReport(0, 0), 0))).toEqual(failure)
  const file = join(folder, 'never-written.json')
  expect(await one(step('', { report: { by: 'vitest', file } }))).toEqual(failure)
})

test('a report of an earlier run is not counted again', async () => {
  const file = join(folder, 'old.json')
  writeFileSync(file, JSON.stringify(vitestReport(99, 0)))
  const outcome = await one(step('', { report: { by: 'vitest', file } }))
  expect(outcome.counts).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('the last line adds up all tests, and a failed step without tests is a failure', () => {
  const outcome = (ok: boolean, counts: Outcome['counts']): Outcome => ({
    name: 'a step',
    ok,
    seconds: 1,
    counts,
  })
  const tested = outcome(true, { passed: 3, failed: 0, skipped: 1 })
  expect(summarize([tested, tested])).toBe(true)
  expect(printed.at(-1)).toBe('\n6 passed, 0 failed, 2 skipped')
  expect(summarize([tested, outcome(false, null)])).toBe(false)
  expect(printed.at(-1)).toBe('\n3 passed, 1 failed, 1 skipped')
  expect(summarize([outcome(true, null)])).toBe(false)
})
