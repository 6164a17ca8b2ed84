/**
 * One question and its answer on a terminal's line, with its times and its repetitions; the same
 * for all protocols. What asks for money is sent again only where the terminal said that it did
 * not arrive: silence may be a lost acknowledgement, and then it would be asked for twice.
 */
import type { Clock } from '../../parts.ts'
import type { ByteLink } from '../byteLink.ts'
import type { Asked, Dialect, Heard, Verb } from './dialect.ts'
import type { TerminalReply } from './reply.ts'
import { settles, type Final, type InFlight, type PortMemory, type Settles } from './settles.ts'

export type ExchangeTimes = {
  /** For how long an acknowledgement is waited for. */
  readonly takenWithinMs: number
  /** How often a frame is sent at most. */
  readonly tries: number
  readonly betweenTriesMs: number
  /** For how long the answer is waited for once the request was taken. */
  readonly answerWithinMs: number
  /** A pause within a frame that is longer ends it. */
  readonly gapMs: number
}

/** As the specification has them. @internal */
export const usualTimes: ExchangeTimes = {
  takenWithinMs: 2_000,
  tries: 3,
  betweenTriesMs: 200,
  answerWithinMs: 120_000,
  gapMs: 100,
}

export type Ended =
  /** `thank`: to be called once it is known whether the answer is stored; the terminal waits for it, and says what nobody thanked for again. */
  | {
      readonly kind: 'settled'
      readonly final: Final
      readonly thank: (isStored: boolean) => void
    }
  /** Of a line test. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'busy' }
  /** Nothing has left: there is no line, or nothing that could be sent. */
  | { readonly kind: 'notSent' }
  /** The terminal said that it did not take it, or of each try that it did not arrive. */
  | { readonly kind: 'notTaken' }
  /** It may have been taken, and it may have been carried out. */
  | { readonly kind: 'noAnswer'; readonly reason: 'silent' | 'unplugged' | 'tooLate' }

export type Stray = {
  readonly final: Final
  readonly why: Extract<Settles, { settles: false }>['why'] | 'nothingAsked'
}

export type Exchange = {
  /**
   * One at a time: `busy` while another is under way. Rejects never.
   * @param taken called once the terminal has taken it: from then on it may be carried out
   */
  ask(verb: Verb, asked: Asked, taken?: () => void): Promise<Ended>
  /** Sends what stops a transaction that has begun, where the terminal has such a thing. */
  abort(): void
  readonly isBusy: () => boolean
  /** What is under way, and what the terminal shows meanwhile. */
  readonly doing: () => Doing | null
  /** For ever. What is under way ends without an answer. */
  stop(): void
}

export type Doing = {
  readonly verb: Verb
  readonly sinceMs: number
  readonly says: string | null
}

type Turn = {
  readonly verb: Verb
  readonly frame: Uint8Array
  readonly flight: InFlight
  readonly taken: () => void
  readonly end: (ended: Ended) => void
  takenAtMs: number | null
  isReceived: boolean
  tries: number
  says: string | null
}

/** What moves money: never sent again on mere silence. */
const movesMoney: ReadonlySet<Verb> = new Set(['sale', 'void', 'refund'])

