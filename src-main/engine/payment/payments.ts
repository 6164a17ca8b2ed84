/** Collecting money: the calls of the contract, each decided as a plan. */
import type { Input, Output } from '../../../src-shared/contract/index.ts'
import { paymentLimit, type SaleView } from '../../../src-shared/contract/sale.ts'
import { paymentIdSchema, type PaymentId, type SaleId } from '../../../src-shared/ids.ts'
import { codeMadeHere, methodRow, type Flow, type MethodId } from '../../../src-shared/methods.ts'
import { done, failed, never, type Failure, type Result } from '../../../src-shared/result.ts'
import { channelFlows, type Channel, type ChannelFlow, type FpsOffer } from '../channels/channel.ts'
import type { Channels } from '../channels/channels.ts'
import type { Settings } from '../config/settings.ts'
import type { NewId } from '../ids.ts'
import type { Body, Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import { refuse, type LatePlan, type Plan, type SignedIn } from '../plan.ts'
import { makeFpsCode } from '../qr/fpsCode.ts'
import type { IssueReceipt } from '../receipt/receipts.ts'
import type { RefundFollower } from '../refund/refundFollower.ts'
import { roomFailure } from '../storage.ts'
import { checkAmount, hasRefundUnderWay } from '../sale/sales.ts'
import type { SaleStore } from '../sale/saleStore.ts'
import type { Shift, Shifts } from '../shift/shifts.ts'
import type { Follower } from './follower.ts'
import { shortReference, terminalReference } from './reference.ts'
import { completion, dueBy, moved } from './rows.ts'
import { isFollowed } from './schedule.ts'
import type { HeldCode, Scans } from './scans.ts'

export type Payments = {
  takeCash(input: Input<'payment.takeCash'>, caller: SignedIn): Plan<Output<'payment.takeCash'>>
  charge(input: Input<'payment.charge'>, caller: SignedIn): Plan<Output<'payment.charge'>>
  scan(input: Input<'payment.scan'>, caller: SignedIn): LatePlan<Output<'payment.scan'>>
  cancel(input: Input<'payment.cancel'>, caller: SignedIn): Plan<null>
  checkNow(input: Input<'payment.checkNow'>): Result<null>
}

/** The most that a customer may put down, in cents: what the contract can carry. */
const mostTenderedMinor = 9_999_999_999

type ShownCode = NonNullable<Body<'payment.moved'>['code']>

/** The rows with which it leaves, and with which whatever the payer can act on at once is shown to him. */
function leaving(
  paymentId: PaymentId,
  flow: ChannelFlow,
  code: ShownCode | null,
): readonly Entry[] {
  const submitting = { paymentId, state: 'submitting' } as const
  const rows = [
    moved({ paymentId, state: 'created' }, 'submit'),
    code ? moved(submitting, 'codeShown', { code }) : null,
    flow === 'awaitingFunds' ? moved(submitting, 'instructed') : null,
  ]
  return rows.filter((row) => row !== null)
}

export type PaymentsParts = Pick<Parts, 'clock' | 'disk' | 'database'> & {
  readonly channels: Pick<Channels, 'forNew' | 'stateFor'>
  readonly scans: Scans
  readonly store: SaleStore
  readonly shifts: Shifts
  readonly follower: Follower
  readonly refundFollower: Pick<RefundFollower, 'newsOf'>
  readonly settings: () => Settings
  readonly newId: NewId
  readonly counterCode: () => string
  readonly completed: (saleId: SaleId) => void
  readonly issueReceipt: IssueReceipt
  /** What the last check of the whole file found: then no payment starts. */
  readonly damage: () => Failure | null
}

/** A device that has not answered in its time is asked to stop only after that. */
const afterItsTimeMs = 30_000

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
    // How much is left to pay is known only once the money on its way back has come back, or not.
    if (hasRefundUnderWay(sale)) return failed('refundUnderWay')
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
      readonly flow: Flow
      readonly amountMinor: number
      readonly channel?: string
      readonly expiresAtMs?: number
      readonly scanned?: Pick<HeldCode, 'digest' | 'lastFour'> | null
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
      expiresAtMs: null,
      scanned: null,
      ...details,
    },
  })

  /** The channel that a new payment goes to, and what it says against it. */
  const channelFor = (method: MethodId, flow: ChannelFlow, amountMinor: number) => {
    const found = parts.channels.forNew(method, flow)
    if (!found) return failed('methodNotSetUp', { method })
    const { channel } = found
    const ceilingMinor = channel.offer(method)?.ceilingMinor ?? null
    if (ceilingMinor !== null && amountMinor > ceilingMinor) {
      return failed('amountAboveMethodCeiling', { method, ceilingMinor })
    }
    const refusal = channel.device?.refusal() ?? null
    if (refusal) return { ok: false, failure: refusal } as const
    const offline = parts.channels.stateFor(method) === 'down'
    return offline && methodRow(method).offline === 'notNow'
      ? failed('methodNeedsLine', { method })
      : done(channel)
  }

  /** A code that is made here and shown at once: it needs no line. */
  const madeHere = (
    method: MethodId,
    fps: FpsOffer | null,
    amountMinor: number,
    reference: string,
  ): Result<ShownCode> => {
    if (!fps) return failed('methodNotSetUp', { method })
    const made = makeFpsCode({
      account: fps.account,
      amountMinor,
      merchantName: fps.payee,
      reference,
      referenceAllowed: fps.referenceAllowed,
    })
    // What the account says cannot be written as a code: the account is set up wrongly.
    if (!made.ok) return failed('methodNotSetUp', { method })
    const shownAtMs = parts.clock.now()
    const expiresAtMs = shownAtMs + parts.settings()['fps.expiryMs']
    return done({ text: made.text, payee: fps.payee, shownAtMs, expiresAtMs })
  }

  const amountRefusal = (
    sale: SaleView,
    method: MethodId,
    amountMinor: number,
  ): Extract<Result<never>, { ok: false }> | null => {
    const restMinor = dueBy(method, sale)
    const { inCoins } = methodRow(method)
    if (inCoins && restMinor === 0) return failed('belowSmallestCoin')
    const amount = checkAmount(amountMinor, parts.settings()['sale.ceilingMinor'])
    if (!amount.ok) return amount
    if (inCoins && amountMinor % 10 !== 0) return failed('notInTenCents')
    return amountMinor > restMinor ? failed('amountAboveRest', { restMinor }) : null
  }

  /** How long it is waited for, from now, in ms. */
  const patienceMs = (flow: ChannelFlow, { device }: Channel): number => {
    const settings = parts.settings()
    switch (flow) {
      case 'cardTerminal':
        return (device?.patienceMs ?? 0) + afterItsTimeMs
      case 'octopusReader':
        return settings['octopus.giveUpMs']
      case 'merchantCode':
        return settings['wallet.expiryMs']
      case 'customerCode':
        return Math.max(settings['scan.giveUpMs'], settings['scan.reverseNotBeforeMs'])
      case 'awaitingFunds':
        return settings['transfer.waitMs']
      default:
        return never(flow)
    }
  }

  /** @param code that was scanned now; null: the one that is held, where one is needed */
  const charge = (
    input: Input<'payment.charge'>,
    caller: SignedIn,
    code: HeldCode | null,
  ): Plan<Output<'payment.charge'>> => {
    const { staffId } = caller
    const { saleId, method, amountMinor } = input
    const checked = ready(saleId)
    if (!checked.ok) return refuse(checked)
    const against = amountRefusal(checked.value.sale, method, amountMinor)
    if (against) return refuse(against)
    const { flow: usual } = methodRow(method)
    const flow = input.flow ?? channelFlows.find((known) => known === usual)
    if (flow === undefined) return refuse(failed('methodNotSetUp', { method }))
    const found = channelFor(method, flow, amountMinor)
    if (!found.ok) return refuse(found)
    const channel = found.value
    const held = flow === 'customerCode' ? parts.scans.usable(code, method, channel.id) : done(null)
    if (!held.ok) return parts.scans.refused(held, caller)
    const paymentId = newId(paymentIdSchema)
    const sequence = (lastSequence.get()?.sequence ?? 0) + 1
    const reference =
      flow === 'cardTerminal'
        ? terminalReference(sequence)
        : shortReference(parts.counterCode(), sequence)
    const made = codeMadeHere(method)
      ? madeHere(method, channel.fps(), amountMinor, reference)
      : done(null)
    if (!made.ok) return refuse(made)
    const shown = made.value
    const scanned = held.value && { digest: held.value.digest, lastFour: held.value.lastFour }
    const details = {
      paymentId,
      method,
      flow,
      amountMinor,
      channel: channel.id,
      reference,
      sequence,
      expiresAtMs: shown?.expiresAtMs ?? parts.clock.now() + patienceMs(flow, channel),
      scanned,
    }
    return {
      answer: done({ paymentId }),
      entries: [created(checked.value, staffId, details), ...leaving(paymentId, flow, shown)],
      after: () => parts.follower.send(paymentId, parts.scans.take(held.value)),
    }
  }

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
        flow: 'cash',
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

    charge: (input, caller) => charge(input, caller, null),

    async scan({ text, charge: wanted }, caller) {
      const code = await parts.scans.read(text, caller)
      if ('answer' in code) return () => code
      const { method } = code
      return () => {
        if (!wanted) {
          return {
            answer: done({ became: 'held', method }),
            after: () => parts.scans.hold(code),
          }
        }
        const { answer, ...plan } = charge(
          { ...wanted, method, flow: 'customerCode' },
          caller,
          code,
        )
        return answer.ok
          ? { ...plan, answer: done({ became: 'payment', paymentId: answer.value.paymentId }) }
          : { ...plan, answer }
      }
    },

    cancel({ paymentId }, { staffId }) {
      const payment = store.payment(paymentId)
      if (!payment) return refuse(failed('paymentUnknown'))
      // Asked for already: it is on its way.
      if (payment.state === 'closing') return { answer: done(null) }
      if (payment.state === 'created') return refuse(failed('cannotCancelNow'))
      if (payment.flow === 'octopusReader' && !store.view(payment).actions.includes('cancel')) {
        return refuse(failed('cannotCancelNow'))
      }
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
      if (isFollowed(payment)) parts.follower.follow(paymentId)
      parts.refundFollower.newsOf(paymentId)
      return done(null)
    },
  }
}
