/** Two simulated providers in front of the channels: one word says how each answers. Stands in for what is behind a channel. */
import { onTestFinished } from 'vitest'
import { paymentIdSchema, refundIdSchema } from '../../src-shared/ids.ts'
import type { MethodId } from '../../src-shared/methods.ts'
import { hkd } from '../../src-shared/money.ts'
import type {
  Channel,
  ChannelFlow,
  ChannelNotice,
  ChannelPayment,
} from '../../src-main/engine/channels/channel.ts'
import { createChannels, type Channels } from '../../src-main/engine/channels/channels.ts'
import { defaultSettings, type Settings } from '../../src-main/engine/config/settings.ts'
import type { Entry } from '../../src-main/engine/journal/kinds.ts'
import { idOf } from './journalFile.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

export const startMs = Date.UTC(2026, 10, 21, 2)
export const paymentId = idOf(paymentIdSchema, 1)
export const payment: ChannelPayment = {
  paymentId,
  method: 'wechatPay',
  flow: 'merchantCode',
  amount: hkd(8_850),
  reference: 'HT0100000001',
  createdAtMs: startMs,
  shownAtMs: null,
  expiresAtMs: startMs + 180_000,
  customerCode: null,
}
export const refund = {
  refundId: idOf(refundIdSchema, 2),
  paymentId,
  amount: hkd(100),
  reason: 'broken',
}

/** How the simulated provider is; a time is how long it takes to answer well. */
type Weather = number | 'noAnswer' | 'throws' | 'hangs' | 'neverSeen' | 'notAccepted'

type Provider = {
  readonly channel: Channel
  weather: Weather
  readonly asked: string[]
  hint: (paymentId: string) => void
  notice: ChannelNotice | null
}

function provider(
  clock: VirtualClock,
  id: string,
  offers: Partial<Record<MethodId, readonly ChannelFlow[]>>,
): Provider {
  const ask = async <A>(
    question: string,
    good: A,
    none: A,
    other: (kind: 'neverSeen' | 'notAccepted') => A,
  ): Promise<A> => {
    made.asked.push(question)
    const { weather } = made
    if (weather === 'noAnswer') return none
    if (weather === 'throws') throw new Error('a bug in the driver')
    if (weather === 'hangs') return new Promise<A>(() => undefined)
    if (typeof weather === 'string') return other(weather)
    await new Promise<void>((resolve) => void clock.after(weather, resolve))
    return good
  }
  const none = { kind: 'noAnswer', reason: 'the line' } as const
  const answer = async (question: string) =>
    ask<Awaited<ReturnType<Channel['query']>>>(
      question,
      {
        kind: 'state',
        paymentId,
        state: 'awaitingPayer',
        amount: { currency: 'HKD', amountMinor: 8_850 },
        merchant: 'M',
        providerReference: null,
        creditedMinor: 0,
        credits: [],
        code: null,
        wallet: null,
        refusal: null,
      },
      none,
      (kind) => (kind === 'neverSeen' ? { kind } : { kind, reason: 'not here' }),
    )
  const refunded = async (question: string) =>
    ask<Awaited<ReturnType<Channel['refund']>>>(
      question,
      {
        kind: 'state',
        refundId: refund.refundId,
        paymentId,
        state: 'pending',
        amount: { currency: 'HKD', amountMinor: 100 },
        merchant: 'M',
        providerReference: null,
        refusal: null,
      },
      none,
      (kind) => (kind === 'neverSeen' ? { kind } : { kind, reason: 'not here' }),
    )
  const made: Provider = {
    weather: 100,
    asked: [],
    hint: () => undefined,
    notice: null,
    channel: {
      id,
      merchant: 'M',
      offer(method) {
        const flows = offers[method]
        return flows ? { flows, ceilingMinor: null, instructions: [] } : null
      },
      fps: () => null,
      create: async () => answer('create'),
      query: async () => answer('query'),
      close: async () => answer('close'),
      reverse: async () => answer('reverse'),
      refund: async () => refunded('refund'),
      queryRefund: async () => refunded('queryRefund'),
      probe: async () => ask<'good' | 'noAnswer'>('probe', 'good', 'noAnswer', () => 'good'),
      seal: async () => null,
      onHint(listener) {
        made.hint = listener
        return () => {
          made.hint = () => undefined
        }
      },
      notice: () => made.notice,
      aheadMs: () => 0,
      onOffer: () => () => undefined,
    },
  }
  return made
}

type Scene = {
  readonly clock: VirtualClock
  readonly first: Provider
  readonly second: Provider
  readonly channels: Channels
  readonly written: Entry[]
  readonly changes: () => number
  settings: Settings
  /** Asks a channel so often, one after the other. */
  ask(id: string, times: number): Promise<void>
  chosen(method?: MethodId, flow?: ChannelFlow): string
}

export function makeScene(write?: () => void): Scene {
  const clock = createVirtualClock(startMs)
  const both = ['merchantCode', 'customerCode'] as const
  const first = provider(clock, 'first', { wechatPay: both, alipay: ['merchantCode'] })
  const second = provider(clock, 'second', { wechatPay: both, alipay: both, paypal: both })
  const written: Entry[] = []
  let changes = 0
  const channels = createChannels({
    channels: [first.channel, second.channel],
    clock,
    settings: () => scene.settings,
    write: (entries) => {
      write?.()
      written.push(...entries)
    },
    changed: () => {
      changes += 1
    },
    log: () => undefined,
  })
  onTestFinished(() => channels.stop())
  const scene: Scene = {
    clock,
    first,
    second,
    channels,
    written,
    changes: () => changes,
    settings: defaultSettings,
    async ask(id, times) {
      for (let turn = 0; turn < times; turn += 1) {
        const asking = channels.byId(id)?.query(paymentId)
        await clock.pass(0)
        const { weather } = id === 'first' ? first : second
        await clock.pass(typeof weather === 'number' ? weather : 20_000)
        await asking
      }
    },
    chosen(method = 'wechatPay', flow = 'merchantCode') {
      const choice = channels.forNew(method, flow)
      return choice ? `${choice.channel.id}${choice.backup ? ' as backup' : ''}` : 'none'
    },
  }
  return scene
}

export const moves = (entries: readonly Entry[]): string[] =>
  entries.map((entry) =>
    entry.kind === 'channel.changed'
      ? `${entry.body.channel}: ${entry.body.from} -> ${entry.body.to}`
      : entry.kind,
  )
