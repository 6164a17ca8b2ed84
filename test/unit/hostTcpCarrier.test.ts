/** Lines over TCP, against a real server on loopback. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openLine } from '../../src-main/host/deviceLines.ts'
import type { Carrier } from '../../src-main/engine/devices/byteLink.ts'

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value)

/** @param taken what the device does with whoever connects */
async function deviceOnTcp(
  taken: (socket: Socket) => void,
): Promise<{ path: string; server: Server }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    taken(socket)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { path: `tcp:127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

async function opened(path: string): Promise<Carrier> {
  const carrier = await openLine({ path, baudRate: 9_600, stopBits: 1 })
  onTestFinished(() => carrier.close())
  return carrier
}

test('every byte goes both ways, in order and as it is', async () => {
  const { path } = await deviceOnTcp((socket) => socket.pipe(socket))
  const carrier = await opened(path)
  const heard: number[] = []
  carrier.onBytes((bytes) => heard.push(...bytes))
  carrier.write(everyByte)
  carrier.write(everyByte.toReversed())
  await vi.waitFor(() => expect(heard).toEqual([...everyByte, ...everyByte.toReversed()]))
})

const farewells = {
  'ends it': (socket: Socket): void => void socket.end(),
  'breaks it off': (socket: Socket): void => void socket.resetAndDestroy(),
} as const

test.for(Object.entries(farewells))('the other side %s: the line ends, once', async ([, doing]) => {
  const { path } = await deviceOnTcp((socket) => void socket.once('data', () => doing(socket)))
  const carrier = await opened(path)
  const ends: string[] = []
  carrier.onBytes(() => undefined)
  carrier.onEnd((reason) => ends.push(reason))
  carrier.write(everyByte)
  await vi.waitFor(() => expect(ends).toHaveLength(1))
  carrier.write(everyByte)
  carrier.close()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(ends).toEqual([expect.stringMatching(/\w/u)])
})

test('an end before anybody listens is told to whoever listens then', async () => {
  const { path } = await deviceOnTcp(
    (socket) => void socket.once('data', () => void socket.resetAndDestroy()),
  )
  const carrier = await opened(path)
  carrier.write(everyByte)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const ends: string[] = []
  carrier.onEnd((reason) => ends.push(reason))
  expect(ends).toEqual([])
  await vi.waitFor(() => expect(ends).toHaveLength(1))
})

test('a device that takes nothing ends the line before much waits for it', async () => {
  const { path } = await deviceOnTcp((socket) => void socket.pause())
  const carrier = await opened(path)
  const ends: string[] = []
  carrier.onEnd((reason) => ends.push(reason))
  for (let round = 0; round < 4_000 && ends.length === 0; round += 1) {
    carrier.write(new Uint8Array(32_768))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(ends).toEqual([expect.stringContaining('does not take')])
})

test('where nobody listens it is refused, with the address', async () => {
  const { path, server } = await deviceOnTcp(() => undefined)
  await new Promise((resolve) => server.close(resolve))
  await expect(opened(path)).rejects.toThrow(/127\.0\.0\.1:\d+.*ECONNREFUSED/u)
})

test.for([
  'tcp:',
  'tcp:host',
  'tcp:host:0',
  'tcp:host:70000',
  'tcp:a b:1',
  'tcp::1:99',
  'tcp:[::1:9',
])('%s is no address', async (path) => {
  await expect(opened(path)).rejects.toThrow(/is not tcp:HOST:PORT/u)
})
