/**
 * The receipt as a document: blocks of finished text, in the order of the paper. Every word in
 * it was resolved when it was issued, so that paper, screen and PDF show the same, for ever,
 * whatever the catalogue says later.
 */
import { z } from 'zod'
import { octopusDigestSchema } from './octopusFacts.ts'

/** The longest line of text in characters; renderers wrap it to their own width. */
const lineLimit = 200
/** A sale has at most 50 payments; each takes a few lines. */
const blockLimit = 400

const line = z.string().max(lineLimit)

const blocks = [
  /** Centred; `large` is for the name of the shop and for marks. */
  z.strictObject({ block: z.literal('centred'), text: line, large: z.boolean() }),
  /** What must not be overlooked: TRAINING, REPRINT, REFUND. */
  z.strictObject({ block: z.literal('mark'), text: line }),
  z.strictObject({ block: z.literal('text'), text: line }),
  /** Label at the left edge, value at the right one. */
  z.strictObject({ block: z.literal('pair'), label: line, value: line, strong: z.boolean() }),
  /** A number to be found again by scanning, with the text under it. */
  z.strictObject({ block: z.literal('code'), text: z.string().max(64) }),
  z.strictObject({ block: z.literal('rule') }),
] as const
export const receiptBlockSchema = z.discriminatedUnion('block', blocks)
export type ReceiptBlock = z.infer<typeof receiptBlockSchema>

/** As it is kept: what says who somebody is stands in a table that can be erased, and here its digest. */
const keptBlockSchema = z.discriminatedUnion('block', [
  ...blocks,
  z.strictObject({ block: z.literal('octopusNumber'), label: line, digest: octopusDigestSchema }),
])
export type KeptReceiptBlock = z.infer<typeof keptBlockSchema>

export const receiptSchema = z.strictObject({
  v: z.literal(1),
  /** Gapless for each counter: its code, a dash, and the running number. */
  number: z.string().max(32),
  blocks: z.array(receiptBlockSchema).max(blockLimit),
})
export type Receipt = z.infer<typeof receiptSchema>

export const keptReceiptSchema = receiptSchema.extend({
  blocks: z.array(keptBlockSchema).max(blockLimit),
})
export type KeptReceipt = z.infer<typeof keptReceiptSchema>
