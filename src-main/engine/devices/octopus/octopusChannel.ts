/**
 * The Octopus reader as a channel. A payment is worked at from the first tap on until it has ended:
 * a card is awaited, what is asked of it is on the disk first, and what became of it is looked for
 * by every means that `resources/octopus-link.md` has before anybody else is served.
 */
import type { ReaderStep } from '../../../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../../../src-shared/ids.ts'
import { tenCentsOf } from '../../../../src-shared/money.ts'
import type { Failure } from '../../../../src-shared/result.ts'
import type { Channel, ChannelAnswer } from '../../channels/channel.ts'
import type { Settings } from '../../config/settings.ts'
import type { Body } from '../../journal/kinds.ts'
import type { Clock } from '../../parts.ts'
import type { OctopusCards } from './cards.ts'
import type { OctopusCode } from './codes.ts'
import { createFront, type Front } from './front.ts'
import type { OctopusAttempt, OctopusBooks, OctopusTask } from './octopusBooks.ts'
import type { OctopusReader } from './reader.ts'
import type { DeductResult, OutcomeResult, PollResult } from './results.ts'
import { createTeller, isToBeCharged } from './teller.ts'
import {
  askedBody,
  awaits,
  charging,
  ended,
  factsOf,
  factsOfRefused,
  paid,
  refusalOf,
  refused,
  untold,
} from './says.ts'

export type OctopusChannelParts = {
  readonly id: string
  readonly name: string
  readonly reader: OctopusReader
  readonly clock: Clock
  readonly settings: () => Settings
  readonly books: OctopusBooks
  readonly cards: OctopusCards
  /** Why it takes no new payment now; null: it does. */
  readonly refusal: () => Failure | null
  /** Journals what is to be asked. @returns false: it could not be kept, or the payment has ended: it must not be asked */
  readonly keepAsked: (
    paymentId: PaymentId,
    body: Body<'octopus.asked'>,
    alongside: () => void,
  ) => boolean
  /** Journals what is known since. @returns whether it is on the disk */
  readonly keepAnswered: (paymentId: PaymentId, body: Body<'octopus.answered'>) => boolean
  /** Keeps what that makes of the payment. @returns whether it is on the disk */
  readonly store: (paymentId: PaymentId, answer: ChannelAnswer) => boolean
  /** Whether the reader is at its daily work, which takes a while. */
  readonly isKeepingUp: () => boolean
  /** Has the reader write its file, because its log is full. */
  readonly exchange: () => Promise<unknown>
  /** Has it load its lists, because it has none. */
  readonly housekeep: () => Promise<unknown>
  readonly changed: () => void
}

export type OctopusChannel = Channel & {
  readonly front: Front
  stop(): void
}

type Card = Extract<PollResult, { kind: 'card' }>

const pollMs = 3_000
/** Of a payment of which nobody stands before the reader: whether its card lies there. */
const glanceMs = 1_500
const pauseMs = 1_000
const notKeptPauseMs = 5_000

