/** When the till's driver asks its Octopus reader again, when it gives up, and who has to wait for whom. */
import { describe, expect, test } from 'vitest'
import { timesOf } from '../../src-main/engine/devices/octopus/caller.ts'
import { tableOf } from '../harness/octopusDocument.ts'
import {
  octopusAsks,
  octopusCalls,
  refusal,
  scriptedOctopus,
  usualOpened,
  usualTaken,
} from '../harness/scriptedOctopus.ts'

const second = 1_000

describe('times', () => {
  test('are those of the page', () => {
    const pollMs = 3_000
    const heading = [
      'Call',
      'The other end answers within',
      'The till asks again each',
      'and gives up after',
    ]
    const listed = tableOf(...heading).flatMap(([names = '', within = '', again = '', up = '']) =>
      names.split(', ').map((name) => {
        const msOf = (cell: string): number =>
          Number(/\d+/u.exec(cell)?.[0]) + (cell.includes('timeout') ? pollMs : 0)
        const againMs = msOf(again)
        const givesUpMs = up === 'twice that' ? 2 * againMs : msOf(up)
        expect(givesUpMs, name).toBeGreaterThan(msOf(within))
        return [name, { againMs, givesUpMs }] as const
      }),
    )
    expect(new Map(listed)).toEqual(
      new Map(octopusCalls.map((call) => [call, timesOf(call, pollMs)])),
    )
  })

  test.for(octopusCalls)(
    '%s without an answer: the same frame each time, and then an end',
    async (call) => {
      const { reader, answers, after, heard, line } = await scriptedOctopus()
      await after(reader.init(), second)
      answers((asked) => (asked.call === 'init' ? { ...usualOpened, session: 99 } : null))
      heard.length = 0
      line.written.length = 0
      const { againMs, givesUpMs } = timesOf(call, 3_000)
      const asking = octopusAsks[call](reader)
      expect(await after(asking, givesUpMs - 1)).toBe('pending')
      expect(await after(asking, 1)).not.toBe('pending')
      expect(heard.map(({ atMs }) => atMs - (heard[0]?.atMs ?? 0))).toEqual(
        Array.from({ length: Math.ceil(givesUpMs / againMs) }, (_, times) => times * againMs),
      )
      expect(new Set(line.written).size).toBe(1)
    },
  )

  test('noise has it sent again soon, and not for ever', async () => {
    const { reader, after, heard, line, clock } = await scriptedOctopus()
    await after(reader.init(), second)
    heard.length = 0
    const asking = octopusAsks.deduct(reader)
    for (let count = 0; count < 400; count += 1) {
      line.send('02000304')
      await clock.pass(150)
    }
    expect(heard).toHaveLength(12)
    expect(await after(asking, 0)).toEqual({
      kind: 'unknown',
      why: 'silent',
      code: null,
      tookNothing: false,
    })
  })

  test('noise while the reader is at it costs no time: the answer is still waited for', async () => {
    const { reader, after, send, heard, line, clock } = await scriptedOctopus()
    await after(reader.init(), second)
    const asking = octopusAsks.deduct(reader)
    for (let count = 0; count < 14; count += 1) {
      line.send('ff02')
      await clock.pass(200)
    }
    send(heard.at(-1)?.sequence ?? 0, usualTaken)
    expect(await after(asking, 0)).toMatchObject({ kind: 'done' })
  })

  test('a reader that is busy is asked again, and told of in the end', async () => {
    const { reader, answers, after, heard } = await scriptedOctopus()
    await after(reader.init(), second)
    answers(({ call }, times) => {
      if (call === 'outcome') return refusal(0x05, 4)
      return call === 'poll' && times < 3 ? refusal(0x03, 4) : refusal(0x03, 100_032)
    })
    expect(await after(reader.poll({ timeoutMs: 0 }), second)).toEqual({ kind: 'noCard' })
    heard.length = 0
    expect(await after(octopusAsks.outcome(reader), 10 * second)).toMatchObject({
      kind: 'cannotTell',
      why: 'code',
      code: { name: 'busy' },
    })
    expect(heard.length).toBeLessThanOrEqual(12)
  })

  test('the numbers go from 1 to 255 and begin again; 0 is for opening', async () => {
    const { reader, answers, after, heard } = await scriptedOctopus()
    answers(({ call }) => (call === 'display' ? { say: 'display' } : null))
    for (let count = 0; count < 257; count += 1) await after(octopusAsks.display(reader), 20)
    expect(heard.map(({ sequence }) => sequence)).toEqual([
      ...Array.from({ length: 256 }, (_, sequence) => sequence),
      1,
      2,
    ])
  })
})

describe('one after the other', () => {
  test('eight may wait, and whoever comes then is told so', async () => {
    const { reader, after, clock } = await scriptedOctopus()
    const waiting = Array.from({ length: 8 }, () => reader.timeVer())
    expect(await after(reader.timeVer(), 0)).toMatchObject({ why: 'tooManyWaiting' })
    await clock.pass(120 * second)
    const ended = await Promise.all(waiting)
    expect(ended.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'noAnswer'))
  })

  test('stopped: what is under way and what waits ends, and nothing is written any more', async () => {
    const { reader, after, line, clock } = await scriptedOctopus()
    await after(reader.init(), second)
    const [deduct, poll] = [octopusAsks.deduct(reader), octopusAsks.poll(reader)]
    await clock.pass(0)
    expect(reader.doing()).toMatchObject({ call: 'deduct' })
    reader.stop()
    line.written.length = 0
    expect(await after(deduct, 0)).toMatchObject({ kind: 'unknown', why: 'stopped' })
    expect(await after(poll, 0)).toMatchObject({ kind: 'notReady', why: 'stopped' })
    await clock.pass(100 * second)
    expect(line.written).toEqual([])
    expect(reader.doing()).toBeNull()
  })

  test('closed: what comes next opens it again', async () => {
    const { reader, after, answers, calls: came } = await scriptedOctopus()
    answers(({ call }) => (call === 'close' ? { say: 'close' } : null))
    expect(await after(reader.close(), second)).toEqual({ kind: 'closed' })
    expect(came()).toEqual([])
    await after(reader.init(), second)
    expect(await after(reader.close(), second)).toEqual({ kind: 'closed' })
    answers(({ call }) => (call === 'close' ? refusal(0x0a, 3) : null))
    await after(reader.init(), second)
    expect(await after(reader.close(), second)).toEqual({ kind: 'closed' })
    await after(reader.timeVer(), second)
    expect(came()).toEqual(['init', 'close', 'init', 'close', 'init', 'timeVer'])
  })
})
