/** The card terminals: set up, found, tested and removed by whoever may, and in sight of everybody. */
import type { Locator } from '@playwright/test'
import { fill } from '../../src-shared/texts/index.ts'
import type { Shop } from './shop.ts'
import { expect, test } from './till.ts'

async function open(shop: Shop, pin: string): Promise<void> {
  shop.settings({ language: 'en' })
  await shop.open()
  await shop.cashier.signIn(pin)
  await shop.cashier.key('Shift+F10')
  await expect(shop.page.getByTestId('terminal')).toHaveCount(1)
}

const card = ({ page }: Shop, name: string): Locator => page.getByRole('article', { name })

/** The field of the editor with what is said of it. */
const field = ({ page }: Shop, name: string): Locator =>
  page.locator('.editor-field', { has: page.getByTestId(`editor-${name}`) })

test('an administrator sets up a terminal by its path; what is wrong is said at its field, and nothing is saved', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { devices, failures } = cashier.texts
  const { editor } = devices
  await open(shop, '5555')
  await expect(page.getByTestId('terminal-edit'), 'the one of the training').toHaveCount(0)
  await page.getByTestId('terminal-add').click()
  const dialog = page.getByRole('dialog', { name: editor.add })
  await page.getByTestId('editor-unclearCodes').fill('TO E')
  await page.getByTestId('editor-tries').fill('9')
  await page.getByTestId('editor-save').click()
  await expect(field(shop, 'name')).toContainText(editor.nameWrong)
  await expect(field(shop, 'path')).toContainText(editor.pathWrong)
  await expect(field(shop, 'unclearCodes')).toContainText(editor.unclearCodesWrong)
  await expect(field(shop, 'tries')).toContainText(fill(editor.numberWrong, { from: 1, to: 3 }))
  await expect(page.getByTestId('editor-name'), 'the first that is wrong').toBeFocused()
  await page.getByTestId('editor-name').fill('Bar')
  await page.getByTestId('editor-unclearCodes').fill('TO EN')
  await page.getByTestId('editor-tries').fill('2')

  // Its form is right; but a training till opens no real port.
  await page.getByTestId('editor-path').fill('/dev/ttyUSB9')
  await page.getByTestId('editor-save').click()
  await expect(dialog.getByTestId('alert')).toHaveText(
    fill(failures.portNotAllowed, { path: '/dev/ttyUSB9' }),
  )
  await page.getByTestId('editor-path').fill('training:hypercom')
  await page.getByTestId('editor-save').click()
  await expect(dialog).toBeHidden()
  // It stands in the place of the one that came with the training.
  await expect(page.getByTestId('terminal')).toHaveCount(1)
  await expect(card(shop, 'Bar')).toHaveAttribute('data-state', 'there')

  await page.getByTestId('terminal-test-line').click()
  await expect(page.getByTestId('terminal-test')).toContainText(devices.tests.ready)
  await expect(page.getByTestId('terminal-trace')).toContainText(devices.out)

  await page.getByTestId('terminal-edit').click()
  await expect(page.getByTestId('editor-tries')).toHaveValue('2')
  await page.getByTestId('editor-name').fill('Counter by the door')
  await page.getByTestId('editor-skill-settle').click()
  await page.getByTestId('editor-save').click()
  await expect(card(shop, 'Counter by the door')).toContainText(devices.settledOnTerminal)

  await page.getByTestId('terminal-remove').click()
  await cashier.button(devices.removeConfirm).click()
  await expect(card(shop, 'Training terminal')).toContainText(devices.builtIn)
})

test('a terminal is found on its port, and its protocol filled in, by keys alone', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { devices } = cashier.texts
  const { editor } = devices
  await open(shop, '5555')
  await page.getByTestId('terminal-add').focus()
  await cashier.key('Enter')
  await page.getByTestId('editor-name').focus()
  await page.keyboard.insertText('Window')
  await page.getByTestId('editor-path').focus()
  await page.keyboard.insertText('training:zvt')
  await page.getByTestId('editor-find').focus()
  await cashier.key('Enter')
  await expect(page.getByTestId('editor-found')).toContainText(
    fill(editor.finding, { path: 'training:zvt' }),
  )
  await expect(page.getByTestId('editor-found')).toHaveText(
    fill(editor.found, { protocol: devices.protocols.zvt }),
    { timeout: 40_000 },
  )
  await expect(page.getByTestId('editor-password')).toHaveValue('000000')
  // The first leaves the field, the second saves.
  await page.getByTestId('editor-path').focus()
  await cashier.key('Enter')
  await cashier.key('Enter')
  await expect(card(shop, 'Window')).toContainText(devices.protocols.zvt)
})

test('what was typed is not lost by Esc without a question', async ({ shop }) => {
  const { cashier, page } = shop
  const { editor } = cashier.texts.devices
  await open(shop, '5555')
  await page.getByTestId('terminal-add').click()
  await cashier.key('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByTestId('terminal-add').click()
  await page.getByTestId('editor-name').fill('Bar')
  await cashier.key('Escape')
  await cashier.key('Escape')
  await page.getByRole('alertdialog', { name: editor.discardTitle }).waitFor()
  await cashier.button(editor.discardKeep).click()
  await expect(page.getByTestId('editor-name')).toHaveValue('Bar')
  await cashier.button(editor.cancel).click()
  await cashier.button(editor.discardConfirm).click()
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('a cashier sees the terminals and tests their line, changes none, and settles with consent', async ({
  shop,
}) => {
  const { cashier, page } = shop
  const { devices } = cashier.texts
  shop.settings({ language: 'en' })
  await shop.open()
  await cashier.signIn()
  await cashier.openShift()
  await page.getByTestId('device-chip').click()
  await expect(page.getByTestId('terminal')).toHaveCount(1)
  for (const button of ['terminal-add', 'terminal-edit', 'terminal-remove']) {
    await expect(page.getByTestId(button)).toHaveCount(0)
  }
  await page.getByTestId('terminal-test-line').click()
  await expect(page.getByTestId('terminal-test')).toContainText(devices.tests.ready)

  await page.getByTestId('terminal-settle').click()
  await cashier.button(devices.settleConfirm).last().click()
  await page.getByRole('radio', { name: /3333/u }).click()
  await cashier.key('F1')
  await page.keyboard.type('3333', { delay: 60 })
  await cashier.key('Enter')
  await expect(page.getByTestId('terminal-last')).toContainText(devices.terminalSays, {
    timeout: 20_000,
  })
  await expect(page.getByRole('region', { name: devices.endOfDay })).toContainText(devices.agrees)
})
