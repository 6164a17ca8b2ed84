/** What the back office of the simulated aggregator has set for every counter. Nobody can be paid by any of it. */
import { wireTime } from '../../../src-shared/aggregator/common.ts'
import type { CounterSettings } from '../../../src-shared/aggregator/counters.ts'

type Row = CounterSettings['methods'][number]

const row = (
  method: Row['method'],
  flows: Row['flows'],
  instructions: Row['instructions'] = [],
): Row => ({ method, flows, ceilingMinor: null, instructions })

const account: Row['instructions'] = [
  { field: 'accountName', value: 'TRAINING - DO NOT PAY' },
  { field: 'bankName', value: 'Training Bank' },
  { field: 'bankCode', value: '000' },
  { field: 'accountNumber', value: '000-000000-000' },
]
const abroad: Row['instructions'] = [...account, { field: 'swift', value: 'TESTHKHHXXX' }]

/** As they stood when this was written; nothing is computed from them that anybody pays. */
const ratesAtMs = Date.UTC(2026, 0, 2, 1)
const rates = { USD: '0.1284', CNY: '0.9205', EUR: '0.1102', JPY: '19.82', GBP: '0.0957' } as const

export const trainingSettings: CounterSettings = {
  methods: [
    row('fps', ['merchantCode']),
    row('wechatPay', ['merchantCode', 'customerCode']),
    row('alipay', ['merchantCode', 'customerCode']),
    row('unionpayQr', ['merchantCode', 'customerCode']),
    row('paypal', ['merchantCode']),
    row('bankTransfer', ['awaitingFunds'], account),
    row('wireTransfer', ['awaitingFunds'], abroad),
    row('letterOfCredit', ['awaitingFunds'], abroad),
  ],
  // No bank has given out this FPS ID: a real app that scans a training code finds nobody to pay.
  fps: { fpsId: '0000000', payee: 'TRAINING - DO NOT PAY', referenceAllowed: true },
  exchangeRates: Object.entries(rates).map(([currency, rate]) => ({
    currency,
    rate,
    at: wireTime(ratesAtMs),
  })),
  notice: null,
}

export const trainingHouse = {
  environment: 'training',
  merchant: 'HARBOUR TILL TRAINING',
  store: 'TRAINING',
  payee: 'TRAINING - DO NOT PAY',
} as const

/** Always good in training: there is nothing to be let in to. */
export const trainingCode = 'TRAINING'
