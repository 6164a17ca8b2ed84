/** A journal row in words. The bodies are read with care: a newer version may have written them. */
import { z } from 'zod'
import { refundStates } from '../../src-shared/contract/refund.ts'
import { paymentStates, type PaymentState } from '../../src-shared/contract/sale.ts'
import type { TimelineRow } from '../../src-shared/contract/history.ts'
import { discrepancyDecisions } from '../../src-shared/contract/tray.ts'
import { cardFactsSchema, type CardFacts } from '../../src-shared/cardFacts.ts'
import { methodIdSchema, type Flow } from '../../src-shared/methods.ts'
import { minorSchema, showAmount } from '../../src-shared/money.ts'
import { octopusFactsSchema } from '../../src-shared/octopusFacts.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'
import { cardLine, ourRefusal } from './cardWords.ts'
import { octopusDetails, octopusRowWords } from './octopusTimeline.ts'
import { readerReason } from './octopusWords.ts'

export type TimelineWords = {
  readonly title: string
  readonly details: readonly string[]
  /** The state that the payment moved to, where the row is about that. */
  readonly to: PaymentState | null
}

/** Of a terminal's batch. */
const totals = z.object({ count: z.int(), amountMinor: minorSchema })

/** Everything that a row may hold, each fact only where it has its proper type. */
const bodySchema = z.object({
  method: methodIdSchema.optional().catch(undefined),
  totalMinor: minorSchema.optional().catch(undefined),
  amountMinor: minorSchema.nullable().optional().catch(undefined),
  paidMinor: minorSchema.optional().catch(undefined),
  roundingMinor: minorSchema.optional().catch(undefined),
  tenderedMinor: minorSchema.optional().catch(undefined),
  changeMinor: minorSchema.optional().catch(undefined),
  creditedMinor: minorSchema.optional().catch(undefined),
  takenMinor: minorSchema.optional().catch(undefined),
  shortfallMinor: minorSchema.optional().catch(undefined),
  providerReference: z.string().nullable().optional().catch(undefined),
  wallet: z.string().optional().catch(undefined),
  channel: z.string().nullable().optional().catch(undefined),
  scanned: z.object({ lastFour: z.string() }).nullable().optional().catch(undefined),
  /** Of a refund that gives back money beyond the payment. */
  discrepancyId: z.string().nullable().optional().catch(undefined),
  decision: z.enum(discrepancyDecisions).optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  why: z.string().optional().catch(undefined),
  /** A state of a payment or of a refund: the row's kind tells which. */
  to: z
    .enum([...paymentStates, ...refundStates])
    .optional()
    .catch(undefined),
  approver: z.string().optional().catch(undefined),
  permission: z.string().optional().catch(undefined),
  /** Of a receipt, and which reprint of it. */
  number: z.string().optional().catch(undefined),
  copy: z.int().optional().catch(undefined),
  receipt: z.object({ number: z.string() }).optional().catch(undefined),
  /** What a card terminal told. */
  card: cardFactsSchema.optional().catch(undefined),
  outcome: z.string().optional().catch(undefined),
  ours: totals.optional().catch(undefined),
  terminal: totals.nullable().optional().catch(undefined),
  /** What an Octopus reader told. */
  octopus: octopusFactsSchema.optional().catch(undefined),
})
type Body = z.infer<typeof bodySchema>
const paymentState = z.enum(paymentStates)
const refundState = z.enum(refundStates)

/**
 * @param nameOf the name of a member of staff, for a row that tells of two
 * @param flow of the payment that the row is about
 */
export function timelineWords(
  texts: Texts,
  row: TimelineRow,
  nameOf: (staffId: string) => string,
  flow: Flow,
): TimelineWords {
  const ofReader = octopusRowWords(texts, row)
  if (ofReader) return { ...ofReader, to: null }
  const body = bodySchema.parse(row.body)
  const approver = body.approver === undefined ? '–' : nameOf(body.approver)
  return {
    title: titleOf(texts, row.kind, { ...body, approver }, flow),
    details: detailsOf(texts, row.kind, body),
    to: row.kind === 'payment.moved' ? (paymentState.safeParse(body.to).data ?? null) : null,
  }
}

