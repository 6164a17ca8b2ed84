/**
 * Follows each payment that somebody else confirms, by asking its channel until it has ended,
 * and after that as long as money may still come. Also takes up, after a restart, what was live.
 */
import { discrepancyIdSchema, type PaymentId, type SaleId } from '../../../src-shared/ids.ts'
import type { Channel, ChannelAnswer } from '../channels/channel.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import type { Following, PaymentRow, SaleStore } from '../sale/saleStore.ts'
import type { Shifts } from '../shift/shifts.ts'
import { askChannel, type Question } from './askChannel.ts'
import { consequences } from './consequences.ts'
import { createLateMoney } from './lateMoney.ts'
import { moved } from './rows.ts'
import { nextStep, pauseMs, type Standing, type Step } from './schedule.ts'
import { isTerminal } from './transition.ts'

export type Follower = {
  /** Begins, or goes on at once where a question would only come later. */
  readonly follow: (paymentId: PaymentId) => void
  readonly following: (paymentId: PaymentId) => Following
  /** What the last answers told of the line: `idle` until something was asked. */
  readonly line: () => 'idle' | 'good' | 'down'
  /** The computer slept: whatever waits is asked for now. */
  readonly askNow: () => void
  /** Takes up every live payment by asking; to be called once, at start. */
  readonly takeUp: () => void
  readonly stop: () => void
}

export type FollowerParts = Pick<Parts, 'clock' | 'channels' | 'log'> & {
  readonly store: () => SaleStore
  readonly shifts: Shifts
  readonly settings: () => Settings
  readonly newId: NewId
  /** Writes rows that are a result: the disk's last reserve is given up for them. Throws when even that fails. */
  readonly writeResult: (entries: readonly Entry[]) => void
  /** Something that a screen shows has changed. */
  readonly changed: () => void
  readonly completed: (saleId: SaleId) => void
  readonly issueReceipt: IssueReceipt
}

/** How long to wait before a row that could not be stored is tried again. */
const notStoredPauseMs = 5_000
/** Of how many ended payments the last answer that was not believed is remembered. */
const disbelievedLimit = 1_000
/** The questions about watched codes come one after the other, over a minute at most. */
const betweenWatchedMs = 100
const watchedSpread = 600

type Watch = {
  callOff: () => void
  nextAskAtMs: number | null
  /** Questions without an answer, in a row. */
  unanswered: number
  /** Answers that left the outcome open, in a row. */
  fruitless: number
  asking: boolean
  /** Asked for again while a question was under way. */
  again: boolean
  known: boolean
  watchedMs: number
  notBelieved: string | null
}

/** What is asked about in its turn; about everything else only when there is news of it. */
const isFollowed = ({ state, mayStillBePaid }: PaymentRow): boolean =>
  state !== 'conflicted' && (!isTerminal(state) || mayStillBePaid === 1)

