/** One card terminal of this counter: its line, its channel, and what a technician wants to know of both. */
import type { TerminalProfile, TerminalView } from '../../../../src-shared/contract/devices.ts'
import type { PaymentView } from '../../../../src-shared/contract/sale.ts'
import type { PaymentId, RefundId } from '../../../../src-shared/ids.ts'
import { methods } from '../../../../src-shared/methods.ts'
import { failed, type Failure } from '../../../../src-shared/result.ts'
import type { ChannelAnswer, RefundAnswer } from '../../channels/channel.ts'
import type { Entry } from '../../journal/kinds.ts'
import type { DeviceLines, Parts } from '../../parts.ts'
import { openDeviceLine } from '../deviceLine.ts'
import { cardFactsOf } from './evidence.ts'
import type { Ended, Stray } from './exchange.ts'
import { dialectOf, stopBitsOf, timesOf } from './profiles.ts'
import { createTerminalBooks, type TerminalBooks } from './terminalBooks.ts'
import { createTerminalChannel, type TerminalChannel } from './terminalChannel.ts'

export type TerminalParts = Pick<Parts, 'clock' | 'database' | 'log'> & {
  readonly lines: Pick<DeviceLines, 'open'>
  readonly store: (paymentId: PaymentId, answer: ChannelAnswer) => boolean
  readonly storeRefund: (refundId: RefundId, answer: RefundAnswer) => boolean
  /** Throws where it cannot. */
  readonly writeResult: (entries: readonly Entry[]) => void
  readonly changed: () => void
  /** Whether its last questions were not answered. */
  readonly isSilent: (id: string) => boolean
}

export type TestResult = NonNullable<TerminalView['lastTest']>['result']

export type Terminal = {
  readonly profile: TerminalProfile
  readonly channel: TerminalChannel
  readonly books: TerminalBooks
  /** Whether it is at a payment, or does not know what became of one. */
  isNeeded(): boolean
  test(): Promise<TestResult>
  /** Why its batch could not be closed is shown beside it. */
  settlement: { running: boolean; failed: string | null }
  view(builtIn: boolean): TerminalView
  /** For the cashier's eyes. */
  ofPayment(): NonNullable<PaymentView['terminal']>
  isThere(): boolean
  alarms(): readonly Failure[]
  stop(): void
}

const cardMethods = methods.filter(({ flow }) => flow === 'cardTerminal').map(({ id }) => id)

export function createTerminal(parts: TerminalParts, profile: TerminalProfile): Terminal {
  const { clock } = parts
  const { id, name, path, baudRate } = profile
  const books = createTerminalBooks(parts.database, id)
  const settlement: Terminal['settlement'] = { running: false, failed: null }
  let lastTest: TerminalView['lastTest'] = null
  let message = 0

  const to = { path, baudRate, stopBits: stopBitsOf(profile) }
  const device = openDeviceLine({ to, lines: parts.lines, clock, log: parts.log })
  const { link, note } = device

  const noteStray = ({ final, why }: Stray): void => {
    const { outcome, facts } = final
    const { amountMinor } = facts
    note('in', `ended nothing: ${why}`)
    const card = cardFactsOf(facts)
    const body = { v: 1, channel: id, why, outcome, amountMinor, card } as const
    parts.writeResult([{ kind: 'terminal.stray', subject: id, body }])
  }

  const channel = createTerminalChannel({
    id,
    name,
    methods: cardMethods,
    link,
    dialect: dialectOf(profile, () => {
      message = (message % 999_999) + 1
      return message
    }),
    clock,
    times: timesOf(profile),
    clockToleranceMs: profile.clockToleranceMs,
    books,
    refusal: () =>
      books.blockedBy() ? failed('terminalHasUnknown', { terminal: name }).failure : null,
    store: parts.store,
    storeRefund: parts.storeRefund,
    stray: noteStray,
    changed: parts.changed,
    note,
  })

  const resultOf = (ended: Ended): TestResult => {
    switch (ended.kind) {
      case 'ready':
        return 'ready'
      case 'notSent':
        return 'notOpen'
      case 'busy':
        return 'busy'
      default:
        return 'silent'
    }
  }

  const doing = (): TerminalView['doing'] => channel.doing()

  return {
    profile,
    channel,
    books,
    settlement,
    isNeeded: () => {
      const now = doing()
      return (now !== null && now.verb !== 'lineTest') || books.hasUnknown(clock.now())
    },
    async test() {
      const result = resultOf(await channel.ask('lineTest', {}))
      lastTest = { atMs: clock.now(), result }
      parts.changed()
      return result
    },
    view: (builtIn) => ({
      profile,
      builtIn,
      ...device.view(),
      doing: doing(),
      lastTest,
      blockedBy: books.blockedBy(),
      settlement: { open: books.sinceSettlement(), last: books.lastSettlement(), ...settlement },
    }),
    ofPayment: () => ({
      name,
      stops: profile.skills.includes('abort'),
      knows: profile.skills.includes('last'),
      says: doing()?.says ?? null,
      there: link.state().open,
    }),
    isThere: () => link.state().open,
    alarms() {
      const state = link.state()
      if (state.open) {
        return parts.isSilent(id) ? [failed('terminalSilent', { terminal: name }).failure] : []
      }
      if (!device.wasTried()) return []
      return [failed('terminalAway', { terminal: name, reason: state.reason }).failure]
    },
    stop() {
      channel.stop()
      device.close()
    },
  }
}