export function createExchange(parts: {
  readonly link: ByteLink
  readonly dialect: Dialect
  readonly clock: Clock
  readonly times: ExchangeTimes
  readonly memory: () => PortMemory
  /** An answer that ends nothing that was asked. Acknowledged once this has been kept. */
  readonly stray: (stray: Stray) => Promise<void>
  /** What is under way has changed. Of its end whoever asked hears, who has more urgent things to do. */
  readonly changed?: () => void
  /** What goes over the line, as it is understood: for whoever looks for a fault. */
  readonly note?: (way: 'in' | 'out', text: string) => void
}): Exchange {
  const { link, dialect, clock, times } = parts
  const changed = parts.changed ?? (() => undefined)
  const note = parts.note ?? (() => undefined)
  let turn: Turn | null = null
  let stopped = false
  let callOff = (): void => undefined
  let callOffGap = (): void => undefined
  /** The last answer that was kept, as text: where its acknowledgement got lost, it comes again. */
  let thanked: { readonly text: string; readonly thanks: Uint8Array } | null = null
  /** It is being kept: what comes again meanwhile is no other. */
  let keeping: string | null = null

  const finish = (ended: Ended): void => {
    callOff()
    const { end } = turn ?? {}
    turn = null
    end?.(ended)
  }

  const send = (now: Turn): void => {
    callOff()
    now.tries += 1
    note('out', askedText(now))
    if (!link.write(now.frame)) {
      finish(now.tries === 1 ? { kind: 'notSent' } : { kind: 'noAnswer', reason: 'unplugged' })
      return
    }
    callOff = clock.after(times.takenWithinMs, () => isSilent(now))
  }

  const isSilent = (now: Turn): void => {
    const mayRepeat = !movesMoney.has(now.verb) && now.tries < times.tries
    if (mayRepeat) send(now)
    else finish({ kind: 'noAnswer', reason: 'silent' })
  }

  const awaitAnswer = (): void => {
    callOff()
    callOff = clock.after(times.answerWithinMs, () =>
      finish({ kind: 'noAnswer', reason: 'tooLate' }),
    )
  }

  const notReceived = (now: Turn): void => {
    // Of what was taken already it says nothing.
    if (now.isReceived) return
    callOff()
    if (now.tries >= times.tries) finish({ kind: 'notTaken' })
    else callOff = clock.after(times.betweenTriesMs, () => send(now))
  }

  const keep = async (
    text: string,
    thanks: Uint8Array,
    work: () => Promise<void>,
  ): Promise<void> => {
    keeping = text
    try {
      await work()
      thanked = { text, thanks }
      link.write(thanks)
    } finally {
      keeping = null
    }
  }

  const hearFinal = (final: Final, thanks: Uint8Array): void => {
    const text = JSON.stringify(final)
    if (keeping === text) return
    // Two questions about what is stored may well have the same answer.
    const isSecond = turn?.verb === final.verb && !movesMoney.has(final.verb)
    if (thanked?.text === text && !isSecond) {
      link.write(thanks)
      return
    }
    const judged: Settles | null =
      turn && turn.verb !== 'lineTest'
        ? settles(final, { ...turn.flight, takenAtMs: turn.takenAtMs }, parts.memory())
        : null
    if (judged?.settles === true) {
      const kept = Promise.withResolvers<void>()
      keep(text, thanks, () => kept.promise).catch(() => undefined)
      const thank = (isStored: boolean): void => {
        if (isStored) kept.resolve()
        else kept.reject(new Error('not stored'))
      }
      finish({ kind: 'settled', final, thank })
      return
    }
    const why = judged?.why ?? 'nothingAsked'
    // It ends nothing, and whoever waits reads it all the same.
    if (turn && final.verb === turn.verb) turn.says = final.text ?? final.code
    // What could not be kept is not acknowledged: it comes again.
    keep(text, thanks, () => parts.stray({ final, why })).catch(() => undefined)
  }

  const hearReply = (reply: TerminalReply, thanks: Uint8Array): void => {
    switch (reply.kind) {
      case 'final':
        hearFinal(reply, thanks)
        return
      case 'ready':
        link.write(thanks)
        // It has nothing left to say of what was before: the same again is something new.
        thanked = null
        if (turn?.verb === 'lineTest') finish({ kind: 'ready' })
        return
      case 'busy':
      case 'refused':
        link.write(thanks)
        // What was taken before is not refused any more.
        if (turn?.takenAtMs === null) finish({ kind: reply.kind === 'busy' ? 'busy' : 'notTaken' })
        return
      case 'progress':
        link.write(thanks)
        if (turn) {
          turn.says = reply.text
          awaitAnswer()
          changed()
        }
        return
      case 'other':
        link.write(thanks)
    }
  }

  const hear = (heard: Heard): void => {
    note('in', heardText(heard))
    switch (heard.kind) {
      case 'received':
        if (turn && !turn.isReceived) {
          turn.isReceived = true
          awaitAnswer()
        }
        return
      case 'taken':
        if (turn?.takenAtMs === null) {
          turn.takenAtMs = clock.now()
          turn.taken()
        }
        return
      case 'notReceived':
        if (turn) notReceived(turn)
        return
      case 'garbled':
        if (dialect.notReceived) link.write(dialect.notReceived)
        return
      case 'reply':
        hearReply(heard.reply, heard.thanks)
    }
  }

  /** @returns null where it cannot be asked that way: then nothing leaves, and whoever asked hears so */
  const frameOf = (verb: Verb, asked: Asked): Uint8Array | null => {
    try {
      return dialect.request(verb, asked)
    } catch (problem) {
      note('out', `${verb} not sent: ${String(problem)}`)
      return null
    }
  }

  const stopBytes = link.onBytes((bytes) => {
    callOffGap()
    callOffGap = clock.after(times.gapMs, () => dialect.silence().forEach(hear))
    dialect.hear(bytes, turn?.verb ?? null).forEach(hear)
  })
  const stopState = link.onState(({ open }) => {
    if (open || !turn) return
    finish({ kind: 'noAnswer', reason: 'unplugged' })
  })

  return {
    ask(verb, asked, taken = () => undefined) {
      if (turn) return Promise.resolve({ kind: 'busy' })
      const frame = stopped ? null : frameOf(verb, asked)
      if (!frame) return Promise.resolve({ kind: 'notSent' })
      // What stands in the line is no answer to what is asked now.
      dialect.silence()
      const { promise, resolve } = Promise.withResolvers<Ended>()
      const now: Turn = {
        verb,
        frame,
        flight: {
          verb: verb === 'lineTest' ? 'last' : verb,
          reference: asked.reference ?? null,
          trace: asked.trace ?? null,
          receipt: asked.receipt ?? null,
          amountMinor: asked.amountMinor ?? null,
          sentAtMs: clock.now(),
          takenAtMs: null,
        },
        taken,
        end: resolve,
        takenAtMs: null,
        isReceived: false,
        tries: 0,
        says: null,
      }
      turn = now
      changed()
      send(now)
      return promise
    },
    abort() {
      if (!dialect.abort) return
      note('out', 'abort')
      link.write(dialect.abort)
    },
    isBusy: () => turn !== null,
    doing: () => turn && { verb: turn.verb, sinceMs: turn.flight.sentAtMs, says: turn.says },
    stop() {
      stopped = true
      callOffGap()
      stopBytes()
      stopState()
      // It was sent, and its answer will not be heard here any more.
      finish({ kind: 'noAnswer', reason: 'unplugged' })
    },
  }
}

