/** What a payment's state means to the person at the till: its tone and its sentences. */
import type { PaymentState, PaymentView } from '../../src-shared/contract/sale.ts'
import { showAmount } from '../../src-shared/money.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'

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

export const toneOf = (payment: PaymentView): Tone =>
  payment.discrepancyMinor > 0 ? 'person' : tones[payment.state]

export const toneOfState = (state: PaymentState): Tone => tones[state]

/** The state in one or two words. */
export const stateWord = (texts: Texts, payment: PaymentView): string =>
  payment.discrepancyMinor > 0 ? texts.words.extra : texts.states[payment.state]

/** States that a payment does not leave by itself. */
export const hasEnded = (state: PaymentState): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'closed' || state === 'reversed'

/** Where it may still make sense to ask for its end. */
export const canBeCancelled = (state: PaymentState): boolean =>
  state === 'submitting' ||
  state === 'awaitingPayer' ||
  state === 'processing' ||
  state === 'unknown'

/** What is going on, then what to do; the most important sentence first. */
export function wordsOf(texts: Texts, payment: PaymentView, nowMs: number): readonly string[] {
  const { words } = texts
  // "Not paid, safe to try again" is no longer the truth once money came after all.
  if (payment.discrepancyMinor > 0) {
    return [fill(words.late, { amount: showAmount(payment.discrepancyMinor) })]
  }
  const now = stateWords(texts, payment, nowMs)
  return payment.mayStillBePaid ? [now, words.mayStillBePaid] : [now]
}

function stateWords({ words, payment: paymentTexts }: Texts, payment: PaymentView, nowMs: number) {
  const channel = paymentTexts.bank
  switch (payment.state) {
    case 'created':
    case 'submitting':
      return words.starting
    case 'awaitingPayer':
      return payment.lineDown ? words.lineDown : words.ready
    case 'processing':
      return words.confirm
    case 'unknown': {
      const leftMs = payment.nextAskAtMs === null ? 0 : payment.nextAskAtMs - nowMs
      return leftMs > 0
        ? fill(words.unknown, { n: Math.ceil(leftMs / 1000) })
        : fill(words.checking, { channel })
    }
    case 'closing':
      return fill(payment.closeReason === 'expired' ? words.expired : words.closing, { channel })
    case 'succeeded':
      return words.succeeded
    case 'failed':
      return words.declined
    case 'closed':
      return words.notPaid
    case 'reversed':
      return words.reversed
    case 'conflicted':
      return words.conflicted
  }
}

/** What to tell the customer meanwhile; null: the words of the state say it already. */
export function tellOf(texts: Texts, state: PaymentState): string | null {
  const { tell, tellConfirm, tellWait } = texts.payment
  if (hasEnded(state) || state === 'awaitingPayer') return null
  if (state === 'processing') return fill(tell, { words: tellConfirm })
  return fill(tell, { words: tellWait })
}
