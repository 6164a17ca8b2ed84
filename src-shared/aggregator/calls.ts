/**
 * Every call of the aggregator. `npm run openapi` writes the contract from this table; the client
 * and the simulated aggregator read their paths and shapes from it.
 */
import type { z } from 'zod'
import {
  counterSettingsSchema,
  enrolmentRequestSchema,
  enrolmentSchema,
  healthSchema,
  heldRowsSchema,
  heldSchema,
  runSchema,
} from './counters.ts'
import {
  endRequestSchema,
  paymentRequestSchema,
  paymentResourceSchema,
  refundRequestSchema,
  refundResourceSchema,
} from './payments.ts'

export type AggregatorCall = {
  readonly method: 'GET' | 'PUT' | 'POST'
  /** With `{id}` for the id of what it is about. */
  readonly path: string
  readonly summary: string
  /** In the query, by name; all of them whole numbers. */
  readonly query: readonly string[]
  readonly body: z.ZodType | null
  /** The answer with 200; `stream`: server-sent events. */
  readonly answer: z.ZodType | 'stream'
  readonly signed: boolean
  /** The statuses of the problems that it may answer. */
  readonly problems: readonly number[]
}

const always = [400, 401, 403, 413, 429, 500, 503] as const

export const aggregatorCalls = {
  enrol: {
    method: 'POST',
    path: '/v1/enrolments',
    summary: 'Enrols a counter with a code from the back office and the counter’s public key.',
    query: [],
    body: enrolmentRequestSchema,
    answer: enrolmentSchema,
    signed: true,
    problems: always,
  },
  putPayment: {
    method: 'PUT',
    path: '/v1/payments/{id}',
    summary: 'Creates a payment by the counter’s id. The same id and body again: the same answer.',
    query: [],
    body: paymentRequestSchema,
    answer: paymentResourceSchema,
    signed: true,
    problems: [...always, 409, 410, 422],
  },
  getPayment: {
    method: 'GET',
    path: '/v1/payments/{id}',
    summary: 'The state of a payment now.',
    query: [],
    body: null,
    answer: paymentResourceSchema,
    signed: true,
    problems: [...always, 404],
  },
  closePayment: {
    method: 'POST',
    path: '/v1/payments/{id}/close',
    summary:
      'Ends a payment that nobody has paid; answers what came of it. An id that was never seen is closed for good.',
    query: [],
    body: endRequestSchema,
    answer: paymentResourceSchema,
    signed: true,
    problems: always,
  },
  reversePayment: {
    method: 'POST',
    path: '/v1/payments/{id}/reverse',
    summary:
      'Undoes a payment whatever became of it; answers what came of that. An id that was never seen is closed for good.',
    query: [],
    body: endRequestSchema,
    answer: paymentResourceSchema,
    signed: true,
    problems: always,
  },
  putRefund: {
    method: 'PUT',
    path: '/v1/refunds/{id}',
    summary: 'Gives back a payment, in part or whole, by the counter’s id.',
    query: [],
    body: refundRequestSchema,
    answer: refundResourceSchema,
    signed: true,
    problems: [...always, 404, 409, 422],
  },
  getRefund: {
    method: 'GET',
    path: '/v1/refunds/{id}',
    summary: 'The state of a refund now.',
    query: [],
    body: null,
    answer: refundResourceSchema,
    signed: true,
    problems: [...always, 404],
  },
  postJournal: {
    method: 'POST',
    path: '/v1/counters/{id}/journal',
    summary: 'A run of journal rows, in order; held once however often it comes.',
    query: [],
    body: runSchema,
    answer: heldSchema,
    signed: true,
    problems: [...always, 409],
  },
  getJournal: {
    method: 'GET',
    path: '/v1/counters/{id}/journal',
    summary: 'The rows that are held after a place, for a restore or a move.',
    query: ['epoch', 'after'],
    body: null,
    answer: heldRowsSchema,
    signed: true,
    problems: always,
  },
  stream: {
    method: 'GET',
    path: '/v1/counters/{id}/stream',
    summary:
      'Server-sent events about payments and refunds of this counter. `Last-Event-ID` resumes; each event is a reason to ask, and nothing more.',
    query: [],
    body: null,
    answer: 'stream',
    signed: true,
    problems: always,
  },
  settings: {
    method: 'GET',
    path: '/v1/counters/{id}/settings',
    summary: 'What the back office decides for this counter. With ETag: 304 where it is as before.',
    query: [],
    body: null,
    answer: counterSettingsSchema,
    signed: true,
    problems: always,
  },
  health: {
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether the aggregator works. Needs no signature, and carries none.',
    query: [],
    body: null,
    answer: healthSchema,
    signed: false,
    problems: [429, 500, 503],
  },
} as const satisfies Readonly<Record<string, AggregatorCall>>

export type AggregatorCallName = keyof typeof aggregatorCalls
