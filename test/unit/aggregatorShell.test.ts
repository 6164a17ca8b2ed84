/** The simulated aggregator on a real wire, and in a test's memory: both carry the same things in the same way. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { connect } from 'node:net'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Http, HttpRequest } from '../../src-main/engine/channels/http.ts'
import { createHttp } from '../../src-main/host/http.ts'
import { createKeys } from '../../src-main/host/keys.ts'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'
import type { AggregatorDoor } from '../../src-main/training/aggregator/door.ts'
import { serveAggregator } from '../../src-main/training/aggregator/httpShell.ts'
import { openOwnKeys } from '../../src-main/training/aggregator/ownKeys.ts'
import { createCounter, mainUrl, startSimulated } from '../harness/simulated.ts'
import { createWire } from '../harness/wire.ts'

type Carried = { readonly http: Http; readonly baseUrl: string }

async function byServer(door: AggregatorDoor): Promise<Carried> {
  const shell = await serveAggregator(door)
  const http = createHttp()
  onTestFinished(async () => {
    await http.close()
    await shell.close()
  })
  return { http, baseUrl: shell.baseUrl }
}

const inMemory = (door: AggregatorDoor): Promise<Carried> =>
  Promise.resolve({ http: createWire({ [mainUrl]: door }, realClock), baseUrl: mainUrl })

const limits = { connectMs: 2_000, answerMs: 300, bytes: 100_000 }

describe.each([
  ['on loopback', byServer],
  ['in memory', inMemory],
] as const)('%s', (_, carry) => {
  async function started() {
    const simulated = await startSimulated({ now: realClock })
    const { http, baseUrl } = await carry(simulated.door)
    const counter = createCounter(http, realClock, { seed: 'shell', baseUrl })
    await counter.enrol()
    return { ...simulated, http, baseUrl, counter }
  }
  const health = (baseUrl: string): HttpRequest => ({
    method: 'GET',
    url: `${baseUrl}/v1/health`,
    headers: {},
    body: null,
  })

  test('a counter enrols, and its payments are made, asked for and ended', async () => {
    const { counter, newId, request } = await started()
    const id = newId()
    const made = await counter.ask('putPayment', id, request())
    expect(made).toMatchObject({ status: 200, signed: true, body: { state: 'awaitingPayer' } })
    const end = { amount: request().amount, method: 'alipay' }
    const ended = await counter.ask('closePayment', id, end)
    expect(ended).toMatchObject({ status: 200, signed: true, body: { state: 'closed' } })
    expect(await counter.ask('getPayment', newId())).toMatchObject({ status: 404, signed: true })
  })

  test('settings that are as before are an answer without a body, signed', async () => {
    const { counter } = await started()
    const first = await counter.ask('settings', counter.counterId)
    const headers = { 'if-none-match': first.headers['etag'] ?? '' }
    const again = await counter.ask('settings', counter.counterId, null, { headers })
    expect(again).toMatchObject({ status: 304, signed: true, body: null })
  })

  test('what is lost or cut is no answer', async () => {
    const { core, http, baseUrl } = await started()
    for (const trick of [
      { kind: 'loseRequest' },
      { kind: 'loseAnswer' },
      { kind: 'cutAt', byte: 0 },
      { kind: 'cutAt', byte: 20 },
      { kind: 'cutAt', byte: 150 },
    ] as const) {
      core.script(() => trick)
      expect((await http.ask(health(baseUrl), limits)).kind, trick.kind).toBe('failed')
    }
    core.script(() => ({ kind: 'cutAt', byte: 100_000 }))
    expect((await http.ask(health(baseUrl), limits)).kind).toBe('answered')
  })

  test('an answer is late as it is told to be, and given up when that is too late', async () => {
    const { core, http, baseUrl } = await started()
    core.script(() => ({ kind: 'answerAfter', ms: 120 }))
    const fromMs = performance.now()
    expect((await http.ask(health(baseUrl), limits)).kind).toBe('answered')
    expect(performance.now() - fromMs).toBeGreaterThan(100)
    core.script(() => ({ kind: 'answerAfter', ms: 60_000 }))
    expect((await http.ask(health(baseUrl), limits)).kind).toBe('failed')
  })

  test('an aggregator that is gone gives no answer, and its streams break', async () => {
    const { door, http, baseUrl, counter } = await started()
    const heard: string[] = []
    const url = `${baseUrl}/v1/counters/${counter.counterId}/stream`
    const request = await counter.signed({ method: 'GET', url, headers: {}, body: null })
    const ended = new Promise<void>((resolve) => {
      http.listen(request, limits, {
        answered: (status) => heard.push(String(status)),
        data: (text) => heard.push(text),
        ended() {
          heard.push('ended')
          resolve()
        },
      })
    })
    await expect.poll(() => heard).toEqual(['200'])
    door.setState('gone')
    await ended
    expect(heard).toEqual(['200', 'ended'])
    expect((await http.ask(health(baseUrl), limits)).kind).toBe('failed')
    door.setState('good')
    expect((await http.ask(health(baseUrl), limits)).kind).toBe('answered')
  })

  test('the stream brings what was missed, and what comes by itself', async () => {
    const { door, http, baseUrl, counter, newId, request } = await started()
    const ids = [newId(), newId()] as const
    for (const id of ids) await counter.ask('putPayment', id, request())
    door.customerPays(ids[0], null)
    const heard: string[] = []
    const url = `${baseUrl}/v1/counters/${counter.counterId}/stream`
    const listening = await counter.signed({ method: 'GET', url, headers: {}, body: null })
    const stop = http.listen(listening, limits, {
      answered: () => undefined,
      data: (text) => heard.push(text),
      ended: () => heard.push('ended'),
    })
    await expect.poll(() => heard.join('')).toContain(ids[0])
    door.customerPays(ids[1], null)
    await expect.poll(() => heard.join('')).toContain(ids[1])
    stop()
    door.customerPays(ids[1], 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(heard).toHaveLength(2)
  })
})

describe('the server', () => {
  test('listens on loopback only, and closes with streams and answers under way', async () => {
    const simulated = await startSimulated({ now: realClock })
    const shell = await serveAggregator(simulated.door)
    expect(shell.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u)
    simulated.core.script(() => ({ kind: 'answerAfter', ms: 60_000 }))
    const http = createHttp()
    const request = { method: 'GET', headers: {}, body: null } as const
    const asked = http.ask(
      { ...request, url: `${shell.baseUrl}/v1/health` },
      {
        ...limits,
        answerMs: 60_000,
      },
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    await shell.close()
    expect((await asked).kind).toBe('failed')
    expect((await http.ask({ ...request, url: shell.baseUrl }, limits)).kind).toBe('failed')
    await http.close()
  })

  test('refuses a body that no contract has, and a method that none has', async () => {
    const simulated = await startSimulated({ now: realClock })
    const { http, baseUrl } = await byServer(simulated.door)
    const huge = await http.ask(
      {
        method: 'PUT',
        url: `${baseUrl}/v1/payments/x`,
        headers: {},
        body: new Uint8Array(2_200_000),
      },
      { ...limits, answerMs: 5_000 },
    )
    // The server may end the line before all of it was sent.
    expect(huge.kind === 'failed' || huge.status === 413).toBe(true)
    const asked = rawRequest(`${baseUrl}/v1/health`, { method: 'DELETE' })
    asked.end()
    const [error] = (await once(asked, 'error').catch((thrown: unknown) => [thrown])) as [Error]
    expect(error).toBeInstanceOf(Error)
  })

  test('outlives bytes that are no HTTP', async () => {
    const simulated = await startSimulated({ now: realClock })
    const { http, baseUrl } = await byServer(simulated.door)
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1')
    socket.end('\u{0}\u{1}GET GET GET\r\n\r\n')
    socket.resume()
    await once(socket, 'close')
    const request = { method: 'GET', headers: {}, body: null } as const
    const answer = await http.ask({ ...request, url: `${baseUrl}/v1/health` }, limits)
    expect(answer.kind).toBe('answered')
  })
})

test('its own keys are the same after a restart, and open what was sealed to them', async () => {
  const database = new Database(':memory:')
  const first = await openOwnKeys(database, realRandom)
  const sealing = await first.sealing()
  const again = await openOwnKeys(database, realRandom)
  expect(again.signer.keyId).toBe(first.signer.keyId)
  const { key, open } = await again.sealing()
  expect(key).toEqual(sealing.key)
  const jwe = await createKeys().seal('6212345678901234567', key)
  expect(await open(jwe)).toBe('6212345678901234567')
  expect(await open(`${jwe.slice(0, -4)}AAAA`)).toBeNull()
  expect(await open('no seal')).toBeNull()
})

test('alone, it says where it is and how to enrol, serves, and leaves nothing behind', async () => {
  const alone = spawn(process.execPath, ['scripts/run.mjs', 'aggregator'])
  onTestFinished(() => void alone.kill('SIGKILL'))
  let said = ''
  alone.stdout.on('data', (text: Buffer) => {
    said += text.toString()
  })
  await expect.poll(() => said, { timeout: 8_000 }).toContain('Its file')
  const [, baseUrl = ''] = /training: (\S+)/u.exec(said) ?? []
  const [, code = ''] = /Enrolment code.*: +(\S+)/u.exec(said) ?? []
  const [, file = ''] = /Its file: +(\S+)/u.exec(said) ?? []
  const http = createHttp()
  const counter = createCounter(http, realClock, { seed: 'alone', baseUrl })
  expect(await counter.enrol('TRAINING')).toMatchObject({ status: 403 })
  // The first counter waits until the key has been made to which codes are sealed.
  expect(await counter.enrol(code)).toMatchObject({ status: 200 })
  expect(await counter.ask('settings', counter.counterId)).toMatchObject({ signed: true })
  await http.close()
  expect(existsSync(file)).toBe(true)
  alone.kill('SIGINT')
  expect(await once(alone, 'exit')).toEqual([0, null])
  expect(existsSync(file)).toBe(false)
})
