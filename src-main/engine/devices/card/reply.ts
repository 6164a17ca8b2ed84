/** What a card terminal said, whatever its protocol. What it did not tell is null, and is not guessed. */
import type { EntryMode, Scheme } from '../../../../src-shared/cardFacts.ts'
import type { MaskedCardNumber } from './cardNumber.ts'

/** By the terminal's own clock, which may be wrong; some protocols tell no year. */
export type TerminalTime = {
  readonly year: number | null
  /** From 1. */
  readonly month: number
  readonly day: number
  /** Since midnight, in seconds. */
  readonly second: number
}

/** What a receipt, a report and whoever looks for the transaction later need. */
export type TransactionFacts = {
  /** In cents; null: the terminal does not say for how much it was. */
  readonly amountMinor: number | null
  /** Ours, where the protocol repeats it. */
  readonly reference: string | null
  readonly approvalCode: string | null
  /** The terminal's number of it: trace or invoice. */
  readonly trace: string | null
  /** The number on its receipt, where a void names it by that one and not by the trace. */
  readonly receipt: string | null
  /** The trace of the transaction that this one voids, where a void is a transaction with numbers of its own. */
  readonly voids: string | null
  readonly batch: string | null
  readonly terminalId: string | null
  readonly merchantId: string | null
  readonly retrievalReference: string | null
  readonly time: TerminalTime | null
  readonly cardNumber: MaskedCardNumber | null
  readonly scheme: Scheme | null
  /** In the terminal's words. */
  readonly wallet: string | null
  readonly entryMode: EntryMode | null
  readonly applicationId: string | null
}

/** What a batch holds: sales less what was given back, in cents. */
export type TerminalTotals = { readonly count: number; readonly amountMinor: number }

/** `unclear`: the terminal gave up and does not know either. */
export type Outcome = 'approved' | 'declined' | 'cancelled' | 'unclear'

export type TerminalReply =
  /** Of a line test: it is there, and has nothing else to do. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'busy' }
  /** The request itself was not taken. */
  | { readonly kind: 'refused'; readonly code: string }
  /** It goes on; what it says to whoever stands before it. */
  | { readonly kind: 'progress'; readonly text: string | null }
  /** The end of what was asked for, in its protocol's own code and in words. */
  | {
      readonly kind: 'final'
      readonly verb: 'sale' | 'void' | 'refund' | 'last' | 'settle' | 'totals'
      readonly outcome: Outcome
      readonly code: string
      readonly text: string | null
      readonly facts: TransactionFacts
      /** Of a batch, where it was asked for; null: it does not tell. */
      readonly totals: TerminalTotals | null
    }
  /** Nothing that this till has asked for. */
  | { readonly kind: 'other' }

export const noFacts: TransactionFacts = {
  amountMinor: null,
  reference: null,
  approvalCode: null,
  trace: null,
  receipt: null,
  voids: null,
  batch: null,
  terminalId: null,
  merchantId: null,
  retrievalReference: null,
  time: null,
  cardNumber: null,
  scheme: null,
  wallet: null,
  entryMode: null,
  applicationId: null,
}

/** @returns null where nothing stands there, or only what fills up */
export function told(value: string | undefined): string | null {
  const text = value?.trim() ?? ''
  return text === '' || /^[0\s]*$/u.test(text) ? null : text
}

/** @param date YYMMDD, or MMDD where the protocol has no year @param time HHMMSS */
export function terminalTime(
  date: string | undefined,
  time: string | undefined,
): TerminalTime | null {
  const day = /^(?<year>\d\d)?(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\d|3[01])$/u.exec(date ?? '')
  const clock = /^(?<h>[01]\d|2[0-3])(?<m>[0-5]\d)(?<s>[0-5]\d)$/u.exec(time ?? '')
  if (!day?.groups || !clock?.groups) return null
  const { year } = day.groups
  const { h, m, s } = clock.groups
  return {
    year: year === undefined ? null : 2000 + Number(year),
    month: Number(day.groups['month']),
    day: Number(day.groups['day']),
    second: Number(h) * 3_600 + Number(m) * 60 + Number(s),
  }
}
