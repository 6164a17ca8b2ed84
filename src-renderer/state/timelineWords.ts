/** A journal row in words. The bodies are read with care: a newer version may have written them. */
import { z } from 'zod'
import { paymentStates, type PaymentState } from '../../src-shared/contract/sale.ts'
import type { TimelineRow } from '../../src-shared/contract/history.ts'
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
  providerReference: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
  why: z.string().optional().catch(undefined),
  to: z.enum(paymentStates).optional().catch(undefined),
  approver: z.string().optional().catch(undefined),
  permission: z.string().optional().catch(undefined),
  /** Of a receipt, and which reprint of it. */
  number: z.string().optional().catch(undefined),
  copy: z.int().optional().catch(undefined),
  receipt: z.object({ number: z.string() }).optional().catch(undefined),
})
type Body = z.infer<typeof bodySchema>

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
    details: detailsOf(texts, body),
    to: row.kind === 'payment.moved' ? (body.to ?? null) : null,
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
    case 'discrepancy.opened':
      return fill(timeline.discrepancy, { amount: money(body.amountMinor) })
    case 'payment.watchEnded':
      return timeline.watchEnded
    case 'answer.notBelieved':
      return timeline.notBelieved
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

function consentTitle({ timeline, override }: Texts, kind: string, body: Body): string {
  const approver = body.approver ?? '–'
  if (kind === 'override.refused') return fill(timeline.overrideRefused, { approver })
  const to: Readonly<Record<string, string>> = override.to
  return fill(timeline.overrideGiven, { approver, what: to[body.permission ?? ''] ?? '–' })
}

function detailsOf({ timeline }: Texts, body: Body): readonly string[] {
  const details: string[] = []
  if (body.creditedMinor !== undefined && body.creditedMinor > 0) {
    details.push(fill(timeline.credited, { amount: money(body.creditedMinor) }))
  }
  if (body.providerReference !== undefined) {
    details.push(fill(timeline.providerReference, { reference: body.providerReference }))
  }
  if (body.reason !== undefined) details.push(body.reason)
  return details
}
