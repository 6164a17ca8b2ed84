/**
 * The simulated customer at the Octopus reader of training: which card he holds to it, when he
 * comes and when he takes it away. He sees what a customer sees (the reader waits for a card, shows
 * an amount, beeps), and does what the trainer has prepared for his payment, or is told to.
 */
import type { OctopusCard, OctopusDeed } from '../../../src-shared/contract/training.ts'
import type { Clock } from '../../engine/parts.ts'
import type { Kept, OctopusBooks } from './books.ts'
import { blockedCard, hidingCard, otherCard, poorCard, usualCard } from './cards.ts'
import type { Handled, OctopusCore } from './core.ts'
import { addedAt } from './moves.ts'
import type { Asked, MovesMoney } from './talk.ts'
import type { PreparedTrick } from './tricks.ts'

export type OctopusCustomer = {
  /** The reader is about to handle this. */
  before(asked: Asked): void
  /** It has handled it. */
  after(asked: Asked, handled: Handled): void
  prepare(next: OctopusDeed | null): void
  /** The trainer has him hold this card to it, as long as the trainer does; null: he takes it away. */
  hold(card: OctopusCard | null): void
  view(): { readonly next: OctopusDeed | null; readonly card: OctopusCard | null }
  stop(): void
}

/** From when the reader waits for a card. */
const comesAfterMs = 1_200
/** Of each time after a deduct, the first 300 ms are the reader's. */
const leavesAfterMs = 1_800
const comesBackAfterMs = 3_300
const swapsAfterMs = 2_000
/** Where nothing happens he takes it away, to hold it there again. */
const patienceMs = 4_000
/** Where the reader has begun, and says nothing. */
const longPatienceMs = 8_000

const cardOfDeed: Readonly<Partial<Record<OctopusDeed, string>>> = {
  notEnough: poorCard,
  blocked: blockedCard,
  hidesValue: hidingCard,
}

const trickOfDeed: Readonly<Partial<Record<OctopusDeed, PreparedTrick>>> = {
  tooEarly: 'goneMidWrite',
  tooEarlyCharged: 'goneMidWriteTaken',
  otherThenSame: 'goneMidWrite',
  walksAway: 'goneMidWrite',
  readError: 'readError',
  loseReply: 'loseReply',
  silent: 'silent',
  restart: 'dieAfterWrite',
  logFull: 100_023,
}

/** Below so much (tens of cents) he adds value before he pays, up to so much. */
const purses: Readonly<Record<string, { readonly below: number; readonly upTo: number }>> = {
  [usualCard]: { below: 1_000, upTo: 5_000 },
  [otherCard]: { below: 1_000, upTo: 10_000 },
  [hidingCard]: { below: 1_000, upTo: 5_000 },
  [poorCard]: { below: 88, upTo: 88 },
}
/** Where he adds it: at no reader of this shop. */
const kiosk = { deviceId: 12, reference: 'KIOSK' } as const

/** The payment goes on after these: another card, an unreadable one, none; and a full log. */
const goesOnAfter: ReadonlySet<number> = new Set([10, 100_016, 100_017, 100_020, 100_023])

/** One payment, as the customer meets it. */
type Visit = {
  readonly deed: OctopusDeed
  readonly tenCents: number
  /** It began when the reader showed him the amount; else it begins with its first deduct. */
  readonly isShown: boolean
  /** Of the last deduct; null: none yet. */
  reference: string | null
  /** He has walked away. */
  isGone: boolean
}

