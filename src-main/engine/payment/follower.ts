/**
 * Follows each payment that somebody else confirms, by asking its channel until it has ended,
 * and after that as long as money may still come. Also takes up, after a restart, what was live.
 */
import { discrepancyIdSchema, type PaymentId, type SaleId } from '../../../src-shared/ids.ts'
import type { Channel, ChannelAnswer, CustomerCode } from '../channels/channel.ts'
import type { Channels } from '../channels/channels.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import type { Following, PaymentRow, SaleStore } from '../sale/saleStore.ts'
import type { Shifts } from '../shift/shifts.ts'
import { askChannel, type Question } from './askChannel.ts'
import { consequences, type Around } from './consequences.ts'
import { createLateMoney } from './lateMoney.ts'
import { moved } from './rows.ts'
import {
  isFollowed,
  isOpenEnded,
  nextStep,
  pauseMs,
  type Knowledge,
  type Step,
} from './schedule.ts'
import { inThisRun, isLostByRestart, learn, newWatch, type Outcome, type Watch } from './watch.ts'

export type Follower = {
  /**
   * Tells the channel of a new payment, and follows it from then on.
   * @param customerCode sent once, and then forgotten
   */
  readonly send: (paymentId: PaymentId, customerCode?: CustomerCode) => void
  /** Goes on at once where a question would only come later. */
  readonly follow: (paymentId: PaymentId) => void
  readonly following: (paymentId: PaymentId) => Following
  /**
   * What a device at the counter said by itself, which is evidence and no hint.
   * @returns whether all that follows from it is on the disk
   */
  readonly hear: (paymentId: PaymentId, answer: ChannelAnswer) => boolean
  /** The computer slept: whatever waits is asked for now. */
  readonly askNow: () => void
  /** Takes up every live payment by asking; to be called once, at start. */
  readonly takeUp: () => void
  readonly stop: () => void
}

