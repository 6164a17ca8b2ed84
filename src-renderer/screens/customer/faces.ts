/** What each state looks like and says: a sign, a word, money, and what to do. */
import {
  Check,
  CircleHelp,
  Clock,
  CreditCard,
  DoorClosed,
  HandCoins,
  HandHeart,
  Hourglass,
  Landmark,
  Nfc,
  ReceiptText,
  Smartphone,
  Store,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { CustomerShows } from '../../../src-shared/contract/display.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { showAmount, showTenCents } from '../../../src-shared/money.ts'
import { fill, type Texts } from '../../../src-shared/texts/index.ts'
import type { Tone } from '../../state/paymentWords.ts'

/** What the engine shows, and a code whose time was over before the engine said so. */
export type Shown =
  | CustomerShows
  | { readonly shows: 'over'; readonly method: MethodId; readonly amountMinor: number }

export type ShownCode = Extract<Shown, { shows: 'code' }>

/** Nobody is being served: the shop itself is what there is to see. */
export const isPoster = ({ shows }: Shown): boolean =>
  shows === 'closed' || shows === 'welcome' || shows === 'thanks'

type Sum = { readonly label: string | null; readonly amountMinor: number }
type Part = { readonly label: string; readonly shown: string }

export type Face = {
  /** `plain`: no status of a payment, and so without its colours and shapes. */
  readonly tone: Tone | 'plain'
  readonly icon: LucideIcon
  readonly title: string
  /** What happened, and what to do: in this order, under the title. */
  readonly says: readonly string[]
  readonly sum: Sum | null
  /** Smaller sums that explain the large one. */
  readonly parts: readonly Part[]
  /** What to do about the sum, under it. */
  readonly todo: string | null
}

export function faceOf(texts: Texts, shown: Exclude<Shown, ShownCode>): Face {
  const words = texts.customer
  const plain = { tone: 'plain', says: [], sum: null, parts: [], todo: null } as const
  switch (shown.shows) {
    case 'closed':
      return { ...plain, icon: DoorClosed, title: words.closed, says: [words.closedTodo] }
    case 'welcome':
      return { ...plain, icon: Store, title: words.welcome, says: [words.welcomeMore] }
    case 'total':
      return { ...plain, ...totalFace(texts, shown) }
    case 'over':
    case 'working':
      return { ...plain, ...workingFace(texts, shown) }
    case 'notPaid':
      return {
        tone: 'notPaid',
        icon: X,
        title: words.notPaid,
        says: [endedWords(words, shown)],
        sum: { label: words.rest, amountMinor: shown.restMinor },
        parts: remainingPart(words, shown),
        todo: words.choose,
      }
    case 'octopus':
      return { ...plain, ...octopusFace(texts, shown) }
    case 'transfer':
      return { ...plain, ...transferFace(texts, shown) }
    case 'paid':
      return {
        ...plain,
        tone: 'paid',
        icon: Check,
        title: words.paid,
        sum: { label: null, amountMinor: shown.totalMinor },
        parts: remainingPart(words, shown),
      }
    case 'change':
      return {
        ...plain,
        icon: HandCoins,
        title: words.change,
        sum: { label: null, amountMinor: shown.changeMinor },
        todo: words.changeTodo,
      }
    case 'thanks':
      return { ...plain, icon: HandHeart, title: words.thanks, says: [words.thanksMore] }
  }
}

type Total = Extract<CustomerShows, { shows: 'total' }>
type Octopus = Extract<CustomerShows, { shows: 'octopus' }>
type Transfer = Extract<CustomerShows, { shows: 'transfer' }>
type NotPaid = Extract<CustomerShows, { shows: 'notPaid' }>
type Working = Extract<Shown, { shows: 'working' | 'over' }>

function totalFace({ customer: words }: Texts, { totalMinor, paidMinor, restMinor }: Total) {
  const begun = paidMinor !== 0
  return {
    icon: ReceiptText,
    title: begun ? words.rest : words.total,
    sum: { label: null, amountMinor: restMinor },
    parts: begun
      ? [
          { label: words.total, shown: showAmount(totalMinor) },
          { label: words.paidSoFar, shown: showAmount(paidMinor) },
        ]
      : [],
    todo: words.choose,
  }
}

function workingFace(texts: Texts, shown: Working) {
  const { customer: words, methods } = texts
  const attempt = { label: methods[shown.method], amountMinor: shown.amountMinor }
  // Where nothing is to be paid, no large sum invites to.
  const small = { tone: 'working', parts: [attemptPart(texts, shown)] } as const
  if (shown.shows === 'over') {
    return { ...small, icon: Clock, title: words.over, says: [words.overTodo, words.overPaid] }
  }
  switch (shown.doing) {
    case 'starting':
      return { ...small, icon: Hourglass, title: words.starting, says: [words.startingMore] }
    case 'scanned':
      return { ...small, icon: Smartphone, title: words.starting, says: [words.scannedMore] }
    case 'confirm': {
      const says = [words.confirmMore]
      return {
        tone: 'working',
        icon: Smartphone,
        title: words.confirm,
        says,
        sum: attempt,
      } as const
    }
    case 'terminal':
      return {
        tone: 'working',
        icon: CreditCard,
        title: words.terminal,
        says: [words.terminalMore],
        // By which card he pays is only known when he has.
        sum: { label: null, amountMinor: shown.amountMinor },
      } as const
    case 'checking': {
      const says = [words.checkingMore]
      return { ...small, tone: 'unknown', icon: CircleHelp, title: words.checking, says } as const
    }
    case 'ending':
      return { ...small, icon: Hourglass, title: words.ending, says: [words.endingMore] }
    case 'undoing':
      return { ...small, icon: Hourglass, title: words.undoing, says: [words.undoingMore] }
  }
}

/** The same words as the cashier has before him. */
function octopusFace(texts: Texts, shown: Octopus) {
  const { step, cardNumber, amountMinor } = shown
  const { octopus: words } = texts.customer
  const { sameCard, otherCard } = texts.octopus.steps
  const large = { icon: Nfc, tone: 'working', sum: { label: null, amountMinor } } as const
  const incomplete = {
    icon: Nfc,
    tone: 'unknown',
    // Nothing more is to be paid: no large sum says so.
    parts: [attemptPart(texts, shown)],
  } as const
  switch (step) {
    case 'tap':
      return { ...large, title: words.tap, says: [words.tapMore] }
    case 'again':
      return { ...large, title: words.again, says: [words.againMore] }
    case 'reading':
      return { ...large, title: words.reading, says: [words.readingMore] }
    case 'otherCard':
      if (cardNumber !== null) {
        const title = fill(otherCard.ask, { number: cardNumber })
        return { ...incomplete, title, says: [words.other] }
      }
      return { ...incomplete, title: sameCard.ask, says: [words.other] }
    case 'sameCard': {
      const says = cardNumber === null ? [] : [fill(words.number, { number: cardNumber })]
      return { ...incomplete, title: sameCard.ask, says }
    }
    case 'wait': {
      const parts = [attemptPart(texts, shown)]
      return {
        icon: Hourglass,
        tone: 'working',
        parts,
        title: words.wait,
        says: [words.waitMore],
      } as const
    }
  }
}

/** Which payment it is, where nothing more is to be paid. */
const attemptPart = (
  { methods }: Texts,
  { method, amountMinor }: Pick<Octopus, 'method' | 'amountMinor'>,
): Part => ({ label: methods[method], shown: showAmount(amountMinor) })

/** What remains on an Octopus, as its owner reads it everywhere. */
const remainingPart = (
  { remaining }: Texts['customer'],
  { remainingMinor }: { readonly remainingMinor: number | null },
): readonly Part[] =>
  remainingMinor === null ? [] : [{ label: remaining, shown: showTenCents(remainingMinor) }]

function transferFace({ customer: words, methods }: Texts, shown: Transfer) {
  const { method, amountMinor, reference, creditedMinor } = shown
  const came = creditedMinor > 0
  return {
    tone: 'working',
    icon: Landmark,
    title: words.transfer,
    says: [fill(words.transferReference, { reference })],
    sum: {
      label: came ? words.transferLeft : methods[method],
      amountMinor: Math.max(0, amountMinor - creditedMinor),
    },
    parts: came ? [{ label: words.transferCame, shown: showAmount(creditedMinor) }] : [],
    // Where to, he was told when it began.
    todo: came ? null : words.transferTodo,
  } as const
}

/** A code that was shown can still be scanned from a photograph, or be open in an app. */
function endedWords(words: Texts['customer'], { why, hadCode }: NotPaid): string {
  if (why === 'declined') return words.declined
  if (why === 'undone') return words.undone
  if (why === 'notEnoughValue') return words.notEnoughValue
  return hadCode ? words.endedCode : words.ended
}

/** Which app reads the code. */
export function scanWords(texts: Texts, method: MethodId): string {
  const { scan, scanOther } = texts.customer
  const known: Readonly<Partial<Record<MethodId, string>>> = scan
  return known[method] ?? fill(scanOther, { method: texts.methods[method] })
}

/** What a code says to those who listen. */
export const spokenScan = (texts: Texts, { method, amountMinor, payee }: ShownCode): string =>
  `${scanWords(texts, method)}. ${fill(texts.payment.codeLabel, { amount: showAmount(amountMinor), payee })}.`

/** What every other state says to them. */
export function spokenFace({ title, says, sum, parts, todo }: Face): string {
  const sums = [
    ...(sum ? [`${sum.label ?? ''} ${showAmount(sum.amountMinor)}.`] : []),
    ...parts.map(({ label, shown }) => `${label} ${shown}.`),
  ]
  // Some are whole sentences already.
  const first = /[.。）]$/u.test(title) ? title : `${title}.`
  return [first, ...says, ...sums, todo ?? ''].join(' ').trim()
}
