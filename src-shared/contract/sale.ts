/** A sale (what the customer owes) and its payments (attempts to collect all or part of it). */
import { z } from 'zod'
import { cardFactsSchema } from '../cardFacts.ts'
import { octopusFactsSchema } from '../octopusFacts.ts'
import { minorSchema } from '../money.ts'
import { methodIdSchema, paymentFlows } from '../methods.ts'
import { paymentIdSchema, saleIdSchema } from '../ids.ts'
import { defineCalls, defineEvents, typedText } from './define.ts'
import { refundSchema } from './refund.ts'

/** The most payments that one sale may have, refused and cancelled ones included. */
export const paymentLimit = 50

export const paymentStates = [
  'created',
  'submitting',
  'awaitingPayer',
  'processing',
  'unknown',
  'closing',
  'succeeded',
  'failed',
  'closed',
  'reversed',
  'conflicted',
] as const
export type PaymentState = (typeof paymentStates)[number]

/** Why a payment is being or was closed. */
export const closeReasons = [
  'cancelled',
  'expired',
  'refusedHere',
  'neverSent',
  /** The channel did not answer, and no code was shown to anybody. */
  'neverShown',
  /** Nobody could be asked: a supervisor ended it, and it may still be paid. */
  'unasked',
] as const

/** What may be done about a payment now, by whoever may do it; the order in which it is offered. */
export const paymentActions = [
  'checkNow',
  'cancel',
  'setAside',
  'releaseGoods',
  'acceptShortfall',
  'freeSale',
  'endUnasked',
  'confirmPaid',
  'confirmNotPaid',
  'decideConflict',
  'acceptDenial',
  'refund',
] as const
export type PaymentAction = (typeof paymentActions)[number]

/**
 * `tap`: a card is awaited. `tapAgain`: the one that came could not be read, and nothing was taken.
 * `reading`: a card is being charged. `sameCard`: it may have been charged, and the same one has to
 * come again. `otherCard`: another one came. `asking`: the reader is asked what became of it.
 * `cardTells`: the reader does not know either, and the same card has to come so that it can tell.
 * `exchanging`: the reader's log is full, and it writes its file first. `away`: it cannot be
 * reached. `waits`: it is at something else.
 */
export const readerSteps = [
  'tap',
  'tapAgain',
  'reading',
  'sameCard',
  'otherCard',
  'asking',
  'cardTells',
  'exchanging',
  'away',
  'waits',
] as const
export type ReaderStep = (typeof readerSteps)[number]

const readerDoingSchema = z.object({
  name: z.string(),
  /** The line to it is there. */
  there: z.boolean(),
  step: z.enum(readerSteps),
  /** Since when it is at this step. */
  sinceMs: z.int(),
  /** The card that has to come, or that may have been charged; null: any. */
  cardNumber: z.string().nullable(),
  /** The code by which the reader said why, the last time; null: it did not. */
  code: z.int().nullable(),
  /** From when it may be cancelled, while nothing can have been taken. */
  cancelAtMs: z.int(),
  /** From when help is shown where the reader does not answer. */
  helpAtMs: z.int(),
  /** From when a supervisor may let the sale go on without it; null: nothing may have been taken. */
  letGoAtMs: z.int().nullable(),
})

