/** A simulated aggregator on its own, with a counter that speaks to it in the bare contract. */
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { aggregatorCalls, type AggregatorCallName } from '../../src-shared/aggregator/calls.ts'
import { problemSchema, wireTime } from '../../src-shared/aggregator/common.ts'
import { enrolmentSchema, type PublicKey } from '../../src-shared/aggregator/counters.ts'
import type { PaymentRequest } from '../../src-shared/aggregator/payments.ts'
import type { TrainingDeed } from '../../src-shared/contract/training.ts'
import { paymentIdSchema, uuidV7, type PaymentId } from '../../src-shared/ids.ts'
import { knownKinds } from '../../src-main/training/aggregator/knownKinds.ts'
import type { Http, HttpRequest } from '../../src-main/engine/channels/http.ts'
import { signRequest, verifyAnswer } from '../../src-main/engine/channels/signing.ts'
import { trainingHouse, trainingSettings } from '../../src-main/training/aggregator/backOffice.ts'
import { createAggregatorCore } from '../../src-main/training/aggregator/core.ts'
import type { AggregatorCoreOptions } from '../../src-main/training/aggregator/desks.ts'
import { openDoor } from '../../src-main/training/aggregator/door.ts'
import { simulatedKeys, testOwnKeys } from './simulatedKeys.ts'
import { testSigner } from './testKeys.ts'
import { morningMs, seededRandom } from './seeded.ts'
import type { Clock } from '../../src-main/engine/parts.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'
import { createWire } from './wire.ts'

export const mainUrl = 'http://127.0.0.1:1'
const limits = { connectMs: 2_000, answerMs: 10_000, bytes: 4_194_304 }

export type Said = {
  /** 0: no answer. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Signed by the aggregator, for exactly this request. */
  readonly signed: boolean
  /** The last part of a problem's type. */
  readonly problem: string | null
  /** As it was asked. */
  readonly request: HttpRequest
}

export type Counter = {
  counterId: string
  send(request: HttpRequest): Promise<Said>
  /** Signs and asks, and checks the answer against the contract. */
  ask(
    name: AggregatorCallName,
    id?: string,
    body?: unknown,
    more?: { readonly query?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Said>
  signed(request: HttpRequest): Promise<HttpRequest>
}

/** @param seed another seed is another key */
export function createCounter(
  http: Http,
  clock: Pick<Clock, 'now'>,
  {
    seed = 'counter',
    baseUrl = mainUrl,
  }: { readonly seed?: string; readonly baseUrl?: string } = {},
): Counter & { enrol(code?: string): Promise<Said> } {
  const signer = testSigner(seed)
  const random = seededRandom(`${seed} nonces`)
  let known: readonly PublicKey[] = []
  const signed = (request: HttpRequest): Promise<HttpRequest> =>
    signRequest(request, {
      signer,
      nowMs: clock.now(),
      nonce: Buffer.from(random.bytes(16)).toString('base64url'),
    })
  const send = async (request: HttpRequest): Promise<Said> => {
    const answer = await http.ask(request, limits)
    const nothing = { status: 0, headers: {}, body: null, signed: false, problem: null, request }
    if (answer.kind === 'failed') return nothing
    const text = Buffer.from(answer.body).toString()
    let body: unknown = null
    try {
      body = text === '' ? null : JSON.parse(text)
    } catch {
      body = text
    }
    return {
      status: answer.status,
      headers: answer.headers,
      body,
      signed: await verifyAnswer(answer, request, { keys: simulatedKeys, known }),
      problem:
        answer.status < 400 ? null : (problemSchema.parse(body).type.split(':').at(-1) ?? null),
      request,
    }
  }
  const counter = {
    counterId: '',
    send,
    signed,
    async ask(
      name: AggregatorCallName,
      id = '',
      body: unknown = null,
      { query = '', headers = {} }: NonNullable<Parameters<Counter['ask']>[3]> = {},
    ) {
      const call = aggregatorCalls[name]
      const said = await send(
        await signed({
          method: call.method,
          url: `${baseUrl}${call.path.replace('{id}', id)}${query}`,
          headers,
          body: body === null ? null : new Uint8Array(Buffer.from(JSON.stringify(body))),
        }),
      )
      const isGarbage = typeof said.body === 'string'
      if (said.status === 200 && !isGarbage && call.answer !== 'stream') {
        call.answer.parse(said.body)
      }
      return said
    },
    async enrol(code = 'TRAINING') {
      const { keyId, algorithm, spki } = signer
      const said = await counter.ask('enrol', '', {
        code,
        key: { keyId, algorithm, spki },
        version: '0.0.0-test',
      })
      const enrolment = enrolmentSchema.safeParse(said.body)
      if (enrolment.success) {
        known = enrolment.data.keys
        counter.counterId = enrolment.data.counterId
      }
      return said
    },
  }
  return counter
}

export async function startSimulated({
  database = new Database(':memory:'),
  clock = createVirtualClock(morningMs),
  now = clock,
  ...options
}: Partial<AggregatorCoreOptions> & {
  readonly clock?: VirtualClock
  /** What the aggregator goes by, where it is not the virtual clock. */
  readonly now?: Clock
} = {}) {
  const next: { deed: TrainingDeed | null; usualPauseMs: number | null } = {
    deed: null,
    usualPauseMs: null,
  }
  const core = createAggregatorCore({
    database,
    keys: simulatedKeys,
    ...testOwnKeys('aggregator'),
    random: seededRandom('aggregator'),
    house: trainingHouse,
    settings: trainingSettings,
    enrolmentCodes: { always: ['TRAINING'], once: ['ONCE-1'] },
    knownKinds,
    fate: {
      take() {
        const taken = { ...next }
        next.deed = null
        return taken
      },
    },
    ...options,
  })
  const door = openDoor(core, now, () => database.open)
  onTestFinished(() => door.stop())
  const wire = createWire({ [mainUrl]: door }, now)
  const counter = createCounter(wire, now)
  await counter.enrol()
  let made = 0
  const newId = (): PaymentId => {
    made += 1
    const tail = new Uint8Array(10)
    new DataView(tail.buffer).setUint32(6, made)
    return paymentIdSchema.parse(uuidV7(now.now(), tail))
  }
  const ids = { newId }
  const request = (wanted: Partial<PaymentRequest> = {}): PaymentRequest => ({
    method: 'alipay',
    flow: 'merchantCode',
    amount: { currency: 'HKD', amountMinor: 8_880 },
    reference: 'HT0100000001',
    createdAt: wireTime(now.now()),
    expiresAt: wireTime(now.now() + (wanted.method === 'fps' ? 600_000 : 180_000)),
    shownAt: wanted.method === 'fps' ? wireTime(now.now()) : null,
    customerCode: null,
    ...wanted,
  })
  return {
    core,
    door,
    wire,
    clock,
    counter,
    database,
    next,
    ...ids,
    request,
    /** A payment that is made now. */
    async pay(wanted: Partial<PaymentRequest> = {}, deed: TrainingDeed | null = null) {
      next.deed = deed
      const id = newId()
      const body = request(wanted)
      const said = await counter.ask('putPayment', id, body)
      return { id, body, said }
    },
    get: (id: string) => counter.ask('getPayment', id),
    end: (how: 'close' | 'reverse', id: string) =>
      counter.ask(how === 'close' ? 'closePayment' : 'reversePayment', id, {
        amount: { currency: 'HKD', amountMinor: 8_880 },
        method: 'alipay',
      }),
  }
}
export type Simulated = Awaited<ReturnType<typeof startSimulated>>