export function createOctopusCustomer(parts: {
  readonly core: OctopusCore
  readonly books: OctopusBooks
  readonly clock: Clock
  readonly put: (cardNumber: string) => void
  readonly remove: () => void
}): OctopusCustomer {
  const { core, books, clock } = parts
  let next: OctopusDeed | null = null
  let visit: Visit | null = null
  let isTrainers = false
  /** His card was refused because an older payment of it is incomplete, which nobody completes any more. */
  let isHeldUp = false
  let callOffComing: (() => void) | null = null
  let callOffLeaving = (): void => undefined

  /** What is prepared shows before it is used up: a look at the balance sees it too. */
  const deed = (): OctopusDeed => visit?.deed ?? next ?? 'tap'
  const ownCard = (): string => cardOfDeed[deed()] ?? usualCard
  /** The request of which nobody knows yet whether he has paid it. */
  const owing = (): Kept | undefined => {
    const kept = books.kept(visit?.reference ?? '')
    return kept?.state === 'done' || kept?.state === 'notDone' ? undefined : kept
  }
  /** Which card he comes with by himself. */
  const ownOrOwed = (): string => {
    const owed = owing() ?? books.held()
    // Another card makes the reader let go of it.
    if (isHeldUp && owed) return otherCard
    return cardOfDeed[deed()] ?? owed?.cardNumber ?? usualCard
  }

  const fillUp = (cardNumber: string): void => {
    const purse = purses[cardNumber]
    const card = core.card(cardNumber)
    // While it is open whether he has paid, nothing but that may change what is on it.
    if (!purse || card.valueTenCents >= purse.below || owing() || books.held()) return
    const { deviceId, reference } = kiosk
    const timeS = Math.floor(clock.now() / 1_000)
    const amountTenCents = purse.upTo - card.valueTenCents
    const lastAddValue = addedAt(timeS, deviceId)
    const filled = { ...card, valueTenCents: purse.upTo, lastAddValue }
    books.write(filled, { timeS, what: 'addValue', amountTenCents, deviceId }, reference)
  }

  const takesAway = (): void => {
    callOffLeaving()
    if (core.present() !== null) parts.remove()
  }

  const leaves = (afterMs: number, then: () => void = () => undefined): void => {
    callOffLeaving()
    if (isTrainers) return
    callOffLeaving = clock.after(afterMs, () => {
      takesAway()
      then()
    })
  }

  const doesNotCome = (): void => {
    callOffComing?.()
    callOffComing = null
  }

  const comes = (
    afterMs: number,
    cardNumber: () => string,
    then: () => void = () => leaves(patienceMs),
  ): void => {
    doesNotCome()
    callOffComing = clock.after(afterMs, () => {
      callOffComing = null
      fillUp(cardNumber())
      parts.put(cardNumber())
      then()
    })
  }

  const comesBack = (): void => {
    if (deed() === 'walksAway') {
      if (visit) visit.isGone = true
    } else if (deed() === 'otherThenSame') {
      comes(
        swapsAfterMs,
        () => otherCard,
        () => leaves(swapsAfterMs, () => comes(swapsAfterMs, ownOrOwed)),
      )
    } else comes(comesBackAfterMs, ownOrOwed)
  }

  const take = (): OctopusDeed => {
    const taken = next ?? 'tap'
    next = null
    return taken
  }

  const seesAmount = (tenCents: number): void => {
    const isOnItsWay = callOffComing !== null || !owing()
    if (visit?.tenCents === tenCents && isOnItsWay) return
    // Whoever paid before goes with his card.
    doesNotCome()
    if (!isTrainers) takesAway()
    visit = { deed: take(), tenCents, isShown: true, reference: null, isGone: false }
  }

  const seesNoAmount = (): void => {
    if (owing()) return
    visit = null
    doesNotCome()
  }

  /** At the first deduct of a payment happens what was prepared for it. */
  const beforeDeduct = ({ reference, amountTenCents }: MovesMoney): void => {
    if (visit?.reference === reference) return
    const isKnown = books.kept(reference) !== undefined
    const wasShown = visit?.isShown === true && visit.reference === null
    const isSame = visit?.isShown === true && visit.tenCents === amountTenCents
    const isFirst = wasShown || !isSame
    if (visit && (wasShown || isSame)) visit.reference = reference
    else {
      const isNew = { isShown: false, isGone: false }
      visit = { deed: isKnown ? 'tap' : take(), tenCents: amountTenCents, reference, ...isNew }
    }
    if (isKnown || !isFirst) return
    const trick = trickOfDeed[visit.deed]
    if (trick !== undefined) core.prepare(trick)
    if (visit.deed === 'listsMissing') core.dropLists()
  }

  const afterDeduct = (handled: Handled): void => {
    if (core.present() === null) isTrainers = false
    if (handled.is !== 'said') return leaves(longPatienceMs)
    const { said } = handled
    const code = said.say === 'error' ? said.code : 0
    if (code === 100_016) {
      // It could not be read because he was too quick.
      isTrainers = false
      takesAway()
      return comesBack()
    }
    if (code === 100_022) {
      callOffLeaving()
      return comesBack()
    }
    isHeldUp = code === 100_033
    if (!goesOnAfter.has(code) && !owing()) visit = null
    return leaves(leavesAfterMs)
  }

  const afterPoll = (handled: Handled): void => {
    const isAbsent = deed() === 'wait' || visit?.isGone === true
    if (handled.is === 'waiting' && callOffComing === null && !isAbsent) {
      comes(comesAfterMs, ownOrOwed)
    }
    // Where only the card could tell whether he has paid, it has told it now.
    const open = owing()
    if (open?.state === 'unclear' && core.present() === open.cardNumber) visit = null
  }

  /** The till knows now that he has not paid, or that he has. */
  const afterOutcome = (reference: string): void => {
    if (visit?.reference === reference && !owing()) visit = null
  }

  return {
    before(asked) {
      if (asked.call === 'deduct') beforeDeduct(asked)
      else if (asked.call === 'display') {
        if (asked.show === 'amount') seesAmount(asked.tenCents)
        else if (asked.sound !== 'tapAgain') seesNoAmount()
      }
    },
    after(asked, handled) {
      if (asked.call === 'deduct') afterDeduct(handled)
      else if (asked.call === 'poll') afterPoll(handled)
      else if (asked.call === 'outcome') afterOutcome(asked.reference)
    },
    prepare(deedOfNext) {
      next = deedOfNext
    },
    hold(card) {
      doesNotCome()
      callOffLeaving()
      isTrainers = card !== null
      if (card === null) takesAway()
      else {
        const cardNumber = card === 'other' ? otherCard : ownCard()
        fillUp(cardNumber)
        parts.put(cardNumber)
      }
    },
    view() {
      const present = core.present()
      const card = present === otherCard ? 'other' : 'usual'
      return { next, card: present === null ? null : card }
    },
    stop() {
      doesNotCome()
      callOffLeaving()
    },
  }
}
