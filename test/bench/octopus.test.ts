/**
 * What the till adds to the reader link: from the reader's answer to a deduct on a serial port until
 * the driver has read it, and until the paid sale is on the disk and on the contract, beside a bare
 * `serialport` that hears as many bytes. All over socat in the same run; the reader is in this
 * process too, so that one clock times everything.
 */
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import { createOctopusReader } from '../../src-main/engine/devices/octopus/reader.ts'
import { openLine } from '../../src-main/host/deviceLines.ts'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'
import { makeOctopus } from '../../src-main/training/octopus/make.ts'
import { atTheDesk } from '../harness/desk.ts'
import { noDevices } from '../harness/terminalProfile.ts'
import { bareLine, barePort, pseudoLine, rowOnDisk, toldBeside } from '../harness/timedLine.ts'

const rounds = 200
/** Taken in turns, so that whatever else the computer does meets all of them. */
const turns = 10
const aimMs = 2
const baudRate = 115_200
const card = '88888888'
/** Where a frame has its type, and which one a deduct is answered by. */
const typeAt = 4
const deducted = 0x84

/** A reader on a line, with a card on it that holds enough. */
async function readerOnLine() {
  const line = await pseudoLine()
  const device = await barePort(line.device, baudRate)
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const sent = { atMs: 0, bytes: 0 }
  const { core, end } = makeOctopus({
    line: {
      send(bytes) {
        if (bytes[typeAt] === deducted) {
          sent.atMs = performance.now()
          sent.bytes = bytes.length
        }
        device.write(Buffer.from(bytes))
      },
    },
    database,
    clock: realClock,
    random: realRandom,
    addsValue: false,
  })
  device.on('data', (bytes: Buffer) => end.hear(new Uint8Array(bytes)))
  onTestFinished(() => end.stop())
  const deviceId = 301
  /** A card holds no more than HK$3,000, and the log no more than 500 deducts. */
  const refill = (): void => {
    core.saveCard({ ...core.card(card), valueTenCents: 30_000 })
    database.prepare('UPDATE entry SET file = 1 WHERE deviceId = ?').run(deviceId)
  }
  refill()
  end.put(card)
  return { sent, refill, path: line.till }
}

/** The driver alone. @returns how long it takes from the reader's answer until it is read, in ms */
async function driverOnLine(): Promise<() => Promise<number>> {
  const { sent, refill, path } = await readerOnLine()
  const link = openByteLink({
    path,
    open: () => openLine({ path, baudRate, stopBits: 1 }),
    clock: realClock,
    log: () => undefined,
  })
  await new Promise<void>((resolve) => {
    link.onState((state) => (state.open ? resolve() : undefined))
  })
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
  const opened = await reader.init()
  if (opened.kind !== 'ready') throw new Error('the reader does not open')
  const { storeId } = opened.reader
  let count = 0
  return async () => {
    refill()
    count += 1
    const asked = { reference: `D${count}`, cardNumber: card, amountTenCents: 10, storeId }
    const result = await reader.deduct(asked)
    const atMs = performance.now()
    if (result.kind !== 'done') throw new Error(result.kind)
    return atMs - sent.atMs
  }
}

/** A whole till. @returns how long it takes from the reader's answer to the paid sale, in ms, and of how many bytes it was */
async function tillOnLine(): Promise<() => Promise<{ ms: number; bytes: number }>> {
  const { sent, refill, path } = await readerOnLine()
  const desk = await atTheDesk({
    settings: JSON.stringify({ 'octopus.reader': { name: 'Bench', path } }),
    parts: {
      clock: realClock,
      devices: { ...noDevices, mayOpen: () => true, open: openLine },
    },
  })
  let paid = (_atMs: number): void => undefined
  const stop = desk.till.server().listen('till', ({ topic, value }) => {
    if (topic === 'sale' && (value as SaleView | null)?.state === 'completed') {
      paid(performance.now())
    }
  })
  onTestFinished(stop)
  return async () => {
    refill()
    const isPaid = new Promise<number>((resolve) => {
      paid = resolve
    })
    await desk.charge('octopus', 100)
    const atMs = await isPaid
    return { ms: atMs - sent.atMs, bytes: sent.bytes }
  }
}

test(`a reader's answer until the sale is paid, ${rounds} times, beside a bare line`, async () => {
  const overBare = await bareLine(baudRate)
  const overDriver = await driverOnLine()
  const overTill = await tillOnLine()
  const write = rowOnDisk()
  const [bare, driver, disk, till]: [number[], number[], number[], number[]] = [[], [], [], []]
  // Code that runs for the first time says nothing of the hundredth customer.
  const { bytes } = await overTill()
  await overDriver()
  await overBare(bytes)
  for (let turn = 0; turn < turns; turn += 1) {
    for (let round = 0; round < rounds / turns; round += 1) bare.push(await overBare(bytes))
    for (let round = 0; round < rounds / turns; round += 1) driver.push(await overDriver())
    for (let round = 0; round < rounds / turns; round += 1) disk.push(write())
    for (let round = 0; round < rounds / turns; round += 1) till.push((await overTill()).ms)
  }
  expect(till).toHaveLength(rounds)
  const told = toldBeside(bare)
  console.log(
    [
      `an Octopus reader's answer of ${bytes} bytes, ${rounds} times:`,
      `bare serialport: ${told(bare)}`,
      `read by the driver: ${told(driver)} (aim ${aimMs})`,
      `one row on this disk: ${told(disk)}`,
      `on the disk, and paid on the contract: ${told(till)} (aim ${aimMs})`,
    ].join('\n  '),
  )
}, 400_000)
