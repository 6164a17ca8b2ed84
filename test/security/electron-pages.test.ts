/** Attacks on `app://`, each by its name, against the handler that Electron would call. */
import { writeFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentSecurityPolicy } from '../../src-main/host/contentPolicy.ts'
import { readRendererFiles } from '../../src-main/host/rendererFiles.ts'
import { answerPage } from '../../src-main/shell/pageProtocol.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { openTestShell, screens } from '../harness/testShell.ts'

const fetched = async (address: string, method?: string): Promise<Response> => {
  const { recorded } = await openTestShell()
  return recorded.session.fetch(address, method)
}

describe('what is served', () => {
  test.for([
    ['app://till/', '<title>till</title>', 'text/html; charset=utf-8'],
    ['app://till/customer', '<title>customer</title>', 'text/html; charset=utf-8'],
    ['app://till/assets/app-1a2b.js', 'export {}', 'text/javascript; charset=utf-8'],
    ['app://till/?a=../b#c', '<title>till</title>', 'text/html; charset=utf-8'],
  ] as const)('%s is there', async ([address, content, type]) => {
    const response = await fetched(address)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(content)
    expect(response.headers.get('content-type')).toBe(type)
  })

  test('every answer carries the policies, the refused ones too', async () => {
    for (const [address, method, status] of [
      ['app://till/', 'GET', 200],
      ['app://till/', 'HEAD', 200],
      ['app://till/nothing', 'GET', 404],
      ['app://till/', 'POST', 405],
    ] as const) {
      const response = await fetched(address, method)
      expect(response.status).toBe(status)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()') as unknown,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
    }
  })
})

/** The address as it comes from an attacker: nothing has parsed or normalized it before. */
const statusOf = async (url: string): Promise<number> =>
  answerPage({ url, method: 'GET' }, await readRendererFiles(screens())).status

const traversals = [
  'app://till/../package.json',
  'app://till/assets/../../package.json',
  'app://till/..%2fpackage.json',
  'app://till/..%5cpackage.json',
  'app://till/%2e%2e/package.json',
  'app://till/%2e%2e%2fpackage.json',
  'app://till/%252e%252e%252fpackage.json',
  'app://till/%c0%ae%c0%ae/package.json',
  'app://till/..\\package.json',
  'app://till/....//package.json',
  'app://till//etc/passwd',
  'app://till/etc/passwd',
  'app://till/C:/Windows/win.ini',
  'app://till/file:///etc/passwd',
  'app://till/%00',
  'app://till/index.html%00.js',
  'app://till/index.html/',
  'app://till/INDEX.HTML',
  'app://till/index%2ehtml',
  'app://till/customer/',
  'app://till/manager',
  'app://till/assets',
  'app://till/assets/',
  'app://till/constructor',
  'app://till/__proto__',
]

test.for([...traversals, 'app://till/./index.html', 'app://till/assets/../index.html'])(
  'path traversal: %s leads nowhere',
  async (address) => {
    expect(await statusOf(address)).toBe(404)
  },
)

test.for(traversals)(
  'path traversal: %s, as a browser writes it, leads nowhere',
  async (address) => {
    expect(await statusOf(new URL(address).href)).toBe(404)
  },
)

test.for([
  'app://evil/index.html',
  'app://till.evil/index.html',
  'app://evil.till/index.html',
  'app://till@evil/index.html',
  'app://evil@till/index.html',
  'app://:pass@till/index.html',
  'app://till:80/index.html',
  'app://TILL/index.html',
  'app://till\\index.html',
  'app:///index.html',
  'app:/index.html',
  'app:till/index.html',
  'file://till/index.html',
  'https://till/index.html',
  ' app://till/index.html',
  'app://till',
  '',
])('another host or scheme: %j leads nowhere', async (address) => {
  expect(await statusOf(address)).toBe(404)
})

test.for(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  '%s: nothing here takes one',
  async (method) => {
    expect((await fetched('app://till/', method)).status).toBe(405)
  },
)

test('a link in the folder of the screens: what it points to is not served', async () => {
  const rendererDir = screens()
  const secret = join(tempFolder(), 'secret.txt')
  writeFileSync(secret, 'secret')
  symlinkSync(secret, join(rendererDir, 'link.txt'))
  const { recorded } = await openTestShell({ rendererDir })
  expect((await recorded.session.fetch('app://till/link.txt')).status).toBe(404)
})

test('the scheme is a secure origin of its own, and nothing may bypass its policy', async () => {
  const { recorded } = await openTestShell()
  expect(recorded.schemes).toEqual([
    {
      scheme: 'app',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        corsEnabled: false,
        bypassCSP: false,
        allowServiceWorkers: false,
        allowExtensions: false,
      },
    },
  ])
})
