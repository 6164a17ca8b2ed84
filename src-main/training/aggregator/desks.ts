/** Where each call goes. What is asked for, and by whom, is known to be in order here. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { aggregatorCalls } from '../../../src-shared/aggregator/calls.ts'
import { wireIdSchema, wireTime } from '../../../src-shared/aggregator/common.ts'
import {
  enrolmentRequestSchema,
  runLimit,
  runSchema,
  type CounterSettings,
  type WireEnrolment,
} from '../../../src-shared/aggregator/counters.ts'
import {
  endRequestSchema,
  paymentRequestSchema,
  refundRequestSchema,
} from '../../../src-shared/aggregator/payments.ts'
import { uuidV7 } from '../../../src-shared/ids.ts'
import type { HttpRequest } from '../../engine/channels/http.ts'
import type { Keys, MessageSigner } from '../../engine/channels/keys.ts'
import type { Random } from '../../engine/parts.ts'
import { read, withBody } from './answering.ts'
import type { Called } from './calls.ts'
import { canonical, saltedDigest } from './codes.ts'
import { createCounterDesk, type CounterDesk } from './counterDesk.ts'
import { createJournalDesk, type JournalDesk } from './journalDesk.ts'
import { createPaymentDesk, type Fate, type PaymentDesk } from './paymentDesk.ts'
import type { House } from './record.ts'
import type { Records } from './records.ts'
import { createRefundDesk } from './refundDesk.ts'
import { problem, reply, type Reply } from './replies.ts'
import type { Trick } from './tricks.ts'

const rowsSchema = z.object({ rows: z.array(z.unknown()) })

export type Sealing = {
  readonly key: NonNullable<WireEnrolment['sealingKey']>
  /** @returns what was sealed, or null where it cannot be opened */
  open(jwe: string): Promise<string | null>
}

export type AggregatorCoreOptions = {
  /** Its own file; tables are made here. */
  readonly database: Database
  readonly keys: Keys
  readonly signer: MessageSigner
  /** Made when it is needed first: an RSA key takes its time. Null: codes are not sealed for it. */
  readonly sealing: (() => Promise<Sealing>) | null
  readonly random: Random
  readonly house: House & { readonly store: string }
  readonly enrolmentCodes: { readonly always: readonly string[]; readonly once: readonly string[] }
  readonly settings: CounterSettings
  readonly knownKinds: ReadonlySet<string>
  readonly fate: Fate
}

/** What is known of a request besides itself. */
export type Given = {
  readonly counterId: string
  readonly nowMs: number
  /** What the payer's phone showed, opened. */
  readonly codeText: string | null
  readonly sealingKey: WireEnrolment['sealingKey']
  readonly trick: Trick | null
}

export type Desks = {
  readonly counters: CounterDesk
  readonly journals: JournalDesk
  readonly payments: PaymentDesk
  /** Within one transaction. */
  serve(called: Called, request: HttpRequest, given: Given): Reply
}

export function createDesks(records: Records, options: AggregatorCoreOptions): Desks {
  const { database, signer, sealing, random, house, settings } = options
  const counters = createCounterDesk(database, options.enrolmentCodes)
  const journals = createJournalDesk(database, options.knownKinds)
  const refunds = createRefundDesk({ records, house })
  const payments = createPaymentDesk({
    records,
    house,
    settings,
    fate: options.fate,
    sealed: sealing !== null,
  })
  const settingsTag = `"${saltedDigest('', canonical(settings)).slice(0, 16)}"`

  const enrol = (request: HttpRequest, { nowMs, sealingKey }: Given): Reply =>
    withBody(enrolmentRequestSchema, request, (body) => {
      const { keyId, algorithm, spki } = signer
      const { environment, store, merchant } = house
      const facts = { environment, store, merchant, keys: [{ keyId, algorithm, spki }], sealingKey }
      return counters.enrol(body, facts, () => uuidV7(nowMs, random.bytes(10)))
    })

  const held = (counterId: string, request: HttpRequest): Reply =>
    (read(rowsSchema, request)?.rows.length ?? 0) > runLimit.rows
      ? problem('too-large', 'too many rows')
      : withBody(runSchema, request, (run) => journals.hold(counterId, run))

  const rowsHeld = ({ id, query }: Called): Reply => {
    const [epoch = '', after = ''] = ['epoch', 'after'].map((key) => query.get(key) ?? '')
    return [epoch, after].every((text) => /^\d{1,10}$/u.test(text))
      ? journals.rowsAfter(id, { epoch: Number(epoch), after: Number(after) })
      : problem('malformed', 'no place in a journal')
  }

  const settingsFor = ({ headers }: HttpRequest): Reply => {
    const said = reply(settings)
    const tagged = { ...said.headers, etag: settingsTag }
    return headers['if-none-match'] === settingsTag
      ? { ...said, status: 304, headers: { etag: settingsTag }, body: null }
      : { ...said, headers: tagged }
  }

  return {
    counters,
    journals,
    payments,
    serve(called, request, given) {
      const refusal = refusalOf(called, request, given)
      if (refusal) return refusal
      const { name, id } = called
      switch (name) {
        case 'enrol':
          return enrol(request, given)
        case 'putPayment':
          return withBody(paymentRequestSchema, request, (body) =>
            payments.put(id, body, given.codeText, given),
          )
        case 'getPayment':
          return payments.get(id, given)
        case 'closePayment':
        case 'reversePayment':
          return withBody(endRequestSchema, request, (body) =>
            payments.end(name === 'closePayment' ? 'close' : 'reverse', id, body, given),
          )
        case 'putRefund':
          return withBody(refundRequestSchema, request, (body) =>
            refunds.put(id, body, given.trick?.kind === 'failRefund', given),
          )
        case 'getRefund':
          return refunds.get(id, given)
        case 'postJournal':
          return held(id, request)
        case 'getJournal':
          return rowsHeld(called)
        case 'settings':
          return settingsFor(request)
        case 'stream':
        case 'health': {
          const { environment } = house
          return reply({ status: 'good', environment, time: wireTime(given.nowMs) })
        }
      }
    },
  }
}

function refusalOf(
  { name, id }: Called,
  { headers }: HttpRequest,
  { counterId }: Given,
): Reply | null {
  const idempotencyKey = headers['idempotency-key']
  if (id !== '' && !wireIdSchema.safeParse(id).success) return problem('malformed', 'not an id')
  if (idempotencyKey !== undefined && id !== '' && idempotencyKey !== id) {
    return problem('malformed', 'another idempotency key')
  }
  const isOfCounter = aggregatorCalls[name].path.startsWith('/v1/counters/')
  return isOfCounter && id !== counterId ? problem('forbidden', 'another counter') : null
}
