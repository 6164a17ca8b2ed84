/** What a person decides where no machine said it: first what it means for the money. */
export const handEn = {
  why: 'Why',
  cancel: 'Cancel',
  reasonFirst: 'Nothing has happened yet: choose a reason, or type one.',
  evidence: 'Approval code or provider’s reference',
  evidenceHint: 'As read to you or from the slip',
  evidenceFirst:
    'Nothing has happened yet: type the approval code or the provider’s reference, at least 4 characters.',
  decisionFirst: 'Nothing has happened yet: choose what became of the money.',
  keys: 'F1-F4 reason · Enter confirm · Esc back',
  over: 'You have changed nothing: while you were deciding, this was settled or has moved on by itself. Close, and read how it stands now.',
  keysOver: 'Enter or Esc close',
  releaseGoods: {
    button: 'Hand over the goods now',
    title: 'Hand over goods before {amount} is known to have come?',
    means: 'If the money never comes, the shop has lost the goods. A screenshot is not proof.',
    more: 'The sale is marked: goods handed over, not yet verified. The till goes on looking for the money.',
    confirm: 'Hand over the goods',
    reasons: {
      known: 'Customer known to the shop',
      waits: 'Customer cannot wait',
      line: 'No line to the provider',
    },
  },
  acceptShortfall: {
    button: 'Accept the shortfall',
    title: 'Accept {credited} for {amount}?',
    means: '{short} has not come and is given up as bank charges. The sale counts as paid.',
    more: 'It cannot be asked for again by this till.',
    confirm: 'Accept the shortfall',
    reasons: {
      charges: 'The banks’ charges',
      agreed: 'Agreed with the customer',
      small: 'Too small to ask for',
    },
  },
  freeSale: {
    button: 'Let the sale go on',
    title: 'Let the sale go on without this {amount}?',
    means:
      'The customer may be charged twice. If this payment comes through later, the till shows it as money to give back.',
    more: 'The sale can be paid another way at once, at the shop’s risk. This payment stays unresolved until its result is known.',
    confirm: 'Let the sale go on',
    reasons: {
      waits: 'Customer cannot wait',
      shows: 'Customer’s app shows no payment',
      line: 'No line to the provider',
    },
  },
  endUnasked: {
    button: 'End it without asking',
    title: 'End this {amount} though nobody can be asked?',
    means: 'It may have been paid, or may still be: a code that was shown cannot be withdrawn.',
    more: 'It ends as “not paid, may still be paid”. For 7 days the till shows money that comes for it.',
    confirm: 'End it',
    reasons: {
      line: 'No line to the provider',
      left: 'Customer has left',
      other: 'Customer pays another way',
    },
  },
  confirmPaid: {
    button: 'Confirm paid by hand',
    title: 'Confirm by hand that {amount} was paid?',
    means:
      'The sale counts it as paid on your word. If the money never came, the shop has lost it.',
    more: 'Only with the approval code or the provider’s reference. A screenshot is not proof. It stays marked as confirmed by hand until the provider agrees.',
    confirm: 'It was paid',
    reasons: {
      told: 'Provider said so on the phone',
      office: 'Seen in the provider’s back office',
      slip: 'Read on the terminal or its slip',
    },
  },
  confirmNotPaid: {
    button: 'Confirm not paid by hand',
    title: 'Confirm by hand that {amount} was not paid?',
    means:
      'The sale may be charged again. If the money was taken after all, the customer has paid twice, and the till shows it as money to give back.',
    more: 'Only after the provider said so, or after reading the terminal or its slip.',
    confirm: 'It was not paid',
    reasons: {
      told: 'Provider said so on the phone',
      office: 'Seen in the provider’s back office',
      slip: 'Read on the terminal or its slip',
    },
  },
  decideConflict: {
    button: 'Decide what it was',
    title: 'What became of this {amount}?',
    means:
      'What the provider reports differs from what was asked for. Find out what really happened before you choose.',
    more: 'What you choose is recorded for ever, with your name.',
    confirm: 'Record it',
    decision: 'What became of the money',
    decisions: {
      kept: 'The shop keeps it: what was really taken counts for the sale',
      givenBack: 'It was given back to the customer: nothing counts for the sale',
      notOurs: 'It is not our money: nothing counts for the sale',
    },
    reasons: {
      told: 'Provider said so on the phone',
      office: 'Seen in the provider’s back office',
      agreed: 'Agreed with the customer',
    },
  },
  acceptDenial: {
    button: 'Leave it as confirmed',
    title: 'Leave {amount} as confirmed by hand?',
    means: 'The provider says that it was not paid. If that is so, the shop has lost the money.',
    more: 'It leaves this list, and stays marked as confirmed by hand until the provider agrees.',
    confirm: 'Leave it as confirmed',
    reasons: {
      statement: 'Seen on the statement',
      outside: 'Settled outside the till',
      loss: 'The shop bears the loss',
    },
  },
  keep: {
    button: 'Keep the money',
    title: 'Keep this {amount}?',
    means: 'The shop keeps it, and the customer gets nothing back through this till.',
    more: 'Only where it is owed to the shop. If the customer has paid twice, give it back.',
    confirm: 'Keep it',
    reasons: {
      agreed: 'Agreed with the customer',
      owed: 'Pays something else he owes',
      tip: 'Meant for the shop',
    },
  },
  writeOff: {
    button: 'Write it off',
    title: 'Write off this {amount}?',
    means: 'The till looks after this money no more, and nothing is given back through it.',
    more: 'For money that was never the shop’s, or that is settled outside this till.',
    confirm: 'Write it off',
    reasons: {
      notOurs: 'It was not our money',
      outside: 'Settled outside the till',
      mistake: 'Mistake of the provider',
    },
  },
  refundGiven: {
    button: 'Confirm given back by hand',
    title: 'Confirm by hand that {amount} was given back?',
    means: 'The till counts it as given back on your word, and gives nothing back again.',
    more: 'Only after the provider said so, or after reading it in the provider’s back office.',
    confirm: 'It was given back',
    reasons: {
      told: 'Provider said so on the phone',
      office: 'Seen in the provider’s back office',
      statement: 'Seen on the statement',
    },
  },
  refundNotGiven: {
    button: 'Confirm not given back by hand',
    title: 'Confirm by hand that {amount} was not given back?',
    means:
      'It may be given back again. If it was given back after all, the customer gets it twice.',
    more: 'Only after the provider said so, or after reading it in the provider’s back office.',
    confirm: 'It was not given back',
    reasons: {
      told: 'Provider said so on the phone',
      office: 'Seen in the provider’s back office',
      statement: 'Seen on the statement',
    },
  },
  /** Of a card: its terminal and the slip know what no channel does. Where it says nothing, what is said of others holds. */
  card: {
    evidence: 'Approval code from the terminal’s slip',
    evidenceHint: 'For example 123456',
    evidenceFirst:
      'Nothing has happened yet: type the approval code from the terminal’s slip, at least 4 characters.',
    freeSale: {
      means:
        'The card may have been charged: then the customer pays twice, and the till shows it as money to give back, if the terminal ever tells.',
      more: 'You have read the terminal’s screen and slip. The sale goes on by any method, at the shop’s risk, and the terminal takes sales again. This payment stays unresolved.',
      reasons: {
        read: 'Screen and slip read: nothing of it',
        waits: 'Customer cannot wait',
        dead: 'Terminal does not answer any more',
      },
    },
    confirmPaid: {
      title: 'Does the terminal’s slip show {amount} as paid?',
      means:
        'The sale counts it as paid on your word. If the card was not charged, the shop has lost the money.',
      more: 'Read the terminal’s last slip, or its last transaction on the screen: this amount, approved, with an approval code. What the customer’s phone shows is not proof.',
      reasons: {
        slip: 'Read on the terminal’s slip',
        screen: 'Read on the terminal’s screen',
        told: 'Acquirer said so on the phone',
      },
    },
    confirmNotPaid: {
      title: 'Does the terminal show that {amount} was not paid?',
      means:
        'The card may be charged again. If it was charged after all, the customer has paid twice.',
      more: 'Only where the terminal’s last slip says “declined” or “cancelled”, or where neither slip nor last transaction is of this payment. The terminal then takes sales again.',
      reasons: {
        slip: 'The slip says declined or cancelled',
        none: 'The terminal has nothing of it',
        told: 'Acquirer said so on the phone',
      },
    },
    decideConflict: {
      means:
        'The terminal says another amount than was asked for. Read its slip: what stands there is what the card was charged.',
      reasons: {
        slip: 'Read on the terminal’s slip',
        told: 'Acquirer said so on the phone',
        agreed: 'Agreed with the customer',
      },
    },
    acceptDenial: {
      means: 'The terminal says that it was not paid. If that is so, the shop has lost the money.',
    },
    refundGiven: {
      title: 'Does a slip of the terminal show {amount} as given back?',
      more: 'Only with the slip of a refund or void of this amount in your hand. Keep the slip.',
      reasons: {
        slip: 'Read on the refund slip',
        void: 'Read on the void slip',
        told: 'Acquirer said so on the phone',
      },
    },
    refundNotGiven: {
      title: 'Has the terminal not given back {amount}?',
      more: 'Only where no slip of the terminal shows a refund or void of this amount.',
      reasons: {
        none: 'The terminal has nothing of it',
        declined: 'The slip says declined or cancelled',
        told: 'Acquirer said so on the phone',
      },
    },
  },
  /** Of an Octopus: the same one tells what no channel does. */
  octopus: {
    evidence: 'Where the payment was found',
    evidenceHint: 'Octopus’s report or receipt number',
    evidenceFirst:
      'Nothing has happened yet: type where the payment was found, at least 4 characters.',
    freeSale: {
      title: 'Cancel, and let the sale go on without this {amount}?',
      means:
        'The Octopus may have been charged: then the customer pays twice, and the till shows it as money to give back once it is known.',
      more: 'The sale goes on by any method, at the shop’s risk. This payment stays unresolved: the same Octopus or the reader tells what became of it. It is not charged again.',
      reasons: {
        left: 'Customer has left with the Octopus',
        waits: 'Customer cannot wait',
        dead: 'Reader or Octopus does not respond any more',
      },
    },
    confirmPaid: {
      title: 'Was {amount} taken from the Octopus?',
      means:
        'The sale counts it as paid on your word. If the Octopus was not charged, the shop has lost the money.',
      more: 'Only where this amount stands in the reader’s or in Octopus’s records. Better: have the same Octopus held to the reader.',
      reasons: {
        report: 'Seen in Octopus’s report',
        card: 'Seen in the list of the Octopus itself',
        told: 'Octopus said so on the phone',
      },
    },
    confirmNotPaid: {
      title: 'Was {amount} not taken from the Octopus?',
      means:
        'The sale may be charged again. If the Octopus was charged after all, the customer has paid twice.',
      more: 'Only where the list of the Octopus, or Octopus’s report, has nothing of it. Better: have the same Octopus held to the reader.',
      reasons: {
        card: 'The list of the Octopus has nothing of it',
        report: 'Octopus’s report has nothing of it',
        told: 'Octopus said so on the phone',
      },
    },
    decideConflict: {
      means:
        'The reader says another amount than was asked for. What is missing on the Octopus is what was really taken.',
      reasons: {
        card: 'Seen in the list of the Octopus itself',
        told: 'Octopus said so on the phone',
        agreed: 'Agreed with the customer',
      },
    },
    acceptDenial: {
      means: 'The reader says that it was not paid. If that is so, the shop has lost the money.',
    },
  },
  /** What a supervisor is asked to consent to. */
  asks: {
    releaseGoods: 'Hand over goods before {amount} has come',
    acceptShortfall: 'Accept a shortfall of {amount}',
    freeSale: 'Let the sale go on without {amount}',
    endUnasked: 'End {amount} without asking',
    confirmPaid: 'Confirm by hand: {amount} was paid',
    confirmNotPaid: 'Confirm by hand: {amount} was not paid',
    decideConflict: 'Decide what became of {amount}',
    acceptDenial: 'Leave {amount} as confirmed by hand',
    keep: 'Keep extra money of {amount}',
    writeOff: 'Write off {amount}',
    refundGiven: 'Confirm by hand: {amount} was given back',
    refundNotGiven: 'Confirm by hand: {amount} was not given back',
  },
} as const
