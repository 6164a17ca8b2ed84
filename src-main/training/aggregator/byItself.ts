/** What customers, banks and providers do by themselves, done when it is due. */
import { act, notDelayed, paidWhenTold, silent, stillLate } from './customer.ts'
import type { Events } from './events.ts'
import { nextAtMs, type PaymentRecord } from './record.ts'
import type { Records, RefundRecord } from './records.ts'

export type ByItself = {
  /** Does all that is due by now, each thing at its time. */
  act(nowMs: number): void
  /** A trainer has put the clock ahead: who pays late is later still. */
  clockPutAhead(nowMs: number): void
  /** @returns false where no such payment can take money */
  customerPays(paymentId: string, amountMinor: number | null, nowMs: number): boolean
}

export function createByItself(records: Records, events: Events): ByItself {
  const tell = ({ counterId, paymentId }: PaymentRecord | RefundRecord): void =>
    events.add(counterId, paymentId)

  /** Whatever a clock that was put back would delay. */
  const hasten = (nowMs: number): void => {
    // There are few: what is planned is a customer who stands there.
    for (const record of records.plannedPayments(Number.MAX_SAFE_INTEGER)) {
      const sooner = notDelayed(record, nowMs)
      if (nextAtMs(sooner) !== nextAtMs(record)) records.keepPayment(sooner)
    }
    for (const refund of records.plannedRefunds(Number.MAX_SAFE_INTEGER)) {
      const { next } = refund
      if (!next || next.atMs - nowMs <= next.pauseMs) continue
      records.keepRefund({ ...refund, next: { ...next, atMs: nowMs + next.pauseMs } })
    }
  }

  const actOn = (record: PaymentRecord, nowMs: number): void => {
    let now = record
    for (let atMs = nextAtMs(now); atMs !== null && atMs <= nowMs; atMs = nextAtMs(now)) {
      now = act(now)
      if (!silent(now)) tell(now)
    }
    records.keepPayment(now)
  }

  let lastMs = Number.MAX_SAFE_INTEGER
  return {
    act(nowMs) {
      // At the start, and when the time went back.
      if (nowMs < lastMs) hasten(nowMs)
      lastMs = nowMs
      for (const record of records.plannedPayments(nowMs)) actOn(record, nowMs)
      for (const refund of records.plannedRefunds(nowMs)) {
        records.keepRefund({ ...refund, state: 'succeeded', next: null })
        tell(refund)
      }
    },
    clockPutAhead(nowMs) {
      for (const record of records.plannedPayments(nowMs)) {
        const late = stillLate(record, nowMs)
        if (late !== record) records.keepPayment(late)
      }
    },
    customerPays(paymentId, amountMinor, nowMs) {
      const known = records.payment(paymentId)
      const record = known && paidWhenTold(known, nowMs, amountMinor)
      if (!record) return false
      records.keepPayment(record)
      if (!silent(record)) tell(record)
      return true
    },
  }
}
