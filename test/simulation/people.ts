/** What people do at the till of a simulated day, by chance: cashiers, customers and supervisors. */
import type { PaymentAction, PaymentView, SaleView } from '../../src-shared/contract/sale.ts'
import { conflictDecisions, type TrayItem } from '../../src-shared/contract/tray.ts'
import type { PaymentId, SaleId } from '../../src-shared/ids.ts'
import type { MethodId } from '../../src-shared/methods.ts'
import type { Result } from '../../src-shared/result.ts'
import { freshCustomerCode } from '../../src-main/training/aggregator/codes.ts'
import { checkAtEachStep } from './checks.ts'
import type { Shop } from './shop.ts'

const second = 1_000
const reason = 'Simulated'

/** One more customer: a sale and what becomes of it at the till. */
export async function customer(shop: Shop): Promise<void> {
  const { chance } = shop
  if (!(await freeScreen(shop))) return
  const opened = await shop.call('sale.open', {
    totalMinor: chance.weighed([
      [1, chance.int(1, 100)],
      [8, chance.int(100, 50_000)],
      [1, chance.int(50_000, 800_000)],
    ]),
    reference: '',
    description: '',
  })
  if (opened.ok) await serve(shop, opened.value.saleId)
}

/** Whatever else happens in a shop. */
export async function meanwhile(shop: Shop): Promise<void> {
  const { chance } = shop
  await chance.weighed<() => Promise<void>>([
    [4, () => workOnTray(shop)],
    [4, () => takeBack(shop)],
    [3, () => refundOne(shop)],
    [3, () => transferComes(shop)],
    [2, () => paysAgain(shop)],
    [1, () => shop.signIn()],
    [1, () => reprint(shop)],
  ])()
  await step(shop, chance.int(0, 3 * second))
}

async function serve(shop: Shop, saleId: SaleId): Promise<void> {
  const { chance } = shop
  const attempts = chance.int(1, 5)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const sale = await shop.sale()
    if (sale?.saleId !== saleId || sale.state !== 'open') break
    if (sale.livePaymentId === null) await startPayment(shop, sale)
    await waitFor(shop, saleId)
  }
  await leave(shop, saleId)
}

/** One moment of the day: something may go wrong in it. */
async function step(shop: Shop, ms: number): Promise<void> {
  const { chance, world, till, weather, other } = shop
  if (chance.happens(0.02)) weather.disturb(other)
  if (chance.happens(0.004)) world.after(chance.int(0, ms), () => till.kill())
  if (chance.happens(0.003)) {
    shop.count('clock moved')
    till.setAhead(chance.of([0, chance.int(1, 20) * 60 * second]))
  }
  if (chance.happens(0.001)) {
    shop.count('slept')
    world.sleep(chance.int(1, 40) * 60 * second)
    if (till.isUp()) till.woke()
  }
  if (chance.happens(0.001) && till.isUp()) {
    shop.count('stopped in order')
    await till.stop()
  }
  await shop.pass(ms)
  checkAtEachStep(shop)
}

const scannable = ['wechatPay', 'alipay', 'unionpayQr'] as const

async function startPayment(shop: Shop, sale: SaleView): Promise<void> {
  const { chance, world } = shop
  const { saleId, restMinor, restInCoinsMinor } = sale
  if (chance.happens(0.25) && restInCoinsMinor > 0) {
    const tendered = chance.weighed([
      [5, restInCoinsMinor],
      [3, restInCoinsMinor + chance.int(1, 500) * 10],
      [2, Math.max(10, Math.trunc(chance.int(1, restInCoinsMinor) / 10) * 10)],
    ])
    await shop.call('payment.takeCash', { saleId, tenderedMinor: tendered })
    return
  }
  const amountMinor = chance.happens(0.8) ? restMinor : chance.int(1, restMinor)
  if (amountMinor <= 0) return
  const method = chance.weighed<MethodId | 'scan'>([
    [4, 'fps'],
    [2, 'wechatPay'],
    [2, 'alipay'],
    [1, 'unionpayQr'],
    [1, 'paypal'],
    [5, 'scan'],
    [1, chance.of(['bankTransfer', 'wireTransfer', 'letterOfCredit'] as const)],
  ])
  if (method !== 'scan') {
    await shop.call('payment.charge', { saleId, method, amountMinor })
    return
  }
  const shows = chance.of(scannable)
  const text = freshCustomerCode(shows, world.now(), chance)
  if (chance.happens(0.8)) {
    await shop.call('payment.scan', { text, charge: { saleId, amountMinor } })
    return
  }
  await shop.call('payment.scan', { text, charge: null })
  await step(shop, chance.int(0, 70 * second))
  if ((await shop.sale())?.saleId !== saleId) return
  await shop.call('payment.charge', { saleId, method: shows, amountMinor, flow: 'customerCode' })
}

