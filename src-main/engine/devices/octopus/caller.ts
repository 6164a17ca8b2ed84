/**
 * One request on the reader link and its answer, with its times and its repetitions. The same
 * request may be sent as often as it takes: the other end carries it out once and answers it
 * again. Source: `resources/octopus-link.md`, "Requests and answers".
 */
import type { Clock } from '../../parts.ts'
import type { ByteLink } from '../byteLink.ts'
import { codeOf, type OctopusCode } from './codes.ts'
import { createFrameDecoder, type LinkFrame } from './frame.ts'
import {
  readMessage,
  typeOf,
  writeMessage,
  type CallName,
  type Message,
  type RequestOf,
  type ResponseOf,
} from './messages.ts'
import { noteOf } from './note.ts'

export type NoAnswerWhy = 'silent' | 'unplugged' | 'unreadable' | 'stopped'

export type Ended<Body> =
  | { readonly kind: 'response'; readonly body: Body }
  | {
      readonly kind: 'error'
      readonly code: OctopusCode
      readonly text: string
      /** What is known of the payment, whatever the code says of this request; null: the error names none. */
      readonly stands: ErrorBody['stands'] | null
      /** How often the request was sent: of an earlier copy an error that names no payment says nothing. */
      readonly sends: number
    }
  /** There is no line: nothing has left. */
  | { readonly kind: 'notSent' }
  /** It may have been carried out. */
  | { readonly kind: 'noAnswer'; readonly why: NoAnswerWhy }

export type CardEvent = Extract<Message, { kind: 'event' }>

export type Caller = {
  /**
   * One at a time: throws while another is under way.
   * @param accepts false: it is not the answer to this request, and is passed over
   */
  call<C extends CallName>(
    call: C,
    body: RequestOf<C>,
    accepts?: (body: ResponseOf<C>) => boolean,
  ): Promise<Ended<ResponseOf<C>>>
  readonly doing: () => { readonly call: CallName; readonly sinceMs: number } | null
  stop(): void
}

type Times = { readonly againMs: number; readonly givesUpMs: number }

const quick: Times = { againMs: 1_500, givesUpMs: 4_500 }
const movesMoney: Times = { againMs: 1_500, givesUpMs: 6_000 }
const long: Times = { againMs: 10_000, givesUpMs: 70_000 }
const times: Readonly<Record<Exclude<CallName, 'poll'>, Times>> = {
  init: { againMs: 2_000, givesUpMs: 8_000 },
  timeVer: quick,
  outcome: quick,
  display: quick,
  close: quick,
  deduct: movesMoney,
  addValue: movesMoney,
  exchangeFile: long,
  housekeeping: long,
}
/**
 * @param timeoutMs of a poll
 * @internal
 */
export function timesOf(call: CallName, timeoutMs: number): Times {
  const againMs = timeoutMs + 1_000
  return call === 'poll' ? { againMs, givesUpMs: 2 * againMs } : times[call]
}

const afterGarbledMs = 200
const afterBusyMs = 300
const mostSends = 12
/** These say that the request was not looked at, and need not name its payment. */
const lastUnseenCode = 4
/** A pause within a frame that is longer ends it. */
const gapMs = 100

type Turn = {
  readonly call: CallName
  readonly sequence: number
  readonly request: Message
  readonly frame: Uint8Array
  /** Of the payment, where the request names one. */
  readonly reference: string
  readonly sinceMs: number
  readonly againMs: number
  readonly accepts: (body: unknown) => boolean
  readonly end: (ended: Ended<unknown>) => void
  sends: number
  /** What is still to be waited, behind the wait that has begun. */
  leftMs: number
  waitMs: number
}

