import { expect, test } from 'vitest'
import {
  permissions,
  permissionsOf,
  roles,
  withOverrideOf,
  type Permission,
  type Role,
} from '../../src-shared/permissions.ts'

/** The table of the house rules, row by row: `y` by himself, `o` with an override, `-` not at all. */
const table: Readonly<Record<Permission, `${'y' | 'o' | '-'} ${string}`>> = {
  //                   cashier, supervisor, manager, admin
  takePayments: 'y y y -',
  runOwnShift: 'y y y -',
  seeHistory: 'y y y -',
  refund: 'o y y -',
  refundLarge: 'o o y -',
  moveCash: 'o y y -',
  reprint: 'o y y -',
  // In place, a supervisor's word is his own wherever he gives it.
  confirmByHand: 'o y y -',
  releaseOffline: 'o y y -',
  handOverUnresolved: '- y y -',
  settleTerminals: 'o y y -',
  seeExpectedCash: '- - y -',
  runAnyShift: '- - y -',
  seeReports: '- - y -',
  manageStaff: '- - y -',
  manageCounter: '- - - y',
}

const may = (role: Role, permission: Permission): string => {
  if (permissionsOf[role].includes(permission)) return 'y'
  return withOverrideOf[role].includes(permission) ? 'o' : '-'
}

test.for(permissions)('%s is for whom the table says', (permission) => {
  expect(roles.map((role) => may(role, permission)).join(' ')).toBe(table[permission])
})

test('whatever may be done with an override, somebody may do by himself', () => {
  for (const permission of Object.values(withOverrideOf).flat()) {
    expect(roles.some((role) => permissionsOf[role].includes(permission))).toBe(true)
  }
})
