/**
 * What a process has of the world, and loses at once when it is killed: its timers and its
 * lines. Nothing that comes afterwards reaches it, and nothing more leaves it.
 */
import type { Http } from '../../src-main/engine/channels/http.ts'
import type { Clock } from '../../src-main/engine/parts.ts'
import type { Chance } from './chance.ts'

export type Mortal = {
  readonly clock: Clock
  readonly http: Http
  isDead(): boolean
  kill(): void
}

/** @param aheadMs how far this computer's clock is ahead of the world's */
export function createMortal(
  world: Clock,
  wire: Http,
  chance: Chance,
  aheadMs: () => number,
): Mortal {
  let dead = false
  const streams = new Set<() => void>()
  const clock: Clock = {
    now: () => world.now() + aheadMs(),
    after: (delayMs, call) =>
      world.after(delayMs, () => {
        if (!dead) call()
      }),
  }
  /** On the way: as on a shop's line, and now and then as on a bad one. Never ends for who died meanwhile. */
  const travel = (): Promise<void> => {
    const ms = chance.happens(0.8) ? chance.int(5, 150) : chance.int(150, 1_200)
    return new Promise((resolve) => void clock.after(ms, resolve))
  }
  return {
    clock,
    http: {
      async ask(request, limits) {
        await travel()
        const answer = await wire.ask(request, limits)
        await travel()
        return answer
      },
      listen(request, limits, listener) {
        if (dead) return () => undefined
        const stop = wire.listen(request, limits, {
          answered: (status) => {
            if (!dead) listener.answered(status)
          },
          data: (text) => {
            if (!dead) listener.data(text)
          },
          ended: (reason) => {
            streams.delete(end)
            if (!dead) listener.ended(reason)
          },
        })
        const end = (): void => {
          streams.delete(end)
          stop()
        }
        streams.add(end)
        return end
      },
    },
    isDead: () => dead,
    kill() {
      dead = true
      for (const end of streams) end()
    },
  }
}
