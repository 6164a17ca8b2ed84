/** The till's balance check with a module whose bytes are given. */
import { describe, expect, test } from 'vitest'
import {
  blockOfOctopus,
  lostOctopus,
  moduleBytes,
  moduleFrame,
  sealedOctopus,
} from '../harness/moduleBytes.ts'
import {
  scriptedModule,
  wakeAndSet,
  workingModule,
  type ModuleScript,
} from '../harness/scriptedModule.ts'

const { ack, firmware, pollOctopus, polledNone, polledOctopus, readOctopus, release } = moduleBytes
// HK$128.0 of an older card.
const block = blockOfOctopus('0000065e000000000000000000000001')
const value = { kind: 'value', valueTenCents: 1_130, olderValueTenCents: 1_280 }

/** One check from beginning to end. */
async function checked(script: ModuleScript) {
  const scene = await scriptedModule(script)
  return { ...scene, ...(await scene.done(scene.module.check())) }
}

test('an Octopus is read, with no more than five questions and none of them twice', async () => {
  const { result, tookMs, line } = await checked(workingModule(block))
  expect(result).toEqual(value)
  expect(line.written).toEqual([wakeAndSet, firmware, pollOctopus, readOctopus, release])
  expect(tookMs).toBeLessThan(200)
})

test('a second check begins anew', async () => {
  const { module, done, line } = await checked(workingModule(block))
  expect((await done(module.check())).result).toEqual(value)
  expect(line.written.filter((hex) => hex === wakeAndSet)).toHaveLength(2)
})

test('what names the card is neither in the result nor in what is noted', async () => {
  const { result, notes } = await checked(workingModule(block))
  expect(Object.keys(result).toSorted()).toEqual(['kind', 'olderValueTenCents', 'valueTenCents'])
  expect(notes).toContain('in firmware 1.6')
  // Nor any of its bytes, nor what is on it.
  expect(notes.join()).not.toMatch(/0101|1,1,5|8604|1130|1280|128/u)
})

describe('no module', () => {
  test('without a line nothing is written', async () => {
    const { line, module, done } = await scriptedModule(workingModule(block))
    line.pull()
    expect((await done(module.check())).result).toEqual({ kind: 'noModule', why: 'noLine' })
    expect(line.written).toEqual([])
  })

  test('one that says nothing is woken three times', async () => {
    const { result, tookMs, line } = await checked(() => '')
    expect(result).toEqual({ kind: 'noModule', why: 'silent' })
    expect(line.written).toEqual([wakeAndSet, wakeAndSet, wakeAndSet])
    expect(tookMs).toBe(300)
  })

  test.for([
    ['noise', () => 'fe133780'],
    ['an echo of what was written', (asked: string) => asked],
    ['a syntax error', () => ack + moduleBytes.syntaxError],
    ['another chip', workingModule(block, { [firmware]: () => ack + moduleFrame('d50333020707') })],
    ['answers that are always spoiled', () => `${ack}0000ff02fed5151700`],
    [
      'a poll answered with nonsense',
      workingModule(block, { [pollOctopus]: () => ack + moduleFrame('d54b02') }),
    ],
  ] as const satisfies readonly (readonly [string, ModuleScript])[])(
    '%s: something is there, and it is no such module',
    async ([, script]) => {
      expect((await checked(script)).result).toEqual({ kind: 'noModule', why: 'garbled' })
    },
  )

  test('one that takes a question and never answers it is told to stop', async () => {
    const { result, tookMs, line } = await checked(workingModule(block, { [firmware]: () => ack }))
    expect(result).toEqual({ kind: 'noModule', why: 'silent' })
    expect(line.written.at(-1)).toBe(ack)
    expect(tookMs).toBeLessThan(1_100)
  })

  test('a cable pulled while a card is waited for ends the check at once', async () => {
    const { clock, line, module, done } = await scriptedModule(
      workingModule(block, { [pollOctopus]: () => ack }),
    )
    const check = module.check()
    await clock.pass(1_000)
    line.pull()
    const { result, tookMs } = await done(check)
    expect(result).toEqual({ kind: 'noModule', why: 'noLine' })
    expect(tookMs).toBe(0)
  })
})

