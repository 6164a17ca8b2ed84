/**
 * What a till has to do around its Octopus reader so that no card is charged twice and none for
 * nothing, in its smallest form: a journal, and the recovery of `resources/octopus-link.md`, "A
 * payment, from the first tap on". A stand-in for the counter's payments, which do the same with
 * a real journal and people.
 */
import type { OctopusReader } from '../../src-main/engine/devices/octopus/reader.ts'
import type { OutcomeResult, PollResult } from '../../src-main/engine/devices/octopus/results.ts'

type Polled = Extract<PollResult, { kind: 'card' }>

/** A row of the journal: all that is left of a payment when the till is killed. */
export type Entry = {
  readonly sale: number
  readonly reference: string
  readonly amountTenCents: number
  state: 'open' | 'paid' | 'notPaid'
  /** A deduct has left, and nobody knows what became of it. */
  isUnknown: boolean
  isIncomplete: boolean
  isRefused: boolean
  /** Where the last deduct of it was asked for. */
  at: { readonly cardNumber: string; readonly deviceId: number; readonly storeId: string } | null
  /** The deducts of it that may have charged the card: how it was before, by the reader's clock. */
  attempts: readonly { readonly valueTenCents: number; readonly timeS: number }[]
  /** When it was taken, by the reader's clock. */
  takenAtS: number | null
}

/** The till was killed: whatever was under way is gone. */
export class Killed extends Error {}

/** Whoever stands before the reader. */
export type Customer = {
  /** @param cardNumber the one that is asked for; null: whichever he wants to pay with */
  tap(cardNumber: string | null): void
  /** It is over for him. */
  goes(): void
  /** He will not wait for his incomplete payment. */
  walksAway(): boolean
}

const pollMs = 3_000
const windowS = 15

const isOn = ({ at }: Entry, cardNumber: string): boolean => at?.cardNumber === cardNumber
const patience = 80
const pauseMs = 700

