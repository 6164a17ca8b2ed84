/** The simulated card terminals of training: one of each protocol, on lines that never leave this program. */
import type { Database } from 'better-sqlite3'
import {
  skillsOf,
  terminalProfileSchema,
  terminalProtocols,
  type TerminalProtocol,
} from '../../../src-shared/contract/devices.ts'
import type { TerminalDeed } from '../../../src-shared/contract/training.ts'
import type { Carrier } from '../../engine/devices/byteLink.ts'
import type { Clock, DeviceLines, Random } from '../../engine/parts.ts'
import { makeTerminal } from './make.ts'
import type { Terminal } from './terminal.ts'

export type TrainingTerminals = {
  readonly lines: Pick<DeviceLines, 'builtIn' | 'open' | 'mayOpen'>
  /** What the next payment at whichever of them will do; null: it is approved. */
  prepare(next: TerminalDeed | null): void
  /** Pulls all their cables, or plugs them in again. */
  setPlugged(plugged: boolean): void
  view(): { readonly next: TerminalDeed | null; readonly plugged: boolean }
  /** So many of the next messages to whichever of them get lost on the way. */
  deafen(messages: number): void
  /** For how much cards were charged and not given back, in cents. */
  chargedMinor(): number
  stop(): void
}

/** How long a byte is on its way. */
const onTheWayMs = 5
const prefix = 'training:'
/** It can be asked what became of a payment, as a shop would want it. */
const usual: TerminalProtocol = 'nets'

type Made = { readonly terminal: Terminal; end: (reason: string) => void }

const protocolOf = (path: string): TerminalProtocol | undefined =>
  terminalProtocols.find((protocol) => path === `${prefix}${protocol}`)

export function createTrainingTerminals(parts: {
  /** The file of that terminal's own books. */
  readonly booksOf: (protocol: TerminalProtocol) => Database
  readonly clock: Clock
  readonly random: Random
  /** How long a customer takes, in ms. */
  readonly customerTakesMs?: number
}): TrainingTerminals {
  const { clock } = parts
  const made = new Map<TerminalProtocol, Made>()
  let next: TerminalDeed | null = null
  let plugged = true
  let deafFor = 0

  const nextDeed = (): TerminalDeed => {
    const deed = next ?? 'approve'
    next = null
    return deed
  }

  /** It stays what it is, whoever's line comes and goes. */
  const listeners = new Map<TerminalProtocol, (bytes: Uint8Array) => void>()
  const terminalOf = (protocol: TerminalProtocol) => {
    const known = made.get(protocol)
    if (known) return known
    const terminal = makeTerminal({
      protocol,
      line: {
        send: (bytes) => void clock.after(onTheWayMs, () => listeners.get(protocol)?.(bytes)),
      },
      database: parts.booksOf(protocol),
      clock,
      random: parts.random,
      nextDeed,
      ...(parts.customerTakesMs === undefined ? {} : { customerTakesMs: parts.customerTakesMs }),
    })
    const one: Made = { terminal, end: () => undefined }
    made.set(protocol, one)
    return one
  }

  const carrierTo = (protocol: TerminalProtocol): Carrier => {
    const one = terminalOf(protocol)
    one.end('opened by another')
    let isOpen = true
    return {
      write(bytes) {
        if (deafFor > 0) deafFor -= 1
        else if (isOpen) clock.after(onTheWayMs, () => isOpen && one.terminal.hear(bytes))
      },
      onBytes: (listener) => void listeners.set(protocol, (bytes) => isOpen && listener(bytes)),
      onEnd(listener) {
        one.end = (reason) => {
          if (!isOpen) return
          isOpen = false
          listener(reason)
        }
      },
      close() {
        isOpen = false
      },
    }
  }

  return {
    lines: {
      builtIn: [
        terminalProfileSchema.parse({
          id: 'terminal-1',
          name: 'Training terminal',
          protocol: usual,
          path: `${prefix}${usual}`,
          skills: [...skillsOf[usual]],
        }),
      ],
      mayOpen: (path) => protocolOf(path) !== undefined,
      open(line) {
        const protocol = protocolOf(line.path)
        return protocol !== undefined && plugged
          ? Promise.resolve(carrierTo(protocol))
          : Promise.reject(new Error('unplugged'))
      },
    },
    prepare(deed) {
      next = deed
    },
    setPlugged(on) {
      plugged = on
      if (!on) for (const { end } of made.values()) end('unplugged')
    },
    deafen(messages) {
      deafFor = messages
    },
    view: () => ({ next, plugged }),
    chargedMinor: () =>
      [...made.values()].reduce((sum, { terminal }) => sum + terminal.chargedMinor(), 0),
    stop() {
      for (const { terminal } of made.values()) terminal.stop()
    },
  }
}
