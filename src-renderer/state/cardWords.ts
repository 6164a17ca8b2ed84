/** A card in words: what is going on at its terminal, and what the terminal told of it. */
import type { CardFacts } from '../../src-shared/cardFacts.ts'
import type { PaymentState, PaymentView } from '../../src-shared/contract/sale.ts'
import { methodRow, type MethodId } from '../../src-shared/methods.ts'
import { showAmount } from '../../src-shared/money.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'

export const isAtTerminal = ({ flow }: Pick<PaymentView, 'flow'>): boolean =>
  flow === 'cardTerminal'

type Terminal = NonNullable<PaymentView['terminal']>
type Sentence = keyof Texts['card']['words']

/** Of one that is not set up any more nothing is known but its slips. */
const gone: Terminal = { name: '', stops: false, knows: false, says: null, there: true }
export const terminalOf = ({ terminal }: Pick<PaymentView, 'terminal'>): Terminal =>
  terminal ?? gone

const testing = (): readonly Sentence[] => ['testing']
const paying = (): readonly Sentence[] => ['paying']

/** What is said in each state, in this order; nothing: what is said of every other payment. */
const sentences: Readonly<
  Partial<Record<PaymentState, (at: Terminal, payment: PaymentView) => readonly Sentence[]>>
> = {
  created: testing,
  submitting: testing,
  awaitingPayer: paying,
  processing: paying,
  closing: ({ stops }) => [stops ? 'asked' : 'redKey', 'orPaid'],
  unknown({ knows, there }, { atRisk }) {
    if (atRisk) return knows ? [] : ['freed']
    if (!knows) return ['unknown', 'onlySlip']
    // What is asked next, and when, is said as of every payment; without a line nothing is.
    return there ? [] : ['unknown']
  },
  failed: (_, { refusal }) => [isOurs(refusal) ? 'notTaken' : 'declined'],
  conflicted: (_, { creditedMinor }) => (creditedMinor > 0 ? ['conflicted'] : []),
}

/** While something can still come over it. */
const needsLine: ReadonlySet<PaymentState> = new Set([
  'awaitingPayer',
  'processing',
  'closing',
  'unknown',
])

/** What the state of a card means; null: what is said of every other payment. */
export function cardSentences({ card }: Texts, payment: PaymentView): readonly string[] | null {
  if (!isAtTerminal(payment)) return null
  const at = terminalOf(payment)
  const said = sentences[payment.state]?.(at, payment) ?? []
  if (said.length === 0) return null
  const isCut = !at.there && needsLine.has(payment.state)
  const facts = {
    taken: showAmount(payment.creditedMinor),
    amount: showAmount(payment.amountMinor),
  }
  return [...said, ...(isCut ? (['lineGone'] as const) : [])].map((one) =>
    fill(card.words[one], facts),
  )
}

const ours = [
  'terminalAway',
  'terminalRefused',
  'terminalNotAsked',
  'terminalBusy',
  'terminalSilent',
] as const satisfies readonly (keyof Texts['card']['refusals'])[]

/** Why nobody knows what became of it. */
const lost = [
  'terminalNoAck',
  'terminalNoResult',
  'terminalUnplugged',
  'terminalGaveUp',
  'terminalCannotBeAsked',
  'terminalDoesNotKnow',
  'terminalAtOther',
  'terminalItself',
] as const satisfies readonly (keyof Texts['card']['lost'])[]

const oursOf = (refusal: string | null) => ours.find((one) => one === refusal)
const isOurs = (refusal: string | null): boolean => oursOf(refusal) !== undefined

/** Why no terminal took it, or why nobody knows, where it is the till that says so; null: somebody else has said it in his own words. */
export function ourRefusal({ card }: Texts, refusal: string | null): string | null {
  const why = oursOf(refusal)
  if (why !== undefined) return card.refusals[why]
  const nobodyKnows = lost.find((one) => one === refusal)
  return nobodyKnows === undefined ? null : card.lost[nobodyKnows]
}

/** As little as many terminals say: a code of the protocol, and no word. */
const bareCode = /^[0-9A-Z]{1,3}$/iu

/** Why it was refused, in the till's words or as the terminal's code; null: the terminal has said it in words. */
export const refusalWords = (texts: Texts, payment: PaymentView): string | null =>
  isAtTerminal(payment) && bareCode.test(payment.refusal ?? '')
    ? fill(texts.card.words.code, { words: payment.refusal ?? '' })
    : ourRefusal(texts, payment.refusal)

/** The method by which it was paid, else by which it is to be; a card by its scheme. */
export function paidName(
  { methods, card: words }: Texts,
  { paidBy, card }: Pick<PaymentView, 'paidBy' | 'card'>,
): string {
  const scheme = paidBy === 'cardOther' ? (card?.scheme ?? null) : null
  return scheme === null ? methods[paidBy] : words.schemes[scheme]
}

