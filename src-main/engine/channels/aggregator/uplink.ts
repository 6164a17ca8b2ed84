/** The journal's way to the aggregator, one run at a time. When to send, and what, is for the outbox. */
import type { WireHead } from '../../../../src-shared/aggregator/common.ts'
import type { Run, WireRow } from '../../../../src-shared/aggregator/counters.ts'
import type { JournalRow } from '../../journal/kinds.ts'
import { hex } from '../../journal/framing.ts'
import type { Place, UploadAnswer, Uplink } from '../../sync/uplink.ts'
import { noAnswer, type Caller, type CallResult } from './call.ts'

export const createUplink = (caller: Caller, counterId: string): Uplink => ({
  async upload(rows, head) {
    const body: Run = { rows: rows.map(rowOf), head: head && headOf(head) }
    const result = await caller.ask('postJournal', { id: counterId, body })
    if (result.kind !== 'answered') return refused(result)
    const { held, notUnderstood } = result.value
    return { kind: 'held', through: held && placeOf(held), notUnderstood }
  },
})

function refused(result: Exclude<CallResult<never>, { kind: 'answered' }>): UploadAnswer {
  if (result.kind === 'noAnswer') return result
  if (result.kind === 'unchanged') return noAnswer('unchanged', null)
  const { status, code, problem, retryAfterMs } = result
  const through = problem?.head ? placeOf(problem.head) : null
  if (status === 409 && code === 'broken-chain' && problem?.head !== undefined) {
    return { kind: 'brokenChain', through }
  }
  if (status === 409 && code === 'forked') return { kind: 'forked', through }
  if (status === 413) return { kind: 'tooLarge' }
  if (status === 403 || (status === 401 && code !== 'clock-skew')) {
    return {
      kind: 'refused',
      reason: (problem?.detail ?? code ?? `status ${status}`).slice(0, 200),
    }
  }
  return noAnswer(code ?? `status ${status}`, retryAfterMs)
}

const rowOf = ({ epoch, seq, atMs, kind, subject, body, prev, hash }: JournalRow): WireRow => ({
  epoch,
  seq,
  atMs,
  kind,
  subject,
  body,
  prev: hex(prev),
  hash: hex(hash),
})

const headOf = ({ epoch, seq, hash }: Place): WireHead => ({ epoch, seq, hash: hex(hash) })

const placeOf = ({ epoch, seq, hash }: WireHead): Place => ({
  epoch,
  seq,
  hash: new Uint8Array(Buffer.from(hash, 'hex')),
})
