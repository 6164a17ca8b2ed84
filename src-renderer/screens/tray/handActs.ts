/** What a person may decide about money that no machine vouches for, and what it takes. */
import type { PaymentAction, PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import type {
  conflictDecisions,
  DiscrepancyView,
  TrayItem,
} from '../../../src-shared/contract/tray.ts'
import type { RefundView } from '../../../src-shared/contract/refund.ts'
import { showAmount } from '../../../src-shared/money.ts'
import type { Permission } from '../../../src-shared/permissions.ts'
import type { Facts } from '../../../src-shared/result.ts'
import type { Texts } from '../../../src-shared/texts/index.ts'
import { isAtTerminal } from '../../state/cardWords.ts'
import { isAtReader } from '../../state/octopusWords.ts'

/** About a payment, in the order in which they are offered. */
export const paymentActs = [
  'releaseGoods',
  'acceptShortfall',
  'freeSale',
  'endUnasked',
  'confirmPaid',
  'confirmNotPaid',
  'decideConflict',
  'acceptDenial',
] as const satisfies readonly PaymentAction[]
export type PaymentAct = (typeof paymentActs)[number]

/** And about money beyond a payment. */
export const discrepancyActs = ['keep', 'writeOff'] as const
/** And about a refund that nobody can be asked about any more. */
export const refundActs = ['refundGiven', 'refundNotGiven'] as const
export type HandAct = PaymentAct | (typeof discrepancyActs)[number] | (typeof refundActs)[number]

/** How the contract calls it. */
export const closes = { keep: 'kept', writeOff: 'writtenOff' } as const

export type Decision = (typeof conflictDecisions)[number]

export type Given = {
  readonly reason: string
  /** The approval code or the provider's reference; empty where none is asked for. */
  readonly evidence: string
  readonly decision: Decision | null
}

/** What is still to be given, as its text is called. */
export type Missing = 'evidenceFirst' | 'decisionFirst' | 'reasonFirst'

/** As the contract has it. */
const shortestEvidence = 4

export function missingOf(act: HandAct, given: Given): Missing | null {
  if (act === 'decideConflict' && given.decision === null) return 'decisionFirst'
  if (act === 'confirmPaid' && given.evidence.length < shortestEvidence) return 'evidenceFirst'
  return given.reason === '' ? 'reasonFirst' : null
}

/**
 * Whether it can still be decided: while somebody makes up his mind, the provider may have
 * answered, or another may have decided.
 * @param tray undefined: not told yet
 */
export function isOpen(
  asked: {
    readonly act: HandAct
    readonly payment: Pick<PaymentView, 'paymentId'>
    readonly discrepancy: Pick<DiscrepancyView, 'discrepancyId'> | null
    readonly refund?: Pick<RefundView, 'refundId'>
  },
  tray: readonly TrayItem[] | undefined,
  sale: Pick<SaleView, 'payments'> | null,
): boolean {
  const { act, discrepancy, refund } = asked
  if (tray === undefined) return true
  if (act === 'keep' || act === 'writeOff') {
    return tray.some((item) => item.discrepancy?.discrepancyId === discrepancy?.discrepancyId)
  }
  if (act === 'refundGiven' || act === 'refundNotGiven') {
    return tray.some((item) => item.refund?.refundId === refund?.refundId)
  }
  const { paymentId } = asked.payment
  const known = [...(sale?.payments ?? []), ...tray.map(({ payment }) => payment)]
  return known.some((one) => one.paymentId === paymentId && one.actions.includes(act))
}

export const permissionOf = (act: HandAct): Permission =>
  act === 'releaseGoods' ? 'releaseOffline' : 'confirmByHand'

type HandWords = {
  readonly title: string
  readonly means: string
  readonly more: string
  readonly confirm: string
  readonly reasons: Readonly<Record<string, string>>
}

/** Of a card and of an Octopus: what its device has to do with it. Where it says nothing, what is said of others holds. */
function ownHand(
  { hand }: Texts,
  payment: Pick<PaymentView, 'flow'>,
): Texts['hand']['card'] | Texts['hand']['octopus'] | null {
  if (isAtTerminal(payment)) return hand.card
  return isAtReader(payment) ? hand.octopus : null
}

/** What is asked for as evidence. */
export const evidenceWords = (
  texts: Texts,
  payment: Pick<PaymentView, 'flow'>,
): Pick<Texts['hand'], 'evidence' | 'evidenceHint' | 'evidenceFirst'> =>
  ownHand(texts, payment) ?? texts.hand

/** What is asked and what it means. */
export function handWords(
  texts: Texts,
  act: HandAct,
  payment: Pick<PaymentView, 'flow'>,
): HandWords {
  const all: Readonly<Partial<Record<string, Partial<HandWords> | string>>> =
    ownHand(texts, payment) ?? {}
  const own = all[act]
  return { ...texts.hand[act], ...(typeof own === 'object' ? own : {}) }
}

/** What the texts about this payment fill in. */
export function factsOf(payment: PaymentView): Facts {
  const shortMinor = Math.max(0, payment.amountMinor - payment.creditedMinor)
  return {
    amount: showAmount(payment.amountMinor),
    credited: showAmount(payment.creditedMinor),
    short: showAmount(shortMinor),
  }
}
