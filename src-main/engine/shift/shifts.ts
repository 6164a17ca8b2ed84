/** The open shift: it belongs to the drawer, and everything taken belongs to it. */
import { countedMinor } from '../../../src-shared/contract/shift.ts'
import type { Input, Output } from '../../../src-shared/contract/index.ts'
import { shiftIdSchema, type ShiftId, type StaffId } from '../../../src-shared/ids.ts'
import { done, failed } from '../../../src-shared/result.ts'
import type { NewId } from '../ids.ts'
import type { Parts } from '../parts.ts'
import { refuse, type Plan, type SignedIn } from '../plan.ts'
import { businessDateOf } from './businessDate.ts'

export type Shift = {
  readonly shiftId: ShiftId
  readonly openedAtMs: number
  readonly openedBy: StaffId
  readonly businessDate: string
}

export type Shifts = {
  readonly open: () => Shift | undefined
  openShift(input: Input<'shift.open'>, caller: SignedIn): Plan<Output<'shift.open'>>
}

export function createShifts(parts: Pick<Parts, 'clock' | 'database'>, newId: NewId): Shifts {
  const openOne = parts.database.prepare<[], Shift>(
    'SELECT shiftId, openedAtMs, openedBy, businessDate FROM shift WHERE open = 1 ORDER BY openedAtMs LIMIT 1',
  )
  const lastDate = parts.database.prepare<[], { date: string | null }>(
    'SELECT max(businessDate) AS date FROM shift',
  )
  const open = (): Shift | undefined => openOne.get()
  return {
    open,
    openShift({ float }, { staffId }) {
      if (open()) return refuse(failed('shiftAlreadyOpen'))
      const shiftId = newId(shiftIdSchema)
      const businessDate = businessDateOf(parts.clock.now(), lastDate.get()?.date ?? null)
      const body = {
        v: 1,
        by: staffId,
        shiftId,
        businessDate,
        float,
        floatMinor: countedMinor(float),
      } as const
      return {
        answer: done({ shiftId }),
        entries: [{ kind: 'shift.opened', subject: shiftId, body }],
      }
    },
  }
}
