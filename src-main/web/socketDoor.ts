/** Lets WebSockets in: each that passed the checks of the server becomes a carrier of the contract. */
import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Window } from '../../src-shared/contract/define.ts'
import { requestLimit } from '../../src-shared/contract/index.ts'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import { carryContract, waitingBytes } from './contractSocket.ts'

export type SocketDoor = {
  /** Carries the contract of this window on a connection that was checked before. */
  letIn(window: Window, request: IncomingMessage, connection: Duplex, head: Buffer): void
  /** Answers an upgrade with a plain status and ends the connection. */
  turnAway(connection: Duplex, status: number): void
  /** Closes every socket: `1001`, the server goes away. */
  close(): void
}

/** Till, manager and customer display, with room for pages that are being reloaded. */
const connectionsAtMost = 8

export function createSocketDoor(options: {
  readonly server: ContractServer
  readonly log: Log
  /** A page that has not answered one ping by the next one is gone. */
  readonly pingEveryMs: number
}): SocketDoor {
  const { server, log, pingEveryMs } = options
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: requestLimit,
  })
  const answered = new WeakSet<WebSocket>()

  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answered.has(socket) || socket.bufferedAmount > waitingBytes) socket.terminate()
      else {
        answered.delete(socket)
        socket.ping()
      }
    }
  }, pingEveryMs).unref()

  return {
    letIn(window, request, connection, head) {
      if (sockets.clients.size >= connectionsAtMost) {
        turnAway(connection, 503)
        return
      }
      sockets.handleUpgrade(request, connection, head, (socket) => {
        answered.add(socket)
        socket.on('pong', () => answered.add(socket))
        carryContract(socket, window, server, log)
      })
    },
    turnAway,
    close() {
      clearInterval(heartbeat)
      for (const socket of sockets.clients) socket.close(1001)
      sockets.close()
      // The HTTP server is closed when its last connection is, and a dead page says no goodbye.
      setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 500).unref()
    },
  }
}

function turnAway(connection: Duplex, status: number): void {
  // The other side may be gone already: that is no error of ours.
  connection.on('error', () => connection.destroy())
  connection.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    () => connection.destroy(),
  )
}
