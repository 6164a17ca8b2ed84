/** The answer of a card terminal that does not come: lost, cut off, killed, or late for the sale before. */
import { fill } from '../../src-shared/texts/index.ts'
import { consents } from './consents.ts'
import type { Shop } from './shop.ts'
import {
  becomes,
  chargeAgain,
  chargeCard,
  expect,
  hasSocat,
  journaled,
  moves,
  noteStates,
  test,
} from './terminal.ts'

test.skip(!hasSocat, 'socat is not here, which joins the two ends of a serial line')

test.beforeEach(() => test.setTimeout(150_000))

const paidAtOnce = ['submit', 'payerConfirming', 'paid']
const lost = ['submit', 'payerConfirming', 'noAnswer']

/** What a supervisor says of the payment on the screen or in the tray, with the first reason that is offered. */
async function decides({ cashier, page }: Shop, act: string, evidence = ''): Promise<void> {
  await page.getByTestId(`hand-${act}`).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toBeVisible()
  if (evidence !== '') {
    await expect(dialog.getByRole('textbox').first()).toBeFocused()
    await page.keyboard.type(evidence, { delay: 60 })
    // The first Enter ends the typing.
    await cashier.key('Enter')
  }
  await cashier.key('F1', 'Enter')
  await consents(page)
}

/** The payment on the screen waits for somebody: the next customer is served. */
async function setsAside({ cashier }: Shop): Promise<void> {
  await cashier.button(cashier.texts.payment.setAside).click()
  await cashier.seesTotal(0)
}

test('a lost answer of a terminal that cannot be asked: unknown, no other sale there, until a supervisor says what its slip says', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const { failures, card, tray } = cashier.texts
  const terminal = await openCounter('hypercom', { deeds: ['loseAnswer'] })
  await chargeCard(shop, '88.80')
  await becomes(shop, 'unknown')
  await cashier.sees(card.words.unknown)
  await expect(page.getByTestId('slip-steps')).toContainText(card.slip.until)
  expect(moves(shop)).toEqual([lost])
  await setsAside(shop)

  await cashier.typeAmount('20')
  await expect(cashier.tile('visa')).toHaveAttribute('data-state', 'blocked')
  await cashier.key('F2')
  await expect(page.getByTestId('alert')).toHaveText(
    fill(failures.terminalHasUnknown, { terminal: terminal.name }),
  )
  await cashier.key('Escape', 'Escape')
  expect(terminal.asked()).toBe(1)

  const [slip] = terminal.slips()
  await cashier.key('Shift+F8')
  await decides(shop, 'confirmPaid', slip?.approvalCode)
  await cashier.sees(tray.empty)
  const [confirmed] = journaled(shop, 'payment.moved').slice(-1)
  expect(confirmed?.body).toMatchObject({
    to: 'succeeded',
    why: 'confirmedPaidByHand',
    providerReference: slip?.approvalCode,
  })
  expect(await terminal.charged()).toBe('HK$88.80')

  await cashier.key('Escape')
  await cashier.seesTotal(0)
  await chargeCard(shop, '20')
  await cashier.seesSale('completed')
  expect(moves(shop)).toEqual([[...lost, 'confirmedPaidByHand'], paidAtOnce])
  expect(await terminal.charged()).toBe('HK$108.80')
})

test('a terminal killed before it charged: nobody says so, until a supervisor has looked; then it is charged once', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const terminal = await openCounter('nets', { deeds: ['timeOut'] })
  await chargeCard(shop, '88.80')
  await terminal.isAtIt()
  await terminal.kill()
  await becomes(shop, 'unknown')
  await expect(page.getByTestId('payment-state')).toContainText(/Do not .*charge again/u)
  await terminal.start()
  // It knows of none, and that proves nothing.
  await cashier.key('Shift+F10')
  await expect(page.getByTestId('terminal-trace')).toContainText('NOT FOUND', { timeout: 30_000 })
  await cashier.key('Escape')
  await cashier.seesState('unknown')
  expect(moves(shop)).toEqual([lost])
  await decides(shop, 'confirmNotPaid')
  await cashier.seesState('closed')
  await cashier.key('F2')
  await chargeAgain(cashier)
  await cashier.seesSale('completed')
  expect(moves(shop)).toEqual([[...lost, 'confirmedNotPaidByHand'], paidAtOnce])
  expect(terminal.slips()).toHaveLength(1)
  expect(await terminal.charged()).toBe('HK$88.80')
})

