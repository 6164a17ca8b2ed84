/**
 * Brings the journal to the aggregator: one run after the other, in order, for ever. Nothing is
 * dropped and nothing skipped; where the aggregator stands is what it says, and is believed only
 * of rows that are ours. Rows wait in the journal itself: there is no queue that could differ.
 */
import { runLimit } from '../../../src-shared/aggregator/counters.ts'
import type { UploadView } from '../../../src-shared/contract/channels.ts'
import { failed, never, type Failure } from '../../../src-shared/result.ts'
import { hex, sameBytes } from '../journal/framing.ts'
import type { Head } from '../journal/journal.ts'
import type { Entry, JournalRow } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import { createOutboxStore, uploadSubject, type Refusal } from './outboxStore.ts'
import { longestPauseMs, pauseAfter } from './pauses.ts'
import type { Place, UploadAnswer, Uplink } from './uplink.ts'

/** Rows that are written together go up together. */
const gatherMs = 50
/** How often a refusal is asked for again. */
const refusedPauseMs = longestPauseMs

export type OutboxParts = Pick<Parts, 'database' | 'clock' | 'random' | 'log' | 'uplink'> & {
  readonly journal: { head(): Pick<Head, 'epoch' | 'seq' | 'hash'> }
  /** Journals a refusal and its end; may throw, and is tried again with the next one. */
  readonly write: (entries: readonly Entry[]) => void
  /** Something that a screen shows has changed. */
  readonly changed: () => void
}

export type Outbox = {
  /** Asks how far the aggregator is, and goes on from there. */
  start(): void
  /** A row was written: it goes up soon. */
  wrote(): void
  /** The line is back, or the computer slept: whatever waits is tried now. */
  askNow(): void
  view(): UploadView
  /** Cheap: asked after every change. */
  waiting(): { readonly waiting: number; readonly oldestAtMs: number | null }
  alarms(): readonly Failure[]
  stop(): void
}

/** Where the next try stands: none is due, a few rows are gathered, one is under way, or it is waited. */
type Phase = 'resting' | 'gathering' | 'sending' | 'pausing'

