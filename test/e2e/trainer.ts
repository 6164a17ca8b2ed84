/** A trainer's hands: what the simulated customer, aggregators and network are made to do. */
import { expect, type Locator, type Page } from '@playwright/test'
import type {
  OctopusCard,
  OctopusDeed,
  TrainingChannelState,
  TrainingDeed,
} from '../../src-shared/contract/training.ts'
import type { Cashier } from './cashier.ts'

export class Trainer {
  readonly cashier: Cashier
  readonly page: Page

  constructor(cashier: Cashier) {
    this.cashier = cashier
    this.page = cashier.page
  }

  /** What the next payment does. */
  async prepare(deed: TrainingDeed): Promise<void> {
    await this.inPanel(async (panel) => {
      const tile = panel.getByTestId(`deed-${deed}`)
      await tile.click()
      await expect(tile).toHaveAttribute('aria-checked', 'true')
    })
  }

  /** What the next payment at the Octopus reader will see. */
  async prepareOctopus(deed: OctopusDeed): Promise<void> {
    const { octopus } = this.cashier.texts.training
    const { title, means } = octopus.deeds[deed]
    await this.inPanel(async (panel) => {
      await octopusPart(panel, octopus.title).getByRole('button', { name: octopus.next }).click()
      await this.page.getByRole('menuitemradio', { name: title, exact: true }).click()
      await expect(panel.getByTestId('octopus-deed-means')).toHaveText(means)
    })
  }

  /** @param card null: it is taken away */
  async holdOctopus(card: OctopusCard | null): Promise<void> {
    const { octopus } = this.cashier.texts.training
    await this.inPanel((panel) =>
      choose(octopusPart(panel, octopus.title), card === null ? octopus.none : octopus.cards[card]),
    )
  }

  async plugOctopus(plugged: boolean): Promise<void> {
    const { octopus } = this.cashier.texts.training
    await this.inPanel((panel) =>
      choose(octopusPart(panel, octopus.title), plugged ? octopus.pluggedIn : octopus.pulled),
    )
  }

  async network(on: boolean): Promise<void> {
    const { networkOn, networkOff } = this.cashier.texts.training
    await this.inPanel((panel) => choose(panel, on ? networkOn : networkOff))
  }

  async channel(id: 'main' | 'backup', state: TrainingChannelState): Promise<void> {
    const words = this.cashier.texts.training.channelStates[state]
    await this.inPanel((panel) => choose(panel.getByTestId(`training-channel-${id}`), words))
  }

  async clockAhead(by: 'plusMinute' | 'plusTenMinutes' | 'plusHour', times = 1): Promise<void> {
    await this.inPanel(async () => {
      for (let turn = 0; turn < times; turn += 1) {
        await this.cashier.button(this.cashier.texts.training[by]).click()
      }
    })
  }

  /** The customer holds out the phone, and its code is scanned. */
  async customerShows(method: 'wechatPay' | 'alipay' | 'unionpayQr'): Promise<void> {
    await this.page.getByTestId('customer-shows').click()
    await this.page.getByTestId(`customer-shows-${method}`).click()
  }

  private async inPanel(work: (panel: Locator) => Promise<void>): Promise<void> {
    await this.page.getByTestId('training-mark').click()
    const panel = this.page.getByRole('dialog', { name: this.cashier.texts.training.title })
    await expect(panel).toBeVisible()
    await work(panel)
    await this.cashier.key('Escape')
    await expect(panel).toBeHidden()
  }
}

const octopusPart = (panel: Locator, name: string): Locator =>
  panel.getByRole('region', { name, exact: true })

async function choose(within: Locator, name: string): Promise<void> {
  const option = within.getByRole('radio', { name, exact: true })
  await option.click()
  await expect(option).toHaveAttribute('aria-checked', 'true')
}
