/**
 * Whether a terminal's answer is the answer to what was asked. Pure. A late answer to one sale
 * must never end the next one: neither as paid, nor as refused.
 */
import type { TerminalReply, TerminalTime, TransactionFacts } from './reply.ts'

export type Final = Extract<TerminalReply, { kind: 'final' }>

export type InFlight = {
  readonly verb: Final['verb']
  /** Ours; null where the protocol carries none. */
  readonly reference: string | null
  /** The terminal's number of the transaction that is meant; null: a new one. */
  readonly trace: string | null
  /** The number on its receipt, where it is named by that one: then a void is a transaction with numbers of its own. */
  readonly receipt: string | null
  /** In cents; null: what was asked for names none. */
  readonly amountMinor: number | null
  readonly sentAtMs: number
  /** When the terminal took this very request; null: not yet. */
  readonly takenAtMs: number | null
}

export type PortMemory = {
  /** The transactions that this port has told of: see `keyOf`. */
  readonly seen: (key: string) => boolean
  /** A payment of this port of which nobody knows the outcome. */
  readonly hasUnknown: boolean
  /** How far the terminal's clock may be off, in ms. */
  readonly clockToleranceMs: number
}

export type Settles =
  | { readonly settles: true }
  | {
      readonly settles: false
      readonly why:
        | 'notTaken'
        | 'otherVerb'
        | 'otherReference'
        | 'otherTrace'
        | 'noIdentity'
        | 'seenBefore'
        | 'tooOld'
        | 'otherAmount'
    }

/** Terminal, batch and trace name a transaction; null where one of them is not told. */
export const keyOf = ({
  terminalId,
  batch,
  trace,
}: Pick<TransactionFacts, 'terminalId' | 'batch' | 'trace'>): string | null =>
  terminalId === null || batch === null || trace === null ? null : `${terminalId} ${batch} ${trace}`

/** Both are told, and are not the same. */
const differ = (one: number | null, other: number | null): boolean =>
  one !== null && other !== null && one !== other

/** The trace of the transaction that an answer is about; null: it tells no more than its own. */
const meantBy = ({ voids, trace }: TransactionFacts, { receipt }: InFlight): string | null =>
  voids ?? (receipt === null ? trace : null)

/** Zeros before it say nothing. */
const isSameNumber = (one: string, other: string): boolean =>
  one === other || Number(one) === Number(other)

/** Terminals tell no parts of a second. */
const wholeSecondMs = 1_000
const ofNoTransaction: ReadonlySet<Final['verb']> = new Set(['last', 'settle', 'totals'])

export function settles(final: Final, asked: InFlight, port: PortMemory): Settles {
  const no = (why: Extract<Settles, { settles: false }>['why']): Settles => ({
    settles: false,
    why,
  })
  const { facts, outcome } = final
  if (asked.takenAtMs === null) return no('notTaken')
  if (final.verb !== asked.verb) return no('otherVerb')
  // Which transaction it tells of is for whoever looks for one; a batch is of none.
  if (ofNoTransaction.has(asked.verb)) return { settles: true }
  if (differ(facts.amountMinor, asked.amountMinor)) return no('otherAmount')
  const meant = meantBy(facts, asked)
  if (asked.trace !== null && meant !== null) {
    return isSameNumber(meant, asked.trace) ? { settles: true } : no('otherTrace')
  }
  if (facts.reference !== null) {
    return facts.reference === asked.reference ? { settles: true } : no('otherReference')
  }
  const key = keyOf(facts)
  if (key === null) {
    // A refusal often names nothing. It may be of an earlier sale only where one is still open.
    return outcome === 'approved' || port.hasUnknown ? no('noIdentity') : { settles: true }
  }
  if (port.seen(key)) return no('seenBefore')
  const atMs = facts.time && timeNear(facts.time, asked.sentAtMs)
  // Where an earlier sale is still open, this may be its late answer: then only a time after the request proves that it is not.
  if (atMs === null) return port.hasUnknown ? no('noIdentity') : { settles: true }
  const toleranceMs = port.hasUnknown ? wholeSecondMs : port.clockToleranceMs
  return atMs < asked.sentAtMs - toleranceMs ? no('tooOld') : { settles: true }
}

const hourMs = 3_600_000
/** Terminals here go by Hong Kong's time, which is at UTC+8 all year. */
const zoneMs = 8 * hourMs

/** @returns that time in ms since the epoch; of one without a year the one nearest to `nearMs` */
export function timeNear({ year, month, day, second }: TerminalTime, nearMs: number): number {
  const inYear = (one: number): number => Date.UTC(one, month - 1, day) + second * 1_000 - zoneMs
  if (year !== null) return inYear(year)
  const present = new Date(nearMs + zoneMs).getUTCFullYear()
  const nearest = [present - 1, present, present + 1]
    .map(inYear)
    .toSorted((a, b) => Math.abs(a - nearMs) - Math.abs(b - nearMs))
  return nearest[0] ?? nearMs
}
