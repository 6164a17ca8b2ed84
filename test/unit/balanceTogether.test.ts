/** The till's balance check and the simulated module, which know of each other only the manual. */
import { describe, expect, test } from 'vitest'
import { createModuleCore } from '../../src-main/training/pn532/core.ts'
import { bytesOfHex } from '../harness/cardBytes.ts'
import { moduleBytes, moduleFrame } from '../harness/moduleBytes.ts'
import { simulatedModule } from '../harness/simulatedModule.ts'

const octopus = { kind: 'octopus', keptTenCents: 1_088 } as const
const value = { kind: 'value', valueTenCents: 588, olderValueTenCents: 738 } as const

test('an Octopus that lies there is read, and one that comes while it is waited for', async () => {
  const { clock, there, module, check } = await simulatedModule()
  there.put(octopus)
  expect(await check()).toEqual(value)
  there.remove()
  const waiting = module.check()
  await clock.pass(3_000)
  there.put({ kind: 'octopus', keptTenCents: 0 })
  await clock.pass(500)
  expect(await waiting).toEqual({
    kind: 'value',
    valueTenCents: -500,
    olderValueTenCents: -350,
  })
  expect(there.refused()).toEqual([])
})

test('no card, a card of another system, and an Octopus that is sealed', async () => {
  const { there, check } = await simulatedModule()
  expect(await check()).toEqual({ kind: 'noCard' })
  there.put({ kind: 'foreign' })
  expect(await check()).toEqual({ kind: 'noCard' })
  there.put({ kind: 'sealed' })
  expect(await check()).toEqual({ kind: 'otherCard' })
  // What was given up does not speak in the next check.
  there.put(octopus)
  expect(await check()).toEqual(value)
  expect(there.refused()).toEqual([])
})

test.for([
  ['usual', value],
  ['silent', { kind: 'noModule', why: 'silent' }],
  ['garbage', { kind: 'noModule', why: 'garbled' }],
  ['badCheck', { kind: 'noModule', why: 'garbled' }],
  ['losesTaken', value],
  ['spoilsAnswer', value],
  ['refuses', { kind: 'noModule', why: 'garbled' }],
  ['takenAway', { kind: 'unreadable' }],
] as const)('a module that is %s', async ([way, result]) => {
  const { there, check } = await simulatedModule()
  there.put(octopus)
  there.behave(way)
  expect(await check()).toEqual(result)
  there.behave('usual')
  there.put(octopus)
  expect(await check()).toEqual(value)
})

test('a module whose cable was pulled is there again once it is back', async () => {
  const { clock, there, module, check } = await simulatedModule()
  const waiting = module.check()
  await clock.pass(1_000)
  there.setPlugged(false)
  await clock.pass(0)
  expect(await waiting).toEqual({ kind: 'noModule', why: 'noLine' })
  expect(await check()).toEqual({ kind: 'noModule', why: 'noLine' })
  await expect(there.open()).rejects.toThrow('unplugged')
  there.setPlugged(true)
  await clock.pass(5_000)
  there.put(octopus)
  expect(await check()).toEqual(value)
})

describe('the simulated module speaks as others have seen real ones', () => {
  const { ack, wakeUp, normalMode, normalModeSet, firmware, firmware16, syntaxError } = moduleBytes
  const talk = () => {
    const core = createModuleCore()
    return {
      core,
      says: (hex: string, nowMs = 0): string =>
        Buffer.concat(core.hear(bytesOfHex(hex), nowMs)).toString('hex'),
    }
  }

  test('it sleeps until it is woken', () => {
    const { says } = talk()
    expect(says(firmware)).toBe('')
    expect(says(wakeUp + normalMode)).toBe(ack + normalModeSet)
    expect(says(firmware)).toBe(ack + firmware16)
  })

  test('it waits for a card until it is told to stop, or asked something else', () => {
    const { core, says } = talk()
    says(wakeUp + normalMode)
    expect(says(moduleBytes.pollOctopus)).toBe(ack)
    says(ack)
    expect(core.put(octopus)).toEqual([])
    core.remove()
    expect(says(moduleBytes.pollOctopus)).toBe(ack)
    expect(says(firmware)).toBe(ack + firmware16)
    expect(core.put(octopus)).toEqual([])
  })

  test('a frame in pieces is heard, and one with too long a pause in it is not', () => {
    const { says } = talk()
    says(wakeUp + normalMode)
    says(firmware.slice(0, 8), 1_000)
    expect(says(firmware.slice(8), 1_050)).toBe(ack + firmware16)
    says(firmware.slice(0, 8), 2_000)
    expect(says(firmware.slice(8), 2_500)).toBe('')
  })

  test('what only one would ask who does more than read is refused, and told', () => {
    const { core, says } = talk()
    says(wakeUp + normalMode)
    // Polls for any card; writes without encryption.
    expect(says(moduleBytes.pollAny)).toBe(ack + syntaxError)
    expect(says('0000ff04fcd4400108e300')).toBe(ack + syntaxError)
    expect(core.refused()).toEqual(['d44a010100ffff0100', 'd4400108'])
  })

  test('a card that was not polled is not read, nor one that was released', () => {
    const { core, says } = talk()
    core.put(octopus)
    says(wakeUp + normalMode)
    const frame = moduleFrame('d4400110060101a1b2c3d4e5f6011701018000')
    expect(says(frame)).toBe(`${ack}0000ff03fdd54127c300`)
    says(moduleBytes.pollOctopus)
    expect(says(frame)).toContain('00000440')
    expect(says(moduleBytes.release)).toBe(ack + moduleBytes.released)
    expect(says(frame)).toBe(`${ack}0000ff03fdd54127c300`)
  })
})
