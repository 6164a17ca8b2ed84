/** Attacks on the loopback server, each by its name, against a real one. */
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { languages } from '../../src-shared/contract/counter.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import { contentSecurityPolicy } from '../../src-main/host/contentPolicy.ts'
import type { WebServer } from '../../src-main/web/httpServer.ts'
import { ask, openDoor, signIn } from '../harness/fakeTill.ts'

const opened = async (): Promise<{ web: WebServer; cookie: string }> => {
  const web = await openDoor()
  return { web, cookie: await signIn(web) }
}

/** Bytes as an attacker writes them, past every client library. */
const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(text))
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
    socket.on('close', () => resolve(answer)).on('error', reject)
  })

describe('the fresh address', () => {
  test('opens the till once: a cookie that no script reads, and a redirect without the token', async () => {
    const web = await openDoor()
    const { pathname, search } = new URL(web.freshAddress())
    const first = await ask(web, pathname + search)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^harbour-till-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/u,
      ),
    ])
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const page = await ask(web, '/', { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(page.body).toContain('<title>till')
  })

  test('token used twice: the second finds a page that says what to do', async () => {
    const web = await openDoor()
    const { pathname, search } = new URL(web.freshAddress())
    await ask(web, pathname + search)
    const second = await ask(web, pathname + search)
    expect(second.status).toBe(403)
    expect(second.headers['set-cookie']).toBeUndefined()
    for (const language of languages) {
      const { usedAddress, freshAddress } = textsIn(language).host
      expect(second.body).toContain(`<section lang="${language}">`)
      expect(second.body).toContain(freshAddress)
      // They stand in the page as they are.
      expect(usedAddress + freshAddress).not.toMatch(/[<>&]/u)
    }
    expect(second.body).not.toMatch(/<script|<style|style=|\{\w+\}/u)
  })

  test('token used twice by one who is in already: refused all the same', async () => {
    const { web, cookie } = await opened()
    const { pathname, search } = new URL(web.freshAddress())
    await ask(web, pathname + search)
    expect((await ask(web, pathname + search, { headers: { cookie } })).status).toBe(403)
  })

  test('wrong token: nothing', async () => {
    const web = await openDoor()
    for (const token of ['', 'x', 'A'.repeat(43), '%00', 'a&token=b']) {
      expect((await ask(web, `/?token=${token}`)).status).toBe(403)
    }
  })

  test('a HEAD, as link previews send it, does not use the token up', async () => {
    const web = await openDoor()
    const { pathname, search } = new URL(web.freshAddress())
    expect((await ask(web, pathname + search, { method: 'HEAD' })).status).toBe(403)
    expect((await ask(web, pathname + search)).status).toBe(303)
  })

  test('of many fresh addresses only the newest eight are good', async () => {
    const web = await openDoor()
    const addresses = Array.from({ length: 9 }, () => new URL(web.freshAddress()))
    const statuses: number[] = []
    for (const { pathname, search } of addresses) {
      statuses.push((await ask(web, pathname + search)).status)
    }
    expect(statuses).toEqual([403, ...Array<number>(8).fill(303)])
  })
})

