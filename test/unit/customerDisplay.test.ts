import { describe, expect, test } from 'vitest'
import { showsOf } from '../../src-main/engine/display/customerShows.ts'
import type { CustomerShows } from '../../src-shared/contract/display.ts'
import type { PaymentView } from '../../src-shared/contract/sale.ts'
import type { PaymentId, SaleId } from '../../src-shared/ids.ts'
import { paymentView, saleView } from '../harness/paymentView.ts'
import { startTestTill, type TestTill } from '../harness/testTill.ts'

const only = '{"training.fpsPaysAfterMs":null}'

const shows = async (till: TestTill): Promise<CustomerShows> => (await till.display()).now
const open = async (till: TestTill, totalMinor: number): Promise<SaleId> =>
  (await till.get('sale.open', { totalMinor, reference: 'R', description: 'secret wish' })).saleId

async function charged(till: TestTill, totalMinor = 8_880): Promise<PaymentId> {
  const saleId = await open(till, totalMinor)
  const charge = { saleId, method: 'fps', amountMinor: totalMinor } as const
  const { paymentId } = await till.get('payment.charge', charge)
  await till.clock.pass(1)
  return paymentId
}

async function readyTill(settings = only): Promise<TestTill> {
  const till = await startTestTill({ settings })
  await till.ready()
  return till
}

describe('the customer sees his sale', () => {
  test('welcome, total, paid, change, thanks, and welcome again without anybody doing anything', async () => {
    const till = await readyTill()
    expect(await shows(till)).toEqual({ shows: 'welcome' })
    const saleId = await open(till, 8_880)
    expect(await shows(till)).toEqual({
      shows: 'total',
      totalMinor: 8_880,
      paidMinor: 0,
      restMinor: 8_880,
    })
    await till.get('payment.takeCash', { saleId, tenderedMinor: 10_000 })
    expect(await shows(till)).toEqual({ shows: 'paid', totalMinor: 8_880, remainingMinor: null })
    await till.clock.pass(3_000)
    expect(await shows(till)).toEqual({ shows: 'change', changeMinor: 1_120 })
    await till.clock.pass(15_000)
    expect(await shows(till)).toEqual({ shows: 'thanks' })
    await till.clock.pass(6_000)
    expect(await shows(till)).toEqual({ shows: 'welcome' })
    await till.clock.pass(3_600_000)
    expect(await shows(till)).toEqual({ shows: 'welcome' })
  })

  test('the code with amount, payee and end, and green only when the bank has said so', async () => {
    const till = await readyTill()
    const paymentId = await charged(till)
    const code = (await till.sale())?.payments[0]?.code
    expect(await shows(till)).toEqual({
      shows: 'code',
      method: 'fps',
      amountMinor: 8_880,
      text: code?.text,
      payee: code?.payee,
      expiresAtMs: code?.expiresAtMs,
    })
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    expect(await shows(till)).toEqual({ shows: 'paid', totalMinor: 8_880, remainingMinor: null })
    await till.clock.pass(3_000)
    expect(await shows(till)).toEqual({ shows: 'thanks' })
  })

  test('a part that is paid: what is left', async () => {
    const till = await readyTill()
    const saleId = await open(till, 8_880)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 5_000 })
    expect(await shows(till)).toMatchObject({ shows: 'total', paidMinor: 5_000, restMinor: 3_880 })
  })

  test('a cancelled code: not paid, and after a moment what is still to pay', async () => {
    const till = await readyTill()
    const paymentId = await charged(till)
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    expect(await shows(till)).toMatchObject({ shows: 'notPaid', why: 'ended', restMinor: 8_880 })
    await till.clock.pass(8_000)
    expect(await shows(till)).toMatchObject({ shows: 'total', restMinor: 8_880 })
  })

  test('a lost answer is never shown as paid, nor as not paid', async () => {
    const till = await startTestTill({
      settings: only,
      between: (bank) => ({
        ...bank,
        close: () => Promise.resolve({ kind: 'noAnswer', reason: 'lost' }),
      }),
    })
    await till.ready()
    const paymentId = await charged(till)
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    expect(await shows(till)).toMatchObject({ shows: 'working', doing: 'checking' })
  })

  test('each change is told as an event, also those that time alone makes', async () => {
    const till = await readyTill()
    const told: string[] = []
    till.server().listen('customer', ({ topic, value }) => {
      expect(topic).toBe('display')
      told.push((value as { now: CustomerShows }).now.shows)
    })
    const saleId = await open(till, 8_880)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 10_000 })
    await till.clock.pass(60_000)
    expect(told).toEqual(['total', 'paid', 'change', 'thanks', 'welcome'])
  })
})

