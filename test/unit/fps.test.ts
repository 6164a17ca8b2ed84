import { describe, expect, test } from 'vitest'
import type { PaymentId, SaleId } from '../../src-shared/ids.ts'
import type { Channel, ChannelAnswer } from '../../src-main/engine/channels/channel.ts'
import { decodeHkCode } from '../../src-main/engine/qr/hkCode.ts'
import { noDevices } from '../harness/terminalProfile.ts'
import { startTestTill, type TestTill, type TestTillOptions } from '../harness/testTill.ts'

const minuteMs = 60_000
const noAnswer: ChannelAnswer = { kind: 'noAnswer', reason: 'the line is cut' }
const onlyWhenTold = '{ "training.fpsPaysAfterMs": null }'

/** A till that waits for HK$88.80 by FPS. */
async function waiting(
  options: TestTillOptions = { settings: onlyWhenTold },
): Promise<{ till: TestTill; saleId: SaleId; paymentId: PaymentId }> {
  const till = await startTestTill(options)
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 8_880,
    reference: '',
    description: '',
  })
  const { paymentId } = await till.get('payment.charge', {
    saleId,
    method: 'fps',
    amountMinor: 8_880,
  })
  await till.clock.pass(0)
  return { till, saleId, paymentId }
}

/** The bank, with a switch for its line and a hand on its answers. */
function line() {
  const hand: {
    cut: boolean
    asked: string[]
    say: ((answer: ChannelAnswer) => ChannelAnswer) | null
  } = { cut: false, asked: [], say: null }
  const between = (bank: Channel): Channel => {
    const through = async (what: string, ask: () => Promise<ChannelAnswer>) => {
      hand.asked.push(what)
      if (hand.cut) return noAnswer
      const answer = await ask()
      return hand.say ? hand.say(answer) : answer
    }
    return {
      ...bank,
      create: (payment) => through('create', () => bank.create(payment)),
      query: (paymentId) => through('query', () => bank.query(paymentId)),
      close: (payment) => through('close', () => bank.close(payment)),
    }
  }
  return { hand, between }
}

const live = async (till: TestTill) => (await till.sale())?.payments.at(-1)

