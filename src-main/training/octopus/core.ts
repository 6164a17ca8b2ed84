/**
 * A simulated Octopus reader without its line: what it answers to what it is asked, and what its
 * books and the cards hold afterwards. Of the till it knows nothing but the requests. It keeps
 * the rules of `resources/octopus-link.md`.
 */
import { createHash } from 'node:crypto'
import type { ExchangeFile, Kept, OctopusBooks } from './books.ts'
import { usualOctopus, type TrainingOctopus } from './cards.ts'
import { createMoves } from './moves.ts'
import type { Asked, MovesMoney, Outcome, Said } from './talk.ts'
import type { PreparedTrick } from './tricks.ts'

export type Handled =
  | {
      readonly is: 'said'
      readonly said: Said
      /** What becomes of it on its way. */
      readonly fate: 'arrives' | 'lost' | 'neverArrives' | 'garbled' | 'noisy'
    }
  /** A poll: to be handled again when a card was put there, and when its time is over. */
  | { readonly is: 'waiting' }
  /** As though it had not come; the same again may. */
  | { readonly is: 'unheard' }
  /** Neither it nor the same again gets an answer. */
  | { readonly is: 'ignored' }
  /** It has lost its power in the middle. */
  | { readonly is: 'dead' }

export type OctopusCore = {
  /** @param nowMs since 1970, by the reader's clock */
  handle(asked: Asked, nowMs: number): Handled
  /** The power is back. */
  wake(): void
  /** One card at a time; a number that nobody has described is a usual card. */
  put(cardNumber: string): void
  remove(): void
  readonly present: () => string | null
  /** For the next deduct or addition that has none yet; then for the one after it. */
  prepare(trick: PreparedTrick): void
  readonly prepared: () => readonly PreparedTrick[]
  card(cardNumber: string): TrainingOctopus
  readonly cards: () => readonly TrainingOctopus[]
  saveCard(card: TrainingOctopus): void
  /** It lacks its lists, until housekeeping. */
  dropLists(): void
  /** What it took from cards, less what it added. */
  chargedTenCents(): number
}

const firmware = 'SIM 1'
const library = 'Harbour Till'
const major = 1
const mostPrepared = 100

export type OctopusHouse = {
  readonly deviceId: number
  readonly locationId: number
  readonly addsValue: boolean
  /** So many entries without an exchange file, and its log is full. */
  readonly logMost: number
}