describe('a line that spoils some', () => {
  test('a question whose acknowledgement is lost is asked again', async () => {
    const { result, line } = await checked(
      workingModule(block, { [readOctopus]: (times) => (times < 3 ? '' : ack + block) }),
    )
    expect(result).toEqual(value)
    expect(line.written.filter((hex) => hex === readOctopus)).toHaveLength(3)
  })

  test('an answer without its acknowledgement is one', async () => {
    expect((await checked(workingModule(block, { [readOctopus]: () => block }))).result).toEqual(
      value,
    )
  })

  test('a spoiled answer is asked for again once the line is quiet', async () => {
    const spoiled = `${block.slice(0, -4)}0000`
    const { result, line } = await checked(
      workingModule(block, { [readOctopus]: (times) => ack + (times === 1 ? spoiled : block) }),
    )
    expect(result).toEqual(value)
    expect(line.written.filter((hex) => hex === readOctopus)).toHaveLength(2)
  })

  test('noise before an answer changes nothing', async () => {
    const { result, line } = await checked(
      workingModule(block, { [firmware]: () => `fe13${ack}37${moduleBytes.firmware16}` }),
    )
    expect(result).toEqual(value)
    expect(line.written).toHaveLength(5)
  })

  test('noise before an acknowledgement does not make it ask again', async () => {
    const { result, line } = await checked(
      workingModule(block, { [pollOctopus]: () => `fe13${ack}` }),
    )
    expect(result).toEqual({ kind: 'noCard' })
    expect(line.written.filter((hex) => hex === pollOctopus)).toHaveLength(1)
  })

  test('half a frame from before the check swallows nothing of it', async () => {
    const { clock, line, module, done } = await scriptedModule(workingModule(block))
    const { tookMs: usualMs } = await done(module.check())
    await clock.pass(100)
    line.send('0000ff30d0d5')
    const { result, tookMs } = await done(module.check())
    expect(result).toEqual(value)
    expect(tookMs).toBe(usualMs)
  })

  test('noise without any pause is garbled, too', async () => {
    const { clock, line, module, done } = await scriptedModule(
      workingModule(block, { [firmware]: () => ack }),
    )
    const check = module.check()
    for (let passedMs = 0; passedMs < 3_000; passedMs += 20) {
      await clock.pass(20)
      line.send('fe13')
    }
    expect((await done(check)).result).toEqual({ kind: 'noModule', why: 'garbled' })
  })

  test('a poll that was asked again waits as the first did', async () => {
    const spoiled = `${polledOctopus.slice(0, -4)}0000`
    const { clock, line, module, done } = await scriptedModule(
      workingModule(block, { [pollOctopus]: (times) => (times === 1 ? ack + spoiled : ack) }),
    )
    const check = module.check()
    await clock.pass(3_000)
    line.send(polledOctopus)
    expect((await done(check)).result).toEqual(value)
    expect(line.written.filter((hex) => hex === pollOctopus)).toHaveLength(2)
  })

  test('the answer to something that was given up is none to what is asked now', async () => {
    const { result } = await checked(
      workingModule(block, { [firmware]: () => ack + polledOctopus + moduleBytes.firmware16 }),
    )
    expect(result).toEqual(value)
  })
})

