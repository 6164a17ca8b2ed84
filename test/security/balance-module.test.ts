/** The NFC module that reads balances, turned against the till or its customers. */
import { expect, expectTypeOf, test } from 'vitest'
import fc from 'fast-check'
import type { BalanceModule, BalanceResult } from '../../src-main/engine/devices/pn532/balance.ts'
import { requestFrame, type ModuleRequest } from '../../src-main/engine/devices/pn532/felica.ts'
import { blockOfOctopus, moduleBytes, moduleFrame } from '../harness/moduleBytes.ts'
import { scriptedModule, wakeAndSet } from '../harness/scriptedModule.ts'

const { ack, normalMode, firmware, pollOctopus, release } = moduleBytes

/** All that may ever be written: five questions, of which one holds a card's number, and the word to stop. */
const mayBeWritten = new Set([ack, wakeAndSet, normalMode, firmware, pollOctopus, release])

/** Target 1, sixteen bytes, 06: "Read Without Encryption", 8 bytes of the card, then service 0117 and its block 0. */
const reading = /^0000ff13edd440011006[\da-f]{16}011701018000[\da-f]{2}00$/u

/** A till is to write what only reads. By its own rules here, and not by those of the till. */
const onlyReads = (hex: string): boolean => {
  if (mayBeWritten.has(hex)) return true
  const data = hex.slice(10, -4)
  return reading.test(hex) && moduleFrame(data) === hex
}

test('the rule itself tells reading from writing and from keys', () => {
  expect(onlyReads(moduleBytes.readOctopus)).toBe(true)
  const card = '0101050186040202'
  for (const data of [
    // FeliCa's "Write Without Encryption", "Authentication1", and a read of another service.
    `d440011008${card}011701018000`,
    `d440011010${card}011701018000`,
    `d440011006${card}011801018000`,
    // The same through "InCommunicateThru", a key of MIFARE, and a register of the module.
    `d4421006${card}011701018000`,
    `d440016004ffffffffffff${card.slice(8)}`,
    'd4086302800000',
  ]) {
    expect(onlyReads(moduleFrame(data)), data).toBe(false)
  }
})

test('whatever the number of a card, no request can write to it or open it with a key', () => {
  const idm = fc.uint8Array({ minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(idm, (bytes) => {
      const all = {
        normalMode: { ask: 'normalMode' },
        firmware: { ask: 'firmware' },
        poll: { ask: 'poll' },
        read: { ask: 'read', card: { idm: bytes } },
        release: { ask: 'release' },
      } as const satisfies { [Ask in ModuleRequest['ask']]: ModuleRequest & { ask: Ask } }
      for (const request of Object.values(all)) {
        expect(onlyReads(Buffer.from(requestFrame(request)).toString('hex'))).toBe(true)
      }
    }),
  )
  expectTypeOf<ModuleRequest['ask']>().toEqualTypeOf<
    'normalMode' | 'firmware' | 'poll' | 'read' | 'release'
  >()
  // A number of another length would move what stands behind it.
  for (const length of [0, 7, 9]) {
    const card = { idm: new Uint8Array(length) }
    expect(() => requestFrame({ ask: 'read', card })).toThrow('number')
  }
})

const anyData = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => {
  const hex = Buffer.from(bytes).toString('hex')
  return moduleFrame(hex)
})
const codes = ['03', '15', '41', '4b', '53'] as const
const nearlyRight = fc
  .tuple(fc.constantFrom(...codes), fc.uint8Array({ maxLength: 40 }))
  .map(([code, bytes]) => moduleFrame(`d5${code}${Buffer.from(bytes).toString('hex')}`))
const anyIdm = fc
  .uint8Array({ minLength: 8, maxLength: 8 })
  .map((bytes) => Buffer.from(bytes).toString('hex'))
const right = fc.oneof(
  fc.constantFrom(moduleBytes.normalModeSet, moduleBytes.firmware16, moduleBytes.released),
  fc.constantFrom(moduleBytes.polledNone, moduleBytes.syntaxError, moduleBytes.polledOctopus),
  anyIdm.map((idm) => moduleFrame(`d54b01011401${idm}03004b024f498a8a8008`)),
  anyIdm.map(() => blockOfOctopus('00000164000000000000000000000021')),
)
const noise = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('hex'))
/** What a module that lies says to each of what is written; the first two are true, to get anywhere. */
const lies = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: right },
    { weight: 2, arbitrary: nearlyRight },
    { weight: 1, arbitrary: anyData },
    { weight: 1, arbitrary: noise },
  ),
  { minLength: 1, maxLength: 12 },
)

test('a module that lies gets nothing written but what reads, and every check ends', async () => {
  await fc.assert(
    fc.asyncProperty(lies, fc.boolean(), async (said, isTrueFirst) => {
      let at = 0
      const scene = await scriptedModule((asked) => {
        if (isTrueFirst && asked === wakeAndSet) return ack + moduleBytes.normalModeSet
        if (isTrueFirst && asked === firmware) return ack + moduleBytes.firmware16
        at += 1
        return (at % 3 === 0 ? '' : ack) + (said[at % said.length] ?? '')
      })
      const { result, tookMs } = await scene.done(scene.module.check())
      expect(tookMs).toBeLessThanOrEqual(20_000)
      for (const hex of scene.line.written) expect(onlyReads(hex), hex).toBe(true)
      expect(scene.line.written.length).toBeLessThan(200)
      expect(result.kind).not.toBe('busy')
    }),
    { numRuns: 60 },
  )
})

test('nothing of what it says can pass for evidence of a payment', () => {
  type Fields = BalanceResult extends infer One ? (One extends unknown ? keyof One : never) : never
  expectTypeOf<Fields>().toEqualTypeOf<'kind' | 'why' | 'valueTenCents' | 'olderValueTenCents'>()
  expectTypeOf<BalanceResult['kind']>().toEqualTypeOf<
    'value' | 'noCard' | 'otherCard' | 'unreadable' | 'noModule' | 'busy'
  >()
  // It takes nothing: no amount, no sale, no payment.
  expectTypeOf<BalanceModule['check']>().parameters.toEqualTypeOf<[]>()
  expectTypeOf<keyof BalanceModule>().toEqualTypeOf<'check' | 'stop'>()
})

test('the number of a card is nowhere in what the till keeps, says or notes', async () => {
  await fc.assert(
    fc.asyncProperty(anyIdm, async (idm) => {
      const polled = moduleFrame(`d54b01011401${idm}03004b024f498a8a8008`)
      const scene = await scriptedModule((asked) => {
        if (asked === wakeAndSet) return ack + moduleBytes.normalModeSet
        if (asked === firmware) return ack + moduleBytes.firmware16
        if (asked === pollOctopus) return ack + polled
        if (asked === release) return ack + moduleBytes.released
        return ack + moduleFrame(`d541001d07${idm}00000100000440${'00'.repeat(12)}`)
      })
      const { result } = await scene.done(scene.module.check())
      expect(result).toEqual({ kind: 'value', valueTenCents: 588, olderValueTenCents: 738 })
      // All that it says of any card is the same.
      expect(scene.notes).toEqual([
        'out normalMode',
        'in answer',
        'out firmware',
        'in answer',
        'in firmware 1.6',
        'out poll',
        'in answer',
        'in card: octopus',
        'out read',
        'in answer',
        'in block: block',
        'out release',
        'in answer',
      ])
    }),
    { numRuns: 20 },
  )
})
