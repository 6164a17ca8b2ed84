/**
 * Listens to what the aggregator pushes. Events are not signed: each is a reason to ask about one
 * payment, and nothing more. So a stream that lies, repeats itself or is silent costs questions
 * or time, and never money.
 */
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { streamEventSchema } from '../../../../src-shared/aggregator/counters.ts'
import type { Clock, Log, Random } from '../../parts.ts'
import type { Http, HttpRequest } from '../http.ts'
import { limitsOf, readJson, reasonOf, type Caller } from './call.ts'
import type { ChannelMemory } from './memory.ts'

/** The aggregator says something every 15 s, and be it a comment. @internal a test waits as long */
export const silenceMs = 45_000
const pauses = { firstMs: 1_000, longestMs: 30_000 } as const
/** Of a line, or of an event that has not ended. */
const bufferLimitChars = 65_536
/** An event is an id and a payment's id. */
const eventLimitChars = 1_024
/** Events that were heard already, told apart by their ids. */
const heardLimit = 1_000

export type EventStream = {
  /** Opens it, or opens it anew; it stays open until `stop`. */
  open(): void
  stop(): void
  onHint(listener: (paymentId: string) => unknown): () => void
}

export function createEventStream(parts: {
  readonly http: Http
  readonly caller: Caller
  readonly counterId: string
  readonly memory: ChannelMemory
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}): EventStream {
  const { http, caller, memory, clock, random, log } = parts
  const listeners = new Set<(paymentId: string) => unknown>()
  const heard = new Set<string>()
  /** Told and not dealt with, the oldest first: what is kept for the next start ends before them. */
  const told: { readonly id: string; settled: boolean }[] = []
  let failures = 0
  let lastEventId = memory.lastEventId()
  /** Ends the stream that is open, or the wait for the next one. */
  let end = (): void => undefined

  /** Rejects never. */
  const tell = async (paymentId: string): Promise<void> => {
    const heardBy = [...listeners].map(async (listener) => {
      try {
        await listener(paymentId)
      } catch (error) {
        log('error', 'aggregator.hintNotHeard', { reason: reasonOf(error) })
      }
    })
    await Promise.all(heardBy)
  }

  /** A till that dies with a hint in its hand is told again. */
  const keepSettled = (): void => {
    let id: string | null = null
    while (told[0]?.settled === true || told.length > heardLimit) id = told.shift()?.id ?? id
    if (id === null) return
    try {
      memory.keepLastEventId(id)
    } catch (error) {
      log('warn', 'aggregator.eventNotKept', { reason: reasonOf(error) })
    }
  }

  const hear = (message: EventSourceMessage): void => {
    const event = eventOf(message)
    // With nobody there to hear it, it was not heard.
    if (!event || heard.has(event.id) || listeners.size === 0) return
    heard.add(event.id)
    if (heard.size > heardLimit) heard.delete(first(heard))
    lastEventId = event.id
    const hint = { id: event.id, settled: false }
    told.push(hint)
    void tell(event.paymentId).then(() => {
      hint.settled = true
      keepSettled()
    })
  }

  /** @param ended called once, and not after the stream was ended from here; @returns how to end it */
  const connect = (ended: (reason: string) => void): (() => void) => {
    let isOver = false
    let close = (): void => undefined
    let endSilence = (): void => undefined
    const finish = (): void => {
      isOver = true
      endSilence()
      close()
    }
    const giveUp = (reason: string): void => {
      if (isOver) return
      finish()
      ended(reason)
    }
    const waitOn = (): void => {
      endSilence()
      endSilence = clock.after(silenceMs, () => giveUp('silent'))
    }
    const parser = createParser({
      maxBufferSize: bufferLimitChars,
      onEvent: (message) => {
        if (!isOver) hear(message)
      },
      onError: ({ type }) => {
        if (type === 'max-buffer-size-exceeded') giveUp('too long')
      },
    })

    const listen = (request: HttpRequest): void => {
      if (isOver) return
      const stopListening = http.listen(request, limitsOf('settings'), {
        answered(status) {
          if (status !== 200) giveUp(`status ${status}`)
        },
        data(text) {
          if (isOver) return
          failures = 0
          waitOn()
          for (const part of partsOf(text)) if (!isOver) parser.feed(part)
        },
        ended: giveUp,
      })
      close = stopListening
      if (isOver) stopListening()
    }

    waitOn()
    const headers = lastEventId === null ? {} : { 'last-event-id': lastEventId }
    caller
      .signed('stream', { id: parts.counterId, headers })
      .then(listen)
      .catch((error: unknown) => giveUp(reasonOf(error)))
    return finish
  }

  const open = (): void => {
    end()
    end = connect((reason) => {
      const waitMs = Math.max(pauseMs(failures, random), caller.restMs())
      failures += 1
      log('info', 'aggregator.streamEnded', { reason, waitMs })
      end = clock.after(waitMs, open)
    })
  }

  return {
    open() {
      failures = 0
      open()
    },
    stop: () => end(),
    onHint(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** @returns null where it is no event of the contract, or its id cannot be sent back */
function eventOf({ id, data }: EventSourceMessage) {
  if (data.length > eventLimitChars) return null
  const event = streamEventSchema.safeParse(readJson(new TextEncoder().encode(data))?.value).data
  if (!event || !/^[\x21-\x7e]+$/u.test(event.id)) return null
  return id === undefined || id === event.id ? event : null
}

/** 1, 2, 4... 30 s, and by chance down to half of it: a thousand tills must not come back at once. @internal */
export function pauseMs(failures: number, random: Random): number {
  const fullMs = Math.min(pauses.longestMs, pauses.firstMs * 2 ** Math.min(failures, 10))
  const share = (random.bytes(1)[0] ?? 0) / 255
  return Math.max(pauses.firstMs, Math.round((fullMs * (1 + share)) / 2))
}

/** So that a line that is too long is found wherever it was cut on its way. */
const partsOf = (text: string): readonly string[] =>
  Array.from({ length: Math.ceil(text.length / bufferLimitChars) }, (_, at) =>
    text.slice(at * bufferLimitChars, (at + 1) * bufferLimitChars),
  )

const first = (ids: ReadonlySet<string>): string => {
  for (const id of ids) return id
  throw new Error('nothing was heard')
}
