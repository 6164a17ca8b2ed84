/** Those who consent for a cashier, as training has them. */
import { expect, type Page } from '@playwright/test'

export const supervisor = { name: '黃家欣 Ka Yan', pin: '3333' } as const
export const manager = { name: '何永康 Wing Hong', pin: '4444' } as const

/** In the dialog that asks for it, where the reason stands already. */
export async function consents(
  page: Page,
  { name, pin }: { readonly name: string; readonly pin: string } = supervisor,
): Promise<void> {
  const dialog = page.getByRole('dialog')
  const tile = dialog.getByRole('radio', { name: new RegExp(name, 'u') })
  // Whoever is alone there is chosen already.
  if ((await tile.getAttribute('aria-checked')) !== 'true') await tile.click()
  // As a hand types it: at the speed of a scanner it would be taken for a scan.
  await page.keyboard.type(pin, { delay: 60 })
  await expect(dialog.getByRole('img', { name: `${pin.length} digits typed` })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
}

/** Presses it as soon as the dialog takes it: the second half of a double press must not. */
export async function givesBack(page: Page, amount: string): Promise<void> {
  const button = page.getByRole('button', { name: `Give back ${amount}`, exact: true })
  await expect(button).toBeVisible()
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 1_000 })
    await expect(button).toBeHidden({ timeout: 500 })
  }).toPass()
}
