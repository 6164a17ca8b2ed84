/** The aggregator as a channel of payments: its words in ours. Who is paid, and how much, is judged by the engine. */
import { wireTime, readWireTime } from '../../../../src-shared/aggregator/common.ts'
import type { CounterSettings } from '../../../../src-shared/aggregator/counters.ts'
import type {
  EndRequest,
  PaymentRequest,
  PaymentResource,
  RefundRequest,
  RefundResource,
} from '../../../../src-shared/aggregator/payments.ts'
import type { PaymentId } from '../../../../src-shared/ids.ts'
import { isAtDevice, type MethodId } from '../../../../src-shared/methods.ts'
import type { Log } from '../../parts.ts'
import type {
  Channel,
  ChannelAnswer,
  ChannelPayment,
  FpsOffer,
  Offer,
  RefundAnswer,
} from '../channel.ts'
import type { Enrolment, Keys } from '../keys.ts'
import { reasonOf, type CallResult, type Caller } from './call.ts'

export type ChannelParts = {
  readonly id: string
  readonly caller: Caller
  readonly keys: Keys
  readonly enrolment: Enrolment
  readonly settings: () => CounterSettings | null
  readonly onHint: Channel['onHint']
  readonly onOffer: Channel['onOffer']
  readonly log: Log
}

/** What `PUT /v1/refunds/{id}` takes of a reason. */
const reasonLimitChars = 140

export function createChannel(parts: ChannelParts): Channel {
  const { caller, settings } = parts
  const { merchant, sealingKey } = parts.enrolment

  const query = async (paymentId: PaymentId): Promise<ChannelAnswer> => {
    const result = await caller.ask('getPayment', { id: paymentId })
    if (isNotFound(result)) return { kind: 'neverSeen' }
    return result.kind === 'answered' ? stateOf(result.value) : silence(result)
  }

  const end = async (
    name: 'closePayment' | 'reversePayment',
    payment: ChannelPayment,
  ): Promise<ChannelAnswer> => {
    const { paymentId, amount, method } = payment
    const result = await caller.ask(name, {
      id: paymentId,
      headers: { 'idempotency-key': paymentId },
      body: { amount, method } satisfies EndRequest,
      isUrgent: true,
    })
    return result.kind === 'answered' ? stateFor(payment, result.value) : silence(result)
  }

  return {
    id: parts.id,
    merchant,
    offer: (method) => offerOf(settings(), method),
    fps: () => fpsOf(settings()),
    async create(payment) {
      const result = await caller.ask('putPayment', {
        id: payment.paymentId,
        headers: { 'idempotency-key': payment.paymentId },
        body: bodyOf(payment),
      })
      if (result.kind === 'answered') return stateFor(payment, result.value)
      // It was closed before it came: what became of it is asked for.
      if (result.kind === 'problem' && result.status === 410) {
        const state = await query(payment.paymentId)
        return state.kind === 'neverSeen' ? { kind: 'noAnswer', reason: 'gone' } : state
      }
      return refusal(result) ?? silence(result)
    },
    query,
    close: (payment) => end('closePayment', payment),
    reverse: (payment) => end('reversePayment', payment),
    async refund({ refundId, paymentId, amount, reason }) {
      const result = await caller.ask('putRefund', {
        id: refundId,
        headers: { 'idempotency-key': refundId },
        body: {
          paymentId,
          amount,
          reason: reason.slice(0, reasonLimitChars),
        } satisfies RefundRequest,
      })
      if (result.kind === 'answered') return refundStateOf(result.value)
      // Not the refund is unknown here, but the payment: there is nothing to give back.
      if (isNotFound(result)) return { kind: 'notAccepted', reason: reasonOfProblem(result) }
      return refusal(result) ?? silence(result)
    },
    async queryRefund(refundId) {
      const result = await caller.ask('getRefund', { id: refundId })
      if (isNotFound(result)) return { kind: 'neverSeen' }
      return result.kind === 'answered' ? refundStateOf(result.value) : silence(result)
    },
    async probe() {
      const result = await caller.ask('health', {})
      return result.kind === 'answered' ? 'good' : 'noAnswer'
    },
    async seal(text) {
      if (!sealingKey) return null
      try {
        return await parts.keys.seal(text, sealingKey)
      } catch (error) {
        parts.log('error', 'aggregator.notSealed', { reason: reasonOf(error) })
        return null
      }
    },
    notice: () => settings()?.notice ?? null,
    aheadMs: caller.aheadMs,
    onHint: parts.onHint,
    onOffer: parts.onOffer,
  }
}

