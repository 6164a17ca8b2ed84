/**
 * The only door between screens and engine: every call and every event, with its schemas and
 * who may use it. Carriers (WebSocket, Electron's IPC) add nothing to it.
 *
 * A call carries `{callId, window, session}`; its answer is a `Result`. An event is a topic with
 * its revision and the whole new value, never a difference: a gap in the revisions makes the
 * screen ask again with `view.topic`.
 */
import { z } from 'zod'
import { callIdSchema, sessionIdSchema } from '../ids.ts'
import type { Result } from '../result.ts'
import { defineCalls } from './define.ts'
import { channelEvents } from './channels.ts'
import { counterCalls, counterEvents } from './counter.ts'
import { deviceCalls, deviceEvents } from './devices.ts'
import { displayEvents } from './display.ts'
import { historyCalls } from './history.ts'
import { octopusCalls, octopusEvents } from './octopus.ts'
import { overrideCalls, overrideSchema } from './override.ts'
import { paymentCalls } from './payment.ts'
import { receiptCalls } from './receipt.ts'
import { refundCalls } from './refund.ts'
import { saleCalls, saleEvents } from './sale.ts'
import { sessionCalls, sessionEvents } from './session.ts'
import { shiftCalls } from './shift.ts'
import { trainingCalls, trainingEvents } from './training.ts'
import { trayCalls, trayEvents } from './tray.ts'

/** In the order in which they are told: what a cashier and a customer wait for comes first. */
export const events = {
  ...saleEvents,
  ...displayEvents,
  ...counterEvents,
  ...sessionEvents,
  ...trayEvents,
  ...channelEvents,
  ...deviceEvents,
  ...octopusEvents,
  ...trainingEvents,
} as const
export type Topic = keyof typeof events
export type TopicValue<T extends Topic> = z.infer<(typeof events)[T]['value']>
export const topics = Object.keys(events) as Topic[]
const topicSchema = z.enum(topics as [Topic, ...Topic[]])

export const eventSchema = z.object({
  type: z.literal('event'),
  topic: topicSchema,
  revision: z.int(),
  value: z.unknown(),
})
export type Event = z.infer<typeof eventSchema>

const viewCalls = defineCalls({
  /** The present value of a topic, for a screen that has just come or missed an event. */
  'view.topic': {
    does: 'ask',
    windows: ['till', 'manager', 'customer'],
    who: 'anyone',
    input: z.strictObject({ topic: topicSchema }),
    output: z.object({ revision: z.int(), value: z.unknown() }),
  },
})

export const calls = {
  ...viewCalls,
  ...counterCalls,
  ...sessionCalls,
  ...shiftCalls,
  ...saleCalls,
  ...paymentCalls,
  ...refundCalls,
  ...trayCalls,
  ...historyCalls,
  ...receiptCalls,
  ...deviceCalls,
  ...octopusCalls,
  ...overrideCalls,
  ...trainingCalls,
} as const
export type CallName = keyof typeof calls
export type Input<N extends CallName> = z.infer<(typeof calls)[N]['input']>
export type Output<N extends CallName> = z.infer<(typeof calls)[N]['output']>

/** What travels from the page to the engine. The window is set by the host. */
export const requestSchema = z.strictObject({
  type: z.literal('call'),
  callId: callIdSchema,
  session: sessionIdSchema.nullable(),
  name: z.string().max(64),
  input: z.unknown(),
  /** Somebody's consent to exactly this call, where the caller's own role does not reach. */
  override: overrideSchema.optional(),
})
export type Request = z.infer<typeof requestSchema>

export type Reply = {
  readonly type: 'reply'
  readonly callId: string
  readonly answer: Result<unknown>
}

/** The largest message in bytes that either side accepts. */
export const messageLimit = 1_048_576
export const requestLimit = 65_536
