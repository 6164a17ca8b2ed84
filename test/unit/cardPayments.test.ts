import { describe, expect, test } from 'vitest'
import type { TerminalProtocol } from '../../src-shared/contract/devices.ts'
import type { TerminalDeed } from '../../src-shared/contract/training.ts'
import { atTheDesk, type Desk } from '../harness/desk.ts'
import { terminalProfile } from '../harness/terminalProfile.ts'

const second = 1_000
const minute = 60 * second

/** A till whose only terminal speaks that protocol, on its line. */
async function withTerminal(protocol: TerminalProtocol = 'nets'): Promise<
  Desk & {
    prepare(deed: TerminalDeed): void
    plug(plugged: boolean): void
    charged(): number
    rows(kind: string): unknown[]
  }
> {
  const profile = terminalProfile({ protocol, path: `training:${protocol}` })
  const desk = await atTheDesk({ settings: JSON.stringify({ 'card.terminals': [profile] }) })
  const { till } = desk
  await till.clock.pass(100)
  const terminals = () => till.other().terminals
  return {
    ...desk,
    prepare: (deed) => terminals().prepare(deed),
    plug: (plugged) => terminals().setPlugged(plugged),
    charged: () => terminals().chargedMinor(),
    rows: (kind) =>
      till
        .rows()
        .filter((row) => row.kind === kind)
        .map(({ body }) => JSON.parse(body) as unknown),
  }
}

const protocols = ['hypercom', 'nets', 'hkText', 'zvt'] as const

describe.for(protocols)('a card at a terminal: %s', (protocol) => {
  test('approved: the sale is paid by what the terminal saw, and all it told is kept', async () => {
    const { till, charge, charged, payment } = await withTerminal(protocol)
    const { paymentId } = await charge('mastercard')
    await till.clock.pass(1 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'processing' })
    await till.clock.pass(5 * second)
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      method: 'mastercard',
      paidBy: 'visa',
      card: { scheme: 'visa', terminalId: '12345678' },
      coversMinor: 8_880,
    })
    expect((await till.sale())?.state).toBe('completed')
    expect(charged()).toBe(8_880)
  })

  test('declined: nothing was charged, and the next try is a payment of its own', async () => {
    const { till, charge, charged, payment, prepare } = await withTerminal(protocol)
    prepare('decline')
    const { saleId, paymentId } = await charge('visa')
    await till.clock.pass(6 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'failed' })
    await till.get('payment.charge', { saleId, method: 'visa', amountMinor: 8_880 })
    await till.clock.pass(6 * second)
    expect((await till.sale())?.state).toBe('completed')
    expect(charged()).toBe(8_880)
  })

  test('an answer that comes twice is one payment, and no stray', async () => {
    const { till, charge, charged, prepare, rows } = await withTerminal(protocol)
    prepare('answerTwice')
    await charge('visa')
    await till.clock.pass(15 * second)
    expect((await till.sale())?.state).toBe('completed')
    expect(charged()).toBe(8_880)
    expect(rows('terminal.stray')).toEqual([])
  })

  test('a terminal that is not there is found out before the customer comes', async () => {
    const { till, charge, charged, payment, plug } = await withTerminal(protocol)
    plug(false)
    const { paymentId } = await charge('visa')
    await till.clock.pass(20 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'failed', refusal: 'terminalAway' })
    expect(charged()).toBe(0)
    expect((await till.counter()).alarms).toMatchObject([{ code: 'terminalAway' }])
    plug(true)
    await till.clock.pass(20 * second)
    expect((await till.counter()).alarms).toEqual([])
  })

  test('a lost answer: charged once, and nothing is charged before it is known', async () => {
    const { till, charge, charged, payment, prepare } = await withTerminal(protocol)
    prepare('loseAnswer')
    const { paymentId, saleId } = await charge('visa')
    await till.clock.pass(1 * minute)
    const again = { saleId, method: 'visa', amountMinor: 8_880 } as const
    expect(await till.call('payment.charge', again)).toMatchObject({
      ok: false,
      failure: { code: 'paymentInFlight' },
    })
    await till.clock.pass(2 * minute)
    expect(charged()).toBe(8_880)
    // The base set knows no question about it: whoever reads the slip says what it was.
    const state = protocol === 'hypercom' ? 'unknown' : 'succeeded'
    expect(await payment(paymentId)).toMatchObject({ state })
  })

  test('a till that is killed in the middle asks, and never charges again', async () => {
    const { till, charge, charged, payment } = await withTerminal(protocol)
    const { paymentId } = await charge('visa')
    await till.clock.pass(1 * second)
    await till.restart()
    await till.signIn()
    await till.clock.pass(3 * minute)
    const { state } = await payment(paymentId)
    expect(charged()).toBeLessThanOrEqual(8_880)
    expect(['succeeded', 'unknown']).toContain(state)
  })
})

