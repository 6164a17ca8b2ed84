/**
 * What every carrier of the contract keeps to, be it a WebSocket or Electron's IPC: how many
 * calls at once, how large a message, and what is said when something of ours is wrong. It adds
 * nothing else: what a call means, and who may make it, is the engine's to say.
 */
import type { Window } from '../../src-shared/contract/define.ts'
import { messageLimit, type Event, type Reply } from '../../src-shared/contract/index.ts'
import { failed } from '../../src-shared/result.ts'
import type { Log } from '../engine/parts.ts'
import type { ContractServer } from '../engine/server.ts'
import { callIdOf, readRequest } from './request.ts'

/** Calls of one page that are being answered. A screen has a handful. */
const callsInFlight = 64

/** A message and the JSON text that it was measured by. */
export type Carried<T> = { readonly message: T; readonly text: string }

/** `notACall`: nobody could be answered. `ourBug`: the engine broke, or an event is too large. */
export type EndReason = 'notACall' | 'ourBug'

export type Answered =
  | { readonly ok: true; readonly reply: Carried<Reply> }
  | { readonly ok: false; readonly why: EndReason }

export type Carrier = {
  /** Answers one request, whatever it is. Never rejects. */
  answer(request: unknown): Promise<Answered>
  /** No event is sent from here on. */
  stop(): void
}

/** One for each page, from when it comes until it goes. */
export function createCarrier(options: {
  readonly window: Window
  readonly server: ContractServer
  readonly log: Log
  readonly send: (event: Carried<Event>) => void
  /** The page would show old truth: the carrier is to let it come anew. */
  readonly onBroken: (why: EndReason) => void
}): Carrier {
  const { window, server, log, send, onBroken } = options
  let inFlight = 0

  const carry = <T extends Event | Reply>(message: T, of: string): Carried<T> | null => {
    const text = JSON.stringify(message)
    if (Buffer.byteLength(text) <= messageLimit) return { message, text }
    log('error', 'carrier.messageTooLarge', { window, type: message.type, of })
    return null
  }
  const replied = (reply: Reply): Answered => {
    const carried = carry(reply, reply.callId) ?? plain(bug(reply.callId))
    return { ok: true, reply: carried }
  }
  const refused = (
    callId: string | null,
    code: 'tooManyCalls' | 'malformedCall',
    facts = {},
  ): Answered =>
    callId === null
      ? { ok: false, why: 'notACall' }
      : replied({ type: 'reply', callId, answer: failed(code, facts) })

  const stop = server.listen(window, (event) => {
    const carried = carry(event, event.topic)
    // It has no smaller form, and a page without it shows old truth.
    if (carried) send(carried)
    else onBroken('ourBug')
  })

  return {
    async answer(request) {
      const read = readRequest(request)
      if (!read.ok) return refused(read.callId, 'malformedCall', { field: '' })
      if (inFlight >= callsInFlight) return refused(callIdOf(request), 'tooManyCalls')
      inFlight += 1
      try {
        const reply = await server.call(window, read.request)
        return reply ? replied(reply) : { ok: false, why: 'notACall' }
      } catch (error) {
        log('error', 'carrier.callThrew', { window, error: String(error) })
        return { ok: false, why: 'ourBug' }
      } finally {
        inFlight -= 1
      }
    },
    stop,
  }
}

const plain = <T>(message: T): Carried<T> => ({ message, text: JSON.stringify(message) })

/** The reference finds the line of the log. */
const bug = (callId: string): Reply => ({
  type: 'reply',
  callId,
  answer: failed('bug', { reference: callId }),
})
