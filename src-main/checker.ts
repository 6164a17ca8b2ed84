/** A thread of its own that checks a database file whole, and says what it found. */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import type { WholeCheck } from './engine/parts.ts'
import { verifyFile } from './host/verifyFile.ts'

const { path } = z.object({ path: z.string() }).parse(workerData)
const { ok, text, facts } = verifyFile(path)
const answer: WholeCheck = ok
  ? { ok, rows: Number(facts['rows'] ?? 0) }
  : { ok, why: JSON.stringify({ text, ...facts }) }
// Nothing is handed over with it.
parentPort?.postMessage(answer, [])
