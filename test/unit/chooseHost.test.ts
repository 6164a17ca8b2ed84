/** Where `npm start` opens the till, and what it says about it. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { chooseHost, type Choice, type Surroundings } from '../../scripts/chooseHost.ts'
import type { Fetched } from '../../scripts/electronBinary.ts'
import { sayHost } from '../../scripts/sayHost.ts'
import { languages } from '../../src-shared/contract/counter.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const hourMs = 3_600_000
const version = '45.4.1'

type Scene = Surroundings & { tries: number; nowMs: number }

/** A checkout without the binary, on a machine with a display, where every fetch ends like this. */
function scene(fetched: Fetched, more: Partial<Surroundings> = {}): Scene {
  const folder = tempFolder()
  const packageDir = join(folder, 'electron')
  mkdirSync(packageDir)
  writeFileSync(join(packageDir, 'package.json'), JSON.stringify({ version }))
  const here: Scene = {
    args: [],
    platform: 'linux',
    packageDir,
    workDir: join(folder, 'work'),
    memory: join(folder, 'deep/memory.json'),
    env: { DISPLAY: ':0' },
    now: () => here.nowMs,
    onFetch: () => undefined,
    onProgress: () => undefined,
    fetch() {
      here.tries += 1
      return Promise.resolve(fetched)
    },
    tries: 0,
    nowMs: Date.UTC(2026, 10, 21, 6, 3),
    ...more,
  }
  return here
}

const noAnswer: Fetched = { ok: false, why: { kind: 'noAnswer', seconds: 10 } }

/** An app that has become ready says so; how it ends after that does not count. */
const starts = 'echo ready; exit 0'

/** Puts a program where the binary would be. */
function install(packageDir: string, script: string): string {
  const program = join(packageDir, 'dist/electron')
  mkdirSync(join(packageDir, 'dist'))
  writeFileSync(program, `#!/bin/sh\n${script}\n`)
  chmodSync(program, 0o755)
  writeFileSync(join(packageDir, 'dist/version'), `v${version}`)
  writeFileSync(join(packageDir, 'path.txt'), 'electron')
  return program
}

describe('a desktop app', () => {
  test('where the binary is there: without a fetch', async () => {
    const here = scene(noAnswer)
    const program = install(here.packageDir, starts)
    expect(await chooseHost(here)).toEqual({ host: 'electron', program, version })
    expect(here.tries).toBe(0)
  })

  test('where it can be fetched, said before it takes its time', async () => {
    const told: string[] = []
    const here = scene(noAnswer, { onFetch: (of) => told.push(of) })
    const program = join(here.packageDir, 'dist/electron')
    const choice = await chooseHost({
      ...here,
      fetch: () => {
        install(here.packageDir, starts)
        return Promise.resolve({ ok: true, program })
      },
    })
    expect(choice).toEqual({ host: 'electron', program, version })
    expect(told).toEqual([version])
    expect(existsSync(here.memory)).toBe(false)
  })
})

