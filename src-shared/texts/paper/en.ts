/** What stands on paper that leaves the shop. English gives the shape. */
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
  /** Marks. */
  training: 'TRAINING - NOT A RECEIPT',
  reprint: 'REPRINT {copy}',
} as const
