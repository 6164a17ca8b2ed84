/** Attacks on the socket that carries the contract, each by its name, against a real one. */
import { connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { messageLimit, requestLimit, type Event } from '../../src-shared/contract/index.ts'
import {
  callOf,
  closed,
  fakeTill,
  freshId,
  nextMessages,
  openDoor,
  openSocket,
  signIn,
} from '../harness/fakeTill.ts'

const callsInFlight = 64
const event = (value: unknown): Event => ({ type: 'event', topic: 'counter', revision: 1, value })

describe('the upgrade', () => {
  test('no cookie: refused', async () => {
    const web = await openDoor()
    await expect(openSocket(web, { cookie: 'x=y' })).rejects.toThrow('403')
  })

  test("another instance's cookie: refused", async () => {
    const [web, other] = [await openDoor(), await openDoor()]
    await expect(openSocket(web, { cookie: await signIn(other) })).rejects.toThrow('403')
  })

  test('foreign Origin (cross-site WebSocket hijacking), or none: refused', async () => {
    const web = await openDoor()
    const cookie = await signIn(web)
    for (const origin of [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${web.port + 1}`,
      `http://localhost:${web.port}`,
      null,
    ]) {
      await expect(openSocket(web, { cookie, origin }), String(origin)).rejects.toThrow('403')
    }
  })

  test('foreign Host (DNS rebinding): refused, even with its own Origin', async () => {
    const web = await openDoor()
    const host = `evil.example:${web.port}`
    await expect(openSocket(web, { host, origin: `http://${host}` })).rejects.toThrow('421')
  })

  test('a window that has no page, or is none: refused', async () => {
    const web = await openDoor()
    const cookie = await signIn(web)
    for (const path of [
      '/',
      '/contract',
      '/contract/',
      '/contract/manager',
      '/contract/till/',
      '/contract/constructor',
      '/contract/__proto__',
      '/contract/TILL',
    ]) {
      await expect(openSocket(web, { cookie, path }), path).rejects.toThrow('404')
    }
  })

  test('an upgrade to something else than a WebSocket: refused', async () => {
    const web = await openDoor()
    const cookie = await signIn(web)
    const answer = await new Promise<string>((resolve) => {
      const host = `127.0.0.1:${web.port}`
      const socket = connect({ host: '127.0.0.1', port: web.port }, () =>
        socket.write(
          `GET /contract/till HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\n` +
            `Cookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
        ),
      )
      let text = ''
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      socket.on('close', () => resolve(text))
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400 /u)
  })

  test('more pages than a till has: the ninth is refused, and one that goes makes room', async () => {
    const till = fakeTill()
    const web = await openDoor(till)
    const cookie = await signIn(web)
    const sockets = await Promise.all(Array.from({ length: 8 }, () => openSocket(web, { cookie })))
    await expect(openSocket(web, { cookie })).rejects.toThrow('503')
    sockets[0]?.terminate()
    await vi.waitFor(() => expect(till.listening()).toBe(7))
    await openSocket(web, { cookie })
  })

  test('compression is not agreed to', async () => {
    expect((await openSocket(await openDoor())).extensions).toBe('')
  })
})

describe('the contract is carried', () => {
  test('a call reaches the engine as it was sent, with the window of the address', async () => {
    const till = fakeTill()
    const socket = await openSocket(await openDoor(till))
    const callId = freshId()
    const call = { ...callOf({ amount: 1 }, callId), window: 'manager' }
    socket.send(JSON.stringify(call))
    const [reply] = await nextMessages(socket, 1)
    expect(reply).toMatchObject({ type: 'reply', callId, answer: { ok: true } })
    expect(till.received).toEqual([{ window: 'till', request: call }])
  })

  test('events go to every page, and to none that has gone', async () => {
    const till = fakeTill()
    const web = await openDoor(till)
    const cookie = await signIn(web)
    const pages = await Promise.all([openSocket(web, { cookie }), openSocket(web, { cookie })])
    const seen = Promise.all(pages.map((page) => nextMessages(page, 1)))
    till.tell(event('ready'))
    expect(await seen).toEqual([[event('ready')], [event('ready')]])
    for (const page of pages) page.close()
    await vi.waitFor(() => expect(till.listening()).toBe(0))
    till.tell(event('nobody hears'))
  })

  test('the server goes away: pages are told so', async () => {
    const web = await openDoor()
    const socket = await openSocket(web)
    const code = closed(socket)
    await web.close()
    expect(await code).toBe(1001)
  })
})

describe('a page that misbehaves', () => {
  test('malformed JSON: the connection ends', async () => {
    const till = fakeTill()
    const socket = await openSocket(await openDoor(till))
    socket.send('{"type":"call"')
    expect(await closed(socket)).toBe(1008)
    expect(till.received).toEqual([])
  })

  test('a message without a call id: the engine has no answer, the connection ends', async () => {
    const till = fakeTill()
    till.answer = () => Promise.resolve(null)
    const socket = await openSocket(await openDoor(till))
    socket.send('[]')
    expect(await closed(socket)).toBe(1008)
  })

  test('binary frame: the connection ends', async () => {
    const till = fakeTill()
    const socket = await openSocket(await openDoor(till))
    socket.send(Buffer.from(JSON.stringify(callOf(null))))
    expect(await closed(socket)).toBe(1003)
    expect(till.received).toEqual([])
  })

  test('oversized message: the connection ends, and the largest allowed goes through', async () => {
    const till = fakeTill()
    till.answer = () =>
      Promise.resolve({ type: 'reply', callId: freshId(), answer: { ok: true, value: null } })
    const socket = await openSocket(await openDoor(till))
    const empty = JSON.stringify(callOf('')).length
    const answered = nextMessages(socket, 1)
    socket.send(JSON.stringify(callOf('a'.repeat(requestLimit - empty))))
    await answered
    socket.send(JSON.stringify(callOf('a'.repeat(requestLimit - empty + 1))))
    expect(await closed(socket)).toBe(1009)
    expect(till.received).toHaveLength(1)
  })

  test('broken UTF-8: the connection ends', async () => {
    const socket = await openSocket(await openDoor())
    socket.send(Buffer.from([0x22, 0xff, 0x22]), { binary: false })
    expect(await closed(socket)).toBe(1007)
  })

  test('flood of calls: what is over the limit is answered, and the others are done', async () => {
    const till = fakeTill()
    const release: (() => void)[] = []
    const echo = till.answer
    till.answer = async (request) => {
      await new Promise<void>((resolve) => release.push(resolve))
      return echo(request)
    }
    const socket = await openSocket(await openDoor(till))
    const calls = Array.from({ length: callsInFlight + 10 }, (_, place) => callOf(place))
    const refused = nextMessages(socket, 10)
    for (const call of calls) socket.send(JSON.stringify(call))
    expect(await refused).toEqual(
      calls.slice(callsInFlight).map(({ callId }) => ({
        type: 'reply',
        callId,
        answer: { ok: false, failure: { code: 'tooManyCalls', facts: {} } },
      })),
    )
    const rest = nextMessages(socket, callsInFlight)
    for (const go of release) go()
    expect(await rest).toHaveLength(callsInFlight)
    const after = nextMessages(socket, 1)
    socket.send(JSON.stringify(callOf('there is room again')))
    await vi.waitFor(() => expect(release).toHaveLength(callsInFlight + 1))
    release.at(-1)?.()
    expect(await after).toMatchObject([{ answer: { ok: true } }])
  })

  test('flood of calls that cannot be answered: the connection ends', async () => {
    const till = fakeTill()
    till.answer = () => new Promise(() => undefined)
    const socket = await openSocket(await openDoor(till))
    for (let sent = 0; sent <= callsInFlight; sent += 1) socket.send('{}')
    expect(await closed(socket)).toBe(1008)
  })

  test('a page that does not read: it is cut off before memory fills', async () => {
    const till = fakeTill()
    const web = await openDoor(till)
    const cookie = await signIn(web)
    const [slow, stuck] = [await openSocket(web, { cookie }), await openSocket(web, { cookie })]
    slow.pause()
    stuck.pause()
    // 30 MB: more than the system's own buffers and what may wait here, together.
    const value = 'a'.repeat(messageLimit / 2)
    for (let told = 0; told < 60; told += 1) {
      till.tell(event(value))
      await new Promise<void>((resolve) => {
        setImmediate(resolve)
      })
    }
    const received = vi.fn<() => void>()
    slow.on('message', received)
    const code = closed(slow)
    slow.resume()
    expect(await code).toBe(1013)
    expect(received.mock.calls.length).toBeLessThan(60)
    await vi.waitFor(() => expect(till.listening()).toBe(0), { timeout: 4_000 })
  })

  test('a page that died without a word: found out by its silence', async () => {
    const till = fakeTill()
    const web = await openDoor(till, { pingEveryMs: 400 })
    const cookie = await signIn(web)
    const silent = new WebSocket(`ws://127.0.0.1:${web.port}/contract/till`, {
      autoPong: false,
      headers: { cookie, origin: `http://127.0.0.1:${web.port}` },
    })
    const ended = closed(silent)
    const alive = await openSocket(web, { cookie })
    expect(await ended).toBe(1006)
    await vi.waitFor(() => expect(till.listening()).toBe(1))
    expect(alive.readyState).toBe(WebSocket.OPEN)
  })
})

describe('a bug of ours', () => {
  test('an engine that throws: the page is sent away, and the server stays', async () => {
    const till = fakeTill()
    till.answer = () => Promise.reject(new Error('bug'))
    const web = await openDoor(till)
    const cookie = await signIn(web)
    const socket = await openSocket(web, { cookie })
    socket.send(JSON.stringify(callOf(null)))
    expect(await closed(socket)).toBe(1011)
    await openSocket(web, { cookie })
  })

  test('an answer larger than a message may be: the call is answered as a bug', async () => {
    const till = fakeTill()
    const callId = freshId()
    till.answer = () =>
      Promise.resolve({
        type: 'reply',
        callId,
        answer: { ok: true, value: 'a'.repeat(messageLimit) },
      })
    const socket = await openSocket(await openDoor(till))
    const replies = nextMessages(socket, 1)
    socket.send(JSON.stringify(callOf(null, callId)))
    expect(await replies).toEqual([
      {
        type: 'reply',
        callId,
        answer: { ok: false, failure: { code: 'bug', facts: { reference: callId } } },
      },
    ])
  })
})
