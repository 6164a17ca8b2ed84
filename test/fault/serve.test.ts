/** The browser host as it is shipped: a process with flags, signals and a console. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { textsIn } from '../../src-shared/texts/index.ts'
import { buildStale } from '../../scripts/stale.ts'
import { ask } from '../harness/fakeTill.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const texts = textsIn('en')
const main = join(import.meta.dirname, '../../dist/main')
/** A first start makes keys, which takes a machine that has much to do its time. */
const limitMs = 40_000

beforeAll(() => buildStale(['renderer', 'main'], 'silent'))

type Till = {
  readonly child: ChildProcess
  /** Everything on the console so far. */
  said(): string
  /** Waits until the console says it. */
  says(text: string): Promise<void>
  /** @returns the exit code */
  readonly ended: Promise<number | null>
}

function run(args: readonly string[], program = [join(main, 'serve.js')]): Till {
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...process.env, LC_ALL: 'C', DISPLAY: '', WAYLAND_DISPLAY: '' },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  let said = ''
  const hear = (bytes: Buffer): void => {
    said += bytes.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    child,
    said: () => said,
    says: (text) => vi.waitFor(() => expect(said).toContain(text), { timeout: limitMs }),
    ended: once(child, 'close').then(() => child.exitCode),
  }
}

/** A till that has said its address. */
async function start(profile: string, ...args: readonly string[]): Promise<Till> {
  const till = run(['--profile', profile, ...args])
  await till.says(texts.host.worksOnce)
  return till
}

const addresses = (till: Till): URL[] =>
  Array.from(till.said().matchAll(/http:\S+/gu), ([address]) => new URL(address))

async function opens(address: URL | undefined): Promise<boolean> {
  const port = Number(address?.port)
  const { status } = await ask({ port }, `/${address?.search ?? ''}`)
  return status === 303
}

describe('the end', () => {
  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: an orderly end, and the next start finds the profile free',
    async (signal) => {
      const profile = tempFolder()
      const till = await start(profile)
      till.child.kill(signal)
      expect(await till.ended).toBe(0)
      expect(till.said()).toContain(texts.host.closed)
      const next = await start(profile)
      expect(next.said()).not.toContain(texts.host.cannotStart)
    },
  )

  test('kill -9: the next start finds the profile free', async () => {
    const profile = tempFolder()
    const till = await start(profile)
    till.child.kill('SIGKILL')
    await till.ended
    expect((await start(profile)).said()).not.toContain(texts.host.cannotStart)
  })
})

describe('the console', () => {
  test('with no display it shows the address, and Enter another one: each opens the till once', async () => {
    const till = await start(tempFolder())
    till.child.stdin?.write('\n')
    await vi.waitFor(() => expect(addresses(till)).toHaveLength(2), { timeout: limitMs })
    const [first, second] = addresses(till)
    expect(await opens(first)).toBe(true)
    expect(await opens(second)).toBe(true)
    expect(await opens(first)).toBe(false)
  })

  test('a console that is closed does not end the till', async () => {
    const till = await start(tempFolder())
    till.child.stdin?.end()
    expect(await opens(addresses(till)[0])).toBe(true)
  })

  test('a second till on the same profile says so and stays; the first one goes on', async () => {
    const profile = tempFolder()
    const first = await start(profile)
    const second = await start(profile)
    expect(second.said()).toContain(texts.failures.anotherTill)
    expect(await opens(addresses(second)[0])).toBe(true)
    expect(await opens(addresses(first)[0])).toBe(true)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  test('an argument that is not understood: said, exit 2, and nothing is made', async () => {
    const folder = tempFolder()
    const till = run(['--profile', join(folder, 'profile'), '--prot', '80'])
    expect(await till.ended).toBe(2)
    expect(till.said()).toContain('--prot')
    expect(till.said()).toContain(texts.host.arguments)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a port that is taken: said with its number, exit 1', async () => {
    const [address] = addresses(await start(tempFolder()))
    const port = address?.port ?? ''
    const second = run(['--profile', tempFolder(), '--port', port])
    expect(await second.ended).toBe(1)
    expect(second.said()).toContain(`Port ${port}`)
  })
})

describe('an old Node', () => {
  /** This Node says that it is Node 20. What Node 20 itself makes of the files is not shown. */
  const claim =
    'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })'
  const asNode20 = ['--import', `data:text/javascript,${encodeURIComponent(claim)}`]

  test.for([join(main, 'serve.js'), join(main, 'cli.js'), 'scripts/run.mjs'])(
    '%s says what to do',
    async (program) => {
      const till = run([], [...asNode20, program])
      expect(await till.ended).toBe(1)
      expect(till.said()).toContain('This is Node 20.20.2')
      expect(till.said()).toContain('nodejs.org')
    },
  )

  test.for(['serve.js', 'cli.js'])(
    '%s asks before the database library is loaded, which ends an old Node',
    (entry) => {
      for (const file of loadedAtOnce(entry)) {
        expect(readFileSync(join(main, file), 'utf8'), file).not.toMatch(
          /from ?["']better-sqlite3/u,
        )
      }
    },
  )
})

test('the shipped screens are the production build, whatever the shell has set', () => {
  const assets = join(main, '../renderer/assets')
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
  expect(scripts).not.toEqual([])
  for (const name of scripts) {
    expect(readFileSync(join(assets, name), 'utf8'), name).not.toContain('React DevTools')
  }
})

test('the shipped bundle has nothing of the development server', () => {
  const files = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  )
  expect(files.length).toBeGreaterThan(2)
  for (const file of files) {
    expect(readFileSync(join(main, file), 'utf8'), file).not.toContain('HARBOUR_TILL_DEV')
  }
})

/** The files of the bundle that are loaded before the first line of this entry runs. */
function loadedAtOnce(entry: string): readonly string[] {
  const loaded = new Set<string>()
  const load = (file: string): void => {
    if (loaded.has(file)) return
    loaded.add(file)
    const text = readFileSync(join(main, file), 'utf8')
    for (const [, path = ''] of text.matchAll(/^import [^;]*?["'](\.[^"']+)["']/gmu)) {
      load(join(file, '..', path))
    }
  }
  load(entry)
  return Array.from(loaded)
}
