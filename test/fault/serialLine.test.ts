/** Serial lines over real device files: what is written arrives, and what is cut off is noticed. */
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Carrier } from '../../src-main/engine/devices/byteLink.ts'
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import { openLine } from '../../src-main/host/deviceLines.ts'
import { openSerial } from '../../src-main/host/serialCarrier.ts'
import { realClock } from '../../src-main/host/realClock.ts'
import { openPseudoLine, type PseudoLine } from '../harness/pseudoLine.ts'

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value)

async function pseudoLine(): Promise<PseudoLine> {
  const line = await openPseudoLine()
  onTestFinished(() => line.close())
  return line
}

async function opened(path: string, stopBits: 1 | 2 = 1): Promise<Carrier> {
  const carrier = await openSerial({ path, baudRate: 9_600, stopBits })
  onTestFinished(() => carrier.close())
  return carrier
}

/** All that has come so far. */
function heardBy(carrier: Carrier): () => readonly number[] {
  const heard: number[] = []
  carrier.onBytes((bytes) => heard.push(...bytes))
  return () => heard
}

test.for([1, 2] as const)(
  'every byte goes both ways, in order and as it is, with %d stop bits',
  async (stopBits) => {
    const line = await pseudoLine()
    const till = await opened(line.till, stopBits)
    const device = await opened(line.device, stopBits)
    const atTill = heardBy(till)
    const atDevice = heardBy(device)
    // With 03, 11, 13 and 1A among them, which a terminal of people would take for commands.
    for (let round = 0; round < 8; round += 1) {
      till.write(everyByte)
      device.write(everyByte.toReversed())
    }
    const eight = (bytes: Uint8Array): number[] =>
      Array.from({ length: 8 }, () => [...bytes]).flat()
    await vi.waitFor(() => {
      expect(atDevice()).toEqual(eight(everyByte))
      expect(atTill()).toEqual(eight(everyByte.toReversed()))
    })
  },
)

test('a port that is not there is refused, with its path', async () => {
  const line = await pseudoLine()
  await expect(opened(`${line.till}-other`)).rejects.toThrow(/No such file.*till-other/u)
  await expect(opened('')).rejects.toThrow(/path/u)
})

test('a port has one user at a time, and is free once it is closed', async () => {
  const line = await pseudoLine()
  const first = await opened(line.till)
  await expect(opened(line.till)).rejects.toThrow(/lock/u)
  const ends: string[] = []
  first.onEnd((reason) => ends.push(reason))
  first.close()
  await vi.waitFor(() => opened(line.till))
  // Whoever closes it knows.
  expect(ends).toEqual([])
})

/** @param openForMs how long it is open before the cable is pulled out */
test.for([0, 1, 5, 50])(
  'a line that is cut after %d ms ends within a second, once, and takes what is written without a word',
  async (openForMs) => {
    const line = await pseudoLine()
    const till = await opened(line.till)
    const ends: string[] = []
    till.onBytes(() => undefined)
    till.onEnd((reason) => ends.push(reason))
    await new Promise((resolve) => setTimeout(resolve, openForMs))
    await line.cut()
    await vi.waitFor(() => expect(ends).toHaveLength(1), { timeout: 1_000 })
    till.write(everyByte)
    till.close()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(ends).toEqual([expect.stringMatching(/\w/u)])
  },
)

test('a line that is cut while bytes come ends too', async () => {
  for (let round = 0; round < 10; round += 1) {
    const line = await pseudoLine()
    const till = await opened(line.till)
    const device = await opened(line.device)
    const ends: string[] = []
    till.onEnd((reason) => ends.push(reason))
    till.onBytes(() => undefined)
    device.onEnd(() => undefined)
    device.write(everyByte)
    await line.cut()
    await vi.waitFor(() => expect(ends).toHaveLength(1), { timeout: 1_000 })
  }
})

test('a link reopens a line that was cut, by its path, and goes on', async () => {
  const line = await pseudoLine()
  const link = openByteLink({
    path: line.till,
    open: () => openLine({ path: line.till, baudRate: 9_600, stopBits: 1 }),
    clock: realClock,
    log: () => undefined,
  })
  onTestFinished(() => link.close())
  const isOpen = (open: boolean, timeout: number): Promise<void> =>
    vi.waitFor(() => expect(link.state().open).toBe(open), { timeout })
  await isOpen(true, 1_000)
  await line.cut()
  await isOpen(false, 1_000)
  expect(link.write(everyByte)).toBe(false)
  await line.mend()
  await isOpen(true, 5_000)
  const atDevice = heardBy(await opened(line.device))
  expect(link.write(everyByte)).toBe(true)
  await vi.waitFor(() => expect(atDevice()).toEqual([...everyByte]))
})

test('a device that takes nothing ends the line before much waits for it', async () => {
  const line = await pseudoLine()
  const till = await opened(line.till)
  const ends: string[] = []
  till.onEnd((reason) => ends.push(reason))
  // What the two device files and socat hold between them is not ours, and has its own end.
  for (let round = 0; round < 400 && ends.length === 0; round += 1) {
    till.write(new Uint8Array(4_096))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  expect(ends).toEqual([expect.stringContaining('does not take')])
})