describe('cards', () => {
  test('none within five seconds, and the module does not go on waiting', async () => {
    const { result, tookMs, line } = await checked(
      workingModule(block, { [pollOctopus]: () => ack }),
    )
    expect(result).toEqual({ kind: 'noCard' })
    expect(tookMs).toBeGreaterThanOrEqual(5_000)
    expect(tookMs).toBeLessThan(5_100)
    expect(line.written).toEqual([wakeAndSet, firmware, pollOctopus, ack])
  })

  test('a module that gives up by itself is asked again until there is one', async () => {
    const { result, line } = await checked(
      workingModule(block, {
        [pollOctopus]: (times) => ack + (times < 5 ? polledNone : polledOctopus),
      }),
    )
    expect(result).toEqual(value)
    expect(line.written.filter((hex) => hex === pollOctopus)).toHaveLength(5)
  })

  test('and not longer than five seconds', async () => {
    const { result, tookMs, line } = await checked(
      workingModule(block, { [pollOctopus]: () => ack + polledNone }),
    )
    expect(result).toEqual({ kind: 'noCard' })
    expect(tookMs).toBeLessThan(5_200)
    expect(line.written.length).toBeLessThan(50)
  })

  test.for([29, 30, 31, 32, 33, 34])(
    'nor where it gave up %d times and then waits',
    async (givesUp) => {
      const { result, tookMs } = await checked(
        workingModule(block, {
          [pollOctopus]: (times) => ack + (times <= givesUp ? polledNone : ''),
        }),
      )
      expect(result).toEqual({ kind: 'noCard' })
      expect(tookMs).toBeLessThan(5_200)
    },
  )

  test('the five seconds of one check are not those of the next', async () => {
    const { clock, line, module, done } = await scriptedModule(
      workingModule(block, {
        [pollOctopus]: (times) => ack + (times === 1 ? polledOctopus : ''),
      }),
    )
    expect((await done(module.check())).result).toEqual(value)
    await clock.pass(3_000)
    const { result, tookMs } = await done(module.check())
    expect(result).toEqual({ kind: 'noCard' })
    expect(tookMs).toBeGreaterThanOrEqual(5_000)
    expect(line.written.filter((hex) => hex === pollOctopus)).toHaveLength(2)
  })

  test('one that opens its block to nobody, and one of another system, are other cards', async () => {
    expect((await checked(workingModule(sealedOctopus))).result).toEqual({ kind: 'otherCard' })
    const suica = moduleFrame('d54b01011401010105018604020203004b024f498a8a0003')
    const other = await checked(workingModule(block, { [pollOctopus]: () => ack + suica }))
    expect(other.result).toEqual({ kind: 'otherCard' })
    expect(other.line.written).not.toContain(readOctopus)
  })

  test('one that was taken away too soon may be held there once more', async () => {
    const again = await checked(
      workingModule(block, { [readOctopus]: (times) => ack + (times < 3 ? lostOctopus : block) }),
    )
    expect(again.result).toEqual(value)
    const never = await checked(workingModule(lostOctopus))
    expect(never.result).toEqual({ kind: 'unreadable' })
    expect(never.tookMs).toBeLessThan(5_300)
    const gone = await checked(
      workingModule(lostOctopus, {
        [pollOctopus]: (times) => (times === 1 ? ack + polledOctopus : ack),
      }),
    )
    expect(gone.result).toEqual({ kind: 'unreadable' })
  })

  test('one that comes in the last moment is still read', async () => {
    const { clock, line, module, done } = await scriptedModule(
      workingModule('', { [pollOctopus]: () => ack, [readOctopus]: () => ack }),
    )
    const check = module.check()
    await clock.pass(4_990)
    line.send(polledOctopus)
    await clock.pass(500)
    line.send(block)
    expect((await done(check)).result).toEqual(value)
    expect(line.written).not.toContain(ack)
  })

  test.for([
    ['no value', blockOfOctopus('ffffffff000000000000000000000001')],
    [
      'the block of another card',
      moduleFrame(`d541001d070101050186040299000001${'00'.repeat(16)}`),
    ],
    ['less than a block', moduleFrame('d541000d07010105018604020200000100')],
  ] as const)('%s is unreadable, and said at once', async ([, said]) => {
    const { result, tookMs } = await checked(workingModule(said))
    expect(result).toEqual({ kind: 'unreadable' })
    expect(tookMs).toBeLessThan(200)
  })
})

test('there is one check at a time, and the second says so', async () => {
  const { module, done } = await scriptedModule(workingModule(block))
  const first = module.check()
  expect(await module.check()).toEqual({ kind: 'busy' })
  expect((await done(first)).result).toEqual(value)
  expect((await done(module.check())).result).toEqual(value)
})

test.for([0, 12, 30, 200] as const)(
  'stopped after %d ms it ends at once, and whatever is asked later is not asked',
  async (afterMs) => {
    const { clock, line, module, done } = await scriptedModule(
      workingModule(block, { [pollOctopus]: () => ack + polledNone }),
    )
    const check = module.check()
    await clock.pass(afterMs)
    module.stop()
    const { result, tookMs } = await done(check)
    expect(result).toEqual({ kind: 'noModule', why: 'noLine' })
    expect(tookMs).toBe(0)
    const { length } = line.written
    expect((await done(module.check())).result).toEqual({ kind: 'noModule', why: 'noLine' })
    await clock.pass(10_000)
    expect(line.written).toHaveLength(length)
  },
)

test('release that is not heard takes nothing from what was read', async () => {
  expect((await checked(workingModule(block, { [release]: () => '' }))).result).toEqual(value)
})
