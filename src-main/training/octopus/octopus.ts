/**
 * A simulated Octopus reader at the other end of the reader link: sessions, repeated requests and
 * times, as `resources/octopus-link.md` has them. What it does with a card is `core.ts`.
 */
import type { Clock } from '../../engine/parts.ts'
import type { OctopusCore } from './core.ts'
import { createUnframer, type Frame } from './framing.ts'
import type { Asked, Said } from './talk.ts'
import { readAsked, writeSaid } from './wire.ts'

export type OctopusEnd = {
  hear(bytes: Uint8Array): void
  /** A customer holds his card to it. */
  put(cardNumber: string): void
  remove(): void
  /** It loses its power for a moment: what it was at ends there. */
  restart(): void
  /** The till's connection ended. */
  isUnplugged(): void
  stop(): void
}

/** How long it takes over what it is asked, in ms. */
const takesMs: Readonly<Record<Exclude<Asked['call'], 'otherVersion'>, number>> = {
  init: 100,
  timeVer: 5,
  poll: 50,
  deduct: 300,
  outcome: 5,
  addValue: 300,
  display: 5,
  exchangeFile: 2_000,
  housekeeping: 1_000,
  close: 5,
}
const startsWithinMs = 1_500
const gapMs = 100
const initType = 0x01
/** A request of the link is below it. */
const firstAnswerType = 0x80

type Session = {
  /** The last request, and its answer; null while there is none. */
  last: { readonly sequence: number; readonly content: string; answer: Uint8Array | null } | null
}

/** What is being carried out. */
type Work = { readonly asked: Asked; readonly sequence: number; callOff: () => void }

export function createOctopusEnd(parts: {
  readonly core: OctopusCore
  readonly line: { send(bytes: Uint8Array): void }
  readonly clock: Clock
}): OctopusEnd {
  const { core, line, clock } = parts
  let unframer = createUnframer()
  let session: Session | null = null
  let work: Work | null = null
  let isDead = false
  let callOffGap = (): void => undefined
  let callOffStart = (): void => undefined

  const endWork = (): void => {
    work?.callOff()
    work = null
  }

  const refuse = (frame: Frame, code: number, text: string): Uint8Array => {
    const said: Said = {
      say: 'error',
      request: frame.type,
      code,
      reference: '',
      stands: 'notDone',
      text,
    }
    return writeSaid(frame.sequence, said)
  }

  const die = (): void => {
    endWork()
    session = null
    isDead = true
    callOffStart()
    callOffStart = clock.after(startsWithinMs, () => {
      isDead = false
      unframer = createUnframer()
      core.wake()
    })
  }

  /** Kept as the answer to the last request, and sent. */
  const answer = (bytes: Uint8Array): void => {
    if (session?.last) session.last.answer = bytes
    line.send(bytes)
  }

  const answerLater = (
    { asked, sequence }: Work,
    said: Said,
    fate: 'arrives' | 'lost' | 'neverArrives' | 'garbled' | 'noisy',
  ): void => {
    const bytes = writeSaid(sequence, said)
    const delayMs = asked.call === 'otherVersion' ? 0 : takesMs[asked.call]
    const callOff = clock.after(delayMs, () => {
      work = null
      if (asked.call === 'init' && said.say === 'init') session = { last: null }
      if (asked.call === 'close') session = null
      // It could not store it, and so has not looked at it.
      const isUnseen = said.say === 'error' && said.code === 8
      if (session && isUnseen) session.last = null
      if (fate === 'arrives') answer(bytes)
      else if (fate === 'noisy') answer(Uint8Array.from([0x02, 0x00, 0x09, 0xff, ...bytes]))
      else if (fate !== 'neverArrives') {
        if (session?.last) session.last.answer = bytes
        if (fate === 'garbled') line.send(bytes.map((byte, at) => (at === 6 ? byte ^ 0x10 : byte)))
      }
    })
    work = { asked, sequence, callOff }
  }

  const begin = (asked: Asked, frame: Frame): void => {
    const mine: Work = { asked, sequence: frame.sequence, callOff: () => undefined }
    const handled = core.handle(asked, clock.now())
    switch (handled.is) {
      case 'said':
        return answerLater(mine, handled.said, handled.fate)
      case 'waiting': {
        const forMs = asked.call === 'poll' ? asked.timeoutMs : 0
        const over: Asked = { call: 'poll', timeoutMs: 0 }
        work = { ...mine, callOff: clock.after(forMs, () => begin(over, frame)) }
        return undefined
      }
      case 'dead':
        return die()
      case 'unheard':
        if (session) session.last = null
        return undefined
      case 'ignored':
        return undefined
    }
  }

  /** Of a session: the same again, something else meanwhile, or something new. */
  const inSession = (now: Session, frame: Frame, asked: Asked | 'unknown' | null): void => {
    const content = `${frame.type} ${Buffer.from(frame.payload).toString('hex')}`
    if (now.last?.sequence === frame.sequence) {
      const again =
        now.last.content === content
          ? now.last.answer
          : refuse(frame, 1, 'this number was another request')
      if (again) line.send(again)
      return
    }
    if (work) {
      line.send(refuse(frame, 4, 'busy'))
      return
    }
    now.last = { sequence: frame.sequence, content, answer: null }
    if (asked === 'unknown') answer(refuse(frame, 2, 'no such call'))
    else if (asked === null || frame.sequence === 0) answer(refuse(frame, 1, 'malformed'))
    else begin(asked, frame)
  }

  const heard = (frame: Frame): void => {
    if (isDead || frame.type >= firstAnswerType) return
    const read = readAsked(frame)
    const asked = read === 'unknown' ? null : read
    if (asked?.call === 'init' || asked?.call === 'otherVersion') {
      endWork()
      session = null
      begin(asked, frame)
    } else if (session) {
      if (asked?.call === 'close') endWork()
      inSession(session, frame, read)
    } else {
      line.send(frame.type === initType ? refuse(frame, 1, 'malformed') : refuse(frame, 3, ''))
    }
  }

  const tell = (said: Said): void => {
    if (session) line.send(writeSaid(0, said))
  }

  return {
    hear(bytes) {
      callOffGap()
      callOffGap = clock.after(gapMs, () => unframer.silence().forEach(heard))
      unframer.hear(bytes).forEach(heard)
    },
    put(cardNumber) {
      core.put(cardNumber)
      tell({ say: 'cardPresent', cardNumber })
      if (work?.asked.call !== 'poll') return
      const { asked, sequence, callOff } = work
      callOff()
      begin(asked, { sequence, type: 0x03, payload: new Uint8Array(0) })
    },
    remove() {
      core.remove()
      tell({ say: 'cardRemoved' })
    },
    restart: die,
    isUnplugged() {
      endWork()
      session = null
    },
    stop() {
      callOffGap()
      callOffStart()
      endWork()
    },
  }
}
