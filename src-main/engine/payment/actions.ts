/** What may be done about a payment now, by whoever may do it. Pure. */
import {
  paymentActions,
  type PaymentAction,
  type PaymentView,
} from '../../../src-shared/contract/sale.ts'
import type { RefundView } from '../../../src-shared/contract/refund.ts'
import { codeMadeHere } from '../../../src-shared/methods.ts'
import { refundableMinor } from '../refund/refundable.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import { isFollowed } from './schedule.ts'
import { isTerminal, transition, type PaymentEvent } from './transition.ts'

type Facts = {
  readonly lineDown: boolean
  readonly refunds: readonly RefundView[]
  readonly nowMs: number
  /** Of an Octopus: what is going on at its reader. */
  readonly reader: Pick<NonNullable<PaymentView['reader']>, 'cancelAtMs' | 'letGoAtMs'> | null
}
type Rule = (payment: PaymentRow, facts: Facts) => boolean

const may = (payment: PaymentRow, event: PaymentEvent): boolean =>
  transition(payment.state, event).kind === 'moved'

/** What was confirmed by hand, the channel denies, and nobody has looked into it yet. */
const isDenied: Rule = ({ byHand, denialAccepted }) =>
  byHand === 'contradicted' && denialAccepted === 0

/** The customer stands before the reader, and nobody else is served at it until that has ended. */
const holdsTheReader = ({
  flow,
  state,
  atRisk,
}: Pick<PaymentRow, 'flow' | 'state' | 'atRisk'>): boolean =>
  flow === 'octopusReader' && !isTerminal(state) && atRisk === 0

/** The same Octopus completes it: only after a while may anybody but the customer end that. */
const isStillCoached: Rule = ({ flow, atRisk }, { reader, nowMs }) => {
  const letGoAtMs = reader?.letGoAtMs ?? null
  return flow === 'octopusReader' && atRisk === 0 && letGoAtMs !== null && nowMs < letGoAtMs
}

/** A card that is being charged cannot be called off, and one that is awaited not at once. */
const canBeCalledOff: Rule = ({ flow, state }, { reader, nowMs }) =>
  flow !== 'octopusReader' ||
  (state === 'awaitingPayer' && (reader === null || nowMs >= reader.cancelAtMs))

const rules: Readonly<Record<PaymentAction, Rule>> = {
  checkNow: (payment) => isFollowed(payment),
  cancel: (payment, facts) =>
    payment.closeReason === null && may(payment, 'cancelled') && canBeCalledOff(payment, facts),
  // Also while a supervisor is awaited who decides: the next customer is served meanwhile.
  setAside: (payment) => !isTerminal(payment.state) && !holdsTheReader(payment),
  // Only what the payer can pay without our line, and only while nobody can say whether he did.
  releaseGoods: (payment, { lineDown }) =>
    codeMadeHere(payment.method) &&
    lineDown &&
    payment.goodsReleased === 0 &&
    payment.atRisk === 0 &&
    (payment.state === 'awaitingPayer' || payment.state === 'unknown'),
  acceptShortfall: (payment) =>
    payment.flow === 'awaitingFunds' &&
    payment.creditedMinor > 0 &&
    may(payment, 'shortfallAccepted'),
  freeSale: (payment, facts) =>
    payment.state === 'unknown' &&
    payment.atRisk === 0 &&
    payment.flow !== 'awaitingFunds' &&
    !isStillCoached(payment, facts),
  endUnasked: (payment, { lineDown }) =>
    codeMadeHere(payment.method) &&
    lineDown &&
    payment.closeReason !== null &&
    may(payment, 'endedUnasked'),
  // What comes to the shop's own account may be seen there before the channel can say whose it is.
  confirmPaid: (payment, facts) =>
    may(payment, 'confirmedPaidByHand') &&
    !isStillCoached(payment, facts) &&
    (payment.state === 'unknown' ||
      codeMadeHere(payment.method) ||
      payment.flow === 'awaitingFunds'),
  confirmNotPaid: (payment, facts) =>
    may(payment, 'confirmedNotPaidByHand') && !isStillCoached(payment, facts),
  decideConflict: (payment) => payment.state === 'conflicted',
  acceptDenial: isDenied,
  refund: (payment, { refunds }) => refundableMinor(payment, refunds) > 0,
}

export const actionsOf = (payment: PaymentRow, facts: Facts): readonly PaymentAction[] =>
  paymentActions.filter((action) => rules[action](payment, facts))
