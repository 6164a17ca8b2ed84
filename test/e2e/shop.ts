/** A till in a throw-away profile, and the page that shows it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Cashier } from './cashier.ts'
import { browserHost, type Host, type OpenTill } from './hosts.ts'
import { copyPreparedKeys } from './prepareKeys.ts'
import { Trainer } from './trainer.ts'

export type Shop = {
  readonly profile: string
  readonly page: Page
  readonly cashier: Cashier
  readonly trainer: Trainer
  readonly till: () => OpenTill
  /** Whether the till is there: while it is not, its page may complain. */
  readonly running: () => boolean
  /** Writes the user's settings file; to be called before `open`. */
  settings(values: Readonly<Record<string, unknown>> | string): void
  /** Starts the till and shows it on the page. */
  open(): Promise<void>
  /** The till ends; `killAndOpen` starts it again. */
  stop(): Promise<void>
  /** kill -9, and the till started again: its address is another one, and the page goes there. */
  killAndOpen(): Promise<void>
  /** Ends the till and removes the profile. */
  close(): Promise<void>
}

/** In a browser, on a page of the caller's. */
export const createShop = (page: Page): Shop => openShop(browserHost(page))

export function openShop(host: Host): Shop {
  const { page } = host
  const profile = mkdtempSync(join(tmpdir(), 'harbour-till-e2e-'))
  copyPreparedKeys(profile)
  let till: OpenTill | null = null
  let running = false
  const present = (): OpenTill => {
    if (!till) throw new Error('the till is not open')
    return till
  }
  const open = async (): Promise<void> => {
    till = await host.open(profile)
    running = true
  }
  const cashier = new Cashier(page)
  return {
    profile,
    page,
    cashier,
    trainer: new Trainer(cashier),
    till: present,
    running: () => running,
    settings(values) {
      const text = typeof values === 'string' ? values : JSON.stringify(values)
      writeFileSync(join(profile, 'settings.json'), text, { mode: 0o600 })
    },
    open,
    async stop() {
      running = false
      await present().stop()
    },
    async killAndOpen() {
      running = false
      await present().kill()
      await open()
    },
    async close() {
      running = false
      await till?.stop()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** A cashier of training, with an open shift. @param usualPauseMs null: nobody pays by himself */
export async function openToSell(shop: Shop, usualPauseMs: number | null = null): Promise<void> {
  shop.settings({ 'training.fpsPaysAfterMs': usualPauseMs, language: 'en' })
  await shop.open()
  await shop.cashier.signIn()
  await shop.cashier.openShift()
}
