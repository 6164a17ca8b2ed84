/** The card terminals of this counter: set up, tested, settled; and the calls of the contract about them. */
import {
  skillsOf,
  terminalProfileSchema,
  terminalProtocols,
  type BaudRate,
  type TerminalProfile,
  type TerminalView,
} from '../../../../src-shared/contract/devices.ts'
import type { Input, Output } from '../../../../src-shared/contract/index.ts'
import type { PaymentView } from '../../../../src-shared/contract/sale.ts'
import { done, failed, type Failure } from '../../../../src-shared/result.ts'
import type { Channels } from '../../channels/channels.ts'
import type { Configuration } from '../../config/configuration.ts'
import { refuse, type CallResult, type Plan, type SignedIn } from '../../plan.ts'
import type { DeviceLines } from '../../parts.ts'
import type { Shifts } from '../../shift/shifts.ts'
import { openByteLink } from '../byteLink.ts'
import { createExchange } from './exchange.ts'
import { dialectOf, stopBitsOf } from './profiles.ts'
import { createTerminal, type Terminal, type TerminalParts } from './terminal.ts'

export type Terminals = {
  readonly handlers: {
    'devices.findPorts'(): Promise<Plan<Output<'devices.findPorts'>>>
    'devices.identify'(input: Input<'devices.identify'>): Promise<Plan<Output<'devices.identify'>>>
    'devices.saveTerminal'(input: Input<'devices.saveTerminal'>): CallResult<null>
    'devices.removeTerminal'(input: Input<'devices.removeTerminal'>): CallResult<null>
    'devices.testTerminal'(
      input: Input<'devices.testTerminal'>,
    ): Promise<Plan<Output<'devices.testTerminal'>>>
    'devices.settleTerminal'(input: Input<'devices.settleTerminal'>, caller: SignedIn): Plan<null>
  }
  /** Opens the lines; to be called once, when whoever hears of it is there. */
  start(): void
  view(): TerminalView[]
  /** Whether a new payment would be refused by all of them for what nobody knows of an earlier one. */
  isBlocked(): boolean
  /** Whether the line to none of them is there. */
  isAway(): boolean
  ofPayment(channel: string | null): PaymentView['terminal']
  alarms(): readonly Failure[]
  stop(): void
}

export type TerminalsParts = Omit<TerminalParts, 'lines' | 'isSilent'> & {
  readonly devices: DeviceLines
  readonly configuration: Configuration
  readonly channels: Pick<Channels, 'setDevices' | 'isDown'>
  readonly shifts: Shifts
}

type OpenShift = NonNullable<ReturnType<Shifts['open']>>

/** How long a terminal that may be there is waited for, in ms. */
const identifyWithinMs = 1_500
/** The speeds that terminals come with. */
const usualRates = [9_600, 115_200] as const satisfies readonly BaudRate[]

