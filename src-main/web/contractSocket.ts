/**
 * The contract over one WebSocket: calls come in, replies and events go out, each a JSON text.
 * It adds nothing: what a call means, and who may make it, is the engine's to say.
 */
import type { WebSocket } from 'ws'
import { z } from 'zod'
import type { Window } from '../../src-shared/contract/define.ts'
import { messageLimit, type Event, type Reply } from '../../src-shared/contract/index.ts'
import { callIdSchema } from '../../src-shared/ids.ts'
import { failed } from '../../src-shared/result.ts'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'

/** Calls of one page that are being answered. A screen has a handful. */
const callsInFlight = 64
/** What may wait for a page that does not read. */
export const waitingBytes = 8 * 1_048_576

/** RFC 6455, 7.4.1, and the registry of close codes that it founded. */
const closeCodes = { notText: 1003, notACall: 1008, ourBug: 1011, tooSlow: 1013 } as const
/** A page that is gone does not answer the close: it is cut off. */
const closeWithinMs = 2_000

/** The reference finds the line of the log. */
const bug = (callId: string): Reply['answer'] => failed('bug', { reference: callId })

const callIdOnly = z.object({ callId: callIdSchema })

/** Carries the contract between one page and the engine until the socket closes. */
export function carryContract(
  socket: WebSocket,
  window: Window,
  server: ContractServer,
  log: Log,
): void {
  let inFlight = 0

  const end = (why: keyof typeof closeCodes): void => {
    if (socket.readyState !== socket.OPEN) return
    log('warn', 'web.socketClosed', { window, why })
    socket.close(closeCodes[why], why)
    setTimeout(() => socket.terminate(), closeWithinMs).unref()
  }

  const send = (message: Event | Reply): void => {
    if (socket.readyState !== socket.OPEN) return
    const text = JSON.stringify(message)
    if (Buffer.byteLength(text) > messageLimit) {
      const of = message.type === 'event' ? message.topic : message.callId
      log('error', 'web.messageTooLarge', { window, type: message.type, of })
      // An event that is too large has no smaller form, and a page without it shows old truth.
      if (message.type === 'event') end('ourBug')
      else send({ type: 'reply', callId: message.callId, answer: bug(message.callId) })
      return
    }
    socket.send(text)
    if (socket.bufferedAmount > waitingBytes) end('tooSlow')
  }

  const answer = async (request: unknown): Promise<void> => {
    if (inFlight >= callsInFlight) {
      const call = callIdOnly.safeParse(request)
      if (!call.success) end('notACall')
      else send({ type: 'reply', callId: call.data.callId, answer: failed('tooManyCalls') })
      return
    }
    inFlight += 1
    try {
      const reply = await server.call(window, request)
      if (reply) send(reply)
      else end('notACall')
    } catch (error) {
      log('error', 'web.callThrew', { window, error: String(error) })
      end('ourBug')
    } finally {
      inFlight -= 1
    }
  }

  const stopListening = server.listen(window, send)
  socket.on('close', stopListening)
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
