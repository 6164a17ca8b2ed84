/** The built preload, in a context that offers only what a sandboxed preload has. */
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { windows } from '../../src-shared/contract/define.ts'
import type { ContractBridge } from '../../src-shared/contract/bridge.ts'
import { done } from '../../src-shared/result.ts'
import { buildShell, type BuiltShell } from '../harness/builtShell.ts'
import { callOf } from '../harness/fakeTill.ts'

type Hear = (event: unknown, message: unknown) => void

/** What the preload did with Electron. */
type Ran = {
  readonly exposed: { readonly name: string; readonly api: unknown }[]
  readonly invoked: unknown[][]
  readonly listening: (readonly [string, Hear])[]
  readonly required: string[]
  /** The names that it left on its global object. */
  readonly left: readonly string[]
}

let built: BuiltShell
let code: string
beforeAll(async () => {
  built = await buildShell()
  code = readFileSync(built.preload, 'utf8')
}, 60_000)
afterAll(() => built.remove())

const answer = { type: 'reply', callId: 'x', answer: done(null) }

/**
 * Runs it as Electron does: as the body of a function that is given `require`, `process`,
 * `exports` and `module`. That `require` knows Electron's own module and three small ones.
 */
function run(argv: readonly string[]): Ran {
  const ran = {
    exposed: [] as { name: string; api: unknown }[],
    invoked: [] as unknown[][],
    listening: [] as (readonly [string, Hear])[],
    required: [] as string[],
  }
  const electron = Object.freeze({
    contextBridge: Object.freeze({
      exposeInMainWorld: (name: string, api: unknown) => ran.exposed.push({ name, api }),
    }),
    ipcRenderer: Object.freeze({
      invoke(...given: unknown[]) {
        ran.invoked.push(structuredClone(given))
        return Promise.resolve(structuredClone(answer))
      },
      on: (channel: string, hear: Hear) => ran.listening.push([channel, hear]),
      off(channel: string, hear: Hear) {
        const place = ran.listening.findIndex(([at, ours]) => at === channel && ours === hear)
        if (place >= 0) ran.listening.splice(place, 1)
      },
    }),
  })
  const context = createContext({})
  const before = new Set(Object.getOwnPropertyNames(context))
  const wrapped = `(function (require, process, exports, module) { ${code}\n})`
  const preload = runInContext(wrapped, context) as (...given: unknown[]) => void
  const required = (name: string): unknown => {
    ran.required.push(name)
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  const process = Object.freeze({ argv, platform: 'linux', type: 'renderer', sandboxed: true })
  const exported = {}
  preload(required, process, exported, { exports: exported })
  const left = Object.getOwnPropertyNames(context).filter((name) => !before.has(name))
  return { ...ran, left }
}

const bridgeOf = ({ exposed }: Ran): ContractBridge => exposed[0]?.api as ContractBridge

describe('what the page gets', () => {
  test('one frozen object with exactly three names, and nothing on the global object', () => {
    const ran = run(['electron', '--harbour-till-window=till'])
    expect(ran.exposed.map(({ name }) => name)).toEqual(['harbourTill'])
    const bridge = bridgeOf(ran)
    expect(Reflect.ownKeys(bridge).map(String).toSorted()).toEqual(['call', 'listen', 'window'])
    expect(Object.isFrozen(bridge)).toBe(true)
    expect(ran.left).toEqual([])
  })

  test('nothing of Electron hangs on it', () => {
    const bridge = bridgeOf(run(['--harbour-till-window=till']))
    expect(typeof bridge.window).toBe('string')
    for (const name of ['call', 'listen'] as const) {
      // A function has a name and a length, and no way to what it was made from.
      expect(Reflect.ownKeys(bridge[name]).map(String).toSorted()).toEqual(['length', 'name'])
      expect(Object.values(bridge[name])).toEqual([])
    }
    expect(bridge.listen(() => undefined)()).toBe(undefined)
  })

  test('it needs Electron’s module and no other', () => {
    expect(run(['--harbour-till-window=till']).required).toEqual(['electron'])
    expect(code).not.toMatch(/\b(?:import|export)\b[^*]*\bfrom\b/u)
    expect([...code.matchAll(/require\(([^)]*)\)/gu)].map(([, name]) => name)).toEqual([
      '"electron"',
    ])
  })
})

describe('which window it is', () => {
  test.for(windows)('the shell says %s', (window) => {
    expect(bridgeOf(run(['x', `--harbour-till-window=${window}`, 'y'])).window).toBe(window)
  })

  test.for([
    [[]],
    [['--harbour-till-window=']],
    [['--harbour-till-window=admin']],
    [['--harbour-till-window=__proto__']],
    [['--harbour-till-window=constructor']],
    [['--harbour-till-window=TILL']],
    [['x--harbour-till-window=till']],
  ])('%j is no window: the page gets nothing', ([argv]) => {
    expect(() => run(argv ?? [])).toThrow('which window')
  })
})

describe('what it carries', () => {
  test('a call goes out on its one channel, and its reply comes back', async () => {
    const ran = run(['--harbour-till-window=till'])
    const request = callOf({ topic: 'counter' })
    const reply = await bridgeOf(ran).call(request as Parameters<ContractBridge['call']>[0])
    expect(ran.invoked).toEqual([['harbour-till.call', request]])
    expect(reply).toEqual(answer)
  })

  test('an event comes without Electron’s own, whose sender leads back into Electron', () => {
    const ran = run(['--harbour-till-window=till'])
    const heard: unknown[][] = []
    const stop = bridgeOf(ran).listen((...given) => heard.push(given))
    const [channel, hear] = ran.listening[0] ?? []
    const message = { type: 'event', topic: 'counter', revision: 1, value: null }
    hear?.({ sender: 'Electron' }, structuredClone(message))
    expect(channel).toBe('harbour-till.event')
    expect(heard).toEqual([[message]])
    stop()
    expect(ran.listening).toEqual([])
  })

  test('two listeners are two, and each stops for itself', () => {
    const ran = run(['--harbour-till-window=till'])
    const bridge = bridgeOf(ran)
    const listener = (): void => undefined
    const stops = [bridge.listen(listener), bridge.listen(listener)]
    expect(ran.listening).toHaveLength(2)
    stops[0]?.()
    stops[0]?.()
    expect(ran.listening).toHaveLength(1)
  })
})
