/**
 * What people do at the till, in steps that may be gone through again after a kill: the cashier
 * repeats his presses, and whoever has paid knows that he has.
 */
import { expect } from 'vitest'
import type { CallName, Input, Output } from '../../src-shared/contract/index.ts'
import type { Override } from '../../src-shared/contract/override.ts'
import type { PaymentView, SaleView } from '../../src-shared/contract/sale.ts'
import type { DiscrepancyId, PaymentId, SaleId } from '../../src-shared/ids.ts'
import type { MethodId } from '../../src-shared/methods.ts'
import type { TillProcess } from '../harness/tillProcess.ts'
import type { OtherSide } from './otherSide.ts'

/** What earlier steps of a flow answered. */
export type Memory = {
  saleId?: SaleId
  /** The last attempt. */
  paymentId?: PaymentId
  discrepancyId?: DiscrepancyId
  /** What the customer's phone showed, for each attempt. */
  readonly codes: Map<number, string>
}

export type Cashier = {
  /**
   * A press of the step, with the same call id each time that the flow is gone through.
   * @param nth of several presses of one kind in one step, which
   */
  press<N extends CallName>(
    name: N,
    input: Input<N>,
    how?: { readonly nth?: number; readonly override?: Override },
  ): Promise<Output<N>>
  readonly till: TillProcess
  readonly other: OtherSide
}

export type Step = (cashier: Cashier, memory: Memory) => Promise<void>

const limitMs = 40_000

export const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('an earlier step did not answer')
  return value
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks until there is something to answer. @param shows what is there meanwhile */
async function found<T>(ask: () => Promise<T | null>, shows: () => Promise<unknown>): Promise<T> {
  const untilMs = Date.now() + limitMs
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > untilMs) throw new Error(`it stays ${JSON.stringify(await shows())}`)
    await rest(20)
  }
}

async function readPayment(till: TillProcess, paymentId: PaymentId): Promise<PaymentView> {
  const answer = await till.call('history.payment', { paymentId })
  if (!answer.ok) throw new Error(answer.failure.code)
  return answer.value.payment
}

const paymentOnce = (
  till: TillProcess,
  paymentId: PaymentId,
  holds: (payment: PaymentView) => boolean | Promise<boolean>,
): Promise<PaymentView> =>
  found(
    async () => {
      const payment = await readPayment(till, paymentId)
      return (await holds(payment)) ? payment : null
    },
    () => readPayment(till, paymentId),
  )

/** A sale that is over leaves the screen; the history still has it. */
export async function readSale(till: TillProcess, { saleId }: Memory): Promise<SaleView | null> {
  const onScreen = await till.topic('sale')
  if (onScreen && onScreen.saleId === saleId) return onScreen
  const list = await till.call('history.payments', { before: null, limit: 100 })
  const payments = list.ok ? list.value.payments : []
  const payment = payments.find((one) => one.saleId === saleId)
  if (!payment) return null
  const one = await till.call('history.payment', { paymentId: payment.paymentId })
  return one.ok ? one.value.sale : null
}

/** As after this time, for the till and everybody around it. */
async function passTime(till: TillProcess, ms: number): Promise<void> {
  const aheadMs = ((await till.topic('training'))?.clockAheadMs ?? 0) + ms
  await till.call('training.setClock', { aheadMs })
}

/** A supervisor comes and consents. */
async function consent(till: TillProcess, reason: string): Promise<Override> {
  const staff = await till.call('session.staff', {})
  const tile = staff.ok ? staff.value.find(({ role }) => role === 'supervisor') : undefined
  if (typeof tile?.trainingPin !== 'string') throw new Error('no supervisor')
  return { approver: tile.staffId, pin: tile.trainingPin, reason }
}

export const openShift: Step = async ({ press }) => {
  await press('shift.open', { float: { '10000': 3 } })
}

export const openSale =
  (totalMinor: number): Step =>
  async ({ press }, memory) => {
    memory.saleId = (
      await press('sale.open', { totalMinor, reference: 'A', description: '' })
    ).saleId
  }

export const cash =
  (tenderedMinor: number): Step =>
  async ({ press }, { saleId }) => {
    await press('payment.takeCash', { saleId: must(saleId), tenderedMinor })
  }

