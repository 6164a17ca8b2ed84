/** A simulated Octopus reader on a local socket, as a bridge program with a merchant's own library would be. */
import { createServer, type Server, type Socket } from 'node:net'
import type { OctopusEnd } from '../src-main/training/octopus/octopus.ts'

export type ReaderSocket = {
  readonly port: number
  send(bytes: Uint8Array): void
  close(): void
}

/**
 * Listens on this computer alone. A new connection takes the place of the one before.
 * @param port 0: any that is free
 * @param end the reader behind it, once it is there
 */
export async function listenForTill(
  port: number,
  end: () => Pick<OctopusEnd, 'hear' | 'isUnplugged'> | undefined,
): Promise<ReaderSocket> {
  let till: Socket | null = null

  const isGone = (socket: Socket): void => {
    if (till !== socket) return
    till = null
    end()?.isUnplugged()
  }
  const server = createServer((socket) => {
    const before = till
    if (before) isGone(before)
    before?.destroy()
    till = socket
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      if (till === socket) end()?.hear(new Uint8Array(bytes))
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => isGone(socket))
  })
  await listen(server, port)
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    send: (bytes) => void till?.write(bytes),
    close() {
      till?.destroy()
      server.close()
    },
  }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
