/**
 * One question to an NFC module and its answer, with the times and repetitions of both: the module
 * acknowledges a question at once, and answers when it can. Every question may be asked again:
 * none changes anything.
 */
import type { Clock } from '../../parts.ts'
import type { ByteLink } from '../byteLink.ts'
import { heardOf, requestFrame, type ModuleRequest } from './felica.ts'
import { ackFrame, createModuleDecoder, wakeUp } from './frame.ts'

export type Ended =
  | { readonly kind: 'answer'; readonly body: Uint8Array }
  /** It was taken, and not answered in time: given up, and the module was told so. */
  | { readonly kind: 'late' }
  | { readonly kind: 'noModule'; readonly why: 'noLine' | 'silent' | 'garbled' }

export type Caller = {
  /** One at a time: throws while another is under way. @param withinMs for the answer, once it was taken */
  ask(request: ModuleRequest, withinMs: number): Promise<Ended>
  /** No card is waited for any more: a poll is late now. */
  endPoll(): void
  /** For ever: what is asked, and whatever is asked from now on, ends with `noLine`. */
  stop(): void
}

const takenWithinMs = 100
const mostSends = 3
/** A pause within a frame that is longer ends it. */
const gapMs = 50

type Turn = {
  readonly request: ModuleRequest
  readonly withinMs: number
  readonly end: (ended: Ended) => void
  sends: number
  isTaken: boolean
  /** Something came, and it was not what a module says. */
  isGarbled: boolean
}

export function createCaller(parts: {
  readonly link: ByteLink
  readonly clock: Clock
  readonly note: (way: 'in' | 'out', text: string) => void
}): Caller {
  const { link, clock, note } = parts
  const decoder = createModuleDecoder()
  let turn: Turn | null = null
  let isStopped = false
  let callOff = (): void => undefined
  let callOffGap = (): void => undefined

  const finish = (ended: Ended): void => {
    callOff()
    const { end } = turn ?? {}
    turn = null
    end?.(ended)
  }

  const fail = (why: 'noLine' | 'silent' | 'garbled'): void => finish({ kind: 'noModule', why })

  const send = (now: Turn): void => {
    callOff()
    now.sends += 1
    now.isTaken = false
    note('out', now.sends > 1 ? `${now.request.ask}, try ${now.sends}` : now.request.ask)
    const frame = requestFrame(now.request)
    // It may be asleep whenever something new begins, and then hears nothing else.
    const isFirst = now.request.ask === 'normalMode'
    if (!link.write(isFirst ? Uint8Array.from([...wakeUp, ...frame]) : frame)) {
      fail('noLine')
      return
    }
    callOff = clock.after(takenWithinMs, () => {
      if (now.sends < mostSends) send(now)
      else fail(now.isGarbled ? 'garbled' : 'silent')
    })
  }

  /** The module is told: what it would still say is no answer to what is asked next. */
  const giveUp = (now: Turn): void => {
    note('out', 'given up')
    link.write(ackFrame)
    if (now.isGarbled) fail('garbled')
    else finish({ kind: 'late' })
  }

  const isTaken = (now: Turn): void => {
    if (now.isTaken) return
    now.isTaken = true
    // It was before this.
    now.isGarbled = false
    callOff()
    callOff = clock.after(now.withinMs, () => giveUp(now))
  }

  const hear = (now: Turn, data: Uint8Array): void => {
    const heard = heardOf(now.request, data)
    note('in', heard.kind)
    if (heard.kind === 'answer') finish(heard)
    else if (heard.kind === 'refused') fail('garbled')
    else if (heard.kind === 'stranger') now.isGarbled = true
  }

  /** What came garbled was the answer, most likely: it is asked for again, once the line is quiet. */
  const isQuiet = (now: Turn): void => {
    if (!now.isTaken || !now.isGarbled) return
    if (now.sends < mostSends) send(now)
    else fail('garbled')
  }

  const hearAll = (events: ReturnType<typeof decoder.push>): void => {
    for (const event of events) {
      if (event.kind === 'garbled') note('in', `garbled: ${event.why}`)
      // Each of them may be what ends it.
      if (!turn) continue
      if (event.kind === 'message') hear(turn, event.message)
      else if (event.kind === 'ack') isTaken(turn)
      else turn.isGarbled = true
    }
  }

  const stopBytes = link.onBytes((bytes) => {
    callOffGap()
    callOffGap = clock.after(gapMs, () => {
      hearAll(decoder.silence())
      if (turn) isQuiet(turn)
    })
    hearAll(decoder.push(bytes))
  })
  const stopState = link.onState(({ open }) => {
    if (!open) fail('noLine')
  })

  return {
    ask(request, withinMs) {
      if (turn) throw new Error('one at a time')
      if (isStopped) return Promise.resolve({ kind: 'noModule', why: 'noLine' })
      // What stands in the line is no answer to what is asked now.
      decoder.silence()
      const { promise, resolve } = Promise.withResolvers<Ended>()
      turn = {
        request,
        withinMs,
        end: resolve,
        sends: 0,
        isTaken: false,
        isGarbled: false,
      }
      send(turn)
      return promise
    },
    endPoll() {
      if (turn?.request.ask === 'poll') giveUp(turn)
    },
    stop() {
      isStopped = true
      // It would wait for a card for ever.
      if (turn) link.write(ackFrame)
      fail('noLine')
      callOffGap()
      stopBytes()
      stopState()
    },
  }
}
