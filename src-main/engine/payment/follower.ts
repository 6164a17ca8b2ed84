/**
 * Follows each payment that somebody else confirms, by asking its channel until it has ended,
 * and after that as long as money may still come. Also takes up, after a restart, what was live.
 */
import { discrepancyIdSchema, type PaymentId, type SaleId } from '../../../src-shared/ids.ts'
import { methodRow } from '../../../src-shared/methods.ts'
import { hkd } from '../../../src-shared/money.ts'
import type { Channel, ChannelAnswer } from '../channels/channel.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import type { Following, PaymentRow, SaleStore } from '../sale/saleStore.ts'
import type { Shifts } from '../shift/shifts.ts'
import { judge } from './evidence.ts'
import { completion, excess, moved } from './rows.ts'
import { nextStep, pauseMs, type Standing, type Step } from './schedule.ts'
import { isTerminal } from './transition.ts'

export type Follower = {
  /** Begins, or goes on at once where a question would only come later. */
  readonly follow: (paymentId: PaymentId) => void
  readonly following: (paymentId: PaymentId) => Following
  /** What the last answers told of the line: `idle` until something was asked. */
  readonly line: () => 'idle' | 'good' | 'down'
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
}

/** How long to wait before a row that could not be stored is tried again. */
const notStoredPauseMs = 5_000

type Watch = {
  callOff: () => void
  nextAskAtMs: number | null
  /** Questions without an answer, in a row. */
  unanswered: number
  asking: boolean
  /** Asked for again while a question was under way. */
  again: boolean
  known: boolean
  notBelieved: string | null
}

