/** The simulated Octopus reader of training, on a line that never leaves this program, and its customer. */
import type { Database } from 'better-sqlite3'
import type {
  OctopusCard,
  OctopusDeed,
  TrainingView,
} from '../../../src-shared/contract/training.ts'
import type { Carrier } from '../../engine/devices/byteLink.ts'
import type { Clock, DeviceLines, Random } from '../../engine/parts.ts'
import { customersOctopuses } from './cards.ts'
import type { OctopusCore } from './core.ts'
import { createOctopusCustomer, type OctopusCustomer } from './customer.ts'
import { makeOctopusCore } from './make.ts'
import { createOctopusEnd, type OctopusEnd } from './octopus.ts'

export type TrainingOctopusReader = {
  readonly lines: Pick<DeviceLines, 'builtInReader' | 'open' | 'mayOpen'>
  /** What the next payment will see; null: the customer taps. */
  prepare(next: OctopusDeed | null): void
  /** The customer holds this card to it, as long as he does; null: he takes it away. */
  hold(card: OctopusCard | null): void
  /** Pulls its cable, or plugs it in again. */
  setPlugged(plugged: boolean): void
  view(): NonNullable<TrainingView>['octopus']
  /** So many of the next messages to it get lost on the way. */
  deafen(messages: number): void
  /** For how much cards were charged, in tens of cents. */
  chargedTenCents(): number
  stop(): void
}

export const octopusPath = 'training:octopus'
/** How long a byte is on its way. */
const onTheWayMs = 5

type Made = {
  readonly core: OctopusCore
  readonly end: OctopusEnd
  readonly customer: OctopusCustomer
}

export function createTrainingOctopus(parts: {
  /** The file of its own books. */
  readonly books: () => Database
  readonly clock: Clock
  readonly random: Random
}): TrainingOctopusReader {
  const { clock, random } = parts
  let made: Made | null = null
  let plugged = true
  let isStopped = false
  let deafFor = 0
  /** The line that is open now. */
  let current: { hear: (bytes: Uint8Array) => void; end: (reason: string) => void } | null = null

  const make = (): Made => {
    const database = parts.books()
    const firstCards = customersOctopuses
    const { core, books } = makeOctopusCore({ database, random, addsValue: false, firstCards })
    const customer = createOctopusCustomer({
      core,
      books,
      clock,
      put: (cardNumber) => end.put(cardNumber),
      remove: () => end.remove(),
    })
    const watched: OctopusCore = {
      ...core,
      handle(asked, nowMs) {
        customer.before(asked)
        const handled = core.handle(asked, nowMs)
        customer.after(asked, handled)
        return handled
      },
    }
    const line = {
      send(bytes: Uint8Array) {
        const to = current
        clock.after(onTheWayMs, () => to === current && to?.hear(bytes))
      },
    }
    const end = createOctopusEnd({ core: watched, line, clock })
    return { core, end, customer }
  }
  /** It stays what it is, whoever's line comes and goes. */
  const octopus = (): Made => (made ??= make())

  const carrierTo = ({ end }: Made): Carrier => {
    current?.end('opened by another')
    const listeners: NonNullable<typeof current> = {
      hear: () => undefined,
      end: () => undefined,
    }
    const isOpen = (): boolean => current === listeners
    const isOver = (): void => {
      current = null
      end.isUnplugged()
    }
    current = listeners
    return {
      write(bytes) {
        if (deafFor > 0) deafFor -= 1
        else if (isOpen()) clock.after(onTheWayMs, () => isOpen() && end.hear(bytes))
      },
      onBytes(listener) {
        listeners.hear = listener
      },
      onEnd(listener) {
        listeners.end = (reason) => {
          if (!isOpen()) return
          isOver()
          listener(reason)
        }
      },
      close() {
        if (isOpen()) isOver()
      },
    }
  }

  return {
    lines: {
      builtInReader: { name: 'Training Octopus', path: octopusPath },
      mayOpen: (path) => path === octopusPath,
      open: ({ path }) =>
        path === octopusPath && plugged && !isStopped
          ? Promise.resolve(carrierTo(octopus()))
          : Promise.reject(new Error('unplugged')),
    },
    prepare: (next) => octopus().customer.prepare(next),
    hold: (card) => octopus().customer.hold(card),
    setPlugged(on) {
      plugged = on
      if (!on) current?.end('unplugged')
    },
    view: () => ({ next: null, card: null, ...made?.customer.view(), plugged }),
    deafen(messages) {
      deafFor = messages
    },
    chargedTenCents: () => octopus().core.chargedTenCents(),
    stop() {
      isStopped = true
      current = null
      made?.customer.stop()
      made?.end.stop()
    },
  }
}
