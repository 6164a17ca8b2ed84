/**
 * What the till adds to a line: from a terminal's answer on a serial port until it is read, and
 * until the paid sale is on the disk and on the contract, beside a bare `serialport` that hears as
 * many bytes. Both over socat in the same run; the device's end of each line is in this process
 * too, so that one clock times all of it.
 */
import Database from 'better-sqlite3'
import { SerialPort } from 'serialport'
import { expect, onTestFinished, test } from 'vitest'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import { openLine } from '../../src-main/host/deviceLines.ts'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'
import { makeTerminal } from '../../src-main/training/terminals/make.ts'
import { atTheDesk } from '../harness/desk.ts'
import { openPseudoLine, type PseudoLine } from '../harness/pseudoLine.ts'
import { terminalProfile } from '../harness/terminalProfile.ts'

const rounds = 200
/** Taken in turns, so that whatever else the computer does meets both. */
const turns = 10
const aimMs = 2
const baudRate = 9_600
/** An approval is longer than this; an acknowledgement and the answer to a line test are shorter. */
const longFrameBytes = 100

async function pseudoLine(): Promise<PseudoLine> {
  const line = await openPseudoLine()
  onTestFinished(() => line.close())
  return line
}

async function barePort(path: string): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate, autoOpen: false })
  await new Promise<void>((resolve, reject) => {
    port.open((problem) => (problem ? reject(problem) : resolve()))
  })
  onTestFinished(() => port.close())
  return port
}

/** @returns how long so many bytes take from one end to the other, in ms */
async function bareLine(): Promise<(bytes: number) => Promise<number>> {
  const line = await pseudoLine()
  const device = await barePort(line.device)
  const till = await barePort(line.till)
  return async (bytes) => {
    let left = bytes
    const heard = new Promise<number>((resolve) => {
      const count = (chunk: Buffer): void => {
        left -= chunk.length
        if (left > 0) return
        till.off('data', count)
        resolve(performance.now())
      }
      till.on('data', count)
    })
    const startedAtMs = performance.now()
    device.write(Buffer.alloc(bytes, 0x20))
    return (await heard) - startedAtMs
  }
}

type Round = {
  /** From the terminal's answer until the driver has read it, and its row is about to be written. */
  readonly writtenMs: number
  /** Until the row is on the disk and the paid sale on the contract. */
  readonly paidMs: number
  /** Of the answer. */
  readonly bytes: number
}

/** A till with one terminal. @returns sells once */
async function tillOnLine(): Promise<() => Promise<Round>> {
  const line = await pseudoLine()
  const sent = { atMs: 0, bytes: 0 }
  let writtenAtMs: number | null = null
  const device = await barePort(line.device)
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const terminal = makeTerminal({
    protocol: 'hypercom',
    line: {
      send(bytes) {
        if (bytes.length > longFrameBytes) {
          writtenAtMs = null
          sent.atMs = performance.now()
          sent.bytes = bytes.length
        }
        device.write(Buffer.from(bytes))
      },
    },
    database,
    clock: realClock,
    random: realRandom,
    customerTakesMs: 5,
  })
  device.on('data', (bytes: Buffer) => terminal.hear(bytes))

  const profile = terminalProfile({ protocol: 'hypercom', path: line.till })
  const desk = await atTheDesk({
    settings: JSON.stringify({ 'card.terminals': [profile] }),
    parts: {
      clock: realClock,
      devices: {
        builtIn: [],
        mayOpen: () => true,
        open: openLine,
        ports: () => Promise.resolve([]),
      },
    },
  })
  const till = desk.till.database()
  till.function('written', () => {
    writtenAtMs ??= performance.now()
    return null
  })
  till.exec('CREATE TEMP TRIGGER written BEFORE INSERT ON main.journal BEGIN SELECT written(); END')
  let paid = (_atMs: number): void => undefined
  const stop = desk.till.server().listen('till', ({ topic, value }) => {
    if (topic === 'sale' && (value as SaleView | null)?.state === 'completed') {
      paid(performance.now())
    }
  })
  onTestFinished(stop)
  return async () => {
    const isPaid = new Promise<number>((resolve) => {
      paid = resolve
    })
    await desk.charge('visa')
    const atMs = await isPaid
    // The terminal is thanked, and has heard it, before the next customer comes.
    await new Promise((resolve) => setTimeout(resolve, 20))
    return {
      writtenMs: (writtenAtMs ?? Number.NaN) - sent.atMs,
      paidMs: atMs - sent.atMs,
      bytes: sent.bytes,
    }
  }
}

function figures(values: readonly number[]): { readonly p50: number; readonly p95: number } {
  const inTurn = values.toSorted((a, b) => a - b)
  const at = (part: number): number => inTurn[Math.ceil(values.length * part) - 1] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}

test(`a terminal's answer until the sale is paid, ${rounds} times, beside a bare line`, async () => {
  const overBare = await bareLine()
  const overTill = await tillOnLine()
  const ours: Round[] = []
  const bare: number[] = []
  // Code that runs for the first time says nothing of the hundredth customer.
  const { bytes } = await overTill()
  await overBare(bytes)
  for (let turn = 0; turn < turns; turn += 1) {
    for (let round = 0; round < rounds / turns; round += 1) ours.push(await overTill())
    for (let round = 0; round < rounds / turns; round += 1) bare.push(await overBare(bytes))
  }
  expect(ours).toHaveLength(rounds)
  const reference = figures(bare)
  const told = (values: readonly number[]): string => {
    const { p50, p95 } = figures(values)
    const addedMs = (p95 - reference.p95).toFixed(2)
    return `p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, added at p95 ${addedMs} ms`
  }
  console.log(
    [
      `a terminal's answer of ${bytes} bytes, ${rounds} times:`,
      `bare serialport: ${told(bare)}`,
      `read by the driver: ${told(ours.map(({ writtenMs }) => writtenMs))}`,
      `stored, and paid on the contract: ${told(ours.map(({ paidMs }) => paidMs))} (aim ${aimMs})`,
    ].join('\n  '),
  )
}, 120_000)
