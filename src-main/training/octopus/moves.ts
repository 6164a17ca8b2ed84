/**
 * How a simulated Octopus reader takes value from a card and adds it: stored first, done once, and
 * after each way in which it may go wrong as the card then is. The rules are those of
 * `resources/octopus-link.md`, "Money".
 */
import type { Kept, OctopusBooks } from './books.ts'
import type { TrainingOctopus } from './cards.ts'
import type { LastAddValue, MovesMoney } from './talk.ts'
import type { PreparedTrick } from './tricks.ts'

type Fate = 'arrives' | 'lost' | 'neverArrives' | 'garbled' | 'noisy'

export type Move =
  | { readonly is: 'done'; readonly kept: Kept; readonly fate: Fate }
  | { readonly is: 'code'; readonly code: number; readonly text: string }
  | { readonly is: 'unheard' }
  | { readonly is: 'ignored' }
  | { readonly is: 'dead' }

/** What became of it at the card. */
type AtCard =
  | { readonly is: 'done'; readonly valueTenCents: number; readonly timeS: number }
  | {
      readonly is: 'code'
      readonly code: number
      readonly text: string
      /** What is known of the card then. */
      readonly leaves: 'notDone' | 'incomplete' | 'unclear'
    }
  | { readonly is: 'dead' }

/** A card holds no more: HK$3,000. */
const highestTenCents = 30_000

const fates: Readonly<Partial<Record<PreparedTrick, Fate>>> = {
  loseReply: 'lost',
  silentDone: 'neverArrives',
  garbleReply: 'garbled',
  noise: 'noisy',
}

export function createMoves(parts: {
  readonly books: OctopusBooks
  readonly house: { readonly deviceId: number; readonly logMost: number }
  /** What is on the reader. */
  readonly card: () => TrainingOctopus | null
  readonly takeAway: () => void
}): { move(asked: MovesMoney, trick: PreparedTrick | null, timeS: number): Move } {
  const { books, house } = parts

  const gone = (code: number, leaves: 'notDone' | 'incomplete', text: string): AtCard => {
    parts.takeAway()
    return { is: 'code', code, text, leaves }
  }

  /** Why the reader does not go near a card; null: it does. */
  const refusedByReader = (trick: PreparedTrick | null): AtCard | null => {
    if (typeof trick === 'number') return not(trick, 'as it was told to')
    if (trick === 'notConnected') return not(100_001, 'no reader')
    if (books.lists() === '') return not(100_068, 'no lists')
    return books.unfiled(house.deviceId) >= house.logMost ? not(100_023, 'log full') : null
  }

  const write = (card: TrainingOctopus, asked: MovesMoney, timeS: number): number => {
    const { amountTenCents, reference } = asked
    const valueTenCents = valueAfter(card, asked)
    const { deviceId } = house
    const entry = { timeS, what: asked.call, amountTenCents, deviceId }
    const lastAddValue = asked.call === 'addValue' ? addedAt(timeS, deviceId) : card.lastAddValue
    books.write({ ...card, valueTenCents, lastAddValue }, entry, reference)
    return valueTenCents
  }

  const atCard = (
    asked: MovesMoney,
    wasIncomplete: boolean,
    trick: PreparedTrick | null,
    timeS: number,
  ): AtCard => {
    const refused = refusedByReader(trick)
    if (refused) return refused
    const card = parts.card()
    if (!card) return not(100_020, 'no card')
    if (card.cardNumber !== asked.cardNumber) return not(10, 'another card')
    if (trick === 'goneBeforeRead') return gone(100_020, 'notDone', 'card removed')
    if (trick === 'readError') return not(100_016, 'read error')
    // Its own log says whether the value was taken the first time.
    const writtenS = books.writtenS(card.cardNumber, asked.reference)
    if (wasIncomplete && writtenS !== undefined) {
      return { is: 'done', valueTenCents: card.valueTenCents, timeS: writtenS }
    }
    const why = card.refusedWith ?? refusedFor(card, asked)
    if (why !== null) return not(why, 'refused')
    return written(card, asked, trick, timeS)
  }

  const written = (
    card: TrainingOctopus,
    asked: MovesMoney,
    trick: PreparedTrick | null,
    timeS: number,
  ): AtCard => {
    if (trick === 'goneAfterRead') return gone(100_017, 'notDone', 'card removed')
    if (trick === 'goneMidWrite') return gone(100_022, 'incomplete', 'card removed')
    if (trick === 'dieBeforeWrite') return { is: 'dead' }
    const valueTenCents = write(card, asked, timeS)
    switch (trick) {
      case 'goneMidWriteTaken':
        return gone(100_022, 'incomplete', 'card removed')
      case 'goneAfterWrite':
        return gone(100_025, 'incomplete', 'card removed')
      case 'badReply':
        return { is: 'code', code: 100_005, text: 'bad reply', leaves: 'unclear' }
      case 'dieAfterWrite':
        return { is: 'dead' }
      default:
        return { is: 'done', valueTenCents, timeS }
    }
  }

  /** @param before what it was when it was asked for again */
  const settle = (
    asked: MovesMoney,
    before: Kept | undefined,
    result: AtCard,
    timeS: number,
  ): void => {
    if (result.is === 'dead') return
    const { reference, cardNumber } = asked
    if (result.is === 'done') {
      const { valueTenCents } = result
      books.settle(reference, { state: 'done', code: 0, valueTenCents, timeS: result.timeS })
      return
    }
    // A request that took nothing says nothing of the one before, which was left incomplete.
    const staysIncomplete = before?.state === 'incomplete' && result.leaves === 'notDone'
    const [state, code] = staysIncomplete
      ? [before.state, before.code]
      : [result.leaves, result.code]
    const valueTenCents = books.card(cardNumber)?.valueTenCents ?? 0
    books.settle(reference, { state, code, valueTenCents, timeS })
  }

  const carriedOut = (
    asked: MovesMoney,
    before: Kept | undefined,
    trick: PreparedTrick | null,
    timeS: number,
  ): Move => {
    books.begin(asked, timeS)
    const result = atCard(asked, before?.state === 'incomplete', trick, timeS)
    settle(asked, before, result, timeS)
    if (result.is === 'code') return result
    return result.is === 'dead' || trick === 'dieAfterStored'
      ? { is: 'dead' }
      : done(asked.reference, fates[trick ?? 0] ?? 'arrives')
  }

  const done = (reference: string, fate: Fate): Move => {
    const kept = books.kept(reference)
    if (!kept) throw new Error('done, and not kept')
    return { is: 'done', kept, fate }
  }

  return {
    move(asked, trick, timeS) {
      if (trick === 'loseRequest') return { is: 'unheard' }
      if (trick === 'silent') return { is: 'ignored' }
      if (trick === 'diskFull') return { is: 'code', code: 8, text: 'disk full' }
      const before = books.kept(asked.reference)
      const verdict = before && verdictOn(before, asked)
      if (verdict === 'done') return done(asked.reference, fates[trick ?? 0] ?? 'arrives')
      if (verdict) return verdict
      const held = books.held()
      if (held && held.reference !== asked.reference && held.cardNumber === asked.cardNumber) {
        return { is: 'code', code: 100_033, text: 'another one of this card is incomplete' }
      }
      return carriedOut(asked, before, trick, timeS)
    },
  }
}

