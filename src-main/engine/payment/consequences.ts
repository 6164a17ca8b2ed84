/** What an answer of a channel changes: the rows to be written. Pure. */
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import type { DiscrepancyId, ShiftId } from '../../../src-shared/ids.ts'
import { hkd } from '../../../src-shared/money.ts'
import type { ChannelAnswer } from '../channels/channel.ts'
import type { Entry } from '../journal/kinds.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import { judge } from './evidence.ts'
import { completion, excess, moved } from './rows.ts'
import { isTerminal, type PaymentEvent } from './transition.ts'

export type Around = {
  /** Who is paid, as the channel must name it. */
  readonly merchant: string
  readonly sale: SaleView | undefined
  /** The shift that is open now. */
  readonly shiftId: ShiftId | null
  readonly newDiscrepancyId: () => DiscrepancyId
  readonly issueReceipt: IssueReceipt
}

/** Ends after which money may still come for a code that was shown: it cannot be withdrawn. */
const endsWithoutMoney: ReadonlySet<PaymentEvent> = new Set(['closed', 'refused', 'reversed'])

export function consequences(
  payment: PaymentRow,
  answer: ChannelAnswer,
  around: Around,
): readonly Entry[] {
  const { paymentId, state } = payment
  const judged = judge(answer, {
    paymentId,
    state,
    merchant: around.merchant,
    amount: hkd(payment.amountMinor),
    endWanted: payment.closeReason !== null,
  })
  switch (judged.kind) {
    case 'noAnswer': {
      // A code on the screen can be paid with or without our line: only a lost end is unknown.
      const lost =
        state === 'closing' ? moved(payment, 'noAnswer', { reason: judged.reason }) : null
      return lost ? [lost] : []
    }
    case 'nothingNew':
    case 'neverSeen':
      return []
    case 'notBelieved': {
      const body = { v: 1, reason: judged.reason } as const
      return [{ kind: 'answer.notBelieved', subject: paymentId, body }]
    }
    case 'event':
      return answer.kind === 'state' ? told(payment, judged.event, answer, around) : []
  }
}

function told(
  payment: PaymentRow,
  event: PaymentEvent,
  { creditedMinor, providerReference }: Extract<ChannelAnswer, { kind: 'state' }>,
  { sale, shiftId, newDiscrepancyId, issueReceipt }: Around,
): readonly Entry[] {
  if (isTerminal(payment.state) || payment.state === 'conflicted') {
    return excess(payment, creditedMinor, providerReference, newDiscrepancyId)
  }
  const row = moved(payment, event, {
    ...(providerReference === null ? {} : { providerReference }),
    ...(creditedMinor === 0 ? {} : { creditedMinor }),
    ...(payment.codeText !== null && endsWithoutMoney.has(event) ? { mayStillBePaid: true } : {}),
  })
  if (!row) return []
  if (row.body.to !== 'succeeded') return [row]
  const tender = { ...payment, providerReference, cash: null }
  return [
    row,
    ...(sale ? completion(sale, tender, shiftId, issueReceipt) : []),
    ...excess(
      { ...payment, state: 'succeeded' },
      creditedMinor,
      providerReference,
      newDiscrepancyId,
    ),
  ]
}