describe('the browser', () => {
  test.for([['--browser'], ['--no-open'], ['--port', '8080']])(
    'where %s asks for it: nothing is tried',
    async (args) => {
      const here = scene(noAnswer, { args })
      expect(await chooseHost(here)).toEqual({ host: 'browser', why: { kind: 'asked' } })
      expect(here.tries).toBe(0)
    },
  )

  test('on Linux without a display; Wayland is one, and other systems always have one', async () => {
    const why = { kind: 'noDisplay' }
    expect(await chooseHost(scene(noAnswer, { env: {} }))).toEqual({ host: 'browser', why })
    for (const more of [
      { env: { WAYLAND_DISPLAY: 'wayland-0' } },
      { env: {}, platform: 'win32' },
      { env: {}, platform: 'darwin' },
    ] as const) {
      const here = scene(noAnswer, more)
      await chooseHost(here)
      expect(here.tries).toBe(1)
    }
  })

  test('where the environment forbids a download; an app that is there is used all the same', async () => {
    const env = { DISPLAY: ':0', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' }
    const here = scene(noAnswer, { env })
    expect(await chooseHost(here)).toEqual({ host: 'browser', why: { kind: 'skipped' } })
    expect(here.tries).toBe(0)
    install(here.packageDir, starts)
    expect(await chooseHost(here)).toMatchObject({ host: 'electron' })
    const allowed = scene(noAnswer, { env: { ...env, ELECTRON_SKIP_BINARY_DOWNLOAD: '0' } })
    await chooseHost(allowed)
    expect(allowed.tries).toBe(1)
  })

  test('where the binary does not run: a library is missing', async () => {
    const here = scene(noAnswer)
    install(here.packageDir, 'echo "libnss3.so: cannot open shared object file" >&2; exit 127')
    expect(await chooseHost(here)).toEqual({
      host: 'browser',
      why: { kind: 'doesNotRun', reason: 'libnss3.so: cannot open shared object file' },
    })
  })

  test.for([
    [
      'a display that nobody answers at',
      '[12:0101/1.2:ERROR:env.cc(257)] The platform failed to initialize.  Exiting.',
      'The platform failed to initialize.  Exiting.',
    ],
    [
      'a sandbox that does not start',
      '[12:0101/1.2:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper is not right.\n#0 0x1',
      'The SUID sandbox helper is not right.',
    ],
  ] as const)('where the app does not start, although its binary runs: %s', async (of) => {
    const [, says, reason] = of
    const here = scene(noAnswer)
    // As a plain Node it does start.
    install(
      here.packageDir,
      `[ -n "$ELECTRON_RUN_AS_NODE" ] && echo ready && exit 0\necho 'bus.cc noise' >&2\necho '${says}' >&2\nexit 1`,
    )
    expect(await chooseHost(here)).toEqual({ host: 'browser', why: { kind: 'doesNotRun', reason } })
  })

  test('where the app ends well and was never ready', async () => {
    const here = scene(noAnswer)
    install(here.packageDir, 'exit 0')
    expect(await chooseHost(here)).toMatchObject({ why: { kind: 'doesNotRun', reason: 'exit 0' } })
  })

  test('it is tried in the surroundings that were given, and leaves nothing behind', async () => {
    vi.stubEnv('DISPLAY', ':of-this-test')
    const here = scene(noAnswer, { env: { DISPLAY: ':9', ELECTRON_RUN_AS_NODE: '1' } })
    const seen = join(here.packageDir, 'seen')
    install(
      here.packageDir,
      `for last in "$@"; do :; done\necho "$DISPLAY$ELECTRON_RUN_AS_NODE $last" >'${seen}'\n${starts}`,
    )
    expect(await chooseHost(here)).toMatchObject({ host: 'electron' })
    const [display, app = ''] = readFileSync(seen, 'utf8').trim().split(' ')
    expect(display).toBe(':9')
    expect(app).not.toBe('')
    expect(existsSync(app)).toBe(false)
  })

  test('where it could not be fetched: tried once, remembered for a day, then tried again', async () => {
    const here = scene(noAnswer)
    expect(await chooseHost(here)).toEqual({
      host: 'browser',
      why: { kind: 'notFetched', because: noAnswer.ok ? null : noAnswer.why },
    })
    const atMs = here.nowMs
    here.nowMs = atMs + 24 * hourMs - 1
    expect(await chooseHost(here)).toMatchObject({
      why: { kind: 'notFetchedBefore', atMs, because: { kind: 'noAnswer' } },
    })
    expect(here.tries).toBe(1)
    here.nowMs = atMs + 24 * hourMs
    expect(await chooseHost(here)).toMatchObject({ why: { kind: 'notFetched' } })
    expect(here.tries).toBe(2)
  })

  test.for([
    ['is of another version', (text: string) => text.replaceAll(version, '44.0.0')],
    ['is of tomorrow', (text: string) => text.replace(/"atMs":\d/u, '"atMs":9')],
    ['cannot be read', () => 'x'],
  ] as const)('a memory that %s is none', async ([, change]) => {
    const here = scene(noAnswer)
    await chooseHost(here)
    writeFileSync(here.memory, change(readFileSync(here.memory, 'utf8')))
    await chooseHost(here)
    expect(here.tries).toBe(2)
  })

  test('a checkout that cannot be written: chosen all the same', async () => {
    const here = scene(noAnswer)
    const file = join(here.packageDir, 'file')
    writeFileSync(file, '')
    const choice = await chooseHost({ ...here, memory: join(file, 'memory.json') })
    expect(choice).toMatchObject({ why: { kind: 'notFetched' } })
  })
})

describe.for(languages)('what is said in %s', (language) => {
  const said = (choice: Choice): string => sayHost(language, choice)
  const browser = (why: Extract<Choice, { host: 'browser' }>['why']): string =>
    said({ host: 'browser', why })
  const atMs = Date.UTC(2026, 10, 21, 6, 3)

  test('one line, with the facts in it', () => {
    const failed = { kind: 'failed', reason: 'HTTP 403' } as const
    const lines = [
      said({ host: 'electron', program: '/p', version }),
      browser({ kind: 'asked' }),
      browser({ kind: 'noDisplay' }),
      browser({ kind: 'skipped' }),
      browser({ kind: 'doesNotRun', reason: 'exit 127' }),
      browser({ kind: 'notFetched', because: { kind: 'noAnswer', seconds: 10 } }),
      browser({ kind: 'notFetched', because: { kind: 'tooLong', minutes: 15 } }),
      browser({ kind: 'notFetched', because: failed }),
      browser({ kind: 'notFetchedBefore', because: failed, atMs }),
    ]
    expect(new Set(lines).size).toBe(lines.length)
    for (const line of lines) expect(line).not.toMatch(/[{}\n]|undefined/u)
    expect(lines[0]).toContain(version)
    expect(lines[5]).toContain('10')
    expect(lines[8]).toContain('14:03')
    expect(lines[8]).toContain('npx install-electron')
  })
})
