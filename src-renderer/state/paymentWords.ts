/** What a payment's state means to the person at the till: its tone and its sentences. */
import type { PaymentState, PaymentView } from '../../src-shared/contract/sale.ts'
import { codeMadeHere, type Flow } from '../../src-shared/methods.ts'
import { showAmount } from '../../src-shared/money.ts'
import { readRefusal } from '../../src-shared/octopusFacts.ts'
import { fill, textsIn, type Texts } from '../../src-shared/texts/index.ts'
import { showTime } from '../../src-shared/texts/show.ts'
import {
  cardSentences,
  isAtTerminal,
  isCardMethod,
  paidName,
  refusalWords,
  stopWords,
} from './cardWords.ts'
import { coachOf, isAtReader, isOctopusMethod, octopusSentences } from './octopusWords.ts'

/** The status colours, each with a shape and an icon of its own. Green is for money received. */
export type Tone = 'idle' | 'working' | 'paid' | 'person' | 'notPaid' | 'unknown'

const tones: Readonly<Record<PaymentState, Tone>> = {
  created: 'idle',
  submitting: 'working',
  awaitingPayer: 'working',
  processing: 'working',
  unknown: 'unknown',
  closing: 'working',
  succeeded: 'paid',
  failed: 'notPaid',
  closed: 'notPaid',
  reversed: 'notPaid',
  conflicted: 'person',
}

/** Green only where somebody other than the shop's own people says that the money is there. */
export function toneOf(payment: PaymentView): Tone {
  if (payment.discrepancyMinor > 0 || vouchedFor(payment)) return 'person'
  // Its money was dealt with: it pays for nothing.
  if (payment.beyondSale && payment.state === 'succeeded') return 'idle'
  return tones[payment.state]
}

export const toneOfState = (state: PaymentState): Tone => tones[state]

/** Paid by the word of a supervisor alone. */
export const vouchedFor = ({ state, byHand }: PaymentView): boolean =>
  state === 'succeeded' && (byHand === 'paid' || byHand === 'contradicted')

/** The state in one or two words. */
export function stateWord(texts: Texts, payment: PaymentView): string {
  const { words, flowStates, marks } = texts
  const { flow, state } = payment
  if (payment.discrepancyMinor > 0) return words.extra
  if (payment.byHand === 'contradicted') return marks.contradicted
  if (vouchedFor(payment)) return marks.byHand
  if (payment.beyondSale && state === 'succeeded') return marks.beyondSale
  if (flow === 'customerCode' && state === 'submitting') return flowStates.scannedWaiting
  if (flow === 'customerCode' && state === 'closing') return flowStates.undoing
  if (flow === 'awaitingFunds' && state === 'awaitingPayer') {
    return payment.creditedMinor > 0 ? flowStates.fundsPart : flowStates.fundsAwaited
  }
  const coach = coachOf(texts, payment)
  if (coach) return coach.word
  return stateName(texts, flow, state)
}

/** Whatever else is known of the payment. */
export function stateName(texts: Texts, flow: Flow, state: PaymentState): string {
  const { states, card, octopus } = texts
  const own: Readonly<Partial<Record<Flow, Readonly<Partial<Record<PaymentState, string>>>>>> = {
    cardTerminal: card.states,
    octopusReader: octopus.states,
  }
  return own[flow]?.[state] ?? states[state]
}

/** By what it was paid, and in the provider’s words which wallet it was, where that says more. */
export function methodName(texts: Texts, payment: PaymentView): string {
  const { paidBy, wallet } = payment
  const name = paidName(texts, payment)
  // The same again, in the provider's language.
  if (wallet === null || wallet === textsIn('en').methods[paidBy]) return name
  return name.includes(wallet) || wallet.startsWith(name) ? wallet : `${name} · ${wallet}`
}

/** Who is asked about it, as a sentence names him. */
export function providerOf({ providers }: Texts, { method }: Pick<PaymentView, 'method'>): string {
  const named: Readonly<Record<string, string>> = providers
  if (isOctopusMethod(method)) return providers.reader
  return named[method] ?? (isCardMethod(method) ? providers.terminal : providers.bank)
}

/** States that a payment does not leave by itself. */
export const hasEnded = (state: PaymentState): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'closed' || state === 'reversed'

/** Money that is waited for in the background: it keeps nobody from another sale. */
export const isAwaited = ({ flow, state }: PaymentView): boolean =>
  flow === 'awaitingFunds' && !hasEnded(state)

/** What is going on, then what to do; the most important sentence first. */
export function wordsOf(texts: Texts, payment: PaymentView, nowMs: number): readonly string[] {
  const { words } = texts
  // "Not paid, safe to try again" is no longer the truth once money came after all.
  if (payment.discrepancyMinor > 0) return [extraWords(texts, payment)]
  const channel = providerOf(texts, payment)
  const more = [
    refusedWords(texts, payment),
    payment.byHand === 'notPaid' ? words.byHandNotPaid : null,
    payment.byHand === 'agreed' ? fill(words.agreed, { channel }) : null,
    payment.goodsReleased ? words.goodsReleased : null,
    payment.atRisk ? words.atRisk : null,
    payment.mayStillBePaid ? mayComeWords(texts, payment) : null,
  ]
  return [
    ...(cardSentences(texts, payment) ??
      octopusSentences(texts, payment) ??
      stateWords(texts, payment, nowMs)),
    ...more.filter((sentence): sentence is string => sentence !== null),
  ]
}

function extraWords({ words }: Texts, payment: PaymentView): string {
  const amount = showAmount(payment.discrepancyMinor)
  if (payment.beyondSale) {
    return fill(words.beyondSale, {
      time: showTime(payment.endedAtMs ?? payment.createdAtMs),
      amount,
    })
  }
  return fill(payment.state === 'succeeded' ? words.extraPaid : words.late, { amount })
}

