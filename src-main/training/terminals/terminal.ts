/**
 * A simulated card terminal: what it does with what a till asks, whatever the protocol. It has a
 * line, a clock and its own file; of the till it knows nothing but what comes on the line.
 */
import type { TerminalDeed } from '../../../src-shared/contract/training.ts'
import type { Clock } from '../../engine/parts.ts'
import type { Booked, Books } from './books.ts'
import type { TrainingCard } from './cards.ts'

export type Request = {
  readonly verb: 'sale' | 'void' | 'refund' | 'last' | 'settle' | 'totals' | 'lineTest' | 'abort'
  readonly amountMinor: number | null
  readonly reference: string | null
  readonly trace: number | null
  /** Which one a void means, where the protocol names it by the number on its receipt. */
  readonly receipt: number | null
  /** What of the request its answer repeats, in the form of the protocol. */
  readonly echo: string
}

export type Answer = {
  readonly request: Request
  readonly outcome: 'approved' | 'declined' | 'cancelled' | 'timedOut' | 'notFound'
  readonly booked: Booked | null
  /** Of totals and a settlement: what the batch holds. */
  readonly held: readonly Booked[]
  readonly batch: number
  readonly atMs: number
  readonly isMasked: boolean
}

export type Heard =
  | { readonly kind: 'request'; readonly request: Request }
  /** The till has heard the last answer. */
  | { readonly kind: 'thanks' }
  | { readonly kind: 'again' }
  | { readonly kind: 'garbled' }

/** How a terminal of one protocol reads and writes. Written apart from the till's own codec. */
export type TerminalTongue = {
  hear(bytes: Uint8Array): readonly Heard[]
  /** That a request has arrived; of some it is all there is. */
  heard(request: Request): readonly Uint8Array[]
  /** That it did not arrive whole; none: it says nothing. */
  readonly notHeard: Uint8Array | null
  /** While it is at something else; none: it says nothing. */
  readonly busy: Uint8Array | null
  /** A void is a transaction with numbers of its own, and names what it takes back by its receipt. */
  readonly voidsByReceipt: boolean
  /** One after the other, each once the one before was heard. */
  answer(answer: Answer): readonly Uint8Array[]
}

export type TerminalLine = { send(bytes: Uint8Array): void }

export type Terminal = {
  hear(bytes: Uint8Array): void
  /** What it does with the next thing; then it approves again. */
  prepare(deed: TerminalDeed): void
  /** For how much cards were charged and not given back, in cents. */
  chargedMinor(): number
  stop(): void
}

/** As a practised customer does. */
const usuallyTakesMs = 1_500
const givesUpMs = 60_000
const usuallyLateMs = 150_000
/** How long an answer's acknowledgement is waited for, and how often it is sent. */
const thanksWithinMs = 2_000
const triesMost = 3

