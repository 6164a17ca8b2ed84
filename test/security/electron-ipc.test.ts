/** Attacks on the IPC that carries the contract, each by its name. */
import { describe, expect, test } from 'vitest'
import { calls, messageLimit, requestLimit } from '../../src-shared/contract/index.ts'
import type { CallEvent, Frame } from '../../src-main/shell/electron.ts'
import { callOf, fakeTill, freshId } from '../harness/fakeTill.ts'
import { customerPage, eventually, openTestShell, type TestShell } from '../harness/testShell.ts'
import { startTestTill } from '../harness/testTill.ts'

const frame = (more: Partial<Frame> = {}): Frame => ({
  frameTreeNodeId: 100,
  origin: 'app://till',
  parent: null,
  ...more,
})
const malformed = (callId: unknown): unknown => ({
  type: 'reply',
  callId,
  answer: { ok: false, failure: { code: 'malformedCall', facts: { field: '' } } },
})

describe('who is answered', () => {
  test('the main frame of our own page is, as the window that the shell made it', async () => {
    const server = fakeTill()
    const shell = await openTestShell({ server })
    const call = { ...callOf({ amount: 1 }), window: 'manager' }
    expect(await shell.call(call)).toMatchObject({ type: 'reply', answer: { ok: true } })
    expect(server.received).toEqual([{ window: 'till', request: call }])
  })

  test.for<readonly [string, Partial<CallEvent>]>([
    ['a foreign frame', { senderFrame: frame({ frameTreeNodeId: 101 }) }],
    ['a sub frame of our own page', { senderFrame: frame({ parent: {} }) }],
    ['a frame that is gone', { senderFrame: null }],
    ['a window that the shell did not make', { sender: { id: 99 } }],
    [
      'a frame that throws when it is looked at',
      {
        senderFrame: {
          ...frame(),
          get origin(): string {
            throw new Error('Render frame was disposed')
          },
        },
      },
    ],
  ])('%s: no answer, and the engine is not asked', async ([, from]) => {
    const server = fakeTill()
    const shell = await openTestShell({ server })
    expect(await shell.call(callOf(null), from)).toBe(null)
    expect(server.received).toEqual([])
    expect(shell.logged.map(({ event }) => event)).toContain('ipc.foreignSender')
  })

  test.for([
    'null',
    '',
    'file://',
    'https://evil.example',
    'http://till',
    'https://till',
    'app://',
    'app://evil',
    'app://till.evil',
    'app://evil.till',
    'app://till@evil',
    'app://till:80',
    'app://TILL',
    'app://tiII',
    'app:till',
    'xapp://till',
    'devtools://devtools',
    'chrome-extension://till',
  ])('a page of the origin %j: no answer', async (origin) => {
    const server = fakeTill()
    const shell = await openTestShell({ server })
    expect(await shell.call(callOf(null), { senderFrame: frame({ origin }) })).toBe(null)
    expect(server.received).toEqual([])
  })

  test('events go to a page of our own only, and to none whose window is gone', async () => {
    const server = fakeTill()
    const { recorded } = await openTestShell({ server })
    const { webContents } = recorded.window()
    const tell = (): void =>
      server.tell({ type: 'event', topic: 'counter', revision: 1, value: null })
    tell()
    expect(webContents.sent).toHaveLength(1)
    webContents.mainFrame = frame({ origin: 'https://evil.example' })
    tell()
    expect(webContents.sent).toHaveLength(1)
    recorded.window().destroy()
    expect(server.listening()).toBe(0)
  })
})