describe('a clock that is put back', () => {
  test('does not bring back what was told', async () => {
    const till = await readyTill()
    await till.get('training.setClock', { aheadMs: 24 * 3_600_000 })
    const paymentId = await charged(till)
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(20_000)
    expect(await shows(till)).toMatchObject({ shows: 'total' })
    await till.get('training.setClock', { aheadMs: 0 })
    await till.clock.pass(60_000)
    expect(await shows(till)).toMatchObject({ shows: 'total' })
  })

  test('keeps no code on the screen for longer than it was to be shown', async () => {
    const till = await readyTill()
    await till.get('training.setClock', { aheadMs: 24 * 3_600_000 })
    await charged(till)
    await till.get('training.setClock', { aheadMs: 0 })
    await till.clock.pass(11 * 60_000)
    expect(await shows(till)).toMatchObject({ shows: 'total' })
    expect((await till.sale())?.payments[0]).toMatchObject({ state: 'closed' })
  })
})

test('an engine that was stopped starts nothing more', async () => {
  let letGo = (): void => undefined
  let slow = false
  const till = await startTestTill({
    settings: only,
    parts: {
      passwordHash: {
        hash: (secret) => Promise.resolve(`plain ${secret}`),
        async verify(secret, hash) {
          if (slow) {
            await new Promise<void>((resolve) => {
              letGo = resolve
            })
          }
          return hash === `plain ${secret}`
        },
      },
    },
  })
  await till.ready()
  await charged(till)
  await till.get('session.signOut', {})
  await till.clock.pass(600_000)
  const [somebody] = await till.get('session.staff', {})
  if (!somebody) throw new Error('nobody')
  slow = true
  const pin = somebody.trainingPin ?? ''
  const signingIn = till.call('session.signIn', { staffId: somebody.staffId, pin })
  await till.clock.pass(0)
  slow = false
  const restarting = till.restart()
  letGo()
  await Promise.all([signingIn, restarting])
  // Timers of the old engine would read its database, which is closed.
  await till.clock.pass(60_000)
  expect(await shows(till)).toEqual({ shows: 'welcome' })
})

describe('never another customer’s data', () => {
  test('the cashier goes on: thanks at once; opens the next sale: its total at once', async () => {
    const till = await readyTill()
    const first = await open(till, 8_880)
    await till.get('payment.takeCash', { saleId: first, tenderedMinor: 10_000 })
    await till.get('sale.next', { saleId: first })
    expect(await shows(till)).toEqual({ shows: 'thanks' })
    await open(till, 500)
    expect(await shows(till)).toMatchObject({ shows: 'total', totalMinor: 500 })
    await till.clock.pass(60_000)
    expect(await shows(till)).toMatchObject({ shows: 'total', totalMinor: 500 })
  })

  test('a sale set aside or cancelled leaves the welcome', async () => {
    const till = await readyTill()
    const saleId = await open(till, 8_880)
    await till.get('sale.setAside', { saleId })
    expect(await shows(till)).toEqual({ shows: 'welcome' })
    await till.get('sale.takeBack', { saleId })
    expect(await shows(till)).toMatchObject({ shows: 'total' })
    await till.get('sale.cancel', { saleId })
    expect(await shows(till)).toEqual({ shows: 'welcome' })
  })

  test('with nobody at the till only what can be paid right now stays', async () => {
    const till = await readyTill()
    await charged(till)
    await till.get('session.signOut', {})
    expect(await shows(till)).toMatchObject({ shows: 'code' })
    await till.signIn()
    const paymentId = (await till.sale())?.livePaymentId
    if (!paymentId) throw new Error('no payment')
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    await till.get('session.signOut', {})
    expect(await shows(till)).toEqual({ shows: 'welcome' })
  })

  test('a result from before a restart is not shown to whoever stands there now', async () => {
    const till = await readyTill()
    const saleId = await open(till, 8_880)
    await till.get('payment.takeCash', { saleId, tenderedMinor: 10_000 })
    till.clock.jump(10 * 60_000)
    await till.restart()
    expect(await shows(till)).toEqual({ shows: 'welcome' })
  })

  test('the window is told nothing but its display: no sale, no staff, no description', async () => {
    const till = await readyTill()
    const traffic: unknown[] = []
    till.server().listen('customer', (event) => traffic.push(event))
    await charged(till)
    for (const topic of ['counter', 'session', 'sale', 'training'] as const) {
      const answer = await till.call('view.topic', { topic }, { window: 'customer' })
      expect(answer).toMatchObject({ ok: true, value: { value: null } })
      traffic.push(answer)
    }
    const all = JSON.stringify(traffic)
    expect(all).not.toContain('secret wish')
    expect(all).not.toContain('Mei Ling')
  })
})

