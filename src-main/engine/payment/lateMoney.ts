/**
 * Follows the hints about payments that nothing moves any more: money beyond their end, if the
 * channel says so. Nobody else asks about them again, so nothing of a hint may get lost: not by
 * a lost answer, nor by a full disk, nor because another question was just under way.
 */
import type { PaymentId } from '../../../src-shared/ids.ts'
import type { Clock } from '../parts.ts'

export type LateMoney = {
  /** Somebody says that there is news of this payment. Keeps its promise when it is stored. */
  readonly ask: (paymentId: PaymentId) => Promise<void>
  /** Whatever waits to be asked again is asked now. */
  readonly askNow: () => void
  readonly stop: () => void
}

/** The first pause; each further one is twice as long. */
const firstPauseMs = 5_000
const longestPauseMs = 60_000
/** At the longest pause: for a day. */
const triesAtMost = 1_440

type Hint = {
  tries: number
  asking: boolean
  /** There was news while the question was under way: its answer may be older. */
  again: boolean
  callOff: () => void
  readonly settled: Promise<void>
  readonly settle: () => void
}

/**
 * @param query asks the channel and stores what follows; `askAgain` where there was no answer, or
 *   no room for it
 */
export function createLateMoney(
  clock: Pick<Clock, 'after'>,
  query: (paymentId: PaymentId) => Promise<'settled' | 'askAgain'>,
): LateMoney {
  const hints = new Map<PaymentId, Hint>()
  let stopped = false

  const run = async (paymentId: PaymentId, hint: Hint): Promise<void> => {
    hint.callOff()
    hint.asking = true
    hint.again = false
    const outcome = await query(paymentId)
    hint.asking = false
    if (stopped) return
    if (hint.again) {
      void run(paymentId, hint)
      return
    }
    hint.tries += 1
    if (outcome === 'settled' || hint.tries > triesAtMost) {
      hints.delete(paymentId)
      hint.settle()
      return
    }
    const pauseMs = Math.min(firstPauseMs * 2 ** (hint.tries - 1), longestPauseMs)
    hint.callOff = clock.after(pauseMs, () => void run(paymentId, hint))
  }

  const newHint = (): Hint => {
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>()
    return { tries: 0, asking: false, again: false, callOff: () => undefined, settled, settle }
  }

  const ask = (paymentId: PaymentId): Promise<void> => {
    const hint = hints.get(paymentId) ?? newHint()
    if (stopped) return hint.settled
    hints.set(paymentId, hint)
    if (hint.asking) hint.again = true
    else void run(paymentId, hint)
    return hint.settled
  }

  return {
    ask,
    askNow() {
      for (const [paymentId, { asking }] of hints) if (!asking) void ask(paymentId)
    },
    stop() {
      stopped = true
      for (const { callOff } of hints.values()) callOff()
      hints.clear()
    },
  }
}