const wallets: ReadonlySet<MethodId> = new Set(['applePay', 'googlePay', 'samsungPay'])

/** What the customer does at the terminal: with a telephone, or whatever he has. */
export const asksPhone = ({ method }: Pick<PaymentView, 'method'>): boolean => wallets.has(method)
export const askWords = ({ card }: Texts, payment: Pick<PaymentView, 'method'>): string =>
  asksPhone(payment) ? card.face.phone : card.face.card

/**
 * `Visa **** 1234 · contactless`: what is told of it; empty where nothing is.
 * @param beside a name that stands beside it, and is not said again
 */
export function cardLine({ card: words }: Texts, card: CardFacts, beside = ''): string {
  const lastFour = /\d{4}$/u.exec(card.number ?? '')?.[0]
  const scheme = card.scheme === null ? '' : words.schemes[card.scheme]
  const name = [scheme === beside ? '' : scheme, lastFour === undefined ? '' : `**** ${lastFour}`]
  return joined(
    [joined(name, ' '), card.entryMode === null ? '' : words.entryModes[card.entryMode]],
    ' · ',
  )
}

/** What a cashier may be asked about a card that has paid, beside its name. */
export function cardNotes(texts: Texts, payment: PaymentView): readonly string[] {
  const { card: words } = texts
  const { card, providerReference } = payment
  const approvalCode = card === null ? providerReference : card.approvalCode
  const approval =
    isAtTerminal(payment) && approvalCode !== null
      ? fill(words.approval, { text: approvalCode })
      : ''
  // Read on its slip, by whoever confirmed it.
  if (card === null) return approval === '' ? [] : [approval]
  return [
    cardLine(texts, card, paidName(texts, payment)),
    approval,
    walletWords(texts, payment, card),
  ].filter((text) => text !== '')
}

/** By what it was really paid, where that is not what was chosen; and whether it was a telephone, where that is not told. */
function walletWords(texts: Texts, payment: PaymentView, card: CardFacts): string {
  const { card: words, methods } = texts
  const { method, paidBy } = payment
  const isTapped = card.entryMode === 'contactless'
  // Many a terminal does not even tell how it was read.
  const isUntold = card.wallet === null && (isTapped || card.entryMode === null)
  const names = { chosen: methods[method], paid: paidName(texts, payment) }
  if (paidBy !== method) {
    const untold = isUntold && wallets.has(method)
    return fill(untold ? words.chosenUntold : words.chosen, names)
  }
  // Its name says it already.
  if (card.wallet !== null) return ''
  return isUntold && isTapped ? words.walletUntold : ''
}

/** Everything that the terminal told, by the names that the field has for it. */
export function cardFacts(
  { card: words }: Texts,
  card: CardFacts,
): readonly (readonly [string, string])[] {
  const { facts } = words
  const told: readonly (readonly [string, string | null])[] = [
    [facts.approvalCode, card.approvalCode],
    [facts.number, card.number],
    [facts.scheme, card.scheme === null ? null : words.schemes[card.scheme]],
    [facts.entryMode, card.entryMode === null ? null : words.entryModes[card.entryMode]],
    [facts.wallet, card.wallet],
    [facts.terminalId, card.terminalId],
    [facts.merchantId, card.merchantId],
    [facts.batch, card.batch],
    [facts.trace, card.trace],
    [facts.retrievalReference, card.retrievalReference],
    [facts.applicationId, card.applicationId],
    [facts.time, card.time],
  ]
  return told.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, value] as const],
  )
}

/** Nobody else may ever say what became of it: whoever stands there reads the terminal's slip. */
export const needsSlip = (payment: PaymentView): boolean =>
  isAtTerminal(payment) && payment.state === 'unknown' && !payment.atRisk

/** Where to look; of a terminal that is being asked, only if that finds nothing. */
export function slipTitle({ card: { slip } }: Texts, payment: PaymentView): string {
  const { knows, name } = terminalOf(payment)
  return fill(knows ? slip.titleAsked : slip.title, { terminal: name })
}

/** What its slip means, and what to do then. */
export const slipWords = (
  { card: { slip } }: Texts,
  { amountMinor }: Pick<PaymentView, 'amountMinor'>,
): readonly string[] => [fill(slip.paid, { amount: showAmount(amountMinor) }), slip.notPaid]

/** What a cancel leads to. */
export const stopWords = ({ card }: Texts, payment: PaymentView): string =>
  terminalOf(payment).stops ? card.cancel.asked : card.cancel.redKey

export const isCardMethod = (method: MethodId): boolean => methodRow(method).flow === 'cardTerminal'

const joined = (texts: readonly string[], between: string): string =>
  texts.filter((text) => text !== '').join(between)
