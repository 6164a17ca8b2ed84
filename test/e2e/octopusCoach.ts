/** A payment by Octopus as the cashier has it, whatever reader is there. */
import { expect } from '@playwright/test'
import type { ReaderStep } from '../../src-shared/contract/sale.ts'
import type { Shop } from './shop.ts'

/** A new sale of this amount is to be paid by Octopus. */
export async function chargeOctopus({ cashier }: Shop, amount: string): Promise<void> {
  await cashier.typeAmount(amount)
  await cashier.key('F1')
  await chargeAgain(cashier)
}

/** By Octopus, which is chosen, whatever is still to pay. */
export async function chargeAgain(cashier: Shop['cashier']): Promise<void> {
  await cashier.readyToTake('octopus')
  await cashier.key('Enter')
}

/** What the cashier is told to do now. */
export const coachSays = ({ page }: Shop, step: ReaderStep | 'awayUnknown'): Promise<void> =>
  expect(page.getByTestId('payment-state')).toHaveAttribute('data-step', step, { timeout: 20_000 })
