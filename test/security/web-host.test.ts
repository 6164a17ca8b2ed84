/** Attacks on the browser host as a whole: its files, its profile, another one beside it. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startBrowserHost } from '../../src-main/web/browserHost.ts'
import { attack, refusalOf } from '../harness/attacker.ts'
import { ask, callOf, fakeTill, openDoor, openSocket, signIn } from '../harness/fakeTill.ts'
import { tempFolder } from '../harness/tempFolder.ts'
import { screens } from '../harness/testShell.ts'
import { startTestTill } from '../harness/testTill.ts'

const inProfile = ['secrets.json', 'settings.json', 'training.sqlite'] as const

/** The host with its own files, on a real engine. */
async function startHost(rendererDir = screens()) {
  const till = await startTestTill()
  const profile = tempFolder()
  for (const name of inProfile) writeFileSync(join(profile, name), 'secret')
  const said: string[] = []
  const host = await startBrowserHost({
    flags: { profile, port: 0, open: false },
    version: '1.2.3',
    rendererDir,
    openTill: () => Promise.resolve({ server: till.server(), close: () => Promise.resolve() }),
    say: (line) => said.push(line),
  })
  onTestFinished(() => host.close())
  const address = /http:\S+/u.exec(said.join('\n'))?.[0] ?? ''
  const web = { ...host, freshAddress: () => address }
  return { profile, web, cookie: await signIn(web) }
}

test('path traversal: nothing of the profile, and nothing that a link among the screens leads to', async () => {
  const rendererDir = screens()
  const beside = join(rendererDir, '..', `${rendererDir.split('/').at(-1)}-beside`)
  mkdirSync(beside)
  writeFileSync(join(beside, 'secret.txt'), 'secret')
  symlinkSync(join(beside, 'secret.txt'), join(rendererDir, 'link.txt'))
  symlinkSync(beside, join(rendererDir, 'assets', 'folder'))
  const { profile, web, cookie } = await startHost(rendererDir)
  const secrets = join(profile, 'secrets.json')
  for (const path of [
    '/link.txt',
    '/assets/folder/secret.txt',
    `${beside}/secret.txt`,
    `/..${beside}/secret.txt`,
    secrets,
    `/..${secrets}`,
    `/assets${'/..'.repeat(20)}${secrets}`,
    `/assets${'/%2e%2e'.repeat(20)}${secrets}`,
    `/assets${'%2f..'.repeat(20)}${secrets}`,
    `file://${secrets}`,
    ...inProfile.map((name) => `/${name}`),
    '/logs/till.log',
  ]) {
    const { status, body } = await ask(web, path, { headers: { cookie } })
    expect({ path, status }).toEqual({ path, status: 404 })
    expect(body).toBe('Nothing is here.\n')
  }
  const page = await ask(web, '/assets/app-1a2b.js', { headers: { cookie } })
  expect(page.status).toBe(200)
})

test("another instance's cookie: two tills at once, and neither opens with the other's", async () => {
  const [one, other] = [await startHost(), await startHost()]
  for (const [mine, yours] of [
    [one, other],
    [other, one],
  ] as const) {
    const headers = { cookie: yours.cookie }
    expect((await ask(mine.web, '/', { headers })).status).toBe(403)
    await expect(openSocket(mine.web, { cookie: yours.cookie })).rejects.toThrow('403')
    // The browser sends both to both, since cookies do not know of ports.
    const both = `${yours.cookie}; ${mine.cookie}`
    expect((await ask(mine.web, '/', { headers: { cookie: both } })).status).toBe(200)
    const page = await attack(mine.web, { cookie: both })
    expect(refusalOf(await page.call('session.staff', {}))).toBe(null)
  }
})

test('a token used twice, at the same moment: one of them gets the cookie', async () => {
  const web = await openDoor()
  const { pathname, search } = new URL(web.freshAddress())
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(web, pathname + search)))
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(answers.filter(({ headers }) => headers['set-cookie'])).toHaveLength(1)
})

test('a token for one address is none for another, and leads nowhere else', async () => {
  const web = await openDoor()
  const { search } = new URL(web.freshAddress())
  for (const path of ['/assets/app-1a2b.js', '//evil.example/', '/\\evil.example', '/nothing']) {
    const { status, headers } = await ask(web, path + search)
    expect({ path, status, to: headers.location }).toEqual({ path, status: 403, to: undefined })
  }
  const { status, headers } = await ask(web, `/customer${search}&next=//evil.example`)
  expect({ status, to: headers.location }).toEqual({ status: 303, to: '/customer' })
})

test('a window that has no page yet (the manager’s): nobody is let in as it', async () => {
  const till = fakeTill()
  const web = await openDoor(till)
  const cookie = await signIn(web)
  for (const path of [
    '/contract/manager',
    '/contract/%6danager',
    '/contract/till/../manager',
    '/contract/manager?window=till',
  ]) {
    await expect(openSocket(web, { path, cookie }), path).rejects.toThrow(/404/u)
  }
  // What stands behind the address counts for nothing.
  const page = await openSocket(web, { path: '/contract/till?window=manager', cookie })
  page.send(JSON.stringify(callOf(null)))
  await vi.waitFor(() => expect(till.received.map(({ window }) => window)).toEqual(['till']))
})

test('a flood of connections: what is over the limit is cut off, and the page that is there works on', async () => {
  const till = await startTestTill()
  const web = await openDoor(till.server())
  const page = await attack(web)
  const sockets: Socket[] = []
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()))
  let cut = 0
  for (let opened = 0; opened < 100; opened += 1) {
    const socket = connect({ host: '127.0.0.1', port: web.port })
    socket.on('error', () => undefined).on('close', () => (cut += 1))
    sockets.push(socket)
  }
  await vi.waitFor(() => expect(cut).toBeGreaterThan(30))
  expect(refusalOf(await page.call('session.staff', {}))).toBe(null)
  for (const socket of sockets) socket.destroy()
  await vi.waitFor(async () => expect((await ask(web, '/')).status).toBe(403))
})