describe('a terminal of which one payment is unknown', () => {
  test('takes no other; a supervisor who has read the slip says what it was', async () => {
    const { till, sale, charge, payment, prepare, charged, consent } =
      await withTerminal('hypercom')
    prepare('loseAnswer')
    const { paymentId, saleId } = await charge('visa')
    await till.clock.pass(3 * minute)
    expect(await payment(paymentId)).toMatchObject({
      state: 'unknown',
      terminal: { stops: false, knows: false, there: true },
    })
    await till.get('sale.setAside', { saleId })
    const next = await sale(1_000)
    const charge2 = { saleId: next, method: 'mastercard', amountMinor: 1_000 } as const
    expect(await till.call('payment.charge', charge2)).toMatchObject({
      ok: false,
      failure: { code: 'terminalHasUnknown', facts: { terminal: 'Terminal' } },
    })
    const tile = (await till.counter()).methods.find(({ id }) => id === 'visa')
    expect(tile?.state).toBe('blocked')
    const input = { paymentId, evidence: '654321', reason: 'On the slip' }
    const said = await till.call('payment.confirmPaid', input, { override: await consent() })
    expect(said).toMatchObject({ ok: true })
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', byHand: 'paid' })
    expect(await till.call('payment.charge', charge2)).toMatchObject({ ok: true })
    await till.clock.pass(10 * second)
    expect(charged()).toBe(9_880)
  })

  test('its late answer is its own: it never turns the next sale green', async () => {
    const { till, sale, charge, payment, prepare, charged, consent } =
      await withTerminal('hypercom')
    prepare('answerLate')
    const { paymentId, saleId } = await charge('visa')
    await till.clock.pass(125 * second)
    expect((await payment(paymentId)).state).toBe('unknown')
    const override = await consent()
    await till.get('sale.setAside', { saleId })
    expect(
      await till.call('payment.freeSale', { paymentId, reason: 'Read' }, { override }),
    ).toMatchObject({ ok: true })
    const next = await sale(8_880)
    const { paymentId: second2 } = await till.get('payment.charge', {
      saleId: next,
      method: 'visa',
      amountMinor: 8_880,
    })
    await till.clock.pass(2 * minute)
    const first = await payment(paymentId)
    const other = await payment(second2)
    // The card was charged once, and it was the first: whatever is said of the other, it is not paid by it.
    expect(first.state).toBe('succeeded')
    expect(other.state === 'succeeded' ? charged() : 8_880).toBe(
      other.state === 'succeeded' ? 17_760 : 8_880,
    )
  })
})

test('a late approval that comes while the terminal is asked whether it is ready is of the sale before, even for the same amount', async () => {
  const { till, sale, charge, payment, prepare, charged, consent, rows } =
    await withTerminal('hypercom')
  prepare('answerLate')
  const { paymentId, saleId } = await charge('visa')
  await till.clock.pass(125 * second)
  const override = await consent()
  await till.call('payment.freeSale', { paymentId, reason: 'Read' }, { override })
  await till.get('sale.setAside', { saleId })
  await till.clock.pass(22 * second)
  const next = { saleId: await sale(8_880), method: 'visa', amountMinor: 8_880 } as const
  prepare('decline')
  const { paymentId: other } = await till.get('payment.charge', next)
  await till.clock.pass(2 * second)
  expect(charged()).toBe(0)
  expect(await payment(other)).toMatchObject({ state: 'submitting' })
  await till.clock.pass(10 * second)
  expect(await payment(paymentId)).toMatchObject({ state: 'succeeded' })
  expect(await payment(other)).toMatchObject({ state: 'failed' })
  expect(charged()).toBe(8_880)
  expect(rows('terminal.stray')).toEqual([])
})

test('a late approval of a sale that was confirmed by hand as not paid is money beyond it, and none of the next one', async () => {
  const { till, sale, charge, payment, prepare, charged, consent } = await withTerminal('hypercom')
  prepare('answerLate')
  const { paymentId, saleId } = await charge('visa')
  await till.clock.pass(125 * second)
  const override = await consent()
  await till.call('payment.confirmNotPaid', { paymentId, reason: 'No slip' }, { override })
  await till.get('sale.cancel', { saleId })
  await till.clock.pass(20 * second)
  // Its answer comes while the next customer looks for a card.
  const next = { saleId: await sale(8_880), method: 'visa', amountMinor: 8_880 } as const
  const { paymentId: other } = await till.get('payment.charge', next)
  await till.clock.pass(60 * second)
  const [first, second_] = [await payment(paymentId), await payment(other)]
  expect(first).toMatchObject({ state: 'closed', byHand: 'notPaid' })
  const tookMinor = (second_.state === 'succeeded' ? 8_880 : 0) + first.discrepancyMinor
  expect(tookMinor).toBe(charged())
})

