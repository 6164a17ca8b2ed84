/** Opening, setting aside and ending sales. */
import type { Input, Output } from '../../../src-shared/contract/index.ts'
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import { maskCardNumbers } from '../../../src-shared/cardNumber.ts'
import {
  paymentIdSchema,
  saleIdSchema,
  type PaymentId,
  type SaleId,
} from '../../../src-shared/ids.ts'
import { done, failed, type Result } from '../../../src-shared/result.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import { transfersLetGo } from '../payment/rows.ts'
import { refuse, type Plan, type SignedIn } from '../plan.ts'
import type { Shifts } from '../shift/shifts.ts'
import { waitingLimit, type SaleStore } from './saleStore.ts'

export type Sales = {
  /** The sale on the till's screen: the open one, or the one just completed. */
  readonly onScreen: () => SaleView | null
  /** A completed sale stays on the screen until somebody has read its result; one that is aside does not come forward by itself. */
  readonly completed: (saleId: SaleId) => void
  open(input: Input<'sale.open'>, caller: SignedIn): Plan<Output<'sale.open'>>
  cancel(input: Input<'sale.cancel'>, caller: SignedIn): Plan<null>
  setAside(input: Input<'sale.setAside'>, caller: SignedIn): Plan<null>
  takeBack(input: Input<'sale.takeBack'>, caller: SignedIn): Plan<null>
  next(input: Input<'sale.next'>): Plan<null>
}

/** @returns the amount, or why it is none: what the contract's schema lets through is checked here */
export function checkAmount(amountMinor: number, ceilingMinor: number): Result<number> {
  if (amountMinor === 0) return failed('amountZero')
  if (amountMinor < 0) return failed('amountNegative')
  if (amountMinor > ceilingMinor) return failed('amountAboveCeiling', { ceilingMinor })
  return done(amountMinor)
}

/** Money of it is on its way back, and nobody knows yet whether it arrives. */
export const hasRefundUnderWay = ({ payments }: SaleView): boolean =>
  payments.some(({ refunds }) =>
    refunds.some(
      ({ state, discrepancyId }) =>
        discrepancyId === null && state !== 'succeeded' && state !== 'failed',
    ),
  )

export function createSales(
  store: SaleStore,
  shifts: Shifts,
  newId: NewId,
  settings: () => Settings,
  follow: (paymentId: PaymentId) => void,
): Sales {
  // After a restart too: the change that is to be handed over is still to be read.
  let kept: SaleId | null = store.lastCompletedUnseen()

  /** The row of a change to a sale that exists, where nothing speaks against it. */
  const change = (
    saleId: SaleId,
    kind: 'sale.setAside' | 'sale.takenBack' | 'sale.cancelled',
    staffId: SignedIn['staffId'],
    against: (sale: SaleView) => Extract<Result<null>, { ok: false }> | null,
  ): Plan<null> => {
    const shift = shifts.open()
    if (!shift) return refuse(failed('noShift'))
    const sale = store.sale(saleId)
    if (!sale) return refuse(failed('saleUnknown'))
    const refusal = against(sale)
    if (refusal) return refuse(refusal)
    const body = { v: 1, by: staffId, shiftId: shift.shiftId } as const
    const ends = kind === 'sale.cancelled' ? transfersLetGo(sale, null) : []
    return {
      answer: done(null),
      entries: [{ kind, subject: saleId, body }, ...ends],
      after: () => ends.forEach(({ subject }) => follow(paymentIdSchema.parse(subject))),
    }
  }
  /** Somebody has read the result of this sale. */
  const seen = (saleId: SaleId): Pick<Plan<unknown>, 'alongside' | 'after'> => ({
    alongside: () => store.noteSeen(saleId),
    after: () => {
      if (kept === saleId) kept = null
    },
  })
  const isOpen = (sale: SaleView): boolean => sale.state === 'open'

  return {
    onScreen() {
      const current = store.currentSale()
      if (current || kept === null) return current ?? null
      const ended = store.sale(kept)
      return ended?.state === 'completed' && !ended.aside ? ended : null
    },
    completed(saleId) {
      const sale = store.sale(saleId)
      if (sale?.aside === false) kept = saleId
      for (const { paymentId, state } of sale?.payments ?? []) {
        if (state === 'closing') follow(paymentId)
      }
    },
    open({ totalMinor, reference, description }, { staffId }) {
      const shift = shifts.open()
      if (!shift) return refuse(failed('noShift'))
      const amount = checkAmount(totalMinor, settings()['sale.ceilingMinor'])
      if (!amount.ok) return refuse(amount)
      if (store.currentSale()) return refuse(failed('anotherSaleOpen'))
      const saleId = newId(saleIdSchema)
      const body = {
        v: 1,
        by: staffId,
        shiftId: shift.shiftId,
        saleId,
        businessDate: shift.businessDate,
        currency: 'HKD',
        totalMinor,
        reference,
        // The reference is the shop's own number, which may well look like a card's.
        description: maskCardNumbers(description),
      } as const
      return {
        answer: done({ saleId }),
        entries: [{ kind: 'sale.opened', subject: saleId, body }],
        ...(kept === null ? {} : seen(kept)),
      }
    },
    cancel: ({ saleId }, { staffId }) =>
      change(saleId, 'sale.cancelled', staffId, (sale) => {
        if (!isOpen(sale)) return failed('saleNotOpen')
        if (hasRefundUnderWay(sale)) return failed('refundUnderWay')
        if (sale.paidMinor > 0) return failed('saleHasMoney', { paidMinor: sale.paidMinor })
        return sale.livePaymentId === null ? null : failed('paymentInFlight')
      }),
    setAside: ({ saleId }, { staffId }) =>
      change(saleId, 'sale.setAside', staffId, (sale) => {
        if (!isOpen(sale) || sale.aside) return failed('saleNotOpen')
        const live = sale.payments.find(({ paymentId }) => paymentId === sale.livePaymentId)
        if (live?.actions.includes('setAside') === false) return failed('notPossibleNow')
        return store.waitingCount() < waitingLimit
          ? null
          : failed('tooManyWaiting', { limit: waitingLimit })
      }),
    takeBack: ({ saleId }, { staffId }) => ({
      ...change(saleId, 'sale.takenBack', staffId, (sale) => {
        if (!sale.aside) return failed('saleNotOpen')
        return store.currentSale() ? failed('anotherSaleOpen') : null
      }),
      after: () => {
        kept = saleId
      },
    }),
    next: ({ saleId }) => ({
      answer: done(null),
      ...(kept === saleId ? seen(saleId) : {}),
    }),
  }
}
