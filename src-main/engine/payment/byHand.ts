/** What a supervisor decides where no machine can say: each with a reason, each marked for ever. */
import type { Input } from '../../../src-shared/contract/index.ts'
import { maskCardNumbers } from '../../../src-shared/cardNumber.ts'
import type { PaymentAction, SaleView } from '../../../src-shared/contract/sale.ts'
import { discrepancyIdSchema, type SaleId, type ShiftId } from '../../../src-shared/ids.ts'
import { isAtDevice } from '../../../src-shared/methods.ts'
import { done, failed } from '../../../src-shared/result.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import type { Body, Entry } from '../journal/kinds.ts'
import { refuse, type Plan, type SignedIn } from '../plan.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import type { PaymentRow, SaleStore } from '../sale/saleStore.ts'
import type { Shifts } from '../shift/shifts.ts'
import { loss } from './consequences.ts'
import type { Follower } from './follower.ts'
import { cameMinor, comesBeyond, completion, countsMinor, excess, moved } from './rows.ts'
import { hasOwnCode } from './schedule.ts'
import type { PaymentEvent } from './transition.ts'

type About<N extends HandCall> = (input: Input<N>, caller: SignedIn) => Plan<null>
type HandCall =
  | 'payment.freeSale'
  | 'payment.confirmPaid'
  | 'payment.confirmNotPaid'
  | 'payment.endUnasked'
  | 'payment.decideConflict'
  | 'payment.acceptDenial'
  | 'payment.acceptShortfall'
  | 'payment.releaseGoods'

export type ByHand = { readonly [N in HandCall]: About<N> }

export type ByHandParts = {
  readonly store: SaleStore
  readonly shifts: Shifts
  readonly follower: Follower
  readonly settings: () => Settings
  readonly newId: NewId
  readonly completed: (saleId: SaleId) => void
  readonly issueReceipt: IssueReceipt
}

type Found = { readonly payment: PaymentRow; readonly sale: SaleView; readonly shiftId: ShiftId }

const conflictEvents = {
  kept: 'kept',
  givenBack: 'givenBack',
  notOurs: 'notOurs',
} as const satisfies Readonly<Record<Input<'payment.decideConflict'>['decision'], PaymentEvent>>

