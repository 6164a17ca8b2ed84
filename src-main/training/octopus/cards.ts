/** What customers of training carry. The numbers are made up. */
import type { LastAddValue } from './talk.ts'

export type TrainingOctopus = {
  /** At least eight digits. */
  readonly cardNumber: string
  readonly valueTenCents: number
  /** Down to where a deduct may take it: the older ones HK$35, the newer ones HK$50 below nothing. */
  readonly lowestTenCents: number
  readonly hidesValue: boolean
  readonly cardClass: number
  readonly language: 'untold' | 'chinese' | 'english'
  readonly lastAddValue: LastAddValue | null
  /** With this code the reader refuses it; null: it does not. */
  readonly refusedWith: number | null
}

const usual = {
  valueTenCents: 588,
  lowestTenCents: -500,
  hidesValue: false,
  cardClass: 1,
  language: 'chinese',
  lastAddValue: { year: 2026, month: 11, day: 15, by: 'cash', deviceId: 12 },
  refusedWith: null,
} as const satisfies Omit<TrainingOctopus, 'cardNumber'>

export const trainingOctopuses: readonly TrainingOctopus[] = [
  { ...usual, cardNumber: '88888888' },
  {
    ...usual,
    cardNumber: '20260001',
    valueTenCents: 10_000,
    language: 'english',
    lastAddValue: { year: 2026, month: 11, day: 2, by: 'automatic', deviceId: 3 },
  },
  // Enough for a sweet, and then a little below nothing.
  { ...usual, cardNumber: '20260002', valueTenCents: 30, lowestTenCents: -350 },
  { ...usual, cardNumber: '20260003', valueTenCents: -120, lastAddValue: null },
  { ...usual, cardNumber: '20260004', hidesValue: true },
  { ...usual, cardNumber: '20260005', refusedWith: 100_019 },
]

/** What the customer of the training mode carries. */
export const usualCard = '88888888'
export const otherCard = '20260001'
export const hidingCard = '20260004'
export const blockedCard = '20260005'
export const poorCard = '20260006'

export const customersOctopuses: readonly TrainingOctopus[] = [
  { ...usual, cardNumber: usualCard, valueTenCents: 5_000 },
  { ...usual, cardNumber: otherCard, valueTenCents: 10_000, language: 'english' },
  { ...usual, cardNumber: hidingCard, valueTenCents: 5_000, hidesValue: true },
  { ...usual, cardNumber: blockedCard, refusedWith: 100_019 },
  { ...usual, cardNumber: poorCard, valueTenCents: 88, lowestTenCents: 0 },
]

/** A card that nobody has described. */
export const usualOctopus = (cardNumber: string): TrainingOctopus => ({ ...usual, cardNumber })
