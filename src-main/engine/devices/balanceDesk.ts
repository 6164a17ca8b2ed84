/**
 * What is on a customer's Octopus, for whoever asks: by the reader, which knows it, or by the
 * module beside it, which only reads. Nothing of this can pay for anything.
 */
import type { Balance } from '../../../src-shared/contract/octopus.ts'
import { minorOfTenCents } from '../../../src-shared/money.ts'
import type { Input } from '../../../src-shared/contract/index.ts'
import { done, failed } from '../../../src-shared/result.ts'
import { refuse, type CallResult, type Plan } from '../plan.ts'
import type { Configuration } from '../config/configuration.ts'
import type { DeviceLines, Parts } from '../parts.ts'
import { openDeviceLine, type DeviceLine } from './deviceLine.ts'
import { createBalanceModule, type BalanceModule, type BalanceResult } from './pn532/balance.ts'
import type { CounterReader } from './octopus/counterReader.ts'

export type BalanceDesk = {
  readonly handlers: {
    'octopus.balance'(): Promise<Plan<Balance>>
    'octopus.saveModule'(input: Input<'octopus.saveModule'>): CallResult<null>
  }
  view(): { readonly path: string; readonly there: boolean } | null
  /** Opens the line that the settings name; to be called once. */
  start(): void
  stop(): void
}

type Module = { readonly path: string; readonly line: DeviceLine; readonly module: BalanceModule }

export function createBalanceDesk(
  parts: Pick<Parts, 'clock' | 'log'> & {
    readonly devices: Pick<DeviceLines, 'open' | 'mayOpen'>
    readonly configuration: Configuration
    readonly reader: () => Pick<CounterReader, 'isThere' | 'balance' | 'profile'> | null
  },
): BalanceDesk {
  const { clock, log, devices, configuration } = parts
  let module: Module | null = null

  const close = (): void => {
    module?.module.stop()
    module?.line.close()
    module = null
  }

  /** @returns null: there is nothing that could read a card */
  const check = async (): Promise<Balance | null> => {
    const reader = parts.reader()
    const byReader = reader?.isThere() === true ? await reader.balance() : null
    // While somebody pays at the reader, the module is free.
    if (byReader && byReader.found !== 'busy' && byReader.found !== 'notThere') return byReader
    if (module) return said(await module.module.check())
    return byReader ?? (reader ? { found: 'notThere' } : null)
  }

  const apply = (): void => {
    const wanted = configuration.values()['octopus.module']?.path ?? null
    if (wanted === (module?.path ?? null)) return
    close()
    if (wanted === null) return
    const to = { path: wanted, baudRate: 115_200, stopBits: 1 } as const
    const line = openDeviceLine({ to, lines: devices, clock, log })
    const { link, note } = line
    module = { path: wanted, line, module: createBalanceModule({ link, clock, note }) }
  }

  return {
    handlers: {
      async 'octopus.balance'() {
        const balance = await check()
        return { answer: balance ? done(balance) : failed('octopusNone') }
      },
      'octopus.saveModule'({ module: wanted }) {
        const path = wanted?.path ?? null
        if (path !== null && !devices.mayOpen(path)) {
          return refuse(failed('portNotAllowed', { path }))
        }
        const terminals = configuration.values()['card.terminals']
        const isTaken = terminals.some((terminal) => terminal.path === path)
        if (path !== null && (isTaken || path === parts.reader()?.profile.path)) {
          return refuse(failed('terminalPathTaken', { path }))
        }
        const plan = configuration.choose('octopus.module', wanted)
        return plan instanceof Promise ? plan : { ...plan, after: apply }
      },
    },
    view: () => module && { path: module.path, there: module.line.link.state().open },
    start: apply,
    stop: close,
  }
}

function said(result: BalanceResult): Balance {
  switch (result.kind) {
    case 'value': {
      const { valueTenCents, olderValueTenCents: older } = result
      return {
        found: 'card',
        valueMinor: minorOfTenCents(valueTenCents),
        olderMinor: older === null ? null : minorOfTenCents(older),
        by: 'module',
        lastFour: null,
      }
    }
    case 'noModule':
      return { found: 'notThere' }
    case 'noCard':
    case 'otherCard':
    case 'unreadable':
    case 'busy':
      return { found: result.kind }
  }
}
