/**
 * The web in memory: requests go straight to the doors of simulated aggregators, by a test's own
 * clock, and a test can cut the line. Alike in all else to the server on loopback.
 */
import type {
  Http,
  HttpAnswer,
  HttpLimits,
  HttpRequest,
} from '../../src-main/engine/channels/http.ts'
import type { Clock } from '../../src-main/engine/parts.ts'
import { rawAnswer } from '../../src-main/training/aggregator/answering.ts'
import type { AggregatorDoor } from '../../src-main/training/aggregator/door.ts'

export type Wire = Http & {
  /** Nothing gets through, and open streams break. */
  cut: boolean
  /** What is asked does not arrive. */
  loseRequests: boolean
  /** What is asked is done, and the answer does not arrive. */
  loseAnswers: boolean
}

/** The server says something every 15 s; a till takes 45 s of silence for a broken line. */
const commentEveryMs = 40_000

const failed = (reason: string): HttpAnswer => ({ kind: 'failed', reason })

/** @param doors by their address, without a slash at the end */
export function createWire(doors: Readonly<Record<string, AggregatorDoor>>, clock: Clock): Wire {
  const streams = new Set<() => void>()
  let isCut = false

  const waited = (ms: number): Promise<void> =>
    ms === 0 ? Promise.resolve() : new Promise((resolve) => void clock.after(ms, resolve))

  const doorOf = (url: string): AggregatorDoor | undefined =>
    Object.entries(doors).find(([address]) => url.startsWith(`${address}/`))?.[1]

  const ask = async (request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer> => {
    const door = doorOf(request.url)
    if (isCut || wire.loseRequests || !door) return failed('no line')
    const heard = await door.handle(request)
    if (wire.loseAnswers || heard.kind !== 'answer') return failed('the line broke')
    if (heard.delayMs > limits.answerMs) {
      await waited(limits.answerMs)
      return failed('no answer in time')
    }
    await waited(heard.delayMs)
    const { answer, cutAtByte } = heard
    if (isCut) return failed('the line broke')
    if (cutAtByte !== null && cutAtByte < rawAnswer(answer).length) return failed('the line broke')
    if (answer.body.length > limits.bytes) return failed('too long an answer')
    return { kind: 'answered', ...answer }
  }

  const wire: Wire = {
    loseRequests: false,
    loseAnswers: false,
    get cut() {
      return isCut
    },
    set cut(on) {
      isCut = on
      if (on) for (const end of streams) end()
    },
    ask,
    listen(request, _limits, listener) {
      let over = false
      let stop = (): void => undefined
      let callOff = (): void => undefined
      /** Everything that comes by itself comes later, and in order. */
      const soon = (tell: () => void): void => {
        clock.after(0, () => {
          if (!over) tell()
        })
      }
      const finish = (): void => {
        streams.delete(end)
        callOff()
        stop()
      }
      const end = (): void => {
        finish()
        soon(() => {
          over = true
          listener.ended('the line broke')
        })
      }
      const open = async (): Promise<void> => {
        const door = doorOf(request.url)
        if (isCut || wire.loseRequests || !door) return end()
        const heard = await door.handle(request)
        if (wire.loseAnswers || heard.kind === 'lost') return end()
        await waited(heard.delayMs)
        if (over) return undefined
        if (isCut) return end()
        if (heard.kind === 'answer') {
          soon(() => listener.answered(heard.answer.status))
          return end()
        }
        soon(() => listener.answered(200))
        streams.add(end)
        const comment = (): void => {
          callOff = clock.after(commentEveryMs, () => {
            listener.data(': still here\n\n')
            comment()
          })
        }
        comment()
        const leave = door.listen(heard, {
          data: (text) => soon(() => listener.data(text)),
          ended: end,
        })
        stop = leave
        return undefined
      }
      void open()
      return () => {
        over = true
        finish()
      }
    },
  }
  return wire
}
