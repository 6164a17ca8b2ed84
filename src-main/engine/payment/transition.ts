/**
 * The life of a payment, as a table. `transition` decides and does nothing else: the same
 * state and event always give the same answer.
 */
import { paymentStates, type PaymentState } from '../../../src-shared/contract/sale.ts'

export const paymentEvents = [
  /** The row and its id are on the disk: it may leave. */
  'submit',
  'refusedHere',
  /** Found after a restart: nothing had left. */
  'neverSent',
  'counted',
  'codeShown',
  /** The payer has the reference to which he is to transfer. */
  'instructed',
  'payerConfirming',
  'payerBack',
  'cancelled',
  'expired',
  /** The terminal refuses the cancel. */
  'stillTaking',
  'noAnswer',
  'restarted',
  'paid',
  'refused',
  'closed',
  'reversed',
  /** First evidence whose amount, currency or merchant differs. */
  'differs',
  'stillOpen',
  'stillProcessing',
  'beingClosed',
  'confirmedPaidByHand',
  'confirmedNotPaidByHand',
  'kept',
  'givenBack',
  'notOurs',
  /** What came of a transfer is enough: the rest is bank charges. */
  'shortfallAccepted',
  /** Nobody could be asked: a supervisor ended it. */
  'endedUnasked',
  /** Its code was shown to nobody, so nobody can have paid it. */
  'neverShown',
] as const
export type PaymentEvent = (typeof paymentEvents)[number]

type Moves = Readonly<Partial<Record<PaymentEvent, PaymentState>>>

/** What any payment that has left, and has not ended, can be told. */
const evidence = {
  paid: 'succeeded',
  refused: 'failed',
  differs: 'conflicted',
} as const satisfies Moves

const lost = { noAnswer: 'unknown', restarted: 'unknown' } as const satisfies Moves

const ends = { cancelled: 'closing', expired: 'closing' } as const satisfies Moves

const table: Readonly<Record<PaymentState, Moves>> = {
  created: {
    submit: 'submitting',
    refusedHere: 'closed',
    neverSent: 'closed',
    counted: 'succeeded',
  },
  submitting: {
    codeShown: 'awaitingPayer',
    instructed: 'awaitingPayer',
    payerConfirming: 'processing',
    cancelled: 'closing',
    ...lost,
    ...evidence,
  },
  awaitingPayer: {
    payerConfirming: 'processing',
    shortfallAccepted: 'succeeded',
    confirmedPaidByHand: 'succeeded',
    ...ends,
    ...lost,
    ...evidence,
  },
  processing: { payerBack: 'awaitingPayer', ...ends, ...lost, ...evidence },
  unknown: {
    stillOpen: 'awaitingPayer',
    stillProcessing: 'processing',
    beingClosed: 'closing',
    ...ends,
    closed: 'closed',
    reversed: 'reversed',
    confirmedPaidByHand: 'succeeded',
    confirmedNotPaidByHand: 'closed',
    shortfallAccepted: 'succeeded',
    endedUnasked: 'closed',
    neverShown: 'closed',
    ...evidence,
  },
  closing: {
    stillTaking: 'processing',
    closed: 'closed',
    reversed: 'reversed',
    endedUnasked: 'closed',
    neverShown: 'closed',
    ...lost,
    ...evidence,
  },
  conflicted: { kept: 'succeeded', givenBack: 'reversed', notOurs: 'failed' },
  succeeded: {},
  failed: {},
  closed: {},
  reversed: {},
}

export type Transition =
  | { readonly kind: 'moved'; readonly to: PaymentState }
  /** Money after the end: its own object; the payment stays where it is. */
  | { readonly kind: 'discrepancy' }
  /** Nothing to do with this state: heard too late, or a bug of the caller. */
  | { readonly kind: 'refused' }

export function transition(state: PaymentState, event: PaymentEvent): Transition {
  const to = table[state][event]
  if (to !== undefined) return { kind: 'moved', to }
  const late = event === 'paid' || event === 'differs'
  return late && isTerminal(state) && state !== 'succeeded'
    ? { kind: 'discrepancy' }
    : { kind: 'refused' }
}

const terminal: ReadonlySet<PaymentState> = new Set(['succeeded', 'failed', 'closed', 'reversed'])

export const isTerminal = (state: PaymentState): boolean => terminal.has(state)

/** States in which a payment keeps every other attempt on its sale from starting. */
export const liveStates: readonly PaymentState[] = paymentStates.filter(
  (state) => !isTerminal(state),
)
