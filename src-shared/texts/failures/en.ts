/** One text for each failure: first what happened to the money, then what to do. */
import type { FailureCode } from '../../result.ts'

export const failuresEn = {
  malformedCall:
    'Nothing was charged: the till did not understand this request. Load the page again; if it happens again, tell your supervisor.',
  unknownCall:
    'Nothing was charged: this page and the till behind it are not the same version. Load the page again.',
  wrongWindow: 'Nothing was charged: this window may not do that. Use the till window.',
  signInNeeded: 'Nothing was charged: nobody is signed in here. Sign in, then try again.',
  notPermitted: 'Nothing was charged: your role does not allow this. Ask a supervisor.',
  overrideNeeded:
    'Nothing has happened yet: this needs the consent of a supervisor or manager, who enters a PIN here.',
  overrideNotAllowed:
    'Nothing has happened: this person may not consent to this for you. Choose somebody else.',
  tooManyCalls:
    'Nothing was charged: too much was asked at once. Wait a few seconds, then try again.',
  bug: 'Whatever was stored is safe, but the till made a mistake. Look at the sale before you repeat anything. Reference: {reference}',
  notConnected:
    'Nothing new was charged, and what was stored is safe: the till’s engine is not answering. Wait until it is back.',
  wrongPin: 'That PIN is not right. Try again.',
  lockedOut:
    'Too many wrong PINs. This person can sign in again at {until}; others can sign in now.',
  staffUnknown: 'This person is not on this till’s staff list. Choose another name.',
  amountMissing: 'Nothing was charged: there is no amount yet. Type the amount first.',
  amountNotANumber:
    'Nothing was charged: that is not an amount. Use digits only, for example 128.50.',
  amountZero: 'Nothing was charged: the amount is zero. Type an amount above zero.',
  amountNegative: 'Nothing was charged: an amount cannot be negative. Type it without the minus.',
  amountTooManyDecimals:
    'Nothing was charged: an amount has at most two decimals (cents). Type it again.',
  amountAboveCeiling:
    'Nothing was charged: the most this till takes at once is {ceiling}. Check the amount.',
  noShift: 'Nothing was charged: no shift is open. Open a shift first.',
  shiftAlreadyOpen:
    'Nothing was changed: a shift is already open on this till. Go on with that one.',
  saleUnknown: 'Nothing was charged: this till does not know that sale. Start a new sale.',
  saleNotOpen:
    'Nothing was charged: this sale is already completed or cancelled. Start a new sale.',
  anotherSaleOpen:
    'Nothing was charged: another sale is on the screen. Complete it or set it aside first.',
  saleHasMoney:
    'The money stays in the sale: it has been paid into, so it cannot be cancelled. Collect the rest, or set it aside and ask a supervisor.',
  paymentInFlight:
    'Nothing more was charged: a payment of this sale can still take money. Wait for its result, or cancel it first.',
  paymentUnknown:
    'Nothing was changed: this till does not know that payment. Look for it in the history.',
  tooManyWaiting:
    'The sale stays on the screen: {limit} sales are set aside already, which is the most. Take one back and finish it first.',
  tooManyPayments:
    'Nothing was charged. This sale has had {limit} payments, which is the most. Set it aside and call a supervisor.',
  amountAboveRest:
    'Nothing was charged: only {rest} is left to pay. Only cash may be more, with change.',
  notInTenCents:
    'Nothing was taken: part of a sale in cash or by Octopus is a multiple of 10 cents. Correct the amount.',
  belowSmallestCoin:
    'Nothing was taken: the amount is less than the smallest coin, 10 cents. Use another method.',
  methodNotSetUp:
    'Nothing was charged: {method} is not set up on this till. Use another method; a manager can have it set up.',
  cannotCancelNow:
    'The payment goes on: it cannot be cancelled at this moment. Wait for its result.',
  notPossibleNow:
    'Nothing was changed: this cannot be done with the payment as it stands now. Look at its state, then choose again.',
  methodNeedsLine:
    'Nothing was charged: {method} needs a line, and there is none now. Use another method, or try again when the line is back.',
  amountAboveMethodCeiling:
    'Nothing was charged: the most that {method} takes at once is {ceiling}. Take less by it, or use another method.',
  scanNotAccepted:
    'Nothing was charged: this is {looksLike}. The till takes payment codes of WeChat Pay, AlipayHK, Alipay and UnionPay. Ask the customer for the payment code in the app.',
  scanUsed:
    'Nothing more was charged: this code has been used already. Ask the customer for a fresh one, then scan again.',
  scanTooOld:
    'Nothing was charged: this code is too old. Ask the customer for a fresh one, then scan again.',
  scanMissing:
    'Nothing was charged: no code was scanned for it, or it was held too long. Scan the customer’s code.',
  scanOff:
    'Nothing was charged: codes of this kind are switched off on this till. Ask for another code, or use another method.',
  scanNotSealed:
    'Nothing was charged: this code holds card data and could not be sealed, so it was not sent. Ask the customer for a fresh one; if it happens again, use another method.',
  discrepancyUnknown:
    'Nothing was changed: this till does not know that money, or what becomes of it was decided already. Look in the history.',
  refundTooMuch:
    'Nothing was given back: only {left} of it is left to give back. Correct the amount.',
  refundNotPossible:
    'Nothing was given back: this payment cannot be refunded from here. Do not pay it out in cash; ask a manager.',
  refundNotInTenCents:
    'Nothing was given back: cash is given back in multiples of 10 cents. Correct the amount.',
  refundUnderWay:
    'Nothing more was given back: a refund of it is still under way. Wait for its result before you ask for another.',
  refundNeedsLine:
    'Nothing was given back: this refund goes through the provider, and there is no line now. Try again when the line is back. Do not pay it out in cash.',
  releaseAboveCeiling:
    'The goods were not released: without a confirmation at most {ceiling} of goods may go. Wait for the confirmation, or cancel it and use another method.',
  releaseTotalReached:
    'The goods were not released: unconfirmed payments may add up to {ceiling} of goods, and with this one it would be more. Wait for a confirmation, or use another method.',
  channelSlow:
    'Payments go on: {channel} answers slowly, so new payments use another connection where there is one. Do not charge again while a result is awaited.',
  clockOff:
    'Payments go on. This computer’s clock is {minutes} minutes off the aggregator’s, so times on receipts and reports are wrong. Have the computer’s clock set right.',
  channelNotice: '{channel} lets you know: {notice}',
  channelDown:
    'No result is lost: {channel} does not answer as it should, so new payments use another connection where there is one. Do not charge again while a result is awaited.',
  uploadForked:
    'Payments go on, and everything is stored here. The aggregator holds another journal of this counter, so it takes this one no more. Call support: the counter must be enrolled anew.',
  uploadRefused:
    'Payments go on, and everything is stored here. The aggregator does not take this till’s records now ({reason}). The till tries again every minute; if it lasts, call support.',
  rowsNotUnderstood:
    'No money is affected: the aggregator holds {count} records of this till that it could not use. Show a manager which: the screen Channels lists them.',
  notEnrolled:
    'Nothing is charged through {channel}: this till is not enrolled there ({reason}). Use another method, and have a manager enrol it.',
  terminalHasUnknown:
    'Nothing was charged: how the last payment at {terminal} ended is not known yet. Use another method, or have it settled under “Unresolved”.',
  terminalBusy:
    'Nothing was changed: {terminal} is at something else. Wait until it has finished, then try again.',
  terminalUnknown:
    'Nothing was changed: this till has no such card terminal. Look at the list of devices again.',
  terminalPathTaken:
    'Nothing was changed: another card terminal of this till uses {path} already. Choose another port.',
  portNotAllowed:
    'Nothing was opened: training does not use {path}. It reaches only the simulated terminals that come with it, and pseudo-terminals made for tests.',
  terminalCannotSettle:
    'No batch was closed: {terminal} cannot be settled from the till. Settle it on the terminal itself.',
  terminalAway:
    'Nothing is lost: no line to {terminal} ({reason}). Check its cable and its power; it is tried again by itself.',
  terminalSilent:
    'Nothing is lost: {terminal} does not answer, though its line is there. Check that it is on and shows its first screen.',
  octopusNone:
    'Nothing was charged: this till has no Octopus reader. Use another method; a manager can have one set up.',
  octopusBusy:
    'Nothing was charged: {reader} is at something else. Wait until it has finished, then try again.',
  octopusHasUnknown:
    'Nothing was charged: whether an earlier Octopus was charged at {reader} is not known yet. Solve that first, under “Unresolved”; until then use another method.',
  octopusAway:
    'Nothing is lost: no line to {reader} ({reason}). Check its cable and its power; it is tried again by itself.',
  octopusSilent:
    'Nothing is lost: {reader} does not answer, though its line is there. Check that it is on; it is tried again by itself.',
  octopusCannot:
    'Nothing was changed: {reader} cannot do that, because what holds it has no such skill. Do it there, or ask whoever looks after it.',
  octopusFileOld:
    'Payments go on. {reader} has written no exchange file for {hours} hours, and without it the shop is not paid. Call a supervisor: it is written on the screen “Payment devices”.',
  octopusFileDue:
    'Nothing was charged: {reader} takes no new payment until its exchange file is written. Call a supervisor, who does that on the screen “Payment devices”; until then use another method.',
  octopusFileDiffers:
    'Every payment is stored here, but the last exchange file of {reader} has another count or sum than this till. Call a manager: the screen “Payment devices” shows both. The next file is compared again.',
  receiptUnknown:
    'There is no receipt to show: a receipt is made when the sale is paid in full. Look in the history.',
  settingUnknown:
    'No money is affected. The setting “{key}” ({source}) is not known to this version and was left out. Check how it is spelt.',
  settingWrong:
    'No money is affected. The setting “{key}” ({source}) has a value that cannot be used, so it was left out. Correct it.',
  settingsUnreadable:
    'No money is affected. The settings ({source}) cannot be read, so the last good ones stay in use. Have the file repaired.',
  settingsNotStored:
    'No money is affected, but this choice could not be stored and will be forgotten. Check that the disk can be written.',
  noSecretStore:
    'Payments go on. This computer has no safe place for keys, so the till keeps its own in a file that only this user of the computer may read. Ask IT to set up a keyring.',
  notInTraining: 'Nothing was paid: this works in training only.',
  notWaitingForMoney: 'Nothing was paid: no customer can pay this payment any more.',
  trainingNotDeleted:
    'The training did not begin anew: its old records could not be deleted. Close Harbour Till, start it again, and try once more.',
  diskFull:
    'Nothing was charged: the disk is full, so nothing could be stored. What was stored before is safe. Free some space, then try again.',
  diskLow:
    'No new payment starts: only {freeMiB} MiB of the disk are free. What was stored is safe, and results still come in. Free some space.',
  storageFailed:
    'Nothing was charged: the disk did not take the record. What was stored before is safe. Try again; if it happens again, call support.',
  databaseReadOnly:
    'What was stored is safe, but the till’s record cannot be written, so no payment can be taken. Make the file and its folder writable, then start the till again.',
  databaseDamaged:
    'The till’s record is damaged. It was left exactly as it is, and no payment can be taken. Delete nothing; call support, who can check it and bring back a backup.',
  databaseNewer:
    'What was stored is safe. A newer version of Harbour Till wrote it (format {version}). Install that version or a newer one, then start the till again.',
  databaseUnsafe:
    'What was stored is safe, but this computer does not let the till store records surely enough, so no payment can be taken. Call support.',
  anotherTill:
    'What was stored is safe. This till is already running in another window or program. Use that one, or close it and start the till again.',
  wrongEnvironment:
    'Nothing was mixed up: this record belongs to training and the till to live payments, or the other way round. No payment can be taken. Call support.',
  liveNotAvailable:
    'Nothing was charged: this version takes no real payments yet. Start the till in training.',
  secretsSealed:
    'What was stored is safe. The till’s keys are locked in this computer’s secret store, which this program cannot open: {path}. Start the till as the desktop app, signed in to this computer as the same user as before.',
  secretsNotOpened:
    'What was stored is safe, but this computer did not unlock the till’s keys: {path} ({reason}). Sign in to this computer as the user who set the till up, unlock its secret store, then start the till again. Delete nothing.',
  profileUnreadable:
    'What was stored is safe, but a file that the till needs cannot be used: {path} ({reason}). Have it repaired, then start the till again.',
} as const satisfies Record<FailureCode, string>

/** What was scanned in place of a payment code, as `{looksLike}` of a failure names it. */
export const scannedEn = {
  productBarcode: 'the barcode of a product',
  ourCode: 'a code of this till',
  link: 'a web address or a code to be scanned by a phone',
  empty: 'nothing readable',
  unknown: 'no payment code that this till knows',
} as const
