/**
 * The numbers with which an Octopus reader, or the other end of the reader link itself (below
 * 100000), says why it did not do what it was asked for. Source: `resources/octopus-link.md`,
 * "Errors".
 */

/** What is to be done about it. */
export type CodeKind =
  /** The same payment goes on: the customer taps again. */
  | 'tapAgain'
  /** This payment has ended: another card, or another means. */
  | 'refused'
  /** Nobody knows whether it was taken: the same card again, with the same amount. */
  | 'incomplete'
  /** The reader is to be opened again, and asked what became of it. */
  | 'initAgain'
  /** Its log is full: once the exchange file is written the same payment goes on. */
  | 'exchangeFirst'
  | 'noCard'
  /** This card has an incomplete deduct of another amount or reference, which comes first. */
  | 'amountDiffers'
  /** Shown with its number. */
  | 'other'

const names = {
  1: ['malformed', 'other', true],
  2: ['unknownType', 'other', true],
  3: ['notInitialised', 'initAgain', true],
  4: ['busy', 'other', true],
  5: ['otherVersion', 'other', true],
  6: ['otherEnvironment', 'other', true],
  7: ['notSupported', 'other', true],
  8: ['notStored', 'other', true],
  9: ['referenceUsed', 'other', true],
  10: ['otherCard', 'tapAgain', true],
  11: ['unclear', 'other', true],
  100001: ['notConnected', 'initAgain', false],
  100005: ['badReply', 'initAgain', false],
  100016: ['readError', 'tapAgain', true],
  100017: ['writeError', 'tapAgain', true],
  100019: ['blocked', 'refused', true],
  100020: ['cardGone', 'tapAgain', true],
  100021: ['invalidCard', 'refused', true],
  100022: ['incomplete', 'incomplete', false],
  100023: ['logFull', 'exchangeFirst', true],
  100024: ['blockedNow', 'refused', true],
  100025: ['incompleteToo', 'incomplete', false],
  100032: ['noCard', 'noCard', true],
  100033: ['amountDiffers', 'amountDiffers', true],
  100034: ['authentication', 'other', false],
  100035: ['notRecoverable', 'other', false],
  100048: ['notEnoughValue', 'refused', true],
  100049: ['valueLimit', 'refused', true],
  100050: ['quota', 'refused', true],
  100051: ['wrongController', 'refused', true],
  100055: ['belowLowest', 'refused', true],
  100057: ['usageLimit', 'refused', true],
  100066: ['clock', 'refused', true],
  100068: ['listsMissing', 'refused', true],
} as const satisfies Readonly<
  Record<number, readonly [name: string, kind: CodeKind, takesNothing: boolean]>
>

export type CodeName = (typeof names)[keyof typeof names][0]

export type OctopusCode = {
  readonly number: number
  /** Of what is not in the table: `unlisted`. */
  readonly name: CodeName | 'unlisted'
  readonly kind: CodeKind
  /** In answer to a deduct: the card was not charged by this request, whatever became of one before it. */
  readonly takesNothing: boolean
}

const known: ReadonlyMap<number, OctopusCode> = new Map(
  Object.entries(names).map(([digits, [name, kind, takesNothing]]) => {
    const number = Number(digits)
    return [number, { number, name, kind, takesNothing }]
  }),
)

/** @internal For the test that holds the table against the document. */
export const octopusCodes: readonly OctopusCode[] = [...known.values()]

/** Of a number that nobody has explained nothing is assumed. */
export const codeOf = (number: number): OctopusCode =>
  known.get(number) ?? { number, name: 'unlisted', kind: 'other', takesNothing: false }