export function createTerminals(parts: TerminalsParts): Terminals {
  const { devices, configuration, shifts, clock } = parts
  let all: readonly Terminal[] = []

  const own = (): readonly TerminalProfile[] => configuration.values()['card.terminals']
  const inUse = (): readonly TerminalProfile[] => (own().length > 0 ? own() : devices.builtIn)
  const find = (id: string): Terminal | undefined => all.find(({ profile }) => profile.id === id)
  const isSame = (one: TerminalProfile, other: TerminalProfile): boolean =>
    JSON.stringify(one) === JSON.stringify(other)

  /** Those whose profile has not changed go on; the others end, and begin anew. */
  const apply = (): void => {
    const wanted = inUse()
    const stay = all.filter(({ profile }) => wanted.some((one) => isSame(one, profile)))
    for (const terminal of all) if (!stay.includes(terminal)) terminal.stop()
    all = wanted.map(
      (profile) =>
        stay.find((terminal) => isSame(terminal.profile, profile)) ??
        createTerminal({ ...parts, lines: devices, isSilent: parts.channels.isDown }, profile),
    )
    parts.channels.setDevices(
      'terminals',
      all.map(({ channel }) => channel),
    )
  }

  const isOfOctopus = (path: string): boolean => {
    const values = configuration.values()
    return path === values['octopus.reader']?.path || path === values['octopus.module']?.path
  }

  /** What another list of terminals would end in the middle of something; null: nothing. */
  const inTheWay = (next: readonly TerminalProfile[]): Failure | null => {
    const wanted = next.length > 0 ? next : devices.builtIn
    const ending = all.filter(({ profile }) => !wanted.some((one) => isSame(one, profile)))
    const needed = ending.find((terminal) => terminal.isNeeded())
    return needed ? failed('terminalBusy', { terminal: needed.profile.name }).failure : null
  }

  const change = (next: readonly TerminalProfile[]): CallResult<null> => {
    const against = inTheWay(next)
    if (against) return refuse({ ok: false, failure: against })
    const plan = configuration.choose('card.terminals', [...next])
    if (plan instanceof Promise) return plan
    // A list that could not be saved holds all the same, until the till is closed.
    if (!plan.answer.ok) apply()
    return { ...plan, after: apply }
  }

  /** Whether a terminal of that protocol answers there. */
  const answers = async (profile: TerminalProfile): Promise<boolean> => {
    const { path, baudRate } = profile
    const carrier = await devices.open({ path, baudRate, stopBits: stopBitsOf(profile) })
    const link = openByteLink({
      path,
      open: () => Promise.resolve(carrier),
      clock,
      log: () => undefined,
    })
    const opened = new Promise<void>((resolve) => {
      link.onState(({ open }) => open && resolve())
    })
    const exchange = createExchange({
      link,
      dialect: dialectOf(profile, () => 1),
      clock,
      times: {
        ...profile,
        takenWithinMs: identifyWithinMs,
        tries: 1,
        answerWithinMs: identifyWithinMs,
      },
      memory: () => ({ seen: () => false, hasUnknown: false, clockToleranceMs: 0 }),
      stray: () => Promise.reject(new Error('nothing was asked for')),
    })
    try {
      await opened
      const ended = await exchange.ask('lineTest', {})
      return ended.kind === 'ready' || ended.kind === 'busy'
    } finally {
      exchange.stop()
      link.close()
    }
  }

  const identify = async (path: string): Promise<Output<'devices.identify'>> => {
    for (const baudRate of usualRates) {
      for (const protocol of terminalProtocols) {
        const profile = terminalProfileSchema.parse({
          id: 'terminal-1',
          name: path.slice(0, 24),
          protocol,
          path,
          baudRate,
          skills: [...skillsOf[protocol]],
        })
        // One port is opened by one at a time: the next is tried only once this is closed.
        if (await answers(profile)) return { protocol, baudRate }
      }
    }
    return null
  }

  /** @returns why its batch is not closed; null: it is, and what it says is noted beside what is in the journal */
  const closeBatch = async (
    { books, profile, channel }: Terminal,
    by: SignedIn['staffId'],
    { shiftId, businessDate }: OpenShift,
  ): Promise<string | null> => {
    const ours = sumOf(books.sinceSettlement())
    const ended = await channel.ask('settle', {})
    if (ended.kind !== 'settled') return ended.kind
    const { final, thank } = ended
    if (final.outcome !== 'approved') {
      thank(true)
      return final.text ?? final.code
    }
    const body = { v: 1, by, shiftId, channel: profile.id, businessDate, ours } as const
    const terminal = final.totals
    try {
      parts.writeResult([
        { kind: 'terminal.settled', subject: profile.id, body: { ...body, terminal } },
      ])
    } catch (problem) {
      thank(false)
      throw problem
    }
    thank(true)
    return null
  }

  /** A failure is shown beside the terminal: nobody waits for this. */
  const settle = async (terminal: Terminal, by: SignedIn['staffId']): Promise<void> => {
    const { settlement } = terminal
    try {
      const shift = shifts.open()
      if (!shift) return
      settlement.running = true
      settlement.failed = null
      parts.changed()
      settlement.failed = await closeBatch(terminal, by, shift)
    } catch (problem) {
      parts.log('error', 'result not stored', { problem: String(problem) })
      settlement.failed = 'not stored'
    } finally {
      settlement.running = false
    }
    parts.changed()
  }

  return {
    start: apply,
    handlers: {
      async 'devices.findPorts'() {
        const ports = await devices.ports()
        return { answer: done({ ports: ports.slice(0, 64).map((port) => ({ ...port })) }) }
      },
      async 'devices.identify'({ path }) {
        if (!devices.mayOpen(path)) return refuse(failed('portNotAllowed', { path }))
        const taken = all.find(({ profile }) => profile.path === path)
        if (taken) return refuse(failed('terminalPathTaken', { path }))
        return { answer: done(await identify(path).catch(() => null)) }
      },
      'devices.saveTerminal'({ profile }) {
        const others = own().filter(({ id }) => id !== profile.id)
        if (!devices.mayOpen(profile.path)) {
          return refuse(failed('portNotAllowed', { path: profile.path }))
        }
        if (others.some(({ path }) => path === profile.path) || isOfOctopus(profile.path)) {
          return refuse(failed('terminalPathTaken', { path: profile.path }))
        }
        const isNew = others.length === own().length
        return change(
          isNew ? [...own(), profile] : own().map((one) => (one.id === profile.id ? profile : one)),
        )
      },
      'devices.removeTerminal'({ id }) {
        if (!own().some((one) => one.id === id)) return refuse(failed('terminalUnknown'))
        return change(own().filter((one) => one.id !== id))
      },
      async 'devices.testTerminal'({ id }) {
        const terminal = find(id)
        if (!terminal) return refuse(failed('terminalUnknown'))
        return { answer: done({ result: await terminal.test() }) }
      },
      'devices.settleTerminal'({ id }, { staffId }) {
        const terminal = find(id)
        if (!terminal) return refuse(failed('terminalUnknown'))
        const { profile, channel, settlement } = terminal
        if (!shifts.open()) return refuse(failed('noShift'))
        // Also where the profile says so, and the protocol knows no such thing.
        if (!channel.can('settle')) {
          return refuse(failed('terminalCannotSettle', { terminal: profile.name }))
        }
        if (settlement.running || channel.doing() !== null) {
          return refuse(failed('terminalBusy', { terminal: profile.name }))
        }
        return { answer: done(null), after: () => void settle(terminal, staffId) }
      },
    },
    view: () => {
      const builtIn = own().length === 0
      return all.map((terminal) => terminal.view(builtIn))
    },
    isBlocked: () =>
      all.length > 0 && all.every(({ channel }) => (channel.device?.refusal() ?? null) !== null),
    isAway: () => all.length > 0 && all.every((terminal) => !terminal.isThere()),
    ofPayment: (channel) => find(channel ?? '')?.ofPayment() ?? null,
    alarms: () => all.flatMap((terminal) => terminal.alarms()),
    stop() {
      for (const terminal of all) terminal.stop()
    },
  }
}

const sumOf = (parts: TerminalView['settlement']['open']) =>
  parts.reduce(
    (sum, { count, amountMinor }) => ({
      count: sum.count + count,
      amountMinor: sum.amountMinor + amountMinor,
    }),
    { count: 0, amountMinor: 0 },
  )
