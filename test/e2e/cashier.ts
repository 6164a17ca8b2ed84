/** A cashier's hands and eyes: what a person does at the till, in the words of the screens. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Language } from '../../src-shared/contract/counter.ts'
import type { MethodId } from '../../src-shared/methods.ts'
import { showAmount } from '../../src-shared/money.ts'
import { fill, textsIn, type Texts } from '../../src-shared/texts/index.ts'

export class Cashier {
  readonly page: Page
  texts: Texts = textsIn('en')

  constructor(page: Page) {
    this.page = page
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  async chooseLanguage(language: Language): Promise<void> {
    this.texts = textsIn(language)
    await this.button(this.texts.languages[language]).click()
    await expect(this.page.getByText(this.texts.signIn.title).first()).toBeVisible()
  }

  /** @param pin as the tile of the person shows it in training */
  async signIn(pin = '1111'): Promise<void> {
    await this.page
      .getByRole('button', { name: fill(this.texts.signIn.trainingPin, { pin }) })
      .click()
    await this.page.keyboard.type(pin)
    await this.page.keyboard.press('Enter')
    await expect(this.button(this.texts.frame.signOut)).toBeVisible()
  }

  async openShift(): Promise<void> {
    await this.page.getByRole('button', { name: shiftButton(this.texts) }).click()
    await expect(this.page.getByTestId('amount')).toBeVisible()
  }

  /** From the first start to an open shift. */
  async begin(language: Language = 'en'): Promise<void> {
    await this.chooseLanguage(language)
    await this.signIn()
    await this.openShift()
  }

  async key(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async typeAmount(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  async seesAmount(text: string): Promise<void> {
    await expect(this.page.getByTestId('amount')).toHaveText(text)
  }

  tile(method: MethodId): Locator {
    return this.page.getByTestId(`tile-${method}`)
  }

  /** A whole sale in cash. @param tendered what the customer puts down */
  async payCash(total: string, tendered: string): Promise<void> {
    await this.typeAmount(total)
    await this.key('F12', 'Enter')
    await this.readyToTake()
    await this.typeAmount(tendered)
    await this.key('Enter')
    await this.seesSale('completed')
  }

  /** The button that takes the money can be pressed: the sale is open and nothing is under way. */
  async readyToTake(method: MethodId = 'cash'): Promise<void> {
    const { takeCash, charge } = this.texts.amount
    const words = method === 'cash' ? takeCash : charge
    const label = new RegExp(`^${words.replace('{amount}', '.*')}$`, 'u')
    await expect(this.tile(method)).toHaveAttribute('aria-pressed', 'true')
    await expect(this.page.getByRole('button', { name: label })).toBeEnabled()
  }

  /** Opens a sale and waits for the code of an FPS payment of all of it. */
  async chargeFps(amount: string): Promise<void> {
    await this.typeAmount(amount)
    await this.key('F8')
    await this.readyToTake('fps')
    await this.key('Enter')
    await expect(this.page.getByTestId('code')).toBeVisible()
  }

  async sees(text: string): Promise<void> {
    await expect(this.page.getByText(text, { exact: false }).first()).toBeVisible()
  }

  async seesTotal(amountMinor: number): Promise<void> {
    await expect(this.page.getByTestId('total')).toHaveText(showAmount(amountMinor))
  }

  async seesState(state: string): Promise<void> {
    await expect(this.page.getByTestId('payment-state').first()).toHaveAttribute(
      'data-state',
      state,
    )
  }

  async seesSale(state: string): Promise<void> {
    await expect(this.page.getByTestId('sale-state')).toHaveAttribute('data-state', state)
  }

  /** Enter, as soon as the till takes it: the second half of a double press must not. */
  async nextSale(): Promise<void> {
    await expect(async () => {
      await this.key('Enter')
      await expect(this.page.getByTestId('total')).toHaveText(showAmount(0), { timeout: 300 })
    }).toPass()
  }

  async openHistory(): Promise<void> {
    await this.button(this.texts.frame.history).click()
    await expect(this.page.getByText(this.texts.history.title).first()).toBeVisible()
  }
}

/** `Open shift with HK$0.00`, whatever the sum. */
const shiftButton = (texts: Texts): RegExp =>
  new RegExp(texts.shift.open.replace('{amount}', '.*'), 'u')
