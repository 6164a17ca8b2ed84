/**
 * What a card itself says of a payment whose outcome nobody else knows: by its log and its value.
 * Pure. Amounts in tens of cents, times in seconds by the clock of the reader. The rules are those
 * of `resources/octopus-link.md`, "A payment, from the first tap on".
 */
import type { PolledCard } from './results.ts'

/** A request that may have charged the card. */
export type Attempt = {
  /** What was on the card before. */
  readonly valueTenCents: number
  readonly timeS: number
  readonly deviceId: number
}

export type AskedOfCard = {
  readonly amountTenCents: number
  /** The oldest first. */
  readonly attempts: readonly Attempt[]
  /** When other payments of ours were taken from this card, as far as they are known. */
  readonly othersTakenS: readonly number[]
  /** Others of this card are open as well: what its value lacks may be theirs. */
  readonly isOnlyOpen: boolean
}

export type CardSays =
  | { readonly says: 'paid'; readonly timeS: number }
  | { readonly says: 'notPaid' }
  /** A person decides. */
  | { readonly says: 'nothing' }

/** Within so many seconds of its request a deduct stands in the log. */
const windowS = 15
const wholeLog = 10

export function cardSays(
  { amountTenCents, attempts, othersTakenS, isOnlyOpen }: AskedOfCard,
  card: Pick<PolledCard, 'valueTenCents' | 'log' | 'timeS'>,
): CardSays {
  const [first] = attempts
  if (!first) return { says: 'notPaid' }
  const isOurs = ({ timeS, what, amountTenCents: of, deviceId }: PolledCard['log'][number]) =>
    what === 'deduct' &&
    of === amountTenCents &&
    attempts.some(
      (one) => deviceId === one.deviceId && timeS >= one.timeS && timeS <= one.timeS + windowS,
    )
  const likely = card.log.filter(isOurs)
  for (const takenS of othersTakenS) {
    const place = likely.findIndex(({ timeS }) => timeS === takenS)
    if (place >= 0) likely.splice(place, 1)
  }
  const ours = likely.at(-1)
  if (ours) return { says: 'paid', timeS: ours.timeS }
  const oldest = card.log.at(-1)
  const reachesBack = card.log.length < wholeLog || (oldest && oldest.timeS < first.timeS) === true
  const since = card.log.filter(({ timeS }) => timeS >= first.timeS)
  const expected = since.reduce(
    (tenCents, entry) => tenCents + changes[entry.what] * entry.amountTenCents,
    first.valueTenCents,
  )
  // Its log reaches back, has no such entry, and explains what is on the card.
  if (reachesBack && expected === card.valueTenCents) return { says: 'notPaid' }
  // A log that knows nothing of it: then the value tells, where nothing else can have changed it.
  const isUntouched = since.length === 0 && !othersTakenS.some((takenS) => takenS >= first.timeS)
  const lacks = first.valueTenCents - card.valueTenCents
  return card.log.length === 0 && lacks === amountTenCents && isUntouched && isOnlyOpen
    ? { says: 'paid', timeS: card.timeS }
    : { says: 'nothing' }
}

const changes = { deduct: -1, addValue: 1, other: 0 } as const
