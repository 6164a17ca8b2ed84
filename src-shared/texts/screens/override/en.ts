/** A supervisor's consent in place. */
export const overrideEn = {
  title: 'Consent needed',
  asks: '{name} asks for it',
  who: 'Who consents',
  whoFirst: 'Choose who consents',
  nobody:
    'Nothing has happened: nobody on this till may consent to this. Ask a manager to add somebody.',
  reason: 'Why',
  reasonOther: 'Another reason',
  reasonFirst: 'Nothing has happened yet: choose a reason, or type one.',
  wrongPin: 'Nothing has happened: that PIN is not right. Try again.',
  lockedOut:
    'Nothing has happened: too many wrong PINs. {name} can consent again at {until}; somebody else can now.',
  leave: 'Cancel',
  consent: 'Consent',
  keys: '1-9 name · F1-F5 reason · digits PIN · Enter consent · Esc back',
  /** What was consented to, for the history. */
  to: {
    reprint: 'a reprint',
    refund: 'a refund',
    refundLarge: 'a large refund',
    moveCash: 'moving cash',
    confirmByHand: 'a decision by hand',
    releaseOffline: 'handing over goods before the money came',
    settleTerminals: 'settling a card terminal',
  },
  reasons: {
    reprint: {
      askedFor: 'Customer wants a copy',
      unreadable: 'First print unreadable',
      filing: 'For the shop’s files',
      exchange: 'Exchange or refund',
    },
    refund: {
      returned: 'Goods came back',
      wrongAmount: 'The amount was wrong',
      twice: 'It was paid twice',
      cancelled: 'The order was cancelled',
    },
    refundLarge: {
      returned: 'Goods came back',
      wrongAmount: 'The amount was wrong',
      twice: 'It was paid twice',
      cancelled: 'The order was cancelled',
    },
    moveCash: {
      change: 'Change for the drawer',
      safe: 'Takings to the safe',
      expense: 'An expense of the shop',
      check: 'To check the drawer',
    },
    confirmByHand: {
      told: 'Provider said so on the phone',
      office: 'Seen in the provider’s back office',
      slip: 'Read on the terminal or its slip',
      waits: 'Customer cannot wait',
    },
    releaseOffline: {
      known: 'Customer known to the shop',
      waits: 'Customer cannot wait',
      line: 'No line to the provider',
      small: 'Small amount',
    },
    settleTerminals: {
      day: 'End of the business day',
      asks: 'The terminal asks for it',
      full: 'Its batch is full',
      service: 'Before service or exchange',
    },
  },
} as const
