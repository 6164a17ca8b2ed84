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
  /** When the card was polled to be charged for another payment after these; null: it was not. */
  readonly nextAskedS: number | null
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
  asked: AskedOfCard,
  card: Pick<PolledCard, 'valueTenCents' | 'log' | 'timeS'>,
): CardSays {
  const { amountTenCents, attempts, othersTakenS, isOnlyOpen } = asked
  const [first] = attempts
  if (!first) return { says: 'notPaid' }
  const likely = likelyIn(asked, card.log)
  const ours = likely.findLast(({ timeS, deviceId }) => {
    const isBefore = asked.nextAskedS === null || timeS < asked.nextAskedS
    return (
      isBefore &&
      attempts.some(
        (one) => deviceId === one.deviceId && timeS >= one.timeS && timeS <= one.timeS + windowS,
      )
    )
  })
  if (ours) return { says: 'paid', timeS: ours.timeS }
  // It would have come too late, or just when the next one did: whose it is nobody knows.
  if (likely.length > 0) return { says: 'nothing' }
  const oldest = card.log.at(-1)
  const reachesBack = card.log.length < wholeLog || (oldest && oldest.timeS < first.timeS) === true
  // Its log reaches back, has no such entry, and explains what is on the card.
  if (reachesBack && isExplained(first, card)) return { says: 'notPaid' }
  // A log that knows nothing of it: then the value tells, where nothing else can have changed it.
  const isUntouched = !othersTakenS.some((takenS) => takenS >= first.timeS)
  const lacks = first.valueTenCents - card.valueTenCents
  return card.log.length === 0 && lacks === amountTenCents && isUntouched && isOnlyOpen
    ? { says: 'paid', timeS: card.timeS }
    : { says: 'nothing' }
}

/** What may be the deduct of this payment, and is no other payment's that is known. The newest first. */
function likelyIn(
  { amountTenCents, attempts, othersTakenS, nextAskedS }: AskedOfCard,
  log: PolledCard['log'],
): PolledCard['log'] {
  const isLikely = ({ timeS, what, amountTenCents: of, deviceId }: PolledCard['log'][number]) =>
    what === 'deduct' &&
    of === amountTenCents &&
    (nextAskedS === null || timeS <= nextAskedS) &&
    attempts.some((one) => deviceId === one.deviceId && timeS >= one.timeS)
  const likely = log.filter(isLikely)
  for (const takenS of othersTakenS) {
    const place = likely.findIndex(({ timeS }) => timeS === takenS)
    if (place >= 0) likely.splice(place, 1)
  }
  return likely
}

const changes = { deduct: -1, addValue: 1, other: 0 } as const

/** By what the log has since. An entry of the very second of the poll may have been in the value already. */
function isExplained(
  { valueTenCents, timeS }: Attempt,
  card: Pick<PolledCard, 'valueTenCents' | 'log'>,
): boolean {
  let expected = valueTenCents
  for (const entry of card.log) {
    if (entry.timeS <= timeS && expected === card.valueTenCents) return true
    if (entry.timeS < timeS) return false
    expected += changes[entry.what] * entry.amountTenCents
  }
  return expected === card.valueTenCents
}
