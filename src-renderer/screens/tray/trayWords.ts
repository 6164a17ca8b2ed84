/** What an item of the unresolved tray means: its tone, what is tried, what to tell the customer. */
import type { TrayItem } from '../../../src-shared/contract/tray.ts'
import { showAmount } from '../../../src-shared/money.ts'
import { fill, type Texts } from '../../../src-shared/texts/index.ts'
import { showLeft } from '../../../src-shared/texts/show.ts'
import {
  methodName,
  providerOf,
  stateWord,
  toneOf,
  wordsOf,
  type Tone,
} from '../../state/paymentWords.ts'
import { isAtTerminal, needsSlip, slipTitle, slipWords, terminalOf } from '../../state/cardWords.ts'
import { comesBackWords, readerTells, readerTrayWords } from '../../state/octopusWords.ts'
import { readOnSlip, refundEnded, refundWords, toneOfRefund } from '../refund/refundWords.ts'

/** Names an item over all its changes: a payment may have a discrepancy and a refund beside it. */
export const keyOf = (item: TrayItem): string =>
  [
    item.about,
    item.refund?.refundId ?? item.discrepancy?.discrepancyId ?? item.payment.paymentId,
  ].join('/')

/** The same item as it is now, else what has become of its payment; undefined: all is settled. */
export const followed = (items: readonly TrayItem[], before: TrayItem): TrayItem | undefined =>
  items.find((item) => keyOf(item) === keyOf(before)) ??
  items.find(({ payment }) => payment.paymentId === before.payment.paymentId)

/** The money that the item is about, in cents. */
export const amountOf = ({ payment, discrepancy, refund }: TrayItem): number =>
  refund?.amountMinor ?? discrepancy?.amountMinor ?? payment.amountMinor

export function toneOfItem({ about, payment, refund }: TrayItem): Tone {
  if (about === 'payment') return toneOf(payment)
  return about === 'refund' && refund ? toneOfRefund(refund) : 'person'
}

export function itemWord(texts: Texts, { about, payment, discrepancy, refund }: TrayItem): string {
  if (about === 'payment') return stateWord(texts, payment)
  if (about === 'refund' && refund) return texts.refund.states[refund.state]
  return discrepancy?.bothPaid === true ? texts.tray.paidTwice : texts.tray.decide
}

export const aboutWords = (texts: Texts, { about, payment }: TrayItem): string =>
  fill(texts.tray.about[about], { method: methodName(texts, payment) })

/** What the customer or the statement calls it: our reference, else what the sale was named. */
export const findBy = ({ payment, saleReference, saleDescription }: TrayItem): string =>
  [payment.reference ?? '', saleReference, saleDescription]
    .filter((text) => text !== '')
    .join(' · ')

/** First what happened to the money, then what not to do. */
export function happenedWords(texts: Texts, item: TrayItem, nowMs: number): readonly string[] {
  const { about, payment, discrepancy, refund } = item
  if (about === 'refund' && refund) return refundWords(texts, payment, refund, nowMs)
  if (about === 'discrepancy' && discrepancy) {
    const { money } = texts.tray
    const words = discrepancy.bothPaid ? money.both : money.late
    return [fill(words, { amount: showAmount(discrepancy.amountMinor) })]
  }
  return wordsOf(texts, payment, nowMs)
}

/** What goes on by itself, and when it goes on next. */
export function tryingWords(texts: Texts, item: TrayItem, nowMs: number): readonly string[] {
  const { tries } = texts.tray
  const { about, payment, discrepancy } = item
  const channel = providerOf(texts, payment)
  if (about === 'discrepancy') {
    const underWay = discrepancy?.refunds.findLast((refund) => !refundEnded(refund))
    return underWay ? refundWords(texts, payment, underWay, nowMs) : [tries.decide]
  }
  const atTerminal = terminalWords(texts, item)
  if (atTerminal !== null) return [...atTerminal, ...slipLines(texts, item)]
  const atReader = about === 'payment' ? readerTrayWords(texts, payment) : null
  if (atReader !== null) return atReader
  const comesBack = about === 'payment' ? comesBackWords(texts, payment) : []
  const nextAskAtMs = about === 'refund' ? (item.refund?.nextAskAtMs ?? null) : payment.nextAskAtMs
  if (nextAskAtMs === null) {
    if (comesBack.length > 0) return comesBack
    return [about === 'refund' ? fill(tries.refundWaits, { channel }) : tries.nothing]
  }
  const leftMs = nextAskAtMs - nowMs
  const left = showLeft(leftMs)
  if (about === 'refund') {
    return [fill(leftMs > 0 ? tries.refundIn : tries.refundNow, { channel, left })]
  }
  const undoing = payment.state === 'closing'
  const words = undoing
    ? leftMs > 0
      ? tries.undoingIn
      : tries.undoingNow
    : leftMs > 0
      ? tries.asksIn
      : tries.nowAsking
  return [
    ...comesBack,
    fill(words, { channel, left }),
    ...(payment.lineDown ? [tries.lineDown] : []),
    ...slipLines(texts, item),
  ]
}

/** Of a card that is with its terminal alone: that its line is gone, or that its slip tells; null: it is asked for as everything else. */
function terminalWords(
  texts: Texts,
  { about, payment, refund }: TrayItem,
): readonly string[] | null {
  const { tray } = texts.card
  if (about === 'refund') return refund && readOnSlip(payment, refund) ? [tray.refundUntold] : null
  if (about === 'payment' && isWithTerminal(payment)) return [tray.waits]
  if (!needsSlip(payment)) return null
  const { knows, there, name } = terminalOf(payment)
  if (!there) return [tray.lineGone]
  return knows ? null : [fill(tray.onlySlip, { terminal: name })]
}

/** The customer is at it, or it is to stop: what comes of that, it says by itself. */
const isWithTerminal = (payment: TrayItem['payment']): boolean =>
  isAtTerminal(payment) && (payment.state === 'processing' || payment.state === 'closing')

/** What a person may read on the terminal meanwhile. */
const slipLines = (texts: Texts, { about, payment }: TrayItem): readonly string[] =>
  about === 'payment' && needsSlip(payment)
    ? [...(isAsked(payment) ? [slipTitle(texts, payment)] : []), ...slipWords(texts, payment)]
    : []

const isAsked = (payment: TrayItem['payment']): boolean => {
  const { knows, there } = terminalOf(payment)
  return knows || !there
}

/** What to say to the customer who stands there, in his words. */
export function tellWords(texts: Texts, item: TrayItem): string {
  const { tray, card } = texts
  const { tells } = tray
  const { about, payment, discrepancy, refund } = item
  if (about === 'refund' && refund) {
    const amount = showAmount(refund.amountMinor)
    if (refund.state === 'failed') return fill(tells.refundFailed, { amount })
    return fill(refund.state === 'unknown' ? tells.refundUnknown : tells.refundOnWay, { amount })
  }
  if (about === 'discrepancy' && discrepancy) {
    const amount = showAmount(discrepancy.amountMinor)
    return fill(discrepancy.bothPaid ? tells.both : tells.late, { amount })
  }
  const atReader = readerTells(texts, payment)
  if (atReader !== null) return atReader
  if (payment.atRisk) return tells.atRisk
  if (payment.state === 'conflicted') return tells.conflict
  if (payment.state === 'closing') return tells.ending
  if (payment.state !== 'processing') return tells.checking
  return isAtTerminal(payment) ? card.tray.pay : tells.confirm
}
