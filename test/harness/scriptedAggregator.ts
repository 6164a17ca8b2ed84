/** An aggregator that says what a test tells it to say, signed or not, and remembers what it was asked. A stand-in: no bytes travel. */
import { wireTime } from '../../src-shared/aggregator/common.ts'
import type { PublicKey } from '../../src-shared/aggregator/counters.ts'
import type { PaymentResource, RefundResource } from '../../src-shared/aggregator/payments.ts'
import {
  createAggregator,
  type Aggregator,
} from '../../src-main/engine/channels/aggregator/aggregator.ts'
import type { ChannelMemory } from '../../src-main/engine/channels/aggregator/memory.ts'
import type { ChannelPayment, ChannelRefund } from '../../src-main/engine/channels/channel.ts'
import type {
  Http,
  HttpAnswer,
  HttpLimits,
  HttpListener,
  HttpRequest,
} from '../../src-main/engine/channels/http.ts'
import type { Enrolment, MessageSigner } from '../../src-main/engine/channels/keys.ts'
import { signAnswer, type SignedAnswer } from '../../src-main/engine/channels/signing.ts'
import { paymentIdSchema, refundIdSchema, uuidV7 } from '../../src-shared/ids.ts'
import { hkd } from '../../src-shared/money.ts'
import { seededRandom } from './seeded.ts'
import { testKeys, testSigner } from './testKeys.ts'
import { createVirtualClock } from './virtualClock.ts'

export const startMs = Date.UTC(2026, 6, 1, 4)
const idAt = (offsetMs: number): string => uuidV7(startMs + offsetMs, new Uint8Array(10).fill(7))
export const paymentId = paymentIdSchema.parse(idAt(0))
export const refundId = refundIdSchema.parse(idAt(1))
export const counterId = idAt(-1_000)

export const publicOf = ({ keyId, algorithm, spki }: MessageSigner): PublicKey => ({
  keyId,
  algorithm,
  spki,
})

export type Said = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; bytes as they are. */
  readonly body?: unknown
  /** Left out: the aggregator's own. Null: not signed at all. */
  readonly signer?: MessageSigner | null
  /** What happens to the answer on its way. */
  readonly spoil?: (answer: SignedAnswer) => SignedAnswer
  /** Signed as an answer to this one. */
  readonly to?: HttpRequest
}
/** Text: the connection fails for this reason. */
export type Script = (request: HttpRequest) => Said | string | Promise<Said | string>

export type OpenedStream = {
  readonly request: HttpRequest
  readonly listener: HttpListener
  isOpen: boolean
}

export const problem = (status: number, code: string, more: object = {}): Said => ({
  status,
  body: { type: `urn:harbour-till:problem:${code}`, title: code, status, ...more },
})

export const bytesOf = (body: unknown): Uint8Array =>
  body instanceof Uint8Array
    ? body
    : new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body))

export function scriptedAggregator() {
  const signer = testSigner('aggregator')
  const stranger = testSigner('stranger')
  const counter = testSigner('counter')
  const asked: HttpRequest[] = []
  const limits: HttpLimits[] = []
  const streams: OpenedStream[] = []
  const state: { script: Script } = { script: () => 'nobody there' }

  const answerOf = async (request: HttpRequest): Promise<HttpAnswer> => {
    const said = await state.script(request)
    if (typeof said === 'string') return { kind: 'failed', reason: said }
    const plain = { status: said.status, headers: said.headers ?? {}, body: bytesOf(said.body) }
    const by = said.signer === undefined ? signer : said.signer
    const signed = by
      ? await signAnswer(plain, said.to ?? request, { signer: by, nowMs: startMs })
      : plain
    return { kind: 'answered', ...(said.spoil ? said.spoil(signed) : signed) }
  }
  const http: Http = {
    ask(request, limit) {
      asked.push(request)
      limits.push(limit)
      return answerOf(request)
    },
    listen(request, _, listener) {
      const stream = { request, listener, isOpen: true }
      streams.push(stream)
      return () => {
        stream.isOpen = false
      }
    },
  }
  return {
    http,
    signer,
    stranger,
    counter,
    asked,
    limits,
    streams,
    keys: testKeys(),
    enrolment: enrolmentOf(signer),
    say(script: Script | Said | string) {
      state.script = typeof script === 'function' ? script : () => script
    },
  }
}
export type ScriptedAggregator = ReturnType<typeof scriptedAggregator>

const enrolmentOf = (signer: MessageSigner): Enrolment => ({
  baseUrl: 'https://pay.example/till',
  counterId,
  environment: 'training',
  store: 'Store 1',
  merchant: 'M-1',
  keys: [publicOf(signer)],
  sealingKey: null,
})

export function memoryOf(
  first: { event?: string; settings?: { text: string; tag: string | null } } = {},
) {
  const kept = { event: first.event ?? null, settings: first.settings ?? null }
  const memory: ChannelMemory = {
    lastEventId: () => kept.event,
    keepLastEventId(id) {
      kept.event = id
    },
    settings: () => kept.settings,
    keepSettings(text, tag) {
      kept.settings = { text, tag }
    },
  }
  return { kept, memory }
}

/** A till's side of it, with a clock that stands still. */
export function clientOf(
  scripted: ScriptedAggregator,
  changes: Partial<Parameters<typeof createAggregator>[0]> = {},
) {
  const clock = createVirtualClock(startMs)
  const logged: { readonly event: string; readonly facts: unknown }[] = []
  const aggregator: Aggregator = createAggregator({
    id: 'first',
    http: scripted.http,
    keys: scripted.keys,
    signer: scripted.counter,
    enrolment: scripted.enrolment,
    environment: 'training',
    clock,
    random: seededRandom('till'),
    log: (_, event, facts) => logged.push({ event, facts }),
    memory: memoryOf().memory,
    ...changes,
  })
  return { ...aggregator, clock, logged }
}

export const payment: ChannelPayment = {
  paymentId,
  method: 'wechatPay',
  flow: 'merchantCode',
  amount: hkd(12_800),
  reference: 'A1B20001',
  createdAtMs: startMs,
  shownAtMs: null,
  expiresAtMs: startMs + 120_000,
  customerCode: null,
}
export const refund: ChannelRefund = { refundId, paymentId, amount: hkd(2_800), reason: 'torn' }

export const resource = {
  id: paymentId,
  environment: 'training',
  merchant: 'M-1',
  method: 'wechatPay',
  state: 'succeeded',
  amount: hkd(12_800),
  code: { text: 'weixin://1', payee: 'Shop', expiresAt: wireTime(startMs + 120_000) },
  credited: hkd(12_800),
  credits: [
    { id: 'c1', amountMinor: 12_800, at: wireTime(startMs + 5_000), reference: 'A1B20001' },
  ],
  refunded: hkd(0),
  providerReference: 'P-77',
  wallet: 'WeChat Pay HK',
  refusal: null,
} as const satisfies PaymentResource
export const refundResource = {
  id: refundId,
  paymentId,
  environment: 'training',
  merchant: 'M-1',
  state: 'succeeded',
  amount: hkd(2_800),
  providerReference: 'R-77',
  refusal: null,
} as const satisfies RefundResource
