/** Collecting money: the calls of the contract, each decided as a plan. */
import type { Input, Output } from '../../../src-shared/contract/index.ts'
import { paymentLimit, type SaleView } from '../../../src-shared/contract/sale.ts'
import { paymentIdSchema, type PaymentId, type SaleId } from '../../../src-shared/ids.ts'
import { methodRow, type MethodId } from '../../../src-shared/methods.ts'
import { done, failed, type Failure, type Result } from '../../../src-shared/result.ts'
import type { Channel } from '../channels/channel.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import { refuse, type Plan, type SignedIn } from '../plan.ts'
import { makeFpsCode } from '../qr/fpsCode.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import { roomFailure } from '../storage.ts'
import { checkAmount } from '../sale/sales.ts'
import type { SaleStore } from '../sale/saleStore.ts'
import type { Shift, Shifts } from '../shift/shifts.ts'
import type { Follower } from './follower.ts'
import { fpsReference } from './reference.ts'
import { completion, moved } from './rows.ts'
import { isTerminal } from './transition.ts'

export type Payments = {
  takeCash(input: Input<'payment.takeCash'>, caller: SignedIn): Plan<Output<'payment.takeCash'>>
  charge(input: Input<'payment.charge'>, caller: SignedIn): Plan<Output<'payment.charge'>>
  cancel(input: Input<'payment.cancel'>, caller: SignedIn): Plan<null>
  checkNow(input: Input<'payment.checkNow'>): Result<null>
}

/** The most that a customer may put down, in cents: what the contract can carry. */
const mostTenderedMinor = 9_999_999_999

export type PaymentsParts = Pick<Parts, 'clock' | 'channels' | 'disk' | 'database'> & {
  readonly store: SaleStore
  readonly shifts: Shifts
  readonly follower: Follower
  readonly settings: () => Settings
  readonly newId: NewId
  readonly counterCode: () => string
  readonly completed: (saleId: SaleId) => void
  readonly issueReceipt: IssueReceipt
  /** What the last check of the whole file found: then no payment starts. */
  readonly damage: () => Failure | null
}

/** The channel that confirms this method, if one is set up. */
export const channelFor = (channels: readonly Channel[], method: MethodId): Channel | undefined =>
  channels.find((channel) => channel.methods.includes(method))

