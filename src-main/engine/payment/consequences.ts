/** What an answer of a channel changes: the rows to be written. Pure. */
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import { paidBy } from '../../../src-shared/cardFacts.ts'
import type { DiscrepancyId, ShiftId } from '../../../src-shared/ids.ts'
import { isAtDevice } from '../../../src-shared/methods.ts'
import { hkd } from '../../../src-shared/money.ts'
import type { ChannelAnswer } from '../channels/channel.ts'
import type { Entry } from '../journal/kinds.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import type { PaymentRow } from '../sale/saleStore.ts'
import type { Question } from './askChannel.ts'
import { judge } from './evidence.ts'
import { comesBeyond, completion, excess, moved, type MoveDetails } from './rows.ts'
import { hasOwnCode } from './schedule.ts'
import { isTerminal, type PaymentEvent } from './transition.ts'

export type Around = {
  /** Who is paid, as the channel must name it. */
  readonly merchant: string
  readonly sale: SaleView | undefined
  /** The shift that is open now. */
  readonly shiftId: ShiftId | null
  readonly nowMs: number
  readonly question: Question
  /** It was sent before, and what became of that is not known. */
  readonly sentBefore: boolean
  /** Its end was asked for in vain already: only a definite end counts now. */
  readonly endLost: boolean
  /** A refusal was heard before, and this answer is to a question after it. */
  readonly refusedBefore: boolean
  /** The credits that are recorded of it. */
  readonly knownCredits: ReadonlySet<string>
  readonly newDiscrepancyId: () => DiscrepancyId
  readonly issueReceipt: IssueReceipt
}

export type Consequences = {
  readonly entries: readonly Entry[]
  /** It was refused, which is believed only when it is said again: to be asked for at once. */
  readonly askAgain: boolean
}

type Told = Extract<ChannelAnswer, { kind: 'state' }>

/** Ends after which money may still come for a code that was shown: it cannot be withdrawn. */
const endsWithoutMoney: ReadonlySet<PaymentEvent> = new Set(['closed', 'refused', 'reversed'])

const nothing: Consequences = { entries: [], askAgain: false }

export function consequences(
  payment: PaymentRow,
  answer: ChannelAnswer,
  around: Around,
): Consequences {
  const { paymentId, state, flow } = payment
  const judged = judge(answer, {
    paymentId,
    state,
    flow,
    merchant: around.merchant,
    amount: hkd(payment.amountMinor),
    endWanted: payment.closeReason !== null,
    question: around.question,
    sentBefore: around.sentBefore,
    endLost: around.endLost,
    refusedBefore: around.refusedBefore,
  })
  switch (judged.kind) {
    case 'noAnswer': {
      // What is on a screen can be paid with or without our line: only a lost end is unknown. A
      // device that was told what to take, and says that it does not know: then nobody does.
      const lost =
        state === 'closing' ||
        state === 'submitting' ||
        (state === 'processing' && isAtDevice(flow))
          ? moved(payment, 'noAnswer', { reason: judged.reason })
          : null
      return { ...nothing, entries: lost ? [lost] : [] }
    }
    case 'nothingNew':
      return { ...nothing, entries: answer.kind === 'state' ? parts(payment, answer, around) : [] }
    case 'neverSeen':
      return nothing
    case 'askAgain':
      return { ...nothing, askAgain: true }
    case 'notBelieved': {
      const body = { v: 1, reason: judged.reason } as const
      return { ...nothing, entries: [{ kind: 'answer.notBelieved', subject: paymentId, body }] }
    }
    case 'event':
      return {
        ...nothing,
        entries:
          answer.kind === 'state'
            ? told(payment, judged.event, answer, around)
            : refusedOutright(payment, answer.kind === 'notAccepted' ? answer.reason : ''),
      }
  }
}

/** Nothing was accepted: no money can move for this id. */
function refusedOutright(payment: PaymentRow, reason: string): readonly Entry[] {
  const mayStillBePaid = hasOwnCode(payment)
  const row = moved(payment, 'refused', { reason, ...(mayStillBePaid ? { mayStillBePaid } : {}) })
  return row ? [row, ...loss(payment, row.body.to)] : []
}

function told(
  payment: PaymentRow,
  event: PaymentEvent,
  answer: Told,
  around: Around,
): readonly Entry[] {
  const { providerReference } = answer
  const creditedMinor = oursOf(answer)
  const { shiftId, newDiscrepancyId, issueReceipt } = around
  if (isTerminal(payment.state) || payment.state === 'conflicted') {
    return [...agreed(payment, event, answer), ...late(payment, answer, around)]
  }
  const row = moved(payment, event, {
    ...learnt(answer),
    ...ofEvent(payment, event, answer, around),
  })
  if (!row) return parts(payment, answer, around)
  const { to, beyondSale } = row.body
  const after = { ...payment, state: to, beyondSale: beyondSale === true ? 1 : 0 } as const
  const credits = newCredits(payment, answer, around)
  if (!isTerminal(to)) return [...credits, row]
  const method = paidBy(payment.method, answer.card ?? null)
  const octopus = answer.octopus ?? null
  const tender = { ...payment, method, providerReference, cash: null, octopus }
  const sale = to === 'succeeded' && beyondSale !== true ? around.sale : undefined
  return [
    ...credits,
    row,
    ...(sale ? completion(sale, tender, shiftId, issueReceipt) : []),
    ...excess(after, creditedMinor, { providerReference }, newDiscrepancyId),
    ...loss(payment, to),
  ]
}