export const charge =
  (method: MethodId, amountMinor: number): Step =>
  async ({ press }, memory) => {
    const input = { saleId: must(memory.saleId), method, amountMinor }
    memory.paymentId = (await press('payment.charge', input)).paymentId
  }

/** He takes his card away before it was charged, and holds it there again. */
export const chargeOctopusTooEarly =
  (amountMinor: number): Step =>
  async (cashier, memory) => {
    if (memory.paymentId === undefined) {
      await cashier.till.call('training.prepareOctopus', { next: 'tooEarly' })
    }
    await charge('octopus', amountMinor)(cashier, memory)
  }

/** Until a code is on the screen: one that was lost on its way to the screen is asked for anew. */
export const chargeUntilShown =
  (method: MethodId, amountMinor: number): Step =>
  async ({ press, till }, memory) => {
    const input = { saleId: must(memory.saleId), method, amountMinor }
    for (let nth = 1; nth <= 2; nth += 1) {
      const { paymentId } = await press('payment.charge', input, { nth })
      memory.paymentId = paymentId
      const payment = await paymentOnce(
        till,
        paymentId,
        ({ state, code, endedAtMs }) =>
          endedAtMs !== null || (code !== null && state !== 'unknown'),
      )
      if (payment.state !== 'closed') return
      expect(payment.closeReason).toBe('neverShown')
    }
    throw new Error('no code was ever shown')
  }

/** The aggregator knows of the payment. */
export const arrives: Step = async ({ till, other }, memory) => {
  const paymentId = must(memory.paymentId)
  await paymentOnce(till, paymentId, () => other.payment(paymentId)?.accepted === true)
}

/**
 * The customer pays, once, whatever happens to the till.
 * @param inAllMinor what he will have paid by then
 * @param partMinor what he pays now; left out: what is asked for, or what is left of it
 */
export const customerPays =
  (inAllMinor: number, partMinor?: number): Step =>
  async ({ till, other }, memory) => {
    const paymentId = must(memory.paymentId)
    const input = partMinor === undefined ? { paymentId } : { paymentId, amountMinor: partMinor }
    await found(
      async () => {
        if ((other.payment(paymentId)?.creditedMinor ?? 0) >= inAllMinor) return true
        const answer = await till.call('training.customerPays', input)
        // The aggregator hears of it a moment after the press.
        if (answer.ok || answer.failure.code !== 'notWaitingForMoney') return answer.ok || null
        return null
      },
      () => readPayment(till, paymentId),
    )
  }

export const paymentUntil =
  (holds: (payment: PaymentView) => boolean): Step =>
  async ({ till }, { paymentId }) => {
    await paymentOnce(till, must(paymentId), holds)
  }

export const saleUntil =
  (holds: (sale: SaleView) => boolean): Step =>
  async ({ till }, memory) => {
    await found(
      async () => {
        const sale = await readSale(till, memory)
        return sale && holds(sale) ? sale : null
      },
      () => readSale(till, memory),
    )
  }

const customerCode = async (till: TillProcess, { codes }: Memory, nth: number): Promise<string> => {
  const known = codes.get(nth)
  if (known !== undefined) return known
  const made = await till.call('training.customerCode', { method: 'wechatPay' })
  if (!made.ok) throw new Error(made.failure.code)
  codes.set(nth, made.value.text)
  return made.value.text
}

async function scan(
  { press, till }: Cashier,
  memory: Memory,
  amountMinor: number,
  nth: number,
): Promise<PaymentId> {
  const text = await customerCode(till, memory, nth)
  const input = { text, charge: { saleId: must(memory.saleId), amountMinor } }
  const became = await press('payment.scan', input, { nth })
  if (became.became !== 'payment') throw new Error('only held')
  memory.paymentId = became.paymentId
  return became.paymentId
}

/** Longer than a wallet takes, and shorter than the till waits for it. */
const walletTakesMs = 3_000
/** Longer than the till waits for a wallet. */
const givenUpMs = 60_000