export function createCaller(parts: {
  readonly link: ByteLink
  readonly clock: Clock
  readonly event: (event: CardEvent) => void
  /** What goes over the line, as it is understood: for whoever looks for a fault. */
  readonly note?: (way: 'in' | 'out', text: string) => void
}): Caller {
  const { link, clock } = parts
  const note = parts.note ?? (() => undefined)
  const decoder = createFrameDecoder()
  let turn: Turn | null = null
  let lastSequence = 0
  let callOff = (): void => undefined
  let callOffGap = (): void => undefined

  const finish = (ended: Ended<unknown>): void => {
    callOff()
    const { end } = turn ?? {}
    turn = null
    end?.(ended)
  }

  const send = (now: Turn): void => {
    callOff()
    now.sends += 1
    note('out', `${noteOf(now.request)}${now.sends > 1 ? `, try ${now.sends}` : ''}`)
    if (!link.write(now.frame)) {
      finish(now.sends === 1 ? { kind: 'notSent' } : { kind: 'noAnswer', why: 'unplugged' })
      return
    }
    now.waitMs = now.sends < mostSends ? Math.min(now.againMs, now.leftMs) : now.leftMs
    now.leftMs -= now.waitMs
    callOff = clock.after(now.waitMs, () => {
      if (now.leftMs > 0) send(now)
      else finish({ kind: 'noAnswer', why: 'silent' })
    })
  }

  /** The same again soon, and no time is lost by it: the other end may be at it all along. */
  const sendSoon = (now: Turn, pauseMs: number): void => {
    // Noise that goes on puts off neither the next try nor the end.
    if (now.sends >= mostSends || now.waitMs === 0) return
    callOff()
    now.leftMs += now.waitMs
    now.waitMs = 0
    callOff = clock.after(pauseMs, () => send(now))
  }

  const isRefused = (now: Turn, body: ErrorBody): void => {
    const { code: number, reference, text } = body
    const stands = reference === '' ? null : body.stands
    const isOurs = reference === now.reference || (reference === '' && number <= lastUnseenCode)
    const code = codeOf(number)
    if (!isOurs) finish({ kind: 'noAnswer', why: 'unreadable' })
    else if (code.name === 'busy' && now.leftMs > 0) {
      now.leftMs = Math.max(0, now.leftMs - afterBusyMs)
      sendSoon(now, afterBusyMs)
    } else finish({ kind: 'error', code, text, stands, sends: now.sends })
  }

  const isAnswered = (now: Turn, message: Message): void => {
    if (message.kind === 'error' && message.body.request === typeOf(now.call)) {
      isRefused(now, message.body)
    } else if (message.kind === 'response' && message.call === now.call) {
      if (now.accepts(message.body)) finish({ kind: 'response', body: message.body })
    }
  }

  const hear = (frame: LinkFrame): void => {
    const message = readMessage(frame)
    note('in', message ? noteOf(message) : `unreadable, type ${frame.type}`)
    if (message?.kind === 'event') parts.event(message)
    // What has another number answers something that was given up.
    if (message?.kind === 'event' || turn?.sequence !== frame.sequence) return
    if (message) isAnswered(turn, message)
    else finish({ kind: 'noAnswer', why: 'unreadable' })
  }

  const hearAll = (events: ReturnType<typeof decoder.push>): void => {
    for (const event of events) {
      if (event.kind === 'message') hear(event.message)
      else if (event.kind === 'garbled') {
        note('in', `garbled: ${event.why}`)
        if (turn) sendSoon(turn, afterGarbledMs)
      }
    }
  }

  const stopBytes = link.onBytes((bytes) => {
    callOffGap()
    callOffGap = clock.after(gapMs, () => hearAll(decoder.silence()))
    hearAll(decoder.push(bytes))
  })
  const stopState = link.onState(({ open }) => {
    if (!open) finish({ kind: 'noAnswer', why: 'unplugged' })
  })

  return {
    call<C extends CallName>(
      call: C,
      body: RequestOf<C>,
      accepts: (body: ResponseOf<C>) => boolean = () => true,
    ) {
      if (turn) throw new Error('one at a time')
      lastSequence = call === 'init' ? 0 : (lastSequence % 0xff) + 1
      const request = { kind: 'request', call, body } as Message
      const { promise, resolve } = Promise.withResolvers<Ended<ResponseOf<C>>>()
      const { againMs, givesUpMs } = timesOf(call, 'timeoutMs' in body ? body.timeoutMs : 0)
      turn = {
        call,
        sequence: lastSequence,
        request,
        frame: writeMessage(lastSequence, request),
        reference: 'reference' in body ? body.reference : '',
        sinceMs: clock.now(),
        againMs,
        accepts: accepts as (body: unknown) => boolean,
        end: resolve as (ended: Ended<unknown>) => void,
        sends: 0,
        leftMs: givesUpMs,
        waitMs: 0,
      }
      send(turn)
      return promise
    },
    doing: () => turn && { call: turn.call, sinceMs: turn.sinceMs },
    stop() {
      callOffGap()
      stopBytes()
      stopState()
      finish({ kind: 'noAnswer', why: 'stopped' })
    },
  }
}

type ErrorBody = Extract<Message, { kind: 'error' }>['body']
