/**
 * Every kind of journal row, with the shape of its body. Bodies are versioned by `v`: a new
 * shape gets a new number, and the old ones stay readable for ever.
 */
import { z } from 'zod'
import { cardFactsSchema } from '../../../src-shared/cardFacts.ts'
import { textLimit } from '../../../src-shared/contract/define.ts'
import { terminalTotalsSchema } from '../../../src-shared/contract/devices.ts'
import { countSchema } from '../../../src-shared/contract/shift.ts'
import { closeReasons, paymentStates } from '../../../src-shared/contract/sale.ts'
import { methodIdSchema, paymentFlows } from '../../../src-shared/methods.ts'
import { currencies, minorSchema } from '../../../src-shared/money.ts'
import { permissionSchema, roleSchema } from '../../../src-shared/permissions.ts'
import { keptReceiptSchema } from '../../../src-shared/receipt.ts'
import {
  discrepancyIdSchema,
  paymentIdSchema,
  refundIdSchema,
  saleIdSchema,
  shiftIdSchema,
  staffIdSchema,
} from '../../../src-shared/ids.ts'
import { discrepancyDecisions } from '../../../src-shared/contract/tray.ts'
import { refundStates } from '../../../src-shared/contract/refund.ts'
import { channelStates } from '../../../src-shared/contract/channels.ts'
import { octopusFactsSchema } from '../../../src-shared/octopusFacts.ts'
import { octopusBodies } from '../devices/octopus/rows.ts'
import { paymentEvents } from '../payment/transition.ts'

const v1 = { v: z.literal(1) }
/** Who did it, and in which shift. */
const hands = { by: staffIdSchema, shiftId: shiftIdSchema }
const window = z.string().max(16)
/** Who asked whom for consent, and to what. */
const consent = {
  by: staffIdSchema,
  approver: staffIdSchema,
  permission: permissionSchema,
  /** The name of the contract's call. */
  call: z.string().max(64),
  shiftId: shiftIdSchema.nullable(),
}