describe('each flow shows its customer what he is to do', () => {
  const nowMs = 100_000
  const seen = (told: Partial<PaymentView>, live = true): CustomerShows =>
    showsOf(saleView(paymentView(told), live), nowMs, null)
  const total = { shows: 'total', totalMinor: 10_000, paidMinor: 0, restMinor: 10_000 }

  test('his own code: read, to be confirmed in his app, and undone where no answer comes', () => {
    const flow = 'customerCode'
    expect(seen({ flow })).toMatchObject({ shows: 'working', doing: 'scanned' })
    expect(seen({ flow, state: 'processing' })).toMatchObject({ doing: 'confirm' })
    expect(seen({ flow, state: 'unknown' })).toMatchObject({ doing: 'checking' })
    expect(seen({ flow, state: 'closing' })).toMatchObject({ doing: 'undoing' })
    expect(seen({ flow, state: 'reversed', endedAtMs: nowMs }, false)).toMatchObject({
      shows: 'notPaid',
      why: 'undone',
      hadCode: false,
    })
  })

  test('a wallet’s code as soon as there is one, and that it is not to be paid any more once it ended', () => {
    const code = { text: 'x', payee: 'Shop', shownAtMs: 0, expiresAtMs: nowMs + 1 }
    expect(seen({})).toMatchObject({ shows: 'working', doing: 'starting' })
    expect(seen({ state: 'awaitingPayer', code })).toMatchObject({ shows: 'code', text: 'x' })
    const closed = { state: 'closed', code, endedAtMs: nowMs } as const
    expect(seen(closed, false)).toMatchObject({ shows: 'notPaid', why: 'ended', hadCode: true })
  })

  test('a card: where to pay and how much, and never that its bank declined', () => {
    const card = { method: 'visa', flow: 'cardTerminal' } as const
    expect(seen({ ...card })).toMatchObject({ shows: 'working', doing: 'starting' })
    expect(seen({ ...card, state: 'processing' })).toEqual({
      shows: 'working',
      doing: 'terminal',
      method: 'visa',
      amountMinor: 8_880,
    })
    expect(seen({ ...card, state: 'closing' })).toMatchObject({ doing: 'ending' })
    expect(seen({ ...card, state: 'unknown' })).toMatchObject({ doing: 'checking' })
    const failed = { ...card, state: 'failed', endedAtMs: nowMs } as const
    expect(seen(failed, false)).toMatchObject({ shows: 'notPaid', why: 'ended', hadCode: false })
  })

  test('a transfer: its reference and what is still to come, and no account of anybody', () => {
    const transfer: Partial<PaymentView> = {
      method: 'bankTransfer',
      flow: 'awaitingFunds',
      state: 'awaitingPayer',
      creditedMinor: 880,
      instructions: [{ field: 'accountNumber', value: '012-345678' }],
    }
    expect(seen(transfer, false)).toEqual({
      shows: 'transfer',
      method: 'bankTransfer',
      amountMinor: 8_880,
      reference: 'HT0100000001',
      creditedMinor: 880,
    })
    const ending: Partial<PaymentView> = { ...transfer, state: 'closing' }
    expect(seen(ending, false)).toMatchObject({ shows: 'working', doing: 'ending' })
  })

  test('a sale that was freed of a payment asks for what is still to pay', () => {
    expect(seen({ state: 'unknown', atRisk: true }, false)).toEqual(total)
  })

  test('money that came after all, or beyond the sale, is no customer’s display', () => {
    const late = { state: 'closed', endedAtMs: nowMs, discrepancyMinor: 8_880 } as const
    expect(seen(late, false)).toEqual(total)
  })
})
