/** The outbox on a real journal file, with a clock that stands still and a wire that a test breaks. */
import { expect, onTestFinished } from 'vitest'
import type { Entry, JournalRow } from '../../src-main/engine/journal/kinds.ts'
import { createOutbox, type Outbox } from '../../src-main/engine/sync/outbox.ts'
import type { Uplink } from '../../src-main/engine/sync/uplink.ts'
import type { HeldJournal } from './heldJournal.ts'
import { everyKind } from './everyKind.ts'
import { openJournalFile, settingRow, type JournalFile } from './journalFile.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

export const minute = 60_000

export type Scene = {
  readonly file: JournalFile
  readonly clock: VirtualClock
  readonly outbox: Outbox
  readonly changes: () => number
  /** Writes rows as the till does: on the disk first, and then the outbox is told. */
  write(...entries: readonly Entry[]): void
}

/** @param write in place of journaling what the outbox has to say */
export function sceneOn(
  file: JournalFile,
  uplink: Uplink | null,
  write?: (entries: readonly Entry[]) => void,
): Scene {
  const clock = createVirtualClock(Date.UTC(2026, 10, 21, 3))
  let changes = 0
  const journalIt = (entries: readonly Entry[]): void => {
    file.journal.write(entries)
    outbox.wrote()
  }
  const outbox = createOutbox({
    database: file.database,
    clock,
    random: { bytes: (count) => new Uint8Array(count).fill(128) },
    log: () => undefined,
    uplink,
    journal: file.journal,
    write: write ?? journalIt,
    changed: () => {
      changes += 1
    },
  })
  onTestFinished(() => outbox.stop())
  return { file, clock, outbox, changes: () => changes, write: (...rows) => journalIt(rows) }
}

/** Rows of every kind but those that tell of an upload. */
export const morning = (): readonly Entry[] =>
  everyKind().filter(({ kind }) => kind !== 'upload.refused')

export const started = (uplink: Uplink | null, rows: readonly Entry[] = morning()): Scene => {
  const file = openJournalFile()
  file.journal.write(rows)
  const scene = sceneOn(file, uplink)
  scene.outbox.start()
  return scene
}

export const settings = (count: number, length = 10): Entry[] =>
  Array.from({ length: count }, (_, index) => settingRow(`${index} ${'x'.repeat(length)}`))

export function expectAllHeld(file: JournalFile, held: HeldJournal): void {
  expect(named(held.rows)).toEqual(named(file.rows()))
  expect(held.mostAtOnce()).toBe(1)
}

/** The hash stands for all that is in a row. */
export const named = (rows: readonly JournalRow[]): string[] =>
  rows.map(({ epoch, seq, hash }) => `${epoch}.${seq} ${Buffer.from(hash).toString('hex')}`)

/** Many runs that follow each other at once take no time, but more turns than one. */
export async function drained({ clock }: Pick<Scene, 'clock'>): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await clock.pass(0)
}

export const refusals = (file: JournalFile): unknown[] =>
  file
    .rows()
    .filter(({ kind }) => kind === 'upload.refused')
    .map(({ body }) => (JSON.parse(body) as { why: unknown }).why)
