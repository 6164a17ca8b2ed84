/**
 * `npm run balance-module -- --port PATH [--value 58.80] [--older]`: a simulated PN532 NFC module on
 * a serial port of this computer, or on `tcp:HOST:PORT`, for whoever has a till on the other end of
 * the cable. With `--value` an Octopus lies on it from the start; `--older` makes each of them one
 * that may go down to minus HK$35, as those issued before October 2017.
 *
 * What is typed is what the customer and the module do: `help` says what there is.
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { openByteLink } from '../src-main/engine/devices/byteLink.ts'
import { openLine } from '../src-main/host/deviceLines.ts'
import { realClock } from '../src-main/host/realClock.ts'
import { createModuleCore, moduleWays, type ModuleCard } from '../src-main/training/pn532/core.ts'

const baudRate = 115_200
const stayMs = 600_000

/** Down to where a card may go below nothing, in ten cents. */
const limits = { newer: 500, older: 350 } as const
const amountIs = 'a value is in steps of ten cents, such as 58.8 or -12, from -50 to 3000'

/** @param limitTenCents how far it may go below nothing */
function octopus(amount: string, limitTenCents: number): ModuleCard {
  const [, sign, dollars, tenCents] = /^(-?)(\d{1,4})(?:\.(\d)0?)?$/u.exec(amount) ?? []
  if (dollars === undefined) throw new Error(amountIs)
  const valueTenCents = Number(`${dollars}${tenCents ?? '0'}`) * (sign === '-' ? -1 : 1)
  const keptTenCents = valueTenCents + limitTenCents
  if (keptTenCents < 0 || valueTenCents > 30_000) throw new Error(amountIs)
  return { kind: 'octopus', keptTenCents }
}

function options() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '' },
      value: { type: 'string' },
      older: { type: 'boolean', default: false },
    },
  })
  if (values.port === '') throw new Error('--port is a serial port, or tcp:HOST:PORT.')
  const limitTenCents = values.older ? limits.older : limits.newer
  const card = values.value === undefined ? null : octopus(values.value, limitTenCents)
  return { path: values.port, card, limitTenCents }
}

const help = [
  'put AMOUNT: an Octopus with that much on it is held to it, such as 58.8',
  'put sealed: one that opens its block to nobody',
  'put foreign: a card that is no Octopus',
  'remove: the card is taken away',
  `or what the module does: ${moduleWays.join(' ')}`,
].join('\n')

function run({ path, card, limitTenCents }: ReturnType<typeof options>): void {
  const core = createModuleCore()
  const link = openByteLink({
    path,
    open: () => openLine({ path, baudRate, stopBits: 1 }),
    clock: realClock,
    log: () => undefined,
  })
  const say = (frames: readonly Uint8Array[]): void => {
    for (const frame of frames) link.write(frame)
  }
  link.onBytes((bytes) => say(core.hear(bytes, realClock.now())))
  link.onState((state) => {
    console.log(state.open ? `ready on ${path}` : `no line, trying again: ${state.reason}`)
  })
  if (card) core.put(card)

  /** @returns what to say to what was typed */
  const obey = (line: string): string => {
    const [name = '', what = ''] = line.trim().split(/\s+/u)
    const way = moduleWays.find((one) => one === name)
    if (way !== undefined) {
      core.behave(way)
      return `from now on: ${way}`
    }
    if (name === 'remove') {
      core.remove()
      return 'on the module: nothing'
    }
    if (name !== 'put') return help
    const isOther = what === 'sealed' || what === 'foreign'
    say(core.put(isOther ? { kind: what } : octopus(what, limitTenCents)))
    return `on the module: ${what}`
  }
  createInterface({ input: process.stdin }).on('line', (line) => {
    try {
      console.log(obey(line))
    } catch (problem) {
      console.log(problem instanceof Error ? problem.message : String(problem))
    }
  })

  // While the cable is out nothing else keeps it running.
  const stay = setInterval(() => undefined, stayMs)
  const end = (): void => {
    clearInterval(stay)
    link.close()
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
