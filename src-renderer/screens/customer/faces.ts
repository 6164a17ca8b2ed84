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
  ReceiptText,
  Smartphone,
  Store,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { CustomerShows } from '../../../src-shared/contract/display.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { showAmount } from '../../../src-shared/money.ts'
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

export type Face = {
  /** `plain`: no status of a payment, and so without its colours and shapes. */
  readonly tone: Tone | 'plain'
  readonly icon: LucideIcon
  readonly title: string
  /** What happened, and what to do: in this order, under the title. */
  readonly says: readonly string[]
  readonly sum: Sum | null
  /** Smaller sums that explain the large one. */
  readonly parts: readonly Sum[]
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
        parts: [],
        todo: words.choose,
      }
    case 'transfer':
      return { ...plain, ...transferFace(texts, shown) }
    case 'paid':
      return {
        ...plain,
        tone: 'paid',
        icon: Check,
        title: words.paid,
        sum: { label: null, amountMinor: shown.totalMinor },
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
          { label: words.total, amountMinor: totalMinor },
          { label: words.paidSoFar, amountMinor: paidMinor },
        ]
      : [],
    todo: words.choose,
  }
}

function workingFace(texts: Texts, shown: Working) {
  const { customer: words, methods } = texts
  const attempt = { label: methods[shown.method], amountMinor: shown.amountMinor }
  // Where nothing is to be paid, no large sum invites to.
  const small = { tone: 'working', parts: [attempt] } as const
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
    parts: came ? [{ label: words.transferCame, amountMinor: creditedMinor }] : [],
    // Where to, he was told when it began.
    todo: came ? null : words.transferTodo,
  } as const
}

/** A code that was shown can still be scanned from a photograph, or be open in an app. */
function endedWords(words: Texts['customer'], { why, hadCode }: NotPaid): string {
  if (why === 'declined') return words.declined
  if (why === 'undone') return words.undone
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
  const sums = [...(sum ? [sum] : []), ...parts].map(
    ({ label, amountMinor }) => `${label ?? ''} ${showAmount(amountMinor)}.`,
  )
  return [`${title}.`, ...says, ...sums, todo ?? ''].join(' ').trim()
}
