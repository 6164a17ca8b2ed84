/**
 * What a call answers: a value, or what went wrong in words a program can act on.
 * Exceptions are for bugs; whatever can go wrong in a shop has a code here, and each code has
 * a text in all three languages (`texts/`).
 */
import { z } from 'zod'

export const failureCodes = [
  // the door
  'malformedCall',
  'unknownCall',
  'wrongWindow',
  'signInNeeded',
  'notPermitted',
  'overrideNeeded',
  'overrideNotAllowed',
  'tooManyCalls',
  'bug',
  'notConnected',
  // staff
  'wrongPin',
  'lockedOut',
  'staffUnknown',
  // amounts
  'amountMissing',
  'amountNotANumber',
  'amountZero',
  'amountNegative',
  'amountTooManyDecimals',
  'amountAboveCeiling',
  // shift
  'noShift',
  'shiftAlreadyOpen',
  // sale and payment
  'saleUnknown',
  'saleNotOpen',
  'anotherSaleOpen',
  'saleHasMoney',
  'paymentInFlight',
  'paymentUnknown',
  'amountAboveRest',
  'tooManyPayments',
  'tooManyWaiting',
  'notInTenCents',
  'belowSmallestCoin',
  'methodNotSetUp',
  'cannotCancelNow',
  'notPossibleNow',
  'methodNeedsLine',
  'amountAboveMethodCeiling',
  // codes that customers show
  'scanNotAccepted',
  'scanUsed',
  'scanTooOld',
  'scanMissing',
  'scanOff',
  'scanNotSealed',
  // unresolved, refunds, goods that went before the money
  'discrepancyUnknown',
  'refundTooMuch',
  'refundNotPossible',
  'refundUnderWay',
  'refundNotInTenCents',
  'refundNeedsLine',
  'releaseAboveCeiling',
  'releaseTotalReached',
  // channels and upload
  'channelSlow',
  'channelDown',
  'channelNotice',
  'clockOff',
  'uploadForked',
  'uploadRefused',
  'rowsNotUnderstood',
  'notEnrolled',
  // card terminals
  'terminalHasUnknown',
  'terminalBusy',
  'terminalUnknown',
  'terminalPathTaken',
  'portNotAllowed',
  'terminalCannotSettle',
  'terminalAway',
  'terminalSilent',
  // the Octopus reader
  'octopusNone',
  'octopusBusy',
  'octopusHasUnknown',
  'octopusAway',
  'octopusSilent',
  'octopusCannot',
  'octopusFileOld',
  'octopusFileDue',
  'octopusFileDiffers',
  // receipt
  'receiptUnknown',
  // settings
  'settingUnknown',
  'settingWrong',
  'settingsUnreadable',
  'settingsNotStored',
  'noSecretStore',
  // training
  'notInTraining',
  'notWaitingForMoney',
  'trainingNotDeleted',
  // storage
  'diskFull',
  'diskLow',
  'storageFailed',
  'databaseReadOnly',
  'databaseDamaged',
  'databaseNewer',
  'databaseUnsafe',
  'anotherTill',
  'wrongEnvironment',
  'liveNotAvailable',
  'profileUnreadable',
  'secretsSealed',
  'secretsNotOpened',
] as const

export type FailureCode = (typeof failureCodes)[number]

/** Numbers and short texts that a failure's text fills in: `{untilMs}`, `{ceilingMinor}`... */
export type Facts = Readonly<Record<string, string | number>>

export type Failure = { readonly code: FailureCode; readonly facts: Facts }

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure }

export const failureSchema = z.object({
  code: z.enum(failureCodes),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const done = <T>(value: T): Result<T> => ({ ok: true, value })

export const failed = (code: FailureCode, facts: Facts = {}): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { code, facts },
})

/** Ends an exhaustive switch: a case that was forgotten does not compile. */
export function never(value: never): never {
  throw new Error(`a case was forgotten: ${JSON.stringify(value)}`)
}
