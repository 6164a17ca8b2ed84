/** What goes on before the Octopus reader: whose payment, at which step, and what the reader itself shows. */
import type { PaymentView, ReaderStep } from '../../../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../../../src-shared/ids.ts'
import { tenCentsOf } from '../../../../src-shared/money.ts'
import type { Settings } from '../../config/settings.ts'
import type { Clock } from '../../parts.ts'
import type { OctopusCards } from './cards.ts'
import type { RequestOf } from './messages.ts'
import type { OctopusBooks, OctopusTask } from './octopusBooks.ts'
import type { OctopusReader } from './reader.ts'
import type { PolledCard } from './results.ts'

/** What the customer reads at the reader. */
type Shown =
  | { readonly show: 'amount'; readonly amountMinor: number }
  | { readonly show: 'value'; readonly card: PolledCard; readonly valueTenCents: number }
  | { readonly show: 'again' }
  | { readonly show: 'refused' }
  | { readonly show: 'nothing' }

export type Front = {
  come(task: OctopusTask): void
  leave(paymentId: string): void
  isAt(paymentId: string): boolean
  isBusy(): boolean
  /** A card is being charged now. */
  isReading(): boolean
  at(step: ReaderStep, cardNumber: string | null, code?: number): void
  /** The same, unless another card lies there or the reader is away: that stands until it is over. */
  returnsTo(step: ReaderStep, cardNumber: string | null): void
  /** How a card is awaited: as after one that could not be read, or anew. */
  awaiting(): ReaderStep
  shows(what: Shown): void
  view(task: OctopusTask, there: boolean): NonNullable<PaymentView['reader']>
  stop(): void
}

type Now = {
  readonly paymentId: PaymentId
  step: ReaderStep
  sinceMs: number
  cardNumber: string | null
  code: number | null
}

export function createFront(parts: {
  readonly name: string
  readonly reader: OctopusReader
  readonly clock: Clock
  readonly settings: () => Settings
  readonly books: OctopusBooks
  readonly cards: OctopusCards
  readonly changed: () => void
}): Front {
  const { name, reader, clock, books, cards } = parts
  let now: Now | null = null
  let callOff = (): void => undefined

  const shows = (what: Shown): void => {
    const skills = reader.facts()?.skills
    if (skills?.display !== true) return
    void reader.display(displayOf(what))
  }

  /** From when nobody but the customer can end it: the oldest request that may have charged his card. */
  const letGoAtMs = (paymentId: string): number | null => {
    const [first] = books.attempts(paymentId)
    return first ? first.atMs + parts.settings()['octopus.letGoAfterMs'] : null
  }

  /** What may be done changes by itself. */
  const tellAgain = (task: OctopusTask): void => {
    callOff()
    const nowMs = clock.now()
    const times = [
      task.createdAtMs + parts.settings()['octopus.cancelAfterMs'],
      letGoAtMs(task.paymentId) ?? 0,
    ].filter((atMs) => atMs > nowMs)
    if (times.length === 0) return
    callOff = clock.after(Math.min(...times) - nowMs, () => {
      parts.changed()
      tellAgain(task)
    })
  }

  const at: Front['at'] = (step, cardNumber, code) => {
    if (!now) return
    const isSame = now.step === step && now.cardNumber === cardNumber
    if (isSame && (code === undefined || code === now.code)) return
    if (!isSame) now.sinceMs = clock.now()
    now.step = step
    now.cardNumber = cardNumber
    now.code = code ?? now.code
    if (step === 'sameCard' || step === 'asking') {
      const task = books.task(now.paymentId)
      if (task) tellAgain(task)
    }
    parts.changed()
  }

  return {
    come(task) {
      now = {
        paymentId: task.paymentId,
        step: 'tap',
        sinceMs: clock.now(),
        cardNumber: null,
        code: null,
      }
      tellAgain(task)
      shows({ show: 'amount', amountMinor: task.amountMinor })
    },
    leave(paymentId) {
      if (now?.paymentId !== paymentId) return
      now = null
      callOff()
      parts.changed()
    },
    isAt: (paymentId) => now?.paymentId === paymentId,
    isBusy: () => now !== null,
    isReading: () => now?.step === 'reading',
    at,
    returnsTo(step, cardNumber) {
      if (now?.step !== 'otherCard' && now?.step !== 'away') at(step, cardNumber)
    },
    awaiting: () => (now?.step === 'tapAgain' ? 'tapAgain' : 'tap'),
    shows,
    view(task, there) {
      const settings = parts.settings()
      const mine = now?.paymentId === task.paymentId ? now : null
      const last = books.last(task.paymentId)
      const standing = last?.standing ?? 'nothing'
      const resting = { asked: 'asking', incomplete: 'sameCard', nothing: 'waits' } as const
      const sinceMs = mine?.sinceMs ?? last?.atMs ?? task.createdAtMs
      return {
        name,
        there,
        step: mine?.step ?? resting[standing],
        sinceMs,
        cardNumber: mine
          ? mine.cardNumber
          : last && standing !== 'nothing'
            ? cards.numberOf(last.card)
            : null,
        code: mine?.code ?? last?.code ?? null,
        cancelAtMs: task.createdAtMs + settings['octopus.cancelAfterMs'],
        helpAtMs: sinceMs + settings['octopus.helpAfterMs'],
        letGoAtMs: letGoAtMs(task.paymentId),
      }
    },
    stop() {
      callOff()
      now = null
    },
  }
}

const lamps = {
  off: { green: false, amber: false, red: false },
  green: { green: true, amber: false, red: false },
  amber: { green: false, amber: true, red: false },
  red: { green: false, amber: false, red: true },
} as const

function displayOf(what: Shown): RequestOf<'display'> {
  switch (what.show) {
    case 'amount': {
      const tenCents = tenCentsOf(what.amountMinor)
      return { show: 'amount', tenCents, lights: lamps.amber, sound: 'none' }
    }
    case 'value': {
      const { hidesValue } = what.card
      const paid = { lights: lamps.green, sound: 'paid' } as const
      return hidesValue
        ? { show: 'nothing', tenCents: 0, ...paid }
        : { show: 'value', tenCents: what.valueTenCents, ...paid }
    }
    case 'again':
      return { show: 'nothing', tenCents: 0, lights: lamps.amber, sound: 'tapAgain' }
    case 'refused':
      return { show: 'nothing', tenCents: 0, lights: lamps.red, sound: 'refused' }
    case 'nothing':
      return { show: 'nothing', tenCents: 0, lights: lamps.off, sound: 'none' }
  }
}
