/** Roles as sets of permissions. Data, so that a setting may change them. */
import { z } from 'zod'

export const permissions = [
  'takePayments',
  'runOwnShift',
  'seeHistory',
  'refund',
  /** Above the amount that a setting names. */
  'refundLarge',
  'moveCash',
  'reprint',
  'confirmByHand',
  'releaseOffline',
  'handOverUnresolved',
  /** Closes the batch of a card terminal. */
  'settleTerminals',
  'seeExpectedCash',
  'runAnyShift',
  'seeReports',
  'manageStaff',
  'manageCounter',
] as const
export const permissionSchema = z.enum(permissions)
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
  'settleTerminals',
] as const
const manager = [
  ...supervisor,
  'refundLarge',
  'seeExpectedCash',
  'runAnyShift',
  'seeReports',
  'manageStaff',
] as const

/** What each role may do by itself. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  cashier,
  supervisor,
  manager,
  admin: ['manageCounter'],
}

/** What each role may do when somebody who may do it by himself consents in place. */
export const withOverrideOf: Readonly<Record<Role, readonly Permission[]>> = {
  cashier: [
    'refund',
    'refundLarge',
    'moveCash',
    'reprint',
    'confirmByHand',
    'releaseOffline',
    'settleTerminals',
  ],
  supervisor: ['refundLarge'],
  manager: [],
  admin: [],
}
