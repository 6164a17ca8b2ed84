/** Money beyond or after a payment's end: what is open of it, and what a person decides about it. */
import type { Database } from 'better-sqlite3'
import type { Input } from '../../../src-shared/contract/index.ts'
import { maskCardNumbers } from '../../../src-shared/cardNumber.ts'
import type { DiscrepancyDecision } from '../../../src-shared/contract/tray.ts'
import type { DiscrepancyId, PaymentId } from '../../../src-shared/ids.ts'
import { done, failed } from '../../../src-shared/result.ts'
import type { Entry } from '../journal/kinds.ts'
import { refuse, type Plan, type SignedIn } from '../plan.ts'
import type { Shifts } from '../shift/shifts.ts'
import { refundedMinor } from './refundable.ts'
import type { RefundRow, RefundStore } from './refundStore.ts'

export type DiscrepancyRow = {
  readonly discrepancyId: DiscrepancyId
  readonly paymentId: PaymentId
  readonly openedAtMs: number
  readonly amountMinor: number
  readonly providerReference: string | null
  readonly decision: DiscrepancyDecision | null
}

export type Discrepancies = {
  find(discrepancyId: string): DiscrepancyRow | undefined
  /** Those that nobody has decided about, the oldest first. */
  open(limit: number): readonly DiscrepancyRow[]
  /** What of it may still be given back, in cents. */
  leftMinor(discrepancy: DiscrepancyRow): number
  /** What of it has not come back to the payer yet, in cents; null: it is closed, or none. */
  notGivenBackMinor(discrepancyId: DiscrepancyId | null): number | null
  close(input: Input<'discrepancy.close'>, caller: SignedIn): Plan<null>
}

export function createDiscrepancies(
  database: Database,
  refunds: RefundStore,
  shifts: Shifts,
): Discrepancies {
  const one = database.prepare<[string], DiscrepancyRow>(
    'SELECT * FROM discrepancy WHERE discrepancyId = ?',
  )
  const openOnes = database.prepare<[number], DiscrepancyRow>(
    'SELECT * FROM discrepancy WHERE decision IS NULL ORDER BY openedAtMs LIMIT ?',
  )
  const leftMinor = ({ discrepancyId, paymentId, amountMinor }: DiscrepancyRow): number =>
    amountMinor - refundedMinor(refunds.ofPayment(paymentId), discrepancyId)

  /** A refund of it has been asked for, and has not ended. */
  const isUnderWay = ({ discrepancyId, paymentId }: DiscrepancyRow): boolean =>
    refunds
      .ofPayment(paymentId)
      .some(
        (refund) =>
          refund.discrepancyId === discrepancyId &&
          refund.state !== 'succeeded' &&
          refund.state !== 'failed',
      )

  return {
    find: (discrepancyId) => one.get(discrepancyId),
    open: (limit) => openOnes.all(limit),
    leftMinor,
    notGivenBackMinor(discrepancyId) {
      const found = discrepancyId === null ? undefined : one.get(discrepancyId)
      if (found?.decision !== null) return null
      const given = refunds.ofPayment(found.paymentId).filter(({ state }) => state === 'succeeded')
      return found.amountMinor - refundedMinor(given, found.discrepancyId)
    },
    close({ discrepancyId, decision, reason }, { staffId }) {
      const found = one.get(discrepancyId)
      if (!found) return refuse(failed('discrepancyUnknown'))
      if (found.decision !== null) return refuse(failed('notPossibleNow'))
      // What is on its way back cannot be kept as well.
      if (isUnderWay(found)) return refuse(failed('refundUnderWay'))
      const shift = shifts.open()
      if (!shift) return refuse(failed('noShift'))
      const body = {
        v: 1,
        by: staffId,
        shiftId: shift.shiftId,
        decision,
        reason: maskCardNumbers(reason),
      } as const
      return {
        answer: done(null),
        entries: [{ kind: 'discrepancy.closed', subject: discrepancyId, body }],
      }
    },
  }
}

/**
 * The row that closes a discrepancy once all of it has been given back.
 * @param openMinor what of it was not given back before this refund; null: it is closed, or none
 */
export function discrepancyRefunded(
  { discrepancyId, amountMinor }: Pick<RefundRow, 'discrepancyId' | 'amountMinor'>,
  openMinor: number | null,
): readonly Entry[] {
  if (discrepancyId === null || openMinor === null || amountMinor < openMinor) return []
  const body = { v: 1, by: null, shiftId: null, decision: 'refunded', reason: '' } as const
  return [{ kind: 'discrepancy.closed', subject: discrepancyId, body }]
}