function askedText({ verb, flight, tries }: Turn): string {
  const { amountMinor, reference, trace, receipt } = flight
  return [
    verb,
    amountMinor === null ? '' : `amount ${amountMinor}`,
    reference === null ? '' : `reference ${reference}`,
    trace === null ? '' : `trace ${trace}`,
    receipt === null ? '' : `receipt ${receipt}`,
    tries > 1 ? `try ${tries}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}

/** What is masked in a message stays masked here: there is no other way to it. */
function heardText(heard: Heard): string {
  switch (heard.kind) {
    case 'received':
    case 'taken':
    case 'notReceived':
      return heard.kind
    case 'garbled':
      return `garbled: ${heard.why}`
    case 'reply':
      return replyText(heard.reply)
  }
}

function replyText(reply: TerminalReply): string {
  if (reply.kind === 'progress') return `progress ${reply.text ?? ''}`.trim()
  if (reply.kind === 'refused') return `refused ${reply.code}`
  if (reply.kind !== 'final') return reply.kind
  const { verb, outcome, code, text, facts, totals } = reply
  const told = { ...facts, ...totals, time: null }
  const parts = Object.entries(told).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${String(value)}`],
  )
  return [`${verb} ${outcome} ${code}`, ...(text === null ? [] : [text]), ...parts].join(', ')
}
