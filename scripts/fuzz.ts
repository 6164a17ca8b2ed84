/**
 * `npm run fuzz [-- --frames N --seed S]`: frames of card terminals, of the Octopus reader's
 * link and of an NFC module, whole, spoiled and of no kind at all, into each codec: a million each
 * unless told otherwise. None may throw, let a card's number past it, take long over a frame, or
 * keep what it was given.
 */
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { fuzzedCodecs } from '../test/harness/cardFuzz.ts'
import type { FuzzReport, FuzzTask } from './fuzzOne.ts'

const slowestMostMs = 1_000
const grownMostMiB = 16
/** A frame that takes so long takes for ever. */
const patienceMs = 10_000

const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})
const frames = Number(values.frames)
const seed = Number(values.seed)
if (!Number.isInteger(frames) || frames < 10 || frames > 1e9 || !Number.isSafeInteger(seed)) {
  console.error('Frames are a whole number from 10 on, and so is the seed.')
  process.exit(1)
}

/** In a thread that is ended where it makes no way any more. */
function fuzzed(codec: FuzzTask['codec']): Promise<FuzzReport> {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const workerData: FuzzTask = { codec, seed, frames, progress }
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./fuzzOne.ts', import.meta.url), { workerData })
    const fail = (problem: string): void => resolve({ ok: false, problem })
    let before = -1
    const watch = setInterval(() => {
      const now = Atomics.load(progress, 0)
      if (now === before) {
        fail(`frame ${now} does not end`)
        void worker.terminate()
      }
      before = now
    }, patienceMs)
    worker.on('message', resolve)
    worker.on('error', (problem) => fail(String(problem)))
    worker.on('exit', (code) => {
      clearInterval(watch)
      fail(`its thread ended with ${code}`)
    })
  })
}

/** @returns the line to print, and whether all is well */
function told(report: FuzzReport): { readonly ok: boolean; readonly line: string } {
  if (!report.ok) return { ok: false, line: `FAILED: ${report.problem}` }
  const { messages, garbled, seconds, slowestMs } = report
  const grownMiB = report.grownBytes / 1_048_576
  const problems = [
    ...(slowestMs > slowestMostMs ? [`a frame took more than ${slowestMostMs} ms`] : []),
    ...(grownMiB > grownMostMiB ? [`it kept more than ${grownMostMiB} MiB`] : []),
  ]
  const figures = [
    `${frames} frames`,
    `${messages} messages`,
    `${garbled} garbled`,
    `${seconds.toFixed(1)} s`,
    `${Math.round(frames / seconds)} frames a second`,
    `slowest ${slowestMs.toFixed(1)} ms`,
    `heap grew by ${grownMiB.toFixed(2)} MiB`,
  ].join(', ')
  const ok = problems.length === 0
  return { ok, line: ok ? figures : `${figures}; FAILED: ${problems.join(', ')}` }
}

let failed = 0
for (const codec of fuzzedCodecs) {
  const { ok, line } = told(await fuzzed(codec))
  if (!ok) failed += 1
  console.log(`${codec}: ${line}`)
}
if (failed > 0) console.log(`Again: npm run fuzz -- --frames ${frames} --seed ${seed}`)
process.exitCode = failed === 0 ? 0 : 1