export const bodySchemas = {
  /** Row 1 of an epoch: which counter this is, and what it continues. */
  'epoch.opened': z.strictObject({
    ...v1,
    counterId: z.uuid(),
    /** Four characters 0-9A-Z: the first part of every reference made here. */
    counterCode: z.string().regex(/^[0-9A-Z]{4}$/u),
    epochId: z.uuid(),
    environment: z.enum(['training', 'live']),
    version: z.string().max(64),
    continues: z.null(),
  }),
  'settings.changed': z.strictObject({
    ...v1,
    key: z.string().max(64),
    from: z.json(),
    to: z.json(),
    source: z.string().max(16),
  }),
  'staff.added': z.strictObject({
    ...v1,
    staffId: staffIdSchema,
    role: roleSchema,
    /** sha256 over salt and name; both are kept in a table that can be erased. */
    nameDigest: z.string().regex(/^[0-9a-f]{64}$/u),
  }),
  'session.signedIn': z.strictObject({ ...v1, by: staffIdSchema, window }),
  'session.signedOut': z.strictObject({ ...v1, by: staffIdSchema, window }),
  'session.refused': z.strictObject({
    ...v1,
    staffId: staffIdSchema,
    window,
    /** Wrong tries in a row, this one included. */
    wrong: z.int(),
    lockedForMs: z.int(),
  }),
  /** Somebody consented to what the rows after it, written in one go with it, tell. */
  'override.given': z.strictObject({
    ...v1,
    ...consent,
    reason: z.string().min(1).max(textLimit),
  }),
  'override.refused': z.strictObject({
    ...v1,
    ...consent,
    /** Wrong tries of the approver in a row, this one included. */
    wrong: z.int(),
    lockedForMs: z.int(),
  }),
  'shift.opened': z.strictObject({
    ...v1,
    ...hands,
    businessDate: z.iso.date(),
    float: countSchema,
    floatMinor: minorSchema,
  }),
  'sale.opened': z.strictObject({
    ...v1,
    ...hands,
    saleId: saleIdSchema,
    businessDate: z.iso.date(),
    currency: z.enum(currencies),
    totalMinor: minorSchema,
    reference: z.string().max(textLimit),
    description: z.string().max(textLimit),
  }),
  'sale.setAside': z.strictObject({ ...v1, ...hands }),
  'sale.takenBack': z.strictObject({ ...v1, ...hands }),
  'sale.cancelled': z.strictObject({ ...v1, ...hands }),
  'sale.completed': z.strictObject({
    ...v1,
    /** The shift that completes the sale, which may be a later one than it was opened in. */
    shiftId: shiftIdSchema.nullable(),
    paidMinor: minorSchema,
    roundingMinor: minorSchema,
  }),
  /** The document as the customer got it: its texts never change again. */
  'receipt.issued': z.strictObject({
    ...v1,
    saleId: saleIdSchema,
    /** The running number, without gaps for each counter. */
    sequence: z.int().min(1),
    receipt: keptReceiptSchema,
  }),
  'receipt.reprinted': z.strictObject({
    ...v1,
    by: staffIdSchema,
    shiftId: shiftIdSchema.nullable(),
    number: z.string().max(32),
    /** 1 for the first reprint. */
    copy: z.int().min(1),
    /** The mark that it bears. */
    mark: z.string().max(64),
  }),
  'payment.created': z.strictObject({
    ...v1,
    ...hands,
    paymentId: paymentIdSchema,
    saleId: saleIdSchema,
    businessDate: z.iso.date(),
    method: methodIdSchema,
    /** Absent in the first rows: as the method usually goes. */
    flow: z.enum(paymentFlows).optional(),
    channel: z.string().max(32).nullable(),
    currency: z.enum(currencies),
    amountMinor: minorSchema,
    reference: z.string().max(32).nullable(),
    /** The running number inside the reference. */
    sequence: z.int().nullable(),
    tenderedMinor: minorSchema.nullable(),
    changeMinor: minorSchema.nullable(),
    /** When it is to have ended, where a flow says so before a code is shown. */
    expiresAtMs: z.int().nullable().optional(),
    /** Of the customer's code: its keyed digest in hex, and its last four characters. */
    scanned: z
      .strictObject({ digest: z.string().regex(/^[0-9a-f]{64}$/u), lastFour: z.string().max(4) })
      .nullable()
      .optional(),
  }),
  'payment.moved': z.strictObject({
    ...v1,
    from: z.enum(paymentStates),
    to: z.enum(paymentStates),
    why: z.enum(paymentEvents),
    /** Whoever pressed the key; absent where a channel, a timer or a restart moved it. */
    by: staffIdSchema.optional(),
    closeReason: z.enum(closeReasons).optional(),
    mayStillBePaid: z.boolean().optional(),
    code: z
      .strictObject({
        text: z.string().max(512),
        payee: z.string().max(64),
        shownAtMs: z.int(),
        expiresAtMs: z.int(),
      })
      .optional(),
    providerReference: z.string().max(64).optional(),
    creditedMinor: minorSchema.optional(),
    /** Which wallet it was, in the provider's words. */
    wallet: z.string().max(40).optional(),
    /** What a card terminal told of it. */
    card: cardFactsSchema.optional(),
    /** What an Octopus reader told of it. */
    octopus: octopusFactsSchema.optional(),
    /** What the channel called it, why there was no answer, or a supervisor's words. */
    reason: z.string().max(200).optional(),
    /** The sale does not need it: the money is to be given back or kept, as a discrepancy. */
    beyondSale: z.boolean().optional(),
    /** Ended here, and the channel is still to be told. */
    closeOwed: z.boolean().optional(),
    /** What was really taken, where a person decided to keep an amount that differs. */
    takenMinor: minorSchema.optional(),
    /** Part of the amount that a supervisor gave up as bank charges. */
    shortfallMinor: minorSchema.optional(),
  }),
  /** Money came for a payment that waits for more of it. */
  'payment.credited': z.strictObject({
    ...v1,
    creditId: z.string().min(1).max(64),
    amountMinor: minorSchema,
    atMs: z.int(),
    /** All of it so far, in cents. */
    creditedMinor: minorSchema,
  }),
  /** A supervisor lets the sale go on without it, at the shop's risk: whatever comes for it is to be given back. */
  'payment.freed': z.strictObject({
    ...v1,
    ...hands,
    saleId: saleIdSchema,
    reason: z.string().min(1).max(textLimit),
  }),
  /** What was confirmed by hand, the channel now says too. */
  'payment.handAgreed': z.strictObject({
    ...v1,
    providerReference: z.string().max(64).nullable(),
    card: cardFactsSchema.optional(),
    octopus: octopusFactsSchema.optional(),
  }),
  /** What was confirmed by hand as paid, the channel says is not, or not so. */
  'payment.handContradicted': z.strictObject({
    ...v1,
    told: z.enum(['awaitingPayer', 'processing', 'succeeded', 'failed', 'closed', 'reversed']),
  }),
  /** A supervisor has looked into that: it stands as it was confirmed by hand. */
  'payment.denialAccepted': z.strictObject({
    ...v1,
    ...hands,
    reason: z.string().min(1).max(textLimit),
  }),
  /** The channel knows of the end that was made here. */
  'payment.closeTold': z.strictObject({ ...v1 }),
  /** A supervisor let the goods go before the money was known to have come. */
  'sale.goodsReleased': z.strictObject({
    ...v1,
    ...hands,
    paymentId: paymentIdSchema,
    amountMinor: minorSchema,
    reason: z.string().min(1).max(textLimit),
  }),
  /** The goods went, and the money never came. */
  'sale.lossRecorded': z.strictObject({
    ...v1,
    paymentId: paymentIdSchema,
    amountMinor: minorSchema,
  }),
  'refund.requested': z.strictObject({
    ...v1,
    ...hands,
    refundId: refundIdSchema,
    paymentId: paymentIdSchema,
    saleId: saleIdSchema,
    businessDate: z.iso.date(),
    /** The money beyond the payment that it gives back; null: it gives back the payment itself. */
    discrepancyId: discrepancyIdSchema.nullable(),
    method: methodIdSchema,
    channel: z.string().max(32).nullable(),
    currency: z.enum(currencies),
    amountMinor: minorSchema,
    reason: z.string().min(1).max(textLimit),
  }),
  'refund.moved': z.strictObject({
    ...v1,
    from: z.enum(refundStates),
    to: z.enum(refundStates),
    /** Whoever vouched for it; absent where the channel said so. */
    by: staffIdSchema.optional(),
    providerReference: z.string().max(64).optional(),
    reason: z.string().max(200).optional(),
  }),
  /** Something was scanned that no payment was made of. Never what it was. */
  'scan.refused': z.strictObject({
    ...v1,
    by: staffIdSchema.nullable(),
    why: z.string().max(32),
    /** Of what was scanned now; 0: it was scanned before. */
    length: z.int(),
  }),
  /** For 7 days money could still have come for a code; it did not. */
  'payment.watchEnded': z.strictObject({ ...v1 }),
  /** The whole chain and the file around it were read, off the main thread. */
  'file.checked': z.strictObject({
    ...v1,
    whole: z.boolean(),
    rows: z.int().nullable(),
    /** What is wrong; null where it is whole. */
    why: z.string().max(200).nullable(),
  }),
  /** An answer that named another payment, or another amount without having been paid. */
  'answer.notBelieved': z.strictObject({ ...v1, reason: z.string().max(200) }),
  /** No answer that counts, of a payment that goes on all the same: silence, garbage, a wrong signature. The same again is not noted. */
  'answer.missing': z.strictObject({ ...v1, reason: z.string().max(200) }),
  /** Money beyond or after a payment's end. */
  'discrepancy.opened': z.strictObject({
    ...v1,
    discrepancyId: discrepancyIdSchema,
    paymentId: paymentIdSchema,
    currency: z.enum(currencies),
    amountMinor: minorSchema,
    providerReference: z.string().max(64).nullable(),
    card: cardFactsSchema.optional(),
    octopus: octopusFactsSchema.optional(),
  }),
  /** What a person decided about it; of a refund, once it has been given back. */
  'discrepancy.closed': z.strictObject({
    ...v1,
    by: staffIdSchema.nullable(),
    shiftId: shiftIdSchema.nullable(),
    decision: z.enum(discrepancyDecisions),
    reason: z.string().max(textLimit),
  }),
  /** The counter may use this channel: who is paid through it, and with which key it signs. */
  'channel.enrolled': z.strictObject({
    ...v1,
    channel: z.string().max(32),
    aggregatorCounterId: z.uuid(),
    merchant: z.string().max(64),
    keyId: z.string().max(64),
  }),
  'channel.changed': z.strictObject({
    ...v1,
    channel: z.string().max(32),
    from: z.enum(channelStates),
    to: z.enum(channelStates),
    /** Answers of the last while that came and were good, in percent; null: none was asked for. */
    successPercent: z.int().nullable(),
    p95Ms: z.int().nullable(),
    lastError: z.string().max(200).nullable(),
  }),
  /** The channel's own clock is another than ours. */
  'channel.clock': z.strictObject({ ...v1, channel: z.string().max(32), aheadMs: z.int() }),
  /** A card terminal's answer that ends nothing that was asked: of an earlier payment, or of none of ours. */
  'terminal.stray': z.strictObject({
    ...v1,
    channel: z.string().max(32),
    why: z.string().max(32),
    outcome: z.enum(['approved', 'declined', 'cancelled', 'unclear']),
    amountMinor: minorSchema.nullable(),
    card: cardFactsSchema,
  }),
  /** A card terminal closed its batch: what it said was in it, and what this journal holds. */
  'terminal.settled': z.strictObject({
    ...v1,
    ...hands,
    channel: z.string().max(32),
    businessDate: z.iso.date(),
    ours: terminalTotalsSchema,
    /** null: the terminal does not tell. */
    terminal: terminalTotalsSchema.nullable(),
  }),
  ...octopusBodies,
  /** The aggregator does not take the journal as it is; null: it takes it again. */
  'upload.refused': z.strictObject({
    ...v1,
    why: z.enum(['forked', 'brokenChain', 'tooLarge', 'refused']).nullable(),
    reason: z.string().max(200),
  }),
} as const

export type Kind = keyof typeof bodySchemas
export type Body<K extends Kind> = z.infer<(typeof bodySchemas)[K]>

/** What is to be written: `subject` is the id of the thing that the row tells about. */
export type Entry = {
  [K in Kind]: { readonly kind: K; readonly subject: string; readonly body: Body<K> }
}[Kind]

/** A row of the journal, as it stands on the disk. */
export type JournalRow = {
  readonly epoch: number
  readonly seq: number
  readonly atMs: number
  readonly kind: string
  readonly subject: string
  readonly body: string
  readonly prev: Uint8Array
  readonly hash: Uint8Array
}

export const isKind = (kind: string): kind is Kind => Object.hasOwn(bodySchemas, kind)
