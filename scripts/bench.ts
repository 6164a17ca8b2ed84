/** `npm run bench`: figures beside a reference that was measured in the same run. */
import { spawnSync } from 'node:child_process'
import { tool } from './steps.ts'

const run = [tool('vitest'), 'run', '--project=bench', '--no-file-parallelism', '--silent=false']
const { status } = spawnSync(process.execPath, run, { stdio: 'inherit' })
process.exitCode = status ?? 1
