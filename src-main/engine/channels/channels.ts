/**
 * All channels together: which one a new payment goes to, and how each of them does. Every call
 * is timed; a channel that answers badly is out of use for new payments, and is probed until it
 * answers well again.
 *
 * A payment that was sent never moves to another channel: a timeout does not say that the first
 * has not taken it. Callers keep that rule by storing the channel's id with the payment before it
 * is sent, and by asking `byId` from then on, which knows channels that are out of use as well.
 */
import type { ChannelState, ChannelView } from '../../../src-shared/contract/channels.ts'
import { isAtDevice, methodIds, methodRow, type MethodId } from '../../../src-shared/methods.ts'
import { failed, type Failure } from '../../../src-shared/result.ts'
import type { Settings } from '../config/settings.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Clock, Log } from '../parts.ts'
import { channelFlows, type Channel, type ChannelFlow, type ChannelNotice } from './channel.ts'
import {
  emptyHealth,
  healthView,
  heard,
  isOutOfUse,
  lastAnswered,
  stateOf,
  type Health,
  type HealthLimits,
} from './health.ts'
import { timed } from './timed.ts'

export type ChannelsParts = {
  /** The primary first. */
  readonly channels: readonly Channel[]
  readonly clock: Clock
  readonly settings: () => Settings
  /** Journals a change; may throw, and then the change counts all the same. */
  readonly write: (entries: readonly Entry[]) => void
  /** Something that a screen shows has changed. */
  readonly changed: () => void
  readonly log: Log
}

export type Channels = {
  /** The channel of a payment or refund that has one, in use or not. */
  byId(id: string | null): Channel | undefined
  /** Whether it does not answer now. */
  isDown(id: string | null): boolean
  /** The devices of this kind at this counter, instead of those before; what a payment was sent to stays known by its id. */
  setDevices(kind: DeviceKind, devices: readonly Channel[]): void
  /** Where a new payment goes; null: no channel carries it. */
  forNew(method: MethodId, flow: ChannelFlow): Choice | null
  /** What its tile says. */
  stateFor(method: MethodId): 'ready' | 'slow' | 'backup' | 'down' | 'notSetUp'
  /** What the last answers tell: `idle` until something was asked, `good` while any channel answers. */
  line(): 'idle' | 'good' | 'down'
  /** @returns how to stop listening */
  onHint(listener: (channelId: string, paymentId: string) => unknown): () => void
  view(): ChannelView[]
  alarms(): Failure[]
  /** The line may be back, or a person wants to know. */
  probeNow(): void
  stop(): void
}

export type DeviceKind = 'terminals' | 'octopus'

export type Choice = {
  readonly channel: Channel
  /** It is not the first that carries this method. */
  readonly backup: boolean
}

const clockNoticeMs = 60_000
const shownChannels = 8
/** So many failed answers in a row show that a channel is down. */
const triesAtOnce = 3

type Member = {
  readonly bare: Channel
  /** Timed. */
  readonly channel: Channel
  health: Health
  callOffProbe: (() => void) | null
  probing: boolean
  /** How far its clock was ahead of ours when that was noted last. */
  aheadMs: number
  readonly leave: () => void
}