const money = (amountMinor: number | null | undefined): string =>
  typeof amountMinor === 'number' ? showAmount(amountMinor) : '–'

function titleOf(texts: Texts, kind: string, body: Body, flow: Flow): string {
  const { timeline } = texts
  switch (kind) {
    case 'sale.opened':
      return fill(timeline.saleOpened, { total: money(body.totalMinor) })
    case 'sale.cancelled':
      return timeline.saleCancelled
    case 'sale.setAside':
      return timeline.saleSetAside
    case 'sale.takenBack':
      return timeline.saleTakenBack
    case 'sale.completed':
      return fill(
        (body.roundingMinor ?? 0) === 0 ? timeline.saleCompleted : timeline.saleCompletedRounded,
        { paid: money(body.paidMinor), rounding: money(body.roundingMinor) },
      )
    case 'payment.created':
      return createdTitle(texts, body)
    case 'payment.moved': {
      const moves: Readonly<Record<string, string>> = {
        ...texts.moves,
        ...deviceMoves(texts, flow),
      }
      return moves[body.why ?? ''] ?? fill(timeline.unknownKind, { kind: body.why ?? kind })
    }
    case 'payment.credited':
      return fill(timeline.partCredited, {
        amount: money(body.amountMinor),
        credited: money(body.creditedMinor),
      })
    case 'payment.freed':
      return timeline.freed
    case 'payment.denialAccepted':
      return timeline.denialAccepted
    case 'payment.handAgreed':
      return timeline.handAgreed
    case 'payment.handContradicted':
      return timeline.handContradicted
    case 'payment.closeTold':
      return timeline.closeTold
    case 'payment.watchEnded':
      return timeline.watchEnded
    case 'answer.notBelieved':
      return timeline.notBelieved
    case 'answer.missing':
      return timeline.answerMissing
    case 'sale.goodsReleased':
      return fill(timeline.goodsReleased, { amount: money(body.amountMinor) })
    case 'sale.lossRecorded':
      return fill(timeline.lossRecorded, { amount: money(body.amountMinor) })
    case 'discrepancy.opened':
      return fill(timeline.discrepancy, { amount: money(body.amountMinor) })
    case 'discrepancy.closed':
      return decisionTitle(texts, body)
    case 'refund.requested':
      return fill(
        typeof body.discrepancyId === 'string'
          ? timeline.refundRequestedExtra
          : timeline.refundRequested,
        { amount: money(body.amountMinor) },
      )
    case 'refund.moved': {
      const to = refundState.safeParse(body.to).data
      return to === undefined ? timeline.refundChanged : timeline.refundMoved[to]
    }
    case 'terminal.stray':
      return strayTitle(texts, body)
    case 'terminal.settled':
      return settledTitle(texts, body)
    case 'receipt.issued':
      return fill(timeline.receiptIssued, { number: body.receipt?.number ?? '–' })
    case 'receipt.reprinted':
      return fill(timeline.receiptReprinted, {
        number: body.number ?? '–',
        copy: body.copy ?? '–',
      })
    case 'override.given':
    case 'override.refused':
      return consentTitle(texts, kind, body)
    default:
      return fill(timeline.unknownKind, { kind })
  }
}

/** Where a device did it, in words of its own. */
function deviceMoves({ card, octopus }: Texts, flow: Flow): Readonly<Record<string, string>> {
  if (flow === 'cardTerminal') return card.moves
  return flow === 'octopusReader' ? octopus.moves : {}
}

function createdTitle(texts: Texts, body: Body): string {
  if (body.tenderedMinor !== undefined) {
    return fill(texts.timeline.cashCreated, {
      amount: money(body.amountMinor),
      tendered: money(body.tenderedMinor),
      change: money(body.changeMinor),
    })
  }
  return fill(texts.timeline.paymentCreated, {
    method: body.method === undefined ? '–' : texts.methods[body.method],
    amount: money(body.amountMinor),
  })
}