describe('what is sent', () => {
  const cyclic = (callId: string): Record<string, unknown> => {
    const call = callOf(null, callId)
    call['input'] = call
    return call
  }
  const deep = (levels: number): unknown => (levels === 0 ? 0 : [deep(levels - 1)])
  const wide: Record<string, unknown> = {}
  for (let level = 0, of = wide; level < 24; level += 1) {
    const next = {}
    of['a'] = next
    of['b'] = next
    of = next
  }

  test.for<readonly [string, (callId: string) => unknown]>([
    ['a BigInt', (callId) => callOf({ amountMinor: 1n }, callId)],
    ['a Map', (callId) => callOf(new Map([['a', 1]]), callId)],
    ['a Set', (callId) => callOf(new Set([1]), callId)],
    ['a Date', (callId) => callOf(new Date(), callId)],
    ['bytes', (callId) => callOf(new Uint8Array(8), callId)],
    ['a regular expression', (callId) => callOf(/a/u, callId)],
    ['an error', (callId) => callOf(new Error('x'), callId)],
    ['undefined', (callId) => callOf(undefined, callId)],
    ['NaN', (callId) => callOf(Number.NaN, callId)],
    ['infinity', (callId) => callOf(Number.POSITIVE_INFINITY, callId)],
    ['an array with a hole', (callId) => callOf(Array.from({ length: 3 }).fill(1, 1), callId)],
    ['an array with a name', (callId) => callOf(Object.assign([1], { a: 1 }), callId)],
    ['itself, again and again', cyclic],
    ['a thousand levels', (callId) => callOf(deep(1_000), callId)],
    ['the same object in sixteen million places', (callId) => callOf(wide, callId)],
    ['more bytes than a request may have', (callId) => callOf('a'.repeat(requestLimit), callId)],
    ['more bytes than letters', (callId) => callOf('尚'.repeat(requestLimit / 2), callId)],
    [
      'a prototype in the place of a field',
      (callId) => callOf(JSON.parse('{"__proto__":{"role":"admin"}}'), callId),
    ],
  ])('%s: answered as malformed, and the engine does not see it', async ([, call]) => {
    const server = fakeTill()
    const shell = await openTestShell({ server })
    const callId = freshId()
    expect(await shell.call(call(callId))).toEqual(malformed(callId))
    expect(server.received).toEqual([])
    expect({}).not.toHaveProperty('role')
  })

  test.for<readonly [string, unknown]>([
    ['nothing', undefined],
    ['a BigInt alone', 1n],
    ['a Map alone', new Map()],
    ['a call id that is none', { callId: 'x', input: 1n }],
    ['a call id in a prototype', JSON.parse(`{"__proto__":{"callId":"${freshId()}"}}`)],
  ])('%s: nobody can be answered', async ([, request]) => {
    const server = fakeTill()
    const shell = await openTestShell({ server })
    expect(await shell.call(request)).toBe(null)
    expect(server.received).toEqual([])
  })

  test('the largest request allowed goes through', async () => {
    const server = fakeTill()
    const shell = await openTestShell({ server })
    const call = callOf('')
    call['input'] = 'a'.repeat(requestLimit - JSON.stringify(call).length)
    expect(await shell.call(call)).toMatchObject({ answer: { ok: true } })
    call['input'] = `${String(call['input'])}a`
    expect(await shell.call(call)).toEqual(malformed(call['callId']))
  })

  test('a flood of calls: what is over the limit is answered, and there is room again after', async () => {
    const server = fakeTill()
    const release: (() => void)[] = []
    const echo = server.answer
    server.answer = async (request) => {
      await new Promise<void>((resolve) => release.push(resolve))
      return echo(request)
    }
    const shell = await openTestShell({ server })
    const answers = Array.from({ length: 64 }, () => shell.call(callOf(null)))
    await eventually(() => expect(release).toHaveLength(64))
    const call = callOf(null)
    expect(await shell.call(call)).toMatchObject({
      callId: call['callId'],
      answer: { failure: { code: 'tooManyCalls' } },
    })
    for (const go of release) go()
    expect(await Promise.all(answers)).toHaveLength(64)
    server.answer = echo
    expect(await shell.call(callOf(null))).toMatchObject({ answer: { ok: true } })
  })

  test('a page that does not react: of each topic the last event waits for it, no more', async () => {
    const server = fakeTill()
    const { recorded } = await openTestShell({ server })
    const { webContents } = recorded.window()
    webContents.emit('unresponsive')
    for (let revision = 1; revision <= 1_000; revision += 1) {
      server.tell({ type: 'event', topic: 'counter', revision, value: null })
      server.tell({ type: 'event', topic: 'sale', revision, value: null })
    }
    expect(webContents.sent).toEqual([])
    webContents.emit('responsive')
    expect(webContents.sent).toMatchObject([
      { message: { topic: 'counter', revision: 1_000 } },
      { message: { topic: 'sale', revision: 1_000 } },
    ])
  })
})

describe('a bug of ours', () => {
  test('an engine that throws: no answer, no exception, and the page comes anew', async () => {
    const server = fakeTill()
    server.answer = () => Promise.reject(new Error('bug'))
    const shell = await openTestShell({ server })
    expect(await shell.call(callOf(null))).toBe(null)
    expect(shell.recorded.window().webContents.reloads).toBe(1)
  })

  test('an answer larger than a message may be: the call is answered as a bug', async () => {
    const server = fakeTill()
    server.answer = (request) => {
      const { callId } = request as { callId: string }
      const value = 'a'.repeat(messageLimit)
      return Promise.resolve({ type: 'reply', callId, answer: { ok: true, value } })
    }
    const shell = await openTestShell({ server })
    expect(await shell.call(callOf(null))).toMatchObject({
      answer: { failure: { code: 'bug' } },
    })
  })
})

describe('who may call what, on the real engine', () => {
  /** With the customer's window shown, as a link on the till's page does it. */
  const opened = async (): Promise<TestShell> => {
    const till = await startTestTill()
    const shell = await openTestShell({ server: till.server() })
    shell.recorded.window().webContents.opens(customerPage)
    return shell
  }
  const codeOf = (reply: unknown): unknown =>
    (reply as { answer: { failure?: { code: string } } }).answer.failure?.code

  const tillsOwn = Object.entries(calls)
    .filter(([, { windows }]) => !(windows as readonly string[]).includes('customer'))
    .map(([name]) => name)

  test('the customer window calls what is the till’s: none of it is done', async () => {
    const shell = await opened()
    const customer = shell.recorded.window(customerPage)
    const { mainFrame } = customer.webContents
    const codes = await Promise.all(
      tillsOwn.map(async (name) =>
        codeOf(await shell.call({ ...callOf({}), name }, { senderFrame: mainFrame }, customer)),
      ),
    )
    expect(new Set(codes)).toEqual(new Set(['wrongWindow']))
    expect(tillsOwn.length).toBeGreaterThan(10)
  })

  test('the customer window shows itself as the till’s frame: no answer', async () => {
    const shell = await opened()
    const customer = shell.recorded.window(customerPage)
    const { mainFrame } = shell.recorded.window().webContents
    expect(await shell.call(callOf({}), { senderFrame: mainFrame }, customer)).toBe(null)
  })

  test('a call without session: whatever needs a person is refused', async () => {
    const shell = await opened()
    for (const [name, { who }] of Object.entries(calls)) {
      if (who === 'anyone') continue
      expect(codeOf(await shell.call({ ...callOf({}), name })), name).toBe('signInNeeded')
    }
  })

  test('a session that somebody made up: refused', async () => {
    const shell = await opened()
    const call = { ...callOf({}), name: 'session.signOut', session: freshId() }
    expect(codeOf(await shell.call(call))).toBe('signInNeeded')
  })
})
