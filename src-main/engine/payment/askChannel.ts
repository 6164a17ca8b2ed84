/** One question to a channel, with the body that a payment has there. */
import { codeMadeHere } from '../../../src-shared/methods.ts'
import { hkd } from '../../../src-shared/money.ts'
import {
  channelFlows,
  type Channel,
  type ChannelAnswer,
  type ChannelFlow,
  type ChannelPayment,
  type CustomerCode,
} from '../channels/channel.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import type { Step } from './schedule.ts'

export type Question = Extract<Step, 'create' | 'query' | 'close' | 'reverse'>

/** @param channel of `channels.ts`: there, silence and garbage are answers too, and each has an end */
export async function askChannel(
  channel: Channel | undefined,
  payment: PaymentRow,
  question: Question,
  customerCode: CustomerCode | null = null,
): Promise<ChannelAnswer> {
  if (!channel) return { kind: 'noAnswer', reason: 'this channel is not set up' }
  if (question === 'query') return channel.query(payment.paymentId)
  return channel[question](bodyOf(payment, customerCode))
}

const isChannelFlow = (flow: string): flow is ChannelFlow =>
  channelFlows.some((known) => known === flow)

/** The same each time, but for a customer's code, which is sent once. */
function bodyOf(payment: PaymentRow, customerCode: CustomerCode | null): ChannelPayment {
  const { paymentId, method, flow, createdAtMs, shownAtMs } = payment
  if (!isChannelFlow(flow)) throw new Error(`no channel carries ${flow}`)
  return {
    paymentId,
    method,
    flow,
    amount: hkd(payment.amountMinor),
    reference: payment.reference ?? '',
    createdAtMs,
    // A code that the channel made is shown later than this body was first sent.
    shownAtMs: codeMadeHere(method) ? (shownAtMs ?? createdAtMs) : null,
    expiresAtMs: payment.expiresAtMs ?? createdAtMs,
    customerCode,
  }
}
