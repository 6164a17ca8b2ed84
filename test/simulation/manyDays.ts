/** Many simulated days, on all of a small computer: for `npm test`, and for `npm run simulate`. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bundle } from '../harness/bundle.ts'

export type DayReport =
  | {
      readonly seed: number
      readonly ok: true
      readonly headHash: string
      readonly rows: number
      readonly seconds: number
      readonly counts: Readonly<Record<string, number>>
    }
  | { readonly seed: number; readonly ok: false; readonly problem: string }

/** Two at a time, and no more: the sum of their heads is what a test computer has. */
const processes = 2

/**
 * Runs days with the seeds from `first` on, and tells of each.
 * @param limits as many days as that, or as fit into that time
 */
export async function runDays(
  first: number,
  limits: { readonly days: number; readonly seconds: number },
  tell: (report: DayReport) => void,
): Promise<void> {
  // Bundled it runs faster than under a test runner.
  const program = await bundle('simulation', 'test/simulation/runDays')
  const share = (place: number): Promise<void> => {
    const days = Math.ceil((limits.days - place) / processes)
    const wanted = [first + place, processes, days, limits.seconds]
    const child = spawn(process.execPath, [program, ...wanted.map(String)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    createInterface(child.stdout).on('line', (line) => tell(JSON.parse(line) as DayReport))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) =>
        code === 0 ? resolve() : reject(new Error(`the process ended with ${signal ?? code}`)),
      )
    })
  }
  await Promise.all(Array.from({ length: Math.min(processes, limits.days) }, (_, at) => share(at)))
}

/** What to type to see a day again. */
export const replayCommand = (seed: number): string => `npm run simulate -- --days 1 --seed ${seed}`
