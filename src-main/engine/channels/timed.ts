/** A watch on each question to a channel. */
import type { Clock } from '../parts.ts'
import {
  channelAnswerSchema,
  refundAnswerSchema,
  type Channel,
  type ChannelAnswer,
  type RefundAnswer,
} from './channel.ts'

/** Longer than any channel's own limit: without an end, a payment would wait for ever. */
const givenUpMs = 20_000

/**
 * The channel with a watch on each of its questions. None of them rejects, each has an end, and
 * an answer of another shape is none.
 */
export function timed(
  channel: Channel,
  clock: Clock,
  note: (tookMs: number, error: string | null) => void,
): Channel {
  const watch = <A>(
    ask: () => Promise<unknown>,
    read: (answer: unknown) => A,
    none: (reason: string) => A,
    errorIn: (answer: A) => string | null,
  ): Promise<A> =>
    new Promise((resolve) => {
      const startedAtMs = clock.now()
      let open = true
      const end = (answer: A): void => {
        // What comes after the limit is not heard: the next question gets it.
        if (!open) return
        open = false
        callOff()
        note(Math.max(0, clock.now() - startedAtMs), errorIn(answer))
        resolve(answer)
      }
      const callOff = clock.after(givenUpMs, () => end(none('no answer in time')))
      // A channel that throws at once is no worse than one that does not answer.
      const answered = async (): Promise<A> => read(await ask())
      answered().then(end, (problem: unknown) => end(none(String(problem).slice(0, 200))))
    })

  const noAnswer = (reason: string) => ({ kind: 'noAnswer', reason }) as const
  const unanswered = (answer: ChannelAnswer | RefundAnswer): string | null =>
    answer.kind === 'noAnswer' && answer.alive !== true ? answer.reason : null
  const unreadable = noAnswer('the answer cannot be read')
  const asked = (ask: () => Promise<ChannelAnswer>) =>
    watch<ChannelAnswer>(
      ask,
      (answer) => channelAnswerSchema.safeParse(answer).data ?? unreadable,
      noAnswer,
      unanswered,
    )
  const askedOfRefund = (ask: () => Promise<RefundAnswer>) =>
    watch<RefundAnswer>(
      ask,
      (answer) => refundAnswerSchema.safeParse(answer).data ?? unreadable,
      noAnswer,
      unanswered,
    )

  return {
    id: channel.id,
    ...(channel.device ? { device: channel.device } : {}),
    // It may be known only after the enrolment.
    get merchant() {
      return channel.merchant
    },
    offer: (method) => channel.offer(method),
    fps: () => channel.fps(),
    create: (payment) => asked(() => channel.create(payment)),
    query: (paymentId) => asked(() => channel.query(paymentId)),
    close: (payment) => asked(() => channel.close(payment)),
    reverse: (payment) => asked(() => channel.reverse(payment)),
    refund: (refund) => askedOfRefund(() => channel.refund(refund)),
    queryRefund: (refundId) => askedOfRefund(() => channel.queryRefund(refundId)),
    probe: () =>
      watch<'good' | 'noAnswer'>(
        () => channel.probe(),
        (answer) => (answer === 'good' ? answer : 'noAnswer'),
        () => 'noAnswer',
        (answer) => (answer === 'noAnswer' ? 'no answer to a probe' : null),
      ),
    notice: () => channel.notice(),
    aheadMs: () => channel.aheadMs(),
    seal: (text) => channel.seal(text),
    onHint: (listener) => channel.onHint(listener),
    onOffer: (listener) => channel.onOffer(listener),
  }
}
