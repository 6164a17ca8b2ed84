/** Roles as sets of permissions. Data, so that a setting may change them. */
import { z } from 'zod'

export const permissions = [
  'takePayments',
  'runOwnShift',
  'seeHistory',
  'refund',
  'moveCash',
  'reprint',
  'confirmByHand',
  'releaseOffline',
  'handOverUnresolved',
  'seeExpectedCash',
  'runAnyShift',
  'seeReports',
  'manageStaff',
  'manageCounter',
] as const
export type Permission = (typeof permissions)[number]

export const roles = ['cashier', 'supervisor', 'manager', 'admin'] as const
export const roleSchema = z.enum(roles)
export type Role = (typeof roles)[number]

const cashier = ['takePayments', 'runOwnShift', 'seeHistory'] as const
const supervisor = [
  ...cashier,
  'refund',
  'moveCash',
  'reprint',
  'confirmByHand',
  'releaseOffline',
  'handOverUnresolved',
] as const
const manager = [
  ...supervisor,
  'seeExpectedCash',
  'runAnyShift',
  'seeReports',
  'manageStaff',
] as const

export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  cashier,
  supervisor,
  manager,
  admin: ['manageCounter'],
}
