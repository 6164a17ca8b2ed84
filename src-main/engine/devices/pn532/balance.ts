/**
 * What is on an Octopus, read by an NFC module that has no part in any payment: a customer asks,
 * and sees. It reads what anybody may read and says what that was; it knows no sale, and nothing
 * of what it says can end one.
 */
import type { Clock } from '../../parts.ts'
import type { ByteLink } from '../byteLink.ts'
import { createCaller, type Ended } from './caller.ts'
import {
  readBlock,
  readFirmware,
  readPolled,
  valueIn,
  type FelicaCard,
  type OctopusValue,
} from './felica.ts'

export type BalanceResult =
  | ({ readonly kind: 'value' } & OctopusValue)
  /** Within five seconds none came that knows the system of Octopus. */
  | { readonly kind: 'noCard' }
  /** One that is no Octopus, or one that does not open this to anybody. */
  | { readonly kind: 'otherCard' }
  /** It was taken away too soon, or what stands in it is no value. */
  | { readonly kind: 'unreadable' }
  | {
      readonly kind: 'noModule'
      /** `garbled`: something answers, and it is no such module. */
      readonly why: 'noLine' | 'silent' | 'garbled'
    }
  /** Another check is under way. */
  | { readonly kind: 'busy' }

export type BalanceModule = {
  /** Never throws. Takes five seconds at most where all works, and twenty whatever the line does. */
  check(): Promise<BalanceResult>
  /** For ever. What is under way ends with `noLine`. */
  stop(): void
}

const waitsForCardMs = 5_000
const answersWithinMs = 1_000
const betweenPollsMs = 150

export function createBalanceModule(parts: {
  readonly link: ByteLink
  readonly clock: Clock
  /** What goes over the line, as it is understood, for whoever looks for a fault: nothing of it names a card. */
  readonly note?: (way: 'in' | 'out', text: string) => void
}): BalanceModule {
  const { link, clock, note = () => undefined } = parts
  const caller = createCaller({ link, clock, note })
  let isChecking = false
  let isStopped = false
  let endPause = (): void => undefined

  const pause = (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const callOff = clock.after(betweenPollsMs, resolve)
    endPause = () => {
      callOff()
      resolve()
    }
    return promise
  }

  /** @returns null: it is one, and ready */
  const prepare = async (): Promise<BalanceResult | null> => {
    const set = await caller.ask({ ask: 'normalMode' }, answersWithinMs)
    if (set.kind !== 'answer') return noModule(set)
    const told = await caller.ask({ ask: 'firmware' }, answersWithinMs)
    if (told.kind !== 'answer') return noModule(told)
    const firmware = readFirmware(told.body)
    if (firmware === null) return { kind: 'noModule', why: 'garbled' }
    note('in', `firmware ${firmware}`)
    return null
  }

  const readCard = async (card: FelicaCard): Promise<BalanceResult | 'lost'> => {
    const ended = await caller.ask({ ask: 'read', card }, answersWithinMs)
    if (ended.kind !== 'answer') return noModule(ended)
    const read = readBlock(ended.body, card)
    note('in', `block: ${read.kind}`)
    if (read.kind === 'lost') return 'lost'
    if (read.kind === 'sealed') return otherCard
    const value = read.kind === 'block' ? valueIn(read.block) : null
    return value ? { kind: 'value', ...value } : { kind: 'unreadable' }
  }

  const poll = async (): Promise<BalanceResult | 'lost'> => {
    const ended = await caller.ask({ ask: 'poll' }, waitsForCardMs)
    if (ended.kind === 'late') return { kind: 'noCard' }
    if (ended.kind !== 'answer') return noModule(ended)
    const polled = readPolled(ended.body)
    note('in', `card: ${polled.kind}`)
    if (polled.kind === 'malformed') return { kind: 'noModule', why: 'garbled' }
    if (polled.kind === 'none') return { kind: 'noCard' }
    const read = polled.kind === 'octopus' ? await readCard(polled.card) : otherCard
    // Whether it hears that changes nothing of what was read.
    await caller.ask({ ask: 'release' }, answersWithinMs)
    return read
  }

  const checkOnce = async (): Promise<BalanceResult> => {
    const problem = await prepare()
    if (problem) return problem
    let isOver = false
    // By a timer and not by the time of day, which a person may change meanwhile.
    const callOffEnd = clock.after(waitsForCardMs, () => {
      isOver = true
      caller.endPoll()
    })
    let found: BalanceResult = { kind: 'noCard' }
    for (;;) {
      const polled = await poll()
      if (polled !== 'lost' && polled.kind !== 'noCard') {
        callOffEnd()
        return polled
      }
      // One that was taken away too soon may be held there once more.
      if (polled === 'lost') found = { kind: 'unreadable' }
      if (!isOver) await pause()
      // It may have ended in the pause.
      if (isOver) return found
    }
  }

  return {
    async check() {
      if (isChecking) return { kind: 'busy' }
      if (isStopped) return noLine
      isChecking = true
      try {
        return await checkOnce()
      } finally {
        isChecking = false
      }
    },
    stop() {
      isStopped = true
      caller.stop()
      endPause()
    },
  }
}

const noLine: BalanceResult = { kind: 'noModule', why: 'noLine' }
const otherCard: BalanceResult = { kind: 'otherCard' }

const noModule = (ended: Exclude<Ended, { kind: 'answer' }>): BalanceResult =>
  ended.kind === 'late' ? { kind: 'noModule', why: 'silent' } : ended