export function createBookkeeper(parts: {
  readonly journal: Entry[]
  readonly reader: () => OctopusReader
  /** Rejects with `Killed` where the till was killed meanwhile. */
  readonly hear: <T>(call: Promise<T>) => Promise<T>
  readonly wait: (ms: number) => Promise<void>
  readonly happened: (what: string) => void
  /** It does not look for what is open of a card: then the reader says so. */
  readonly forgets: () => boolean
}) {
  const { journal, hear, wait, happened } = parts

  const newEntry = (sale: number, amountTenCents: number): Entry => {
    const entry: Entry = {
      sale,
      reference: `R${String(journal.length).padStart(7, '0')}`,
      amountTenCents,
      state: 'open',
      isUnknown: false,
      isIncomplete: false,
      isRefused: false,
      at: null,
      attempts: [],
      takenAtS: null,
    }
    journal.push(entry)
    return entry
  }

  const isPaid = (entry: Entry, takenAtS: number): void => {
    entry.state = 'paid'
    entry.takenAtS = takenAtS
    entry.isUnknown = false
    entry.isIncomplete = false
  }

  const isNotPaid = (entry: Entry): void => {
    entry.state = 'notPaid'
    entry.isUnknown = false
    entry.isIncomplete = false
  }

  const deduct = async (entry: Entry, { card, reader }: Polled): Promise<void> => {
    const { cardNumber, valueTenCents, timeS } = card
    const { deviceId, storeId } = reader
    const before = entry.attempts
    entry.at = { cardNumber, deviceId, storeId }
    entry.attempts = [...before, { valueTenCents, timeS }]
    entry.isUnknown = true
    const { reference, amountTenCents } = entry
    const result = await hear(
      parts.reader().deduct({ reference, amountTenCents, cardNumber, storeId }),
    )
    happened(`deduct ${result.kind}`)
    switch (result.kind) {
      case 'done':
        isPaid(entry, result.timeS)
        return
      case 'notDone':
        takesNothing(entry)
        if (result.code.kind === 'exchangeFirst') await exchange()
        if (result.code.kind !== 'refused') return
        entry.isRefused = true
        isNotPaid(entry)
        return
      case 'amountDiffers':
        takesNothing(entry)
        await settleOthers(entry, cardNumber)
        return
      case 'incomplete':
        if (result.tookNothing) entry.attempts = before
        entry.isUnknown = false
        entry.isIncomplete = true
        return
      case 'notReady':
      case 'notAsked':
        // As before.
        entry.attempts = before
        entry.isUnknown = false
        return
      case 'unknown':
        if (result.tookNothing) entry.attempts = before
        await recover(entry)
    }
  }

  const takesNothing = (entry: Entry): void => {
    entry.isUnknown = false
    entry.isIncomplete = false
    entry.attempts = []
  }

  const exchange = async (): Promise<void> => {
    for (let round = 0; round < patience; round += 1) {
      const written = await hear(parts.reader().exchangeFile({ again: null }))
      happened(`exchange ${written.kind}`)
      if (written.kind === 'written') return
      await wait(pauseMs)
    }
  }

  /** Asks what became of it, until that is told. */
  const recover = async (entry: Entry): Promise<void> => {
    for (let round = 0; round < patience && entry.isUnknown; round += 1) {
      const { reference, amountTenCents, at } = entry
      if (!at) throw new Error('unknown, and never asked')
      const { storeId } = at
      const told = await hear(
        parts.reader().outcome({ reference, call: 'deduct', amountTenCents, storeId }),
      )
      happened(`outcome ${told.kind}`)
      await isTold(entry, told)
    }
  }

  const isTold = async (entry: Entry, told: OutcomeResult): Promise<void> => {
    switch (told.kind) {
      case 'done':
        isPaid(entry, told.timeS)
        return
      case 'neverSeen':
      case 'notDone':
        takesNothing(entry)
        return
      case 'incomplete':
        entry.isUnknown = false
        entry.isIncomplete = true
        return
      case 'unclear':
        await askCard(entry, told.cardNumber)
        return
      case 'cannotTell':
      case 'notAsked':
        await wait(pauseMs)
    }
  }

  let customer: Customer | null = null

  const askCard = async (entry: Entry, cardNumber: string): Promise<void> => {
    customer?.tap(cardNumber)
    const polled = await hear(parts.reader().poll({ timeoutMs: pollMs }))
    if (polled.kind !== 'card') await wait(pauseMs)
    else if (polled.card.cardNumber === cardNumber) cardTells(entry, polled.card)
  }

  /**
   * Nobody else knows: what the card's log and value say. An entry of the log may be of another
   * open payment of that card as well: those that the reader can still complete come first.
   */
  const cardTells = (entry: Entry, card: Polled['card']): void => {
    const { at, attempts, amountTenCents } = entry
    const isInTime = (timeS: number): boolean =>
      attempts.some((one) => timeS >= one.timeS && timeS <= one.timeS + windowS)
    const likely = card.log.filter(
      ({ timeS, what, amountTenCents: tenCents, deviceId }) =>
        what === 'deduct' &&
        tenCents === amountTenCents &&
        deviceId === at?.deviceId &&
        isInTime(timeS),
    )
    // Those that other payments of that card have for themselves, one each.
    for (const one of journal) {
      if (one === entry || !isOn(one, card.cardNumber)) continue
      const isIts = ({ timeS }: { readonly timeS: number }): boolean => timeS === one.takenAtS
      const place = one.amountTenCents === amountTenCents ? likely.findIndex(isIts) : -1
      if (place >= 0) likely.splice(place, 1)
    }
    const [ours] = likely
    const [first] = attempts
    const oldest = card.log.at(-1)
    const isWholeLog =
      card.log.length < 10 || (oldest && first && oldest.timeS < first.timeS) === true
    if (ours) {
      happened('card says paid')
      isPaid(entry, ours.timeS)
    } else if (isWholeLog || first?.valueTenCents === card.valueTenCents) {
      happened('card says not paid')
      isNotPaid(entry)
    } else throw new Error(`the card of ${entry.reference} does not tell`)
  }

  /** What is open of that card comes first: its incomplete payment is completed. */
  const settleOthers = async (entry: Entry, cardNumber: string): Promise<void> => {
    const open = journal.filter(
      (one) => one !== entry && one.state === 'open' && isOn(one, cardNumber),
    )
    // The last one is what the reader can still complete.
    for (const one of open.toReversed()) {
      happened('an open one of that card comes first')
      if (one.isIncomplete) {
        const polled = await hear(parts.reader().poll({ timeoutMs: pollMs }))
        if (polled.kind === 'card' && polled.card.cardNumber === cardNumber) {
          await deduct(one, polled)
        }
      } else if (one.isUnknown) await recover(one)
      else isNotPaid(one)
    }
  }

  /** Until it is paid or ended, or the customer has gone. */
  const goOn = async (entry: Entry): Promise<void> => {
    for (let round = 0; round < patience && entry.state === 'open'; round += 1) {
      if (entry.isUnknown) {
        await recover(entry)
        continue
      }
      if (entry.isIncomplete && customer?.walksAway() === true) {
        happened('walked away')
        return
      }
      const wanted = entry.isIncomplete ? (entry.at?.cardNumber ?? null) : null
      customer?.tap(wanted)
      const polled = await hear(parts.reader().poll({ timeoutMs: pollMs }))
      if (polled.kind !== 'card') {
        happened(`poll ${polled.kind}`)
        await wait(pauseMs)
      } else if (wanted !== null && polled.card.cardNumber !== wanted) {
        happened('another card')
        await wait(pauseMs)
      } else {
        if (!parts.forgets()) await settleOthers(entry, polled.card.cardNumber)
        const again = await hear(parts.reader().poll({ timeoutMs: 0 }))
        if (again.kind === 'card' && again.card.cardNumber === polled.card.cardNumber) {
          await deduct(entry, again)
        }
      }
    }
  }

  /** Where the card says that a payment took nothing, its reference is done with, and another one pays. */
  const pay = async (sale: number, amountTenCents: number, who: Customer): Promise<void> => {
    customer = who
    const last = journal.findLast((entry) => entry.sale === sale)
    const entry = last?.state === 'open' ? last : newEntry(sale, amountTenCents)
    await goOn(entry)
    if (entry.state === 'notPaid' && !entry.isRefused) await goOn(newEntry(sale, amountTenCents))
    who.goes()
  }

  /** Everybody who walked away is back, one after the other. */
  const settleAll = async (whose: (cardNumber: string) => Customer): Promise<void> => {
    for (const entry of journal.filter(({ state }) => state === 'open').toReversed()) {
      customer = whose(entry.at?.cardNumber ?? '')
      if (entry.at) await goOn(entry)
      else isNotPaid(entry)
    }
  }

  return { pay, settleAll, exchange }
}
