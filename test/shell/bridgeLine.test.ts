/** The page's end of the bridge: the same behaviour as over a socket. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ContractBridge } from '../../src-shared/contract/bridge.ts'
import type { Event, Reply, Request } from '../../src-shared/contract/index.ts'
import { callIdSchema } from '../../src-shared/ids.ts'
import { done } from '../../src-shared/result.ts'
import { bridgeOf, openBridgeLine } from '../../src-renderer/state/bridgeLine.ts'
import type { LineState } from '../../src-renderer/state/line.ts'
import { freshId } from '../harness/fakeTill.ts'

type Bridge = ContractBridge & {
  readonly sent: unknown[]
  answer: (request: Request) => Promise<Reply | null>
  tell: (event: Event) => void
  listening: () => boolean
}

function fakeBridge(): Bridge {
  let hears: ((event: Event) => void) | null = null
  const bridge: Bridge = {
    window: 'till',
    sent: [],
    answer: ({ callId }) => Promise.resolve({ type: 'reply', callId, answer: done(null) }),
    call(request) {
      bridge.sent.push(request)
      return bridge.answer(request)
    },
    listen(listener) {
      hears = listener
      return () => {
        hears = null
      }
    },
    tell: (event) => hears?.(event),
    listening: () => hears !== null,
  }
  return bridge
}

const request = (): Request =>
  ({
    type: 'call',
    callId: callIdSchema.parse(freshId()),
    session: null,
    name: 'view.topic',
    input: {},
  }) satisfies Request

const open = (bridge: Bridge) => {
  const states: LineState[] = []
  const messages: unknown[] = []
  const line = openBridgeLine(bridge, {
    state: (state) => states.push(state),
    message: (message) => messages.push(message),
  })
  return { states, messages, line }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the page of a browser has no bridge, and what only looks like one is none', () => {
  expect(bridgeOf({})).toBe(null)
  expect(bridgeOf({ harbourTill: 'x' })).toBe(null)
  expect(bridgeOf({ harbourTill: { call: 1 } })).toBe(null)
  const harbourTill = fakeBridge()
  expect(bridgeOf({ harbourTill })).toBe(harbourTill)
})

test('it opens at once, carries calls there and replies and events back', async () => {
  const bridge = fakeBridge()
  const { states, messages, line } = open(bridge)
  expect(states).toEqual(['connecting'])
  await vi.advanceTimersByTimeAsync(0)
  expect(states).toEqual(['connecting', 'open'])
  const call = request()
  line.send(call)
  const event: Event = { type: 'event', topic: 'counter', revision: 1, value: null }
  bridge.tell(event)
  await vi.advanceTimersByTimeAsync(0)
  expect(bridge.sent).toEqual([call])
  expect(messages).toEqual([event, { type: 'reply', callId: call.callId, answer: done(null) }])
})

test('what JSON has no word for is left out, as over a socket', async () => {
  const bridge = fakeBridge()
  open(bridge).line.send({ ...request(), input: { a: undefined, b: 1 } })
  expect(bridge.sent).toMatchObject([{ input: { b: 1 } }])
  expect(JSON.stringify(bridge.sent)).not.toContain('"a"')
  expect(Object.keys((bridge.sent[0] as Request).input as object)).toEqual(['b'])
})

test.for([
  ['cannot be answered', () => Promise.resolve(null)],
  ['breaks', () => Promise.reject(new Error('no handler'))],
] as const)(
  'a request that %s: the line is away for a moment, then open again',
  async ([, answer]) => {
    const bridge = fakeBridge()
    const { states, line } = open(bridge)
    await vi.advanceTimersByTimeAsync(0)
    bridge.answer = answer
    line.send(request())
    line.send(request())
    await vi.advanceTimersByTimeAsync(0)
    expect(states).toEqual(['connecting', 'open', 'away'])
    line.send(request())
    expect(bridge.sent).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(300)
    expect(states).toEqual(['connecting', 'open', 'away', 'open'])
    // Again and again it waits longer.
    line.send(request())
    await vi.advanceTimersByTimeAsync(599)
    expect(states.at(-1)).toBe('away')
    await vi.advanceTimersByTimeAsync(1)
    expect(states.at(-1)).toBe('open')
  },
)

test('stopped, it listens no longer and does not come back', async () => {
  const bridge = fakeBridge()
  const { states, line } = open(bridge)
  await vi.advanceTimersByTimeAsync(0)
  bridge.answer = () => Promise.resolve(null)
  line.send(request())
  line.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(states).toEqual(['connecting', 'open'])
  expect(bridge.listening()).toBe(false)
})