export function createByHand(parts: ByHandParts): ByHand {
  const { store, shifts, follower } = parts

  /** The payment, where this may be done about it now: what the screens offer is what is granted. */
  const find = (paymentId: string, action: PaymentAction): Found | Plan<never> => {
    const payment = store.payment(paymentId)
    const sale = payment && store.sale(payment.saleId)
    if (!payment || !sale) return refuse(failed('paymentUnknown'))
    if (!store.view(payment).actions.includes(action)) return refuse(failed('notPossibleNow'))
    const shift = shifts.open()
    return shift ? { payment, sale, shiftId: shift.shiftId } : refuse(failed('noShift'))
  }

  /** Looks for news at once, or for the last time. */
  const goOn = (payment: PaymentRow) => () => follower.follow(payment.paymentId)

  /** The row of the decision and what follows from the money that it stands for. */
  const decided = (
    { payment, sale, shiftId }: Found,
    event: PaymentEvent,
    { staffId }: SignedIn,
    details: Partial<Body<'payment.moved'>>,
  ): Plan<null> => {
    const paid = event !== 'givenBack' && event !== 'notOurs'
    const beyondSale = paid && comesBeyond(payment, sale)
    const row = moved(payment, event, {
      by: staffId,
      ...details,
      ...(beyondSale ? { beyondSale } : {}),
    })
    if (!row) return refuse(failed('notPossibleNow'))
    const { to } = row.body
    const after: PaymentRow = {
      ...payment,
      state: to,
      beyondSale: beyondSale ? 1 : 0,
      takenMinor: row.body.takenMinor ?? null,
      shortfallMinor: row.body.shortfallMinor ?? 0,
    }
    const { providerReference = payment.providerReference } = row.body
    const completes =
      to === 'succeeded' && !beyondSale
        ? completion(
            sale,
            {
              ...after,
              amountMinor: countsMinor(after),
              providerReference,
              cash: null,
              octopus: null,
            },
            shiftId,
            parts.issueReceipt,
          )
        : []
    const entries: Entry[] = [
      row,
      ...completes,
      ...excess(after, cameMinor(payment), { providerReference }, () =>
        parts.newId(discrepancyIdSchema),
      ),
      ...loss(payment, to),
    ]
    return {
      answer: done(null),
      entries,
      after: () => {
        if (completes.length > 0) parts.completed(sale.saleId)
        follower.follow(payment.paymentId)
      },
    }
  }

  const words = maskCardNumbers

  return {
    'payment.freeSale'({ paymentId, reason }, { staffId }) {
      const found = find(paymentId, 'freeSale')
      if ('answer' in found) return found
      const { payment, shiftId } = found
      const { saleId } = payment
      const body = { v: 1, by: staffId, shiftId, saleId, reason: words(reason) } as const
      return {
        answer: done(null),
        entries: [{ kind: 'payment.freed', subject: paymentId, body }],
        after: goOn(payment),
      }
    },
    'payment.confirmPaid'({ paymentId, evidence, reason }, caller) {
      const found = find(paymentId, 'confirmPaid')
      if ('answer' in found) return found
      return decided(found, 'confirmedPaidByHand', caller, {
        providerReference: words(evidence).slice(0, 64),
        reason: words(reason),
      })
    },
    'payment.confirmNotPaid'({ paymentId, reason }, { staffId }) {
      const found = find(paymentId, 'confirmNotPaid')
      if ('answer' in found) return found
      const { payment } = found
      const row = moved(payment, 'confirmedNotPaidByHand', {
        by: staffId,
        reason: words(reason),
        // What a person vouches for is no evidence: if money comes after all, it is found.
        mayStillBePaid: true,
        // And it is ended at the channel, so that nobody confirms it later; a device is at the next one.
        closeOwed: !isAtDevice(payment.flow),
      })
      if (!row) return refuse(failed('notPossibleNow'))
      return {
        answer: done(null),
        entries: [row, ...loss(payment, row.body.to)],
        after: goOn(payment),
      }
    },
    'payment.endUnasked'({ paymentId, reason }, { staffId }) {
      const found = find(paymentId, 'endUnasked')
      if ('answer' in found) return found
      const { payment } = found
      const row = moved(payment, 'endedUnasked', {
        by: staffId,
        reason: words(reason),
        closeReason: 'unasked',
        ...(hasOwnCode(payment) ? { mayStillBePaid: true } : { closeOwed: true }),
      })
      if (!row) return refuse(failed('notPossibleNow'))
      return {
        answer: done(null),
        entries: [row, ...loss(payment, row.body.to)],
        after: goOn(payment),
      }
    },
    'payment.decideConflict'({ paymentId, decision, reason }, caller) {
      const found = find(paymentId, 'decideConflict')
      if ('answer' in found) return found
      const { creditedMinor } = found.payment
      // Money of another currency cannot be kept as if it were ours.
      if (decision === 'kept' && creditedMinor === 0) return refuse(failed('notPossibleNow'))
      return decided(found, conflictEvents[decision], caller, {
        reason: words(reason),
        // Of all three: what was decided about is not opened again.
        takenMinor: creditedMinor,
      })
    },
    'payment.acceptDenial'({ paymentId, reason }, { staffId }) {
      const found = find(paymentId, 'acceptDenial')
      if ('answer' in found) return found
      const body = { v: 1, by: staffId, shiftId: found.shiftId, reason: words(reason) } as const
      return {
        answer: done(null),
        entries: [{ kind: 'payment.denialAccepted', subject: paymentId, body }],
      }
    },
    'payment.acceptShortfall'({ paymentId, reason }, caller) {
      const found = find(paymentId, 'acceptShortfall')
      if ('answer' in found) return found
      const { amountMinor, creditedMinor } = found.payment
      return decided(found, 'shortfallAccepted', caller, {
        reason: words(reason),
        shortfallMinor: Math.max(0, amountMinor - creditedMinor),
        closeOwed: true,
      })
    },
    'payment.releaseGoods'({ paymentId, reason }, { staffId }) {
      const found = find(paymentId, 'releaseGoods')
      if ('answer' in found) return found
      const { payment, sale, shiftId } = found
      if (sale.state !== 'open') return refuse(failed('notPossibleNow'))
      const { amountMinor, saleId } = payment
      const settings = parts.settings()
      const ceilingMinor = settings['release.ceilingMinor']
      if (amountMinor > ceilingMinor) {
        return refuse(failed('releaseAboveCeiling', { ceilingMinor }))
      }
      const totalMinor = settings['release.totalMinor']
      if (store.releasedMinor(shiftId) + amountMinor > totalMinor) {
        return refuse(failed('releaseTotalReached', { ceilingMinor: totalMinor }))
      }
      const who = { v: 1, by: staffId, shiftId } as const
      const entries: Entry[] = [
        {
          kind: 'sale.goodsReleased',
          subject: saleId,
          body: { ...who, paymentId, amountMinor, reason: words(reason) },
        },
      ]
      // The customer leaves: the next one is served.
      if (!sale.aside) entries.push({ kind: 'sale.setAside', subject: saleId, body: who })
      return { answer: done(null), entries, after: goOn(payment) }
    },
  }
}