const liveOf = (sale: SaleView | null, saleId: SaleId): PaymentView | null =>
  sale?.saleId === saleId && sale.state === 'open'
    ? (sale.payments.find(({ paymentId }) => paymentId === sale.livePaymentId) ?? null)
    : null

async function waitFor(shop: Shop, saleId: SaleId): Promise<void> {
  const { chance, till, world } = shop
  const untilMs =
    world.now() +
    chance.weighed([
      [5, chance.int(5, 40)],
      [1, chance.int(40, 200)],
    ]) *
      second
  for (;;) {
    await step(
      shop,
      chance.weighed([
        [3, chance.int(100, 2 * second)],
        [4, chance.int(2 * second, 8 * second)],
        [1, chance.int(8 * second, 20 * second)],
      ]),
    )
    if (!till.isBusy(saleId)) return
    const isLate = world.now() > untilMs
    if (isLate && chance.happens(0.3)) return
    if (!chance.happens(isLate ? 0.7 : 0.15)) continue
    const live = liveOf(await shop.sale(), saleId)
    if (!live) return
    if (chance.happens(live.state === 'unknown' ? 0.3 : 0.6)) await act(shop, live, 'cancel')
    else await decide(shop, live)
  }
}

/** The next customer is served. */
async function leave(shop: Shop, saleId: SaleId): Promise<void> {
  const { chance } = shop
  const sale = await shop.sale()
  if (sale?.saleId !== saleId) return
  if (sale.state === 'completed') await shop.call('sale.next', { saleId })
  else if (sale.paidMinor === 0 && sale.livePaymentId === null && chance.happens(0.5)) {
    await shop.call('sale.cancel', { saleId })
  } else await shop.call('sale.setAside', { saleId })
}

async function freeScreen(shop: Shop): Promise<boolean> {
  for (let tries = 0; tries < 3; tries += 1) {
    const sale = await shop.sale()
    if (!sale || sale.state !== 'open') return true
    await leave(shop, sale.saleId)
  }
  // Too many wait: this one is served on.
  const sale = await shop.sale()
  if (sale?.state === 'open') await serve(shop, sale.saleId)
  return (await shop.sale())?.state !== 'open'
}

const ids = <T extends string>(shop: Shop, column: string, from: string): readonly T[] =>
  shop.till.database.prepare<[], T>(`SELECT ${column} FROM ${from}`).pluck().all()

async function takeBack(shop: Shop): Promise<void> {
  const waiting = ids<SaleId>(shop, 'saleId', 'sale WHERE aside = 1 ORDER BY saleId')
  if (waiting.length === 0 || !(await freeScreen(shop))) return
  const saleId = shop.chance.of(waiting)
  const taken = await shop.call('sale.takeBack', { saleId })
  if (taken.ok) await serve(shop, saleId)
}

const newestPayments = 'payment WHERE channel IS NOT NULL ORDER BY paymentId DESC LIMIT 40'

async function refundOne(shop: Shop): Promise<void> {
  const made = ids<PaymentId>(
    shop,
    'paymentId',
    `payment WHERE state = 'succeeded' ORDER BY paymentId DESC LIMIT 30`,
  )
  if (made.length === 0) return
  const found = await shop.call('history.payment', { paymentId: shop.chance.of(made) })
  if (found.ok && found.value.payment.refundableMinor > 0) {
    await act(shop, found.value.payment, 'refund')
  }
}

/** At a bank, somewhere: the whole, a part, or too much. */
async function transferComes(shop: Shop): Promise<void> {
  const { chance, other } = shop
  const waiting = ids<PaymentId>(
    shop,
    'paymentId',
    `payment WHERE flow = 'awaitingFunds' ORDER BY paymentId DESC LIMIT 30`,
  )
  if (waiting.length === 0) return
  const paymentId = chance.of(waiting)
  const amountMinor = chance.weighed([
    [2, null],
    [2, chance.int(1, 50_000)],
  ])
  const came = other.all.some(({ door }) => door().customerPays(paymentId, amountMinor))
  if (came) shop.count('transfer came')
  shop.endanger(0.1)
  await Promise.resolve()
}

