/** The simulated Octopus reader as `npm run octopus` starts it: a process of its own on a real device file, spoken to by the till's driver. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openByteLink, type Carrier } from '../../src-main/engine/devices/byteLink.ts'
import { createOctopusReader } from '../../src-main/engine/devices/octopus/reader.ts'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'
import { openTcp } from '../../src-main/host/tcpCarrier.ts'
import { openSerial } from '../../src-main/host/serialCarrier.ts'
import { openPseudoLine } from '../harness/pseudoLine.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const root = join(import.meta.dirname, '../..')
const limitMs = 20_000
const card = '88888888'

type Running = {
  readonly child: ChildProcess
  /** Everything on its console so far. */
  said(): string
  says(text: string, times?: number): Promise<void>
  types(line: string): void
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'octopus', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  const hear = (bytes: Buffer): void => {
    said += bytes.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    child,
    said: () => said,
    says: (text, times = 1) =>
      vi.waitFor(() => expect(said.split(text).length - 1, said).toBeGreaterThanOrEqual(times), {
        timeout: limitMs,
      }),
    types: (line) => void child.stdin.write(`${line}\n`),
    ended: once(child, 'close').then(() => child.exitCode),
  }
}

/** The line between the two, and the till's driver at its end. */
async function tillOnLine() {
  const line = await openPseudoLine()
  onTestFinished(() => line.close())
  const reader = await tillOn(() => openSerial({ path: line.till, baudRate: 115_200, stopBits: 1 }))
  return { line, reader }
}

async function tillOn(open: () => Promise<Carrier>) {
  const link = openByteLink({ path: 'a test', open, clock: realClock, log: () => undefined })
  const reader = createOctopusReader({
    link,
    clock: realClock,
    random: realRandom,
    environment: 'training',
    counter: 'Counter 1',
    addsValue: false,
  })
  onTestFinished(() => {
    reader.stop()
    link.close()
  })
  await vi.waitFor(() => expect(link.state().open).toBe(true), { timeout: limitMs })
  return reader
}

test('whoever kills the reader in the middle of a day finds its store again, and nobody pays twice', async () => {
  const { line, reader } = await tillOnLine()
  const args = ['--port', line.device, '--file', join(tempFolder(), 'octopus.sqlite')]
  const first = start(args)
  await first.says(`ready on ${line.device}`)
  first.types(`put ${card}`)
  await first.says(`on the reader: ${card}`)
  const polled = await reader.poll({ timeoutMs: 3_000 })
  if (polled.kind !== 'card') throw new Error(JSON.stringify(polled))
  expect(polled.card).toMatchObject({ cardNumber: card, valueTenCents: 588 })
  const { storeId } = polled.reader
  const about = { reference: 'R1', cardNumber: card, amountTenCents: 123, storeId }

  first.types('goneMidWriteTaken')
  await first.says('next: goneMidWriteTaken')
  expect(await reader.deduct(about)).toMatchObject({ kind: 'incomplete' })
  first.types('charged')
  await first.says('charged HK$12.30')
  first.child.kill('SIGKILL')
  await first.ended

  const second = start(args)
  await second.says(`ready on ${line.device}`)
  expect(await reader.outcome({ ...about, call: 'deduct' })).toMatchObject({ kind: 'incomplete' })
  second.types(`put ${card}`)
  await second.says(`on the reader: ${card}`)
  expect(await reader.deduct(about)).toMatchObject({ kind: 'done', valueTenCents: 465 })
  second.types('charged')
  await second.says('charged HK$12.30')
  second.types('cards')
  await second.says(`${card} HK$46.50`)
})