export const paymentSchema = z.object({
  paymentId: paymentIdSchema,
  saleId: saleIdSchema,
  method: methodIdSchema,
  flow: z.enum(paymentFlows),
  /** The connection that it was sent by; null: none was needed. */
  channel: z.string().nullable(),
  amountMinor: minorSchema,
  state: z.enum(paymentStates),
  createdAtMs: z.int(),
  /** When it reached a state that it does not leave. */
  endedAtMs: z.int().nullable(),
  cashier: z.string(),
  /** Our short reference on the link, as the payer's and the bank's statements show it. */
  reference: z.string().nullable(),
  /** What the provider calls it. */
  providerReference: z.string().nullable(),
  /** What the payer scans. */
  code: z
    .object({
      text: z.string(),
      payee: z.string(),
      shownAtMs: z.int(),
      expiresAtMs: z.int(),
    })
    .nullable(),
  cash: z.object({ tenderedMinor: minorSchema, changeMinor: minorSchema }).nullable(),
  closeReason: z.enum(closeReasons).nullable(),
  /** A code made here cannot be withdrawn: for 7 days money may still come. */
  mayStillBePaid: z.boolean(),
  /** Money that came after or beyond the payment's end and waits for a decision, in cents; 0 as it should be. */
  discrepancyMinor: minorSchema,
  /** What came for it so far, in cents: a transfer may come in parts. */
  creditedMinor: minorSchema,
  /** Where a transfer goes, in the order in which it is to be read. */
  instructions: z.array(
    z.object({
      field: z.enum(['accountName', 'bankName', 'bankCode', 'accountNumber', 'swift']),
      value: z.string(),
    }),
  ),
  /** Which wallet it was, in the provider's words. */
  wallet: z.string().nullable(),
  /** Of a card, what the terminal told of it; null: nothing yet. */
  card: cardFactsSchema.nullable(),
  /** The method by which it was really paid, where the terminal told; reports go by it. */
  paidBy: methodIdSchema,
  /** Of a card: where it is paid, and what is going on there; null where no such terminal is set up. */
  terminal: z
    .object({
      name: z.string(),
      /** It can be asked to stop; otherwise its own red key is the only way. */
      stops: z.boolean(),
      /** It can be asked what became of a payment; otherwise its slip tells. */
      knows: z.boolean(),
      /** What it shows to whoever stands before it. */
      says: z.string().nullable(),
      /** The line to it is there. */
      there: z.boolean(),
    })
    .nullable(),
  /** Of an Octopus, what its reader told; of one that was refused, only what is on it. Null: nothing yet. */
  octopus: octopusFactsSchema
    /** As it is printed on it; null: it was erased. */
    .extend({ cardNumber: z.string().nullable() })
    .nullable(),
  /** Of an Octopus: what is going on at its reader; null where no reader is set up, or it has ended. */
  reader: readerDoingSchema.nullable(),
  /** Why it was refused, in the provider's words. */
  refusal: z.string().nullable(),
  /** The last four characters of the code that the customer showed. */
  scannedLastFour: z.string().nullable(),
  /** What a supervisor vouched for; `agreed` once the channel says so too, `contradicted` where it says that it was not paid. */
  byHand: z.enum(['paid', 'notPaid', 'agreed', 'contradicted']).nullable(),
  /** The sale was freed of it at the shop's risk. */
  atRisk: z.boolean(),
  /** Succeeded, and no payment of its sale: its money is a discrepancy. */
  beyondSale: z.boolean(),
  /** The goods went before the money was known to have come. */
  goodsReleased: z.boolean(),
  /** The newest last. */
  refunds: z.array(refundSchema).max(50),
  /** What it covers of its sale, less what was given back or is on its way back, in cents. */
  coversMinor: minorSchema,
  /** What may still be given back of it, in cents. */
  refundableMinor: minorSchema,
  actions: z.array(z.enum(paymentActions)),
  /** When the channel is asked next; null: nothing is being asked. */
  nextAskAtMs: z.int().nullable(),
  /** The last time we asked there was no answer. */
  lineDown: z.boolean(),
})
export type PaymentView = z.infer<typeof paymentSchema>

export const saleSchema = z.object({
  saleId: saleIdSchema,
  state: z.enum(['open', 'completed', 'cancelled']),
  aside: z.boolean(),
  openedAtMs: z.int(),
  cashier: z.string(),
  reference: z.string(),
  description: z.string(),
  totalMinor: minorSchema,
  /** What its payments cover: of an open sale less what was given back of them. */
  paidMinor: minorSchema,
  /** Part of the sale since it was settled in coins: -5 to +5 cents. */
  roundingMinor: minorSchema,
  /** Still to pay. */
  restMinor: minorSchema,
  /** The rest when it is settled in coins, in multiples of 10 cents. */
  restInCoinsMinor: minorSchema,
  /** The payment that can still take money, if there is one: no other may start. */
  livePaymentId: paymentIdSchema.nullable(),
  /** Of a completed sale. */
  receiptNumber: z.string().nullable(),
  /** In the order in which they were made. */
  payments: z.array(paymentSchema).max(paymentLimit),
})
export type SaleView = z.infer<typeof saleSchema>

export const saleCalls = defineCalls({
  'sale.open': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({
      totalMinor: minorSchema,
      reference: typedText,
      description: typedText,
    }),
    output: z.object({ saleId: saleIdSchema }),
  },
  /** Only while no money is in it and none can come. */
  'sale.cancel': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ saleId: saleIdSchema }),
    output: z.null(),
  },
  /** The next customer is served; the sale waits, its payment goes on being asked for. */
  'sale.setAside': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ saleId: saleIdSchema }),
    output: z.null(),
  },
  'sale.takeBack': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ saleId: saleIdSchema }),
    output: z.null(),
  },
  /** The result was read: the screen is free for the next sale. */
  'sale.next': {
    does: 'change',
    windows: ['till'],
    who: 'takePayments',
    input: z.strictObject({ saleId: saleIdSchema }),
    output: z.null(),
  },
})

export const saleEvents = defineEvents({
  /** The sale on the till's screen: the open one, or the one just completed until `sale.next`. */
  sale: { windows: ['till'], who: 'signedIn', value: saleSchema.nullable() },
})
