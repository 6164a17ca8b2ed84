import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noHash } from '../../src-main/engine/journal/framing.ts'
import { pauseAfter } from '../../src-main/engine/sync/pauses.ts'
import type { UploadAnswer } from '../../src-main/engine/sync/uplink.ts'
import { createHeldJournal, type Fate } from '../harness/heldJournal.ts'
import { founding, openJournalFile, settingRow } from '../harness/journalFile.ts'
import {
  drained,
  expectAllHeld,
  minute,
  morning,
  named,
  refusals,
  sceneOn,
  settings,
  started,
} from '../harness/outboxScene.ts'

describe('no answer', () => {
  test('is asked for again after 1 to 2 s, then ever longer, up to a minute, for ever', async () => {
    const held = createHeldJournal()
    held.fates = Array.from({ length: 200 }, (): Fate => 'lostOnTheWay')
    const { clock, outbox, file } = started(held)
    const pauses: number[] = []
    for (let turn = 0; turn < 9; turn += 1) {
      await clock.pass(0)
      expect(outbox.view()).toMatchObject({ state: 'waiting', lastError: 'the line' })
      const pauseMs = (outbox.view().nextTryAtMs ?? 0) - clock.now()
      pauses.push(pauseMs)
      await clock.pass(pauseMs - 1)
      expect(held.asked).toHaveLength(turn + 1)
      await clock.pass(1)
    }
    expect(pauses.map((pauseMs) => Math.round(pauseMs / 1_500))).toEqual([
      1, 2, 4, 8, 16, 30, 30, 30, 30,
    ])
    await clock.pass(5 * 3_600_000)
    expectAllHeld(file, held)
    expect(outbox.alarms()).toEqual([])
    expect(refusals(file)).toEqual([])
  })

  test('a pause is within its bounds, whatever the chance and whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.uint8Array({ minLength: 2, maxLength: 2 }),
        fc.option(fc.integer({ min: -5, max: 10_000_000 })),
        (unanswered, chance, retryAfterMs) => {
          const pauseMs = pauseAfter(unanswered, chance, retryAfterMs)
          expect(pauseMs).toBeGreaterThanOrEqual(1_000)
          expect(pauseMs).toBeGreaterThanOrEqual(Math.min(retryAfterMs ?? 0, minute))
          expect(pauseMs).toBeLessThanOrEqual(minute)
        },
      ),
    )
    const most = new Uint8Array([255, 255])
    expect(pauseAfter(1, new Uint8Array(2), null)).toBe(1_000)
    expect(pauseAfter(1, most, null)).toBe(2_000)
    expect(pauseAfter(3, most, null)).toBe(8_000)
  })

  test('Retry-After is kept, up to a minute', async () => {
    const held = createHeldJournal()
    held.fates = [{ kind: 'noAnswer', reason: '429', retryAfterMs: 3_600_000 }]
    const { clock, outbox } = started(held)
    await clock.pass(0)
    expect(outbox.view().nextTryAtMs).toBe(clock.now() + minute)
  })

  test('rows that are written meanwhile shorten no pause; the line that is back does', async () => {
    const held = createHeldJournal()
    held.fates = Array.from({ length: 6 }, (): Fate => 'lostOnTheWay')
    const { clock, outbox, write, file } = started(held)
    await clock.pass(40_000)
    const tries = held.asked.length
    write(settingRow('more'))
    await clock.pass(1_000)
    expect(held.asked).toHaveLength(tries)
    held.fates = []
    outbox.askNow()
    await clock.pass(0)
    expectAllHeld(file, held)
  })
})

