/** What a trainer does to the simulated customer, bank and aggregator. */
import type {
  TerminalDeed,
  TrainingChannelState,
  TrainingDeed,
} from '../../../contract/training.ts'
import { trainingOctopusEn } from './octopus/en.ts'

type Words = { readonly title: string; readonly short: string; readonly means: string }

export const trainingEn = {
  title: 'Training panel',
  about: 'All of it happens to simulated parties. No real money and no real card is touched.',
  next: 'What the next payment will do',
  usual: { title: 'As usual', means: 'The customer pays after a moment. It turns green.' },
  usualWhenTold: {
    title: 'As usual',
    means: 'The customer pays when you press “customer pays now”.',
  },
  /** Who does it. */
  groups: {
    customer: 'The customer',
    bank: 'His bank or wallet',
    line: 'The line and the aggregator',
  },
  /** `short`: after “Next payment:”. `means`: what the trainee will see, and should do. */
  deeds: {
    payNow: {
      title: 'Pays at once',
      short: 'pays at once',
      means: 'Green after a second. Hand over the goods.',
    },
    confirmThenPay: {
      title: 'Confirms, then pays',
      short: 'confirms first',
      means:
        '“Waiting for the customer to confirm” for a while, then green. Let the customer look at the phone.',
    },
    payLate: {
      title: 'Pays too late',
      short: 'pays too late',
      means: 'After you cancel it, the money comes: “Unresolved”. Call a supervisor.',
    },
    payNever: {
      title: 'Never pays',
      short: 'never pays',
      means:
        'Nothing comes. Check now, then cancel and use another method. A scanned code is undone by itself.',
    },
    payTwice: {
      title: 'Pays twice',
      short: 'pays twice',
      means: 'Green, then the same money again. Call a supervisor about a refund.',
    },
    payOther: {
      title: 'Pays another amount',
      short: 'pays another amount',
      means: 'A dollar less comes: it does not match. Keep the goods; call a supervisor.',
    },
    payWhileClosing: {
      title: 'Pays while it is cancelled',
      short: 'pays while cancelled',
      means:
        'Cancel it: the money comes in that very moment. Read what the screen says before you charge again.',
    },
    refuse: {
      title: 'Is refused',
      short: 'is refused',
      means: 'It is declined, no money is taken. Try again or use another method.',
    },
    refuseThenPaid: {
      title: 'Is refused, yet paid',
      short: 'is refused, yet paid',
      means:
        'It is declined first, and was paid after all. Read what the screen says; call a supervisor about extra money.',
    },
    loseAnswer: {
      title: 'Answers get lost',
      short: 'its answers get lost',
      means: 'Paid, but nobody tells the till for 20 s. Wait; do not charge again.',
    },
    answerLate: {
      title: 'Answers after 2 s',
      short: 'answers after 2 s',
      means: 'Everything is as usual, only slower. Wait for green.',
    },
    answerTooLate: {
      title: 'Answers too late',
      short: 'answers too late',
      means:
        'The till gives up before the answer is there: not known if paid. Wait until it has asked again.',
    },
    breakLine: {
      title: 'Line breaks off',
      short: 'line breaks off',
      means:
        'Answers stop half-way for a while: not known if paid. The till asks until it knows; do not charge again.',
    },
    serverError: {
      title: 'Has a fault',
      short: 'aggregator has a fault',
      means:
        'For a while the aggregator only answers with errors. Nobody knows if it was paid: wait, do not charge again.',
    },
    tooBusy: {
      title: 'Is too busy',
      short: 'aggregator is too busy',
      means:
        'The aggregator asks the till to come back later. The till waits and asks again by itself.',
    },
    garbage: {
      title: 'Answers nonsense',
      short: 'answers nonsense',
      means:
        'What comes back cannot be read, so none of it is believed. Wait; do not charge again.',
    },
    wrongSignature: {
      title: 'Answers are not genuine',
      short: 'signs wrongly',
      means:
        'Answers are signed wrongly: none is believed, not even “paid”. Keep the goods until it turns green.',
    },
  } satisfies Record<TrainingDeed, Words>,
  network: 'Network and aggregators',
  networkName: 'Network',
  networkOn: 'On',
  networkOff: 'Off',
  networkMeans:
    'Off: nobody can be reached. FPS codes can be shown and paid; results come when it is on again.',
  channelStates: { good: 'Good', slow: 'Slow', gone: 'Gone' } satisfies Record<
    TrainingChannelState,
    string
  >,
  channelIs: '{channel}: {state}',
  terminals: {
    title: 'Card terminals',
    next: 'Next card',
    nextIs: 'Next card: {deed}',
    deeds: {
      approve: 'is approved',
      decline: 'is declined',
      cancel: 'the customer presses the red key',
      timeOut: 'nobody comes with a card',
      loseAnswer: 'is charged, and the answer gets lost',
      answerLate: 'is charged, and the answer comes too late',
      answerTwice: 'is approved, and said twice',
      loseAck: 'is charged, and nothing is said at all',
      silent: 'the terminal hears nothing of it',
      busy: 'the terminal is busy',
      spoilAnswer: 'the answer comes garbled, then whole',
      unmasked: 'is approved with its whole number',
    } satisfies Record<TerminalDeed, string>,
    cable: 'Cable',
    pluggedIn: 'In',
    pulled: 'Pulled',
    isPulled: 'Terminal cable pulled',
  },
  octopus: trainingOctopusEn,
  clock: 'Clock',
  plusMinute: '+1 min',
  plusTenMinutes: '+10 min',
  plusHour: '+1 hour',
  plusDay: '+1 day',
  clockRight: 'The time is right',
  clockBack: 'Right time again (now +{ahead})',
  minutes: '{n} min',
  hours: '{n} h',
  days: '{n} d',
  anew: 'Begin training anew',
  anewTitle: 'Begin the training anew?',
  anewDeleted:
    'Everything recorded in training on this till is deleted: sales, payments, receipts, shifts, the history, and what the simulated bank remembers. Everybody is signed out.',
  anewKept:
    'Language and settings stay. Real takings are in a file of their own and are not touched.',
  anewKeep: 'Keep it all',
  anewConfirm: 'Delete and begin anew',
  /** What is not as usual, in a corner of every screen. */
  nextIs: 'Next payment: {deed}',
  networkIsOff: 'Network off',
  clockIsAhead: 'Clock +{ahead}',
  keys: '1-8, F1-F10 next payment · 0 network on or off · Tab to the buttons · Esc close',
} as const