export function createFollower(parts: FollowerParts): Follower {
  const watches = new Map<PaymentId, Watch>()
  let line: 'idle' | 'good' | 'down' = 'idle'
  let stopped = false

  const standing = (payment: PaymentRow, watch: Watch): Standing => ({
    ...payment,
    mayStillBePaid: payment.mayStillBePaid === 1,
    endWanted: payment.closeReason !== null,
    known: watch.known,
  })

  const next = (payment: PaymentRow, watch: Watch): Step =>
    nextStep(standing(payment, watch), parts.clock.now(), parts.settings()['fps.watchMs'])

  const schedule = (payment: PaymentRow, watch: Watch, leastMs = 0): void => {
    const nowMs = parts.clock.now()
    const askEveryMs = parts.settings()['channel.askEveryMs']
    const pause = pauseMs(standing(payment, watch), watch.unanswered, askEveryMs, nowMs)
    const waitMs = Math.max(pause, leastMs)
    watch.callOff()
    watch.nextAskAtMs = nowMs + waitMs
    watch.callOff = parts.clock.after(waitMs, () => step(payment.paymentId))
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
    const payment = parts.store().payment(paymentId)
    const watch = watches.get(paymentId)
    if (stopped || !payment || !watch) return
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

  const ask = async (
    payment: PaymentRow,
    watch: Watch,
    question: Extract<Step, 'create' | 'query' | 'close'>,
  ): Promise<void> => {
    const channel = parts.channels.find(({ id }) => id === payment.channel)
    if (watch.asking) {
      watch.again = true
      return
    }
    watch.asking = true
    const answer: ChannelAnswer = channel
      ? await put(channel, payment, question).catch((problem: unknown) => ({
          kind: 'noAnswer',
          reason: String(problem).slice(0, 200),
        }))
      : { kind: 'noAnswer', reason: 'this channel is not set up' }
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
    write(consequences(present, answer, channel?.merchant ?? '', watch))
    goOn(payment.paymentId, watch)
    parts.changed()
  }

  const goOn = (paymentId: PaymentId, watch: Watch): void => {
    const payment = parts.store().payment(paymentId)
    if (!payment) return
    const followed = !isTerminal(payment.state) || payment.mayStillBePaid === 1
    if (!followed || payment.state === 'conflicted') rest(paymentId)
    else if (watch.again) {
      watch.again = false
      step(paymentId)
    } else schedule(payment, watch)
  }

  const consequences = (
    payment: PaymentRow,
    answer: ChannelAnswer,
    merchant: string,
    watch: Watch,
  ): readonly Entry[] => {
    const { paymentId, state } = payment
    const judged = judge(answer, { paymentId, state, merchant, amount: hkd(payment.amountMinor) })
    switch (judged.kind) {
      case 'noAnswer': {
        // A code on the screen can be paid with or without our line: only a lost end is unknown.
        const lost =
          state === 'closing' ? moved(payment, 'noAnswer', { reason: judged.reason }) : null
        return lost ? [lost] : []
      }
      case 'nothingNew':
      case 'neverSeen':
        return []
      case 'notBelieved': {
        if (watch.notBelieved === judged.reason) return []
        watch.notBelieved = judged.reason
        const body = { v: 1, reason: judged.reason } as const
        return [{ kind: 'answer.notBelieved', subject: paymentId, body }]
      }
      case 'event':
        return answer.kind === 'state' ? told(payment, judged.event, answer) : []
    }
  }

  const told = (
    payment: PaymentRow,
    event: Parameters<typeof moved>[1],
    answer: Extract<ChannelAnswer, { kind: 'state' }>,
  ): readonly Entry[] => {
    const newDiscrepancyId = () => parts.newId(discrepancyIdSchema)
    const { creditedMinor, providerReference } = answer
    if (isTerminal(payment.state)) {
      return excess(payment, creditedMinor, providerReference, newDiscrepancyId)
    }
    const row = moved(payment, event, {
      ...(providerReference === null ? {} : { providerReference }),
      ...(creditedMinor === 0 ? {} : { creditedMinor }),
      // A code made here cannot be withdrawn, whatever became of the payment.
      ...(payment.codeText !== null && ['closed', 'refused'].includes(event)
        ? { mayStillBePaid: true }
        : {}),
    })
    if (!row) return []
    if (row.body.to !== 'succeeded') return [row]
    const sale = parts.store().sale(payment.saleId)
    const { inCoins } = methodRow(payment.method)
    const shiftId = parts.shifts.open()?.shiftId ?? null
    return [
      row,
      ...(sale ? completion(sale, { amountMinor: payment.amountMinor, inCoins }, shiftId) : []),
      ...excess(
        { ...payment, state: 'succeeded' },
        creditedMinor,
        providerReference,
        newDiscrepancyId,
      ),
    ]
  }

  /** @param known whether the channel has been told of it: then it is asked, never sent again */
  const begin = (paymentId: PaymentId, known: boolean): void => {
    if (stopped) return
    if (!watches.has(paymentId)) {
      watches.set(paymentId, {
        callOff: () => undefined,
        nextAskAtMs: null,
        unanswered: 0,
        asking: false,
        again: false,
        known,
        notBelieved: null,
      })
    }
    step(paymentId)
  }

  const stopHints = parts.channels.map((channel) =>
    channel.onHint((paymentId) => {
      const payment = parts.store().payment(paymentId)
      if (payment?.channel !== channel.id || stopped) return
      if (isTerminal(payment.state) && payment.mayStillBePaid === 0) void askOnce(payment, channel)
      else begin(payment.paymentId, true)
    }),
  )

  /** A hint about a payment that has ended for good: money beyond its end, if the channel says so. */
  const askOnce = async (payment: PaymentRow, channel: Channel): Promise<void> => {
    const answer = await channel.query(payment.paymentId).catch(() => null)
    const present = parts.store().payment(payment.paymentId)
    if (stopped || !present || answer?.kind !== 'state') return
    const { paymentId, state } = present
    const judged = judge(answer, {
      paymentId,
      state,
      merchant: channel.merchant,
      amount: hkd(present.amountMinor),
    })
    if (judged.kind === 'event' && write(told(present, judged.event, answer))) parts.changed()
  }

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
      for (const payment of parts.store().watchedPayments()) begin(payment.paymentId, true)
    },
    stop() {
      stopped = true
      for (const watch of watches.values()) watch.callOff()
      for (const stopHint of stopHints) stopHint()
      watches.clear()
    },
  }
}

function put(
  channel: Channel,
  payment: PaymentRow,
  question: Extract<Step, 'create' | 'query' | 'close'>,
): Promise<ChannelAnswer> {
  const { paymentId } = payment
  if (question === 'query') return channel.query(paymentId)
  return channel[question]({
    paymentId,
    method: payment.method,
    amount: hkd(payment.amountMinor),
    reference: payment.reference ?? '',
    shownAtMs: payment.shownAtMs ?? payment.createdAtMs,
    expiresAtMs: payment.expiresAtMs ?? payment.createdAtMs,
  })
}