describe('a refusal', () => {
  const refused = (why: UploadAnswer): Fate[] => Array.from({ length: 5 }, () => why)

  test.for<[string, UploadAnswer, string]>([
    ['another journal is held', { kind: 'forked', through: null }, 'uploadForked'],
    ['its key is not known', { kind: 'refused', reason: 'unauthorized' }, 'uploadRefused'],
    ['the run is too large', { kind: 'tooLarge' }, 'uploadRefused'],
  ])(
    '%s: an alarm, one row, a try every minute, and one row when it ends',
    async ([, why, code]) => {
      const held = createHeldJournal()
      const { clock, outbox, file } = started(held, [founding(), ...settings(3)])
      held.fates = refused(why)
      await clock.pass(0)
      expect(outbox.view()).toMatchObject({ state: 'refused', nextTryAtMs: clock.now() + minute })
      expect(outbox.alarms().map((alarm) => alarm.code)).toEqual([code])
      await clock.pass(4 * minute - 1)
      expect(held.asked).toHaveLength(4)
      expect(refusals(file)).toEqual([why.kind])
      await clock.pass(2 * minute)
      expect(refusals(file)).toEqual([why.kind, null])
      expect(outbox.view()).toMatchObject({ state: 'idle', waiting: 0, lastError: null })
      expect(outbox.alarms()).toEqual([])
      await clock.pass(60 * minute)
      expectAllHeld(file, held)
      expect(refusals(file)).toEqual([why.kind, null])
    },
  )

  test('that changes has a row for each', async () => {
    const held = createHeldJournal()
    const { clock, file } = started(held)
    held.fates = [
      { kind: 'refused', reason: 'a' },
      { kind: 'refused', reason: 'b' },
      { kind: 'noAnswer', reason: 'the line', retryAfterMs: null },
      { kind: 'forked', through: null },
    ]
    await clock.pass(10 * minute)
    expect(refusals(file)).toEqual(['refused', 'forked', null])
    expectAllHeld(file, held)
  })

  test('that goes on over a restart is journaled once, and its end too', async () => {
    const held = createHeldJournal()
    held.fates = [{ kind: 'forked', through: null }]
    const { clock, file, outbox } = started(held)
    await clock.pass(0)
    outbox.stop()
    held.fates = [{ kind: 'forked', through: null }]
    const again = sceneOn(file, held)
    again.outbox.start()
    await again.clock.pass(0)
    expect(refusals(file)).toEqual(['forked'])
    await again.clock.pass(2 * minute)
    expect(refusals(file)).toEqual(['forked', null])
    expectAllHeld(file, held)
  })

  test('a row about it that cannot be written stops nothing, and is tried again', async () => {
    const held = createHeldJournal()
    const file = openJournalFile()
    file.journal.write(morning())
    let wants = 0
    const { clock, outbox } = sceneOn(file, held, () => {
      wants += 1
      throw new Error('SQLITE_FULL')
    })
    held.fates = refused({ kind: 'refused', reason: 'a' }).slice(0, 3)
    outbox.start()
    await clock.pass(5 * minute)
    expect(wants).toBe(3)
    expectAllHeld(file, held)
  })

  test('a clone presses no row on the aggregator that holds the other’s', async () => {
    const held = createHeldJournal()
    const { file, clock, outbox, write } = started(held)
    await clock.pass(0)
    // The other one goes on by itself from here.
    const other = openJournalFile()
    other.journal.write([...morning(), settingRow('of the other one')])
    const theirs = createHeldJournal(other.rows())
    outbox.stop()
    write(settingRow('of this one'), settingRow('and more'))
    const clone = sceneOn(file, theirs)
    clone.outbox.start()
    await clone.clock.pass(10 * minute)
    expect(named(theirs.rows)).toEqual(named(other.rows()))
    expect(theirs.asked.every((count) => count === 0)).toBe(true)
    expect(refusals(file)).toEqual(['forked'])
    expect(clone.outbox.alarms()).toEqual([{ code: 'uploadForked', facts: {} }])
    expect(clone.outbox.waiting().waiting).toBeGreaterThan(0)
  })

  test('a till put back to an older state does not take the rows beyond it for its own', async () => {
    const held = createHeldJournal()
    const { file, clock } = started(held)
    await clock.pass(0)
    const older = openJournalFile()
    older.journal.write(morning().slice(0, 10))
    const backup = sceneOn(older, held)
    backup.outbox.start()
    await backup.clock.pass(3 * minute)
    expect(named(held.rows)).toEqual(named(file.rows()))
    expect(refusals(older)).toEqual(['forked'])
  })

  test('a broken chain whose head is ours is gone on from at once; one that is not is refused', async () => {
    const held = createHeldJournal()
    const { file, clock, write } = started(held)
    await clock.pass(0)
    held.forget(7)
    write(settingRow('more'))
    await clock.pass(50)
    expectAllHeld(file, held)

    held.fates = refused({ kind: 'brokenChain', through: { epoch: 1, seq: 3, hash: noHash } })
    write(settingRow('again'))
    await clock.pass(50)
    expect(refusals(file)).toEqual(['brokenChain'])
    await clock.pass(10 * minute)
    expectAllHeld(file, held)
    expect(refusals(file)).toEqual(['brokenChain', null])
  })

  test('an aggregator that names its head and goes on from nothing is asked once a minute, not in a circle', async () => {
    const held = createHeldJournal()
    const { file, clock } = started(held)
    await clock.pass(0)
    const through = held.rows.at(4) ?? null
    const { upload } = held
    held.upload = async (run, head) =>
      run.length === 0 ? upload(run, head) : { kind: 'brokenChain', through }
    const again = sceneOn(file, held)
    held.forget(3)
    again.outbox.start()
    await again.clock.pass(0)
    const first = held.asked.length
    await again.clock.pass(5 * minute)
    expect(held.asked.length - first).toBe(5)
    expect(refusals(file)).toEqual(['brokenChain'])
  })

  test('a run that is too large comes in smaller ones', async () => {
    const held = createHeldJournal()
    const { upload } = held
    held.upload = async (run, head) => (run.length > 100 ? { kind: 'tooLarge' } : upload(run, head))
    const { file, clock } = started(held, [founding(), ...settings(900)])
    await clock.pass(3 * minute)
    await drained({ clock })
    await clock.pass(50)
    expectAllHeld(file, held)
    expect(refusals(file)).toEqual(['tooLarge', null])
  })
})