export function createOutbox(parts: OutboxParts): Outbox {
  const { clock, uplink, log } = parts
  const store = createOutboxStore(parts.database)
  let phase: Phase = 'resting'
  let callOff = (): void => undefined
  let nextTryAtMs: number | null = null
  let running = false
  /** The heads were compared since the start, or since the aggregator named another journal. */
  let compared = false
  let unanswered = 0
  let refusal: Refusal | null = null
  /** What the journal says of it. */
  let journaled = store.lastRefusal()
  let lastError: string | null = null
  let rowsAtOnce: number = runLimit.rows
  /** The cursor was set back by a broken chain: a second time in a row it is a refusal. */
  let setBack = false

  const head = (): Place | null => {
    const { epoch, seq, hash } = parts.journal.head()
    return seq === 0 ? null : { epoch, seq, hash }
  }
  const waiting = () => store.waiting(parts.journal.head())

  const later = (next: 'gathering' | 'pausing', waitMs: number): void => {
    callOff()
    phase = next
    nextTryAtMs = next === 'pausing' ? clock.now() + waitMs : null
    callOff = clock.after(waitMs, () => void send())
  }

  const send = async (): Promise<void> => {
    if (!running || !uplink || phase === 'sending') return
    callOff()
    phase = 'sending'
    nextTryAtMs = null
    parts.changed()
    let goOn = true
    while (goOn) goOn = await nextAnswer(uplink)
  }

  /** @returns whether to go on at once */
  const nextAnswer = async (to: Uplink): Promise<boolean> => {
    let goOn: boolean
    try {
      const run = compared ? store.nextRun(rowsAtOnce) : []
      if (compared && run.length === 0) {
        settle()
        goOn = false
      } else {
        const answer = await to.upload(run, head())
        if (!running) return false
        goOn = hear(run, answer)
      }
    } catch (problem) {
      if (!running) return false
      log('error', 'upload failed', { problem: String(problem).slice(0, 200) })
      goOn = pause(String(problem), null)
    }
    parts.changed()
    return goOn
  }

  /** Everything is held, which also ends whatever was refused. */
  const settle = (): void => {
    phase = 'resting'
    endRefusal()
    // The row about that end is to go up too.
    if (waiting().waiting > 0) later('gathering', gatherMs)
  }

  /** @returns whether to go on at once; otherwise the next try is arranged */
  const hear = (run: readonly JournalRow[], answer: UploadAnswer): boolean => {
    switch (answer.kind) {
      case 'held':
        return answer.through && !store.isOurs(answer.through)
          ? refused('forked', 'it holds a row that is not of this journal')
          : held(run, answer)
      case 'brokenChain':
        return answer.through && !store.isOurs(answer.through)
          ? refused('brokenChain', 'it holds a row that is not of this journal')
          : broken(run, answer.through)
      case 'forked':
        return refused('forked', 'another journal of this counter is held')
      case 'tooLarge':
        // The same rows, in smaller runs: something on the way may allow less than the contract.
        if (run.length > 0) rowsAtOnce = Math.ceil(run.length / 2)
        return refused('tooLarge', `a run of ${run.length}`)
      case 'refused':
        return refused('refused', answer.reason)
      case 'noAnswer':
        return pause(answer.reason, answer.retryAfterMs)
      default:
        return never(answer)
    }
  }

  const held = (
    run: readonly JournalRow[],
    { through, notUnderstood }: Extract<UploadAnswer, { kind: 'held' }>,
  ): boolean => {
    const before = store.cursor()
    if (!moved(through, notUnderstood)) return pause('the cursor was not stored', null)
    compared = true
    if (run.length > 0 && !isAfter(through, before)) {
      return pause('nothing was held of what was sent', null)
    }
    unanswered = 0
    setBack = false
    // An agreement about the head alone does not say that rows are taken again.
    if (run.length > 0) endRefusal()
    else if (refusal === null) lastError = null
    return true
  }

  const broken = (run: readonly JournalRow[], through: Place | null): boolean => {
    const again = setBack || samePlace(through, store.cursor())
    if (!moved(through, [])) return pause('the cursor was not stored', null)
    if (run.length > 0 && again) return refused('brokenChain', 'its own head is not gone on from')
    setBack ||= run.length > 0
    compared = true
    return true
  }

  const moved = (
    through: Place | null,
    notUnderstood: Parameters<typeof store.moveTo>[1],
  ): boolean => {
    const nothingNew = notUnderstood.length === 0 && samePlace(through, store.cursor())
    if (nothingNew) return true
    try {
      store.moveTo(through, notUnderstood)
      return true
    } catch (problem) {
      log('error', 'upload cursor not stored', { problem: String(problem).slice(0, 200) })
      return false
    }
  }

  const pause = (reason: string, retryAfterMs: number | null): false => {
    unanswered += 1
    if (refusal === null) lastError = reason.slice(0, 200)
    later('pausing', pauseAfter(unanswered, parts.random.bytes(2), retryAfterMs))
    return false
  }

  const refused = (why: Refusal, reason: string): false => {
    if (refusal !== why) log('warn', 'upload refused', { why, reason: reason.slice(0, 200) })
    refusal = why
    lastError = reason.slice(0, 200)
    unanswered = 0
    setBack = false
    // Rows are not pressed on somebody who holds another journal: the heads are compared first.
    if (why === 'forked' || why === 'brokenChain') compared = false
    later('pausing', refusedPauseMs)
    note(why, reason)
    return false
  }

  const endRefusal = (): void => {
    lastError = null
    if (refusal !== null) log('info', 'upload taken again')
    refusal = null
    note(null, 'taken again')
  }

  /** One row when it begins, changes or ends; what could not be written is tried with the next answer. */
  const note = (why: Refusal | null, reason: string): void => {
    if (journaled === why) return
    const body = { v: 1, why, reason: reason.slice(0, 200) } as const
    try {
      parts.write([{ kind: 'upload.refused', subject: uploadSubject, body }])
      journaled = why
    } catch (problem) {
      log('error', 'refusal not journaled', { problem: String(problem).slice(0, 200) })
    }
  }

  const state = (): UploadView['state'] => {
    if (!uplink) return 'notSetUp'
    if (refusal !== null) return 'refused'
    if (phase === 'sending') return 'sending'
    return phase === 'pausing' ? 'waiting' : 'idle'
  }

  return {
    start() {
      running = true
      void send()
    },
    wrote() {
      if (running && uplink && phase === 'resting') later('gathering', gatherMs)
    },
    askNow() {
      unanswered = 0
      void send()
    },
    view() {
      const cursor = store.cursor()
      return {
        ...waiting(),
        state: state(),
        nextTryAtMs,
        lastError,
        notUnderstood: store.notUnderstood(),
        held: cursor && { epoch: cursor.epoch, seq: cursor.seq, hash: hex(cursor.hash) },
      }
    },
    waiting,
    alarms() {
      const { count } = store.notUnderstood()
      const alarms: Failure[] = []
      if (refusal === 'forked') alarms.push(failed('uploadForked').failure)
      else if (refusal !== null) {
        alarms.push(failed('uploadRefused', { why: refusal, reason: lastError ?? '' }).failure)
      }
      if (count > 0) alarms.push(failed('rowsNotUnderstood', { count }).failure)
      return alarms
    },
    stop() {
      running = false
      callOff()
    },
  }
}

const isAfter = (place: Place | null, other: Place | null): boolean =>
  place !== null &&
  (other === null ||
    place.epoch > other.epoch ||
    (place.epoch === other.epoch && place.seq > other.seq))

const samePlace = (one: Place | null, other: Place | null): boolean =>
  one === null || other === null
    ? one === other
    : one.epoch === other.epoch && one.seq === other.seq && sameBytes(one.hash, other.hash)