/** On that day in Hong Kong, which is eight hours ahead. */
export function addedAt(timeS: number, deviceId: number): LastAddValue {
  const day = new Date((timeS + 8 * 3_600) * 1_000)
  return {
    year: day.getUTCFullYear(),
    month: day.getUTCMonth() + 1,
    day: day.getUTCDate(),
    by: 'cash',
    deviceId,
  }
}

const not = (code: number, text: string): AtCard => ({ is: 'code', code, text, leaves: 'notDone' })

/** Why a reference that is known is not carried out now. @returns null: it is */
function verdictOn(before: Kept, asked: MovesMoney): Move | 'done' | null {
  const isSameCard = before.cardNumber === asked.cardNumber
  const isSameAmount = before.amountTenCents === asked.amountTenCents
  const used: Move = { is: 'code', code: 9, text: 'this reference is something else' }
  if (before.call !== asked.call) return used
  switch (before.state) {
    case 'done':
      return isSameCard && isSameAmount ? 'done' : used
    case 'notDone':
      return isSameAmount ? null : used
    case 'incomplete':
      if (!isSameAmount) return { is: 'code', code: 100_033, text: 'another amount' }
      return isSameCard ? null : { is: 'code', code: 10, text: 'another card' }
    case 'begun':
    case 'unclear':
      return { is: 'code', code: 11, text: 'ask the card' }
  }
}

const valueAfter = (card: TrainingOctopus, { call, amountTenCents }: MovesMoney): number =>
  card.valueTenCents + (call === 'deduct' ? -amountTenCents : amountTenCents)

/** Why this card cannot bear it. @returns null: it can */
function refusedFor(card: TrainingOctopus, asked: MovesMoney): number | null {
  const afterTenCents = valueAfter(card, asked)
  if (afterTenCents > highestTenCents) return 100_049
  if (asked.call === 'addValue' || afterTenCents >= card.lowestTenCents) return null
  return card.valueTenCents < 0 ? 100_055 : 100_048
}