describe('rows that the aggregator cannot use', () => {
  test('count as held, are shown with their kind and reason, and are never journaled', async () => {
    const held = createHeldJournal()
    held.strange.add('settings.changed')
    const { file, clock, outbox } = started(held, [founding(), ...settings(30)])
    await clock.pass(0)
    expectAllHeld(file, held)
    const { notUnderstood, waiting } = outbox.view()
    expect(waiting).toBe(0)
    expect(notUnderstood.count).toBe(30)
    expect(notUnderstood.rows).toHaveLength(20)
    expect(notUnderstood.rows[0]).toEqual({
      epoch: 1,
      seq: 31,
      kind: 'settings.changed',
      reason: 'not of this version',
    })
    expect(outbox.alarms()).toEqual([{ code: 'rowsNotUnderstood', facts: { count: 30 } }])
    expect(file.rows()).toHaveLength(31)
    // And after a restart.
    expect(sceneOn(file, held).outbox.view().notUnderstood).toEqual(notUnderstood)
  })

  test('a row that is not in this journal is not noted', async () => {
    const held = createHeldJournal()
    const { clock, outbox, file } = started(held, [founding()])
    const through = file.rows().at(-1) ?? null
    const strangers = [{ epoch: 9, seq: 1, reason: 'x' }]
    held.fates = [{ kind: 'held', through, notUnderstood: strangers }]
    await clock.pass(0)
    expect(outbox.view().notUnderstood).toEqual({ count: 0, rows: [] })
  })
})

describe('what waits', () => {
  test('is counted without reading the rows, with the time of the oldest', async () => {
    const held = createHeldJournal()
    const { file, clock, outbox, write } = started(held)
    await clock.pass(0)
    held.fates = Array.from({ length: 9 }, (): Fate => 'lostOnTheWay')
    write(...settings(4))
    const oldest = file.rows().at(-4)
    expect(outbox.waiting()).toEqual({ waiting: 4, oldestAtMs: oldest?.atMs })
    await clock.pass(minute)
    write(...settings(2))
    expect(outbox.waiting()).toEqual({ waiting: 6, oldestAtMs: oldest?.atMs })
    await clock.pass(10 * minute)
    expect(outbox.waiting()).toEqual({ waiting: 0, oldestAtMs: null })
  })

  test('is told to the screens: at each answer, and not while nothing happens', async () => {
    const held = createHeldJournal()
    const { clock, changes } = started(held)
    await clock.pass(0)
    const before = changes()
    expect(before).toBeGreaterThan(0)
    await clock.pass(60 * minute)
    expect(changes()).toBe(before)
  })
})
