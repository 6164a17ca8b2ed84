import { describe, expect, test } from 'vitest'
import type { TrayItem } from '../../src-shared/contract/tray.ts'
import { atTheDesk, wechatCode, type Desk } from '../harness/desk.ts'

const minuteMs = 60_000
const reason = 'The customer showed the bank’s message'

/** A scanned payment of which nobody knows what became. */
async function lost(): Promise<Desk & Awaited<ReturnType<Desk['scan']>>> {
  const desk = await atTheDesk()
  desk.wire.say('noAnswer')
  return { ...desk, ...(await desk.scan(wechatCode)) }
}

const tray = async ({ till }: Desk): Promise<TrayItem[]> => {
  const { value } = await till.get('view.topic', { topic: 'tray' })
  return value as TrayItem[]
}

describe('a sale is freed at the shop’s risk', () => {
  test('only by a supervisor, and only of a payment whose outcome nobody knows', async () => {
    const { till, paymentId, consent, wire } = await lost()
    const free = { paymentId, reason }
    expect(await till.call('payment.freeSale', free)).toMatchObject({
      ok: false,
      failure: { code: 'overrideNeeded', facts: { permission: 'confirmByHand' } },
    })
    wire.say({ state: 'succeeded' })
    await till.clock.pass(10_000)
    expect(await till.call('payment.freeSale', free, { override: await consent() })).toMatchObject({
      ok: false,
      failure: { code: 'notPossibleNow' },
    })
  })

  test('it stays in the tray, and what comes for it later is to be given back: both are paid', async () => {
    const desk = await lost()
    const { till, saleId, paymentId, payment, wire, consent } = desk
    const free = { paymentId, reason }
    await till.call('payment.freeSale', free, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({ state: 'unknown', atRisk: true })
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    expect((await till.sale())?.state).toBe('completed')
    expect(await tray(desk)).toMatchObject([{ about: 'payment', payment: { paymentId } }])
    wire.say({ state: 'succeeded' })
    await till.clock.pass(minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', beyondSale: true })
    const [item] = await tray(desk)
    expect(item).toMatchObject({
      about: 'discrepancy',
      discrepancy: { amountMinor: 8_880, bothPaid: true },
    })
    const discrepancyId = item?.discrepancy?.discrepancyId ?? null
    const back = { paymentId, discrepancyId, amountMinor: 8_880, reason: 'Paid twice' }
    await till.call('refund.request', back, { override: await consent() })
    await till.clock.pass(0)
    expect(wire.refunded).toMatchObject([{ paymentId, amount: { amountMinor: 8_880 } }])
    expect(await tray(desk)).toEqual([])
    expect(till.kinds()).toContain('discrepancy.closed')
  })
})

describe('what a supervisor vouches for', () => {
  test('paid: marked for ever, not to be refunded, until the provider says so too', async () => {
    const { till, paymentId, payment, wire, consent } = await lost()
    const vouched = { paymentId, evidence: 'WX-998877', reason }
    const said = await till.call('payment.confirmPaid', vouched, { override: await consent() })
    expect(said).toMatchObject({ ok: true })
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      byHand: 'paid',
      refundableMinor: 0,
      providerReference: 'WX-998877',
    })
    expect((await till.sale())?.state).toBe('completed')
    wire.say({ state: 'succeeded', providerReference: 'WX-998877' })
    await till.clock.pass(2 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ byHand: 'agreed', refundableMinor: 8_880 })
    expect((await payment(paymentId)).discrepancyMinor).toBe(0)
  })

  test('paid, and the provider denies it: it is unresolved until somebody has looked into it', async () => {
    const desk = await lost()
    const { till, paymentId, payment, wire, consent } = desk
    const vouched = { paymentId, evidence: 'WX-998877', reason }
    await till.call('payment.confirmPaid', vouched, { override: await consent() })
    wire.say({ state: 'closed' })
    await till.clock.pass(2 * minuteMs)
    expect(await tray(desk)).toMatchObject([
      { about: 'payment', payment: { paymentId, byHand: 'contradicted' } },
    ])
    const accepted = { paymentId, reason: 'Seen on the statement' }
    await till.call('payment.acceptDenial', accepted, { override: await consent() })
    expect(await tray(desk)).toEqual([])
    expect((await till.counter()).unresolved).toBe(0)
    // It counts as before, is marked as before, and is not given back.
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      byHand: 'contradicted',
      refundableMinor: 0,
    })
    expect(
      await till.call('payment.acceptDenial', accepted, { override: await consent() }),
    ).toMatchObject({ ok: false, failure: { code: 'notPossibleNow' } })
    wire.say({ state: 'succeeded' })
    wire.hint(paymentId)
    await till.clock.pass(0)
    expect(await payment(paymentId)).toMatchObject({ byHand: 'agreed' })
  })

  test('money that came to the shop’s own account, and that the channel cannot match', async () => {
    const { till, charge, payment, consent } = await atTheDesk()
    const { paymentId } = await charge('fps')
    const vouched = { paymentId, evidence: 'FPS 20261121 0042', reason }
    expect(
      await till.call('payment.confirmPaid', vouched, { override: await consent() }),
    ).toMatchObject({ ok: true })
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', byHand: 'paid' })
  })

  test('a code that the channel itself follows is not vouched for while it can still say', async () => {
    const { till, charge, consent } = await atTheDesk()
    const { paymentId } = await charge('wechatPay')
    const vouched = { paymentId, evidence: 'WX-998877', reason }
    expect(
      await till.call('payment.confirmPaid', vouched, { override: await consent() }),
    ).toMatchObject({ ok: false, failure: { code: 'notPossibleNow' } })
  })

  test('not paid: closed, and money that comes after all is a discrepancy', async () => {
    const { till, paymentId, payment, wire, consent } = await lost()
    const said = { paymentId, reason }
    await till.call('payment.confirmNotPaid', said, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', byHand: 'notPaid' })
    wire.say({ state: 'succeeded' })
    await till.clock.pass(2 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
  })

  test('a reason and evidence are demanded', async () => {
    const { till, paymentId, consent } = await lost()
    const override = await consent()
    const malformed = { ok: false, failure: { code: 'malformedCall' } }
    const bad = [
      { paymentId, evidence: 'abc', reason },
      { paymentId, evidence: 'WX-998877', reason: '  ' },
    ]
    for (const input of bad) {
      expect(await till.call('payment.confirmPaid', input, { override })).toMatchObject(malformed)
    }
  })

  test('a card number in the words is masked', async () => {
    const { till, paymentId, consent } = await lost()
    const input = { paymentId, evidence: '4242424242424242', reason: 'card 4242 4242 4242 4242' }
    await till.call('payment.confirmPaid', input, { override: await consent() })
    expect(JSON.stringify(till.rows())).not.toMatch(/4242.?4242.?4242.?4242/u)
  })
})