describe('FPS', () => {
  test('the code is on the disk before it is shown, and asks for exactly this payment', async () => {
    const { till } = await waiting()
    const payment = await live(till)
    expect(payment?.state).toBe('awaitingPayer')
    const decoded = decodeHkCode(payment?.code?.text ?? '')
    expect(decoded).toMatchObject({
      ok: true,
      code: { kind: 'dynamic', amount: { amountMinor: 8_880 }, reference: payment?.reference },
    })
    expect(payment?.reference).toMatch(/^[0-9A-Z]{12}$/u)
    const moved = till.rows().find(({ body }) => body.includes('codeShown'))
    expect(moved?.body).toContain(payment?.code?.text)
  })

  test('turns green when the bank says so, and the sale is complete', async () => {
    const { till } = await waiting({})
    expect((await live(till))?.state).toBe('awaitingPayer')
    await till.clock.pass(8_000)
    expect(await live(till)).toMatchObject({ state: 'succeeded', mayStillBePaid: false })
    expect(await till.sale()).toMatchObject({ state: 'completed', restMinor: 0 })
  })

  test('while it can take money, no other charge of the sale starts, cash included', async () => {
    const { till, saleId } = await waiting()
    const inFlight = { ok: false, failure: { code: 'paymentInFlight' } }
    expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 10_000 })).toMatchObject(
      inFlight,
    )
    expect(
      await till.call('payment.charge', { saleId, method: 'fps', amountMinor: 8_880 }),
    ).toMatchObject(inFlight)
    expect(await till.call('sale.cancel', { saleId })).toMatchObject(inFlight)
  })

  test('a cancelled code is closed only when the bank agrees, and is watched afterwards', async () => {
    const { till, saleId, paymentId } = await waiting()
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    expect(await live(till)).toMatchObject({
      state: 'closed',
      closeReason: 'cancelled',
      mayStillBePaid: true,
    })
    await till.get('payment.takeCash', { saleId, tenderedMinor: 8_880 })
    expect((await till.sale())?.state).toBe('completed')
  })

  test('money for a cancelled code is a discrepancy and never a payment of the sale', async () => {
    const { till, saleId, paymentId } = await waiting()
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    expect(await live(till)).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
    expect(await till.sale()).toMatchObject({ saleId, state: 'open', paidMinor: 0 })
    expect((await till.counter()).unresolved).toBe(1)
    await till.clock.pass(10 * minuteMs)
    expect(till.kinds().filter((kind) => kind === 'discrepancy.opened')).toHaveLength(1)
  })

  test('a code paid twice is one payment and one discrepancy', async () => {
    const { till, paymentId } = await waiting()
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    expect(await live(till)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    expect(await live(till)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
  })

  test('a second payment of a code is recorded though the first answers about it are lost', async () => {
    const { hand, between } = line()
    const { till, paymentId } = await waiting({ settings: onlyWhenTold, between })
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    hand.cut = true
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(minuteMs)
    expect(await live(till)).toMatchObject({ state: 'succeeded', discrepancyMinor: 0 })
    hand.cut = false
    await till.clock.pass(minuteMs)
    expect(await live(till)).toMatchObject({ state: 'succeeded', discrepancyMinor: 8_880 })
  })

  test('an old code ends by itself after ten minutes, and money can come as long as it is watched', async () => {
    const { till, paymentId } = await waiting({
      settings: '{ "training.fpsPaysAfterMs": null, "fps.watchMs": 86400000 }',
    })
    await till.clock.pass(10 * minuteMs + 1)
    expect(await live(till)).toMatchObject({ state: 'closed', closeReason: 'expired' })
    await till.clock.pass(23 * 60 * minuteMs)
    expect(await live(till)).toMatchObject({ mayStillBePaid: true })
    // It is asked for once more before it is over.
    await till.clock.pass(3 * 60 * minuteMs)
    expect(await live(till)).toMatchObject({ mayStillBePaid: false, nextAskAtMs: null })
    expect(till.kinds()).toContain('payment.watchEnded')
    expect(paymentId).toBeTruthy()
  }, 60_000)

  test('without a line the code stays on the screen, and its payment is found when the line is back', async () => {
    const { hand, between } = line()
    const { till, paymentId } = await waiting({ settings: onlyWhenTold, between })
    hand.cut = true
    await till.clock.pass(5_000)
    expect(await live(till)).toMatchObject({ state: 'awaitingPayer', lineDown: true })
    expect((await till.counter()).line).toBe('down')
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(20_000)
    expect((await live(till))?.state).toBe('awaitingPayer')
    hand.cut = false
    await till.clock.pass(5_000)
    expect((await live(till))?.state).toBe('succeeded')
  })

  test('a code made without a line is reported with the same id and body until the bank knows it', async () => {
    const { hand, between } = line()
    hand.cut = true
    const { till } = await waiting({ settings: onlyWhenTold, between })
    await till.clock.pass(9_000)
    expect(new Set(hand.asked)).toEqual(new Set(['create']))
    hand.cut = false
    await till.clock.pass(9_000)
    expect(hand.asked.slice(-2)).toEqual(['create', 'query'])
  })

  test('a cancel without an answer is unknown, not cancelled, and keeps the sale closed to other charges', async () => {
    const { hand, between } = line()
    const { till, saleId, paymentId } = await waiting({ settings: onlyWhenTold, between })
    hand.cut = true
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    expect((await live(till))?.state).toBe('unknown')
    expect((await till.counter()).unresolved).toBe(1)
    expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 8_880 })).toMatchObject({
      failure: { code: 'paymentInFlight' },
    })
    await till.clock.pass(10 * minuteMs)
    expect((await live(till))?.state).toBe('unknown')
    hand.cut = false
    await till.clock.pass(minuteMs)
    expect(await live(till)).toMatchObject({ state: 'closed', mayStillBePaid: true })
    expect((await till.counter()).unresolved).toBe(0)
  })

  test('a payment that was paid while it was being cancelled is paid', async () => {
    const { hand, between } = line()
    const { till, paymentId } = await waiting({ settings: onlyWhenTold, between })
    hand.cut = true
    await till.get('training.customerPays', { paymentId })
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    expect((await live(till))?.state).toBe('unknown')
    hand.cut = false
    await till.clock.pass(minuteMs)
    expect((await live(till))?.state).toBe('succeeded')
    expect((await till.sale())?.state).toBe('completed')
  })

  test('an answer about another payment is not believed, and says so once in the journal', async () => {
    const { hand, between } = line()
    const { till } = await waiting({
      settings: '{ "training.fpsPaysAfterMs": 0 }',
      between: (bank) => {
        hand.say = (answer) =>
          answer.kind === 'state'
            ? { ...answer, paymentId: '01890000-0000-7000-8000-000000000000' }
            : answer
        return between(bank)
      },
    })
    await till.clock.pass(30_000)
    expect((await live(till))?.state).toBe('awaitingPayer')
    expect(till.kinds().filter((kind) => kind === 'answer.notBelieved')).toHaveLength(1)
  })

  test('evidence of another amount is a conflict for a person, never green', async () => {
    const { hand, between } = line()
    const { till, saleId, paymentId } = await waiting({ settings: onlyWhenTold, between })
    hand.say = (answer) =>
      answer.kind === 'state'
        ? { ...answer, amount: { currency: 'HKD', amountMinor: 8_800 } }
        : answer
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    expect((await live(till))?.state).toBe('conflicted')
    expect((await till.counter()).unresolved).toBe(1)
    expect(await till.call('payment.takeCash', { saleId, tenderedMinor: 8_880 })).toMatchObject({
      failure: { code: 'paymentInFlight' },
    })
  })

  test('a channel that throws is no answer, and nothing else', async () => {
    const { till } = await waiting({
      settings: onlyWhenTold,
      between: (bank) => ({ ...bank, query: () => Promise.reject(new Error('broken')) }),
    })
    await till.clock.pass(10_000)
    expect(await live(till)).toMatchObject({ state: 'awaitingPayer', lineDown: true })
  })
})