export function createPayments(parts: PaymentsParts): Payments {
  const { store, shifts, newId } = parts
  const lastSequence = parts.database.prepare<[], { sequence: number | null }>(
    'SELECT max(sequence) AS sequence FROM payment WHERE sequence IS NOT NULL',
  )

  /** What must hold before any attempt on a sale. */
  const ready = (saleId: SaleId): Result<{ sale: SaleView; shift: Shift }> => {
    const shift = shifts.open()
    if (!shift) return failed('noShift')
    const sale = store.sale(saleId)
    if (!sale) return failed('saleUnknown')
    if (sale.state !== 'open' || sale.aside) return failed('saleNotOpen')
    if (sale.livePaymentId !== null) return failed('paymentInFlight')
    if (sale.payments.length >= paymentLimit) {
      return failed('tooManyPayments', { limit: paymentLimit })
    }
    const damage = parts.damage()
    if (damage) return { ok: false, failure: damage }
    const noRoom = roomFailure(parts.disk, parts.settings()['storage.minFreeBytes'])
    return noRoom ?? done({ sale, shift })
  }

  const created = (
    { sale, shift }: { sale: SaleView; shift: Shift },
    by: SignedIn['staffId'],
    details: {
      readonly paymentId: PaymentId
      readonly method: MethodId
      readonly amountMinor: number
      readonly channel?: string
      readonly reference?: string
      readonly sequence?: number
      readonly tenderedMinor?: number
      readonly changeMinor?: number
    },
  ): Entry => ({
    kind: 'payment.created',
    subject: details.paymentId,
    body: {
      v: 1,
      by,
      shiftId: shift.shiftId,
      saleId: sale.saleId,
      businessDate: shift.businessDate,
      currency: 'HKD',
      channel: null,
      reference: null,
      sequence: null,
      tenderedMinor: null,
      changeMinor: null,
      ...details,
    },
  })

  return {
    takeCash({ saleId, tenderedMinor }, { staffId }) {
      const checked = ready(saleId)
      if (!checked.ok) return refuse(checked)
      const { sale, shift } = checked.value
      // The ceiling is of sales: a large note for a small one is change, not risk.
      const tendered = checkAmount(tenderedMinor, mostTenderedMinor)
      if (!tendered.ok) return refuse(tendered)
      if (tenderedMinor % 10 !== 0) return refuse(failed('notInTenCents'))
      const dueMinor = sale.restInCoinsMinor
      if (dueMinor === 0) return refuse(failed('belowSmallestCoin'))
      const amountMinor = Math.min(tenderedMinor, dueMinor)
      const changeMinor = tenderedMinor - amountMinor
      const paymentId = newId(paymentIdSchema)
      const counted = moved({ paymentId, state: 'created' }, 'counted', { by: staffId })
      const details = {
        paymentId,
        method: 'cash',
        amountMinor,
        tenderedMinor,
        changeMinor,
      } as const
      const tender = {
        ...details,
        reference: null,
        providerReference: null,
        cash: { tenderedMinor, changeMinor },
      } as const
      const completed = completion(sale, tender, shift.shiftId, parts.issueReceipt)
      return {
        answer: done({ paymentId, changeMinor }),
        entries: [
          created(checked.value, staffId, details),
          ...(counted ? [counted] : []),
          ...completed,
        ],
        after: () => {
          if (completed.length > 0) parts.completed(saleId)
        },
      }
    },

    charge({ saleId, method, amountMinor }, { staffId }) {
      const checked = ready(saleId)
      if (!checked.ok) return refuse(checked)
      const { sale } = checked.value
      const amount = checkAmount(amountMinor, parts.settings()['sale.ceilingMinor'])
      if (!amount.ok) return refuse(amount)
      if (amountMinor > sale.restMinor) {
        return refuse(failed('amountAboveRest', { restMinor: sale.restMinor }))
      }
      const channel = channelFor(parts.channels, method)
      const fps = channel?.fps
      if (methodRow(method).flow !== 'merchantCode' || !channel || !fps) {
        return refuse(failed('methodNotSetUp', { method }))
      }
      const paymentId = newId(paymentIdSchema)
      const sequence = (lastSequence.get()?.sequence ?? 0) + 1
      const reference = fpsReference(parts.counterCode(), sequence)
      const code = makeFpsCode({
        account: fps.account,
        amountMinor,
        merchantName: fps.payee,
        reference,
        referenceAllowed: fps.referenceAllowed,
      })
      // What the account says cannot be written as a code: the account is set up wrongly.
      if (!code.ok) return refuse(failed('methodNotSetUp', { method }))
      const shownAtMs = parts.clock.now()
      const expiresAtMs = shownAtMs + parts.settings()['fps.expiryMs']
      const shown = { text: code.text, payee: fps.payee, shownAtMs, expiresAtMs }
      const submitted = moved({ paymentId, state: 'created' }, 'submit')
      const awaiting = moved({ paymentId, state: 'submitting' }, 'codeShown', { code: shown })
      const details = { paymentId, method, amountMinor, channel: channel.id, reference, sequence }
      return {
        answer: done({ paymentId }),
        entries: [
          created(checked.value, staffId, details),
          ...(submitted ? [submitted] : []),
          ...(awaiting ? [awaiting] : []),
        ],
        after: () => parts.follower.follow(paymentId),
      }
    },

    cancel({ paymentId }, { staffId }) {
      const payment = store.payment(paymentId)
      if (!payment) return refuse(failed('paymentUnknown'))
      // Asked for already: it is on its way.
      if (payment.state === 'closing') return { answer: done(null) }
      if (payment.state === 'created') return refuse(failed('cannotCancelNow'))
      const row = moved(payment, 'cancelled', { by: staffId, closeReason: 'cancelled' })
      if (!row) return refuse(failed('cannotCancelNow'))
      return {
        answer: done(null),
        entries: [row],
        after: () => parts.follower.follow(paymentId),
      }
    },

    checkNow({ paymentId }) {
      const payment = store.payment(paymentId)
      if (!payment) return failed('paymentUnknown')
      if (!isTerminal(payment.state) || payment.mayStillBePaid === 1) {
        parts.follower.follow(paymentId)
      }
      return done(null)
    },
  }
}
