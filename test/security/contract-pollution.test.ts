/** Prototype pollution through JSON: what a page or a file sends must not reach our objects. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { calls, type CallName } from '../../src-shared/contract/index.ts'
import { mergeSettings, withSetting } from '../../src-main/engine/config/settings.ts'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { openProfile } from '../../src-main/host/profile.ts'
import { openSecrets } from '../../src-main/host/secrets.ts'
import { attack, busyTill, everyInput, refusalOf, requestOf } from '../harness/attacker.ts'
import { openDoor } from '../harness/fakeTill.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { startTestTill } from '../harness/testTill.ts'

const names = Object.keys(calls) as CallName[]

const poisons = [
  '"__proto__":{"polluted":true}',
  '"__proto__":null',
  String.raw`"__proto\u005f_":{"polluted":true}`,
  '"constructor":{"prototype":{"polluted":true}}',
  '"prototype":{"polluted":true}',
  '"__defineGetter__":"polluted"',
] as const

/** Nothing that inherits has it: no object, no list, no function. */
function expectUnpolluted(): void {
  for (const innocent of [{}, [], () => undefined]) {
    expect(innocent).not.toHaveProperty('polluted')
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
}
afterEach(expectUnpolluted)

/** The text once for each object in it, with the poison as that object's first field. */
const poisoned = (text: string, poison: string): readonly string[] =>
  Array.from(text.matchAll(/\{/gu), ({ index }) => {
    const rest = text.slice(index + 1)
    return `${text.slice(0, index + 1)}${poison}${rest.startsWith('}') ? '' : ','}${rest}`
  })

/** Whoever may not do it at all may be told so before it is read. */
const refusalsFor = (name: CallName): readonly string[] =>
  calls[name].who === 'manageCounter' ? ['malformedCall', 'notPermitted'] : ['malformedCall']

describe('prototype pollution through a call', () => {
  test.for(poisons)(
    '%s in every object of every call, consent included: refused, and nothing is done',
    async (poison) => {
      const till = await startTestTill({ settings: '{"training.fpsPaysAfterMs":null}' })
      const known = await busyTill(till)
      const page = await attack(await openDoor(till.server()))
      const session = (await till.session())?.sessionId
      const override = { approver: known.staffId, pin: '3333', reason: 'because' }
      const rows = till.rows().length
      let tried = 0
      for (const name of names) {
        const request = requestOf(name, everyInput(known)[name], { session, override })
        for (const text of poisoned(JSON.stringify(request), poison)) {
          expect(JSON.parse(text)).toBeTypeOf('object')
          expect(refusalsFor(name), text).toContain(refusalOf(await page.say(text)))
          tried += 1
        }
      }
      expect(tried).toBeGreaterThan(names.length * 3 - 1)
      expect(till.rows()).toHaveLength(rows)
    },
  )

  test('at the door itself, past every carrier: nothing of it is taken over', async () => {
    const till = await startTestTill()
    await till.ready()
    const session = (await till.session())?.sessionId
    const text = JSON.stringify(requestOf('sale.open', {}, { session }))
    for (const poison of poisons) {
      const input = `{${poison},"totalMinor":100,"reference":"","description":""}`
      const request: unknown = JSON.parse(text.replace('"input":{}', `"input":${input}`))
      const reply = await till.server().call('till', request)
      expect(reply?.answer.ok, poison).toBe(false)
    }
    expect(till.kinds()).not.toContain('sale.opened')
  })

  test('a call named after what every object has: unknown', async () => {
    const till = await startTestTill()
    const page = await attack(await openDoor(till.server()))
    for (const name of [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'valueOf',
      '__lookupGetter__',
      'then',
    ]) {
      expect(refusalOf(await page.call(name, {})), name).toBe('unknownCall')
      const topic = await page.call('view.topic', { topic: name })
      expect(refusalOf(topic), name).toBe('malformedCall')
    }
  })
})

describe('prototype pollution through a file', () => {
  const nasty = (inner: string): string =>
    `{${poisons.map((poison, place) => (place === 2 ? '"x":1' : poison)).join(',')},${inner}}`

  test('settings.json: what is right in it is taken, and the rest is told as unknown', async () => {
    const till = await startTestTill({
      settings: nasty(
        '"store.name":"Harbour","store.address":{"__proto__":["x"]},"theme":{"__proto__":"dark"}',
      ),
    })
    const counter = await till.counter()
    expect(counter).toMatchObject({ storeName: 'Harbour', theme: 'system' })
    expect(counter.alarms.map(({ facts }) => facts['key'])).toEqual(
      expect.arrayContaining(['constructor', 'prototype', 'store.address', 'theme']),
    )
    await till.get('counter.chooseTheme', { theme: 'dark' })
    await till.restart()
    expect(await till.counter()).toMatchObject({ storeName: 'Harbour', theme: 'dark' })
  })

  test('settings.json: a whole layer in a prototype gives nothing', () => {
    const text = '{"__proto__":{"sale.ceilingMinor":1,"theme":"dark"}}'
    const layer = { source: 'user', state: 'read', text } as const
    const { values } = mergeSettings([layer], { user: text })
    expect(values).toMatchObject({ 'sale.ceilingMinor': 5_000_000, theme: 'system' })
    expect(JSON.parse(withSetting(layer, 'theme', 'light') ?? '')).toMatchObject({ theme: 'light' })
  })

  const refused = (open: () => unknown): unknown => {
    try {
      return open()
    } catch (problem) {
      return problem
    }
  }

  test('profile.json: an environment in a prototype is none', () => {
    const dir = tempFolder()
    writeFileSync(join(dir, 'profile.json'), '{"__proto__":{"environment":"training"}}')
    expect(refused(() => openProfile(dir))).toBeInstanceOf(StartRefused)
    writeFileSync(join(dir, 'profile.json'), nasty('"environment":"training"'))
    expect(openProfile(dir).environment).toBe('training')
  })

  test('secrets.json: a key in a prototype is none', async () => {
    const dir = tempFolder()
    const key = Buffer.alloc(32, 7).toString('base64')
    const open = async (text: string) => {
      writeFileSync(join(dir, 'secrets.json'), text, { mode: 0o600 })
      return openSecrets({ dir, firstStart: false }, null, () => undefined)
    }
    await expect(open(`{"__proto__":{"pinKey":"${key}"}}`)).rejects.toBeInstanceOf(StartRefused)
    await expect(open(`{"__proto__":{"sealed":"${key}"}}`)).rejects.toBeInstanceOf(StartRefused)
    const secrets = await open(nasty(`"pinKey":"${key}"`))
    const own = ['pinKey', 'scanKey', 'sealed', 'channelKeys', 'keepChannelKey']
    expect(Object.keys(secrets)).toEqual(own)
    expect([...secrets.channelKeys]).toEqual([])
    expect(secrets.sealed).toBe(false)
    expect(secrets.pinKey).toEqual(new Uint8Array(32).fill(7))
  })
})
