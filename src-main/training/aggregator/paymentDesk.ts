/** Payments at the aggregator: taken, asked for, ended. It refuses what a real one would refuse. */
import type { CounterSettings } from '../../../src-shared/aggregator/counters.ts'
import type { EndRequest, PaymentRequest } from '../../../src-shared/aggregator/payments.ts'
import {
  canonical,
  merchantCodeText,
  readCustomerCode,
  saltedDigest,
  usualWallet,
} from './codes.ts'
import {
  asked,
  begin,
  closed,
  reversed,
  seesItsEnd,
  trickOf,
  troubled,
  type Wanted,
} from './customer.ts'
import { newRecord, resourceOf, tombstone, type House, type PaymentRecord } from './record.ts'
import type { Records } from './records.ts'
import { problem, reply, type Reply } from './replies.ts'

/** A code that was used is remembered far longer than it can be used. */
const usedCodeKeptMs = 24 * 3_600_000

/** What the next payment is to do; asking uses it up. */
export type Fate = { take(): Wanted }

type At = { readonly counterId: string; readonly nowMs: number }

export type PaymentDesk = {
  /** @param codeText what the payer's phone showed, opened; null: nothing, or it could not be opened */
  put(paymentId: string, request: PaymentRequest, codeText: string | null, at: At): Reply
  get(paymentId: string, at: At): Reply
  end(how: 'close' | 'reverse', paymentId: string, request: EndRequest, at: At): Reply
  /** The till had no line when it showed its own code: the payer has seen it all the same. */
  shown(paymentId: string, request: PaymentRequest, at: At): void
  /** Nor when it called it off: he has seen that too. */
  calledOff(paymentId: string, at: At): void
}

export function createPaymentDesk(desk: {
  readonly records: Records
  readonly house: House
  readonly settings: CounterSettings
  readonly fate: Fate
  /** Whether codes with card data must come sealed. */
  readonly sealed: boolean
}): PaymentDesk {
  const { records, house, fate } = desk

  const answer = (record: PaymentRecord, nowMs: number): Reply => {
    const now = asked(record, nowMs)
    if (now !== record) records.keepPayment(now)
    return reply(resourceOf(now, house), trickOf(now))
  }

  /** @returns its record, nothing where it was never seen, or why this counter hears nothing of it */
  const find = (paymentId: string, { counterId }: At) => {
    const record = records.payment(paymentId)
    if (record && record.counterId !== counterId) {
      return { record: undefined, refusal: problem('forbidden', 'a payment of another counter') }
    }
    const trick = record ? trickOf(record) : null
    // Whoever is too busy does nothing.
    if (trick?.kind === 'status' && trick.status === 429) return { record, refusal: tooBusy() }
    return { record, refusal: null }
  }

  const make = (paymentId: string, request: PaymentRequest, { counterId }: At): PaymentRecord =>
    newRecord(paymentId, counterId, request, fate.take())

  const accept = (
    paymentId: string,
    known: PaymentRecord | undefined,
    request: PaymentRequest,
    codeText: string | null,
    at: At,
  ): Reply => {
    const { nowMs } = at
    const refusal = refusalOf(request, codeText, nowMs, desk)
    if (refusal !== null) return problem('not-accepted', refusal)
    const code = codeText === null ? null : readCustomerCode(request.method, codeText, nowMs)
    const record = known ?? troubled(make(paymentId, request, at), nowMs)
    if (!known && record.deed === 'tooBusy') {
      // Its fate is fixed, and nothing else: it has not been taken.
      records.keepPayment(record)
      return tooBusy()
    }
    if (codeText !== null) {
      const named = saltedDigest(records.salt, codeText)
      records.useCode(named, { nowMs, keepMs: usedCodeKeptMs })
    }
    const makesCode = request.flow === 'merchantCode' && request.shownAt === null
    const taken: PaymentRecord = {
      ...record,
      accepted: true,
      codeText: makesCode
        ? merchantCodeText(request.method, paymentId, request.amount.amountMinor)
        : null,
      wallet: code?.ok === true ? code.wallet : (usualWallet[request.method] ?? null),
    }
    const begun = taken.begun ? taken : begin(taken, nowMs)
    records.keepPayment(begun, digestOf(request))
    return answer(begun, nowMs)
  }

  const digestOf = (request: PaymentRequest): string =>
    saltedDigest(records.salt, canonical(request))

  return {
    put(paymentId, request, codeText, at) {
      const { record, refusal } = find(paymentId, at)
      if (refusal) return refusal
      if (isKnown(record) && records.paymentDigest(paymentId) === undefined) {
        return problem('gone', 'ended before it came')
      }
      if (!record?.accepted) return accept(paymentId, record, request, codeText, at)
      return records.paymentDigest(paymentId) === digestOf(request)
        ? answer(record, at.nowMs)
        : problem('other-body', 'this id came before with another body')
    },
    get(paymentId, at) {
      const { record, refusal } = find(paymentId, at)
      if (refusal) return refusal
      if (!isKnown(record)) return problem('not-found', 'never seen')
      return answer(record, at.nowMs)
    },
    end(how, paymentId, request, at) {
      const { record, refusal } = find(paymentId, at)
      if (refusal) return refusal
      // Whoever was answered about it once is answered from then on.
      const ended = record
        ? { ...(how === 'close' ? closed : reversed)(record, at.nowMs), accepted: true }
        : tombstone(paymentId, at.counterId, request)
      records.keepPayment(ended)
      return answer(ended, at.nowMs)
    },
    shown(paymentId, request, at) {
      const isOurs = request.flow === 'merchantCode' && request.shownAt !== null
      if (!isOurs || records.payment(paymentId)) return
      if (refusalOf(request, null, at.nowMs, desk) !== null) return
      records.keepPayment(begin(make(paymentId, request, at), at.nowMs))
    },
    calledOff(paymentId, at) {
      const { record } = find(paymentId, at)
      if (record?.begun === true) records.keepPayment(seesItsEnd(record, at.nowMs))
    },
  }
}

