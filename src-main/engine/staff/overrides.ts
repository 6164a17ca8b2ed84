/**
 * Override in place: a supervisor's or manager's consent to one call of somebody whose role does
 * not reach that far. Who asked, who consented, to what and why goes into the journal with what
 * was consented to, in one transaction.
 */
import type { CallName } from '../../../src-shared/contract/index.ts'
import type { StaffTile } from '../../../src-shared/contract/counter.ts'
import type { Override } from '../../../src-shared/contract/override.ts'
import type { ShiftId, StaffId } from '../../../src-shared/ids.ts'
import { permissionsOf, type Permission } from '../../../src-shared/permissions.ts'
import { failed } from '../../../src-shared/result.ts'
import { maskCardNumbers } from '../../../src-shared/cardNumber.ts'
import { refuse, type Plan } from '../plan.ts'
import type { PinCheck } from './pinCheck.ts'
import type { Person, Staff } from './staff.ts'

export type Asked = {
  readonly call: CallName
  readonly permission: Permission
  readonly asker: StaffId
}

export type Overrides = {
  readonly approvers: (permission: Permission, asker: StaffId) => StaffTile[]
  /**
   * Checks the consent.
   * @returns what puts the consent's row in front of a plan, or the plan that there is none
   */
  readonly consent: (
    asked: Asked,
    override: Override,
  ) => Promise<
    | { readonly given: true; readonly cover: (plan: Plan<unknown>) => Plan<unknown> }
    | { readonly given: false; readonly plan: Plan<never> }
  >
}

export function createOverrides(
  checkPin: PinCheck,
  staff: Staff,
  openShift: () => ShiftId | null,
): Overrides {
  /** Nobody consents for himself, and nobody to what he may not do. */
  const mayConsent = (
    { staffId, role }: Pick<Person, 'staffId' | 'role'>,
    { permission, asker }: Pick<Asked, 'permission' | 'asker'>,
  ): boolean => staffId !== asker && permissionsOf[role].includes(permission)

  return {
    approvers: (permission, asker) =>
      staff.tiles().filter((tile) => mayConsent(tile, { permission, asker })),
    async consent(asked, { approver, pin, reason }) {
      const not = (plan: Plan<never>) => ({ given: false, plan }) as const
      const person = staff.find(approver)
      if (!person || !mayConsent(person, asked)) return not(refuse(failed('overrideNotAllowed')))
      const { call, permission, asker } = asked
      const checked = await checkPin(approver, pin)
      const told = { v: 1, by: asker, approver, permission, call, shiftId: openShift() } as const
      if (!checked.right) {
        const { answer, tried } = checked
        if (!tried) return not(refuse(answer))
        const { wrong, lockedForMs, alongside } = tried
        const body = { ...told, wrong, lockedForMs }
        const entries = [{ kind: 'override.refused', subject: approver, body }] as const
        return not({ answer, entries, alongside })
      }
      const body = { ...told, reason: maskCardNumbers(reason) }
      const cover = (plan: Plan<unknown>): Plan<unknown> => {
        // What was refused all the same needed no consent: nothing was done with it.
        if (!plan.answer.ok) return { ...plan, alongside: checked.alongside }
        const entries = plan.entries ?? []
        const subject = entries[0]?.subject ?? approver
        return {
          ...plan,
          entries: [{ kind: 'override.given', subject, body }, ...entries],
          alongside: () => {
            checked.alongside()
            plan.alongside?.()
          },
        }
      }
      return { given: true, cover }
    },
  }
}
