/** The aggregator's side of the upload as its contract has it: holds each row once and checks the chain itself. Stands in for the wire, which a test breaks. */
import { rowHash, sameBytes } from '../../src-main/engine/journal/framing.ts'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import type { Place, UploadAnswer, Uplink } from '../../src-main/engine/sync/uplink.ts'
import { counterId } from './journalFile.ts'

/** What happens to one question. */
export type Fate =
  | 'answered'
  /** It never arrives. */
  | 'lostOnTheWay'
  /** It has its effect, and the answer is lost. */
  | 'answerLost'
  /** Only the first half of its rows is taken, and that is what is answered. */
  | 'cut'
  /** It arrives twice; the answer to the second is heard. */
  | 'twice'
  /** It has its effect, and the answer to an earlier question comes in its place. */
  | 'olderAnswer'
  /** The wire breaks where nobody expects it. */
  | 'throws'
  | UploadAnswer

export type HeldJournal = Uplink & {
  readonly rows: readonly JournalRow[]
  /** How many rows each question brought. */
  readonly asked: readonly number[]
  /** Kinds of rows that it cannot use. */
  readonly strange: Set<string>
  /** What happens to the next questions; after them all are answered. */
  fates: Fate[]
  /** At most how many questions were under way at once. */
  readonly mostAtOnce: () => number
  /** Forgets all but the first rows, as one that was put back to an older state does. */
  forget(keep: number): void
}

const unheard: UploadAnswer = { kind: 'noAnswer', reason: 'the line', retryAfterMs: null }

const placeOf = (row: JournalRow | undefined): Place | null =>
  row ? { epoch: row.epoch, seq: row.seq, hash: row.hash } : null

export function createHeldJournal(first: readonly JournalRow[] = []): HeldJournal {
  const rows: JournalRow[] = [...first]
  const asked: number[] = []
  const strange = new Set<string>()
  const answers: UploadAnswer[] = []
  let under = 0
  let most = 0

  const isNext = (row: JournalRow): boolean => {
    const last = rows.at(-1)
    const follows =
      last === undefined
        ? row.epoch === 1 && row.seq === 1
        : (row.epoch === last.epoch && row.seq === last.seq + 1) ||
          (row.epoch > last.epoch && row.seq === 1)
    return (
      follows &&
      (last === undefined || sameBytes(row.prev, last.hash)) &&
      sameBytes(rowHash(counterId, row), row.hash)
    )
  }

  const take = (run: readonly JournalRow[]): UploadAnswer => {
    for (const row of run) {
      const same = rows.find(({ epoch, seq }) => epoch === row.epoch && seq === row.seq)
      if (same && !sameBytes(same.hash, row.hash)) {
        return { kind: 'forked', through: placeOf(rows.at(-1)) }
      }
      if (same) continue
      if (!isNext(row)) return { kind: 'brokenChain', through: placeOf(rows.at(-1)) }
      rows.push(row)
    }
    const notUnderstood = run
      .filter(({ kind }) => strange.has(kind))
      .map(({ epoch, seq }) => ({ epoch, seq, reason: 'not of this version' }))
    return { kind: 'held', through: placeOf(rows.at(-1)), notUnderstood }
  }

  const meet = (run: readonly JournalRow[], fate: Fate): UploadAnswer => {
    if (typeof fate === 'object') return fate
    switch (fate) {
      case 'lostOnTheWay':
        return unheard
      case 'answerLost':
        answers.push(take(run))
        return unheard
      case 'cut':
        return take(run.slice(0, Math.trunc(run.length / 2)))
      case 'olderAnswer':
        answers.push(take(run))
        return answers.at(-2) ?? unheard
      case 'throws':
        throw new Error('the wire broke')
      case 'twice':
        take(run)
        return take(run)
      default: {
        const answer = take(run)
        answers.push(answer)
        return answer
      }
    }
  }

  const held: HeldJournal = {
    rows,
    asked,
    strange,
    fates: [],
    mostAtOnce: () => most,
    forget(keep) {
      rows.length = keep
    },
    async upload(run) {
      asked.push(run.length)
      under += 1
      most = Math.max(most, under)
      // As long as a real question takes: others can happen meanwhile.
      await new Promise((resolve) => setImmediate(resolve))
      under -= 1
      return meet(run, held.fates.shift() ?? 'answered')
    },
  }
  return held
}
