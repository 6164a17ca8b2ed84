/** The backend of the merchant or its provider, as the till holds it: a channel for payments, an uplink for the journal. */
import type { CounterSettings } from '../../../../src-shared/aggregator/counters.ts'
import type { Clock, Log, Random } from '../../parts.ts'
import type { Uplink } from '../../sync/uplink.ts'
import type { Channel } from '../channel.ts'
import type { Http } from '../http.ts'
import type { Enrolment, Keys, MessageSigner } from '../keys.ts'
import { checkAddress } from './address.ts'
import { createCaller, type WireEnvironment } from './call.ts'
import { createChannel } from './channel.ts'
import type { ChannelMemory } from './memory.ts'
import { createSettingsFeed } from './settings.ts'
import { createEventStream } from './stream.ts'
import { createUplink } from './uplink.ts'

export type AggregatorParts = {
  /** Of the channel. */
  readonly id: string
  readonly http: Http
  readonly keys: Keys
  readonly signer: MessageSigner
  readonly enrolment: Enrolment
  readonly environment: WireEnvironment
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly memory: ChannelMemory
}

export type Aggregator = {
  readonly channel: Channel
  readonly uplink: Uplink
  /** The last good ones; null: there never were any. */
  settings(): CounterSettings | null
  /** Asks for the settings and opens the stream. Before, questions are answered all the same. */
  start(): void
  stop(): void
  /** The computer slept: the stream is opened anew, and the settings are asked for. */
  woke(): void
}

/** @throws where this environment may not use this address, or the enrolment is for the other one */
export function createAggregator(parts: AggregatorParts): Aggregator {
  const { id, keys, enrolment, environment, log } = parts
  const address = checkAddress(enrolment.baseUrl, environment)
  if (!address.ok) throw new Error(`channel ${id}: ${address.reason}`)
  if (enrolment.environment !== environment) {
    throw new Error(
      `channel ${id} is for ${enrolment.environment}, and this till for ${environment}`,
    )
  }
  const caller = createCaller({ ...parts, baseUrl: address.baseUrl }, enrolment.keys)
  const common = { ...parts, caller, counterId: enrolment.counterId }
  const feed = createSettingsFeed(common)
  const stream = createEventStream(common)
  let isRunning = false

  return {
    channel: createChannel({
      id,
      caller,
      keys,
      enrolment,
      log,
      settings: feed.current,
      onHint: stream.onHint,
      onOffer: feed.onChanged,
    }),
    uplink: createUplink(caller, enrolment.counterId),
    settings: feed.current,
    start() {
      if (isRunning) return
      isRunning = true
      // First a question: where the clocks differ, its answer tells how the stream is to be signed.
      void feed.refresh().then(() => {
        if (isRunning) stream.open()
      })
    },
    stop() {
      isRunning = false
      feed.stop()
      stream.stop()
    },
    woke() {
      if (!isRunning) return
      stream.open()
      void feed.refresh()
    },
  }
}
