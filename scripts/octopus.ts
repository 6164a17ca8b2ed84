/**
 * `npm run octopus -- --port PATH [--file FILE] [--add-value]`: a simulated Octopus reader on a
 * serial port of this computer, for whoever has a till on the other end of the cable, or builds an
 * other end of the reader link and wants to see one. With `--listen PORT` it is on a local socket
 * instead, as a bridge program is: the till's profile then names `tcp:127.0.0.1:PORT`. It charges
 * nobody.
 *
 * What is typed is what the customer and the trainer do: `help` says what there is. With `--file`
 * it keeps its books and the cards when it is ended, however it is ended.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { openByteLink } from '../src-main/engine/devices/byteLink.ts'
import { openLine } from '../src-main/host/deviceLines.ts'
import { realClock, realRandom } from '../src-main/host/realClock.ts'
import { readAmount, showAmount } from '../src-shared/money.ts'
import { listenForTill } from './octopusSocket.ts'
import { makeOctopus, type MadeOctopus } from '../src-main/training/octopus/make.ts'
import { octopusTricks } from '../src-main/training/octopus/tricks.ts'

const baudRate = 115_200
const waitMostMs = 600_000
/** A card holds no more: HK$3,000. */
const highestMinor = 300_000

function options() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      listen: { type: 'string' },
      file: { type: 'string' },
      'add-value': { type: 'boolean', default: false },
    },
  })
  const { port, listen, file } = values
  const isOne = (port === undefined) !== (listen === undefined)
  if (!isOne || port === '' || (listen !== undefined && !/^\d{1,5}$/u.test(listen))) {
    throw new Error('--port is a serial port; or --listen is the number of a port on 127.0.0.1.')
  }
  const on = port === undefined ? { listen: Number(listen) } : { path: port }
  return { on, file, addsValue: values['add-value'] }
}

function openFile(path: string): Database.Database {
  try {
    const database = new Database(path)
    // Read, so that it is known to be a database before anybody counts on it.
    database.pragma('user_version')
    return database
  } catch (problem) {
    throw new Error(`${path} cannot keep what the reader stores: ${String(problem)}`, {
      cause: problem,
    })
  }
}

const showTenCents = (tenCents: number): string => showAmount(tenCents * 10)

type Command = (made: MadeOctopus, ...words: readonly string[]) => string

const cardOf = (word: string | undefined): string => {
  const digits = (word ?? '').padStart(8, '0')
  if (!/^(?:\d{8}|[1-9]\d{8})$/u.test(digits) || Number(digits) === 0) {
    throw new Error('a card is named by its eight or nine digits')
  }
  return digits
}

const commands: Readonly<Record<string, readonly [does: string, command: Command]>> = {
  put: [
    'NUMBER: a card is held to it (88888888, 20260001 ... are there, any other is a usual one)',
    ({ end }, number) => {
      end.put(cardOf(number))
      return `on the reader: ${cardOf(number)}`
    },
  ],
  remove: [
    'the card is taken away',
    ({ end }) => {
      end.remove()
      return 'on the reader: nothing'
    },
  ],
  cards: [
    'what the cards hold',
    ({ core }) =>
      core
        .cards()
        .map(({ cardNumber, valueTenCents, refusedWith }) =>
          [cardNumber, showTenCents(valueTenCents), refusedWith ?? ''].join(' ').trim(),
        )
        .join('\n'),
  ],
  value: [
    'NUMBER AMOUNT: what that card holds from now on, in dollars',
    ({ core }, number, amount = '') => {
      const read = readAmount(amount, highestMinor)
      if (!read.ok || read.amountMinor % 10 !== 0) throw new Error('an amount is such as 58.8')
      const card = core.card(cardOf(number))
      const valueTenCents = Number(String(read.amountMinor).slice(0, -1))
      core.saveCard({ ...card, valueTenCents })
      return `${card.cardNumber} ${showTenCents(valueTenCents)}`
    },
  ],
  refuse: [
    'NUMBER CODE: that card is refused with this code from now on; without a code no longer',
    ({ core }, number, code) => {
      const refusedWith = code === undefined ? null : codeOf(code)
      core.saveCard({ ...core.card(cardOf(number)), refusedWith })
      return `${cardOf(number)} ${refusedWith ?? 'is taken'}`
    },
  ],
  code: [
    'CODE: the next deduct is answered with it',
    ({ core }, code) => {
      core.prepare(codeOf(code))
      return `next: ${core.prepared().join(' ')}`
    },
  ],
  nolists: [
    'it lacks its lists, until housekeeping',
    ({ core }) => {
      core.dropLists()
      return 'without lists'
    },
  ],
  restart: [
    'it loses its power for a moment',
    ({ end }) => {
      end.restart()
      return 'starts anew'
    },
  ],
  charged: [
    'what it has taken from cards',
    ({ core }) => `charged ${showTenCents(core.chargedTenCents())}`,
  ],
}

function codeOf(word: string | undefined): number {
  if (!/^\d{1,6}$/u.test(word ?? '')) throw new Error('a code is a number such as 100048')
  return Number(word)
}

const help = (): string =>
  [
    ...Object.entries(commands).map(([name, [does]]) => `${name} ${does}`),
    `or what the next deduct does: ${octopusTricks.join(' ')}`,
  ].join('\n')

/** @returns what to say to what was typed */
function obey(made: MadeOctopus, line: string): string {
  const [name = '', ...words] = line.trim().split(/\s+/u)
  const trick = octopusTricks.find((one) => one === name)
  if (trick !== undefined) {
    made.core.prepare(trick)
    return `next: ${made.core.prepared().join(' ')}`
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  return command ? command[1](made, ...words) : help()
}

type Line = { send(bytes: Uint8Array): void; close(): void }

/** @param made the reader on that line, once it is there */
async function lineOn(
  on: ReturnType<typeof options>['on'],
  made: () => MadeOctopus | undefined,
): Promise<Line> {
  if (on.listen !== undefined) {
    const socket = await listenForTill(on.listen, () => made()?.end)
    console.log(`ready on tcp:127.0.0.1:${socket.port}`)
    return socket
  }
  const { path } = on
  const link = openByteLink({
    path,
    open: () => openLine({ path, baudRate, stopBits: 1 }),
    clock: realClock,
    log: () => undefined,
  })
  link.onBytes((bytes) => made()?.end.hear(bytes))
  link.onState((state) => {
    if (!state.open) made()?.end.isUnplugged()
    console.log(state.open ? `ready on ${path}` : `no line, trying again: ${state.reason}`)
  })
  return { send: (bytes) => void link.write(bytes), close: () => link.close() }
}

async function run({ on, file, addsValue }: ReturnType<typeof options>): Promise<void> {
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), 'harbour-till-octopus-')) : null
  const database = openFile(file ?? join(folder ?? '', 'octopus.sqlite'))
  const there: { made?: MadeOctopus } = {}
  const wire = await lineOn(on, () => there.made)
  const made = makeOctopus({
    line: wire,
    database,
    clock: realClock,
    random: realRandom,
    addsValue,
  })
  there.made = made

  createInterface({ input: process.stdin }).on('line', (line) => {
    try {
      console.log(obey(made, line))
    } catch (problem) {
      console.log(problem instanceof Error ? problem.message : String(problem))
    }
  })

  // While the cable is out nothing else keeps it running.
  const stay = setInterval(() => undefined, waitMostMs)
  const end = (): void => {
    clearInterval(stay)
    made.end.stop()
    wire.close()
    database.close()
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end)
}

try {
  await run(options())
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : String(problem))
  process.exit(1)
}
