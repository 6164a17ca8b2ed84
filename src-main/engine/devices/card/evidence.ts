/** What a card terminal's answer says of a payment, and whether a stored or late one can be of it. Pure. */
import type { CardFacts } from '../../../../src-shared/cardFacts.ts'
import { hkd } from '../../../../src-shared/money.ts'
import type { ChannelAnswer } from '../../channels/channel.ts'
import type { TerminalTime, TransactionFacts } from './reply.ts'
import { keyOf, timeNear, type Final } from './settles.ts'

/** What the journal knows of a payment by this terminal. */
export type TerminalRecord = {
  readonly amountMinor: number
  readonly reference: string
  readonly createdAtMs: number
  /** The terminal's number of it, where it was approved. */
  readonly trace: string | null
  /** The number on its receipt, where the terminal told one that a void needs. */
  readonly receipt: string | null
}

/** What an answer is held against. */
export type Known = {
  readonly seen: (key: string) => boolean
  readonly clockToleranceMs: number
  readonly answerWithinMs: number
}

const longest = 64
const cut = (text: string | null): string | null => (text === null ? null : text.slice(0, longest))

const two = (value: number): string => String(value).padStart(2, '0')
function timeText(time: TerminalTime | null): string | null {
  if (!time) return null
  const { year, month, day, second } = time
  const clock = [Math.trunc(second / 3_600), Math.trunc(second / 60) % 60, second % 60]
  const date = `${two(month)}-${two(day)}`
  return `${year === null ? date : `${year}-${date}`} ${clock.map(two).join(':')}`
}

export const cardFactsOf = (facts: TransactionFacts): CardFacts => ({
  number: facts.cardNumber,
  scheme: facts.scheme,
  wallet: cut(facts.wallet),
  entryMode: facts.entryMode,
  approvalCode: cut(facts.approvalCode),
  trace: cut(facts.trace),
  ...(facts.receipt === null ? {} : { receipt: facts.receipt.slice(0, longest) }),
  batch: cut(facts.batch),
  terminalId: cut(facts.terminalId),
  merchantId: cut(facts.merchantId),
  retrievalReference: cut(facts.retrievalReference),
  applicationId: cut(facts.applicationId),
  time: timeText(facts.time),
})

/** Of which payment an answer is. */
export type About = {
  readonly merchant: string
  readonly paymentId: string
  readonly amountMinor: number
}

type Told = Extract<ChannelAnswer, { kind: 'state' }>

/** It is under way, and nothing has come of it yet. */
export const atWork = ({ merchant, paymentId, amountMinor }: About): Told => ({
  kind: 'state',
  paymentId,
  state: 'processing',
  amount: hkd(amountMinor),
  merchant,
  providerReference: null,
  creditedMinor: 0,
  credits: [],
  code: null,
  wallet: null,
  card: null,
  refusal: null,
})

/** It never began. @param refusal why, in the till's own words: no terminal said so */
export const notBegun = (about: About, refusal: string): Told => ({
  ...atWork(about),
  state: 'failed',
  refusal,
})

/** What a final answer says of it. @param final approved or refused: one that is unclear says nothing */
export function saysOf(about: About, { outcome, facts, text, code }: Final): Told {
  const providerReference = facts.approvalCode ?? facts.retrievalReference
  if (outcome !== 'approved') return { ...notBegun(about, text ?? code), providerReference }
  const creditedMinor = facts.amountMinor ?? about.amountMinor
  return {
    ...atWork(about),
    state: 'succeeded',
    amount: hkd(creditedMinor),
    providerReference,
    creditedMinor,
    wallet: cut(facts.wallet),
    card: cardFactsOf(facts),
  }
}

/** Whether this stored transaction can be none but that payment. */
export function isItOf({ facts, outcome }: Final, record: TerminalRecord, known: Known): boolean {
  const key = keyOf(facts)
  const atMs = facts.time && timeNear(facts.time, record.createdAtMs)
  const { clockToleranceMs, answerWithinMs } = known
  const inTime =
    atMs === null ||
    (atMs >= record.createdAtMs - clockToleranceMs &&
      atMs <= record.createdAtMs + answerWithinMs * 2 + clockToleranceMs)
  return (
    outcome === 'approved' &&
    facts.amountMinor === record.amountMinor &&
    key !== null &&
    !known.seen(key) &&
    inTime
  )
}

/** Whether an answer that came by itself is of that payment: by our own reference, or as a stored one is. */
export function isAnswerTo(final: Final, record: TerminalRecord, known: Known): boolean {
  const { verb, outcome, facts } = final
  if (verb !== 'sale' || outcome === 'unclear') return false
  if (facts.reference === null) return isItOf(final, record, known)
  const key = keyOf(facts)
  return (
    facts.reference === record.reference &&
    (facts.amountMinor === null || facts.amountMinor === record.amountMinor) &&
    (key === null || !known.seen(key))
  )
}