export function createOctopusCore(parts: {
  readonly books: OctopusBooks
  readonly house: OctopusHouse
}): OctopusCore {
  const { books, house } = parts
  const { deviceId, locationId } = house
  const tricks: PreparedTrick[] = []
  let present: string | null = null
  books.loseTrack()

  const cardOf = (cardNumber: string): TrainingOctopus =>
    books.card(cardNumber) ?? usualOctopus(cardNumber)
  const moves = createMoves({
    books,
    house,
    card: () => (present === null ? null : cardOf(present)),
    takeAway() {
      present = null
    },
  })

  const poll = (timeoutMs: number, timeS: number): Handled => {
    if (present === null) {
      return timeoutMs > 0 ? { is: 'waiting' } : refused(0x03, 100_032, 'no card')
    }
    const { refusedWith, ...card } = cardOf(present)
    if (refusedWith === 100_021) return refused(0x03, refusedWith, 'invalid card')
    return says({ say: 'poll', timeS, ...card, log: books.log(card.cardNumber) })
  }

  const init = (asked: Extract<Asked, { call: 'init' }>, timeS: number): Handled => {
    if (asked.environment !== 'training') return refused(0x01, 6, 'this reader is training')
    const { storeId } = books
    const { addsValue } = house
    const skills = { addValue: addsValue, display: true, exchangeFile: true, housekeeping: true }
    const version = { major, minor: 0, environment: 'training', session: asked.session } as const
    const place = { deviceId, locationId, timeS }
    return says({ say: 'init', ...version, storeId, ...place, skills, firmware, library })
  }

  const outcome = (reference: string): Outcome => {
    const kept = books.kept(reference)
    if (!kept) return { state: 'neverSeen' }
    const { call, cardNumber, amountTenCents, code, valueTenCents, timeS } = kept
    const about = { call, cardNumber, amountTenCents }
    switch (kept.state) {
      case 'done':
        return { state: 'done', ...about, valueTenCents, deviceId, timeS }
      case 'notDone':
      case 'incomplete':
        return { state: kept.state, ...about, code }
      case 'begun':
      case 'unclear':
        return { state: 'unclear', ...about }
    }
  }

  const exchangeFile = (again: number | null, timeS: number): Handled => {
    const file = again === null ? books.file(deviceId, timeS) : books.filed(again)
    return file ? says(saidOfFile(file, deviceId)) : refused(0x08, 1, 'no such file')
  }

  const housekeeping = (nowMs: number): Handled => {
    books.setLists(new Date(nowMs).toISOString().slice(0, 10))
    return says({ say: 'housekeeping', timeS: secondOf(nowMs), lists: books.lists() })
  }

  const standing = (reference: string): Standing => {
    const { state } = outcome(reference)
    return state === 'neverSeen' ? 'notDone' : state
  }

  const move = (asked: MovesMoney, timeS: number): Handled => {
    const type = asked.call === 'deduct' ? 0x04 : 0x06
    const { reference } = asked
    if (asked.call === 'addValue' && !house.addsValue) {
      return refused(type, 7, 'it adds no value', reference)
    }
    const moved = moves.move(asked, tricks.shift() ?? null, timeS)
    switch (moved.is) {
      case 'done':
        return says(saidOfMove(moved.kept, deviceId), moved.fate)
      case 'code':
        return refused(type, moved.code, moved.text, reference, standing(reference))
      case 'unheard':
      case 'ignored':
      case 'dead':
        return moved
    }
  }

  return {
    handle(asked, nowMs) {
      const timeS = secondOf(nowMs)
      switch (asked.call) {
        case 'otherVersion':
          return refused(0x01, 5, `speaks ${major}.0`)
        case 'init':
          return init(asked, timeS)
        case 'timeVer': {
          const versions = { firmware, library, lists: books.lists() }
          return says({ say: 'timeVer', deviceId, locationId, timeS, ...versions })
        }
        case 'poll':
          return poll(asked.timeoutMs, timeS)
        case 'deduct':
        case 'addValue':
          return move(asked, timeS)
        case 'outcome': {
          const { reference } = asked
          return says({ say: 'outcome', reference, outcome: outcome(reference) })
        }
        case 'display':
          return says({ say: 'display' })
        case 'exchangeFile':
          return exchangeFile(asked.again, timeS)
        case 'housekeeping':
          return housekeeping(nowMs)
        case 'close':
          return says({ say: 'close' })
      }
    },
    wake: () => books.loseTrack(),
    put(cardNumber) {
      present = cardNumber
    },
    remove() {
      present = null
    },
    present: () => present,
    prepare(trick) {
      if (tricks.length < mostPrepared) tricks.push(trick)
    },
    prepared: () => tricks,
    card: cardOf,
    cards: books.cards,
    saveCard: books.saveCard,
    dropLists: () => books.setLists(''),
    chargedTenCents: () => books.chargedTenCents(deviceId),
  }
}

const secondOf = (nowMs: number): number => Math.floor(nowMs / 1_000)

const says = (said: Said, fate: Extract<Handled, { is: 'said' }>['fate'] = 'arrives'): Handled => ({
  is: 'said',
  said,
  fate,
})

type Standing = Extract<Said, { say: 'error' }>['stands']

const refused = (
  request: number,
  code: number,
  text: string,
  reference = '',
  stands: Standing = 'notDone',
): Handled => says({ say: 'error', request, code, reference, stands, text })

const saidOfMove = (kept: Kept, deviceId: number): Said => ({
  say: kept.call,
  reference: kept.reference,
  cardNumber: kept.cardNumber,
  amountTenCents: kept.amountTenCents,
  valueTenCents: kept.valueTenCents,
  deviceId,
  timeS: kept.timeS,
})

function saidOfFile(file: ExchangeFile, deviceId: number): Said {
  const bytes = Buffer.from(file.content)
  return {
    say: 'exchangeFile',
    number: file.number,
    name: `SIM${deviceId}-${String(file.number).padStart(6, '0')}.txt`,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    timeS: file.timeS,
    deducted: { count: file.deductedCount, tenCents: file.deductedTenCents },
    added: { count: file.addedCount, tenCents: file.addedTenCents },
    upload: 'done',
  }
}
