/**
 * `npm run terminal -- --protocol hypercom|nets|hk-text|zvt --port PATH [--file FILE]
 * [--deeds a,b,c] [--customer-ms N] [--late-ms N]`: a simulated card terminal on a serial port of
 * this computer, or on `tcp:HOST:PORT`, for whoever has a till on the other end of the cable. It
 * charges nobody.
 *
 * `--deeds` is what it does with the next payments; a deed typed here is for the next one. An
 * answer that is late by such a deed comes after `--late-ms`. With `--file` it keeps its batch
 * when it is ended, however it is ended.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import type { TerminalProtocol } from '../src-shared/contract/devices.ts'
import { terminalDeeds, type TerminalDeed } from '../src-shared/contract/training.ts'
import { showAmount } from '../src-shared/money.ts'
import { openByteLink } from '../src-main/engine/devices/byteLink.ts'
import { openLine } from '../src-main/host/deviceLines.ts'
import { realClock, realRandom } from '../src-main/host/realClock.ts'
import { makeTerminal } from '../src-main/training/terminals/make.ts'

const protocols = new Map<string, TerminalProtocol>([
  ['hypercom', 'hypercom'],
  ['nets', 'nets'],
  ['hk-text', 'hkText'],
  ['zvt', 'zvt'],
])
const baudRate = 9_600
const waitMostMs = 600_000
/** As many payments as may be prepared by typing. */
const typedMost = 100

const deedOf = (word: string): TerminalDeed | undefined =>
  terminalDeeds.find((deed) => deed === word)

function options() {
  const { values } = parseArgs({
    options: {
      protocol: { type: 'string', default: '' },
      port: { type: 'string', default: '' },
      file: { type: 'string' },
      deeds: { type: 'string', default: '' },
      'customer-ms': { type: 'string', default: '1500' },
      'late-ms': { type: 'string', default: '150000' },
    },
  })
  const protocol = protocols.get(values.protocol)
  if (protocol === undefined) {
    throw new Error(`--protocol is one of ${[...protocols.keys()].join(', ')}.`)
  }
  if (values.port === '') throw new Error('--port is a serial port, or tcp:HOST:PORT.')
  const planned = values.deeds.split(',').filter((word) => word !== '')
  const deeds = planned.flatMap((word) => deedOf(word) ?? [])
  if (deeds.length < planned.length) {
    throw new Error(`--deeds are some of ${terminalDeeds.join(',')}, with commas between them.`)
  }
  const customerTakesMs = duration('customer-ms', values['customer-ms'])
  const lateMs = duration('late-ms', values['late-ms'])
  return { protocol, path: values.port, file: values.file, deeds, customerTakesMs, lateMs }
}

function duration(option: string, text: string): number {
  const ms = Number(text)
  if (text.trim() === '' || !Number.isInteger(ms) || ms < 0 || ms > waitMostMs) {
    throw new Error(`--${option} is a whole number of milliseconds, at most ${waitMostMs}.`)
  }
  return ms
}

function openFile(path: string): Database.Database {
  try {
    const database = new Database(path)
    // Read, so that it is known to be a database before anybody counts on it.
    database.pragma('user_version')
    return database
  } catch (problem) {
    throw new Error(`${path} cannot keep what the terminal books: ${String(problem)}`, {
      cause: problem,
    })
  }
}

function run(chosen: ReturnType<typeof options>): void {
  const { protocol, path, file, deeds, customerTakesMs, lateMs } = chosen
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'harbour-till-terminal-')) : null
  const database = openFile(file ?? join(folder ?? '', 'terminal.sqlite'))
  const link = openByteLink({
    path,
    open: () => openLine({ path, baudRate, stopBits: protocol === 'zvt' ? 2 : 1 }),
    clock: realClock,
    log: () => undefined,
  })
  const typed: TerminalDeed[] = []
  const terminal = makeTerminal({
    protocol,
    line: { send: (bytes) => void link.write(bytes) },
    database,
    clock: realClock,
    random: realRandom,
    customerTakesMs,
    lateMs,
    nextDeed() {
      const deed = typed.shift() ?? deeds.shift() ?? 'approve'
      console.log(`payment: ${deed}`)
      return deed
    },
  })
  link.onBytes((bytes) => terminal.hear(bytes))
  link.onState((state) => {
    console.log(state.open ? `ready on ${path}` : `no line, trying again: ${state.reason}`)
  })

  createInterface({ input: process.stdin }).on('line', (line) => {
    const word = line.trim()
    const deed = deedOf(word)
    if (word === 'charged') console.log(`charged ${showAmount(terminal.chargedMinor())}`)
    else if (deed === undefined) console.log(`one of: charged ${terminalDeeds.join(' ')}`)
    else if (typed.length < typedMost) {
      typed.push(deed)
      console.log(`next: ${typed.join(' ')}`)
    }
  })

  // While the cable is out nothing else keeps it running.
  const stay = setInterval(() => undefined, waitMostMs)
  const end = (): void => {
    clearInterval(stay)
    terminal.stop()
    link.close()
    database.close()
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end)
}

try {
  run(options())
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : String(problem))
  process.exit(1)
}