function mayComeWords({ words, card, octopus }: Texts, payment: PaymentView): string {
  if (isAtTerminal(payment)) return card.words.mayCome
  if (isAtReader(payment)) return octopus.words.mayCome
  return payment.flow === 'awaitingFunds' ? words.fundsMayCome : words.mayStillBePaid
}

/** Why, in the words of whoever refused it. */
function refusedWords(texts: Texts, payment: PaymentView): string | null {
  const { state, refusal } = payment
  if (state !== 'failed' || refusal === null || refusal.trim() === '') return null
  // Of these the state says why already.
  if (isAtReader(payment) && readRefusal(refusal) !== null) return null
  const channel = capital(providerOf(texts, payment))
  return refusalWords(texts, payment) ?? fill(texts.words.refusal, { channel, words: cut(refusal) })
}

function stateWords(texts: Texts, payment: PaymentView, nowMs: number): readonly string[] {
  const { words } = texts
  const { flow } = payment
  const channel = providerOf(texts, payment)
  switch (payment.state) {
    case 'created':
    case 'submitting':
      return startWords(texts, payment)
    case 'awaitingPayer':
      if (flow === 'awaitingFunds') return fundsWords(texts, payment)
      return [payment.lineDown ? fill(words.lineDown, { channel }) : words.ready]
    case 'processing': {
      const now = payment.lineDown ? fill(words.checking, { channel }) : words.confirm
      return flow === 'customerCode' ? [now, words.ifNoAnswer] : [now]
    }
    case 'unknown': {
      // The sale was freed of it: whether to charge again is decided.
      if (payment.atRisk) return [fill(words.freed, { channel })]
      const leftMs = payment.nextAskAtMs === null ? 0 : payment.nextAskAtMs - nowMs
      const now =
        leftMs > 0
          ? fill(words.unknown, { n: Math.ceil(leftMs / 1000) })
          : fill(words.checking, { channel })
      return isUndone(payment) ? [now, fill(words.undoingUnknown, { channel })] : [now]
    }
    case 'closing':
      if (isUndone(payment)) return [fill(words.undoing, { channel })]
      return [fill(payment.closeReason === 'expired' ? words.expired : words.closing, { channel })]
    case 'succeeded':
      if (payment.byHand === 'contradicted') {
        const isOpen = payment.actions.includes('acceptDenial')
        return [fill(isOpen ? words.contradicted : words.denialAccepted, { channel })]
      }
      return [vouchedFor(payment) ? fill(words.byHand, { channel }) : words.succeeded]
    case 'failed':
      return [words.declined]
    case 'closed':
      return [words.notPaid]
    case 'reversed':
      return [words.reversed]
    case 'conflicted':
      return [fill(words.conflicted, { channel })]
  }
}

/** A code that the customer showed is not closed but undone, whatever became of it. */
const isUndone = ({ flow, closeReason }: PaymentView): boolean =>
  flow === 'customerCode' && closeReason !== null

function startWords(texts: Texts, payment: PaymentView): readonly string[] {
  const { words } = texts
  const channel = providerOf(texts, payment)
  if (payment.flow === 'customerCode') {
    return [fill(words.startingScan, { wallet: channel }), words.ifNoAnswer]
  }
  if (payment.flow !== 'awaitingFunds') return [words.starting]
  return [fill(words.startingFunds, { channel: capital(channel) })]
}

function fundsWords(texts: Texts, payment: PaymentView): readonly string[] {
  const { words } = texts
  const leftMinor = Math.max(0, payment.amountMinor - payment.creditedMinor)
  const credited = showAmount(payment.creditedMinor)
  return [
    payment.creditedMinor > 0
      ? fill(words.fundsPart, { credited, left: showAmount(leftMinor) })
      : words.funds,
    ...(payment.lineDown
      ? [fill(words.fundsLineDown, { channel: providerOf(texts, payment) })]
      : []),
  ]
}

/** As it begins a sentence. */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** Words of others have no say in how long a sentence is. */
const mostOfRefusal = 80
const cut = (text: string): string => {
  const characters = Array.from(text.trim())
  return characters.length <= mostOfRefusal
    ? characters.join('')
    : `${characters.slice(0, mostOfRefusal - 1).join('')}…`
}

/** What to tell the customer meanwhile; null: the words of the state say it already. */
export function tellOf(texts: Texts, payment: PaymentView): string | null {
  const { tell, tellConfirm, tellWait } = texts.payment
  const { state } = payment
  if (hasEnded(state) || state === 'awaitingPayer') return null
  // What he does is said above, and before that there is nothing to make sure of.
  if (isAtTerminal(payment) && (state === 'submitting' || state === 'processing')) return null
  if (coachOf(texts, payment)) return null
  if (state === 'processing') return fill(tell, { words: tellConfirm })
  return fill(tell, { words: tellWait })
}

/** What a cancel leads to: a code that was made here cannot be taken back, a scanned one is undone. */
export function cancelWords(texts: Texts, payment: PaymentView): string {
  const { cancelText } = texts.payment
  const channel = providerOf(texts, payment)
  switch (payment.flow) {
    case 'customerCode':
      return fill(cancelText.customerCode, { channel })
    case 'awaitingFunds':
      return cancelText.awaitingFunds
    case 'cardTerminal':
      return stopWords(texts, payment)
    case 'octopusReader':
      return texts.octopus.cancelText
    default:
      return codeMadeHere(payment.method)
        ? cancelText.ours
        : fill(cancelText.merchantCode, { channel })
  }
}
