/** The browser host as a whole, on a till that answers what the test says. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { done } from '../../src-shared/result.ts'
import { textsIn } from '../../src-shared/texts/index.ts'
import type { Language } from '../../src-shared/contract/counter.ts'
import type { Flags } from '../../src-main/host/flags.ts'
import { HostRefused, startBrowserHost, type BrowserHost } from '../../src-main/web/browserHost.ts'
import { ask, fakeTill } from '../harness/fakeTill.ts'
import { tempFolder } from '../harness/tempFolder.ts'

type Started = {
  readonly starting: Promise<BrowserHost>
  readonly said: string[]
  readonly profile: string
  readonly closed: ReturnType<typeof vi.fn<() => Promise<void>>>
}

/** Starts a host whose till cannot start, for the reason that its profile is in use. */
function start(
  options: { language?: Language; flags?: Partial<Flags>; rendererDir?: string } = {},
): Started {
  const profile = tempFolder()
  const till = fakeTill()
  const failure = { code: 'anotherTill', facts: { path: profile } }
  const { language = null } = options
  const view = { state: 'blocked', version: '1.2.3', language, theme: 'system', failure }
  till.answer = (request) => {
    const { callId } = request as { callId: string }
    return Promise.resolve({
      type: 'reply',
      callId,
      answer: done({ revision: 1, value: view }),
    })
  }
  const said: string[] = []
  const closed = vi.fn<() => Promise<void>>(() => Promise.resolve())
  const starting = startBrowserHost({
    flags: { profile, port: 0, open: false, ...options.flags },
    version: '1.2.3',
    rendererDir: options.rendererDir ?? screens(),
    openTill: () => Promise.resolve({ server: till, close: closed }),
    say: (line) => said.push(line),
  })
  return { starting, said, profile, closed }
}

function screens(): string {
  const folder = tempFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>screens</title>')
  writeFileSync(join(folder, 'assets', 'app.js'), 'export {}')
  return folder
}

const addressIn = (said: readonly string[]): URL =>
  new URL(/http:\S+/u.exec(said.findLast((line) => line.includes('http:')) ?? '')?.[0] ?? 'no:')

test('a till that cannot start is served all the same, and the console says why', async () => {
  const { starting, said, closed } = start()
  const host = await starting
  expect(said).toContain(textsIn('en').host.cannotStart)
  expect(said).toContain(textsIn('en').failures.anotherTill)
  const { pathname, search } = addressIn(said)
  const { headers, status } = await ask(host, pathname + search)
  expect(status).toBe(303)
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  expect((await ask(host, '/', { headers: { cookie } })).body).toBe('<title>screens</title>')
  const asset = await ask(host, '/assets/app.js', { headers: { cookie } })
  expect(asset.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'private, max-age=31536000, immutable',
  })
  expect(closed).not.toHaveBeenCalled()
  await host.close()
  expect(closed).toHaveBeenCalledOnce()
  await expect(ask(host, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('each fresh address is another one, and works', async () => {
  const { starting, said } = start()
  const host = await starting
  onTestFinished(() => host.close())
  const first = addressIn(said)
  host.sayAddress()
  const second = addressIn(said)
  expect(second.search).not.toBe(first.search)
  for (const { pathname, search } of [first, second]) {
    expect((await ask(host, pathname + search)).status).toBe(303)
  }
})

test.for(['zh-Hant', 'zh-Hans'] as const)(
  'the console speaks %s when the till does',
  async (language) => {
    const { starting, said } = start({ language })
    const host = await starting
    await host.close()
    const texts = textsIn(language)
    expect(said).toContain(texts.failures.anotherTill)
    expect(said).toContain(texts.host.worksOnce)
    expect(said.at(-1)).toBe(texts.host.closed)
  },
)

test('no token and no cookie is ever logged', async () => {
  const { starting, said, profile } = start()
  const host = await starting
  const { pathname, search } = addressIn(said)
  const { headers } = await ask(host, pathname + search)
  await ask(host, pathname + search)
  await ask(host, '/')
  await host.close()
  const log = readFileSync(join(profile, 'logs', 'till.log'), 'utf8')
  expect(log).toContain('"event":"web.refused"')
  expect(log).not.toContain(search.replace('?token=', ''))
  expect(log).not.toContain(headers['set-cookie']?.[0]?.split('=')[1]?.split(';')[0] ?? '?')
})

test('a port that is taken: said with its number, and the till is closed again', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    other.close()
  })
  const { port } = other.address() as AddressInfo
  const { starting, closed } = start({ flags: { port } })
  const refusal = await starting.catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(HostRefused)
  expect(String(refusal)).toContain(`Port ${port}`)
  expect(String(refusal)).toContain('EADDRINUSE')
  expect(closed).toHaveBeenCalledOnce()
})

test('screens that are not built: said, with what to run', async () => {
  const { starting, closed } = start({ rendererDir: join(tempFolder(), 'gone') })
  await expect(starting).rejects.toThrow('npm run build')
  expect(closed).toHaveBeenCalledOnce()
})
