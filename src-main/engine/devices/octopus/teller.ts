/** What was said of a payment by Octopus, by the reader or by the card, and what that makes of it. */
import type { PaymentId } from '../../../../src-shared/ids.ts'
import { tenCentsOf } from '../../../../src-shared/money.ts'
import type { ChannelAnswer } from '../../channels/channel.ts'
import type { Body } from '../../journal/kinds.ts'
import { cardSays } from './cardSays.ts'
import type { OctopusCode } from './codes.ts'
import type { OctopusAttempt, OctopusBooks, OctopusTask } from './octopusBooks.ts'
import type { OutcomeResult, PolledCard } from './results.ts'
import { awaits, ended, factsOf, paid, refused, untold, type About } from './says.ts'

export type Teller = {
  about(task: OctopusTask): About
  /** Journals what is known since it was asked. @param tookNothing the last request itself */
  answered(
    task: OctopusTask,
    told: Body<'octopus.answered'>['told'],
    by: Body<'octopus.answered'>['by'],
    code: OctopusCode | null,
    tookNothing?: boolean,
  ): void
  /** Keeps what that makes of the payment. */
  stored(task: OctopusTask, answer: ChannelAnswer): void
  /** @returns whether the card tells */
  hearCard(task: OctopusTask, card: PolledCard): boolean
  /** What the reader knows of it. @returns whether only the card can tell */
  hearOutcome(
    task: OctopusTask,
    attempt: OctopusAttempt,
    told: OutcomeResult,
  ): 'told' | 'cardTells' | 'away'
  /** What is known of it without asking anybody. */
  standingOf(task: OctopusTask): ChannelAnswer
  /** Whether all that was heard since this was asked last is on the disk. */
  allKept(): boolean
}

export function createTeller(parts: {
  readonly id: string
  readonly name: string
  readonly books: OctopusBooks
  /** @returns whether it is on the disk */
  readonly keepAnswered: (paymentId: PaymentId, body: Body<'octopus.answered'>) => boolean
  /** @returns whether it is on the disk */
  readonly store: (paymentId: PaymentId, answer: ChannelAnswer) => boolean
}): Teller {
  const { id, name, books } = parts
  let isKept = true

  const about = ({ paymentId, amountMinor }: OctopusTask): About => ({
    paymentId,
    amountMinor,
    merchant: name,
  })
  const answered: Teller['answered'] = ({ paymentId }, told, by, code, tookNothing = false) => {
    const body = { v: 1, channel: id, told, tookNothing, code: code?.number ?? null, by } as const
    if (!parts.keepAnswered(paymentId, body)) isKept = false
  }
  const stored = ({ paymentId }: OctopusTask, answer: ChannelAnswer): void => {
    if (!parts.store(paymentId, answer)) isKept = false
  }

  const hearCard = (task: OctopusTask, card: PolledCard): boolean => {
    const attempts = books.attempts(task.paymentId)
    const [first] = attempts
    const last = attempts.at(-1)
    if (!first || !last) return false
    const told = cardSays(
      {
        amountTenCents: tenCentsOf(task.amountMinor),
        attempts: attempts.map(({ valueMinor, timeS, deviceId }) => ({
          valueTenCents: tenCentsOf(valueMinor),
          timeS,
          deviceId,
        })),
        othersTakenS: books.takenS(first.card, first.deviceId, task.paymentId),
        nextAskedS: books.nextAskedS(task.paymentId),
        isOnlyOpen: books.openOf(first.card).length === 1,
      },
      card,
    )
    switch (told.says) {
      case 'paid': {
        const { deviceId } = last
        const facts = { deviceId, timeS: told.timeS, valueTenCents: card.valueTenCents }
        stored(task, paid(about(task), factsOf(last, facts)))
        return true
      }
      case 'notPaid':
        answered(task, 'nothing', 'card', null)
        // Its reference is done with: another attempt is another payment.
        stored(task, refused(about(task), 'notTaken', null, null))
        return true
      case 'nothing':
        return false
    }
  }

  const hearOutcome: Teller['hearOutcome'] = (task, attempt, told) => {
    switch (told.kind) {
      case 'done':
        stored(task, paid(about(task), factsOf(attempt, told)))
        return 'told'
      case 'notDone':
      case 'neverSeen':
        answered(task, 'nothing', 'outcome', told.kind === 'notDone' ? told.code : null)
        // While the reader was asked it may have been let go.
        stored(task, standingOf(books.task(task.paymentId) ?? task))
        return 'told'
      case 'incomplete':
        if (attempt.standing !== 'incomplete') answered(task, 'incomplete', 'outcome', told.code)
        return 'told'
      case 'unclear':
        return 'cardTells'
      case 'cannotTell':
        return told.why === 'otherStore' || told.why === 'otherThing' ? 'cardTells' : 'away'
      case 'notAsked':
        return 'away'
    }
  }

  const standingOf = (task: OctopusTask): ChannelAnswer => {
    const last = books.last(task.paymentId)
    if (last?.standing === 'incomplete') return untold(`octopusIncomplete ${last.code ?? ''}`)
    if (last?.standing === 'asked') return untold('octopusNoReply')
    if (isToBeCharged(task)) return awaits(about(task))
    // Called off, or its time was over.
    return task.closeReason === null
      ? refused(about(task), 'notTaken', null, null)
      : ended(about(task))
  }

  return {
    about,
    answered,
    stored,
    hearCard,
    hearOutcome,
    standingOf,
    allKept() {
      const was = isKept
      isKept = true
      return was
    },
  }
}

const live: ReadonlySet<OctopusTask['state']> = new Set([
  'submitting',
  'awaitingPayer',
  'processing',
  'unknown',
])

/** Of what a supervisor has let go, or somebody has called off, no card is charged any more. */
export const isToBeCharged = ({ state, atRisk, closeReason }: OctopusTask): boolean =>
  live.has(state) && atRisk === 0 && closeReason === null
