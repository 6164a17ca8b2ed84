/**
 * The simulated customer and his bank as a channel of this process, with what a trainer can do
 * to them. What they do by themselves, they do by the till's own clock.
 */
import type { Database } from 'better-sqlite3'
import type { TrainingDeed } from '../../src-shared/contract/training.ts'
import type { Channel, ChannelAnswer } from '../engine/channels/channel.ts'
import type { TrainingParties } from '../engine/parts.ts'
import { storageFailure } from '../engine/storage.ts'
import { openBankRecords } from './bankRecords.ts'
import {
  act,
  caughtUp,
  handle,
  paidWhenTold,
  silent,
  trainingMerchant,
  untilNext,
  type BankRecord,
  type BankRequest,
} from './fpsBank.ts'
import { learners } from './learners.ts'
import type { TrainingClock } from './trainingClock.ts'

/** No bank has given out this FPS ID: a real app that scans a training code finds nobody to pay. */
const noAccount = { kind: 'fpsId', fpsId: '0000000' } as const
/** How many notices are sent once more to a till that has started, or has its network again. */
const repeatedNotices = 200
/** How long the bank waits before it stores again what the disk did not take. */
const notStoredPauseMs = 5_000

/**
 * @param database the training parties' own file; its table is made here. Once it is closed,
 *   they do nothing more, and whoever opens it next goes on where they stopped
 * @param reset begins the training anew; returns at once, and waits until the answer has left
 */
export function createTrainingFps(
  database: Database,
  clock: TrainingClock,
  reset: () => void,
): { readonly channel: Channel; readonly parties: TrainingParties } {
  const records = openBankRecords(database)
  const listeners = new Set<(paymentId: string) => void>()
  /** How to call off what is planned, by payment. */
  const plans = new Map<string, () => void>()
  let prepared: TrainingDeed | null = null
  let usualPauseMs: number | null = null
  let networkOn = true

  /** A notice comes by itself, never within the call that caused it. */
  const notify = ({ paymentId }: BankRecord): void => {
    clock.after(0, () => {
      if (!database.open || !networkOn) return
      const record = records.find(paymentId)
      if (!record || silent(record)) return
      for (const listener of listeners) listener(paymentId)
    })
  }

  /** A till that was gone cannot know what it missed: the same notice twice does no harm. */
  const repeatNotices = (): void => {
    if (database.open) records.lastPaid(repeatedNotices).forEach(notify)
  }

  const arm = (record: BankRecord, waitMs = untilNext(record, clock.now())): void => {
    const { paymentId, next } = record
    plans.get(paymentId)?.()
    plans.delete(paymentId)
    if (!next) return
    const callOff = clock.after(waitMs, () => goOn(paymentId))
    plans.set(paymentId, callOff)
  }

  const keep = (record: BankRecord, known: BankRecord | undefined): void => {
    if (JSON.stringify(record) === JSON.stringify(known)) return
    records.keep(record)
    if (JSON.stringify(record.next) !== JSON.stringify(known?.next ?? null)) arm(record)
  }

  /** What the disk does not take has not happened yet: it is tried again. */
  const keepOrWait = (record: BankRecord, known: BankRecord): void => {
    try {
      keep(record, known)
    } catch (problem) {
      if (!storageFailure(problem)) throw problem
      arm(known, notStoredPauseMs)
    }
  }

  const goOn = (paymentId: string): void => {
    if (!database.open) return
    plans.delete(paymentId)
    const known = records.find(paymentId)
    if (!known) return
    // By the wait, not by the clock, which may have been put back meanwhile.
    keepOrWait(act(known, clock.now()), known)
    notify(known)
  }

  const ask = (paymentId: string, request: BankRequest): Promise<ChannelAnswer> => {
    const known = records.find(paymentId)
    const { record, answer } = handle(known, request, { nowMs: clock.now(), networkOn })
    if (record) keep(record, known)
    if (request.kind === 'create' && !known) prepared = null
    return Promise.resolve(answer)
  }

  for (const record of records.planned()) {
    arm(record)
    keepOrWait(caughtUp(record, clock.now()), record)
  }

  const channel: Channel = {
    id: 'training',
    methods: ['fps'],
    merchant: trainingMerchant,
    fps: { account: noAccount, payee: 'TRAINING - DO NOT PAY', referenceAllowed: true },
    create: (payment) =>
      ask(payment.paymentId, {
        kind: 'create',
        payment,
        wanted: { deed: prepared, usualPauseMs },
      }),
    query: (paymentId) => ask(paymentId, { kind: 'query', paymentId }),
    close: (payment) => ask(payment.paymentId, { kind: 'close', payment }),
    onHint(listener) {
      listeners.add(listener)
      clock.after(0, repeatNotices)
      return () => listeners.delete(listener)
    },
  }
  const parties: TrainingParties = {
    staff: learners,
    behave(wanted) {
      usualPauseMs = wanted.usualPauseMs
    },
    customerPays(paymentId) {
      const known = records.find(paymentId)
      const record = known && paidWhenTold(known, clock.now())
      if (!record) return false
      keep(record, known)
      notify(record)
      return true
    },
    prepare(next) {
      prepared = next
    },
    setNetwork(on) {
      if (on && !networkOn) repeatNotices()
      networkOn = on
    },
    setClock: (aheadMs) => clock.setAhead(aheadMs),
    reset,
    view: () => ({ next: prepared, usualPauseMs, networkOn, clockAheadMs: clock.aheadMs() }),
  }
  return { channel, parties }
}
