/**
 * The methods by which a customer may pay, as rows of data: where each stands on the screen,
 * which key selects it, and by which flow it is carried out. Names are in `texts/`.
 */
import { z } from 'zod'

export const methodIds = [
  'visa',
  'mastercard',
  'unionpay',
  'applePay',
  'googlePay',
  'samsungPay',
  'octopus',
  'fps',
  'wechatPay',
  'alipay',
  'paypal',
  'unionpayQr',
  'cash',
  'bankTransfer',
  'wireTransfer',
  'letterOfCredit',
  'cardOther',
] as const
export const methodIdSchema = z.enum(methodIds)
export type MethodId = (typeof methodIds)[number]

export const methodGroups = ['tap', 'scan', 'cash', 'later'] as const
export type MethodGroup = (typeof methodGroups)[number]

/** How a payment is carried out, and so what counts as evidence that it was paid. */
export const paymentFlows = [
  'cardTerminal',
  'octopusReader',
  'merchantCode',
  'customerCode',
  'cash',
  'awaitingFunds',
] as const
export type Flow = (typeof paymentFlows)[number]

export type MethodRow = {
  readonly id: MethodId
  readonly group: MethodGroup
  /** How it usually goes. */
  readonly flow: Flow
  /** Whether the customer may show a code instead, which the shop scans. */
  readonly theirCode: boolean
  /** The key that selects it, as the tile shows it; null: no tile of its own. */
  readonly key: string | null
  /** Without the aggregator: as always, the code can be shown, or not now. */
  readonly offline: 'asAlways' | 'codeOnly' | 'notNow'
  /** Multiples of 10 cents only, with the rest rounded. */
  readonly inCoins: boolean
}

const card = {
  group: 'tap',
  flow: 'cardTerminal',
  theirCode: false,
  offline: 'asAlways',
  inCoins: false,
} as const
const wallet = {
  group: 'scan',
  flow: 'merchantCode',
  theirCode: true,
  offline: 'notNow',
  inCoins: false,
} as const
const funds = {
  group: 'later',
  flow: 'awaitingFunds',
  theirCode: false,
  offline: 'asAlways',
  inCoins: false,
} as const

/** In the order in which the tiles stand. The places are fixed: a cashier's thumb learns them. */
export const methods: readonly MethodRow[] = [
  {
    id: 'octopus',
    group: 'tap',
    flow: 'octopusReader',
    theirCode: false,
    key: 'F1',
    offline: 'asAlways',
    inCoins: true,
  },
  { id: 'visa', ...card, key: 'F2' },
  { id: 'mastercard', ...card, key: 'F3' },
  { id: 'unionpay', ...card, key: 'F4' },
  { id: 'applePay', ...card, key: 'F5' },
  { id: 'googlePay', ...card, key: 'F6' },
  { id: 'samsungPay', ...card, key: 'F7' },
  {
    id: 'fps',
    group: 'scan',
    flow: 'merchantCode',
    theirCode: false,
    key: 'F8',
    offline: 'codeOnly',
    inCoins: false,
  },
  { id: 'wechatPay', ...wallet, key: 'F9' },
  { id: 'alipay', ...wallet, key: 'F10' },
  { id: 'unionpayQr', ...wallet, key: 'F11' },
  { id: 'paypal', ...wallet, theirCode: false, key: 'Shift+F1' },
  {
    id: 'cash',
    group: 'cash',
    flow: 'cash',
    theirCode: false,
    key: 'F12',
    offline: 'asAlways',
    inCoins: true,
  },
  { id: 'bankTransfer', ...funds, key: 'Shift+F2' },
  { id: 'wireTransfer', ...funds, key: 'Shift+F3' },
  { id: 'letterOfCredit', ...funds, key: 'Shift+F4' },
  { id: 'cardOther', ...card, key: null },
]

export const methodRow = (id: MethodId): MethodRow => {
  const row = methods.find((method) => method.id === id)
  if (!row) throw new Error(`no such method: ${id}`)
  return row
}

/** It is paid at a device on the counter, which is told once and asked afterwards. */
export const isAtDevice = (flow: Flow): flow is 'cardTerminal' | 'octopusReader' =>
  flow === 'cardTerminal' || flow === 'octopusReader'

/** Whether the counter makes the code itself, without a line: such a code cannot be withdrawn. */
export const codeMadeHere = (id: MethodId): boolean => methodRow(id).offline === 'codeOnly'
