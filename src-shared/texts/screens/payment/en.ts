/** A payment in words: what is going on, and what to do. Here and at every provider. */
import type { PaymentState } from '../../../contract/sale.ts'

export const paymentEn = {
  payment: {
    titleBy: '{method} payment',
    payee: 'To {payee}',
    reference: 'Ref. {reference}',
    codeLabel: 'Payment code for {amount} to {payee}',
    tell: 'Tell the customer: {words}',
    tellConfirm: 'please confirm in your app.',
    tellWait: 'one moment, we are making sure of your payment.',
    checkNow: 'Check now',
    cancel: 'Cancel payment',
    setAside: 'Set sale aside',
    customerPays: 'Training: customer pays now',
    paysHalf: 'Training: pays half',
    paysRest: 'Training: pays the rest',
    cancelTitle: 'Cancel this payment of {amount}?',
    /** Of a code that was made here, of one that the provider made, of the customer’s, of a transfer. */
    cancelText: {
      ours: 'The till asks once more whether it was paid. A code that was shown cannot be withdrawn: if the customer pays it later, the till will show the money.',
      merchantCode:
        'The till asks {channel} once more whether it was paid, and ends the code. If it was paid after all, the till shows the money.',
      customerCode:
        'The till undoes the payment at {channel}: if it was paid, the money is given back to the customer.',
      awaitingFunds:
        'The till no longer waits for this transfer. If money still comes, the till will show it.',
    },
    cancelKeep: 'Keep waiting',
    cancelConfirm: 'Cancel the payment',
    askedNotPaid: '{time}: Not received. A screenshot is not proof of payment.',
    keys: 'Esc asks whether to cancel · Tab to the actions',
    /** Of the code that the customer showed. */
    scannedCode: 'Customer’s code …{lastFour}',
    since: '{time} since the scan',
  },
  /** Money that is awaited under a reference, for days. */
  transfer: {
    instructions: 'What the customer needs for the transfer',
    reference: 'Reference',
    amount: 'Amount',
    noInstructions: 'The account is not stored on this till: ask a manager for it.',
    fields: {
      accountName: 'Account name',
      bankName: 'Bank',
      bankCode: 'Bank code',
      accountNumber: 'Account number',
      swift: 'SWIFT',
    },
    goOn: 'You can go on with another sale: money is waited for in the background.',
    back: 'Back to the sale',
    open: 'Show the instructions: {method}, {amount}',
    keys: 'Esc back to the sale · Tab to the actions',
  },
  /** A code on the customer’s phone. */
  scan: {
    held: '{method} code …{lastFour} scanned. Type the amount, then Enter.',
    heldReady: '{method} code …{lastFour} scanned. Enter charges it.',
    heldOver:
      '{method} code …{lastFour} is too old. Ask the customer for a fresh code and scan that.',
    forget: 'Forget this code',
    unreadable: 'Nothing was charged: the code could not be read whole. Scan it again.',
    inFlight:
      'Nothing more was charged, and this code was not used: another payment can still take money. Wait for its result, then ask the customer for a fresh code.',
    /** In training, where no customer stands at the till. */
    customerShows: 'Customer’s code',
    customerShowsTitle: 'Training: the customer shows a code of…',
  },
  /** Who is asked about a payment, inside a sentence. */
  providers: {
    bank: 'the bank',
    wechatPay: 'WeChat Pay',
    alipay: 'Alipay',
    unionpayQr: 'UnionPay',
    paypal: 'PayPal',
    terminal: 'the terminal',
    reader: 'the Octopus reader',
  },
  /** One or two words for a chip. */
  states: {
    created: 'Prepared',
    submitting: 'Starting',
    awaitingPayer: 'Waiting for customer',
    processing: 'Customer confirming',
    unknown: 'Not known if paid',
    closing: 'Being cancelled',
    succeeded: 'Paid',
    failed: 'Declined',
    closed: 'Not paid',
    reversed: 'Given back',
    conflicted: 'Does not match',
  } satisfies Record<PaymentState, string>,
  /** Where a flow has a better word for its state. */
  flowStates: {
    scannedWaiting: 'Scanned, waiting',
    undoing: 'Being undone',
    fundsAwaited: 'Waiting for money',
    fundsPart: 'Part received',
  },
  /** What stays true of a payment, in a chip beside its state. */
  marks: {
    byHand: 'Confirmed by hand',
    byHandNotPaid: 'Not paid, confirmed by hand',
    contradicted: 'By hand, and denied',
    agreed: 'By hand, now agreed',
    beyondSale: 'Not needed by the sale',
    atRisk: 'At the shop’s risk',
    goodsReleased: 'Goods released',
    mayStillBePaid: 'May still be paid',
    refunded: 'Refunded {amount}',
  },
  /** What is going on, and what to do, in whole sentences. */
  words: {
    extra: 'Extra money came',
    starting: 'The payment is stored. The code is being made.',
    startingScan: 'Scanned. Waiting for {wallet}…',
    startingFunds: 'The payment is stored. {channel} is being told to look out for the money.',
    ready: 'Ask the customer to scan the code.',
    confirm: 'Waiting for the customer to confirm in the app',
    ifNoAnswer: 'If no answer comes in time, the till undoes the payment by itself.',
    checking: 'No answer yet. Checking with {channel}. Do not charge again.',
    unknown:
      'We do not know if this was paid. Next check in {n} s. Do not hand over goods or charge again yet.',
    closing: 'Asking {channel} once more before this payment ends. Do not charge again.',
    expired: 'The time for this code is over. Asking {channel} once more whether it was paid.',
    undoing:
      'The payment is being undone at {channel}: if it was paid, the money goes back. Do not charge again yet.',
    undoingUnknown: 'The till keeps asking {channel} to undo it.',
    succeeded: 'Paid.',
    notPaid: 'Not paid. It is safe to try again or use another method.',
    declined: 'Declined by the bank. No money was taken.',
    refusal: '{channel}: “{words}”',
    mayStillBePaid:
      'A shown code cannot be withdrawn: if it is still paid within 7 days, the till shows that money.',
    fundsMayCome: 'If money for this transfer still comes, the till shows it.',
    reversed: 'The money was given back. It is safe to try again or use another method.',
    conflicted:
      'The answer of {channel} does not match this payment. Do not hand over goods or charge again. Call a supervisor.',
    late: '{amount} came after this payment had ended. Call a supervisor about a refund.',
    extraPaid: '{amount} more came than was due. Call a supervisor about a refund.',
    /** The sale was paid another way meanwhile. */
    beyondSale: 'The payment came through at {time}. The sale is already paid. Refund {amount}?',
    lineDown:
      'No line to {channel}. The code can still be paid. Wait for the confirmation: a screenshot is not proof.',
    funds: 'Waiting for the transfer. It may take days; nothing is paid until the till says so.',
    fundsPart: '{credited} has come, {left} is still to come.',
    fundsLineDown: 'No line to {channel}: money that comes is shown when the line is back.',
    byHand: 'A supervisor confirmed by hand that it was paid; {channel} has not said so yet.',
    byHandNotPaid: 'A supervisor confirmed by hand that it was not paid.',
    contradicted:
      'A supervisor confirmed by hand that it was paid; {channel} says that it was not. Call a manager.',
    agreed: 'It was confirmed by hand first; {channel} has now said so too.',
    denialAccepted:
      'A supervisor confirmed this by hand, and {channel} denied it. It was looked into, and stands as confirmed.',
    freed: 'Not known if paid; {channel} is still being asked.',
    atRisk: 'The sale goes on at the shop’s risk: money that still comes is to be given back.',
    goodsReleased: 'The goods were handed over before the money was known to have come.',
  },
} as const
