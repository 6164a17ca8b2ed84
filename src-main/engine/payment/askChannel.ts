/** One question to a channel. Whatever becomes of it is an answer: silence, garbage and a broken channel too. */
import { hkd } from '../../../src-shared/money.ts'
import { channelAnswerSchema, type Channel, type ChannelAnswer } from '../channels/channel.ts'
import type { Clock } from '../parts.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import type { Step } from './schedule.ts'

export type Question = Extract<Step, 'create' | 'query' | 'close'>

/** Longer than any channel's own limit: without an end, a payment would wait for ever. */
const limitMs = 20_000

/** Never rejects. An answer that comes after the limit is not heard: the next question gets it. */
export function askChannel(
  clock: Clock,
  channel: Channel | undefined,
  payment: PaymentRow,
  question: Question,
): Promise<ChannelAnswer> {
  return new Promise((resolve) => {
    const noAnswer = (reason: string): void =>
      resolve({ kind: 'noAnswer', reason: reason.slice(0, 200) })
    const callOff = clock.after(limitMs, () => noAnswer('no answer in time'))
    put(channel, payment, question).then(
      (answer) => {
        callOff()
        const read = channelAnswerSchema.safeParse(answer)
        if (read.success) resolve(read.data)
        else noAnswer('the answer cannot be read')
      },
      (problem: unknown) => {
        callOff()
        noAnswer(String(problem))
      },
    )
  })
}

async function put(
  channel: Channel | undefined,
  payment: PaymentRow,
  question: Question,
): Promise<ChannelAnswer> {
  const { paymentId } = payment
  if (!channel) return { kind: 'noAnswer', reason: 'this channel is not set up' }
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
