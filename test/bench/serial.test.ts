/**
 * What the till adds to a line: from a terminal's answer on a serial port until the driver has read
 * it, and until the paid sale is on the disk and on the contract, beside a bare `serialport` that
 * hears as many bytes. All over socat in the same run; the device's end of each line is in this
 * process too, so that one clock times everything.
 */
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import { paymentIdSchema, uuidV7 } from '../../src-shared/ids.ts'
import { hkd } from '../../src-shared/money.ts'
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import { usualTimes } from '../../src-main/engine/devices/card/exchange.ts'
import { dialectOf } from '../../src-main/engine/devices/card/profiles.ts'
import { createTerminalChannel } from '../../src-main/engine/devices/card/terminalChannel.ts'
import { openLine } from '../../src-main/host/deviceLines.ts'
import { realClock, realRandom } from '../../src-main/host/realClock.ts'
import { makeTerminal } from '../../src-main/training/terminals/make.ts'
import { atTheDesk } from '../harness/desk.ts'
import { bareLine, barePort, pseudoLine, rowOnDisk, toldBeside } from '../harness/timedLine.ts'
import { noDevices, terminalProfile } from '../harness/terminalProfile.ts'

const rounds = 200
/** Taken in turns, so that whatever else the computer does meets all of them. */
const turns = 10
const aimMs = 2
const baudRate = 9_600
/** An approval is longer than this; an acknowledgement and the answer to a line test are shorter. */
const longFrameBytes = 100
const noLog = (): void => undefined

/** A terminal on a line. @returns its profile, and when it sent its last approval, of how many bytes */
async function terminalOnLine() {
  const line = await pseudoLine()
  const device = await barePort(line.device, baudRate)
  const database = new Database(':memory:')
  onTestFinished(() => void database.close())
  const sent = { atMs: 0, bytes: 0 }
  const terminal = makeTerminal({
    protocol: 'hypercom',
    line: {
      send(bytes) {
        if (bytes.length > longFrameBytes) {
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
  return { sent, profile: terminalProfile({ protocol: 'hypercom', path: line.till }) }
}

/** The terminal is thanked, and has heard it, before the next customer comes. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

/** The driver alone. @returns how long it takes from the terminal's answer until it is read, in ms */
async function driverOnLine(): Promise<() => Promise<number>> {
  const { sent, profile } = await terminalOnLine()
  const { path } = profile
  const open = () => openLine({ path, baudRate, stopBits: 1 })
  const link = openByteLink({ path, open, clock: realClock, log: noLog })
  await new Promise<void>((resolve) => {
    link.onState((state) => (state.open ? resolve() : undefined))
  })
  let read = (_atMs: number): void => undefined
  const channel = createTerminalChannel({
    id: profile.id,
    name: profile.name,
    methods: ['visa'],
    link,
    dialect: dialectOf(profile, () => 1),
    clock: realClock,
    times: usualTimes,
    clockToleranceMs: profile.clockToleranceMs,
    books: {
      record: () => undefined,
      isToBeSent: () => true,
      seen: () => false,
      lastTrace: () => null,
      open: () => [],
      hasUnknown: () => false,
      blockedBy: () => null,
      isSettled: () => false,
      sinceSettlement: () => [],
      lastSettlement: () => null,
    },
    refusal: () => null,
    store() {
      read(performance.now())
      return true
    },
    storeRefund: () => true,
    stray: noLog,
    changed: noLog,
  })
  onTestFinished(() => {
    channel.stop()
    link.close()
  })
  return async () => {
    const isRead = new Promise<number>((resolve) => {
      read = resolve
    })
    const createdAtMs = realClock.now()
    await channel.create({
      paymentId: paymentIdSchema.parse(uuidV7(createdAtMs, realRandom.bytes(10))),
      method: 'visa',
      flow: 'cardTerminal',
      amount: hkd(8_880),
      reference: '',
      createdAtMs,
      shownAtMs: null,
      expiresAtMs: createdAtMs + 150_000,
      customerCode: null,
    })
    const atMs = await isRead
    await rest()
    return atMs - sent.atMs
  }
}

/** A whole till. @returns how long it takes from the terminal's answer to the paid sale, in ms, and of how many bytes it was */
async function tillOnLine(): Promise<() => Promise<{ ms: number; bytes: number }>> {
  const { sent, profile } = await terminalOnLine()
  const desk = await atTheDesk({
    settings: JSON.stringify({ 'card.terminals': [profile] }),
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
    const isPaid = new Promise<number>((resolve) => {
      paid = resolve
    })
    await desk.charge('visa')
    const atMs = await isPaid
    await rest()
    return { ms: atMs - sent.atMs, bytes: sent.bytes }
  }
}

test(`a terminal's answer until the sale is paid, ${rounds} times, beside a bare line`, async () => {
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
      `a terminal's answer of ${bytes} bytes, ${rounds} times:`,
      `bare serialport: ${told(bare)}`,
      `read by the driver: ${told(driver)} (aim ${aimMs})`,
      `one row on this disk: ${told(disk)}`,
      `on the disk, and paid on the contract: ${told(till)}`,
    ].join('\n  '),
  )
}, 120_000)
