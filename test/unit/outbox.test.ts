import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noHash, rowHash } from '../../src-main/engine/journal/framing.ts'
import type { JournalRow } from '../../src-main/engine/journal/kinds.ts'
import type { Uplink } from '../../src-main/engine/sync/uplink.ts'
import { createHeldJournal, type Fate } from '../harness/heldJournal.ts'
import {
  counterId,
  founding,
  openJournalFile,
  settingRow,
  type JournalFile,
} from '../harness/journalFile.ts'
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

describe('the journal goes up', () => {
  test('whole, in order, each row once, after asking how far it is held', async () => {
    const held = createHeldJournal()
    const { file, clock, outbox } = started(held)
    await clock.pass(0)
    expectAllHeld(file, held)
    expect(held.asked).toEqual([0, file.rows().length])
    const last = file.rows().at(-1)
    expect(outbox.view()).toMatchObject({
      waiting: 0,
      oldestAtMs: null,
      state: 'idle',
      nextTryAtMs: null,
      lastError: null,
      held: { epoch: 1, seq: last?.seq, hash: Buffer.from(last?.hash ?? noHash).toString('hex') },
    })
    expect(outbox.alarms()).toEqual([])
  })

  test('a new row goes up within a moment, together with those written beside it', async () => {
    const held = createHeldJournal()
    const { file, clock, write } = started(held)
    await clock.pass(0)
    write(settingRow('a'))
    write(settingRow('b'))
    await clock.pass(49)
    expect(held.asked).toHaveLength(2)
    await clock.pass(1)
    expect(held.asked.slice(2)).toEqual([2])
    expectAllHeld(file, held)
  })

  test('a row that is written while a run is under way goes up right after it', async () => {
    const held = createHeldJournal()
    const { file, clock, write } = started(held)
    const { upload } = held
    held.upload = async (run, head) => {
      if (held.asked.length === 1) write(settingRow('meanwhile'))
      return upload(run, head)
    }
    await clock.pass(0)
    expectAllHeld(file, held)
    expect(held.asked.at(-1)).toBe(1)
  })

  test('10,000 rows in full runs, each as soon as the one before is answered', async () => {
    const file = openJournalFile()
    file.journal.write([founding(), ...settings(9_999)])
    // Finding a row in 10,000 is the double's work, not the outbox's.
    const rows: JournalRow[] = []
    const uplink: Uplink = {
      async upload(run) {
        rows.push(...run)
        await Promise.resolve()
        const last = rows.at(-1)
        return { kind: 'held', through: last ?? null, notUnderstood: [] }
      },
    }
    const { clock, outbox } = sceneOn(file, uplink)
    expect(outbox.waiting().waiting).toBe(10_000)
    outbox.start()
    await clock.pass(0)
    expect(named(rows)).toEqual(named(file.rows()))
    expect(outbox.waiting().waiting).toBe(0)
  })

  test('a run is never larger than the contract allows, and one large row is a run', async () => {
    const sizes: number[] = []
    const held = createHeldJournal()
    const { upload } = held
    held.upload = (run, head) => {
      const wire = run.map((row) => ({
        ...row,
        prev: Buffer.from(row.prev).toString('hex'),
        hash: Buffer.from(row.hash).toString('hex'),
      }))
      sizes.push(Buffer.byteLength(JSON.stringify({ rows: wire, head: null })))
      return upload(run, head)
    }
    // Quotes and backslashes are escaped once more on the wire.
    const large = settings(40, 0).map(() => settingRow('"\\'.repeat(12_000)))
    const { file, clock } = started(held, [founding(), ...large, ...settings(1_200)])
    await drained({ clock })
    expectAllHeld(file, held)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_048_576)
    expect(Math.max(...held.asked)).toBe(500)
    expect(held.asked.length).toBeLessThan(12)
  })

  test('two epochs go up one after the other, and what waits is counted over both', async () => {
    const held = createHeldJournal()
    const file = openJournalFile()
    file.journal.write([founding(), ...settings(6)])
    const secondEpoch = appendEpoch(file, 2, 5)
    const { clock, outbox } = sceneOn(
      { ...file, journal: { ...file.journal, head: secondEpoch } },
      held,
    )
    expect(outbox.waiting().waiting).toBe(12)
    outbox.start()
    await clock.pass(0)
    expectAllHeld(file, held)
    expect(held.asked).toEqual([0, 7, 5])
    expect(outbox.view()).toMatchObject({ waiting: 0, held: { epoch: 2, seq: 5 } })
  })

  test('after a restart it goes on from where the aggregator is, not from the start', async () => {
    const held = createHeldJournal()
    const { file, clock, outbox } = started(held)
    await clock.pass(0)
    outbox.stop()
    file.journal.write(settings(3))
    const again = sceneOn(file, held)
    expect(again.outbox.waiting().waiting).toBe(3)
    again.outbox.start()
    await again.clock.pass(0)
    expectAllHeld(file, held)
    expect(held.asked.slice(-2)).toEqual([0, 3])
  })

  test('where the cursor was lost, the aggregator tells how far it is', async () => {
    const held = createHeldJournal()
    const { file, clock, outbox } = started(held)
    await clock.pass(0)
    outbox.stop()
    file.database.exec('DELETE FROM uploadCursor')
    const again = sceneOn(file, held)
    again.outbox.start()
    await again.clock.pass(0)
    expect(held.asked.at(-1)).toBe(0)
    expect(again.outbox.waiting().waiting).toBe(0)
  })

  test('an aggregator that lost rows gets them again', async () => {
    const held = createHeldJournal()
    const { file, clock, write } = started(held)
    await clock.pass(0)
    held.forget(5)
    write(settingRow('next'))
    await clock.pass(50)
    expectAllHeld(file, held)
    expect(refusals(file)).toEqual([])
  })
})

