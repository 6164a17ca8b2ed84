/** Giving money back: not done until the provider says so. */
import type { RefundState } from '../../../contract/refund.ts'

export const refundEn = {
  button: 'Refund',
  again: 'Refund again',
  title: 'Refund this {method} payment?',
  titleExtra: 'Give back this extra money, {method}?',
  what: 'Refund {amount}, {method}',
  paid: 'Was paid',
  extra: 'Came too much',
  givenBack: 'Given back or on its way',
  left: 'Left to give back',
  amount: 'Amount to give back',
  all: 'All that is left',
  why: 'Why',
  amountFirst: 'Nothing has been given back: type an amount above zero.',
  tooMuch: 'Nothing has been given back: at most {left} is left to give back.',
  reasonFirst: 'Nothing has been given back yet: choose a reason, or type one.',
  confirm: 'Give back {amount}',
  cancel: 'Cancel',
  done: 'Done',
  keys: 'Digits amount · F1-F5 reason · Enter give back · Esc back',
  keysAfter: 'Enter or Esc back',
  /** Where the money goes. */
  goes: {
    cash: 'It is given to the customer in cash, from this drawer.',
    wallet: 'It goes back to the {method} account that paid.',
    fps: 'It goes back to the bank account or e-wallet that paid by FPS.',
    transfer: 'It goes back to the bank account that sent it.',
    card: 'It goes back to the card that paid.',
    octopus:
      'Nothing can be put back onto an Octopus here: it is given to the customer in cash, from this drawer.',
  },
  notDone:
    'It is done only when the till says “Given back”. Until then, do not give it back another way.',
  cashNow: 'Give {amount} to the customer from the drawer now.',
  list: 'Refunds',
  ofExtra: 'of the extra money',
  states: {
    requested: 'Refund stored',
    pending: 'Refund on its way',
    succeeded: 'Given back',
    failed: 'Not given back',
    unknown: 'Not known if given back',
  } satisfies Record<RefundState, string>,
  words: {
    requested: 'The refund of {amount} is stored and being sent. It is not done yet.',
    pending: 'The provider has accepted the refund of {amount}. It is not done yet.',
    succeeded: '{amount} was given back.',
    failed:
      'No money was given back: the refund of {amount} was refused. Try again, or ask a manager.',
    unknown:
      'We do not know if {amount} was given back. Do not give it back again or another way yet.',
  } satisfies Record<RefundState, string>,
  refusal: 'Why: {refusal}',
  asksIn: 'Asking again in {left}.',
  asking: 'Asking now.',
  /** For a list, beside the payment's own state. */
  onWay: 'Refund not ended',
} as const
