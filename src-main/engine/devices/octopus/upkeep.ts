/**
 * The daily work of the Octopus reader: its file of transactions, held against the journal, and its
 * lists. By itself once what it took is old enough and nobody is paying, and whenever somebody
 * asks. Amounts in cents.
 */
import type { OctopusReaderView } from '../../../../src-shared/contract/octopus.ts'
import type { StaffId } from '../../../../src-shared/ids.ts'
import { minorOfTenCents } from '../../../../src-shared/money.ts'
import { failed, type Failure } from '../../../../src-shared/result.ts'
import type { Settings } from '../../config/settings.ts'
import type { Entry } from '../../journal/kinds.ts'
import type { Clock, Log } from '../../parts.ts'
import type { ResponseOf } from './messages.ts'
import type { OctopusBooks } from './octopusBooks.ts'
import type { OctopusReader } from './reader.ts'
import type { Failed, ReaderFacts } from './results.ts'

export type Upkeep = {
  /** @param by whoever asked for it; null: the till by itself. Rejects never. */
  exchange(by: StaffId | null): Promise<void>
  housekeep(by: StaffId | null): Promise<void>
  isRunning(): boolean
  view(): Pick<OctopusReaderView, 'exchange' | 'housekeeping'>
  /** Why no new payment is taken; null: one is. */
  refusal(): Failure | null
  alarms(): readonly Failure[]
  stop(): void
}

const lookEveryMs = 60_000
const againAfterMs = 15 * 60_000
const hourMs = 3_600_000
/** Files whose answers got lost, one after the other: no reader has more of them. */
const mostLost = 10

