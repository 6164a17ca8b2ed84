/** Payments at the simulated aggregator: what it makes, what it takes for the same, and what it does not carry. */
import { describe, expect, test } from 'vitest'
import type { PaymentRequest } from '../../src-shared/aggregator/payments.ts'
import { decodeHkCode } from '../../src-main/engine/qr/hkCode.ts'
import { trainingSettings } from '../../src-main/training/aggregator/backOffice.ts'
import { startSimulated } from '../harness/simulated.ts'
import { simulatedKeys, testOwnKeys } from '../harness/simulatedKeys.ts'
import { codeNow, fps, scanned, stateOf } from '../harness/simulatedPayers.ts'

const minuteMs = 60_000

describe('a code that the aggregator makes', () => {
  test.for([
    ['wechatPay', /^weixin:\/\/wxpay\/bizpayurl\?pr=TRAINING/u],
    ['alipay', /^https:\/\/qr\.alipay\.com\/TRAINING/u],
    ['unionpayQr', /^000201.*TRAINING/u],
    ['paypal', /^https:\/\/www\.paypal\.com\/qrcodes\/TRAINING/u],
  ] as const)('for %s is plainly fake', async ([method, form]) => {
    const { pay } = await startSimulated()
    const { said } = await pay({ method })
    expect(said).toMatchObject({ status: 200, signed: true, body: { state: 'awaitingPayer' } })
    const { code } = said.body as { code: { text: string; payee: string } }
    expect(code.text).toMatch(form)
    expect(code.payee).toBe('TRAINING - DO NOT PAY')
    expect(decodeHkCode(code.text).ok).toBe(method === 'unionpayQr')
  })

  test('is not made for FPS, which the counter makes itself', async () => {
    const { pay } = await startSimulated()
    expect((await pay(fps)).said).toMatchObject({ status: 200, body: { code: null } })
    expect((await pay({ ...fps, shownAt: null })).said).toMatchObject({ status: 422 })
  })
})

describe('the same payment again', () => {
  test('gets the same answer, and uses up no deed', async () => {
    const { pay, counter, next } = await startSimulated()
    const { id, body, said } = await pay()
    next.deed = 'refuse'
    const again = await counter.ask('putPayment', id, body)
    expect(again.body).toEqual(said.body)
    expect(next.deed).toBe('refuse')
  })

  test('with another body is refused for good', async () => {
    const { pay, counter } = await startSimulated()
    const { id, body } = await pay()
    const dearer = { ...body, amount: { currency: 'HKD', amountMinor: 9_999 } }
    const refused = { status: 409, problem: 'other-body' }
    expect(await counter.ask('putPayment', id, dearer)).toMatchObject(refused)
    const reordered = Object.fromEntries(Object.entries(body).toReversed())
    expect(await counter.ask('putPayment', id, reordered)).toMatchObject({ status: 200 })
  })

  test('by a customer’s code is the same after the code has run out', async () => {
    const simulated = await startSimulated()
    const { id, body } = await simulated.pay(scanned(codeNow(simulated, 'alipay')), 'payNever')
    await simulated.clock.pass(4 * minuteMs)
    expect(await simulated.counter.ask('putPayment', id, body)).toMatchObject({
      status: 200,
      body: { state: 'processing' },
    })
  })
})