/** The customer's wallet is asked; a code that was scanned and never sent is given up, and he shows another. */
export const scanUntilPaid =
  (amountMinor: number): Step =>
  async (cashier, memory) => {
    const { till, other } = cashier
    for (let nth = 1; nth <= 2; nth += 1) {
      const paymentId = await scan(cashier, memory, amountMinor, nth)
      let passed = false
      const payment = await paymentOnce(till, paymentId, async ({ state, endedAtMs }) => {
        if (endedAtMs !== null) return true
        const isThere = other.payment(paymentId) !== null
        if (!passed && (isThere || state === 'unknown')) {
          passed = true
          await passTime(till, isThere ? walletTakesMs : givenUpMs)
        }
        return false
      })
      if (payment.state === 'succeeded') return
      expect(other.payment(paymentId)).toMatchObject({ accepted: false, creditedMinor: 0 })
    }
    throw new Error('no code was ever paid')
  }

/** The money is taken, and every answer about it gets lost: nobody at the till knows. */
export const scanAndLoseAnswer =
  (amountMinor: number): Step =>
  async (cashier, memory) => {
    const { till } = cashier
    if (memory.paymentId === undefined) {
      await till.call('training.prepare', { next: 'loseAnswer' })
    }
    const paymentId = await scan(cashier, memory, amountMinor, 1)
    await paymentOnce(till, paymentId, ({ state }) => state !== 'submitting')
  }

export const supervisorFreesSale: Step = async ({ press, till }, { paymentId }) => {
  const override = await consent(till, 'He says that he has not paid')
  const input = { paymentId: must(paymentId), reason: 'No answer' }
  await press('payment.freeSale', input, { override })
}

/** Longer than the answers are lost, and shorter than the till waits for a wallet. */
const answersLostMs = 25_000

/** The line is good again, and the till hears what became of it. */
export const truthComesOut: Step = async ({ till, other }, memory) => {
  const paymentId = must(memory.paymentId)
  const { endedAtMs } = await readPayment(till, paymentId)
  if (endedAtMs !== null) return
  await passTime(till, other.payment(paymentId) === null ? givenUpMs : answersLostMs)
  await paymentOnce(till, paymentId, (payment) => payment.endedAtMs !== null)
}

/** Longer than between two trials of a channel that is out of use. */
const probedMs = 16_000

/** The answers that were lost have put the channel out of use; good ones bring it back. */
export const channelComesBack: Step = async ({ till }, { paymentId }) => {
  const { channel } = await readPayment(till, must(paymentId))
  const state = async (): Promise<string | undefined> => {
    const shown = await till.topic('channels')
    return shown?.channels.find(({ id }) => id === channel)?.state
  }
  await found(async () => {
    const now = await state()
    if (now !== 'down' && now !== 'probing') return true
    await passTime(till, probedMs)
    await rest(200)
    return null
  }, state)
}

const refundOf = async (
  { press, till }: Cashier,
  { paymentId, discrepancyId }: Memory,
  amountMinor: number,
): Promise<void> => {
  const override = await consent(till, 'The customer is here')
  const input = {
    paymentId: must(paymentId),
    discrepancyId: discrepancyId ?? null,
    amountMinor,
    reason: 'Paid for nothing',
  }
  const { refundId } = await press('refund.request', input, { override })
  await paymentOnce(till, must(paymentId), ({ refunds }) =>
    refunds.some((refund) => refund.refundId === refundId && refund.state === 'succeeded'),
  )
}

export const supervisorRefunds =
  (amountMinor: number): Step =>
  (cashier, memory) =>
    refundOf(cashier, memory, amountMinor)

/** What was paid twice is given back once. Where nothing was sent, nothing was paid twice. */
export const supervisorRefundsBothPaid: Step = async (cashier, memory) => {
  const { till, other } = cashier
  const paymentId = must(memory.paymentId)
  const paidMinor = other.payment(paymentId)?.creditedMinor ?? 0
  if (paidMinor === 0) return
  if (memory.discrepancyId === undefined) {
    const tray = await till.until('tray', (items) => (items ?? []).length > 0)
    const item = (tray ?? []).find(({ about }) => about === 'discrepancy')
    expect(item?.discrepancy).toMatchObject({ paymentId, amountMinor: paidMinor, bothPaid: true })
    memory.discrepancyId = must(item?.discrepancy?.discrepancyId)
  }
  await refundOf(cashier, memory, paidMinor)
  await till.until('tray', (items) => items?.length === 0)
}
