/** A payment and its sale as a screen is told of them, for what is decided from them alone. */
import { paidBy, type CardFacts } from '../../src-shared/cardFacts.ts'
import type { PaymentView, SaleView } from '../../src-shared/contract/sale.ts'
import { paymentIdSchema, saleIdSchema } from '../../src-shared/ids.ts'

const paymentId = paymentIdSchema.parse('0190a000-0000-7000-8000-000000000001')
const saleId = saleIdSchema.parse('0190a000-0000-7000-8000-000000000002')

/** Of a wallet whose code is being made, but for what is told otherwise. */
export const paymentView = (told: Partial<PaymentView> = {}): PaymentView => ({
  paymentId,
  saleId,
  method: 'wechatPay',
  flow: 'merchantCode',
  channel: 'first',
  amountMinor: 8_880,
  state: 'submitting',
  createdAtMs: 1_000,
  endedAtMs: null,
  cashier: 'Mei Ling',
  reference: 'HT0100000001',
  providerReference: null,
  code: null,
  cash: null,
  closeReason: null,
  mayStillBePaid: false,
  discrepancyMinor: 0,
  creditedMinor: 0,
  instructions: [],
  wallet: null,
  card: null,
  paidBy: told.method ?? 'wechatPay',
  terminal: null,
  octopus: null,
  reader: null,
  refusal: null,
  scannedLastFour: null,
  byHand: null,
  atRisk: false,
  beyondSale: false,
  goodsReleased: false,
  refunds: [],
  coversMinor: 0,
  refundableMinor: 0,
  actions: [],
  nextAskAtMs: null,
  lineDown: false,
  ...told,
})

/** What a terminal told of a card that was tapped. */
export const cardTold: CardFacts = {
  number: '476173******0119',
  scheme: 'visa',
  wallet: null,
  entryMode: 'contactless',
  approvalCode: '043182',
  trace: '000127',
  batch: '000004',
  terminalId: '12345678',
  merchantId: '000000012345678',
  retrievalReference: '632504081207',
  applicationId: 'A0000000031010',
  time: '2026-11-21 14:03:22',
}

/** A card at a terminal that can neither be stopped nor asked, but for what is told otherwise. */
export function cardView({
  terminal,
  ...told
}: Partial<Omit<PaymentView, 'terminal'>> & {
  readonly terminal?: Partial<NonNullable<PaymentView['terminal']>>
} = {}): PaymentView {
  const method = told.method ?? 'visa'
  return paymentView({
    method,
    flow: 'cardTerminal',
    channel: 'terminal-1',
    state: 'processing',
    paidBy: paidBy(method, told.card ?? null),
    terminal: {
      name: 'Front terminal',
      stops: false,
      knows: false,
      says: null,
      there: true,
      ...terminal,
    },
    ...told,
  })
}

/** What a reader told of an Octopus that has paid. */
export const octopusTold: NonNullable<PaymentView['octopus']> = {
  card: 'a'.repeat(64),
  cardNumber: '88888888',
  deviceId: 4_711,
  locationId: 12,
  valueMinor: 4_650,
  lastAddValue: { date: '2026-11-03', by: 'cash' },
  timeS: Date.UTC(2026, 10, 21, 6, 3, 22) / 1000,
}

/** An Octopus at its reader, which waits for it, but for what is told otherwise. */
export function octopusView({
  reader,
  ...told
}: Partial<Omit<PaymentView, 'reader'>> & {
  readonly reader?: Partial<NonNullable<PaymentView['reader']>> | null
} = {}): PaymentView {
  return paymentView({
    method: 'octopus',
    flow: 'octopusReader',
    channel: 'octopus',
    state: 'awaitingPayer',
    reader:
      reader === null
        ? null
        : {
            name: 'Octopus reader',
            there: true,
            step: 'tap',
            sinceMs: 1_000,
            cardNumber: null,
            code: null,
            cancelAtMs: 11_000,
            helpAtMs: 5_000,
            letGoAtMs: null,
            ...reader,
          },
    ...told,
  })
}

/** An open sale with this payment alone. @param live whether no other may start */
export const saleView = (payment: PaymentView, live = true): SaleView => ({
  saleId,
  state: 'open',
  aside: false,
  openedAtMs: 0,
  cashier: 'Mei Ling',
  reference: 'R',
  description: 'secret wish',
  totalMinor: 10_000,
  paidMinor: 0,
  roundingMinor: 0,
  restMinor: 10_000,
  restInCoinsMinor: 10_000,
  livePaymentId: live ? payment.paymentId : null,
  receiptNumber: null,
  payments: [payment],
})