describe('nothing is accepted', () => {
  const ceiling = {
    ...trainingSettings,
    methods: trainingSettings.methods.map((row) => ({ ...row, ceilingMinor: 10_000 })),
  }
  test.for<[string, Partial<PaymentRequest>]>([
    ['of a method that it does not carry', { method: 'visa' }],
    ['of a flow that this method does not go', { method: 'paypal', flow: 'awaitingFunds' }],
    ['in another currency', { amount: { currency: 'USD', amountMinor: 100 } }],
    ['of nothing', { amount: { currency: 'HKD', amountMinor: 0 } }],
    ['above the ceiling', { amount: { currency: 'HKD', amountMinor: 10_001 } }],
    ['that has run out', { expiresAt: '2026-11-21T01:59:59.999Z' }],
    ['by no code', { flow: 'customerCode' }],
    ['with a code where none belongs', { customerCode: { kind: 'plain', text: '1' } }],
    ['by a code of another wallet', scanned('151234561234567890')],
    ['by a code that cannot be', scanned('28123')],
  ])('%s', async ([, wanted]) => {
    const simulated = await startSimulated({ settings: ceiling })
    const { id, said } = await simulated.pay(wanted, 'payNow')
    expect(said).toMatchObject({ status: 422, problem: 'not-accepted', signed: true })
    expect(await stateOf(simulated, id)).toBe(404)
    expect(simulated.next.deed).toBe('payNow')
  })

  test('by a customer’s code that is too old', async () => {
    const simulated = await startSimulated()
    const text = codeNow(simulated, 'alipay')
    await simulated.clock.pass(minuteMs)
    expect((await simulated.pay(scanned(text))).said).toMatchObject({ status: 200 })
    const other = codeNow(simulated, 'alipay')
    await simulated.clock.pass(2 * minuteMs)
    expect((await simulated.pay(scanned(other))).said).toMatchObject({ status: 422 })
  })

  test('by a code that was used before, even if that payment failed', async () => {
    const simulated = await startSimulated()
    const text = codeNow(simulated, 'wechatPay')
    const first = await simulated.pay(scanned(text, 'wechatPay'), 'refuse')
    expect(first.said).toMatchObject({ body: { state: 'failed' } })
    const second = await simulated.pay(scanned(text, 'wechatPay'))
    expect(second.said).toMatchObject({ status: 422, problem: 'not-accepted' })
  })

  test('by a code with card data that was not sealed, or sealed to somebody else', async () => {
    const simulated = await startSimulated()
    const text = codeNow(simulated, 'unionpayQr')
    expect((await simulated.pay(scanned(text, 'unionpayQr'))).said).toMatchObject({ status: 422 })
    const seal = async (whose: string): Promise<Partial<PaymentRequest>> => {
      const { key } = await testOwnKeys(whose).sealing()
      const jwe = await simulatedKeys.seal(text, key)
      return { ...scanned('', 'unionpayQr'), customerCode: { kind: 'sealed', jwe } }
    }
    expect((await simulated.pay(await seal('else'))).said).toMatchObject({ status: 422 })
    expect((await simulated.pay(await seal('aggregator'))).said).toMatchObject({
      status: 200,
      body: { state: 'processing', wallet: 'UnionPay' },
    })
  })
})

test('a customer’s code is nowhere in the file', async () => {
  const simulated = await startSimulated()
  const text = codeNow(simulated, 'alipay')
  await simulated.pay(scanned(text))
  expect(simulated.database.serialize().includes(Buffer.from(text))).toBe(false)
})

test.for([
  ['wechatPay', '15', 'WeChat Pay HK'],
  ['wechatPay', '13', 'WeChat Pay'],
  ['alipay', '28', 'Alipay'],
] as const)(
  'the wallet of a %s code that starts with %s is %s',
  async ([method, prefix, wallet]) => {
    const simulated = await startSimulated()
    const drawn = Array.from({ length: 40 }, () => codeNow(simulated, method))
    const text = drawn.find((one) => one.startsWith(prefix)) ?? ''
    const { said } = await simulated.pay(scanned(text, method), 'payNow')
    expect((said.body as { wallet: string }).wallet).toContain(wallet)
  },
)

describe('an id that was never seen', () => {
  test('is not known, and nothing follows from that', async () => {
    const { newId, get } = await startSimulated()
    expect(await get(newId())).toMatchObject({ status: 404, problem: 'not-found', signed: true })
  })

  test('that only its payer saw is known from the answer to its end on', async () => {
    const simulated = await startSimulated()
    simulated.door.setState('gone')
    const { id, body } = await simulated.pay({ method: 'fps' }, 'payNow')
    await simulated.clock.pass(2_000)
    simulated.door.setState('good')
    expect(await stateOf(simulated, id)).toBe(404)
    const paid = { status: 200, body: { state: 'succeeded' } }
    const { amount, method } = body
    expect(await simulated.counter.ask('closePayment', id, { amount, method })).toMatchObject(paid)
    expect(await simulated.get(id)).toMatchObject(paid)
    expect(await simulated.counter.ask('putPayment', id, body)).toMatchObject({ status: 410 })
  })

  test.for(['close', 'reverse'] as const)('is ended for good by a %s', async (how) => {
    const { newId, end, counter, request, core } = await startSimulated()
    const id = newId()
    const closed = { status: 200, body: { state: 'closed', credited: { amountMinor: 0 } } }
    expect(await end(how, id)).toMatchObject(closed)
    expect(await counter.ask('putPayment', id, request())).toMatchObject({
      status: 410,
      problem: 'gone',
    })
    expect(await counter.ask('getPayment', id)).toMatchObject(closed)
    expect(core.customerPays(id, null, 0)).toBe(false)
  })
})