describe('after a restart', () => {
  test('a code that was on the screen is asked for, never sent again, and turns green', async () => {
    const { hand, between } = line()
    const { till, paymentId } = await waiting({ settings: onlyWhenTold, between })
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(0)
    const asked = hand.asked.length
    await till.restart()
    await till.clock.pass(0)
    await till.signIn()
    expect(hand.asked.slice(asked)).not.toContain('create')
    const { payments } = await till.get('history.payments', { before: null, limit: 5 })
    expect(payments[0]?.state).toBe('succeeded')
  })

  test('a code that the bank was never told of is reported at once', async () => {
    const { hand, between } = line()
    hand.cut = true
    const { till, paymentId } = await waiting({ settings: onlyWhenTold, between })
    hand.cut = false
    await till.restart()
    await till.clock.pass(0)
    await till.signIn()
    expect(hand.asked.slice(-2)).toEqual(['query', 'create'])
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    expect((await till.sale())?.state).toBe('completed')
  })

  test('a payment that was being closed is unknown until the bank has answered', async () => {
    const { hand, between } = line()
    const { till, paymentId } = await waiting({ settings: onlyWhenTold, between })
    await till.clock.pass(100)
    hand.cut = true
    // The process ends between the row and the question.
    await till.get('payment.cancel', { paymentId })
    await till.restart()
    await till.clock.pass(0)
    await till.signIn()
    expect((await live(till))?.state).toBe('unknown')
    hand.cut = false
    await till.clock.pass(minuteMs)
    expect((await live(till))?.state).toBe('closed')
  })

  test('a cancelled code is still watched', async () => {
    const { till, paymentId } = await waiting()
    await till.get('payment.cancel', { paymentId })
    await till.clock.pass(1)
    await till.restart()
    await till.signIn()
    await till.get('training.customerPays', { paymentId })
    await till.clock.pass(1)
    const { payments } = await till.get('history.payments', { before: null, limit: 5 })
    expect(payments[0]).toMatchObject({ state: 'closed', discrepancyMinor: 8_880 })
  })
})

