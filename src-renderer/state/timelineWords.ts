/** A journal row in words. The bodies are read with care: a newer version may have written them. */
import { z } from 'zod'
import { refundStates } from '../../src-shared/contract/refund.ts'
import { paymentStates, type PaymentState } from '../../src-shared/contract/sale.ts'
import type { TimelineRow } from '../../src-shared/contract/history.ts'
import { discrepancyDecisions } from '../../src-shared/contract/tray.ts'
import { methodIdSchema } from '../../src-shared/methods.ts'
import { minorSchema, showAmount } from '../../src-shared/money.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'

export type TimelineWords = {
  readonly title: string
  readonly details: readonly string[]
  /** The state that the payment moved to, where the row is about that. */
  readonly to: PaymentState | null
}

/** Everything that a row may hold, each fact only where it has its proper type. */
const bodySchema = z.object({
  method: methodIdSchema.optional().catch(undefined),
  totalMinor: minorSchema.optional().catch(undefined),
  amountMinor: minorSchema.optional().catch(undefined),
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
})
type Body = z.infer<typeof bodySchema>
const paymentState = z.enum(paymentStates)
const refundState = z.enum(refundStates)

/** @param nameOf the name of a member of staff, for a row that tells of two */
export function timelineWords(
  texts: Texts,
  row: TimelineRow,
  nameOf: (staffId: string) => string,
): TimelineWords {
  const body = bodySchema.parse(row.body)
  const approver = body.approver === undefined ? '–' : nameOf(body.approver)
  return {
    title: titleOf(texts, row.kind, { ...body, approver }),
    details: detailsOf(texts, row.kind, body),
    to: row.kind === 'payment.moved' ? (paymentState.safeParse(body.to).data ?? null) : null,
  }
}

const money = (amountMinor: number | undefined): string =>
  amountMinor === undefined ? '–' : showAmount(amountMinor)

function titleOf(texts: Texts, kind: string, body: Body): string {
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
      const moves: Readonly<Record<string, string>> = texts.moves
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

function detailsOf({ timeline }: Texts, kind: string, body: Body): readonly string[] {
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
  if (kind === 'payment.created') add(body.channel, timeline.channel)
  add(body.scanned?.lastFour, timeline.lastFour)
  add(body.wallet, timeline.wallet)
  add(body.providerReference, timeline.providerReference)
  add(body.reason)
  return details
}
