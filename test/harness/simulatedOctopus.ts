/** A simulated Octopus reader on a line in memory, and the till's end of that line. */
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { openByteLink, type ByteLink } from '../../src-main/engine/devices/byteLink.ts'
import {
  createOctopusReader,
  type OctopusReader,
} from '../../src-main/engine/devices/octopus/reader.ts'
import { makeOctopus, type MadeOctopus } from '../../src-main/training/octopus/make.ts'
import { bytesOfHex, hexOf } from './cardBytes.ts'
import { memoryLine, type MemoryLine } from './memoryLine.ts'
import { seededRandom } from './seeded.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

/** What becomes of a frame on its way; null: it is lost. */
export type Weather = (way: 'toReader' | 'toTill', hex: string) => string | null

export type SimulatedOctopus = {
  readonly clock: VirtualClock
  readonly line: MemoryLine
  readonly link: ByteLink
  readonly octopus: MadeOctopus
  readonly database: Database.Database
  /** The till's end. After `newTill` it is another. */
  reader(): OctopusReader
  /** The till is started anew, and has forgotten everything. */
  newTill(): OctopusReader
  /** The cable is pulled out and stuck in again. */
  replug(): void
  setWeather(weather: Weather): void
  /** The end of a call, after as long as it takes. */
  done<T>(call: Promise<T>): Promise<T>
}

/** Bytes are so long on their way. */
const onTheWayMs = 5
const longestCallMs = 200_000

export async function simulatedOctopus(
  options: {
    readonly environment?: 'training' | 'live'
    readonly addsValue?: boolean
    readonly seed?: string
    /** In such steps the end of a call is waited for. */
    readonly stepMs?: number
  } = {},
): Promise<SimulatedOctopus> {
  const { environment = 'training', addsValue = false, seed = 'octopus', stepMs = 50 } = options
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 7, 30))
  const line = memoryLine()
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  let weather: Weather = (_, hex) => hex

  const octopus = makeOctopus({
    line: {
      send(bytes) {
        const hex = weather('toTill', hexOf(bytes).toLowerCase())
        if (hex !== null) clock.after(onTheWayMs, () => line.send(hex))
      },
    },
    database,
    clock,
    random: seededRandom(seed),
    addsValue,
  })
  line.onWritten((written) => {
    const hex = weather('toReader', written)
    if (hex !== null) clock.after(onTheWayMs, () => octopus.end.hear(bytesOfHex(hex)))
  })
  const link = openByteLink({ path: 'memory', open: line.open, clock, log: () => undefined })
  const random = seededRandom(`till ${seed}`)
  const till = (): OctopusReader =>
    createOctopusReader({ link, clock, random, environment, counter: 'Counter 1', addsValue })
  let reader = till()
  await clock.pass(0)

  return {
    clock,
    line,
    link,
    octopus,
    database,
    reader: () => reader,
    newTill() {
      reader.stop()
      reader = till()
      return reader
    },
    replug() {
      line.pull()
      octopus.end.isUnplugged()
      line.plugIn()
    },
    setWeather(next) {
      weather = next
    },
    async done(call) {
      const progress = { isOver: false }
      const over = (): void => {
        progress.isOver = true
      }
      call.then(over, over)
      for (let waitedMs = 0; !progress.isOver; waitedMs += stepMs) {
        if (waitedMs > longestCallMs) throw new Error('the call does not end')
        await clock.pass(stepMs)
      }
      return call
    },
  }
}