test('a sale is split over cash and FPS, each with its own state', async () => {
  const till = await startTestTill({ settings: onlyWhenTold })
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 30_000,
    reference: '',
    description: '',
  })
  await till.get('payment.takeCash', { saleId, tenderedMinor: 10_000 })
  const tooMuch = await till.call('payment.charge', { saleId, method: 'fps', amountMinor: 20_001 })
  expect(tooMuch).toMatchObject({
    failure: { code: 'amountAboveRest', facts: { restMinor: 20_000 } },
  })
  const first = await till.get('payment.charge', { saleId, method: 'fps', amountMinor: 15_000 })
  await till.clock.pass(0)
  await till.get('training.customerPays', first)
  await till.clock.pass(1)
  expect(await till.sale()).toMatchObject({ state: 'open', paidMinor: 25_000, restMinor: 5_000 })
  const second = await till.get('payment.charge', { saleId, method: 'fps', amountMinor: 5_000 })
  await till.clock.pass(0)
  await till.get('training.customerPays', second)
  await till.clock.pass(1)
  const sale = await till.sale()
  expect(sale).toMatchObject({ state: 'completed', paidMinor: 30_000 })
  const references = sale?.payments.map(({ reference }) => reference).filter(Boolean)
  expect(new Set(references).size).toBe(2)
})

test('a sale that was set aside turns paid by itself, waits for its cashier, and comes back when asked', async () => {
  const till = await startTestTill()
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 5_000,
    reference: '',
    description: '',
  })
  await till.get('payment.charge', { saleId, method: 'fps', amountMinor: 5_000 })
  await till.get('sale.setAside', { saleId })
  const next = await till.get('sale.open', { totalMinor: 700, reference: '', description: '' })
  await till.clock.pass(8_000)
  expect((await till.sale())?.saleId).toBe(next.saleId)
  expect((await till.counter()).waitingSales).toMatchObject([
    { saleId, state: 'completed', paidMinor: 5_000 },
  ])
  await till.get('payment.takeCash', { saleId: next.saleId, tenderedMinor: 700 })
  await till.get('sale.takeBack', { saleId })
  expect(await till.sale()).toMatchObject({ saleId, state: 'completed', aside: false })
  await till.get('sale.next', { saleId })
  expect((await till.counter()).waitingSales).toEqual([])
})

test('methods that are not set up say so and charge nothing', async () => {
  const till = await startTestTill({ parts: { devices: noDevices } })
  await till.ready()
  const { saleId } = await till.get('sale.open', {
    totalMinor: 5_000,
    reference: '',
    description: '',
  })
  for (const method of ['visa', 'octopus', 'applePay', 'cardOther', 'cash'] as const) {
    const answer = await till.call('payment.charge', { saleId, method, amountMinor: 5_000 })
    expect(answer).toMatchObject({ failure: { code: 'methodNotSetUp', facts: { method } } })
  }
  const states = (await till.counter()).methods.filter(({ state }) => state !== 'notSetUp')
  expect(states.map(({ id }) => id)).toEqual([
    'fps',
    'wechatPay',
    'alipay',
    'unionpayQr',
    'paypal',
    'cash',
    'bankTransfer',
    'wireTransfer',
    'letterOfCredit',
  ])
})
