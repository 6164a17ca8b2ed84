/** The Octopus reader of this counter, as its profile has it: the line, the payments, the daily work. */
import type {
  Balance,
  OctopusReaderView,
  ReaderProfile,
} from '../../../../src-shared/contract/octopus.ts'
import { minorOfTenCents } from '../../../../src-shared/money.ts'
import { failed, type Failure } from '../../../../src-shared/result.ts'
import type { PaymentRow } from '../../sale/saleStore.ts'
import type { PaymentView } from '../../../../src-shared/contract/sale.ts'
import type { Entry } from '../../journal/kinds.ts'
import type { Parts } from '../../parts.ts'
import { openDeviceLine } from '../deviceLine.ts'
import type { OctopusCards } from './cards.ts'
import { createOctopusBooks } from './octopusBooks.ts'
import {
  createOctopusChannel,
  type OctopusChannel,
  type OctopusChannelParts,
} from './octopusChannel.ts'
import { createOctopusReader } from './reader.ts'
import type { NotReady } from './results.ts'
import { createUpkeep, type Upkeep } from './upkeep.ts'

export type CounterReader = {
  readonly profile: ReaderProfile
  readonly channel: OctopusChannel
  readonly upkeep: Upkeep
  /** Whether it is at something, or does not know of a payment: then it stays as it is. */
  isNeeded(): boolean
  isThere(): boolean
  isBlocked(): boolean
  test(): Promise<NonNullable<OctopusReaderView['lastTest']>['result']>
  balance(): Promise<Balance>
  view(builtIn: boolean): OctopusReaderView
  ofPayment(payment: PaymentRow): PaymentView['reader']
  alarms(): readonly Failure[]
  stop(): void
}

export type CounterReaderParts = Pick<
  Parts,
  'clock' | 'log' | 'random' | 'database' | 'environment' | 'devices'
> &
  Pick<OctopusChannelParts, 'keepAsked' | 'keepAnswered' | 'store' | 'changed' | 'settings'> & {
    readonly cards: OctopusCards
    readonly writeResult: (entries: readonly Entry[]) => void
    /** Whether it does not answer now. */
    readonly isSilent: (id: string) => boolean
    readonly counterName: () => string
  }

/** What was sent to it is known by this for ever. */
export const octopusId = 'octopus-1'
/** Its own speed: the reader link has no other. */
const line = { baudRate: 115_200, stopBits: 1 } as const
const balancePollMs = 2_500
const balancePolls = 2

/** The link takes 32 characters of printable ASCII. */
const asciiName = (name: string): string => name.replaceAll(/[^\x20-\x7e]/gu, '?').slice(0, 32)

export function createCounterReader(
  parts: CounterReaderParts,
  profile: ReaderProfile,
): CounterReader {
  const { clock, log, random, environment } = parts
  const { name, path } = profile
  const books = createOctopusBooks(parts.database, octopusId)
  const device = openDeviceLine({ to: { path, ...line }, lines: parts.devices, clock, log })
  const { link } = device
  let lastTest: OctopusReaderView['lastTest'] = null

  const reader = createOctopusReader({
    link,
    clock,
    random,
    environment,
    counter: asciiName(parts.counterName()),
    // The counter takes payments; adding value is another agreement with Octopus.
    addsValue: false,
    note(way, text) {
      // A card is awaited for as long as it takes: that says nothing.
      if (!isOfWaiting(text)) device.note(way, text)
    },
  })
  const upkeep = createUpkeep({
    ...parts,
    id: octopusId,
    name,
    reader,
    books,
    isPaying: () => channel.front.isBusy(),
    write: parts.writeResult,
  })

  const refusal = (): Failure | null => {
    if (books.blockedBy()) return failed('octopusHasUnknown', { reader: name }).failure
    if (channel.front.isBusy() || upkeep.isRunning()) {
      return failed('octopusBusy', { reader: name }).failure
    }
    return upkeep.refusal()
  }

  const channel: OctopusChannel = createOctopusChannel({
    ...parts,
    id: octopusId,
    name,
    reader,
    books,
    refusal,
    isKeepingUp: upkeep.isRunning,
    exchange: () => upkeep.exchange(null),
    housekeep: () => upkeep.housekeep(null),
  })

  const facts = (): OctopusReaderView['facts'] => {
    const known = reader.facts()
    if (!known) return null
    const { deviceId, locationId, firmware, library } = known
    return { deviceId, locationId, firmware, library, aheadMs }
  }
  let aheadMs = 0

  const balance = async (): Promise<Balance> => {
    if (channel.front.isBusy() || upkeep.isRunning()) return { found: 'busy' }
    for (let turn = 0; turn < balancePolls; turn += 1) {
      const polled = await reader.poll({ timeoutMs: balancePollMs })
      if (polled.kind === 'card') {
        const { cardNumber, valueTenCents, hidesValue } = polled.card
        const valueMinor = hidesValue ? null : minorOfTenCents(valueTenCents)
        const lastFour = cardNumber.slice(-4)
        return { found: 'card', valueMinor, olderMinor: null, by: 'reader', lastFour }
      }
      if (polled.kind === 'code') return { found: 'unreadable' }
      if (polled.kind !== 'noCard') return { found: 'notThere' }
    }
    return { found: 'noCard' }
  }

  return {
    profile,
    channel,
    upkeep,
    isNeeded: () => channel.front.isBusy() || upkeep.isRunning() || books.hasUnknown(),
    isThere: () => link.state().open,
    isBlocked: () => books.blockedBy() !== null,
    async test() {
      const isBusy = channel.front.isBusy() || upkeep.isRunning()
      const opened = isBusy ? null : await reader.init()
      const result = opened === null ? 'busy' : opened.kind === 'ready' ? 'ready' : why(opened)
      if (opened?.kind === 'ready') aheadMs = opened.reader.timeS * 1_000 - clock.now()
      lastTest = { atMs: clock.now(), result }
      parts.changed()
      return result
    },
    balance,
    view: (builtIn) => ({
      profile,
      builtIn,
      ...device.view(),
      doing: reader.doing(),
      lastTest,
      facts: facts(),
      blockedBy: books.blockedBy(),
      ...upkeep.view(),
    }),
    ofPayment({ paymentId }) {
      const task = books.task(paymentId)
      return task ? channel.front.view(task, link.state().open) : null
    },
    alarms() {
      const state = link.state()
      const all = [...upkeep.alarms()]
      if (state.open) {
        if (parts.isSilent(octopusId)) all.push(failed('octopusSilent', { reader: name }).failure)
      } else if (device.wasTried()) {
        all.push(failed('octopusAway', { reader: name, reason: state.reason }).failure)
      }
      return all
    },
    stop() {
      channel.stop()
      upkeep.stop()
      reader.stop()
      device.close()
    },
  }
}

const isOfWaiting = (text: string): boolean =>
  text.startsWith('poll, timeoutMs') || text.includes('code 100032')

function why(opened: NotReady): 'silent' | 'notOpen' | 'otherVersion' | 'otherEnvironment' {
  switch (opened.why) {
    case 'otherVersion':
    case 'otherEnvironment':
      return opened.why
    case 'noLine':
    case 'unplugged':
      return 'notOpen'
    default:
      return 'silent'
  }
}
