/** What the customer sees of the sale on the till's screen. Pure. */
import type { CustomerShows } from '../../../src-shared/contract/display.ts'
import type { PaymentView, SaleView } from '../../../src-shared/contract/sale.ts'
import type { PaymentId } from '../../../src-shared/ids.ts'
import { readRefusal } from '../../../src-shared/octopusFacts.ts'
import { never } from '../../../src-shared/result.ts'

/** How long an attempt without money is told to the customer before the total comes back. */
export const notPaidMs = 8_000

/** The steps after a sale is paid in full, and how long each is shown. */
export const farewellMs = { paid: 3_000, change: 15_000, thanks: 6_000 } as const
export type FarewellStep = keyof typeof farewellMs

/**
 * @param sale open
 * @param told the attempt whose end without money was told long enough
 */
export function showsOf(sale: SaleView, nowMs: number, told: PaymentId | null): CustomerShows {
  const { totalMinor, paidMinor, restMinor } = sale
  const total = { shows: 'total', totalMinor, paidMinor, restMinor } as const
  const payment = sale.payments.findLast(
    ({ paymentId }) => sale.livePaymentId === null || paymentId === sale.livePaymentId,
  )
  // A sale that goes on without a payment asks for what is still to pay.
  const over = payment === undefined || payment.paymentId === told || payment.atRisk
  if (over) return total
  const own = transferOf(payment) ?? atReader(payment)
  return own ?? showsOfPayment(payment, restMinor, nowMs) ?? total
}

/** What to write on a transfer, for as long as money is waited for. */
function transferOf(payment: PaymentView): CustomerShows | null {
  const { flow, state, reference, method, amountMinor, creditedMinor, endedAtMs } = payment
  if (flow !== 'awaitingFunds' || reference === null || endedAtMs !== null) return null
  if (state === 'closing' || state === 'conflicted') return null
  return { shows: 'transfer', method, amountMinor, reference, creditedMinor }
}

/** @returns null where the total says it all */
function showsOfPayment(
  payment: PaymentView,
  restMinor: number,
  nowMs: number,
): CustomerShows | null {
  const { method, amountMinor, code, flow, state } = payment
  const one = { method, amountMinor }
  const working = (
    doing: Extract<CustomerShows, { shows: 'working' }>['doing'],
  ): CustomerShows => ({
    shows: 'working',
    ...one,
    doing,
  })
  switch (state) {
    case 'created':
    case 'submitting':
      return working(flow === 'customerCode' ? 'scanned' : 'starting')
    case 'awaitingPayer': {
      if (code === null) return working('confirm')
      const { text, payee, expiresAtMs } = code
      return nowMs < expiresAtMs
        ? { shows: 'code', ...one, text, payee, expiresAtMs }
        : working('ending')
    }
    case 'processing':
      return working(flow === 'cardTerminal' ? 'terminal' : 'confirm')
    case 'unknown':
    case 'conflicted':
      return working('checking')
    case 'closing':
      return working(flow === 'customerCode' ? 'undoing' : 'ending')
    case 'failed':
    case 'closed':
    case 'reversed':
      // Money that came after all is a matter between the shop and the customer.
      if (payment.discrepancyMinor > 0) return null
      // At a terminal it may be the payer himself who did not want to.
      return notPaid(
        payment,
        flow === 'cardTerminal' && state === 'failed' ? 'ended' : whyNot[state],
        restMinor,
        nowMs,
      )
    case 'succeeded':
      return null
    default:
      return never(state)
  }
}

/** @returns null once that was told for long enough */
function notPaid(
  { method, amountMinor, endedAtMs, refusal, code, octopus }: PaymentView,
  why: Extract<CustomerShows, { shows: 'notPaid' }>['why'],
  restMinor: number,
  nowMs: number,
): CustomerShows | null {
  if (endedAtMs === null || Math.abs(nowMs - endedAtMs) >= notPaidMs) return null
  return {
    shows: 'notPaid',
    method,
    amountMinor,
    why: readRefusal(refusal)?.why === 'notEnoughValue' ? 'notEnoughValue' : why,
    hadCode: code !== null,
    restMinor,
    remainingMinor: octopus?.valueMinor ?? null,
  }
}

const readerStates: ReadonlySet<PaymentView['state']> = new Set([
  'awaitingPayer',
  'processing',
  'unknown',
])

/** What the customer does at the Octopus reader; null: he is not there. */
function atReader({ method, amountMinor, state, reader }: PaymentView): CustomerShows | null {
  if (!reader || !readerStates.has(state)) return null
  const step = customerSteps[reader.step]
  const cardNumber = step === 'wait' ? null : reader.cardNumber
  return { shows: 'octopus', method, amountMinor, step, cardNumber }
}

const customerSteps = {
  tap: 'tap',
  tapAgain: 'again',
  reading: 'reading',
  sameCard: 'sameCard',
  otherCard: 'otherCard',
  cardTells: 'sameCard',
  asking: 'wait',
  exchanging: 'wait',
  away: 'wait',
  waits: 'wait',
} as const

const whyNot = { failed: 'declined', closed: 'ended', reversed: 'undone' } as const

/** The steps of the farewell to whoever paid this: the change only where there is some. */
export const farewellSteps = (changeMinor: number): readonly FarewellStep[] =>
  changeMinor > 0 ? ['paid', 'change', 'thanks'] : ['paid', 'thanks']

/** What remains on the Octopus that paid it last, in cents; null: none did, or nobody may see it. */
export const remainingOf = ({ payments }: SaleView): number | null =>
  payments.findLast(({ state, octopus }) => state === 'succeeded' && octopus !== null)?.octopus
    ?.valueMinor ?? null

/** The change of a sale in cents: what was put down beyond what was due. */
export const changeOf = ({ payments }: SaleView): number =>
  payments.reduce(
    (sumMinor, { state, cash }) =>
      state === 'succeeded' ? sumMinor + (cash?.changeMinor ?? 0) : sumMinor,
    0,
  )
