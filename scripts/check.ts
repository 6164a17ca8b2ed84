/** `npm run check`: says in under two minutes whether this can be committed. */
import { runChecks } from './checks.ts'

const startedAtMs = performance.now()
const failed = (await runChecks()).filter(({ ok }) => !ok)
const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
console.log(
  failed.length === 0
    ? `\nAll checks passed in ${seconds} s`
    : `\nFailed after ${seconds} s: ${failed.map(({ name }) => name).join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
