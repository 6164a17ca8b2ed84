/** A card at a terminal in words: what happened to the money first, then what to do there. */
import type { EntryMode, Scheme } from '../../../cardFacts.ts'
import type { PaymentState } from '../../../contract/sale.ts'

export const cardEn = {
  /** Where a card has a better word for its state than other payments have. */
  states: {
    submitting: 'Checking terminal',
    awaitingPayer: 'At the terminal',
    processing: 'At the terminal',
    closing: 'Being stopped',
    failed: 'Not paid',
  } satisfies Partial<Record<PaymentState, string>>,
  schemes: {
    visa: 'Visa',
    mastercard: 'Mastercard',
    unionpay: 'UnionPay',
    amex: 'American Express',
    jcb: 'JCB',
    diners: 'Diners Club',
    discover: 'Discover',
    eps: 'EPS',
  } satisfies Record<Scheme, string>,
  entryModes: {
    contactless: 'Contactless',
    chip: 'Chip',
    swipe: 'Swiped',
    manual: 'Typed in',
    fallback: 'Swiped, chip not read',
  } satisfies Record<EntryMode, string>,
  /** What the terminal told of it, each fact by the name that the field has for it. */
  facts: {
    title: 'What the terminal told',
    number: 'Card number',
    scheme: 'Scheme',
    entryMode: 'Read by',
    wallet: 'Wallet',
    approvalCode: 'Approval code',
    trace: 'Trace / invoice no.',
    batch: 'Batch no.',
    terminalId: 'Terminal ID',
    merchantId: 'Merchant ID',
    retrievalReference: 'RRN',
    applicationId: 'AID',
    time: 'Terminal’s time',
  },
  approval: 'Approval code {text}',
  walletUntold: 'Card or phone: the terminal does not say which',
  /** Another tile was pressed than it was paid by. */
  chosen: '{chosen} chosen, paid by {paid}',
  chosenTile: 'Tile chosen',
  chosenUntold: '{chosen} chosen; the terminal says {paid}, not whether card or phone',
  /** In sentences of their own: what happened to the money, then what to do. */
  words: {
    testing:
      'Nothing is charged yet. The till is checking that the terminal answers: a few seconds.',
    paying: 'Not paid yet. The amount is on the terminal.',
    asked: 'The terminal has been asked to stop. It counts as stopped only when it says so.',
    redKey: 'The till cannot stop this terminal: press its red key, and wait for what it says.',
    orPaid: 'If the card was charged already, this counts as paid. Do not charge again.',
    lineGone:
      'No line to the terminal: check its cable and its power. The till goes on by itself once it is back.',
    unknown:
      'No result came: we do not know if the card was charged. Do not hand over goods or charge again yet.',
    onlySlip: 'The till cannot ask this terminal: its slip tells what happened.',
    freed: 'Not known if the card was charged.',
    declined: 'Declined or cancelled. No money was taken: try again, or use another method.',
    notTaken: 'Nothing was charged.',
    code: 'The terminal’s code: {words}',
    conflicted:
      'The terminal says {taken}, and {amount} was asked for. Do not hand over goods or charge again. Call a supervisor.',
    mayCome: 'If it was paid after all, the till shows it.',
  },
  /** Why nobody knows what became of it. */
  lost: {
    terminalNoAck: 'The terminal did not say that it had heard of it.',
    terminalNoResult: 'No result came from the terminal in time.',
    terminalUnplugged: 'The line to the terminal was gone.',
    terminalGaveUp: 'The terminal gave up without saying whether the card was charged.',
    terminalCannotBeAsked: 'The terminal cannot be asked what became of it.',
    terminalDoesNotKnow: 'The terminal was asked and knows no such payment.',
    terminalAtOther: 'The terminal is at something else.',
    terminalItself: 'This terminal gives money back only by its own keys.',
  },
  /** Why a terminal did not take it, where it is the till that says so. */
  refusals: {
    terminalAway:
      'No line to the terminal: check its cable and its power, then try again, or use another method.',
    terminalNotAsked: 'It ended before the terminal was asked for anything.',
    terminalRefused: 'The terminal refused the request: try again, or use another method.',
    terminalBusy: 'The terminal is busy: finish or cancel what it shows, then try again.',
    terminalSilent:
      'The terminal does not answer: check that it is on and shows its first screen, then try again, or use another method.',
  },
  /** On the sale screen, while the customer is at the terminal. */
  face: {
    card: 'Ask the customer to tap, insert or swipe the card.',
    phone: 'Ask the customer to hold the phone or watch to the terminal.',
    redKey: 'Press the red key on the terminal.',
    says: 'The terminal shows',
    elapsed: '{time} so far',
    within: '{time} so far, at most {limit}',
  },
  /** What to read on the terminal, where nobody else knows. */
  slip: {
    title: '{terminal}: its last slip, or its last transaction',
    /** Of a terminal that is being asked. */
    titleAsked: 'If that finds nothing, look at {terminal}: its last slip, or its last transaction',
    paid: '{amount} with an approval code: it was paid. A supervisor confirms it with that code.',
    notPaid: '“Declined”, or no slip of it: not paid. A supervisor confirms that.',
    until: 'Until then this terminal takes no other payment. Other methods work.',
  },
  cancel: {
    asked:
      'The till asks the terminal to stop, and believes it only when the terminal says so. If the card was charged already, this counts as paid.',
    redKey:
      'The till cannot stop this terminal: press its red key. The till then waits for what the terminal says. If the card was charged already, this counts as paid.',
  },
  tray: {
    waits: 'Waiting for what the terminal says.',
    onlySlip:
      'Nothing goes on by itself. Look at the last slip of {terminal}, or its last transaction:',
    lineGone:
      'No line to the terminal. It is tried again by itself: check its cable and its power.',
    refundUntold: 'The terminal’s slips tell; the till cannot ask it.',
    pay: '“Please pay at the terminal.”',
  },
  refund: {
    unknown:
      'We do not know if {amount} was given back. Look at the terminal’s last slips: a refund or void of this amount means that it was.',
    todo: 'If there is none, give it back on the terminal itself. Then a supervisor records it here from the slip.',
  },
  /** Why a payment moved, where a terminal did it. */
  moves: {
    submit: 'Handed to the terminal’s line',
    payerConfirming: 'The terminal answers: the amount is on it',
    stillProcessing: 'The terminal says that it is still at it',
    cancelled: 'The cashier asked to stop it',
    stillTaking: 'The terminal did not stop and goes on',
    noAnswer: 'No result from the terminal: not known if the card was charged',
    paid: 'The terminal says: approved',
    refused: 'Not paid at the terminal; no money was taken',
    closed: 'The terminal says that it ended without payment',
    reversed: 'Undone; the money was given back',
    differs: 'The terminal says another amount than was asked for',
    neverSent: 'Ended: nothing had been sent to the terminal',
  },
  timeline: {
    stray: 'The terminal told of something that nobody had asked for: {what}',
    strayAmount: '{what}, {amount}',
    outcomes: {
      approved: 'approved',
      declined: 'declined',
      cancelled: 'cancelled',
      unclear: 'unclear',
    },
    settled: 'The terminal’s batch was closed: {ours} here, {theirs} there',
    settledUntold: 'The terminal’s batch was closed: {ours} here; the terminal does not tell',
    totals: '{amount} ({count})',
    why: {
      notTaken: 'It came before the terminal had taken what was asked for',
      otherVerb: 'It is the answer to something else',
      otherReference: 'It names another payment',
      otherTrace: 'It names another transaction',
      noIdentity: 'It does not name which transaction it is of',
      seenBefore: 'It is of a transaction that is known already',
      tooOld: 'It is older than what was asked for',
      otherAmount: 'It names another amount',
      nothingAsked: 'Nothing was asked for at that time',
    },
    trace: 'Trace {text}',
    terminal: 'Terminal {text}',
  },
} as const
