/**
 * Follows each refund that a channel carries until it has ended: told once, asked for after that,
 * and told again with the same id and body only where the channel says that it never saw it.
 */
import type { RefundState } from '../../../src-shared/contract/refund.ts'
import type { RefundId } from '../../../src-shared/ids.ts'
import { hkd, sameMoney } from '../../../src-shared/money.ts'
import type { Channel, RefundAnswer } from '../channels/channel.ts'
import type { Channels } from '../channels/channels.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import { discrepancyRefunded } from './discrepancies.ts'
import type { RefundRow, RefundStore } from './refundStore.ts'

export type RefundFollower = {
  readonly follow: (refundId: RefundId) => void
  readonly nextAskAtMs: (refundId: RefundId) => number | null
  /** Takes up every refund that has not ended, by asking; to be called once, at start. */
  readonly takeUp: () => void
  readonly askNow: () => void
  /**
   * What a device at the counter said by itself, which is evidence and no hint.
   * @returns whether it is on the disk
   */
  readonly hear: (refundId: RefundId, answer: RefundAnswer) => boolean
  /** There is news of a payment: perhaps of a refund of it. */
  readonly newsOf: (paymentId: string) => void
  readonly stop: () => void
}

const firstPauseMs = 2_000
const longestPauseMs = 60_000

type Watch = {
  callOff: () => void
  nextAskAtMs: number | null
  tries: number
  asking: boolean
  /** It was sent in this run of the program, or the channel has answered for it. */
  sent: boolean
  /** It was sent, perhaps by a run before, and what became of that is not known. */
  sentBefore: boolean
}

export function createRefundFollower(
  parts: Pick<Parts, 'clock' | 'log'> & {
    readonly channels: Pick<Channels, 'byId'>
    readonly store: () => RefundStore
    readonly openDiscrepancyMinor: (refund: RefundRow) => number | null
    readonly writeResult: (entries: readonly Entry[]) => void
    readonly changed: () => void
  },
): RefundFollower {
  const { clock } = parts
  const watches = new Map<RefundId, Watch>()
  let stopped = false

  const rest = (refundId: RefundId): void => {
    watches.get(refundId)?.callOff()
    watches.delete(refundId)
  }

  const ask = async (refund: RefundRow, watch: Watch): Promise<void> => {
    if (watch.asking) return
    watch.asking = true
    watch.callOff()
    const channel = parts.channels.byId(refund.channel)
    const tell = !watch.sent
    const isFirst = tell && !watch.sentBefore
    watch.sent = true
    watch.sentBefore = true
    const answer = await askRefund(channel, refund, tell)
    watch.asking = false
    const present = stopped ? undefined : parts.store().refund(refund.refundId)
    if (!present) return
    // Never seen proves nothing: it is told again, with the same id and the same body.
    if (answer.kind === 'neverSeen') watch.sent = false
    hear(present, answer, channel, isFirst)
    goOn(present.refundId, watch, answer.kind === 'neverSeen' && !tell)
    parts.changed()
  }

  const hear = (
    refund: RefundRow,
    answer: RefundAnswer,
    channel: Channel | undefined,
    isFirst: boolean,
  ): boolean => {
    const moved = movedBy(refund, answer, channel?.merchant ?? '', isFirst)
    if (!moved) return true
    const closes =
      moved.to === 'succeeded'
        ? discrepancyRefunded(refund, parts.openDiscrepancyMinor(refund))
        : []
    const body = { v: 1, from: refund.state, ...moved } as const
    try {
      parts.writeResult([{ kind: 'refund.moved', subject: refund.refundId, body }, ...closes])
      return true
    } catch (problem) {
      parts.log('error', 'result not stored', { problem: String(problem) })
      return false
    }
  }

  const goOn = (refundId: RefundId, watch: Watch, atOnce: boolean): void => {
    const refund = parts.store().refund(refundId)
    if (!refund || hasEnded(refund.state)) {
      rest(refundId)
      return
    }
    const pauseMs = atOnce ? 0 : Math.min(firstPauseMs * 2 ** watch.tries, longestPauseMs)
    watch.tries += 1
    watch.nextAskAtMs = clock.now() + pauseMs
    watch.callOff = clock.after(pauseMs, () => step(refundId))
  }

  const step = (refundId: RefundId): void => {
    const refund = stopped ? undefined : parts.store().refund(refundId)
    const watch = watches.get(refundId)
    if (!refund || !watch) return
    if (hasEnded(refund.state)) rest(refundId)
    else void ask(refund, watch)
  }

  const begin = (refundId: RefundId, sent: boolean): void => {
    if (stopped) return
    const watch = watches.get(refundId) ?? {
      callOff: () => undefined,
      nextAskAtMs: null,
      tries: 0,
      asking: false,
      sent,
      sentBefore: sent,
    }
    watches.set(refundId, watch)
    step(refundId)
  }

  const takeUp = (): void => {
    for (const { refundId } of parts.store().live()) begin(refundId, true)
  }

  return {
    follow: (refundId) => begin(refundId, false),
    nextAskAtMs: (refundId) => watches.get(refundId)?.nextAskAtMs ?? null,
    takeUp,
    askNow: takeUp,
    hear(refundId, answer) {
      const refund = stopped ? undefined : parts.store().refund(refundId)
      if (!refund) return false
      const stored = hear(refund, answer, parts.channels.byId(refund.channel), false)
      step(refundId)
      parts.changed()
      return stored
    },
    newsOf(paymentId) {
      for (const refund of parts.store().live()) {
        if (refund.paymentId === paymentId) begin(refund.refundId, true)
      }
    },
    stop() {
      stopped = true
      for (const { callOff } of watches.values()) callOff()
      watches.clear()
    },
  }
}