export function createUpkeep(parts: {
  readonly id: string
  readonly name: string
  readonly reader: OctopusReader
  readonly clock: Clock
  readonly settings: () => Settings
  readonly books: OctopusBooks
  /** Whether somebody is paying. */
  readonly isPaying: () => boolean
  /** Throws where it cannot be kept. */
  readonly write: (entries: readonly Entry[]) => void
  readonly changed: () => void
  readonly log: Log
}): Upkeep {
  const { id, name, reader, clock, books } = parts
  const exchanging = { running: false, failed: null as string | null }
  const keeping = { running: false, failed: null as string | null }
  let notBeforeMs = 0
  let stopped = false
  let callOff = (): void => undefined

  const opened = async (): Promise<ReaderFacts | string> => {
    const known = reader.facts()
    if (known) return known
    const ready = await reader.init()
    return ready.kind === 'ready' ? ready.reader : whyOf(ready)
  }

  /** One thing at a time, and its end is told to the screens. */
  const doing = async (
    what: { running: boolean; failed: string | null },
    work: () => Promise<string | null>,
  ): Promise<void> => {
    if (what.running || stopped) return
    what.running = true
    parts.changed()
    try {
      what.failed = await work()
    } catch (problem) {
      what.failed = 'notStored'
      parts.log('error', 'result not stored', { problem: String(problem).slice(0, 200) })
    }
    what.running = false
    if (!stopped) parts.changed()
  }

  const noted = (
    { deviceId, storeId }: ReaderFacts,
    file: ResponseOf<'exchangeFile'>,
    by: StaffId | null,
  ): void => {
    const { number, sizeBytes, sha256, timeS, upload, deducted } = file
    const theirs = { count: deducted.count, amountMinor: minorOfTenCents(deducted.tenCents) }
    const ours = books.ofFile(deviceId, timeS)
    const of = { number, name: file.name, sizeBytes, sha256, timeS, upload } as const
    const body = { v: 1, channel: id, deviceId, storeId, ...of, theirs, ours, by } as const
    parts.write([{ kind: 'octopus.exchanged', subject: id, body }])
  }

  /** @returns why not; null: it is written and kept */
  const exchangeNow = async (by: StaffId | null): Promise<string | null> => {
    const facts = await opened()
    if (typeof facts === 'string') return facts
    if (!facts.skills.exchangeFile) return 'cannot'
    const last = books.lastFile()
    const known = books.lastNumber(facts.storeId)
    if (known > 0 && last && isOpen(last)) {
      const again = await reader.exchangeFile({ again: known })
      if (stopped) return null
      if (again.kind === 'written') noted(facts, again, by)
    }
    // A file whose answer got lost is there; a new one comes only when it is known that none is.
    for (let turn = 1; turn <= mostLost; turn += 1) {
      const lost = await reader.exchangeFile({ again: books.lastNumber(facts.storeId) + 1 })
      if (stopped) return null
      if (lost.kind === 'written') noted(facts, lost, by)
      else if (lost.kind === 'code' && lost.code.name === 'malformed') break
      else return whyOf(lost)
    }
    const written = await reader.exchangeFile({ again: null })
    if (stopped) return null
    if (written.kind !== 'written') return whyOf(written)
    noted(facts, written, by)
    return null
  }

  const housekeepNow = async (by: StaffId | null): Promise<string | null> => {
    const facts = await opened()
    if (typeof facts === 'string') return facts
    if (!facts.skills.housekeeping) return 'cannot'
    const loaded = await reader.housekeeping()
    if (stopped) return null
    if (loaded.kind !== 'loaded') return whyOf(loaded)
    const body = { v: 1, channel: id, lists: loaded.lists, by } as const
    parts.write([{ kind: 'octopus.housekept', subject: id, body }])
    return null
  }

  const exchange = (by: StaffId | null) => doing(exchanging, () => exchangeNow(by))
  const housekeep = (by: StaffId | null) => doing(keeping, () => housekeepNow(by))

  /** How old what stands in no file is, in ms; null: there is nothing. */
  const ageMs = (): number | null => {
    const sinceMs = books.unfiledSinceMs()
    return sinceMs === null ? null : clock.now() - sinceMs
  }

  const look = async (): Promise<void> => {
    const old = ageMs()
    const isDue = old !== null && old >= parts.settings()['octopus.exchangeEveryMs']
    if (!isDue || parts.isPaying() || clock.now() < notBeforeMs) return
    notBeforeMs = clock.now() + againAfterMs
    await exchange(null)
    await housekeep(null)
  }
  const lookLater = (): void => {
    callOff = clock.after(lookEveryMs, () => {
      void look()
      lookLater()
    })
  }
  lookLater()

  const atMs = (after: number): number | null => {
    const sinceMs = books.unfiledSinceMs()
    return sinceMs === null ? null : sinceMs + after
  }

  return {
    exchange,
    housekeep,
    isRunning: () => exchanging.running || keeping.running,
    view() {
      const settings = parts.settings()
      return {
        exchange: {
          ...exchanging,
          open: books.unfiled(),
          last: books.lastFile(),
          warnAtMs: atMs(settings['octopus.warnAfterMs']),
          stopAtMs: atMs(settings['octopus.stopAfterMs']),
        },
        housekeeping: { ...keeping, last: books.lists() },
      }
    },
    refusal() {
      const old = ageMs()
      return old !== null && old >= parts.settings()['octopus.stopAfterMs']
        ? failed('octopusFileDue', { reader: name }).failure
        : null
    },
    alarms() {
      const settings = parts.settings()
      const old = ageMs()
      const last = books.lastFile()
      const all: Failure[] = []
      if (old !== null && old >= settings['octopus.stopAfterMs']) {
        all.push(failed('octopusFileDue', { reader: name }).failure)
      } else if (old !== null && old >= settings['octopus.warnAfterMs']) {
        const hours = Math.trunc(old / hourMs)
        all.push(failed('octopusFileOld', { reader: name, hours }).failure)
      }
      if (last && !agrees(last)) all.push(failed('octopusFileDiffers', { reader: name }).failure)
      return all
    },
    stop() {
      stopped = true
      callOff()
    },
  }
}

type File = NonNullable<OctopusReaderView['exchange']['last']>

const agrees = ({ theirs, ours }: File): boolean =>
  theirs.count === ours.count && theirs.amountMinor === ours.amountMinor

/** There may be news of it: it was not taken yet, or what was missing is known by now. */
const isOpen = (file: File): boolean => file.upload === 'waiting' || !agrees(file)

/** In the reader's words or ours. */
const whyOf = (ended: Failed): string =>
  ended.kind === 'code' || (ended.kind === 'notReady' && ended.code)
    ? `${ended.code?.name ?? 'code'} ${ended.code?.number ?? ''}`
    : ended.why
