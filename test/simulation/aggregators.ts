/** The aggregators of a simulated day, each with a life of its own: they go on while the till is gone, and the till while they are. */
import Database from 'better-sqlite3'
import type { Http, HttpRequest } from '../../src-main/engine/channels/http.ts'
import type { Clock } from '../../src-main/engine/parts.ts'
import {
  trainingCode,
  trainingHouse,
  trainingSettings,
} from '../../src-main/training/aggregator/backOffice.ts'
import {
  createAggregatorCore,
  type AggregatorCore,
} from '../../src-main/training/aggregator/core.ts'
import {
  openDoor,
  type AggregatorAtWork,
  type AggregatorDoor,
} from '../../src-main/training/aggregator/door.ts'
import { knownKinds } from '../../src-main/training/aggregator/knownKinds.ts'
import type { Wanted } from '../../src-main/training/aggregator/customer.ts'
import type { Script } from '../../src-main/training/aggregator/tricks.ts'
import { trainingAggregators, type TrainingAggregator } from '../../src-main/training/parties.ts'
import { addresses } from '../harness/inMemory.ts'
import { testOwnKeys } from '../harness/simulatedKeys.ts'
import { createWire } from '../harness/wire.ts'
import { chanceOf } from './chance.ts'
import type { DayKeys } from './keys.ts'

export type Party = {
  readonly core: () => AggregatorCore
  readonly door: () => AggregatorAtWork
  readonly database: Database.Database
  /** It ends without warning, and is there again with what is in its file. */
  restart(): void
}

export type OtherSide = {
  readonly parties: Readonly<Record<TrainingAggregator, Party>>
  readonly all: readonly Party[]
  /** The line to them; what may go wrong on it is theirs to say. */
  readonly wire: Http
  /** What all of them were paid for it less what they gave back, in cents. */
  moneyOf(paymentId: string): number
  close(): void
}

/** @param parts `fate`: what the next payment that comes will do */
export function openOtherSide(parts: {
  readonly seed: number
  readonly clock: Clock
  readonly keys: DayKeys
  readonly fate: () => Wanted
  readonly script: (of: TrainingAggregator) => Script
}): OtherSide {
  const { seed, clock, keys } = parts

  const open = (id: TrainingAggregator): Party => {
    const database = new Database(':memory:')
    const random = chanceOf(seed, `aggregator ${id}`)
    const own = testOwnKeys(id)
    const start = () => {
      const core = createAggregatorCore({
        database,
        keys: keys.keys,
        ...own,
        signer: keys.signer(own.signer),
        random,
        house: trainingHouse,
        settings: trainingSettings,
        enrolmentCodes: { always: [trainingCode], once: [] },
        knownKinds,
        fate: { take: parts.fate },
      })
      core.script(parts.script(id))
      return { core, door: openDoor(core, clock, () => database.open) }
    }
    let present = start()
    return {
      database,
      core: () => present.core,
      door: () => present.door,
      restart() {
        present.door.stop()
        present = start()
      },
    }
  }

  const parties = { main: open('main'), backup: open('backup') }
  const all = trainingAggregators.map((id) => parties[id])
  /** Whichever stands there now. */
  const doorOf = (party: Party): AggregatorDoor => ({
    handle: (request: HttpRequest) => party.door().handle(request),
    listen: (stream, sink) => party.door().listen(stream, sink),
  })
  return {
    parties,
    all,
    wire: createWire(
      { [addresses.main]: doorOf(parties.main), [addresses.backup]: doorOf(parties.backup) },
      clock,
    ),
    moneyOf: (paymentId) =>
      all.reduce((sumMinor, { core }) => sumMinor + core().moneyOf(paymentId), 0),
    close() {
      for (const { door, database } of all) {
        door().stop()
        database.close()
      }
    },
  }
}