/** Whether the counter has told of it, or ended it; not where only its payer has seen it. */
const isKnown = (record: PaymentRecord | undefined): record is PaymentRecord =>
  record?.accepted === true || record?.state === 'closed'

const tooBusy = (): Reply => problem('too-many', 'too busy now', { retryAfterS: 2 })

/** @returns why it is not carried; null where it is */
function refusalOf(
  request: PaymentRequest,
  codeText: string | null,
  nowMs: number,
  { settings, records, sealed }: Parameters<typeof createPaymentDesk>[0],
): string | null {
  const { method, flow, amount, shownAt, customerCode } = request
  const offer = settings.methods.find((row) => row.method === method)
  if (!offer?.flows.includes(flow)) return 'this method does not go this way here'
  if (amount.currency !== 'HKD') return 'only Hong Kong dollars'
  if (amount.amountMinor === 0) return 'an amount of nothing'
  if (offer.ceilingMinor !== null && amount.amountMinor > offer.ceilingMinor) {
    return 'more than this method carries'
  }
  if ((flow === 'customerCode') !== (customerCode !== null)) {
    return 'a code where none belongs, or none'
  }
  // Who shows his own code has no need of ours: only FPS is made at the counter.
  if ((method === 'fps') !== (shownAt !== null)) return 'this code is not made there'
  if (shownAt === null && Date.parse(request.expiresAt) <= nowMs) return 'it has run out'
  if (customerCode === null) return null
  if (codeText === null) return 'the sealed code cannot be opened'
  if (sealed && method === 'unionpayQr' && customerCode.kind === 'plain') {
    return 'a code with card data comes sealed'
  }
  const code = readCustomerCode(method, codeText, nowMs)
  if (!code.ok) return code.reason
  return records.codeWasUsed(saltedDigest(records.salt, codeText))
    ? 'the code was used before'
    : null
}
