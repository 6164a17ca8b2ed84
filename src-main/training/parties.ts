/**
 * The other side of every wire in training: two aggregators with the customers and banks behind
 * them, and what a trainer can do to them. What they do by themselves, they do by the till's own
 * clock.
 */
import type { Database } from 'better-sqlite3'
import type { TerminalProtocol } from '../../src-shared/contract/devices.ts'
import type { TrainingDeed } from '../../src-shared/contract/training.ts'
import type { Keys } from '../engine/channels/keys.ts'
import type { DeviceLines, Random, TrainingParties } from '../engine/parts.ts'
import { trainingCode, trainingHouse, trainingSettings } from './aggregator/backOffice.ts'
import { freshCustomerCode } from './aggregator/codes.ts'
import { createAggregatorCore, type AggregatorCore } from './aggregator/core.ts'
import { openDoor, type AggregatorAtWork } from './aggregator/door.ts'
import { knownKinds } from './aggregator/knownKinds.ts'
import type { AggregatorCoreOptions } from './aggregator/desks.ts'
import { learners } from './learners.ts'
import { createTrainingOctopus, type TrainingOctopusReader } from './octopus/onCounter.ts'
import { createTrainingTerminals, type TrainingTerminals } from './terminals/onCounter.ts'
import { createTrainingModule, modulePath } from './pn532/onCounter.ts'
import type { TrainingClock } from './trainingClock.ts'

export const trainingAggregators = ['main', 'backup'] as const
export type TrainingAggregator = (typeof trainingAggregators)[number]

export type PartiesOptions = {
  /** A file for each, with the keys in it. Once it is closed, that one does nothing more. */
  readonly files: Readonly<
    Record<
      TrainingAggregator,
      {
        readonly database: Database
        readonly own: Pick<AggregatorCoreOptions, 'signer' | 'sealing'>
      }
    >
  >
  /** The file of a simulated card terminal's own books. */
  readonly terminalBooks: (protocol: TerminalProtocol) => Database
  /** The file of the simulated Octopus reader's own books, with its cards. */
  readonly octopusBooks: () => Database
  readonly clock: TrainingClock
  readonly random: Random
  readonly keys: Keys
  /** Begins the training anew; returns at once, and waits until the answer has left. */
  readonly reset: () => void
}

type Party = { readonly core: AggregatorCore; readonly door: AggregatorAtWork }

export type CreatedParties = {
  readonly parties: TrainingParties
  readonly aggregators: Readonly<Record<TrainingAggregator, Party>>
  readonly terminals: TrainingTerminals
  readonly octopus: TrainingOctopusReader
  /** To all of these. */
  readonly lines: Omit<DeviceLines, 'ports'>
  stop(): void
}

export function createTrainingParties(options: PartiesOptions): CreatedParties {
  const { clock, random, keys, files } = options
  let prepared: TrainingDeed | null = null
  let usualPauseMs: number | null = null
  let networkOn = true

  const fate = {
    take() {
      const deed = prepared
      prepared = null
      return { deed, usualPauseMs }
    },
  }
  const make = (name: TrainingAggregator): Party => {
    const { database, own } = files[name]
    const core = createAggregatorCore({
      database,
      keys,
      ...own,
      random,
      house: trainingHouse,
      settings: trainingSettings,
      enrolmentCodes: { always: [trainingCode], once: [] },
      knownKinds,
      fate,
    })
    return { core, door: openDoor(core, clock, () => database.open) }
  }
  const terminals = createTrainingTerminals({ booksOf: options.terminalBooks, clock, random })
  const octopus = createTrainingOctopus({ books: options.octopusBooks, clock, random })
  const module = createTrainingModule({ clock })
  // Somebody's card lies there: HK$58.80 above the lowest value that it may have, HK$50 below zero.
  module.put({ kind: 'octopus', keptTenCents: 1_088 })
  const aggregators = { main: make('main'), backup: make('backup') }
  const doors = trainingAggregators.map((id) => ({ id, door: aggregators[id].door }))

  const parties: TrainingParties = {
    staff: learners,
    behave(wanted) {
      usualPauseMs = wanted.usualPauseMs
    },
    customerPays: (paymentId, amountMinor) =>
      doors.some(({ door }) => door.customerPays(paymentId, amountMinor)),
    customerCode: (method) => freshCustomerCode(method, clock.now(), random),
    prepare(next) {
      prepared = next
    },
    prepareTerminal: terminals.prepare,
    setPlugged: terminals.setPlugged,
    prepareOctopus: octopus.prepare,
    holdOctopus: octopus.hold,
    setOctopusPlugged: octopus.setPlugged,
    setNetwork(on) {
      networkOn = on
      for (const { door } of doors) door.setNetwork(on)
    },
    setChannel(id, state) {
      doors.find((one) => one.id === id)?.door.setState(state)
    },
    setClock(aheadMs) {
      const how = aheadMs >= clock.aheadMs() ? 'ahead' : 'back'
      clock.setAhead(aheadMs)
      for (const { door } of doors) door.clockMoved(how)
    },
    reset: options.reset,
    view: () => ({
      next: prepared,
      usualPauseMs,
      networkOn,
      channels: doors.map(({ id, door }) => ({ id, state: door.state() })),
      terminals: terminals.view(),
      octopus: octopus.view(),
      clockAheadMs: clock.aheadMs(),
    }),
  }
  return {
    parties,
    aggregators,
    terminals,
    octopus,
    lines: {
      builtIn: terminals.lines.builtIn,
      builtInReader: octopus.lines.builtInReader,
      mayOpen: (path) =>
        path === modulePath || terminals.lines.mayOpen(path) || octopus.lines.mayOpen(path),
      open: (line) =>
        line.path === modulePath
          ? module.open()
          : (octopus.lines.mayOpen(line.path) ? octopus : terminals).lines.open(line),
    },
    stop() {
      octopus.stop()
      terminals.stop()
      for (const { door } of doors) door.stop()
    },
  }
}
