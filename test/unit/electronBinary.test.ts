/** How Electron's binary is fetched, from mirrors of every kind, by Electron's own installer. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import {
  fetchElectron,
  findElectron,
  type ElectronPlace,
  type Fetched,
} from '../../scripts/electronBinary.ts'
import { installerWith, mirror, tinyBinary, version } from '../harness/electronMirror.ts'

vi.setConfig({ testTimeout: 60_000 })

// A machine with other work takes seconds to start the installer.
const limits = { silentMs: 20_000, wholeMs: 40_000, lookEveryMs: 50 }
const impatient = { ...limits, silentMs: 1_500 }
const fetched = (place: ElectronPlace, within = limits): Promise<Fetched> =>
  fetchElectron(place, () => undefined, within)

/** Nothing of it is left: no half binary, no temporary file. */
function expectNothingLeft(place: ElectronPlace): void {
  expect(findElectron(place)).toBe(null)
  expect(readdirSync(place.packageDir).toSorted()).toEqual([
    'checksums.json',
    'install.js',
    'package.json',
  ])
  expect(existsSync(place.workDir)).toBe(false)
}

test('a mirror that has it: fetched, checked, unpacked, and found from then on', async () => {
  const asked: (string | undefined)[] = []
  const ELECTRON_MIRROR = await mirror((request, response) => {
    asked.push(request.url)
    response.end(tinyBinary)
  })
  const place = installerWith({ ELECTRON_MIRROR })
  expect(findElectron(place)).toBe(null)
  const program = join(place.packageDir, 'dist/electron')
  expect(await fetched(place)).toEqual({ ok: true, program })
  expect(asked).toEqual([`/v${version}/electron-v${version}-linux-x64.zip`])
  expect(findElectron(place)).toBe(program)
  expect(existsSync(place.workDir)).toBe(false)
  // It is in Electron's own cache now: no mirror is asked again.
  rmSync(join(place.packageDir, 'dist'), { recursive: true })
  expect(await fetched(place)).toEqual({ ok: true, program })
  expect(asked).toHaveLength(1)
})

test('a mirror that never answers: given up, and nothing is left', async () => {
  const place = installerWith({ ELECTRON_MIRROR: await mirror(() => undefined) })
  const startedMs = performance.now()
  expect(await fetched(place, impatient)).toEqual({
    ok: false,
    why: { kind: 'noAnswer', seconds: 1.5 },
  })
  expect(performance.now() - startedMs).toBeLessThan(9_000)
  expectNothingLeft(place)
})

test('a mirror that stops in the middle: given up, and nothing is left', async () => {
  const ELECTRON_MIRROR = await mirror((_, response) => {
    response.writeHead(200, { 'Content-Length': tinyBinary.length })
    response.write(tinyBinary.subarray(0, 100))
  })
  const place = installerWith({ ELECTRON_MIRROR })
  expect(await fetched(place, impatient)).toEqual({
    ok: false,
    why: { kind: 'noAnswer', seconds: 1.5 },
  })
  expectNothingLeft(place)
})

test('a slow mirror is waited for as long as something comes; a person sees how much', async () => {
  const ELECTRON_MIRROR = await mirror((_, response) => {
    response.writeHead(200, { 'Content-Length': tinyBinary.length })
    let sent = 0
    const drip = setInterval(() => {
      response.write(tinyBinary.subarray(sent, sent + 80))
      sent += 80
      if (sent < tinyBinary.length) return
      clearInterval(drip)
      response.end()
    }, 700)
  })
  const seen: number[] = []
  const place = installerWith({ ELECTRON_MIRROR })
  const got = await fetchElectron(place, ({ bytes }) => seen.push(bytes), limits)
  expect(got.ok).toBe(true)
  expect(seen.length).toBeGreaterThan(1)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

test('but not for ever', async () => {
  const ELECTRON_MIRROR = await mirror((_, response) => {
    const drip = setInterval(() => response.write('x'), 200)
    response.on('close', () => clearInterval(drip))
  })
  const place = installerWith({ ELECTRON_MIRROR })
  expect(await fetched(place, { ...limits, wholeMs: 3_000 })).toEqual({
    ok: false,
    why: { kind: 'tooLong', minutes: 0.05 },
  })
  expectNothingLeft(place)
})

test('a mirror that answers garbage: not taken, whatever it calls it', async () => {
  const ELECTRON_MIRROR = await mirror((_, response) =>
    response.end('<h1>Welcome to the hotel</h1>'),
  )
  const place = installerWith({ ELECTRON_MIRROR })
  expect(await fetched(place)).toMatchObject({
    ok: false,
    why: { kind: 'failed', reason: expect.stringContaining('checksum') as unknown },
  })
  expectNothingLeft(place)
})

test('an archive of the right hash that is none: nothing is left', async () => {
  const garbage = Buffer.from('not a zip')
  const ELECTRON_MIRROR = await mirror((_, response) => response.end(garbage))
  const place = installerWith({ ELECTRON_MIRROR }, garbage)
  expect(await fetched(place)).toMatchObject({ ok: false, why: { kind: 'failed' } })
  expectNothingLeft(place)
})

test('a mirror that refuses: said at once', async () => {
  const ELECTRON_MIRROR = await mirror((_, response) => response.writeHead(403).end())
  const place = installerWith({ ELECTRON_MIRROR })
  expect(await fetched(place)).toMatchObject({
    ok: false,
    why: { kind: 'failed', reason: expect.stringContaining('403') as unknown },
  })
  expectNothingLeft(place)
})

test('a port where nobody listens: said at once', async () => {
  const place = installerWith({ ELECTRON_MIRROR: 'http://127.0.0.1:9/' })
  expect(await fetched(place)).toMatchObject({ ok: false, why: { kind: 'failed' } })
  expectNothingLeft(place)
})

test('a binary of another version, or half of one, is none', async () => {
  const ELECTRON_MIRROR = await mirror((_, response) => response.end(tinyBinary))
  const place = installerWith({ ELECTRON_MIRROR })
  await fetched(place)
  writeFileSync(join(place.packageDir, 'dist/version'), '44.0.0')
  expect(findElectron(place)).toBe(null)
  writeFileSync(join(place.packageDir, 'dist/version'), `v${version}\n`)
  expect(findElectron(place)).not.toBe(null)
  rmSync(join(place.packageDir, 'dist/electron'))
  expect(findElectron(place)).toBe(null)
})