const hasEnded = (state: RefundState): boolean => state === 'succeeded' || state === 'failed'

/** What an answer makes of it; null: it says what we know already, or nothing that counts. Pure. */
function movedBy(
  refund: Pick<RefundRow, 'refundId' | 'paymentId' | 'amountMinor' | 'state'>,
  answer: RefundAnswer,
  merchant: string,
  isFirst: boolean,
): { to: RefundState; providerReference?: string; reason?: string } | null {
  const { state } = refund
  // A person has ended it: what comes later is for the provider's statement.
  if (hasEnded(state)) return null
  const unknown = (reason: string) =>
    state === 'unknown' ? null : ({ to: 'unknown', reason } as const)
  switch (answer.kind) {
    case 'noAnswer':
      return unknown(answer.reason)
    case 'neverSeen':
      return null
    case 'notAccepted':
      // A sending before this one, whose answer was lost, may have been accepted.
      return isFirst ? { to: 'failed', reason: answer.reason } : unknown(answer.reason)
    case 'state': {
      const agrees =
        answer.refundId === refund.refundId &&
        answer.paymentId === refund.paymentId &&
        sameMoney(answer.amount, hkd(refund.amountMinor)) &&
        answer.merchant === merchant
      if (!agrees) return unknown('another refund, amount or merchant')
      if (answer.state === state) return null
      return {
        to: answer.state,
        ...(answer.providerReference === null
          ? {}
          : { providerReference: answer.providerReference }),
        ...(answer.refusal === null ? {} : { reason: answer.refusal }),
      }
    }
  }
}

async function askRefund(
  channel: Channel | undefined,
  { refundId, paymentId, amountMinor, reason }: RefundRow,
  tell: boolean,
): Promise<RefundAnswer> {
  if (!channel) return { kind: 'noAnswer', reason: 'this channel is not set up' }
  return tell
    ? channel.refund({ refundId, paymentId, amount: hkd(amountMinor), reason })
    : channel.queryRefund(refundId)
}
