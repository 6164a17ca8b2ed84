/** The web as the engine gets it, against real servers on loopback. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { HttpRequest } from '../../src-main/engine/channels/http.ts'
import { createHttp } from '../../src-main/host/http.ts'
import { realClock } from '../../src-main/host/realClock.ts'
import tls from '../vectors/loopback-tls.json' with { type: 'json' }

const limits = { connectMs: 2_000, answerMs: 5_000, bytes: 10_000 }
const text = (body: Uint8Array): string => new TextDecoder().decode(body)

const listening = async (
  server: Server | ReturnType<typeof createTcpServer>,
  scheme = 'http',
): Promise<string> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const serve = (answer: RequestListener): Promise<string> => listening(createServer(answer))
/** Writes these bytes to whoever connects, whatever he asks. */
const serveBytes = (answer: (socket: Socket) => void): Promise<string> =>
  listening(
    createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => answer(socket))
    }),
  )
const open = (...made: Parameters<typeof createHttp>) => {
  const http = createHttp(...made)
  onTestFinished(() => http.close())
  return http
}
const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, body: null })

describe('a question', () => {
  test('arrives as it was asked, and the answer as it was given', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body })
        response.writeHead(422, { ETag: '"7"', 'X-Two': ['a', 'b'] }).end('no')
      })
    })
    const answer = await open().ask(
      {
        method: 'PUT',
        url: `${url}/v1/payments/1?a=1`,
        headers: { 'content-type': 'application/json', 'idempotency-key': '1' },
        body: new TextEncoder().encode('{"a":"簽"}'),
      },
      limits,
    )
    expect(seen).toMatchObject([
      {
        method: 'PUT',
        url: '/v1/payments/1?a=1',
        headers: { 'idempotency-key': '1', 'content-length': '11' },
        body: '{"a":"簽"}',
      },
    ])
    expect(answer).toMatchObject({
      kind: 'answered',
      status: 422,
      headers: { etag: '"7"', 'x-two': 'a, b' },
    })
    expect(answer.kind === 'answered' && text(answer.body)).toBe('no')
  })

  test('that is redirected is not asked elsewhere', async () => {
    let elsewhere = 0
    const other = await serve((_, response) => {
      elsewhere += 1
      response.end()
    })
    const url = await serve((_, response) => response.writeHead(307, { location: other }).end())
    expect(await open().ask(get(url), limits)).toMatchObject({ kind: 'answered', status: 307 })
    expect(elsewhere).toBe(0)
  })

  test('asked one after the other go over one connection', async () => {
    const connections = new Set<unknown>()
    const url = await serve((request, response) => {
      connections.add(request.socket)
      response.end('ok')
    })
    const http = open()
    for (let at = 0; at < 10; at += 1) await http.ask(get(url), limits)
    expect(connections.size).toBeLessThanOrEqual(2)
  })

  test('that sets a cookie does not get it back', async () => {
    const cookies: (string | undefined)[] = []
    const url = await serve((request, response) => {
      cookies.push(request.headers.cookie)
      response.writeHead(200, { 'set-cookie': 'a=1' }).end()
    })
    const http = open()
    await http.ask(get(url), limits)
    await http.ask(get(url), limits)
    expect(cookies).toEqual([undefined, undefined])
  })

  test.for<[string, (socket: Socket) => void]>([
    ['nothing', (socket) => socket.end()],
    ['a broken connection', (socket) => socket.resetAndDestroy()],
    ['half of the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    [
      'half of the body',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'),
    ],
    [
      'half of the chunks',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
    ],
    ['garbage', (socket) => socket.end('\u{0}\u{1}\u{2} garbage \r\n\r\n')],
    [
      'endless headers',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\na: ${'a'.repeat(40_000)}\r\n\r\n`),
    ],
  ])('that is answered with %s has failed', async ([, answer]) => {
    const url = await serveBytes(answer)
    expect(await open().ask(get(url), limits)).toMatchObject({ kind: 'failed' })
  })

  test('that is answered with too much has failed, said in advance or not', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/told') response.setHeader('content-length', 20_000)
      response.end('a'.repeat(20_000))
    })
    const failed = { kind: 'failed', reason: 'an answer of more than 10000 bytes' }
    expect(await open().ask(get(`${url}/told`), limits)).toEqual(failed)
    expect(await open().ask(get(`${url}/chunked`), limits)).toEqual(failed)
    expect(await open().ask(get(url), { ...limits, bytes: 20_000 })).toMatchObject({
      kind: 'answered',
    })
  })

  test('that is not answered in time has failed, also in the middle of the answer', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/middle') response.write('half')
    })
    const short = { ...limits, answerMs: 200 }
    const failed = { kind: 'failed', reason: 'no answer in time' }
    expect(await open().ask(get(url), short)).toEqual(failed)
    expect(await open().ask(get(`${url}/middle`), short)).toEqual(failed)
  })

  test('that finds nobody to shake hands with in time has failed', async () => {
    const url = await serveBytes(() => undefined)
    const short = { ...limits, connectMs: 200 }
    expect(await open().ask(get(url.replace('http:', 'https:')), short)).toEqual({
      kind: 'failed',
      reason: 'UND_ERR_CONNECT_TIMEOUT',
    })
  })

  test('to nobody, or to no address, has failed', async () => {
    const closed = createServer()
    const gone = await listening(closed)
    closed.close()
    expect(await open().ask(get(gone), limits)).toMatchObject({
      kind: 'failed',
      reason: 'ECONNREFUSED',
    })
    for (const wrong of ['', 'pay.example', 'file:///etc/passwd', 'http://']) {
      expect(await open().ask(get(wrong), limits)).toMatchObject({ kind: 'failed' })
    }
  })

  test('with a header that is none has failed, and nothing left', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked += 1
      response.end()
    })
    const request = { ...get(url), headers: { a: 'b\r\nhost: evil' } }
    expect(await open().ask(request, limits)).toMatchObject({ kind: 'failed' })
    expect(asked).toBe(0)
  })
})

describe('a certificate', () => {
  const serveTls = (): Promise<string> =>
    listening(
      createTlsServer({ key: tls.key, cert: tls.certificate }, (_, response) => response.end('ok')),
      'https',
    )

  test('that nobody vouches for is refused, whatever the environment says', async () => {
    const url = await serveTls()
    const refused = { kind: 'failed', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' }
    expect(await open().ask(get(url), limits)).toEqual(refused)
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    expect(await open().ask(get(url), limits)).toEqual(refused)
  })

  test('that is trusted by name is taken, for its own addresses only', async () => {
    const url = await serveTls()
    const http = open({ ca: tls.certificate })
    expect(await http.ask(get(url), limits)).toMatchObject({ kind: 'answered', status: 200 })
    expect(await http.ask(get(url.replace('127.0.0.1', '127.0.0.2')), limits)).toMatchObject({
      kind: 'failed',
    })
  })
})

describe('a stream', () => {
  const listen = (url: string) => {
    const told: string[] = []
    const done = Promise.withResolvers<null>()
    const stop = open().listen(get(url), limits, {
      answered: (status) => told.push(`answered ${status}`),
      data: (part) => told.push(part),
      ended(reason) {
        told.push(`ended ${reason}`)
        done.resolve(null)
      },
    })
    return { told, stop, ended: done.promise }
  }

  test('tells its status, its text and its end, with no letter torn apart', async () => {
    const url = await serve((_, response) => {
      const letter = Buffer.from('簽')
      response.write(letter.subarray(0, 1))
      realClock.after(50, () => response.end(letter.subarray(1)))
    })
    const { told, ended } = listen(url)
    await ended
    expect(told.filter((part) => part !== '')).toEqual(['answered 200', '簽', 'ended ended'])
  })

  test('that breaks off says so, once', async () => {
    const url = await serve((_, response) => {
      response.write('data: 1\n\n')
      realClock.after(50, () => response.destroy())
    })
    const { told, ended } = listen(url)
    await ended
    expect(told).toHaveLength(3)
    expect(told[2]).toMatch(/^ended ./u)
  })

  test('that nobody offers ends, without an answer', async () => {
    const { told, ended } = listen('http://127.0.0.1:1')
    await ended
    expect(told).toEqual(['ended ECONNREFUSED'])
  })

  test('that was stopped says nothing more, and its connection is closed', async () => {
    const gone = Promise.withResolvers<null>()
    const asked = Promise.withResolvers<null>()
    const url = await serve((request, response) => {
      response.write('data: 1\n\n')
      request.on('close', () => gone.resolve(null))
      asked.resolve(null)
    })
    const { told, stop } = listen(url)
    await asked.promise
    stop()
    const before = told.length
    await gone.promise
    expect(told).toHaveLength(before)
  })
})