function offerOf(settings: CounterSettings | null, method: MethodId): Offer | null {
  const found = settings?.methods.find((one) => one.method === method)
  return found
    ? { flows: found.flows, ceilingMinor: found.ceilingMinor, instructions: found.instructions }
    : null
}

function fpsOf(settings: CounterSettings | null): FpsOffer | null {
  if (!settings?.fps) return null
  const { fpsId, payee, referenceAllowed } = settings.fps
  return { account: { kind: 'fpsId', fpsId }, payee, referenceAllowed }
}

function bodyOf(payment: ChannelPayment): PaymentRequest {
  const { flow } = payment
  // It was never offered.
  if (isAtDevice(flow)) throw new Error('an aggregator has no device')
  return {
    method: payment.method,
    flow,
    amount: payment.amount,
    reference: payment.reference,
    createdAt: wireTime(payment.createdAtMs),
    expiresAt: wireTime(payment.expiresAtMs),
    shownAt: payment.shownAtMs === null ? null : wireTime(payment.shownAtMs),
    customerCode: payment.customerCode,
  }
}

/** An answer about another method is about another payment. */
const stateFor = (payment: ChannelPayment, resource: PaymentResource): ChannelAnswer =>
  resource.method === payment.method ? stateOf(resource) : { kind: 'noAnswer', reason: 'method' }

function stateOf(resource: PaymentResource): ChannelAnswer {
  const { amount, credited, credits, code } = resource
  // What was credited is passed on in cents: in another currency they would be other cents.
  if (credited.currency !== amount.currency) return { kind: 'noAnswer', reason: 'currency' }
  return {
    kind: 'state',
    paymentId: resource.id,
    state: resource.state,
    amount,
    merchant: resource.merchant,
    providerReference: resource.providerReference,
    creditedMinor: credited.amountMinor,
    credits: credits.map(({ id, amountMinor, at }) => ({
      creditId: id,
      amountMinor,
      atMs: readWireTime(at),
    })),
    code: code && {
      text: code.text,
      payee: code.payee,
      expiresAtMs: readWireTime(code.expiresAt),
    },
    wallet: resource.wallet,
    refusal: resource.refusal,
  }
}

const refundStateOf = (resource: RefundResource): RefundAnswer => ({
  kind: 'state',
  refundId: resource.id,
  paymentId: resource.paymentId,
  state: resource.state,
  amount: resource.amount,
  merchant: resource.merchant,
  providerReference: resource.providerReference,
  refusal: resource.refusal,
})

type Problem = Extract<CallResult<never>, { kind: 'problem' }>
type Other = Exclude<CallResult<never>, { kind: 'answered' }>

/** Signed, and final: nothing was accepted, and asking again would not change that. */
const refusing: ReadonlySet<number> = new Set([400, 403, 413, 422])

/** Only of what creates: that a question or an end is refused says nothing about the money. */
const refusal = (result: Other) =>
  result.kind === 'problem' && refusing.has(result.status)
    ? ({ kind: 'notAccepted', reason: reasonOfProblem(result) } as const)
    : null

const isNotFound = (result: CallResult<unknown>): result is Problem =>
  result.kind === 'problem' && result.status === 404

const silence = (result: Other) =>
  ({
    kind: 'noAnswer',
    reason:
      result.kind === 'noAnswer'
        ? result.reason
        : result.kind === 'problem'
          ? reasonOfProblem(result)
          : 'unchanged',
  }) as const

const reasonOfProblem = ({ status, code, problem }: Problem): string =>
  [code ?? `status ${status}`, problem?.detail ?? problem?.title]
    .filter((part) => part !== undefined)
    .join(': ')
    .slice(0, 200)