describe('evidence that differs', () => {
  const conflict = async (creditedMinor: number, currency = 'HKD') => {
    const desk = await atTheDesk()
    const charged = await desk.charge('alipay')
    const amount = { currency, amountMinor: creditedMinor }
    desk.wire.say({ state: 'succeeded', amount, creditedMinor })
    await desk.till.clock.pass(4_000)
    return { ...desk, ...charged }
  }

  test('waits for a person; kept, the payment counts with what was really taken', async () => {
    const { till, paymentId, payment, consent } = await conflict(8_780)
    expect(await payment(paymentId)).toMatchObject({ state: 'conflicted' })
    expect((await till.counter()).unresolved).toBe(1)
    const decided = { paymentId, decision: 'kept', reason } as const
    await till.call('payment.decideConflict', decided, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', refundableMinor: 8_780 })
    expect(await till.sale()).toMatchObject({ state: 'open', paidMinor: 8_780, restMinor: 100 })
  })

  test('kept, and more than was asked for: the rest of it is a discrepancy', async () => {
    const { till, paymentId, payment, consent } = await conflict(9_000)
    const decided = { paymentId, decision: 'kept', reason } as const
    await till.call('payment.decideConflict', decided, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({ state: 'succeeded', discrepancyMinor: 120 })
    expect((await till.sale())?.state).toBe('completed')
  })

  test('money of another currency is never kept as if it were ours', async () => {
    const { till, paymentId, payment, consent } = await conflict(8_880, 'CNY')
    const decided = { paymentId, decision: 'kept', reason } as const
    const override = await consent()
    expect(await till.call('payment.decideConflict', decided, { override })).toMatchObject({
      ok: false,
      failure: { code: 'notPossibleNow' },
    })
    const notOurs = { ...decided, decision: 'notOurs' } as const
    await till.call('payment.decideConflict', notOurs, { override })
    expect(await payment(paymentId)).toMatchObject({ state: 'failed', discrepancyMinor: 0 })
  })

  test('kept when its sale was paid otherwise, and paid again meanwhile: all of it is to be given back', async () => {
    const desk = await atTheDesk()
    const { till, wire, payment, consent } = desk
    const transfer = await desk.charge('bankTransfer')
    const alipay = { saleId: transfer.saleId, method: 'alipay', amountMinor: 8_880 } as const
    const { paymentId } = await till.get('payment.charge', alipay)
    const tells = (creditedMinor: number): void =>
      wire.say(({ id }) =>
        id === paymentId
          ? {
              state: 'succeeded',
              amount: { currency: 'HKD', amountMinor: 8_780 },
              creditedMinor,
            }
          : {
              state: 'succeeded',
              creditedMinor: 8_880,
              credits: [{ creditId: 'C-1', amountMinor: 8_880, atMs: till.clock.now() }],
            },
      )
    tells(8_780)
    await till.clock.pass(30 * minuteMs)
    expect(await payment(transfer.paymentId)).toMatchObject({ state: 'succeeded' })
    expect(await payment(paymentId)).toMatchObject({ state: 'conflicted' })
    tells(17_560)
    wire.hint(paymentId)
    await till.clock.pass(0)
    expect(await payment(paymentId)).toMatchObject({ discrepancyMinor: 8_780 })
    const decided = { paymentId, decision: 'kept', reason } as const
    await till.call('payment.decideConflict', decided, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({
      state: 'succeeded',
      beyondSale: true,
      discrepancyMinor: 17_560,
    })
  })

  test('given back: the sale is open for another attempt', async () => {
    const { till, paymentId, payment, consent } = await conflict(8_780)
    const decided = { paymentId, decision: 'givenBack', reason } as const
    await till.call('payment.decideConflict', decided, { override: await consent() })
    expect((await payment(paymentId)).state).toBe('reversed')
    expect((await till.sale())?.livePaymentId).toBeNull()
  })
})

describe('without a line', () => {
  const offline = async (amountMinor = 8_880) => {
    const desk = await atTheDesk()
    desk.wire.say('noAnswer')
    const charged = await desk.charge('fps', amountMinor)
    await desk.till.clock.pass(minuteMs)
    return { ...desk, ...charged }
  }

  test('a code that cannot be withdrawn is ended with a supervisor’s word, and may still be paid', async () => {
    const { till, paymentId, payment, consent, wire } = await offline()
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(0)
    expect((await payment(paymentId)).actions).toContain('endUnasked')
    const ended = { paymentId, reason: 'The customer paid in cash' }
    await till.call('payment.endUnasked', ended, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({
      state: 'closed',
      closeReason: 'unasked',
      mayStillBePaid: true,
    })
    wire.say({ state: 'succeeded' })
    await till.clock.pass(2 * minuteMs)
    expect(await payment(paymentId)).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
  })

  test('goods are released up to a ceiling; found paid, the sale is complete', async () => {
    const { till, paymentId, saleId, payment, consent, wire } = await offline()
    const release = { paymentId, reason: 'A regular customer' }
    await till.call('payment.releaseGoods', release, { override: await consent() })
    expect(await payment(paymentId)).toMatchObject({ state: 'awaitingPayer', goodsReleased: true })
    expect(await till.sale()).toBeNull()
    wire.say({ state: 'succeeded' })
    await till.clock.pass(minuteMs)
    expect((await payment(paymentId)).state).toBe('succeeded')
    expect((await till.get('history.payment', { paymentId })).sale).toMatchObject({
      saleId,
      state: 'completed',
    })
  })

  test('found unpaid: closed, with the loss in the journal', async () => {
    const { till, paymentId, payment, consent, wire } = await offline()
    const release = { paymentId, reason: 'A regular customer' }
    await till.call('payment.releaseGoods', release, { override: await consent() })
    wire.say(({ what }) => ({ state: what === 'close' ? 'closed' : 'awaitingPayer' }))
    await till.clock.pass(15 * minuteMs)
    expect((await payment(paymentId)).state).toBe('closed')
    expect(till.rows().find(({ kind }) => kind === 'sale.lossRecorded')?.body).toContain('8880')
    expect((await till.get('history.payment', { paymentId })).sale.state).toBe('cancelled')
  })

  test('not above the ceiling of one payment, for which nobody is asked to consent', async () => {
    const { till, paymentId, consent } = await offline(50_001)
    const release = { paymentId, reason: 'A regular customer' }
    const refused = {
      ok: false,
      failure: { code: 'releaseAboveCeiling', facts: { ceilingMinor: 50_000 } },
    }
    expect(await till.call('payment.releaseGoods', release)).toMatchObject(refused)
    const override = await consent()
    expect(await till.call('payment.releaseGoods', release, { override })).toMatchObject(refused)
  })

  test('a wallet that needs a line is refused before anything is made of it', async () => {
    const { till, wire, sale } = await atTheDesk()
    wire.say('noAnswer')
    const saleId = await sale()
    for (const method of ['wechatPay', 'alipay', 'paypal'] as const) {
      await till.call('payment.charge', { saleId, method, amountMinor: 8_880 })
      await till.clock.pass(2_000)
    }
    const before = till.rows().length
    expect(
      await till.call('payment.charge', { saleId, method: 'wechatPay', amountMinor: 8_880 }),
    ).toMatchObject({ ok: false, failure: { code: 'methodNeedsLine' } })
    expect(till.rows()).toHaveLength(before)
    const state = (id: string, methods: readonly { id: string; state: string }[]) =>
      methods.find((method) => method.id === id)?.state
    const { methods } = await till.counter()
    expect(state('wechatPay', methods)).toBe('notNow')
    expect(state('fps', methods)).toBe('codeOnly')
    expect(state('bankTransfer', methods)).toBe('ready')
    expect(state('cash', methods)).toBe('ready')
  })
})