function strayTitle({ card: { timeline } }: Texts, { outcome, amountMinor }: Body): string {
  const outcomes: Readonly<Record<string, string>> = timeline.outcomes
  const what = outcomes[outcome ?? ''] ?? timeline.outcomes.unclear
  const told = { what, amount: money(amountMinor) }
  return fill(timeline.stray, {
    what: typeof amountMinor === 'number' ? fill(timeline.strayAmount, told) : what,
  })
}

function settledTitle({ card: { timeline } }: Texts, { ours, terminal }: Body): string {
  const show = (one: Body['ours']): string =>
    one ? fill(timeline.totals, { count: one.count, amount: money(one.amountMinor) }) : '–'
  return terminal
    ? fill(timeline.settled, { ours: show(ours), theirs: show(terminal) })
    : fill(timeline.settledUntold, { ours: show(ours) })
}

function decisionTitle({ timeline }: Texts, { decision }: Body): string {
  switch (decision) {
    case 'refunded':
      return timeline.discrepancyRefunded
    case 'kept':
      return timeline.discrepancyKept
    case 'writtenOff':
      return timeline.discrepancyWrittenOff
    case undefined:
      return timeline.discrepancyClosed
  }
}

function consentTitle({ timeline, override }: Texts, kind: string, body: Body): string {
  const approver = body.approver ?? '–'
  if (kind === 'override.refused') return fill(timeline.overrideRefused, { approver })
  const to: Readonly<Record<string, string>> = override.to
  return fill(timeline.overrideGiven, { approver, what: to[body.permission ?? ''] ?? '–' })
}

function detailsOf(texts: Texts, kind: string, body: Body): readonly string[] {
  const { timeline } = texts
  const details: string[] = []
  const amount = (words: string, amountMinor: number | undefined) => {
    if (amountMinor !== undefined && amountMinor > 0) {
      details.push(fill(words, { amount: showAmount(amountMinor) }))
    }
  }
  const add = (text: string | null | undefined, words = '{text}') => {
    if (typeof text === 'string' && text !== '') details.push(fill(words, { text }))
  }
  // The title of a credit says it already.
  if (kind !== 'payment.credited') amount(timeline.credited, body.creditedMinor)
  amount(timeline.taken, body.takenMinor)
  amount(timeline.shortfall, body.shortfallMinor)
  if (kind === 'payment.created' || kind.startsWith('terminal.')) {
    add(body.channel, timeline.channel)
  }
  if (kind === 'terminal.stray') add(strayWhy(texts, body))
  add(body.scanned?.lastFour, timeline.lastFour)
  add(body.wallet, timeline.wallet)
  if (body.card) for (const text of cardDetails(texts, body.card)) add(text)
  // Of a card it is its approval code, which stands there by its name.
  else add(body.providerReference, timeline.providerReference)
  if (body.octopus) details.push(...octopusDetails(texts, body.octopus))
  const reason = body.reason ?? null
  add(ourRefusal(texts, reason) ?? readerReason(texts, reason) ?? reason)
  return details
}

function strayWhy({ card }: Texts, { why }: Body): string | undefined {
  const reasons: Readonly<Record<string, string>> = card.timeline.why
  return reasons[why ?? '']
}

/** What a transaction is found by, here and at the acquirer. */
function cardDetails(texts: Texts, card: CardFacts): readonly string[] {
  const { approval, timeline } = texts.card
  const named: readonly (readonly [string | null, string])[] = [
    [card.approvalCode, approval],
    [card.trace, timeline.trace],
    [card.terminalId, timeline.terminal],
  ]
  const told = named.flatMap(([text, words]) => (text === null ? [] : [fill(words, { text })]))
  return [cardLine(texts, card), told.join(' · ')]
}