/** A code cannot be withdrawn: it is paid twice, or long after its end. */
async function paysAgain(shop: Shop): Promise<void> {
  const made = ids<PaymentId>(shop, 'paymentId', newestPayments)
  if (made.length === 0) return
  const paymentId = shop.chance.of(made)
  const paid = shop.other.all.some(({ door }) => door().customerPays(paymentId, null))
  if (paid) shop.count('paid again')
  shop.endanger(0.1)
  await Promise.resolve()
}

async function reprint(shop: Shop): Promise<void> {
  const sales = ids<SaleId>(shop, 'saleId', 'receipt')
  if (sales.length > 0) await shop.call('receipt.reprint', { saleId: shop.chance.of(sales) })
}

export async function workOnTray(shop: Shop): Promise<void> {
  const items = await shop.tray()
  if (items.length > 0) await workOn(shop, shop.chance.of(items))
}

async function workOn(shop: Shop, item: TrayItem): Promise<void> {
  const { chance } = shop
  const { discrepancy, payment } = item
  if (item.about === 'payment') return decide(shop, payment)
  if (item.refund && chance.happens(0.3)) {
    const { refundId } = item.refund
    await shop.call('refund.decide', { refundId, given: chance.happens(0.5), reason })
  }
  if (!discrepancy) return
  const { discrepancyId, amountMinor } = discrepancy
  if (chance.happens(0.6)) {
    const whole = chance.happens(0.6)
    await shop.call('refund.request', {
      paymentId: payment.paymentId,
      discrepancyId,
      amountMinor: whole ? amountMinor : chance.int(1, amountMinor),
      reason,
    })
    return
  }
  const decision = chance.of(['kept', 'writtenOff'] as const)
  await shop.call('discrepancy.close', { discrepancyId, decision, reason })
}

/** A supervisor looks at it, and does one of the things that he may do. */
async function decide(shop: Shop, payment: PaymentView): Promise<void> {
  const { actions } = payment
  if (actions.length > 0) await act(shop, payment, shop.chance.of(actions))
}

/** What may be refused though it was offered. */
const mayRefuse: Readonly<Partial<Record<PaymentAction, readonly string[]>>> = {
  // Asked for already.
  cancel: ['cannotCancelNow'],
  setAside: ['saleNotOpen', 'tooManyWaiting'],
  releaseGoods: ['releaseAboveCeiling', 'releaseTotalReached'],
  decideConflict: ['notPossibleNow'],
  refund: ['refundNeedsLine'],
}

async function act(shop: Shop, payment: PaymentView, action: PaymentAction): Promise<void> {
  const { chance } = shop
  const { paymentId, saleId, refundableMinor, method } = payment
  const about = { paymentId, reason }
  const calls: Readonly<Record<PaymentAction, () => Promise<Result<unknown>>>> = {
    checkNow: () => shop.call('payment.checkNow', { paymentId }),
    cancel: () => shop.call('payment.cancel', { paymentId }),
    setAside: () => shop.call('sale.setAside', { saleId }),
    releaseGoods: () => shop.call('payment.releaseGoods', about),
    acceptShortfall: () => shop.call('payment.acceptShortfall', about),
    freeSale: () => shop.call('payment.freeSale', about),
    endUnasked: () => shop.call('payment.endUnasked', about),
    acceptDenial: () => shop.call('payment.acceptDenial', about),
    confirmPaid: () => shop.call('payment.confirmPaid', { ...about, evidence: 'ABCD 1234' }),
    confirmNotPaid: () => shop.call('payment.confirmNotPaid', about),
    decideConflict: () =>
      shop.call('payment.decideConflict', { ...about, decision: chance.of(conflictDecisions) }),
    refund: () => {
      const part = chance.int(1, refundableMinor)
      const wanted = chance.happens(0.4) ? refundableMinor : part
      const amountMinor = method === 'cash' ? Math.max(10, wanted - (wanted % 10)) : wanted
      return shop.call('refund.request', { ...about, discrepancyId: null, amountMinor })
    },
  }
  const answer = await calls[action]()
  if (answer.ok || !payment.actions.includes(action)) return
  if (mayRefuse[action]?.includes(answer.failure.code) !== true) {
    throw new Error(`${action} was offered, and answered ${JSON.stringify(answer.failure)}`)
  }
}