/** What any answer may bring along, whatever it makes of the payment. */
function learnt(answer: Told): MoveDetails {
  const { providerReference, wallet, card, octopus } = answer
  const creditedMinor = oursOf(answer)
  return {
    ...(providerReference === null ? {} : { providerReference }),
    ...(creditedMinor > 0 ? { creditedMinor } : {}),
    ...(wallet === null ? {} : { wallet }),
    ...(card ? { card } : {}),
    ...(octopus ? { octopus } : {}),
  }
}

/** What belongs to this event alone. */
function ofEvent(
  payment: PaymentRow,
  event: PaymentEvent,
  { amount, code, refusal }: Told,
  around: Around,
): MoveDetails {
  const stays = hasOwnCode(payment) && endsWithoutMoney.has(event) ? { mayStillBePaid: true } : {}
  switch (event) {
    case 'paid':
      return comesBeyond(payment, around.sale) ? { beyondSale: true } : {}
    case 'refused':
      return refusal === null ? stays : { ...stays, reason: refusal }
    case 'differs':
      return amount.currency === 'HKD' ? {} : { reason: amount.currency }
    case 'expired':
      return { closeReason: 'expired' }
    case 'codeShown':
      return code ? { code: shown(code, around.nowMs) } : {}
    default:
      return stays
  }
}

const shown = (code: NonNullable<Told['code']>, nowMs: number) => ({
  text: code.text,
  payee: code.payee,
  shownAtMs: nowMs,
  // A clock that differs from theirs must not show a code that is over, nor one for ever.
  expiresAtMs: Math.min(Math.max(code.expiresAtMs, nowMs + 30_000), nowMs + 3_600_000),
})

/** What a supervisor vouched for, the channel says too, or it says something else. */
function agreed(
  payment: PaymentRow,
  event: PaymentEvent,
  { providerReference, state: says, card, octopus }: Told,
): readonly Entry[] {
  const { paymentId: subject, byHand, state } = payment
  if (state !== 'succeeded' || (byHand !== 'paid' && byHand !== 'contradicted')) return []
  if (event === 'paid') {
    const facts = { ...(card ? { card } : {}), ...(octopus ? { octopus } : {}) }
    const body = { v: 1, providerReference, ...facts } as const
    return [{ kind: 'payment.handAgreed', subject, body }]
  }
  if (byHand === 'contradicted') return []
  return [{ kind: 'payment.handContradicted', subject, body: { v: 1, told: says } }]
}

/** Money beyond or after the end. */
const late = (payment: PaymentRow, answer: Told, { newDiscrepancyId }: Around): readonly Entry[] =>
  excess(payment, oursOf(answer), answer, newDiscrepancyId)

/** What has come and stays, in cents: what was undone does not, and other money is none of ours. */
const oursOf = ({ state, creditedMinor, amount }: Told): number =>
  state === 'reversed' || amount.currency !== 'HKD' ? 0 : creditedMinor

/** Parts of what a transfer brings, while it goes on being waited for; of what has ended, what is beyond it. */
function parts(payment: PaymentRow, answer: Told, around: Around): readonly Entry[] {
  if (isTerminal(payment.state) || payment.state === 'conflicted') {
    return late(payment, answer, around)
  }
  return newCredits(payment, answer, around)
}

function newCredits(
  { paymentId, flow, creditedMinor }: PaymentRow,
  { credits }: Told,
  { knownCredits }: Around,
): readonly Entry[] {
  if (flow !== 'awaitingFunds') return []
  let sumMinor = creditedMinor
  return credits
    .filter(({ creditId }) => !knownCredits.has(creditId))
    .map(({ creditId, amountMinor, atMs }) => {
      sumMinor += amountMinor
      const body = { v: 1, creditId, amountMinor, atMs, creditedMinor: sumMinor } as const
      return { kind: 'payment.credited', subject: paymentId, body }
    })
}

/** The goods went before the money was known to have come, and it never came. */
export function loss(
  { paymentId, saleId, goodsReleased, amountMinor }: PaymentRow,
  to: PaymentRow['state'],
): readonly Entry[] {
  if (goodsReleased === 0 || !isTerminal(to) || to === 'succeeded') return []
  const body = { v: 1, paymentId, amountMinor } as const
  return [{ kind: 'sale.lossRecorded', subject: saleId, body }]
}
