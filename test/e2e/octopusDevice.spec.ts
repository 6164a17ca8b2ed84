/** The Octopus reader on the device screen: tested, looked through, set up, and what a trainer does to it. */
import { fill } from '../../src-shared/texts/index.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

async function open(shop: Shop, pin: string): Promise<void> {
  shop.settings({ language: 'en' })
  await shop.open()
  await shop.cashier.signIn(pin)
  await shop.cashier.key('Shift+F10')
  await expect(shop.page.getByTestId('octopus')).toHaveAttribute('data-state', 'there')
}

test('a cashier tests the reader, looks at a card that pays nothing, and exchanges a file with consent', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { octopus } = cashier.texts.devices
  shop.settings({ language: 'en' })
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await cashier.key('Shift+F10')
  await expect(page.getByTestId('octopus-edit')).toHaveCount(0)
  await page.getByTestId('octopus-test-line').click()
  await expect(page.getByTestId('octopus-test')).toContainText(octopus.tests.ready)
  await expect(page.getByTestId('octopus-facts')).toContainText(octopus.deviceNumber)
  await expect(page.getByTestId('octopus-facts')).toContainText(octopus.liveNeeds)

  await page.getByTestId('octopus-balance').click()
  const dialog = page.getByRole('dialog', { name: octopus.balance.title })
  await expect(dialog).toContainText(octopus.balance.hold)
  await expect(page.getByTestId('balance-value')).toContainText('HK$', { timeout: 15_000 })
  await expect(dialog).toContainText(octopus.balance.nothingTaken)
  await cashier.key('Enter')
  await expect(dialog).toContainText(octopus.balance.hold)
  await cashier.key('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByTestId('terminal-trace')).toContainText('poll')

  await expect(page.getByTestId('octopus')).toHaveAttribute('data-state', 'there', {
    timeout: 15_000,
  })
  await page.getByTestId('octopus-exchange').click()
  await page.getByRole('radio', { name: /3333/u }).click()
  await cashier.key('F1')
  await page.keyboard.type('3333', { delay: 60 })
  await cashier.key('Enter')
  await expect(page.getByTestId('octopus-last-file')).toContainText(octopus.theirs, {
    timeout: 20_000,
  })
  await expect(page.getByRole('region', { name: octopus.exchange })).toContainText(octopus.agrees)
  await expect(page.getByTestId('octopus-lists-part')).toContainText(octopus.listsHas)
})

test('an administrator sets a reader up in the place of the training’s; what is wrong is said at its field', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { octopus, editor } = cashier.texts.devices
  const { failures } = cashier.texts
  await open(shop, '5555')
  await expect(page.getByTestId('octopus-remove'), 'the one of the training').toHaveCount(0)
  await page.getByTestId('octopus-edit').click()
  const dialog = page.getByRole('dialog', { name: octopus.editor.add })
  await page.getByTestId('editor-path').fill('/dev/ttyUSB9')
  await page.getByTestId('editor-modulePath').fill('/dev/ttyUSB9')
  await page.getByTestId('editor-save').click()
  await expect(dialog).toContainText(editor.nameWrong)
  await expect(dialog).toContainText(octopus.editor.modulePathWrong)
  await page.getByTestId('editor-module-remove').click()
  await page.getByTestId('editor-name').fill('Octopus by the door')
  await page.getByTestId('editor-save').click()
  // Its form is right; but a training till opens no real port.
  await expect(dialog.getByTestId('alert')).toHaveText(
    fill(failures.portNotAllowed, { path: '/dev/ttyUSB9' }),
  )
  await page.getByTestId('editor-path').fill('training:octopus')
  await page.getByTestId('editor-save').click()
  await expect(dialog).toBeHidden()
  const card = page.getByRole('article', { name: 'Octopus by the door' })
  await expect(card).toHaveAttribute('data-state', 'there')
  await page.getByTestId('octopus-remove').click()
  await cashier.button(octopus.removeConfirm).click()
  await expect(card).toBeHidden()
  await expect(page.getByTestId('octopus')).toContainText(octopus.builtIn)
})

test('a trainer pulls the reader’s cable and says what the next Octopus does, in sight of everybody', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { training } = cashier.texts
  const { octopus } = training
  await open(shop, '1111')
  await page.getByTestId('training-mark').click()
  const panel = page.getByRole('region', { name: octopus.title })
  await panel.getByRole('button', { name: octopus.next }).click()
  await page.getByRole('menuitemradio', { name: octopus.deeds.tooEarly.title, exact: true }).click()
  await expect(page.getByTestId('octopus-deed-means')).toHaveText(octopus.deeds.tooEarly.means)
  await panel.getByRole('radio', { name: octopus.cards.other }).click()
  await expect(panel.getByRole('radio', { name: octopus.cards.other })).toBeChecked()
  await panel.getByRole('radio', { name: octopus.none }).click()
  await panel.getByRole('radio', { name: octopus.pulled }).click()
  await cashier.key('Escape')
  const mark = page.getByTestId('training-unusual')
  await expect(mark).toContainText(fill(octopus.nextIs, { deed: octopus.deeds.tooEarly.short }))
  await expect(mark).toContainText(octopus.isPulled)
  await expect(page.getByTestId('octopus')).toHaveAttribute('data-state', 'away')
  await expect(page.locator('.device-chip')).toHaveClass(/person/u)
})
