/** The flows that a kill must not harm, each with what is true at its end however often the till died. */
import { expect } from 'vitest'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import {
  arrives,
  cash,
  channelComesBack,
  charge,
  chargeOctopusTooEarly,
  chargeUntilShown,
  customerPays,
  must,
  openSale,
  openShift,
  paymentUntil,
  readSale,
  saleUntil,
  scanAndLoseAnswer,
  scanUntilPaid,
  supervisorFreesSale,
  supervisorRefunds,
  supervisorRefundsBothPaid,
  truthComesOut,
  type Step,
} from './steps.ts'

export type Flow = {
  readonly name: string
  readonly steps: readonly Step[]
  readonly end: (sale: SaleView) => void
  /** What is given back in the end. */
  readonly refunds?: number
  /** A kind of row that is written where nothing is killed: then it went the way that the name says. */
  readonly passes?: string
  /** Nothing is there yet: the counter is founded, and the shift opened, by the flow itself. */
  readonly fromNothing?: boolean
  /** The kind of the row after which it is killed no more: keys take seconds to make. */
  readonly killedUntil?: string
}

const completed = saleUntil(({ state }) => state === 'completed')

/** One payment took the money; whatever was tried before it took none. */
const paidOnce =
  (amountMinor: number) =>
  (sale: SaleView): void => {
    expect(sale).toMatchObject({ state: 'completed', paidMinor: amountMinor })
    const paid = sale.payments.filter(({ state }) => state === 'succeeded')
    expect(paid).toHaveLength(1)
    for (const payment of sale.payments) {
      expect(payment.discrepancyMinor).toBe(0)
      expect(['succeeded', 'closed']).toContain(payment.state)
    }
  }

export const flows: readonly Flow[] = [
  {
    name: 'a counter that is founded, with a shift and a first sale',
    fromNothing: true,
    killedUntil: 'shift.opened',
    steps: [openShift, openSale(4_000), cash(4_000)],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 4_000 })
    },
  },
  {
    name: 'a cash sale with change, after a choice of language',
    steps: [
      async ({ press }) => {
        await press('counter.chooseLanguage', { language: 'zh-Hant' })
      },
      openSale(12_850),
      cash(20_000),
    ],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 12_850 })
      expect(sale.payments).toHaveLength(1)
    },
  },
  {
    name: 'an FPS sale that the customer pays',
    steps: [openSale(8_880), charge('fps', 8_880), customerPays(8_880), completed],
    end: (sale) => {
      paidOnce(8_880)(sale)
      expect(sale.payments).toHaveLength(1)
    },
  },
  {
    name: 'an FPS code that is cancelled, then cash, then the customer pays the code after all',
    steps: [
      openSale(5_000),
      charge('fps', 5_000),
      arrives,
      async ({ press }, { paymentId }) => {
        await press('payment.cancel', { paymentId: must(paymentId) })
      },
      saleUntil(({ livePaymentId }) => livePaymentId === null),
      cash(5_000),
      customerPays(5_000),
      saleUntil(({ payments }) => (payments[0]?.discrepancyMinor ?? 0) > 0),
    ],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 5_000 })
      expect(sale.payments.map(({ state }) => state)).toEqual(['closed', 'succeeded'])
      expect(sale.payments[0]?.discrepancyMinor).toBe(5_000)
    },
  },
  {
    name: 'a split sale that is set aside and taken back',
    steps: [
      openSale(10_003),
      cash(4_000),
      async ({ press }, { saleId }) => {
        await press('sale.setAside', { saleId: must(saleId) })
      },
      async ({ press }, { saleId }) => {
        await press('sale.takeBack', { saleId: must(saleId) })
      },
      cash(6_000),
    ],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 10_000, roundingMinor: -3 })
      expect(sale.payments).toHaveLength(2)
    },
  },
  {
    name: 'a WeChat code that the aggregator makes, shown and paid',
    steps: [openSale(4_560), chargeUntilShown('wechatPay', 4_560), customerPays(4_560), completed],
    end: paidOnce(4_560),
  },
  {
    name: 'a customer’s code that is scanned and paid, and never sent twice',
    steps: [openSale(3_210), scanUntilPaid(3_210), completed],
    end: paidOnce(3_210),
  },
  {
    name: 'an Octopus that is taken away too early, and completed with the same card',
    passes: 'octopus.answered',
    steps: [openSale(8_880), chargeOctopusTooEarly(8_880), completed],
    end: paidOnce(8_880),
  },
  {
    name: 'a bank transfer that comes in two parts',
    steps: [
      openSale(90_000),
      charge('bankTransfer', 90_000),
      customerPays(30_000, 30_000),
      paymentUntil(({ creditedMinor }) => creditedMinor >= 30_000),
      customerPays(90_000),
      completed,
    ],
    end: (sale) => {
      paidOnce(90_000)(sale)
      expect(sale.payments).toHaveLength(1)
    },
  },
  {
    name: 'a part of a WeChat payment that is given back with a supervisor’s consent',
    steps: [
      openSale(7_000),
      chargeUntilShown('wechatPay', 7_000),
      customerPays(7_000),
      completed,
      supervisorRefunds(2_500),
    ],
    end: (sale) => {
      paidOnce(7_000)(sale)
      const paid = sale.payments.find(({ state }) => state === 'succeeded')
      expect(paid?.refunds).toHaveLength(1)
      expect(paid).toMatchObject({ refundableMinor: 4_500 })
    },
    refunds: 1,
  },
  {
    name: 'a lost answer, the sale freed and paid in cash, and the first payment given back',
    passes: 'discrepancy.closed',
    steps: [
      openSale(6_000),
      scanAndLoseAnswer(6_000),
      supervisorFreesSale,
      cash(6_000),
      truthComesOut,
      channelComesBack,
      supervisorRefundsBothPaid,
      async ({ till }, memory) => {
        const sale = await readSale(till, memory)
        expect(sale?.livePaymentId).toBe(null)
      },
    ],
    end: (sale) => {
      expect(sale).toMatchObject({ state: 'completed', paidMinor: 6_000 })
      const [first, second] = sale.payments
      expect(sale.payments).toHaveLength(2)
      expect(first).toMatchObject({ atRisk: true, discrepancyMinor: 0 })
      expect(second).toMatchObject({ method: 'cash', state: 'succeeded' })
      // Died before it was sent: then nobody was asked for money.
      if (first?.state === 'closed') expect(first.refunds).toEqual([])
      else {
        expect(first).toMatchObject({ state: 'succeeded', beyondSale: true })
        expect(first?.refunds).toMatchObject([{ state: 'succeeded', amountMinor: 6_000 }])
      }
    },
  },
]
