/** What a trainer does to the simulated customer and bank. */
export const trainingEn = {
  title: 'Training panel',
  about: 'What you set here happens to the simulated customer and bank. No real money moves.',
  next: 'What the next payment will do',
  usual: { title: 'As usual', means: 'The customer pays after a moment. It turns green.' },
  usualWhenTold: {
    title: 'As usual',
    means: 'The customer pays when you press “customer pays now”.',
  },
  deeds: {
    payNow: {
      title: 'Pays at once',
      short: 'pays at once',
      means: 'Green after a second. Hand over the goods.',
    },
    payLate: {
      title: 'Pays too late',
      short: 'pays too late',
      means: 'After you cancel it, the money comes: “Unresolved”. Call a supervisor.',
    },
    payNever: {
      title: 'Never pays',
      short: 'never pays',
      means: 'Nothing comes. Check now, then cancel and use another method.',
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
    loseAnswer: {
      title: 'Answer gets lost',
      short: 'its answer gets lost',
      means: 'Paid, but the bank is silent for 20 s. Wait; do not charge again.',
    },
    refuse: {
      title: 'Is refused',
      short: 'is refused',
      means: 'The bank declines, no money is taken. Try again or use another method.',
    },
  },
  network: 'Network',
  networkOn: 'On',
  networkOff: 'Off',
  networkMeans:
    'Off: the bank cannot be reached. Codes can be shown and paid; results come when it is on again.',
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
  keys: '1-8 next payment · 0 network on or off · Tab to the buttons · Esc close',
} as const
