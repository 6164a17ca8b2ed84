/**
 * The Octopus reader of training on its line in memory, and a till at it that is no more than the
 * page of the reader link says: "A payment, from the first tap on".
 */
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { OctopusDeed } from '../../src-shared/contract/training.ts'
import { openByteLink } from '../../src-main/engine/devices/byteLink.ts'
import { createOctopusReader } from '../../src-main/engine/devices/octopus/reader.ts'
import {
  createTrainingOctopus,
  octopusPath,
  type TrainingOctopusReader,
} from '../../src-main/training/octopus/onCounter.ts'
import { morningMs, seededRandom } from './seeded.ts'
import { createVirtualClock, type VirtualClock } from './virtualClock.ts'

export type Paid = {
  readonly paid: boolean
  /** Which codes it was told, and what else happened, in order. */
  readonly story: readonly string[]
  readonly valueTenCents: number | null
  readonly ms: number
}

export type OctopusCounter = {
  readonly clock: VirtualClock
  readonly octopus: TrainingOctopusReader
  readonly reader: ReturnType<typeof createOctopusReader>
  readonly linkIsOpen: () => boolean
  /** The end of a call, after as long as it takes. */
  done<T>(call: Promise<T>): Promise<T>
  /** @param limitMs for how long the till waits in all */
  pay(
    amountTenCents: number,
    how?: { readonly deed?: OctopusDeed; readonly limitMs?: number },
  ): Promise<Paid>
}

const idle = { green: false, amber: false, red: false } as const
const stepMs = 50
const longestMs = 300_000

/** @param options.shows whether the till shows the amount on the reader before it polls */
export async function octopusCounter(
  options: { readonly shows?: boolean; readonly database?: Database.Database } = {},
): Promise<OctopusCounter> {
  const { shows = true, database = new Database(':memory:') } = options
  onTestFinished(() => void database.close())
  const clock = createVirtualClock(morningMs)
  const random = seededRandom('octopus counter')
  const octopus = createTrainingOctopus({ books: () => database, clock, random })
  onTestFinished(() => octopus.stop())
  const link = openByteLink({
    path: octopusPath,
    open: () => octopus.lines.open({ path: octopusPath, baudRate: 115_200, stopBits: 1 }),
    clock,
    log: () => undefined,
  })
  const reader = createOctopusReader({
    link,
    clock,
    random,
    environment: 'training',
    counter: 'Counter 1',
    addsValue: false,
  })
  await clock.pass(0)
  let references = 0

  const done = async <T>(call: Promise<T>): Promise<T> => {
    const progress = { isOver: false }
    const over = (): void => {
      progress.isOver = true
    }
    call.then(over, over)
    for (let waitedMs = 0; !progress.isOver; waitedMs += stepMs) {
      if (waitedMs > longestMs) throw new Error('it does not end')
      await clock.pass(stepMs)
    }
    return call
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve)
    })

  const show = async (tenCents: number, sound: 'none' | 'tapAgain' = 'none'): Promise<void> => {
    const what = tenCents > 0 ? 'amount' : 'nothing'
    if (shows) await reader.display({ show: what, tenCents, lights: idle, sound })
  }

  /** One request, and what became of it. */
  const charge = async (
    about: { reference: string; cardNumber: string; amountTenCents: number },
    storeId: string,
  ): Promise<{
    readonly says: readonly string[]
    readonly ended?: { readonly paid: boolean; readonly valueTenCents?: number }
    readonly isIncomplete?: boolean
    readonly isUnclear?: boolean
  }> => {
    const deducted = await reader.deduct({ ...about, storeId })
    if (deducted.kind === 'done') return { says: [], ended: { paid: true, ...deducted } }
    const code = 'code' in deducted ? deducted.code : null
    const says: string[] = [code?.name ?? deducted.kind]
    await show(0, 'tapAgain')
    if (deducted.kind === 'incomplete') return { says, isIncomplete: true }
    if (deducted.kind === 'unknown') {
      const outcome = await reader.outcome({ ...about, call: 'deduct', storeId })
      says.push(outcome.kind)
      if (outcome.kind === 'done') return { says, ended: { paid: true, ...outcome } }
      return { says, isUnclear: outcome.kind === 'unclear' }
    }
    if (code?.kind === 'exchangeFirst') await reader.exchangeFile({ again: null })
    else if (code?.kind !== 'tapAgain') return { says, ended: { paid: false } }
    return { says }
  }

  const payment = async (amountTenCents: number, limitMs: number): Promise<Paid> => {
    references += 1
    const reference = `R${references}`
    const startedMs = clock.now()
    const story: string[] = []
    /** The card that must come; null: any. */
    let owed: string | null = null
    let beforeTenCents = 0
    let isUnclear = false
    const told = (paid: boolean, valueTenCents: number | null = null): Paid => {
      return { paid, story, valueTenCents, ms: clock.now() - startedMs }
    }
    await show(amountTenCents)
    while (clock.now() - startedMs < limitMs) {
      const polled = await reader.poll({ timeoutMs: 3_000 })
      // Without a line the answer is there at once.
      if (polled.kind === 'notReady') await pause(300)
      if (polled.kind !== 'card') continue
      const { cardNumber, valueTenCents } = polled.card
      if (owed !== null && owed !== cardNumber) {
        if (story.at(-1) !== 'other card') story.push('other card')
        continue
      }
      if (isUnclear) {
        story.push('card tells')
        return told(valueTenCents === beforeTenCents - amountTenCents, valueTenCents)
      }
      if (owed === null) beforeTenCents = valueTenCents
      const { storeId } = polled.reader
      const { ended, says, ...rest } = await charge(
        { reference, cardNumber, amountTenCents },
        storeId,
      )
      story.push(...says)
      if (ended !== undefined) return told(ended.paid, ended.valueTenCents ?? valueTenCents)
      isUnclear = rest.isUnclear === true
      if (isUnclear || rest.isIncomplete === true) owed = cardNumber
    }
    return told(false)
  }

  return {
    clock,
    octopus,
    reader,
    linkIsOpen: () => link.state().open,
    done,
    pay: (amountTenCents, { deed, limitMs = 60_000 } = {}) => {
      if (deed !== undefined) octopus.prepare(deed)
      const over = async (): Promise<Paid> => {
        const paid = await payment(amountTenCents, limitMs)
        await show(0)
        return paid
      }
      return done(over())
    },
  }
}
