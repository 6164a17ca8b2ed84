/** The contract over one WebSocket: calls come in, replies and events go out, each a JSON text. */
import type { WebSocket } from 'ws'
import type { Window } from '../../src-shared/contract/define.ts'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import { createCarrier } from '../host/carrier.ts'

/** What may wait for a page that does not read. */
export const waitingBytes = 8 * 1_048_576

/** RFC 6455, 7.4.1, and the registry of close codes that it founded. */
const closeCodes = { notText: 1003, notACall: 1008, ourBug: 1011, tooSlow: 1013 } as const
/** A page that is gone does not answer the close: it is cut off. */
const closeWithinMs = 2_000

/** Carries the contract between one page and the engine until the socket closes. */
export function carryContract(
  socket: WebSocket,
  window: Window,
  server: ContractServer,
  log: Log,
): void {
  const end = (why: keyof typeof closeCodes): void => {
    if (socket.readyState !== socket.OPEN) return
    log('warn', 'web.socketClosed', { window, why })
    socket.close(closeCodes[why], why)
    setTimeout(() => socket.terminate(), closeWithinMs).unref()
  }

  const send = ({ text }: { readonly text: string }): void => {
    if (socket.readyState !== socket.OPEN) return
    socket.send(text)
    if (socket.bufferedAmount > waitingBytes) end('tooSlow')
  }

  const carrier = createCarrier({ window, server, log, send, onBroken: end })

  const answer = async (request: unknown): Promise<void> => {
    const answered = await carrier.answer(request)
    if (answered.ok) send(answered.reply)
    else end(answered.why)
  }

  socket.on('close', () => carrier.stop())
  // What breaks the protocol (a message over the limit, broken UTF-8) ws closes by itself; it
  // tells of it here, and without a listener the process would end.
  socket.on('error', (error) => log('warn', 'web.socketError', { window, error: error.message }))
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return
    if (isBinary || !Buffer.isBuffer(data)) {
      end('notText')
      return
    }
    const request = parse(data.toString('utf8'))
    if (request === undefined) end('notACall')
    else void answer(request)
  })
}

/** @returns undefined where it is no JSON: JSON itself has no `undefined` */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
