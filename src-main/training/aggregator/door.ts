/**
 * An aggregator at work: its core with a clock, reached through a line that a trainer can cut.
 * Whatever carries requests to it, a server on loopback or a test's memory, does so by this door.
 */
import type { StreamEvent } from '../../../src-shared/aggregator/counters.ts'
import type { TrainingChannelState } from '../../../src-shared/contract/training.ts'
import type { HttpRequest } from '../../engine/channels/http.ts'
import type { Clock } from '../../engine/parts.ts'
import type { Heard } from './answering.ts'
import type { AggregatorCore } from './core.ts'
import type { Trick } from './tricks.ts'

export type StreamSink = {
  /** Text of server-sent events, whole events each time. */
  data(text: string): void
  /** Once, and nothing after it. */
  ended(): void
}

export type AggregatorDoor = {
  handle(request: HttpRequest): Promise<Heard>
  /** Everything from then on, what was missed first. @returns how to stop */
  listen(stream: Extract<Heard, { kind: 'stream' }>, sink: StreamSink): () => void
}

export type AggregatorAtWork = AggregatorDoor & {
  setState(state: TrainingChannelState): void
  state(): TrainingChannelState
  /** The network of the till: without it nothing reaches any aggregator. */
  setNetwork(on: boolean): void
  /** Nothing reaches it until then, in ms since 1970; open streams break. */
  vanish(untilMs: number): void
  customerPays(paymentId: string, amountMinor: number | null): boolean
  /** The clock was moved: does what is due by it. */
  clockMoved(how: 'ahead' | 'back'): void
  /** It does nothing more; what is planned stays in its file. */
  stop(): void
}

const slowMs = 4_000
/** How long it waits before it stores again what the disk did not take. */
const notStoredPauseMs = 5_000
/** Events that a stream brings at once to one that was gone. */
const missedEvents = 10_000

/** @param isOpen whether its file can still be used */
export function openDoor(
  core: AggregatorCore,
  clock: Clock,
  isOpen: () => boolean,
): AggregatorAtWork {
  const sinks = new Set<() => void>()
  let state: TrainingChannelState = 'good'
  let networkOn = true
  let vanishedUntilMs = 0
  let stopped = false
  let callOff = (): void => undefined

  const works = (): boolean => !stopped && isOpen()
  const reachable = (): boolean =>
    works() && networkOn && state !== 'gone' && clock.now() >= vanishedUntilMs

  /** Waits for what is planned next, and does it. */
  const arm = (leastMs = 0): void => {
    callOff()
    const dueMs = works() ? core.nextDueMs() : null
    if (dueMs === null) return
    callOff = clock.after(Math.max(leastMs, dueMs - clock.now()), work)
  }
  const work = (): void => {
    if (works()) arm(core.act(clock.now()) ? 0 : notStoredPauseMs)
  }
  const hear = async (request: HttpRequest): Promise<Heard> => {
    if (reachable()) return core.handle(request, clock.now())
    await core.overhear(request, clock.now())
    return { kind: 'lost' }
  }
  const breakStreams = (): void => {
    for (const end of sinks) end()
  }

  work()
  return {
    async handle(request) {
      if (!works()) return { kind: 'lost' }
      const heard = await hear(request).catch((error: unknown): Heard => {
        if (works()) throw error
        // Its file was closed meanwhile.
        return { kind: 'lost' }
      })
      arm()
      if (heard.kind === 'lost' || state !== 'slow') return heard
      return { ...heard, delayMs: heard.delayMs + slowMs }
    },
    listen({ counterId, lastEventId, trick }, sink) {
      const send = (events: readonly StreamEvent[]): void => sink.data(textOf(events, trick))
      const stop = (): void => {
        leave()
        sinks.delete(end)
      }
      const end = (): void => {
        stop()
        sink.ended()
      }
      const leave = reachable()
        ? core.events.on(counterId, (event) => send([event]))
        : (): void => undefined
      sinks.add(end)
      if (!reachable()) end()
      else {
        const missed = core.events.after(counterId, lastEventId, missedEvents)
        if (missed.length > 0) send(missed)
      }
      return stop
    },
    setState(wanted) {
      state = wanted
      if (wanted === 'gone') breakStreams()
    },
    state: () => state,
    setNetwork(on) {
      networkOn = on
      if (!on) breakStreams()
    },
    vanish(untilMs) {
      vanishedUntilMs = untilMs
      breakStreams()
    },
    customerPays(paymentId, amountMinor) {
      const paid = core.customerPays(paymentId, amountMinor, clock.now())
      if (paid) arm()
      return paid
    },
    clockMoved(how) {
      if (how === 'ahead') core.clockPutAhead(clock.now())
      work()
    },
    stop() {
      stopped = true
      callOff()
      breakStreams()
    },
  }
}

/** @param trick what goes wrong with all of them */
function textOf(events: readonly StreamEvent[], trick: Trick | null): string {
  const text = ({ id, paymentId }: StreamEvent): string =>
    `id: ${id}\ndata: ${JSON.stringify({ id, paymentId })}\n\n`
  switch (trick?.kind) {
    case 'eventTwice':
      return events.map((event) => text(event) + text(event)).join('')
    case 'eventsBackwards':
      return events.toReversed().map(text).join('')
    case 'eventGarbage':
      return events.map(({ id }) => `id: ${id}\ndata: {"id":7,"paym\n\n`).join('')
    default:
      return events.map(text).join('')
  }
}