export function createTerminal(parts: {
  readonly tongue: TerminalTongue
  readonly line: TerminalLine
  readonly books: Books
  readonly clock: Clock
  readonly nextCard: () => TrainingCard
  readonly approvalCode: () => string
  /** What the next payment does; left out: as it was prepared. */
  readonly nextDeed?: () => TerminalDeed
  /** How long a customer takes, in ms. */
  readonly customerTakesMs?: number
  /** After how long a late answer comes, in ms. */
  readonly lateMs?: number
}): Terminal {
  const { tongue, line, books, clock } = parts
  const { customerTakesMs = usuallyTakesMs, lateMs = usuallyLateMs } = parts
  let deed: TerminalDeed = 'approve'
  let working: { readonly request: Request; callOff: () => void } | null = null
  let unheard: { frames: readonly Uint8Array[]; tries: number; callOff: () => void } | null = null

  const say = (frames: readonly Uint8Array[], tries = 1): void => {
    unheard?.callOff()
    const [first] = frames
    unheard = null
    if (!first) return
    line.send(first)
    const callOff = clock.after(thanksWithinMs, () => {
      if (tries < triesMost) say(frames, tries + 1)
      else unheard = null
    })
    unheard = { frames, tries, callOff }
  }

  const answerTo = (
    request: Request,
    outcome: Answer['outcome'],
    booked: Booked | null,
    isMasked: boolean,
  ): readonly Uint8Array[] =>
    tongue.answer({
      request,
      outcome,
      booked,
      held: request.verb === 'settle' ? books.settle() : books.open(),
      batch: books.batch(),
      atMs: clock.now(),
      isMasked,
    })

  const book = (request: Request): Booked =>
    books.book({
      trace: books.nextTrace(),
      verb: request.verb === 'refund' ? 'refund' : 'sale',
      amountMinor: request.amountMinor ?? 0,
      reference: request.reference,
      approvalCode: parts.approvalCode(),
      atMs: clock.now(),
      card: parts.nextCard(),
    })

  /** The customer has done what he does. */
  const finish = (request: Request, doing: TerminalDeed): void => {
    working = null
    if (doing === 'decline') return say(answerTo(request, 'declined', null, true))
    if (doing === 'cancel') return say(answerTo(request, 'cancelled', null, true))
    if (doing === 'timeOut') return say(answerTo(request, 'timedOut', null, true))
    const frames = answerTo(request, 'approved', book(request), doing !== 'unmasked')
    if (doing === 'loseAnswer' || doing === 'loseAck') return undefined
    if (doing === 'answerTwice') for (const frame of frames) line.send(frame)
    if (doing !== 'spoilAnswer') return say(frames)
    const [first] = frames
    if (first) line.send(first.map((byte, place) => (place === first.length - 1 ? byte ^ 1 : byte)))
    return say(frames)
  }

  const waitsFor = (doing: TerminalDeed): number => {
    if (doing === 'timeOut') return givesUpMs
    return doing === 'answerLate' ? lateMs : customerTakesMs
  }

  const begin = (request: Request): void => {
    const doing = parts.nextDeed?.() ?? deed
    deed = 'approve'
    if (doing === 'silent') return
    if (doing === 'busy') {
      if (tongue.busy) line.send(tongue.busy)
      return
    }
    if (doing !== 'loseAck') for (const frame of tongue.heard(request)) line.send(frame)
    const callOff = clock.after(waitsFor(doing), () => finish(request, doing))
    working = { request, callOff }
  }

  /** What a void asks for: found by the number that its protocol has for it, and by no other. */
  const isMeant = ({ trace, receipt }: Request): Booked | undefined => {
    if (tongue.voidsByReceipt) return receipt === null ? undefined : books.byReceipt(receipt)
    return trace === null ? undefined : books.byTrace(trace)
  }

  const atOnce = (request: Request): void => {
    for (const frame of tongue.heard(request)) line.send(frame)
    switch (request.verb) {
      case 'void': {
        const meant = isMeant(request)
        const isDone = meant !== undefined && books.void(meant.trace)
        const booked =
          isDone && tongue.voidsByReceipt ? books.bookVoid(meant, clock.now()) : (meant ?? null)
        say(answerTo(request, isDone ? 'approved' : 'notFound', booked, true))
        return
      }
      case 'last': {
        const booked = request.trace === null ? books.last() : books.byTrace(request.trace)
        say(answerTo(request, booked ? 'approved' : 'notFound', booked ?? null, true))
        return
      }
      default:
        say(answerTo(request, 'approved', null, true))
    }
  }

  const isAsked = (request: Request): void => {
    if (request.verb === 'abort') {
      if (!working) return
      const stopped = working.request
      working.callOff()
      for (const frame of tongue.heard(request)) line.send(frame)
      finish(stopped, 'cancel')
      return
    }
    if (working) {
      // The same again: its acknowledgement got lost.
      if (tongue.busy) line.send(tongue.busy)
      return
    }
    if (request.verb === 'sale' || request.verb === 'refund') begin(request)
    else atOnce(request)
  }

  const isThanked = (): void => {
    if (!unheard) return
    unheard.callOff()
    const rest = unheard.frames.slice(1)
    unheard = null
    if (rest.length > 0) say(rest)
  }

  return {
    hear(bytes) {
      for (const heard of tongue.hear(bytes)) {
        if (heard.kind === 'request') isAsked(heard.request)
        else if (heard.kind === 'thanks') isThanked()
        else if (heard.kind === 'again' && unheard) say(unheard.frames, unheard.tries)
        else if (heard.kind === 'garbled' && tongue.notHeard) line.send(tongue.notHeard)
      }
    },
    prepare(next) {
      deed = next
    },
    chargedMinor: () =>
      books
        .open()
        .reduce(
          (sum, { verb, amountMinor }) => sum + (verb === 'sale' ? amountMinor : -amountMinor),
          0,
        ),
    stop() {
      working?.callOff()
      unheard?.callOff()
      working = null
      unheard = null
    },
  }
}