describe('nothing that happens on the wire loses a row, doubles it or changes the order', () => {
  const fates: readonly Fate[] = [
    'lostOnTheWay',
    'answerLost',
    'cut',
    'twice',
    'olderAnswer',
    'throws',
    { kind: 'noAnswer', reason: '503', retryAfterMs: 20_000 },
  ]

  test.for(fates.map((fate, index) => [JSON.stringify(fate), index] as const))(
    '%s, at every question',
    async ([, index]) => {
      for (let place = 0; place < 4; place += 1) {
        const held = createHeldJournal()
        held.fates = Array.from({ length: place }, (): Fate => 'answered')
        held.fates.push(fates[index] ?? 'answered')
        const { file, clock, write, outbox } = started(held, [founding(), ...settings(700)])
        await clock.pass(50)
        write(settingRow('more'))
        await clock.pass(2 * minute)
        expectAllHeld(file, held)
        expect(outbox.view()).toMatchObject({ state: 'idle', waiting: 0, lastError: null })
        expect(refusals(file)).toEqual([])
        outbox.stop()
      }
    },
  )

  test('any of it, in any order, with rows written meanwhile and restarts between', async () => {
    const move = fc.constantFrom<(Fate | 'write' | 'restart' | 'forget')[]>(
      ...fates.slice(0, 6),
      'answered',
      'write',
      'write',
      'restart',
      'forget',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 25 }), async (moves) => {
        const held = createHeldJournal()
        let scene = started(held, [founding(), ...settings(20)])
        const { file } = scene
        for (const one of moves) {
          if (one === 'write') scene.write(...settings(3))
          else if (one === 'forget') held.forget(Math.trunc(held.rows.length / 2))
          else if (one === 'restart') {
            scene.outbox.stop()
            scene = sceneOn(file, held)
            scene.outbox.start()
          } else held.fates.push(one)
          await scene.clock.pass(30)
        }
        scene.write(settingRow('last'))
        await scene.clock.pass(40 * minute)
        scene.outbox.stop()
        expect(named(held.rows)).toEqual(named(file.rows()))
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  test('nothing is sent before the start and after the end, and a late answer changes nothing', async () => {
    const held = createHeldJournal()
    const file = openJournalFile()
    file.journal.write(morning())
    const { clock, outbox } = sceneOn(file, held)
    outbox.wrote()
    outbox.askNow()
    await clock.pass(minute)
    expect(held.asked).toEqual([])
    outbox.start()
    outbox.stop()
    outbox.wrote()
    outbox.askNow()
    await clock.pass(10 * minute)
    expect(held.asked).toEqual([0])
    expect(outbox.view().held).toBeNull()
  })

  test('without an aggregator the rows wait, and nothing stirs', async () => {
    const { file, clock, outbox, write, changes } = started(null)
    write(settingRow('more'))
    outbox.askNow()
    await clock.pass(minute)
    expect(changes()).toBe(0)
    expect(outbox.view()).toMatchObject({ state: 'notSetUp', waiting: file.rows().length })
  })

  test('a cursor that cannot be stored is asked for again', async () => {
    const held = createHeldJournal()
    const file = openJournalFile()
    file.journal.write(morning())
    const { clock, outbox } = sceneOn(file, held)
    file.database.exec(
      "CREATE TEMP TRIGGER full BEFORE INSERT ON main.uploadCursor BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    outbox.start()
    await clock.pass(3_000)
    expect(outbox.view()).toMatchObject({ state: 'waiting', held: null })
    file.database.exec('DROP TRIGGER full')
    await clock.pass(minute)
    expectAllHeld(file, held)
    expect(outbox.waiting().waiting).toBe(0)
  })
})

/** Rows of a later epoch, which go on from the last: no till opens one yet. @returns its head */
function appendEpoch(
  file: JournalFile,
  epoch: number,
  count: number,
): JournalFile['journal']['head'] {
  let { hash } = file.journal.head()
  const insert = file.database.prepare<JournalRow>(
    'INSERT INTO journal VALUES (:epoch, :seq, :atMs, :kind, :subject, :body, :prev, :hash)',
  )
  for (let seq = 1; seq <= count; seq += 1) {
    const bare = { epoch, seq, atMs: 1, kind: 'test', subject: 'a', body: '{}', prev: hash }
    hash = rowHash(counterId, bare)
    insert.run({ ...bare, hash })
  }
  return () => ({ ...file.journal.head(), epoch, seq: count, hash })
}