test('the amount is said to be on the terminal only once the terminal has taken it', async () => {
  const { till, charge, payment, prepare } = await withTerminal('hypercom')
  prepare('silent')
  const { paymentId } = await charge('visa')
  await till.clock.pass(1 * second)
  expect(await payment(paymentId)).toMatchObject({ state: 'submitting' })
  await till.clock.pass(2 * second)
  expect(await payment(paymentId)).toMatchObject({ state: 'unknown' })
})

describe('what ends while the terminal is asked whether it is ready', () => {
  test('is not sent any more: a cancel in time charges nobody', async () => {
    const { till, charge, charged, payment } = await withTerminal('hypercom')
    // The first question gets lost, and is asked again after two seconds.
    till.other().terminals.deafen(1)
    const { paymentId } = await charge('visa')
    await till.clock.pass(1 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'submitting' })
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(20 * second)
    expect(await payment(paymentId)).toMatchObject({ state: 'failed', refusal: 'terminalNotAsked' })
    expect(charged()).toBe(0)
  })
})

describe('money goes back', () => {
  test('by a void where the terminal can, recorded as its own', async () => {
    const { till, charge, charged, payment, consent } = await withTerminal('zvt')
    const { paymentId, saleId } = await charge('visa')
    await till.clock.pass(6 * second)
    await till.get('sale.next', { saleId })
    const input = { paymentId, discrepancyId: null, amountMinor: 8_880, reason: 'Brought back' }
    const said = await till.call('refund.request', input, { override: await consent() })
    expect(said).toMatchObject({
      ok: true,
    })
    await till.clock.pass(10 * second)
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'succeeded' }])
    expect(charged()).toBe(0)
  })

  test('by the number of the receipt, which the journal keeps: also after a restart', async () => {
    const { till, charge, charged, payment, consent } = await withTerminal('zvt')
    const { paymentId, saleId } = await charge('visa')
    await till.clock.pass(6 * second)
    await till.get('sale.next', { saleId })
    expect((await payment(paymentId)).card).toMatchObject({ trace: '000001', receipt: '4712' })
    await till.restart()
    await till.signIn()
    await till.clock.pass(1 * second)
    const input = { paymentId, discrepancyId: null, amountMinor: 8_880, reason: 'Brought back' }
    await till.call('refund.request', input, { override: await consent() })
    await till.clock.pass(10 * second)
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'succeeded' }])
    expect(charged()).toBe(0)
  })

  test('where it cannot, it is done on the terminal itself and a supervisor says so', async () => {
    const { till, charge, payment, consent } = await withTerminal('hypercom')
    const { paymentId, saleId } = await charge('visa')
    await till.clock.pass(6 * second)
    await till.get('sale.next', { saleId })
    const input = { paymentId, discrepancyId: null, amountMinor: 1_000, reason: 'One came back' }
    await till.call('refund.request', input, { override: await consent() })
    await till.clock.pass(10 * second)
    const [refund] = (await payment(paymentId)).refunds
    expect(refund).toMatchObject({ state: 'unknown' })
    if (!refund) throw new Error('no refund')
    const decided = { refundId: refund.refundId, given: true, reason: 'Slip 000002' }
    expect(await till.call('refund.decide', decided, { override: await consent() })).toMatchObject({
      ok: true,
    })
    expect((await payment(paymentId)).refunds).toMatchObject([{ state: 'succeeded' }])
  })
})

test('no card’s number passes the parser, wherever the terminal puts it', async () => {
  for (const protocol of protocols) {
    const { till, charge, prepare, folder } = { folder: '', ...(await withTerminal(protocol)) }
    prepare('unmasked')
    await charge('visa')
    await till.clock.pass(6 * second)
    const all = JSON.stringify([
      till.rows().map(({ body }) => body),
      await till.sale(),
      await till.get('view.topic', { topic: 'devices' }),
    ])
    expect(all).toContain('4242')
    expect(all).not.toContain('4242424242424242')
    expect(folder).toBe('')
  }
})

describe('the end of the day', () => {
  test('the batch is closed, and its totals stand beside the journal’s', async () => {
    const { till, charge, consent } = await withTerminal('hypercom')
    const { saleId } = await charge('visa')
    await till.clock.pass(6 * second)
    await till.get('sale.next', { saleId })
    const devices = async () => {
      const { value } = await till.get('view.topic', { topic: 'devices' })
      return (value as { terminals: { settlement: unknown }[] }).terminals[0]?.settlement
    }
    expect(await devices()).toMatchObject({
      open: [{ scheme: 'visa', count: 1, amountMinor: 8_880 }],
      last: null,
    })
    const override = await consent()
    expect(
      await till.call('devices.settleTerminal', { id: 'terminal-1' }, { override }),
    ).toMatchObject({ ok: true })
    await till.clock.pass(5 * second)
    const both = { count: 1, amountMinor: 8_880 }
    expect(await devices()).toMatchObject({
      open: [],
      running: false,
      failed: null,
      last: { ours: both, terminal: both },
    })
    expect(till.kinds()).toContain('terminal.settled')
  })
})
