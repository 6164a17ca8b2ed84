/** What stands on paper that leaves the shop. English gives the shape. */
import type { addValueWays } from '../../octopusFacts.ts'

export const paperEn = {
  receipt: 'Receipt',
  number: 'No.',
  date: 'Date',
  counter: 'Counter',
  reference: 'Reference',
  total: 'Total',
  rounding: 'Rounding',
  tendered: 'Cash received',
  change: 'Change',
  ourReference: 'Our reference',
  bankReference: 'Bank reference',
  /** Of an Octopus, in the words that its receipts have everywhere. */
  octopus: {
    payment: 'Octopus payment',
    deviceId: 'Device no.',
    locationId: 'Shop no.',
    cardNumber: 'Octopus no.',
    receiptNumber: 'Receipt no.',
    deducted: 'Amount deducted',
    remaining: 'Remaining value',
    lastAddValue: {
      cash: 'LAST ADD VALUE BY CASH ON {date}',
      online: 'LAST ADD VALUE BY ONLINE ON {date}',
      refund: 'LAST ADD VALUE BY REFUND ON {date}',
      automatic: 'LAST ADD VALUE BY AUTOMATIC ON {date}',
    } satisfies Record<(typeof addValueWays)[number], string>,
  },
  /** Marks. */
  training: 'TRAINING - NOT A RECEIPT',
  reprint: 'REPRINT {copy}',
} as const
