/** Runs the check of the whole file in a thread of its own, on a read-only connection. */
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { WholeCheck } from '../engine/parts.ts'

/** A million rows take some seconds, a cold disk half a minute for a gigabyte. */
const limitMs = 30 * 60_000

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), rows: z.int() }),
  z.object({ ok: z.literal(false), why: z.string() }),
])

/**
 * @param checker the program of the thread: `checker.js`, where the host's own program stands
 * @param path the database file
 * @param ending ends the thread early: it holds the file open
 * @throws where the thread cannot be started, breaks or takes too long: then nothing is known
 */
export function checkWhole(checker: URL, path: string, ending: AbortSignal): Promise<WholeCheck> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(checker, { workerData: { path } })
    const limit = setTimeout(() => {
      reject(new Error('the check took too long'))
      void worker.terminate()
    }, limitMs)
    limit.unref()
    const end = (): void => void worker.terminate()
    ending.addEventListener('abort', end)
    worker.unref()
    worker.once('message', (answer: unknown) => {
      const read = answerSchema.safeParse(answer)
      if (read.success) resolve(read.data)
      else reject(read.error)
    })
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(limit)
      ending.removeEventListener('abort', end)
      reject(new Error('the check ended without a word'))
    })
  })
}
