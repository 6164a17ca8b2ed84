/**
 * Runs the steps of `check` and `test`: other programs, each with a time limit, one line for
 * each that passed and the whole output of each that failed.
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export type Step = {
  readonly name: string
  /** What Node runs: a script or a package's program, and its arguments. */
  readonly run: readonly string[]
  readonly limitMs: number
  /** The report that the step writes, to count its tests. */
  readonly report?: { readonly by: 'vitest' | 'playwright'; readonly file: string }
}

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

export type Outcome = {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
  readonly counts: Counts | null
}

/** Kept of one step's output: enough to see what failed. */
const outputLimit = 2 * 1024 * 1024

const running = new Set<number>()

/** The file behind a command that a package offers: `tool('vitest')` is its `vitest.mjs`. */
export function tool(name: string, packageName = name): string {
  const folder = join('node_modules', packageName)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: Readonly<Record<string, string>>
  }
  const file = manifest.bin[name]
  if (file === undefined) throw new Error(`${packageName} has no command ${name}`)
  return join(folder, file)
}

/** Runs all steps, at most `atOnce` at a time, and prints each as it ends. */
export async function runSteps(steps: readonly Step[], atOnce: number): Promise<Outcome[]> {
  const waiting = [...steps]
  const outcomes: Outcome[] = []
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      outcomes.push(await runStep(step))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return outcomes
}

async function runStep(step: Step): Promise<Outcome> {
  if (step.report) rmSync(step.report.file, { force: true })
  const startedAtMs = performance.now()
  const { ok, output } = await run(step)
  const seconds = (performance.now() - startedAtMs) / 1000
  const counts = step.report ? readCounts(step.report, ok) : null
  const passed = ok && (counts === null || (counts.passed > 0 && counts.failed === 0))
  const outcome = { name: step.name, ok: passed, seconds, counts }
  if (!passed) console.log(`\n${output.trimEnd()}\n`)
  console.log(describe(outcome))
  return outcome
}

function run(step: Step): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    // A group of its own, so that whatever it started can be ended with it.
    const child = spawn(process.execPath, step.run, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) },
      detached: process.platform !== 'win32',
    })
    const { pid } = child
    if (pid !== undefined) running.add(pid)
    let output = ''
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-outputLimit)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const limit = setTimeout(() => {
      output += `\n${step.name}: ended after its limit of ${step.limitMs / 1000} s\n`
      if (pid !== undefined) end(pid)
    }, step.limitMs)
    const finish = (ok: boolean): void => {
      clearTimeout(limit)
      if (pid !== undefined) running.delete(pid)
      resolve({ ok, output })
    }
    child.on('error', (error) => {
      output += String(error)
      finish(false)
    })
    child.on('close', (code) => {
      finish(code === 0)
    })
  })
}

function end(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => {
    for (const pid of running) end(pid)
    process.exit(code)
  })
}

const describe = (outcome: Outcome): string => {
  const counts = outcome.counts
    ? `${outcome.counts.passed} passed, ${outcome.counts.failed} failed`
    : ''
  return [
    outcome.ok ? 'ok    ' : 'FAILED',
    outcome.name.padEnd(32),
    `${outcome.seconds.toFixed(1).padStart(6)} s`,
    counts,
  ]
    .join('  ')
    .trimEnd()
}

/** What the report says was run. A report that is missing or holds no test counts as one failure. */
function readCounts(report: NonNullable<Step['report']>, ok: boolean): Counts {
  let counts = { passed: 0, failed: 0, skipped: 0 }
  try {
    const read: unknown = JSON.parse(readFileSync(report.file, 'utf8'))
    counts = report.by === 'vitest' ? vitestCounts(read) : playwrightCounts(read)
  } catch {
    // No report: the runner itself failed, which is counted below.
  }
  const unexplained = counts.failed === 0 && (!ok || counts.passed === 0)
  return unexplained ? { ...counts, failed: 1 } : counts
}

function vitestCounts(read: unknown): Counts {
  const report = read as Readonly<
    Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>
  >
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function playwrightCounts(read: unknown): Counts {
  const { stats } = read as {
    stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>
  }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
}

/** Every step with its seconds, then a line of all tests together. @returns whether all is well */
export function summarize(outcomes: readonly Outcome[]): boolean {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { ok, counts } of outcomes) {
    total.passed += counts?.passed ?? 0
    total.skipped += counts?.skipped ?? 0
    // A step without tests that failed, such as the types, is one failure.
    total.failed += counts?.failed ?? (ok ? 0 : 1)
  }
  console.log('\nSummary')
  for (const outcome of outcomes) console.log(describe(outcome))
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed === 0 && total.passed > 0
}