export function createFollower(parts: FollowerParts): Follower {
  const watches = new Map<PaymentId, Watch>()
  /** Why the last answer about an ended payment was not believed: the same again is not journaled. */
  const disbelieved = new Map<PaymentId, string>()
  let line: 'idle' | 'good' | 'down' = 'idle'
  let stopped = false

  const standing = (payment: PaymentRow, watch: Watch): Standing => ({
    ...payment,
    mayStillBePaid: payment.mayStillBePaid === 1,
    endWanted: payment.closeReason !== null,
    known: watch.known,
    watchedMs: watch.watchedMs,
  })

  const next = (payment: PaymentRow, watch: Watch): Step =>
    nextStep(standing(payment, watch), parts.clock.now(), parts.settings()['fps.watchMs'])

  const wait = (paymentId: PaymentId, watch: Watch, waitMs: number): void => {
    watch.callOff()
    watch.nextAskAtMs = parts.clock.now() + waitMs
    watch.callOff = parts.clock.after(waitMs, () => {
      watch.watchedMs += waitMs
      step(paymentId)
    })
  }

  const schedule = (payment: PaymentRow, watch: Watch, leastMs = 0): void => {
    const askEveryMs = parts.settings()['channel.askEveryMs']
    const inVain = Math.max(watch.unanswered, watch.fruitless)
    const pause = pauseMs(standing(payment, watch), inVain, askEveryMs, parts.clock.now())
    wait(payment.paymentId, watch, Math.max(pause, leastMs))
  }

  const rememberDisbelief = (paymentId: PaymentId, why: string): void => {
    disbelieved.set(paymentId, why)
    const [oldest] = disbelieved.keys()
    if (disbelieved.size > disbelievedLimit && oldest !== undefined) disbelieved.delete(oldest)
  }

  const rest = (paymentId: PaymentId): void => {
    watches.get(paymentId)?.callOff()
    watches.delete(paymentId)
  }

  /** Writes what a step or an answer led to. A full disk loses nothing: the channel is asked again. */
  const write = (entries: readonly Entry[]): boolean => {
    try {
      parts.writeResult(entries)
      for (const entry of entries) {
        if (entry.kind === 'sale.completed') parts.completed(entry.subject as SaleId)
      }
      return true
    } catch (problem) {
      parts.log('error', 'result not stored', { problem: String(problem) })
      return false
    }
  }

  const step = (paymentId: PaymentId): void => {
    if (stopped) return
    const payment = parts.store().payment(paymentId)
    const watch = watches.get(paymentId)
    if (!payment || !watch) return
    const toDo = next(payment, watch)
    switch (toDo) {
      case 'rest':
        rest(paymentId)
        break
      case 'endWatch':
        if (write([{ kind: 'payment.watchEnded', subject: paymentId, body: { v: 1 } }])) {
          rest(paymentId)
        } else schedule(payment, watch, notStoredPauseMs)
        break
      case 'dropUnsent':
        end(payment, watch, moved(payment, 'neverSent', { closeReason: 'neverSent' }))
        break
      case 'expire':
        end(payment, watch, moved(payment, 'expired', { closeReason: 'expired' }))
        break
      case 'create':
      case 'query':
      case 'close':
        void ask(payment, watch, toDo)
        return
    }
    parts.changed()
  }

  const end = (payment: PaymentRow, watch: Watch, entry: Entry | null): void => {
    if (entry && write([entry])) step(payment.paymentId)
    else schedule(payment, watch, notStoredPauseMs)
  }

  const ask = async (payment: PaymentRow, watch: Watch, question: Question): Promise<void> => {
    if (watch.asking) {
      watch.again = true
      return
    }
    watch.asking = true
    const channel = parts.channels.find(({ id }) => id === payment.channel)
    const answer = await askChannel(parts.clock, channel, payment, question)
    watch.asking = false
    if (stopped) return
    const present = parts.store().payment(payment.paymentId)
    if (!present) return
    if (answer.kind === 'noAnswer') watch.unanswered += 1
    else {
      watch.unanswered = 0
      watch.known = answer.kind === 'state'
      // It was never told of this one: it is told at once, and not at its next turn.
      watch.again ||= question === 'query' && next(present, watch) === 'create'
    }
    line = answer.kind === 'noAnswer' ? 'down' : 'good'
    hear(present, answer, channel, watch)
    goOn(payment.paymentId, watch)
    parts.changed()
  }

  /** Writes what an answer changes. */
  const hear = (
    payment: PaymentRow,
    answer: ChannelAnswer,
    channel: Channel | undefined,
    watch: Pick<Watch, 'notBelieved'>,
  ): 'nothingNew' | 'written' | 'notStored' => {
    const entries = consequences(payment, answer, {
      merchant: channel?.merchant ?? '',
      sale: parts.store().sale(payment.saleId),
      shiftId: parts.shifts.open()?.shiftId ?? null,
      newDiscrepancyId: () => parts.newId(discrepancyIdSchema),
      issueReceipt: parts.issueReceipt,
    })
    const [first] = entries
    if (first?.kind === 'answer.notBelieved') {
      // The same again changes nothing, and is not journaled.
      if (watch.notBelieved === first.body.reason) return 'nothingNew'
      watch.notBelieved = first.body.reason
    }
    if (entries.length === 0) return 'nothingNew'
    return write(entries) ? 'written' : 'notStored'
  }

  const goOn = (paymentId: PaymentId, watch: Watch): void => {
    const payment = parts.store().payment(paymentId)
    if (!payment) return
    const open = payment.state === 'closing' || payment.state === 'unknown'
    watch.fruitless = open ? watch.fruitless + 1 : 0
    if (!isFollowed(payment)) {
      rest(paymentId)
      // There was news while the question was under way, whose answer may be older.
      if (watch.again) lateMoney.ask(paymentId)
    } else if (watch.again) {
      watch.again = false
      step(paymentId)
    } else schedule(payment, watch)
  }

  /**
   * @param known whether the channel has been told of it: then it is asked, never sent again
   * @param waitMs before the first step; 0: at once, and also where it would only come later
   */
  const begin = (paymentId: PaymentId, known: boolean, waitMs = 0): void => {
    if (stopped) return
    const watch: Watch = watches.get(paymentId) ?? {
      callOff: () => undefined,
      nextAskAtMs: null,
      unanswered: 0,
      fruitless: 0,
      asking: false,
      again: false,
      known,
      watchedMs: 0,
      notBelieved: null,
    }
    watches.set(paymentId, watch)
    if (waitMs > 0) wait(paymentId, watch, waitMs)
    else step(paymentId)
  }

  const stopHints = parts.channels.map((channel) =>
    channel.onHint((paymentId) => {
      if (stopped) return
      const payment = parts.store().payment(paymentId)
      if (payment?.channel !== channel.id) return
      if (isFollowed(payment)) begin(payment.paymentId, true)
      else lateMoney.ask(payment.paymentId)
    }),
  )

  /** One after the other: there may be many. */
  const askAboutWatched = (): void => {
    for (const [place, { paymentId }] of parts.store().watchedPayments().entries()) {
      begin(paymentId, true, ((place % watchedSpread) + 1) * betweenWatchedMs)
    }
  }

  /** Asks once about a payment that has ended, and stores what its channel has to add. */
  const askAboutEnded = async (paymentId: PaymentId): Promise<'settled' | 'askAgain'> => {
    const before = parts.store().payment(paymentId)
    if (!before) return 'settled'
    const channel = parts.channels.find(({ id }) => id === before.channel)
    const answer = await askChannel(parts.clock, channel, before, 'query')
    const payment = stopped ? undefined : parts.store().payment(paymentId)
    if (!payment) return 'settled'
    const memory = { notBelieved: disbelieved.get(paymentId) ?? null }
    const heard = hear(payment, answer, channel, memory)
    if (memory.notBelieved !== null) rememberDisbelief(paymentId, memory.notBelieved)
    if (heard === 'written') parts.changed()
    return heard === 'notStored' || answer.kind === 'noAnswer' ? 'askAgain' : 'settled'
  }
  const lateMoney = createLateMoney(parts.clock, askAboutEnded)

  return {
    follow: (paymentId) => begin(paymentId, false),
    following(paymentId) {
      const watch = watches.get(paymentId)
      return { nextAskAtMs: watch?.nextAskAtMs ?? null, lineDown: (watch?.unanswered ?? 0) > 0 }
    },
    line: () => line,
    takeUp() {
      for (const payment of parts.store().livePayments()) {
        const lost = payment.codeText === null || payment.state === 'closing'
        const row = lost && payment.state !== 'created' ? moved(payment, 'restarted') : null
        if (row) write([row])
        begin(payment.paymentId, true)
      }
      askAboutWatched()
    },
    askNow() {
      for (const { paymentId } of parts.store().livePayments()) begin(paymentId, true)
      askAboutWatched()
      lateMoney.askNow()
    },
    stop() {
      stopped = true
      lateMoney.stop()
      for (const watch of watches.values()) watch.callOff()
      for (const stopHint of stopHints) stopHint()
      watches.clear()
    },
  }
}
