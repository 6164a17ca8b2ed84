/** The simulated terminal as `npm run terminal` starts it: a process of its own on a real device file, spoken to in bytes. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openSerial } from '../../src-main/host/serialCarrier.ts'
import { bytesOfHex, cardVector, hexOf, hypercomFrame } from '../harness/cardBytes.ts'
import { openPseudoLine, type PseudoLine } from '../harness/pseudoLine.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const root = join(import.meta.dirname, '../..')
const limitMs = 20_000
const ack = '06'
const sale = cardVector('hypercom', 'sale 123.45')

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
  const child = spawn(process.execPath, ['scripts/run.mjs', 'terminal', ...args], {
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

async function pseudoLine(): Promise<PseudoLine> {
  const line = await openPseudoLine()
  onTestFinished(() => line.close())
  return line
}

/** The till's end of the line. */
async function tillAt(path: string) {
  const carrier = await openSerial({ path, baudRate: 9_600, stopBits: 1 })
  onTestFinished(() => carrier.close())
  let heard = ''
  carrier.onBytes((bytes) => {
    heard += hexOf(bytes)
  })
  return {
    sends: (hex: string): void => carrier.write(bytesOfHex(hex)),
    /** An acknowledgement, and then an answer that is whole. @returns its fields as text */
    async isAnswered(): Promise<string> {
      await vi.waitFor(() => expect(heard).toMatch(/^0602[\dA-F]+$/u), { timeout: limitMs })
      const frame = await vi.waitFor(
        () => {
          const bytes = bytesOfHex(heard.slice(2))
          expect(bytes).toHaveLength(Number(heard.slice(4, 8)) + 5)
          return bytes
        },
        { timeout: limitMs },
      )
      const checked = frame.subarray(1, -1)
      expect(checked.reduce((sum, byte) => sum ^ byte, 0)).toBe(frame.at(-1))
      heard = ''
      return Buffer.from(frame.subarray(3, -2)).toString('latin1')
    },
    heard: () => heard,
  }
}

const hypercom = ['--protocol', 'hypercom', '--customer-ms', '50']

test('a sale is approved, and whoever kills the terminal finds its batch again', async () => {
  const line = await pseudoLine()
  const args = [...hypercom, '--port', line.device, '--file', join(tempFolder(), 'books.sqlite')]
  const first = start(args)
  await first.says(`ready on ${line.device}`)
  const till = await tillAt(line.till)
  till.sends(sale)
  const approved = await till.isAnswered()
  till.sends(ack)
  expect(approved).toContain('APPROVED')
  expect(approved).toContain('65\u0000\u0006000001')
  expect(approved).toContain('000000012345')
  first.types('charged')
  await first.says('charged HK$123.45')
  expect(first.said()).not.toContain('4242')
  first.child.kill('SIGKILL')
  await first.ended

  const second = start(args)
  await second.says(`ready on ${line.device}`)
  second.types('charged')
  await second.says('charged HK$123.45')
  till.sends(sale)
  expect(await till.isAnswered()).toContain('65\u0000\u0006000002')
  till.sends(ack)
  // A settlement: two sales, and their sum.
  till.sends(hypercomFrame('363030303030303030303130353030303030'))
  const settled = await till.isAnswered()
  expect(settled).toContain('H1\u0000\u00040002')
  expect(settled).toContain('000000024690')
})

test('what is typed is for the next payment, what was planned for those after it', async () => {
  const line = await pseudoLine()
  const terminal = start([...hypercom, '--port', line.device, '--deeds', 'cancel,approve'])
  await terminal.says('ready on')
  const till = await tillAt(line.till)
  terminal.types('decline')
  await terminal.says('next: decline')
  for (const says of ['DECLINED', 'TXN CANCELLED', 'APPROVED', 'APPROVED']) {
    till.sends(sale)
    expect(await till.isAnswered()).toContain(says)
    till.sends(ack)
  }
  for (const word of ['', 'help', 'refuse']) {
    terminal.types(word)
  }
  await terminal.says('one of: charged approve decline cancel', 3)
})

test('a line that was cut is opened again, and the terminal goes on', async () => {
  const line = await pseudoLine()
  const terminal = start([...hypercom, '--port', line.device])
  await terminal.says('ready on')
  await line.cut()
  await terminal.says('no line, trying again: ')
  await line.mend()
  await terminal.says('ready on', 2)
  const till = await tillAt(line.till)
  till.sends(sale)
  expect(await till.isAnswered()).toContain('APPROVED')
})

test('over TCP', async () => {
  let heard = ''
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1')
    })
    socket.write(bytesOfHex(cardVector('hk-text', 'line check')))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  start(['--protocol', 'hk-text', '--port', `tcp:127.0.0.1:${port}`])
  await vi.waitFor(() => expect(heard).toBe('"<START>","<END>"'), { timeout: limitMs })
})

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends it in an orderly way, and nothing is left where it was given no file',
  async (signal) => {
    const folder = tempFolder()
    const terminal = start(['--protocol', 'zvt', '--port', '/dev/no-such-port'], { TMPDIR: folder })
    await terminal.says('no line, trying again: ')
    expect(readdirSync(folder)).toHaveLength(1)
    terminal.child.kill(signal)
    expect(await terminal.ended).toBe(0)
    expect(readdirSync(folder)).toEqual([])
  },
)

describe('what cannot be is said in a sentence', () => {
  const port = ['--port', '/dev/no-such-port']
  test.for([
    ['--protocol is one of hypercom, nets, hk-text, zvt.', port],
    ['--protocol is one of hypercom, nets, hk-text, zvt.', [...port, '--protocol', 'constructor']],
    ['--port is a serial port', ['--protocol', 'zvt']],
    ['--deeds are some of approve,', [...port, '--protocol', 'zvt', '--deeds', 'approve,refuse']],
    ['--customer-ms is a whole number', [...port, '--protocol', 'zvt', '--customer-ms', 'soon']],
    ["Unknown option '--speed'", [...port, '--protocol', 'zvt', '--speed', '9600']],
  ] as const)('%s', async ([says, args]) => {
    const terminal = start(args)
    expect(await terminal.ended).toBe(1)
    expect(terminal.said()).toContain(says)
    expect(terminal.said()).not.toContain('    at ')
  })

  test('a file that is no database is left as it is', async () => {
    const file = join(tempFolder(), 'notes.txt')
    writeFileSync(file, 'milk, bread, eggs, and whatever else is needed for the weekend')
    const terminal = start(['--protocol', 'zvt', ...port, '--file', file])
    expect(await terminal.ended).toBe(1)
    expect(terminal.said()).toContain(`${file} cannot keep what the terminal books`)
    expect(existsSync(file)).toBe(true)
  })
})
