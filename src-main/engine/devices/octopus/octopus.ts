/** The Octopus reader of this counter: set up, tested, kept; and the calls of the contract about it. */
import type { OctopusReaderView, ReaderProfile } from '../../../../src-shared/contract/octopus.ts'
import type { Input, Output } from '../../../../src-shared/contract/index.ts'
import type { PaymentView } from '../../../../src-shared/contract/sale.ts'
import { done, failed, type Failure } from '../../../../src-shared/result.ts'
import type { ChannelAnswer } from '../../channels/channel.ts'
import type { Channels } from '../../channels/channels.ts'
import type { Configuration } from '../../config/configuration.ts'
import type { Entry } from '../../journal/kinds.ts'
import { moved } from '../../payment/rows.ts'
import { refuse, type CallResult, type Plan, type SignedIn } from '../../plan.ts'
import type { PaymentRow, SaleStore } from '../../sale/saleStore.ts'
import type { Storage } from '../../storage.ts'
import type { PaymentId } from '../../../../src-shared/ids.ts'
import { createOctopusCards, type OctopusCards } from './cards.ts'
import {
  createCounterReader,
  octopusId,
  type CounterReader,
  type CounterReaderParts,
} from './counterReader.ts'

export type Octopus = {
  readonly handlers: {
    'octopus.save'(input: Input<'octopus.save'>): CallResult<null>
    'octopus.remove'(): CallResult<null>
    'octopus.test'(): Promise<Plan<Output<'octopus.test'>>>
    'octopus.exchange'(input: Input<'octopus.exchange'>, caller: SignedIn): Plan<null>
    'octopus.housekeep'(input: Input<'octopus.housekeep'>, caller: SignedIn): Plan<null>
  }
  readonly cards: OctopusCards
  /** Opens the line; to be called once, when whoever hears of it is there. */
  start(): void
  /** The one that is in use. */
  reader(): CounterReader | null
  view(): OctopusReaderView | null
  /** Whether a new payment would be refused for what nobody knows of an earlier one. */
  isBlocked(): boolean
  isAway(): boolean
  ofPayment(payment: PaymentRow): PaymentView['reader']
  alarms(): readonly Failure[]
  stop(): void
}

export type OctopusParts = Omit<
  CounterReaderParts,
  'cards' | 'isSilent' | 'counterName' | 'keepAsked' | 'keepAnswered' | 'settings' | 'writeResult'
> & {
  readonly configuration: Configuration
  readonly channels: Pick<Channels, 'setDevices' | 'isDown'>
  readonly storage: Storage
  readonly sales: () => Pick<SaleStore, 'payment'>
  readonly store: (paymentId: PaymentId, answer: ChannelAnswer) => boolean
}

export function createOctopus(parts: OctopusParts): Octopus {
  const { configuration, devices, storage, log } = parts
  const cards = createOctopusCards(parts)
  let reader: CounterReader | null = null

  const own = (): ReaderProfile | null => configuration.values()['octopus.reader']
  const inUse = (): ReaderProfile | null => own() ?? devices.builtInReader

  /** Written only where the payment has not ended meanwhile: what is called off is not charged. */
  const keepAsked: CounterReaderParts['keepAsked'] = (paymentId, body, alongside) => {
    const payment = parts.sales().payment(paymentId)
    const row = payment && (moved(payment, 'payerConfirming') ?? moved(payment, 'stillProcessing'))
    if (!row) return false
    const asked: Entry = { kind: 'octopus.asked', subject: paymentId, body }
    const isKept = storage.write([asked, row], alongside) === null
    parts.changed()
    return isKept
  }

  const keepAnswered: CounterReaderParts['keepAnswered'] = (paymentId, body) => {
    try {
      storage.writeResult([{ kind: 'octopus.answered', subject: paymentId, body }])
      return true
    } catch (problem) {
      log('error', 'result not stored', { problem: String(problem) })
      return false
    }
  }

  /** What was set up for it changed: it ends, and begins anew. */
  const apply = (): void => {
    const wanted = inUse()
    if (reader && wanted && JSON.stringify(wanted) === JSON.stringify(reader.profile)) return
    reader?.stop()
    reader =
      wanted &&
      createCounterReader(
        {
          ...parts,
          cards,
          keepAsked,
          keepAnswered,
          settings: configuration.values,
          writeResult: storage.writeResult,
          isSilent: parts.channels.isDown,
          counterName: () => configuration.values()['counter.name'],
        },
        wanted,
      )
    parts.channels.setDevices('octopus', reader ? [reader.channel] : [])
  }

  const change = (next: ReaderProfile | null): CallResult<null> => {
    const wanted = next ?? devices.builtInReader
    const stays = reader && JSON.stringify(wanted) === JSON.stringify(reader.profile)
    if (reader && stays !== true && reader.isNeeded()) {
      return refuse(failed('octopusBusy', { reader: reader.profile.name }))
    }
    const plan = configuration.choose('octopus.reader', next)
    if (plan instanceof Promise) return plan
    // What could not be saved holds all the same, until the till is closed.
    if (!plan.answer.ok) apply()
    return { ...plan, after: apply }
  }

  /** Another device of this counter has that port. */
  const isTaken = (path: string): boolean =>
    configuration.values()['card.terminals'].some((terminal) => terminal.path === path)

  const atWork = (work: (reader: CounterReader) => Promise<void>): Plan<null> => {
    const now = reader
    if (!now) return refuse(failed('octopusNone'))
    const { name } = now.profile
    if (now.upkeep.isRunning() || now.channel.front.isBusy()) {
      return refuse(failed('octopusBusy', { reader: name }))
    }
    return { answer: done(null), after: () => void work(now) }
  }

  return {
    cards,
    start: apply,
    reader: () => reader,
    handlers: {
      'octopus.save'({ profile }) {
        const { path } = profile
        if (!devices.mayOpen(path)) return refuse(failed('portNotAllowed', { path }))
        if (isTaken(path) || path === configuration.values()['octopus.module']?.path) {
          return refuse(failed('terminalPathTaken', { path }))
        }
        return change(profile)
      },
      'octopus.remove': () => (own() ? change(null) : refuse(failed('octopusNone'))),
      async 'octopus.test'() {
        if (!reader) return refuse(failed('octopusNone'))
        return { answer: done({ result: await reader.test() }) }
      },
      'octopus.exchange': (_, { staffId }) =>
        atWork(async ({ upkeep }) => {
          await upkeep.exchange(staffId)
          await upkeep.housekeep(staffId)
        }),
      'octopus.housekeep': (_, { staffId }) => atWork(({ upkeep }) => upkeep.housekeep(staffId)),
    },
    view: () => reader && reader.view(own() === null),
    isBlocked: () => reader?.isBlocked() === true,
    isAway: () => reader !== null && !reader.isThere(),
    ofPayment: (payment) =>
      payment.channel === octopusId ? (reader?.ofPayment(payment) ?? null) : null,
    alarms: () => reader?.alarms() ?? [],
    stop: () => reader?.stop(),
  }
}
