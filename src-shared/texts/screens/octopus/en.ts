/** A payment by Octopus in words: what happened to the money first, then what to do at the reader. */
import type { PaymentState, ReaderStep } from '../../../contract/sale.ts'
import type { addValueWays, OctopusRefusal } from '../../../octopusFacts.ts'

/** What a step at the reader means: its word, what it is with the money, and what to ask for. */
type Said = { readonly word: string; readonly money: string; readonly ask: string }

/** What the reader's step alone does not tell. */
type More = 'starting' | 'awayUnknown' | 'closing'

export const octopusEn = {
  /** Where an Octopus has a better word for its state than other payments have. */
  states: {
    submitting: 'At the reader',
    awaitingPayer: 'Waiting for an Octopus',
    processing: 'Being charged',
    unknown: 'Not known yet',
    closing: 'Being stopped',
    failed: 'Not paid',
  } satisfies Partial<Record<PaymentState, string>>,
  steps: {
    starting: {
      word: 'At the reader',
      money: 'Nothing is taken yet.',
      ask: 'The reader is being asked.',
    },
    tap: {
      word: 'Waiting for an Octopus',
      money: 'Nothing is taken yet.',
      ask: 'Ask the customer to tap the Octopus.',
    },
    tapAgain: {
      word: 'Not read',
      money: 'Nothing was taken: the Octopus could not be read.',
      ask: 'Please tap again, and hold the Octopus still.',
    },
    reading: {
      word: 'Being charged',
      money: 'The Octopus is being charged. Do not charge again.',
      ask: 'Keep the Octopus on the reader.',
    },
    sameCard: {
      word: 'Incomplete',
      money: 'Not known yet if it was charged: no goods and no other charge yet.',
      ask: 'Incomplete. Tap the SAME Octopus again. It will not be charged twice.',
    },
    otherCard: {
      word: 'Incomplete',
      money:
        'Nothing was taken from that other Octopus. Not known yet if the right one was charged.',
      ask: 'Please tap Octopus {number} again',
    },
    asking: {
      word: 'Not known yet',
      money: 'Not known yet if it was charged: no goods and no other charge yet.',
      ask: 'The reader is being asked what became of it.',
    },
    cardTells: {
      word: 'Not known yet',
      money: 'The reader does not know if it was charged. The Octopus tells; that charges nothing.',
      ask: 'Hold the SAME Octopus to the reader again. It will not be charged twice.',
    },
    exchanging: {
      word: 'Reader is busy',
      money: 'Nothing is taken yet.',
      ask: 'The reader is full and writes its file first. Then it goes on by itself.',
    },
    away: {
      word: 'No reader',
      money: 'Nothing was taken.',
      ask: 'No line to the reader: check its cable and its power.',
    },
    awayUnknown: {
      word: 'Not known yet',
      money: 'Not known yet if it was charged: no goods and no other charge yet.',
      ask: 'No line to the reader: check its cable and its power. Keep the Octopus at hand.',
    },
    waits: {
      word: 'Reader is busy',
      money: 'Nothing is taken yet.',
      ask: 'The reader is at something else. Then it goes on by itself.',
    },
    closing: {
      word: 'Being stopped',
      money: 'If an Octopus was charged already, this counts as paid. Do not charge again.',
      ask: 'The reader is being asked to stop.',
    },
  } satisfies Record<ReaderStep | More, Said>,
  /** On the sale screen, while the customer is at the reader. */
  face: {
    there: 'Reader connected',
    away: 'No line to the reader',
    number: 'Octopus {number}',
    elapsed: '{time} so far',
    help: 'The reader does not answer: check its cable and its power. The till goes on by itself once it answers.',
    code: 'Code {code}',
    cancelIn: 'Cancel in {time}',
    /** Lets the sale go on without it. */
    letGo: 'Cancel, with a supervisor',
    letGoIn: 'Cancel, with a supervisor, in {time}',
  },
  /** Why it was refused, and what may be done. */
  refusals: {
    blocked: 'Nothing was taken: this Octopus is blocked. Use another Octopus or another method.',
    invalidCard:
      'Nothing was taken: this Octopus is not valid. Use another Octopus or another method.',
    blockedNow:
      'Nothing was taken, and this Octopus is blocked from now on. Use another Octopus or another method.',
    notEnoughValue: 'Nothing was taken: not enough value.',
    valueLimit:
      'Nothing was taken: the Octopus would pass its value limit. Use another Octopus or another method.',
    quota:
      'Nothing was taken: the Octopus has used up what it may pay. Use another Octopus or another method.',
    wrongController:
      'Nothing was taken: the reader does not work with the controller it is at. Use another method, and tell a manager.',
    belowLowest:
      'Nothing was taken: the Octopus would go below its lowest value. Use another Octopus or another method.',
    usageLimit:
      'Nothing was taken: the Octopus was used as often as it may be. Use another Octopus or another method.',
    clock:
      'Nothing was taken: the clock of the reader is wrong. Use another method, and tell a manager.',
    listsMissing:
      'Nothing was taken: the reader lacks its lists. Use another method, and have them loaded on the screen “Payment devices”.',
    otherIncomplete:
      'Nothing was taken: an earlier payment of this Octopus is incomplete. It is to be completed where it began; use another Octopus or another method.',
    notTaken:
      'Nothing was taken: the reader or the Octopus has proved it. It is safe to try again.',
    readerFault: 'Nothing was taken: the reader could not do it. Try again, or use another method.',
  } satisfies Record<OctopusRefusal, string>,
  /** Why nobody knows, by the till's own word for it. */
  lost: {
    octopusIncomplete: 'Incomplete: the same Octopus has to come again.',
    octopusNoReply: 'No answer came from the reader.',
    octopusAway: 'The line to the reader was gone.',
    octopusAtOther: 'The reader was at something else.',
    octopusUnknown: 'Nothing is known of it at the reader.',
  },
  shortfall: {
    remains: 'Remaining value {value}, {short} missing.',
    /** Take that much by another method, and the rest fits on the card. */
    split: 'Take {amount} another way',
    hidden: 'How much is on it is not shown. Take a part another way, or use another method.',
    otherMeans: 'Use another Octopus or another method.',
  },
  words: {
    noCard: 'No Octopus was tapped in time.',
    notTaken: 'Nothing was taken. Try again, or use another method.',
    remaining: 'Remaining value {value}.',
    freed: 'Not known if the Octopus was charged. It is not charged again.',
    mayCome: 'If it was charged after all, the till shows it.',
  },
  cancelText:
    'Nothing has been taken. The reader is asked to stop; if an Octopus is tapped before it does, this counts as paid.',
  /** What the reader told, by the names on a receipt. */
  facts: {
    title: 'What the reader told',
    number: 'Octopus no.',
    erased: 'Erased',
    deviceId: 'Device no.',
    locationId: 'Shop no.',
    remaining: 'Remaining value',
    hidden: 'Not shown',
    lastAddValue: 'Last add value',
    addedBy: '{date}, {by}',
    by: {
      cash: 'cash',
      online: 'online',
      refund: 'refund',
      automatic: 'automatic',
    } satisfies Record<(typeof addValueWays)[number], string>,
    time: 'Reader’s time',
  },
  /** Beside its name, where it has paid or was refused. */
  notes: { number: 'Octopus {number}', remaining: 'Remaining value {value}' },
  tray: {
    /** Of a sale that is still on the till's screen. */
    atTill: 'The till waits for it: go back to this sale.',
    comesBack:
      'If the customer comes back with the same Octopus: hold it to the reader, and press “Check now”.',
    comesBackNumber:
      'If the customer comes back with Octopus {number}: hold it to the reader, and press “Check now”.',
    never: 'It only tells if it was charged. It is never charged again for this.',
  },
  tells: {
    again: '“Please tap the same Octopus again. It will not be charged twice.”',
    keep: '“Please keep your Octopus on the reader.”',
    freed:
      '“If your Octopus was charged after all, we give the money back. Please bring the same Octopus, so that we can see.”',
  },
  /** Why a payment moved, where a reader did it. */
  moves: {
    submit: 'Handed to the reader’s line',
    instructed: 'The reader waits for an Octopus',
    payerConfirming: 'An Octopus is at the reader and is being charged',
    payerBack: 'That Octopus was not charged; another is awaited',
    stillOpen: 'Nothing was taken; an Octopus is awaited',
    stillProcessing: 'The reader says that it is still at it',
    cancelled: 'The cashier asked to stop it',
    expired: 'No Octopus came in time',
    stillTaking: 'The reader did not stop and goes on',
    noAnswer: 'Not known if the Octopus was charged',
    paid: 'The Octopus was charged',
    refused: 'Not paid at the reader; no money was taken',
    closed: 'Ended; no Octopus was charged',
    differs: 'The reader says another amount than was asked for',
    neverSent: 'Ended: nothing had been sent to the reader',
  },
  timeline: {
    asked: 'Told to the reader: charge this Octopus {amount}',
    askedValue: 'On it before: {value}',
    device: 'Device no. {text}',
    code: 'Code {text}',
    who: {
      reply: 'The reader answers',
      outcome: 'The reader, asked afterwards',
      card: 'The Octopus itself tells',
    },
    told: {
      nothing: '{who}: nothing was taken',
      incomplete: '{who}: incomplete, the same Octopus completes it',
      unknown: '{who}: not known if it was charged',
      asBefore: '{who}: the last request was not looked at; it stands as before',
    },
    answered: 'The reader answers',
    tookNothing: 'The last request itself charged nothing',
    exchanged: 'The reader wrote exchange file {number}: {ours} here, {theirs} there',
    differs: 'The two do not agree',
    uploads: {
      byHand: 'To be uploaded by hand',
      done: 'Uploaded',
      waiting: 'Waits to be uploaded',
    },
    housekept: 'The reader loaded its lists: {lists}',
  },
} as const