export type FollowerParts = Pick<Parts, 'clock' | 'log'> & {
  readonly channels: Pick<Channels, 'byId' | 'onHint'>
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
/** About what has ended: it was sent long ago. */
const lateQuestion = { question: 'query', sentBefore: true, endLost: false } as const
/** The questions about watched codes come one after the other, over a minute at most. */
const betweenWatchedMs = 100
const watchedSpread = 600

export function createFollower(parts: FollowerParts): Follower {
  const watches = new Map<PaymentId, Watch>()
  /** Why the last answer about an ended payment was not believed: the same again is not journaled. */
  const disbelieved = new Map<PaymentId, string>()
  let stopped = false

  const next = (payment: PaymentRow, watch: Watch): Step =>
    nextStep(payment, inThisRun(watch), parts.clock.now(), parts.settings())

  const wait = (paymentId: PaymentId, watch: Watch, waitMs: number): void => {
    watch.callOff()
    watch.nextAskAtMs = parts.clock.now() + waitMs
    watch.callOff = parts.clock.after(waitMs, () => {
      watch.watchedMs += waitMs
      watch.endingMs += waitMs
      step(paymentId)
    })
  }

  const schedule = (payment: PaymentRow, watch: Watch, leastMs = 0): void => {
    const inVain = Math.max(watch.unanswered, watch.fruitless)
    const nowMs = parts.clock.now()
    const pause = pauseMs(payment, inThisRun(watch), inVain, parts.settings(), nowMs)
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
      case 'dropUnshown':
        end(
          payment,
          watch,
          moved(payment, 'neverShown', { closeReason: 'neverShown', closeOwed: true }),
        )
        break
      case 'park':
        watch.endLost = true
        end(payment, watch, moved(payment, 'noAnswer', { reason: 'not ended' }))
        break
      case 'expire':
        end(payment, watch, moved(payment, 'expired', { closeReason: 'expired' }))
        break
      case 'create':
      case 'query':
      case 'close':
      case 'reverse':
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
    const channel = parts.channels.byId(payment.channel)
    const { customerCode, sent: sentBefore } = watch
    watch.customerCode = null
    watch.sent ||= question === 'create'
    const answer = await askChannel(channel, payment, question, customerCode)
    watch.asking = false
    if (stopped) return
    const present = parts.store().payment(payment.paymentId)
    if (!present) return
    watch.unanswered = answer.kind === 'noAnswer' ? watch.unanswered + 1 : 0
    const about = { question, sentBefore, endLost: watch.endLost }
    const { outcome, askAgain } = hear(present, answer, channel, about, watch)
    learn(present, answer, question, outcome, watch)
    watch.refused ||= askAgain
    // A refusal that is asked for again is asked for at once.
    watch.again ||= askAgain
    if (outcome === 'written' || outcome === 'nothingNew') settleOwed(present, answer)
    if (outcome === 'nothingNew') noteSilence(present, answer, watch)
    else watch.silence = answer.kind === 'noAnswer' ? answer.reason : null
    goOn(payment.paymentId, watch)
    parts.changed()
  }

  /** Nothing has changed, but that there is no answer any more. */
  const noteSilence = (payment: PaymentRow, answer: ChannelAnswer, watch: Watch): void => {
    const reason = answer.kind === 'noAnswer' ? answer.reason : null
    const isLive = payment.endedAtMs === null && payment.flow !== 'awaitingFunds'
    const isNews = reason !== null && watch.silence === null && isLive
    watch.silence = reason
    if (isNews) {
      write([{ kind: 'answer.missing', subject: payment.paymentId, body: { v: 1, reason } }])
    }
  }

  /** The end that was made here is known there now. */
  const settleOwed = ({ paymentId, closeOwed }: PaymentRow, answer: ChannelAnswer): void => {
    if (closeOwed === 0 || answer.kind !== 'state') return
    if (answer.state === 'awaitingPayer' || answer.state === 'processing') return
    write([{ kind: 'payment.closeTold', subject: paymentId, body: { v: 1 } }])
  }

  /** Writes what an answer changes. */
  const hear = (
    payment: PaymentRow,
    answer: ChannelAnswer,
    channel: Channel | undefined,
    about: Pick<Around, 'question' | 'sentBefore' | 'endLost'>,
    watch: Pick<Watch, 'notBelieved' | 'refused'>,
  ): { outcome: Outcome; askAgain: boolean } => {
    const store = parts.store()
    const { entries, askAgain } = consequences(payment, answer, {
      merchant: channel?.merchant ?? '',
      // Looked at only where an answer moves something: most say what is known already.
      get sale() {
        return store.sale(payment.saleId)
      },
      get knownCredits() {
        return store.creditsOf(payment.paymentId)
      },
      shiftId: parts.shifts.open()?.shiftId ?? null,
      nowMs: parts.clock.now(),
      ...about,
      refusedBefore: watch.refused,
      newDiscrepancyId: () => parts.newId(discrepancyIdSchema),
      issueReceipt: parts.issueReceipt,
    })
    const [first] = entries
    if (first?.kind === 'answer.notBelieved') {
      // The same again changes nothing, and is not journaled.
      const isNews = watch.notBelieved !== first.body.reason
      watch.notBelieved = first.body.reason
      return { outcome: !isNews || write(entries) ? 'notBelieved' : 'notStored', askAgain }
    }
    if (entries.length === 0) return { outcome: 'nothingNew', askAgain }
    return { outcome: write(entries) ? 'written' : 'notStored', askAgain }
  }

  const goOn = (paymentId: PaymentId, watch: Watch): void => {
    const payment = parts.store().payment(paymentId)
    if (!payment) return
    watch.fruitless = isOpenEnded(payment.state) ? watch.fruitless + 1 : 0
    if (payment.state !== 'closing') watch.endingMs = 0
    const hinted = watch.hinted.splice(0)
    const settle = (): void => hinted.forEach((settled) => settled())
    if (!isFollowed(payment)) {
      rest(paymentId)
      // There was news while the question was under way, whose answer may be older.
      if (watch.again) void lateMoney.ask(paymentId).then(settle)
      return
    }
    settle()
    if (watch.again || next(payment, watch) === 'dropUnshown') {
      watch.again = false
      step(paymentId)
    } else schedule(payment, watch)
  }

  /**
   * @param known whether the channel has been told of it
   * @param waitMs before the first step; 0: at once, and also where it would only come later
   */
  const begin = (
    paymentId: PaymentId,
    known: Knowledge,
    waitMs = 0,
    customerCode: CustomerCode | null = null,
  ): void => {
    if (stopped) return
    const watch = watches.get(paymentId) ?? newWatch(known, customerCode)
    watches.set(paymentId, watch)
    if (waitMs > 0) wait(paymentId, watch, waitMs)
    else step(paymentId)
  }

  const stopHints = parts.channels.onHint((channelId, id) => {
    if (stopped) return Promise.withResolvers<void>().promise
    const payment = parts.store().payment(id)
    if (payment?.channel !== channelId) return undefined
    const { paymentId } = payment
    if (!isFollowed(payment)) return lateMoney.ask(paymentId)
    begin(paymentId, 'perhaps')
    const watch = watches.get(paymentId)
    // What is live is asked for after a restart too, but the answer that is on its way may end it.
    return watch?.again === true
      ? new Promise<void>((resolve) => void watch.hinted.push(resolve))
      : undefined
  })

  /** At once, but for transfers: there may be many, and no customer waits. */
  const askAboutLive = (first: (payment: PaymentRow) => void): void => {
    let place = 0
    for (const payment of parts.store().livePayments()) {
      first(payment)
      const later = payment.flow === 'awaitingFunds'
      if (later) place += 1
      begin(
        payment.paymentId,
        'perhaps',
        later ? ((place % watchedSpread) + 1) * betweenWatchedMs : 0,
      )
    }
  }

  /** One after the other: there may be many. */
  const askAboutWatched = (): void => {
    for (const [place, { paymentId }] of parts.store().watchedPayments().entries()) {
      begin(paymentId, 'perhaps', ((place % watchedSpread) + 1) * betweenWatchedMs)
    }
  }

  /** Asks once about a payment that has ended, and stores what its channel has to add. */
  const askAboutEnded = async (paymentId: PaymentId): Promise<'settled' | 'askAgain'> => {
    const before = parts.store().payment(paymentId)
    if (!before) return 'settled'
    const channel = parts.channels.byId(before.channel)
    const answer = await askChannel(channel, before, 'query')
    const payment = stopped ? undefined : parts.store().payment(paymentId)
    if (!payment) return 'settled'
    const memory = { notBelieved: disbelieved.get(paymentId) ?? null, refused: true }
    const { outcome: heard } = hear(payment, answer, channel, lateQuestion, memory)
    if (memory.notBelieved !== null) rememberDisbelief(paymentId, memory.notBelieved)
    if (heard === 'written') parts.changed()
    const isAnswered = heard === 'written' || heard === 'nothingNew'
    return isAnswered && answer.kind !== 'noAnswer' ? 'settled' : 'askAgain'
  }
  const lateMoney = createLateMoney(parts.clock, askAboutEnded)

  return {
    send: (paymentId, customerCode) => begin(paymentId, 'no', 0, customerCode ?? null),
    follow: (paymentId) => begin(paymentId, 'perhaps'),
    following(paymentId) {
      const watch = watches.get(paymentId)
      return { nextAskAtMs: watch?.nextAskAtMs ?? null, lineDown: (watch?.unanswered ?? 0) > 0 }
    },
    hear(paymentId, answer) {
      const payment = stopped ? undefined : parts.store().payment(paymentId)
      if (!payment) return false
      const channel = parts.channels.byId(payment.channel)
      const watch = watches.get(paymentId) ?? newWatch('yes', null)
      const { outcome } = hear(payment, answer, channel, lateQuestion, watch)
      if (outcome === 'notStored') return false
      if (watches.has(paymentId)) goOn(paymentId, watch)
      else if (isFollowed(payment)) begin(paymentId, 'perhaps')
      parts.changed()
      return true
    },
    takeUp() {
      askAboutLive((payment) => {
        const row = isLostByRestart(payment) ? moved(payment, 'restarted') : null
        if (row) write([row])
      })
      askAboutWatched()
    },
    askNow() {
      askAboutLive(() => undefined)
      askAboutWatched()
      lateMoney.askNow()
    },
    stop() {
      stopped = true
      lateMoney.stop()
      for (const watch of watches.values()) watch.callOff()
      stopHints()
      watches.clear()
    },
  }
}