test('a terminal killed after it charged, and switched on again, is asked: green by itself, charged once', async ({
  shop,
  openCounter,
}) => {
  const { cashier } = shop
  const terminal = await openCounter('nets', { deeds: ['loseAnswer'] })
  await chargeCard(shop, '88.80')
  await expect.poll(() => terminal.slips()).toHaveLength(1)
  await terminal.kill()
  await becomes(shop, 'unknown')
  expect(moves(shop)).toEqual([lost])
  await terminal.start()
  await becomes(shop, 'succeeded')
  await cashier.seesSale('completed')
  expect(moves(shop)).toEqual([[...lost, 'paid']])
  expect(await terminal.charged()).toBe('HK$88.80')
  expect(terminal.asked()).toBe(0)
})

test('a till killed in mid-sale asks the terminal, and never charges again', async ({
  shop,
  openCounter,
}) => {
  const { cashier } = shop
  const terminal = await openCounter('nets', { customerMs: 4_000, deeds: ['loseAnswer'] })
  await chargeCard(shop, '88.80')
  await terminal.isAtIt()
  await shop.killAndOpen()
  await cashier.signIn()
  await becomes(shop, 'succeeded')
  await cashier.seesSale('completed')
  expect(moves(shop)).toEqual([['submit', 'payerConfirming', 'restarted', 'paid']])
  expect(await terminal.charged()).toBe('HK$88.80')
  expect(terminal.asked()).toBe(1)
})

test('a till killed in mid-sale at a terminal that cannot be asked says to read its slip, and charges nothing again', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const terminal = await openCounter('hypercom', { customerMs: 4_000, deeds: ['loseAnswer'] })
  await chargeCard(shop, '88.80')
  await terminal.isAtIt()
  await shop.killAndOpen()
  await cashier.signIn()
  await becomes(shop, 'unknown')
  await expect(page.getByTestId('slip-steps')).toContainText(terminal.name)
  await expect.poll(() => terminal.slips()).toHaveLength(1)
  expect(moves(shop)).toEqual([['submit', 'payerConfirming', 'restarted']])
  expect(terminal.asked()).toBe(1)
})

test('the cable is pulled in mid-sale: the till says so, and finds out by itself once it is back', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const { card } = cashier.texts
  const terminal = await openCounter('nets', { customerMs: 2_000 })
  await chargeCard(shop, '88.80')
  await terminal.isAtIt()
  await terminal.line.cut()
  await becomes(shop, 'unknown')
  await expect(page.getByTestId('payment-state')).toContainText(card.words.unknown)
  await expect(page.getByTestId('payment-state')).toContainText(card.words.lineGone)
  await expect(page.getByTestId('device-chip')).toHaveAttribute('data-troubled', 'true')
  await expect.poll(() => terminal.slips()).toHaveLength(1)
  await terminal.line.mend()
  await becomes(shop, 'succeeded')
  await cashier.seesSale('completed')
  await expect(page.getByTestId('device-chip')).toHaveAttribute('data-troubled', 'false')
  expect(moves(shop)).toEqual([[...lost, 'paid']])
  expect(await terminal.charged()).toBe('HK$88.80')
  expect(terminal.asked()).toBe(1)
})

test('the late answer of the sale before goes to that sale, and never turns the next one green', async ({
  shop,
  openCounter,
}) => {
  const { cashier, page } = shop
  const lateMs = 30_000
  const terminal = await openCounter('hypercom', {
    deeds: ['answerLate', 'decline'],
    lateMs,
    // While it is at the sale before it is silent: whether it is ready is asked for until it has said that.
    profile: { takenWithinMs: 5_000, tries: 3 },
  })
  const startedAtMs = Date.now()
  await chargeCard(shop, '88.80')
  await becomes(shop, 'unknown')
  await decides(shop, 'freeSale')
  await cashier.button(cashier.texts.sale.setAside).click()
  await cashier.seesTotal(0)
  const states = await noteStates(shop)
  await page.waitForTimeout(Math.max(0, startedAtMs + lateMs - 8_000 - Date.now()))
  // The same amount: the late approval would fit it.
  await chargeCard(shop, '88.80')
  await becomes(shop, 'submitting')
  expect(terminal.slips()).toEqual([])
  await becomes(shop, 'failed')
  expect(states).not.toContain('succeeded')
  expect(moves(shop)).toEqual([
    [...lost, 'paid'],
    ['submit', 'payerConfirming', 'refused'],
  ])
  expect(journaled(shop, 'terminal.stray')).toEqual([])
  // The sale that was let go on without it does not need it: somebody decides what becomes of it.
  const [late] = journaled(shop, 'discrepancy.opened')
  expect(late?.body['providerReference']).toBe(terminal.slips()[0]?.approvalCode)
  await cashier.key('Shift+F8')
  await expect(page.getByTestId('tray-row')).toHaveAttribute('data-about', 'discrepancy')
  expect(await terminal.charged()).toBe('HK$88.80')
})