describe('without the right', () => {
  test('no cookie: no page, no script', async () => {
    const { web } = await opened()
    for (const path of ['/', '/index.html', '/assets/app-1a2b.js', '/nothing']) {
      expect((await ask(web, path)).status).toBe(403)
    }
  })

  test("another instance's cookie: as good as none", async () => {
    const { web, cookie } = await opened()
    const other = await opened()
    const [name = '', value = ''] = cookie.split('=')
    const [otherName = '', otherValue = ''] = other.cookie.split('=')
    expect(otherName).not.toBe(name)
    for (const forged of [other.cookie, `${name}=${otherValue}`, `${otherName}=${value}`, name]) {
      expect((await ask(web, '/', { headers: { cookie: forged } })).status).toBe(403)
    }
    const both = `${other.cookie}; ${cookie}`
    expect((await ask(web, '/', { headers: { cookie: both } })).status).toBe(200)
  })

  test('foreign Host (DNS rebinding): refused before anything is looked at', async () => {
    const { web, cookie } = await opened()
    for (const host of [
      'evil.example',
      `evil.example:${web.port}`,
      '127.0.0.1',
      `127.0.0.1:${web.port}.evil.example`,
      `127.0.0.2:${web.port}`,
      `[::1]:${web.port}`,
      `0.0.0.0:${web.port}`,
      `LOCALHOST:${web.port}`,
    ]) {
      const { status, headers } = await ask(web, '/', { headers: { host, cookie } })
      expect(status, host).toBe(421)
      expect(headers['content-security-policy']).toBe(contentSecurityPolicy)
    }
    const local = { host: `localhost:${web.port}`, cookie }
    expect((await ask(web, '/', { headers: local })).status).toBe(200)
  })

  test('two Host headers, or none: refused', async () => {
    const { web, cookie } = await opened()
    const ours = `Host: 127.0.0.1:${web.port}\r\n`
    const get = (hosts: string): Promise<string> =>
      raw(web.port, `GET / HTTP/1.1\r\n${hosts}Cookie: ${cookie}\r\nConnection: close\r\n\r\n`)
    expect(await get(ours)).toMatch(/^HTTP\/1\.1 200 /u)
    expect(await get(`${ours}Host: evil.example\r\n`)).toMatch(/^HTTP\/1\.1 4\d\d /u)
    expect(await get(`Host: evil.example\r\n${ours}`)).toMatch(/^HTTP\/1\.1 4\d\d /u)
    expect(await get('Host:\r\n')).toMatch(/^HTTP\/1\.1 421 /u)
    expect(await get('')).toMatch(/^HTTP\/1\.1 400 /u)
  })

  test('foreign Origin: refused with every method', async () => {
    const { web, cookie } = await opened()
    for (const method of ['GET', 'POST']) {
      for (const origin of [
        'http://evil.example',
        'null',
        `https://127.0.0.1:${web.port}`,
        `http://localhost:${web.port}`,
        `http://127.0.0.1:${web.port + 1}`,
      ]) {
        const { status } = await ask(web, '/', { method, headers: { cookie, origin } })
        expect(status, `${method} ${origin}`).toBe(403)
      }
    }
    const origin = `http://127.0.0.1:${web.port}`
    expect((await ask(web, '/', { headers: { cookie, origin } })).status).toBe(200)
  })

  test('POST: nothing here takes one, nor any other method', async () => {
    const { web, cookie } = await opened()
    const origin = `http://127.0.0.1:${web.port}`
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const { status, headers } = await ask(web, '/', { method, headers: { cookie, origin } })
      expect(status, method).toBe(405)
      expect(headers.allow).toBe('GET, HEAD')
    }
  })
})

describe('with the right', () => {
  test('path traversal, plain and encoded: only listed files exist', async () => {
    const { web, cookie } = await opened()
    for (const path of [
      '/../package.json',
      '/assets/../../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '/%2e%2e%2fpackage.json',
      '/assets/%252e%252e/index.html',
      '/..\\package.json',
      '//etc/passwd',
      '/etc/passwd',
      '/index.html%00.js',
      '/assets/../index.html',
      '/./index.html',
      '/assets',
      '/assets/',
      '/constructor',
      '/__proto__',
      'http://evil.example/index.html',
    ]) {
      expect((await ask(web, path, { headers: { cookie } })).status, path).toBe(404)
    }
  })

  test('a foreign frame, script or opener: every answer carries the policies against them, and pages are not kept', async () => {
    const { web, cookie } = await opened()
    for (const [path, status] of [
      ['/', 200],
      ['/assets/app-1a2b.js', 200],
      ['/nothing', 404],
      ['/?token=x', 403],
    ] as const) {
      const answer = await ask(web, path, { headers: { cookie } })
      expect(answer.status).toBe(status)
      expect(answer.headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
          "font-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; " +
          "form-action 'none'; frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()') as unknown,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cache-control': path.startsWith('/assets') ? 'immutable' : 'no-store',
      })
    }
  })

  test('HEAD has the headers and no body', async () => {
    const { web, cookie } = await opened()
    const { status, headers, body } = await ask(web, '/', { method: 'HEAD', headers: { cookie } })
    expect({ status, body }).toEqual({ status: 200, body: '' })
    expect(headers['content-length']).toBe('34')
  })

  test('a proxy request (CONNECT) and garbage get nowhere', async () => {
    const { web } = await opened()
    const host = `127.0.0.1:${web.port}`
    expect(await raw(web.port, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toBe('')
    expect(await raw(web.port, '\x16\x03\x01\x02\x00\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /u)
  })

  test('it is not to be reached from another machine: only 127.0.0.1 listens', async () => {
    const { web } = await opened()
    await expect(
      new Promise((resolve, reject) => {
        connect({ host: '127.0.0.2', port: web.port }, () => resolve('open')).on('error', reject)
      }),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
