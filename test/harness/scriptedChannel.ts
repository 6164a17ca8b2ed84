/**
 * A channel that does what a test tells it, one answer at a time: what the engine makes of each
 * answer is seen without any other party. It keeps what it was asked, and takes money only where
 * the test says so.
 */
import type {
  Channel,
  ChannelAnswer,
  ChannelPayment,
  ChannelRefund,
  RefundAnswer,
} from '../../src-main/engine/channels/channel.ts'
import { methodIds } from '../../src-shared/methods.ts'

type Told = Extract<ChannelAnswer, { kind: 'state' }>
type RefundTold = Extract<RefundAnswer, { kind: 'state' }>

export type Asked = {
  readonly what: 'create' | 'query' | 'close' | 'reverse' | 'refund' | 'queryRefund'
  readonly id: string
  readonly atMs: number
}

export type ScriptedChannel = {
  readonly channel: Channel
  readonly asked: Asked[]
  /** The bodies that were sent, in order. */
  readonly created: ChannelPayment[]
  readonly refunded: ChannelRefund[]
  /** What is answered to everything from now on; a function decides by what is asked. */
  say(answer: Partial<Told> | 'noAnswer' | 'neverSeen' | 'notAccepted' | Saying): void
  sayOfRefunds(answer: Partial<RefundTold> | 'noAnswer' | 'neverSeen' | 'notAccepted'): void
  hint(paymentId: string): void
}
type Saying = (asked: Asked) => Partial<Told> | 'noAnswer' | 'neverSeen' | 'notAccepted'

const scriptedMerchant = 'HARBOUR CAFE'

export function scriptedChannel(now: () => number, id = 'main'): ScriptedChannel {
  const asked: Asked[] = []
  const created: ChannelPayment[] = []
  const refunded: ChannelRefund[] = []
  const amounts = new Map<string, number>()
  const refunds = new Map<string, ChannelRefund>()
  const listeners = new Set<(paymentId: string) => void>()
  let saying: Saying = () => ({ state: 'awaitingPayer' })
  let ofRefunds: Parameters<ScriptedChannel['sayOfRefunds']>[0] = { state: 'succeeded' }

  const plain = (kind: 'noAnswer' | 'neverSeen' | 'notAccepted') =>
    kind === 'neverSeen' ? { kind } : { kind, reason: 'as the test says' }

  const answer = (what: Asked['what'], paymentId: string): Promise<ChannelAnswer> => {
    const question = { what, id: paymentId, atMs: now() }
    asked.push(question)
    const said = saying(question)
    if (typeof said === 'string') return Promise.resolve(plain(said))
    const amountMinor = amounts.get(paymentId) ?? 0
    const code = {
      text: `weixin://${paymentId}`,
      payee: scriptedMerchant,
      expiresAtMs: now() + 180_000,
    }
    const state = said.state ?? 'awaitingPayer'
    return Promise.resolve({
      kind: 'state',
      paymentId,
      state,
      amount: { currency: 'HKD', amountMinor },
      merchant: scriptedMerchant,
      providerReference: null,
      creditedMinor: state === 'succeeded' ? amountMinor : 0,
      credits: [],
      code: state === 'awaitingPayer' ? code : null,
      wallet: null,
      refusal: null,
      ...said,
    })
  }
  const tell = (what: 'create' | 'close' | 'reverse') => (payment: ChannelPayment) => {
    amounts.set(payment.paymentId, payment.amount.amountMinor)
    if (what === 'create') created.push(payment)
    return answer(what, payment.paymentId)
  }
  const answerRefund = (what: Asked['what'], refundId: string): Promise<RefundAnswer> => {
    asked.push({ what, id: refundId, atMs: now() })
    if (typeof ofRefunds === 'string') return Promise.resolve(plain(ofRefunds))
    const known = refunds.get(refundId)
    return Promise.resolve({
      kind: 'state',
      refundId,
      paymentId: known?.paymentId ?? '',
      state: 'succeeded',
      amount: { currency: 'HKD', amountMinor: known?.amount.amountMinor ?? 0 },
      merchant: scriptedMerchant,
      providerReference: 'R-1',
      refusal: null,
      ...ofRefunds,
    })
  }

  return {
    asked,
    created,
    refunded,
    say: (next) => {
      saying = typeof next === 'function' ? next : () => next
    },
    sayOfRefunds: (next) => {
      ofRefunds = next
    },
    hint: (paymentId) => {
      for (const listener of listeners) listener(paymentId)
    },
    channel: {
      id,
      merchant: scriptedMerchant,
      offer: (method) =>
        methodIds.includes(method) && method !== 'cash'
          ? {
              flows: ['merchantCode', 'customerCode', 'awaitingFunds'],
              ceilingMinor: null,
              instructions: [{ field: 'accountNumber', value: '012-345678-9' }],
            }
          : null,
      fps: () => ({
        account: { kind: 'fpsId', fpsId: '0000000' },
        payee: scriptedMerchant,
        referenceAllowed: true,
      }),
      create: tell('create'),
      query: (paymentId) => answer('query', paymentId),
      close: tell('close'),
      reverse: tell('reverse'),
      refund: (refund) => {
        refunded.push(refund)
        refunds.set(refund.refundId, refund)
        return answerRefund('refund', refund.refundId)
      },
      queryRefund: (refundId) => answerRefund('queryRefund', refundId),
      probe: () => Promise.resolve('good'),
      seal: (text) => Promise.resolve(`sealed.${text.length}`),
      onHint(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      notice: () => null,
      aheadMs: () => 0,
      onOffer: () => () => undefined,
    },
  }
}
