/**
 * A fresh clone on a machine that has next to nothing: node, npm and a shell on PATH, and no
 * compiler, no Python, no browser. The two commands of the README must do.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const installLimitMs = 120_000
const startLimitMs = 60_000

const bareTools = ['node', 'npm', 'npx', 'sh']
const root = mkdtempSync(join(tmpdir(), 'till-install-'))
const clone = join(root, 'clone')
const tools = join(root, 'tools')
const home = join(root, 'home')

const startFresh = (): void => {
  for (const folder of [clone, tools, home]) mkdirSync(folder)
  for (const path of ownFiles()) {
    mkdirSync(dirname(join(clone, path)), { recursive: true })
    cpSync(path, join(clone, path))
  }
  for (const name of bareTools) symlinkSync(ofTheMachine(name), join(tools, name))
}

/** What the next commit can hold. */
const ownFiles = (): string[] =>
  spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { encoding: 'utf8' })
    .stdout.split('\0')
    .filter((path) => path !== '' && existsSync(path))

/** The machine's own program: not the one that this project's packages bring. */
function ofTheMachine(name: string): string {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
  if (found === undefined) throw new Error(`this machine has no ${name} on PATH`)
  return realpathSync(found)
}

/** The machine's settings for the network and npm stay; what this test run added goes. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:npm_|VITEST|NODE$|NODE_ENV|NODE_OPTIONS|NODE_PATH|INIT_CWD|DISPLAY)/u.test(name),
  )
  const inherited = (name: string, otherwise: string): string =>
    process.env[`npm_config_${name}`] ??
    process.env[`NPM_CONFIG_${name.toUpperCase()}`] ??
    otherwise
  const registry = inherited('registry', '')
  return {
    ...Object.fromEntries(kept),
    PATH: tools,
    HOME: home,
    NPM_CONFIG_USERCONFIG: inherited('userconfig', join(homedir(), '.npmrc')),
    NPM_CONFIG_CACHE: inherited('cache', join(homedir(), '.npm')),
    ...(registry === '' ? {} : { NPM_CONFIG_REGISTRY: registry }),
  }
}

const npm = (args: readonly string[], timeout: number): { status: number | null; said: string } => {
  const ran = spawnSync('npm', args, {
    cwd: clone,
    env: bareEnvironment(),
    encoding: 'utf8',
    timeout,
  })
  return { status: ran.status, said: `${ran.stdout}${ran.stderr}${ran.error?.message ?? ''}` }
}

beforeAll(startFresh)
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

test('npm ci needs nothing but node, npm and a shell', () => {
  expect(readdirSync(tools).toSorted()).toEqual(bareTools)
  const { status, said } = npm(['ci', '--prefer-offline', '--no-audit'], installLimitMs)
  expect(status, said).toBe(0)
})

test('npm start brings up the till and prints its address', async () => {
  const profile = join(root, 'profile')
  const till = spawn('npm', ['start', '--', '--no-open', '--profile', profile, '--port', '0'], {
    cwd: clone,
    env: bareEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const address = await printedAddress(till)
    const answer = await fetch(address, { redirect: 'manual' })
    expect([200, 302, 303]).toContain(answer.status)
  } finally {
    await stop(till)
  }
})

test('every npm script finds a Node that the packages run on', () => {
  const path = join(clone, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { scripts: Record<string, string> }
  const offered = readdirSync(join(clone, 'node_modules/.bin'))
  const starts = Object.values(manifest.scripts).map((script) => script.split(' ')[0] ?? '')
  expect(starts.filter((program) => !offered.includes(program))).toEqual([])

  const scripts = { ...manifest.scripts, 'which-node': 'node -p process.versions.node' }
  writeFileSync(path, JSON.stringify({ ...manifest, scripts }))
  const { status, said } = npm(['run', '--silent', 'which-node'], 30_000)
  expect(status, said).toBe(0)
  const [major = 0, minor = 0] = said.trim().split('.').map(Number)
  expect(major * 1000 + minor, said).toBeGreaterThanOrEqual(22_012)
})

function printedAddress(till: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const limit = setTimeout(() => {
      reject(new Error(`no address after ${startLimitMs} ms:\n${said}`))
    }, startLimitMs)
    const read = (chunk: Buffer): void => {
      said += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/u.exec(said)?.[0]
      if (address === undefined) return
      clearTimeout(limit)
      resolve(address)
    }
    till.stdout?.on('data', read)
    till.stderr?.on('data', read)
    till.on('exit', (code) => {
      clearTimeout(limit)
      reject(new Error(`npm start ended with ${code}:\n${said}`))
    })
  })
}

/** Ends npm, and with its group the till that it started. */
async function stop(till: ChildProcess): Promise<void> {
  if (till.pid === undefined || till.exitCode !== null) return
  const gone = new Promise((resolve) => till.once('close', resolve))
  process.kill(-till.pid, 'SIGTERM')
  const force = setTimeout(() => {
    if (till.pid !== undefined) process.kill(-till.pid, 'SIGKILL')
  }, 10_000)
  await gone
  clearTimeout(force)
}