export function createOctopusChannel(parts: OctopusChannelParts): OctopusChannel {
  const { id, name, reader, clock, books, cards } = parts
  const teller = createTeller(parts)
  const { about, answered, stored, hearCard, hearOutcome, standingOf } = teller
  const front = createFront(parts)
  let stopped = false
  let isGlancing = false
  /** It is still to be charged, and somebody stands before the reader. */
  const goesOn = (paymentId: string): OctopusTask | null => {
    const task = stopped || !front.isAt(paymentId) ? undefined : books.task(paymentId)
    return task && isToBeCharged(task) ? task : null
  }

  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, () => resolve())
    })

  /** Which card has to come now; null: any. */
  const wanted = (attempt: OctopusAttempt | undefined): string | null =>
    attempt && attempt.standing !== 'nothing' ? cards.numberOf(attempt.card) : null

  /** @returns null: none that counts now */
  const pollFor = async (task: OctopusTask, step: ReaderStep, only: string | null) => {
    front.returnsTo(step, only)
    const polled = await reader.poll({ timeoutMs: pollMs })
    if (!goesOn(task.paymentId)) return null
    if (polled.kind === 'card') {
      if (only === null || polled.card.cardNumber === only) return polled
      front.at('otherCard', only)
      await wait(pauseMs)
      return null
    }
    if (polled.kind === 'noCard') {
      front.at(step, only)
      return null
    }
    if (polled.kind !== 'code') return away(only)
    return pollCoded(task, polled.code, step, only)
  }

  /** @returns null, after a while */
  const away = async (only: string | null): Promise<null> => {
    front.at('away', only)
    await wait(pauseMs)
    return null
  }

  const pollCoded = async (
    task: OctopusTask,
    code: OctopusCode,
    step: ReaderStep,
    only: string | null,
  ): Promise<null> => {
    if (code.kind === 'refused' && only === null) {
      stored(task, refused(about(task), refusalOf(code), code.number, null))
      return null
    }
    if (code.kind === 'initAgain') return away(only)
    // Of a card that may have been charged nobody says that nothing was taken.
    front.at(only === null ? 'tapAgain' : step, only, code.number)
    await wait(pauseMs)
    return null
  }

  /** What is open of this card: the card itself says what became of it. */
  const settleOthers = (task: OctopusTask, { card }: Card, digest: string): void => {
    for (const other of books.openOf(digest)) {
      if (other.paymentId !== task.paymentId) hearCard(other, card)
    }
  }

  const charge = async (task: OctopusTask, polled: Card): Promise<void> => {
    const { paymentId, reference } = task
    const { cardNumber } = polled.card
    const { digest, keep } = cards.digestOf(cardNumber)
    settleOthers(task, polled, digest)
    const { storeId } = polled.reader
    const amountTenCents = tenCentsOf(task.amountMinor)
    const asked = { reference, cardNumber, amountTenCents, storeId }
    // Between this and the request nothing else happens: it was not called off before it left.
    if (!parts.keepAsked(paymentId, askedBody(asked, polled, digest, id), keep)) {
      front.at('waits', null)
      await wait(pauseMs)
      return
    }
    front.at('reading', cardNumber)
    const result = await reader.deduct(asked)
    if (!stopped) await heard(task, polled, digest, result)
  }

  const heard = async (
    task: OctopusTask,
    polled: Card,
    digest: string,
    result: DeductResult,
  ): Promise<void> => {
    switch (result.kind) {
      case 'done': {
        const last = books.last(task.paymentId)
        if (last) stored(task, paid(about(task), factsOf(last, result)))
        front.shows({ show: 'value', card: polled.card, valueTenCents: result.valueTenCents })
        return
      }
      case 'notDone':
      case 'amountDiffers':
        answered(task, 'nothing', 'reply', result.code, true)
        return tookNothing(task, polled, digest, result.code)
      case 'incomplete':
        answered(task, 'incomplete', 'reply', result.code, result.tookNothing)
        stored(task, untold(`octopusIncomplete ${result.code.number}`))
        front.shows({ show: 'again' })
        return
      case 'notReady':
      case 'notAsked':
        answered(task, 'asBefore', 'reply', result.kind === 'notReady' ? result.code : null, true)
        stored(task, standingOf(task))
        await away(wanted(books.last(task.paymentId)))
        return
      case 'unknown':
        answered(task, 'unknown', 'reply', result.code, result.tookNothing)
        stored(task, untold('octopusNoReply'))
    }
  }

  /** No card was charged for this payment. */
  const tookNothing = async (
    task: OctopusTask,
    polled: Card,
    digest: string,
    code: OctopusCode,
  ): Promise<void> => {
    switch (code.kind) {
      case 'tapAgain':
      case 'noCard':
      case 'initAgain':
        stored(task, awaits(about(task)))
        front.at('tapAgain', null, code.number)
        front.shows({ show: 'again' })
        await wait(pauseMs)
        return
      case 'exchangeFirst':
        stored(task, awaits(about(task)))
        front.at('exchanging', null, code.number)
        await parts.exchange()
        await wait(pauseMs)
        return
      default: {
        const octopus = factsOfRefused(polled, digest)
        stored(task, refused(about(task), refusalOf(code), code.number, octopus))
        front.shows({ show: 'refused' })
        if (code.name === 'listsMissing') await parts.housekeep()
      }
    }
  }

  const outcomeOf = (task: OctopusTask, { storeId }: OctopusAttempt): Promise<OutcomeResult> =>
    reader.outcome({
      reference: task.reference,
      call: 'deduct',
      amountTenCents: tenCentsOf(task.amountMinor),
      storeId,
    })

  /** Nobody knows what became of the last request: the reader is asked, and then the card. */
  const recover = async (task: OctopusTask, attempt: OctopusAttempt): Promise<void> => {
    const only = cards.numberOf(attempt.card)
    front.returnsTo('asking', only)
    const told = await outcomeOf(task, attempt)
    if (stopped) return
    const heardSo = hearOutcome(task, attempt, told)
    // It may have been let go meanwhile, and somebody else stands there.
    if (heardSo === 'away' && goesOn(task.paymentId)) await away(only)
    if (heardSo !== 'cardTells') return
    const polled = await pollFor(task, 'cardTells', only ?? '')
    if (polled && !hearCard(task, polled.card)) await wait(pauseMs)
  }

  const turn = async (task: OctopusTask): Promise<void> => {
    const last = books.last(task.paymentId)
    if (last?.standing === 'asked') return recover(task, last)
    const only = wanted(last)
    const isIncomplete = last?.standing === 'incomplete'
    // Whose number was erased cannot be completed: any other card would be charged.
    const step = isIncomplete ? 'sameCard' : front.awaiting()
    const polled = await pollFor(task, step, isIncomplete ? (only ?? '') : null)
    if (polled && goesOn(task.paymentId)) await charge(task, polled)
  }

  const work = async (paymentId: PaymentId): Promise<void> => {
    for (let task = goesOn(paymentId); task; task = goesOn(paymentId)) {
      await turn(task)
      // It is asked for again, after a while.
      if (!teller.allKept()) await wait(notKeptPauseMs)
    }
    front.leave(paymentId)
  }

  /** Somebody stands before the reader: it is worked at until it has ended. */
  const begin = (task: OctopusTask): void => {
    if (stopped || front.isBusy()) return
    front.come(task)
    work(task.paymentId).catch(() => front.leave(task.paymentId))
  }

  /** Nobody stands there: whether the reader knows by now, or the card lies there by chance. */
  const glance = async (task: OctopusTask, attempt: OctopusAttempt): Promise<ChannelAnswer> => {
    if (attempt.standing === 'asked' || attempt.standing === 'incomplete') {
      const told = await outcomeOf(task, attempt)
      if (stopped) return untold('stopped')
      const heardSo = hearOutcome(task, attempt, told)
      if (heardSo === 'away') return { kind: 'noAnswer', reason: 'octopusAway' }
      if (heardSo === 'told' && told.kind !== 'incomplete') return standingNow(task)
      const polled = await reader.poll({ timeoutMs: glanceMs })
      if (stopped) return untold('stopped')
      if (polled.kind === 'card' && polled.card.cardNumber === cards.numberOf(attempt.card)) {
        hearCard(task, polled.card)
      }
    }
    return standingNow(task)
  }

  const standingNow = ({ paymentId }: OctopusTask): ChannelAnswer => {
    const task = books.task(paymentId)
    return task ? standingOf(task) : untold('octopusUnknown')
  }

  const query = async (paymentId: PaymentId): Promise<ChannelAnswer> => {
    const task = books.task(paymentId)
    if (!task) return untold('octopusUnknown')
    // Its customer has gone: whoever comes next is served.
    if (!isToBeCharged(task)) front.leave(paymentId)
    if (front.isAt(paymentId)) {
      return front.isReading() ? charging(about(task)) : standingOf(task)
    }
    if (isToBeCharged(task)) {
      begin(task)
      return standingOf(task)
    }
    const last = books.last(paymentId)
    if (!last || last.standing === 'nothing') return standingOf(task)
    if (front.isBusy() || isGlancing || parts.isKeepingUp()) return untold('octopusAtOther')
    isGlancing = true
    try {
      return await glance(task, last)
    } finally {
      isGlancing = false
    }
  }

  return {
    id,
    device: {
      name,
      get patienceMs() {
        return parts.settings()['octopus.giveUpMs']
      },
      refusal: parts.refusal,
    },
    merchant: name,
    offer: (method) =>
      method === 'octopus'
        ? {
            flows: ['octopusReader'],
            ceilingMinor: parts.settings()['octopus.ceilingMinor'],
            instructions: [],
          }
        : null,
    fps: () => null,
    async create({ paymentId }) {
      const task = books.task(paymentId)
      if (!task) return untold('octopusUnknown')
      begin(task)
      return awaits(about(task))
    },
    query,
    async close({ paymentId }) {
      const task = books.task(paymentId)
      if (!task) return untold('octopusUnknown')
      const last = books.last(paymentId)
      if (last && last.standing !== 'nothing') return standingOf(task)
      front.leave(paymentId)
      front.shows({ show: 'nothing' })
      return ended(about(task))
    },
    reverse: () => Promise.resolve(untold('octopusNotReversed')),
    refund: () => Promise.resolve({ kind: 'notAccepted', reason: 'octopusNotRefunded' }),
    queryRefund: () =>
      Promise.resolve({ kind: 'noAnswer', reason: 'octopusNotRefunded', alive: true }),
    async probe() {
      const told = await reader.timeVer()
      return told.kind === 'told' || told.kind === 'code' ? 'good' : 'noAnswer'
    },
    notice: () => null,
    aheadMs: () => 0,
    seal: () => Promise.resolve(null),
    onHint: () => () => undefined,
    onOffer: () => () => undefined,
    front,
    stop() {
      stopped = true
      front.stop()
    },
  }
}
