/** One codec of `npm run fuzz`, in a thread of its own: what never ends can be ended from outside. */
import { parentPort, workerData } from 'node:worker_threads'
import { runInNewContext } from 'node:vm'
import { setFlagsFromString } from 'node:v8'
import { fuzzCodec, type Fuzzed, type FuzzedCodec } from '../test/harness/cardFuzz.ts'

export type FuzzTask = {
  readonly codec: FuzzedCodec
  readonly seed: number
  readonly frames: number
  /** Holds how many frames went through so far. */
  readonly progress: Int32Array
}

export type FuzzReport =
  | (Fuzzed & {
      readonly ok: true
      readonly seconds: number
      /** From the first tenth to the end, both times after all that is not needed was given back. */
      readonly grownBytes: number
      /** Of one frame, in this thread's own time: a busy computer makes none of them slow. */
      readonly slowestMs: number
    })
  | { readonly ok: false; readonly problem: string }

function ownMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

function fuzz({ codec, seed, frames, progress }: FuzzTask): FuzzReport {
  setFlagsFromString('--expose-gc')
  const giveBack = runInNewContext('gc') as () => void
  const heldBytes = (): number => {
    // Once more: buffers that the first one found are given back beside it, and by the second for certain.
    giveBack()
    giveBack()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const firstTenth = Math.floor(frames / 10)
  let heldAtTenthBytes = 0
  let slowestMs = 0
  const startedAtMs = performance.now()
  let spentMs = ownMs()
  const fuzzed = fuzzCodec(codec, seed, frames, (count) => {
    slowestMs = Math.max(slowestMs, ownMs() - spentMs)
    if (count === firstTenth) heldAtTenthBytes = heldBytes()
    progress[0] = count + 1
    spentMs = ownMs()
  })
  const seconds = (performance.now() - startedAtMs) / 1_000
  return { ok: true, ...fuzzed, seconds, grownBytes: heldBytes() - heldAtTenthBytes, slowestMs }
}

function report(): FuzzReport {
  try {
    return fuzz(workerData as FuzzTask)
  } catch (problem) {
    return {
      ok: false,
      problem: problem instanceof Error ? String(problem.stack) : String(problem),
    }
  }
}

parentPort?.postMessage(report(), [])
