/**
 * Whole hours at a card terminal, each made of its seed alone: deeds of every kind, cables pulled,
 * the till killed, sales freed and decided by hand, and few different amounts, so that one sale is
 * easily taken for another. Whatever happens, a payment is green by the terminal's word only for
 * the card that was charged for it, and no card's money is recorded twice.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { terminalProtocols, type TerminalProtocol } from '../../../src-shared/contract/devices.ts'
import type { PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import { terminalDeeds } from '../../../src-shared/contract/training.ts'
import type { PaymentId } from '../../../src-shared/ids.ts'
import { atTheDesk, type Desk } from '../../harness/desk.ts'
import { terminalProfile } from '../../harness/terminalProfile.ts'
import { chanceOf, type Chance } from '../../simulation/chance.ts'

const second = 1_000
const amounts = [1_000, 2_000] as const
const stepsOfOne = 14

type Booked = { readonly trace: number; readonly amountMinor: number; readonly atMs: number }

/** What people do with a sale whose payment is not known. */
async function decide({ till, consent }: Desk, payment: PaymentView, chance: Chance) {
  const { paymentId } = payment
  const override = await consent()
  const about = { paymentId, reason: 'Looked at it' }
  switch (chance.int(0, 3)) {
    case 0:
      await till.call('payment.confirmPaid', { ...about, evidence: 'slip' }, { override })
      break
    case 1:
      await till.call('payment.confirmNotPaid', about, { override })
      break
    case 2:
      await till.call('payment.freeSale', about, { override })
      break
    default:
      await till.call('payment.cancel', { paymentId })
  }
}

/** The screen is made free for the next customer, by whatever way there is. */
async function nextCustomer({ till }: Desk, sale: SaleView): Promise<void> {
  const { saleId } = sale
  if (sale.state === 'completed') await till.call('sale.next', { saleId })
  else if (!(await till.call('sale.cancel', { saleId })).ok) {
    await till.call('sale.setAside', { saleId })
  }
}

async function step(desk: Desk, chance: Chance, made: PaymentId[]): Promise<void> {
  const { till } = desk
  const terminals = till.other().terminals
  if (chance.happens(0.7)) terminals.prepare(chance.of(terminalDeeds))
  const present = await till.sale()
  const amountMinor = chance.of(amounts)
  const saleId = present?.state === 'open' ? present.saleId : await desk.sale(amountMinor)
  const due = (await till.sale())?.restMinor ?? amountMinor
  const charged = await till.call('payment.charge', { saleId, method: 'visa', amountMinor: due })
  if (charged.ok) made.push(charged.value.paymentId)
  await till.clock.pass(chance.int(0, 8) * 500)
  if (chance.happens(0.15)) {
    terminals.setPlugged(false)
    await till.clock.pass(chance.int(0, 20) * second)
    terminals.setPlugged(true)
  }
  if (chance.happens(0.1)) {
    await till.restart()
    await till.signIn()
  }
  await till.clock.pass(chance.of([1, 5, 30, 130, 170]) * second)
  const sale = await till.sale()
  const open = sale?.payments.find(({ state }) => state === 'unknown' || state === 'processing')
  if (open && chance.happens(0.8)) await decide(desk, open, chance)
  await till.clock.pass(chance.of([0, 1, 25]) * second)
  const after = await till.sale()
  if (after) await nextCustomer(desk, after)
}

/** @returns what the terminal's own file says, which is the truth */
function bookedBy(desk: Desk, protocol: TerminalProtocol): ReadonlyMap<number, Booked> {
  const file = new Database(join(desk.till.folder, `${protocol}.sqlite`), { readonly: true })
  const rows = file.prepare<[], Booked>('SELECT trace, amountMinor, atMs FROM booked').all()
  file.close()
  return new Map(rows.map((row) => [row.trace, row]))
}

/** @returns how many payments were shown as paid by the terminal's word */
async function hour(protocol: TerminalProtocol, seed: number): Promise<number> {
  const chance = chanceOf(seed, protocol)
  const profile = terminalProfile({ protocol, path: `training:${protocol}` })
  const desk = await atTheDesk({ settings: JSON.stringify({ 'card.terminals': [profile] }) })
  const { till } = desk
  await till.clock.pass(100)
  const made: PaymentId[] = []
  for (let count = 0; count < stepsOfOne; count += 1) await step(desk, chance, made)
  till.other().terminals.setPlugged(true)
  await till.clock.pass(400 * second)
  const booked = bookedBy(desk, protocol)
  const payments = await Promise.all(made.map((paymentId) => desk.payment(paymentId)))
  const traces = new Set<number>()
  for (const payment of payments) {
    if (payment.card === null) continue
    const trace = Number(payment.card.trace)
    const truth = booked.get(trace)
    const where = `${protocol} seed ${seed}: ${JSON.stringify(payment)}`
    // The card was charged, for this amount, and for nobody else's payment.
    expect(truth?.amountMinor, where).toBe(payment.amountMinor)
    expect(traces.has(trace), where).toBe(false)
    traces.add(trace)
    // It was charged in this payment's time: after it was asked for, and before the next one was at the terminal.
    const at = truth?.atMs ?? 0
    expect(at, where).toBeGreaterThanOrEqual(payment.createdAtMs)
    const later = payments.filter(
      (other) =>
        other.createdAtMs > payment.createdAtMs && other.createdAtMs <= at && hasReached(other),
    )
    expect(later, where).toEqual([])
  }
  for (const payment of payments) {
    // What is paid without anybody's word was told by the terminal.
    if (payment.state !== 'succeeded' || payment.byHand === 'paid') continue
    expect(payment.card, `${protocol} seed ${seed}: ${JSON.stringify(payment)}`).not.toBeNull()
  }
  return traces.size
}

/** It was at the terminal, and not ended before. */
const hasReached = ({ state, card, refusal }: PaymentView): boolean =>
  card !== null || (state !== 'failed' && state !== 'closed') || refusal === null

test.for(terminalProtocols)(
  '%s: whatever happens, green is for the card that was charged, and for that alone',
  { timeout: 600_000 },
  async (protocol) => {
    const seeds = Number(process.env['CARD_SEEDS'] ?? 4)
    const from = Number(process.env['CARD_SEED'] ?? 1)
    let green = 0
    for (let seed = from; seed < from + seeds; seed += 1) green += await hour(protocol, seed)
    expect(green).toBeGreaterThan(seeds)
  },
)
