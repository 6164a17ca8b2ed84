/** The simulated NFC module as `npm run balance-module` starts it: a process of its own on a real device file, spoken to by the till's driver. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import { createBalanceModule } from '../../src-main/engine/devices/pn532/balance.ts'
import { realClock } from '../../src-main/host/realClock.ts'
import { openSerial } from '../../src-main/host/serialCarrier.ts'
import { openPseudoLine } from '../harness/pseudoLine.ts'

const root = join(import.meta.dirname, '../..')
const limitMs = 20_000

type Running = {
  readonly child: ChildProcess
  /** Everything on its console so far. */
  said(): string
  says(text: string, times?: number): Promise<void>
  types(line: string): void
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>
}

function start(args: readonly string[]): Running {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'pn532', ...args], { cwd: root })
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

/** The line between the two, and the till's check at its end. */
async function tillOnLine() {
  const line = await openPseudoLine()
  onTestFinished(() => line.close())
  const link = openByteLink({
    path: line.till,
    open: () => openSerial({ path: line.till, baudRate: 115_200, stopBits: 1 }),
    clock: realClock,
    log: () => undefined,
  })
  const module = createBalanceModule({ link, clock: realClock })
  onTestFinished(() => {
    module.stop()
    link.close()
  })
  const isOpen = (open: boolean): Promise<void> =>
    vi.waitFor(() => expect(link.state().open).toBe(open), { timeout: limitMs })
  await isOpen(true)
  return { line, module, isOpen }
}

test('what lies on it is read over a serial line, what is typed changes it, and a cut line is told', async () => {
  const { line, module, isOpen } = await tillOnLine()
  const args = ['--port', line.device, '--value', '58.80']
  const there = start(args)
  await there.says(`ready on ${line.device}`)
  expect(await module.check()).toEqual({
    kind: 'value',
    valueTenCents: 588,
    olderValueTenCents: 738,
  })

  there.types('remove')
  await there.says('on the module: nothing')
  const waiting = module.check()
  expect(await module.check()).toEqual({ kind: 'busy' })
  there.types('put -12')
  expect(await waiting).toMatchObject({ kind: 'value', valueTenCents: -120 })

  there.types('put sealed')
  await there.says('on the module: sealed')
  expect(await module.check()).toEqual({ kind: 'otherCard' })
  there.types('silent')
  await there.says('from now on: silent')
  expect(await module.check()).toEqual({ kind: 'noModule', why: 'silent' })
  for (const typed of ['', 'help', 'put 12.34', 'put 3000.1', 'put -50.1']) there.types(typed)
  await there.says('put AMOUNT: ', 2)
  await there.says('a value is in steps of ten cents', 3)

  await line.cut()
  await isOpen(false)
  expect(await module.check()).toEqual({ kind: 'noModule', why: 'noLine' })
  await line.mend()
  await there.says('ready on', 2)
  await isOpen(true)
  there.types('usual')
  there.types('put 10')
  await there.says('on the module: 10')
  expect(await module.check()).toMatchObject({ kind: 'value', valueTenCents: 100 })
  there.child.kill('SIGTERM')
  expect(await there.ended).toBe(0)
})

describe('what cannot be is said in a sentence', () => {
  const port = ['--port', '/dev/no-such-port']
  test.for([
    ['--port is a serial port', ['--value', '58.80']],
    ['a value is in steps of ten cents', [...port, '--value', 'much']],
    ['a value is in steps of ten cents', [...port, '--value=-40', '--older']],
    ["Unknown option '--speed'", [...port, '--speed', '9600']],
  ] as const)('%s', async ([says, args]) => {
    const there = start(args)
    expect(await there.ended).toBe(1)
    expect(there.said()).toContain(says)
    expect(there.said()).not.toContain('    at ')
  })
})
