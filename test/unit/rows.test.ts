import { describe, expect, test } from 'vitest'
import type { SaleView } from '../../src-shared/contract/sale.ts'
import { discrepancyIdSchema } from '../../src-shared/ids.ts'
import { dueInCoins } from '../../src-shared/money.ts'
import { bodySchemas } from '../../src-main/engine/journal/kinds.ts'
import { completion, excess, moved } from '../../src-main/engine/payment/rows.ts'
import {
  idOf,
  paymentIds,
  receiptIssued,
  saleIds,
  shiftId,
  staffId,
} from '../harness/journalFile.ts'

/** An open sale with this much left of HK$100.03. */
const saleWith = (restMinor: number, changes: Partial<SaleView> = {}): SaleView => ({
  saleId: saleIds.cash,
  state: 'open',
  aside: false,
  openedAtMs: 0,
  cashier: 'Ada',
  reference: '',
  description: '',
  totalMinor: 10_003,
  paidMinor: 10_003 - restMinor,
  roundingMinor: 0,
  restMinor,
  restInCoinsMinor: dueInCoins(restMinor),
  livePaymentId: null,
  receiptNumber: null,
  payments: [],
  ...changes,
})

describe('a payment moves by a row', () => {
  const payment = { paymentId: paymentIds.fps, state: 'awaitingPayer' } as const

  test('that says from where, to where and why', () => {
    const row = moved(payment, 'cancelled', { by: staffId, closeReason: 'cancelled' })
    expect(row).toEqual({
      kind: 'payment.moved',
      subject: paymentIds.fps,
      body: {
        v: 1,
        from: 'awaitingPayer',
        to: 'closing',
        why: 'cancelled',
        by: staffId,
        closeReason: 'cancelled',
      },
    })
    expect(bodySchemas['payment.moved'].safeParse(row?.body).success).toBe(true)
  })

  test('and where the event says nothing to its state there is none', () => {
    expect(moved(payment, 'counted')).toBeNull()
    expect(moved({ ...payment, state: 'succeeded' }, 'paid')).toBeNull()
  })

  test('money after the end is no move: that is a discrepancy', () => {
    expect(moved({ ...payment, state: 'closed' }, 'paid')).toBeNull()
  })
})

const paidBy = (method: 'cash' | 'fps', amountMinor: number) => ({
  method,
  amountMinor,
  reference: null,
  providerReference: null,
  cash: null,
})

/** Stands for the receipt: what is in it is told elsewhere. */
const receiptRow = receiptIssued(saleIds.cash, 1)

describe('a sale is complete when succeeded payments and rounding cover it', () => {
  const completed = (
    restMinor: number,
    amountMinor: number,
    inCoins: boolean,
    changes: Partial<SaleView> = {},
  ) =>
    completion(
      saleWith(restMinor, changes),
      paidBy(inCoins ? 'cash' : 'fps', amountMinor),
      shiftId,
      () => receiptRow,
    )
  const row = (paidMinor: number, roundingMinor: number) => [
    {
      kind: 'sale.completed',
      subject: saleIds.cash,
      body: { v: 1, shiftId, paidMinor, roundingMinor },
    },
    receiptRow,
  ]

  test('to the cent where no coins are counted', () => {
    expect(completed(10_003, 10_003, false)).toEqual(row(10_003, 0))
    expect(completed(10_003, 10_000, false)).toEqual([])
    expect(completed(3, 3, false)).toEqual(row(10_003, 0))
  })

  test.for([
    [10_003, 10_000, -3],
    [10_005, 10_000, -5],
    [10_006, 10_010, 4],
    [10_009, 10_010, 1],
    [10_010, 10_010, 0],
  ] as const)('%d cents are settled by %d in coins, rounded by %d', ([rest, paid, rounding]) => {
    const sale = { totalMinor: rest, paidMinor: 0 }
    expect(completed(rest, paid, true, sale)).toEqual(row(paid, rounding))
  })

  test('what was paid before counts, and only the rest is rounded', () => {
    expect(completed(5_003, 5_000, true)).toEqual(row(10_000, -3))
  })

  test('a part payment completes nothing', () => {
    expect(completed(10_003, 9_990, true)).toEqual([])
    expect(completed(10_003, 10, true)).toEqual([])
  })

  test('coins that would give more than 5 cents away or take them do not complete it', () => {
    expect(completed(10_006, 10_000, true)).toEqual([])
    expect(completed(10_005, 10_010, true)).toEqual([])
  })

  test.for(['completed', 'cancelled'] as const)('a %s sale is not completed again', (state) => {
    expect(completed(0, 0, false, { state })).toEqual([])
    expect(completed(10_003, 10_000, true, { state })).toEqual([])
  })

  test('without an open shift the row says so', () => {
    const [entry] = completion(saleWith(10_003), paidBy('fps', 10_003), null, () => receiptRow)
    expect(entry?.body).toMatchObject({ shiftId: null })
    expect(bodySchemas['sale.completed'].safeParse(entry?.body).success).toBe(true)
  })
})