test('what is typed is done, and what cannot be is said in a sentence', async () => {
  const { line, reader } = await tillOnLine()
  const octopus = start(['--port', line.device])
  await octopus.says('ready on')
  for (const [typed, says] of [
    ['value 20260001 12.30', '20260001 HK$12.30'],
    ['value 20260001 12.34', 'an amount is such as 58.8'],
    ['put 1', 'on the reader: 00000001'],
    ['put 0', 'a card is named by its eight or nine digits'],
    ['remove', 'on the reader: nothing'],
    ['refuse 20260001 100024', '20260001 100024'],
    ['refuse 20260001', '20260001 is taken'],
    ['code 100048', 'next: 100048'],
    ['code x', 'a code is a number'],
    ['nolists', 'without lists'],
    ['restart', 'starts anew'],
    ['constructor', 'or what the next deduct does: goneBeforeRead'],
  ] as const) {
    octopus.types(typed)
    await octopus.says(says)
  }
  octopus.types('put 20260001')
  await vi.waitFor(
    async () => expect(await reader.poll({ timeoutMs: 1_000 })).toMatchObject({ kind: 'card' }),
    { timeout: limitMs },
  )
  const storeId = reader.facts()?.storeId ?? ''
  const about = { reference: 'R1', cardNumber: '20260001', amountTenCents: 1, storeId }
  expect(await reader.deduct(about)).toMatchObject({ code: { name: 'notEnoughValue' } })
  expect(await reader.deduct(about)).toMatchObject({ code: { name: 'listsMissing' } })
  expect(await reader.housekeeping()).toMatchObject({ kind: 'loaded' })
  expect(await reader.deduct(about)).toMatchObject({ kind: 'done', valueTenCents: 122 })
  expect(await reader.close()).toEqual({ kind: 'closed' })
})

test('a line that was cut is opened again at both ends, and they go on', async () => {
  const { line, reader } = await tillOnLine()
  const octopus = start(['--port', line.device])
  await octopus.says('ready on')
  expect(await reader.timeVer()).toMatchObject({ kind: 'told', deviceId: 301 })
  await line.cut()
  await octopus.says('no line, trying again: ')
  // Each end notices it for itself.
  await vi.waitFor(
    async () => expect(await reader.timeVer()).toMatchObject({ kind: 'notReady', why: 'noLine' }),
    { timeout: limitMs },
  )
  await line.mend()
  await octopus.says('ready on', 2)
  await vi.waitFor(
    async () => expect(await reader.timeVer()).toMatchObject({ kind: 'told', deviceId: 301 }),
    { timeout: limitMs },
  )
})

test('on a local socket it takes the same bytes, and a new till takes the place of the one before', async () => {
  const octopus = start(['--listen', '0'])
  await octopus.says('ready on tcp:127.0.0.1:')
  const port = Number(/tcp:127\.0\.0\.1:(\d+)/u.exec(octopus.said())?.[1])
  const first = await tillOn(() => openTcp({ host: '127.0.0.1', port }))
  const opened = await first.init()
  octopus.types(`put ${card}`)
  await octopus.says(`on the reader: ${card}`)
  const storeId = opened.kind === 'ready' ? opened.reader.storeId : ''
  const asked = { reference: 'S1', cardNumber: card, amountTenCents: 123, storeId }
  expect(await first.deduct(asked)).toMatchObject({ kind: 'done', amountTenCents: 123 })
  const second = await tillOn(() => openTcp({ host: '127.0.0.1', port }))
  const about = { reference: 'S1', call: 'deduct', amountTenCents: 123, storeId } as const
  expect(await second.outcome(about)).toMatchObject({ kind: 'done' })
})

test('ended in an orderly way it leaves nothing where it was given no file', async () => {
  const folder = tempFolder()
  const octopus = start(['--port', '/dev/no-such-port'], { TMPDIR: folder })
  await octopus.says('no line, trying again: ')
  expect(readdirSync(folder)).toHaveLength(1)
  octopus.child.kill('SIGTERM')
  expect(await octopus.ended).toBe(0)
  expect(readdirSync(folder)).toEqual([])
})

describe('what cannot be is said in a sentence', () => {
  test.for([
    ['--port is a serial port', []],
    ['--port is a serial port', ['--port', '/dev/ttyS9', '--listen', '5000']],
    ['--port is a serial port', ['--listen', 'anywhere']],
    ["Unknown option '--speed'", ['--port', '/dev/no-such-port', '--speed', '9600']],
  ] as const)('%s', async ([says, args]) => {
    const octopus = start(args)
    expect(await octopus.ended).toBe(1)
    expect(octopus.said()).toContain(says)
    expect(octopus.said()).not.toContain('    at ')
  })

  test('a file that is no database is left as it is', async () => {
    const file = join(tempFolder(), 'notes.txt')
    writeFileSync(file, 'milk, bread, eggs, and whatever else is needed for the weekend')
    const octopus = start(['--port', '/dev/no-such-port', '--file', file])
    expect(await octopus.ended).toBe(1)
    expect(octopus.said()).toContain(`${file} cannot keep what the reader stores`)
  })
})