export function createChannels(parts: ChannelsParts): Channels {
  const { clock, log } = parts
  let stopped = false

  const limits = (): HealthLimits => {
    const settings = parts.settings()
    return {
      slowAfterMs: settings['channel.slowAfterMs'],
      downFromPercent: settings['channel.downFromPercent'],
      windowMs: settings['channel.windowMs'],
    }
  }

  /** Whoever wants to hear of news, of whichever channel. */
  const listeners = new Set<(channelId: string, paymentId: string) => unknown>()

  const join = (bare: Channel): Member => {
    const member: Member = {
      bare,
      channel: timed(bare, clock, (tookMs, error) => note(member, tookMs, error)),
      health: emptyHealth(clock.now()),
      callOffProbe: null,
      probing: false,
      aheadMs: 0,
      leave() {
        member.callOffProbe?.()
        stopHints()
        stopOffers()
      },
    }
    const { channel } = member
    const stopHints = channel.onHint((paymentId) =>
      stopped
        ? undefined
        : Promise.all(Array.from(listeners, (listener) => listener(channel.id, paymentId))),
    )
    const stopOffers = channel.onOffer(parts.changed)
    return member
  }
  const overNetwork: readonly Member[] = parts.channels.map(join)
  const bareDevices: Record<DeviceKind, readonly Channel[]> = { terminals: [], octopus: [] }
  let devices: readonly Member[] = []
  let members = overNetwork

  const note = (member: Member, tookMs: number, error: string | null): void => {
    if (stopped) return
    const before = member.health
    const lineBefore = line()
    const atMs = clock.now()
    member.health = heard(before, { atMs, tookMs, ok: error === null, error }, limits())
    // The first answer that is good is no change of its use.
    const isNews = before.standing !== 'idle' || isOutOfUse(member.health)
    if (isNews && member.health.standing !== before.standing) journal(member, before.standing)
    arrangeProbe(member)
    if (isOutOfUse(member.health) && !isOutOfUse(before)) {
      const alike = isDevice(member) ? devices : overNetwork
      for (const other of alike) if (other !== member) void tryNow(other)
    }
    noteClock(member)
    const state = stateOf(member.health, limits())
    if (state !== stateOf(before, limits()) || line() !== lineBefore) parts.changed()
  }

  const journal = ({ channel: { id }, health }: Member, from: ChannelState): void => {
    const { successPercent, p95Ms } = healthView(health, limits(), clock.now())
    const to = health.standing
    const lastError = health.lastError?.reason ?? null
    log(to === 'good' ? 'info' : 'warn', 'channel changed', { channel: id, from, to })
    const body = { v: 1, channel: id, from, to, successPercent, p95Ms, lastError } as const
    tell({ kind: 'channel.changed', subject: id, body })
  }

  /** Whether or not it can be stored, it holds. */
  const tell = (entry: Entry): void => {
    try {
      parts.write([entry])
    } catch (problem) {
      log('error', 'channel change not journaled', { problem: String(problem).slice(0, 200) })
    }
  }

  /** Times that are a minute apart are worth a word: receipts and reports bear ours. */
  const noteClock = (member: Member): void => {
    const aheadMs = member.channel.aheadMs()
    if (Math.abs(aheadMs - member.aheadMs) < clockNoticeMs) return
    member.aheadMs = aheadMs
    const { id } = member.channel
    tell({ kind: 'channel.clock', subject: id, body: { v: 1, channel: id, aheadMs } })
    parts.changed()
  }

  const arrangeProbe = (member: Member): void => {
    if (!isOutOfUse(member.health)) {
      member.callOffProbe?.()
      member.callOffProbe = null
    } else if (!member.callOffProbe && !member.probing) {
      const waitMs = parts.settings()['channel.probeEveryMs']
      member.callOffProbe = clock.after(waitMs, () => void probe(member))
    }
  }

  const probe = async (member: Member): Promise<void> => {
    if (stopped || member.probing) return
    member.callOffProbe?.()
    member.callOffProbe = null
    member.probing = true
    await member.channel.probe()
    member.probing = false
    if (!stopped) arrangeProbe(member)
  }

  /** What payments go to next is tried at once: a tile must not offer a backup that is gone as well. */
  const tryNow = async (member: Member): Promise<void> => {
    for (let turn = 0; turn < triesAtOnce; turn += 1) {
      if (isOutOfUse(member.health)) return
      await probe(member)
      if (member.health.last.at(-1)?.ok === true) return
    }
  }

  const line = (): 'idle' | 'good' | 'down' => {
    const asked = overNetwork.map(({ health }) => lastAnswered(health)).filter((ok) => ok !== null)
    if (asked.length === 0) return 'idle'
    return asked.includes(true) ? 'good' : 'down'
  }

  /** Whatever carries this method, the primary first. */
  const carriers = (method: MethodId, flow: ChannelFlow | null): Member[] => {
    const order = parts.settings()['channels.order'][method]
    const named = order
      ? order.flatMap((id) => members.filter(({ channel }) => channel.id === id))
      : members
    return named.filter(({ channel }) => {
      const offer = channel.offer(method)
      return offer !== null && (flow === null || offer.flows.includes(flow))
    })
  }

  const choose = (method: MethodId, flow: ChannelFlow | null) => {
    const all = carriers(method, flow)
    // Sorting keeps the order of equals: the primary comes first.
    const [best] = all.toSorted((one, other) => fitness(one) - fitness(other))
    return best ? { member: best, backup: best !== all[0] } : null
  }

  return {
    byId: (id) => members.find(({ channel }) => channel.id === id)?.channel,
    // Out of use for new payments until it is steady again; for what is its own, one answer is enough.
    isDown(id) {
      const health = members.find(({ channel }) => channel.id === id)?.health
      return health?.standing === 'down' && lastAnswered(health) !== true
    },
    setDevices(kind, ofKind) {
      bareDevices[kind] = ofKind
      const bare = Object.values(bareDevices).flat()
      const stay = new Map(devices.map((member) => [member.bare, member]))
      for (const member of devices) if (!bare.includes(member.bare)) member.leave()
      devices = bare.map((one) => stay.get(one) ?? join(one))
      members = [...overNetwork, ...devices]
      parts.changed()
    },
    forNew(method, flow) {
      const chosen = choose(method, flow)
      return chosen && { channel: chosen.member.channel, backup: chosen.backup }
    },
    stateFor(method) {
      // An aggregator that knows of cards as well carries none of them.
      const { flow } = methodRow(method)
      const atDevice = channelFlows.find((known) => known === flow && isAtDevice(flow))
      const chosen = choose(method, atDevice ?? null)
      if (!chosen) return 'notSetUp'
      const { standing } = chosen.member.health
      if (standing === 'slow' || standing === 'down') return standing
      return chosen.backup ? 'backup' : 'ready'
    },
    line,
    onHint(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    view() {
      const uses = methodIds.map((method) => ({
        method,
        carrier: choose(method, null)?.member,
        backups: carriers(method, null).slice(1),
      }))
      return overNetwork.slice(0, shownChannels).map((member) => ({
        id: member.channel.id,
        ...healthView(member.health, limits(), clock.now()),
        carries: uses.filter(({ carrier }) => carrier === member).map(({ method }) => method),
        backupFor: uses
          .filter(({ backups }) => backups.includes(member))
          .map(({ method }) => method),
      }))
    },
    alarms: () =>
      overNetwork.flatMap(({ channel, health: { standing }, aheadMs }) => {
        const { id } = channel
        const offMs = Math.abs(aheadMs)
        const alarms = offMs >= clockNoticeMs ? [clockOff(offMs)] : []
        if (standing === 'down') alarms.push(failed('channelDown', { channel: id }).failure)
        if (standing === 'slow') alarms.push(failed('channelSlow', { channel: id }).failure)
        const notice = channel.notice()
        return notice ? [...alarms, noticed(id, notice)] : alarms
      }),
    probeNow() {
      for (const member of members) void probe(member)
    },
    stop() {
      stopped = true
      for (const member of members) member.leave()
    },
  }
}

const noticed = (channel: string, notice: ChannelNotice): Failure => {
  const told = Object.entries(notice).map(
    ([language, text]) => [`notice ${language}`, text] as const,
  )
  return failed('channelNotice', { channel, ...Object.fromEntries(told) }).failure
}

const clockOff = (offMs: number): Failure =>
  failed('clockOff', { minutes: Math.round(offMs / 60_000) }).failure

const isDevice = ({ channel }: Member): boolean => channel.device !== undefined

/** The less, the better. */
const fitness = ({ health: { standing } }: Member): number => {
  if (standing === 'down') return 2
  return standing === 'slow' ? 1 : 0
}