describe('money beyond or after the end is an object of its own', () => {
  const discrepancyId = idOf(discrepancyIdSchema, 30)
  const payment = {
    paymentId: paymentIds.fps,
    state: 'succeeded',
    amountMinor: 8_880,
    creditedMinor: 8_880,
    discrepancyMinor: 0,
    beyondSale: 0,
    takenMinor: null,
    shortfallMinor: 0,
  } as const
  const openedBy = (
    creditedMinor: number,
    changes: Partial<Parameters<typeof excess>[0]> = {},
    made: string[] = [],
  ) =>
    excess({ ...payment, ...changes }, creditedMinor, { providerReference: 'N-1' }, () => {
      made.push('id')
      return discrepancyId
    })
  const row = (amountMinor: number) => [
    {
      kind: 'discrepancy.opened',
      subject: paymentIds.fps,
      body: {
        v: 1,
        discrepancyId,
        paymentId: paymentIds.fps,
        currency: 'HKD',
        amountMinor,
        providerReference: 'N-1',
      },
    },
  ]

  test('paid twice: the second time', () => {
    const opened = openedBy(17_760)
    expect(opened).toEqual(row(8_880))
    expect(bodySchemas['discrepancy.opened'].safeParse(opened[0]?.body).success).toBe(true)
  })

  test('paid after it had ended without money: all of it', () => {
    for (const state of ['closed', 'failed', 'reversed'] as const) {
      expect(openedBy(8_880, { state })).toEqual(row(8_880))
    }
  })

  test('each cent is in one discrepancy: what is known is not opened again', () => {
    expect(openedBy(8_880)).toEqual([])
    expect(openedBy(8_880, { state: 'closed', discrepancyMinor: 8_880 })).toEqual([])
    expect(openedBy(17_760, { discrepancyMinor: 8_880 })).toEqual([])
    expect(openedBy(26_640, { discrepancyMinor: 8_880 })).toEqual(row(8_880))
  })

  test('less than expected is none, and no id is used up for it', () => {
    const made: string[] = []
    expect(openedBy(0, {}, made)).toEqual([])
    expect(openedBy(8_879, {}, made)).toEqual([])
    expect(openedBy(0, { state: 'closed' }, made)).toEqual([])
    expect(made).toEqual([])
  })

  test('what its sale did not need any more is all to be given back', () => {
    expect(openedBy(8_880, { beyondSale: 1 })).toEqual(row(8_880))
  })

  test('kept at another amount: what was taken is the payment’s own, up to what was asked for', () => {
    expect(openedBy(8_780, { takenMinor: 8_780 })).toEqual([])
    expect(openedBy(8_980, { takenMinor: 8_980 })).toEqual(row(100))
  })

  test('what a shortfall left out is no payment’s own when it comes after all', () => {
    expect(openedBy(8_000, { shortfallMinor: 880 })).toEqual([])
    expect(openedBy(8_880, { shortfallMinor: 880 })).toEqual(row(880))
  })
})
