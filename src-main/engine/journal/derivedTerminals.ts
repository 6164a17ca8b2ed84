/** What the rows of card terminals change in the tables that are derived from the journal. */
import type { Database } from 'better-sqlite3'
import { paidBy, type CardFacts } from '../../../src-shared/cardFacts.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { keyOf } from '../devices/card/settles.ts'
import type { Derivations, Run } from './derived.ts'

/** Terminals number what they do; where one writes letters too, the number says nothing. */
const numberOf = (trace: string | null): number =>
  /^\d{1,12}$/u.test(trace ?? '') ? Number(trace) : 0

export function derivationsOfTerminals(
  run: Run,
  database: Database,
): Pick<Derivations, 'terminal.stray' | 'terminal.settled'> & {
  noteCard(paymentId: string, card: CardFacts | undefined): void
} {
  const paymentOf = (paymentId: string) =>
    database
      .prepare<[string], { channel: string | null; method: MethodId }>(
        'SELECT channel, method FROM payment WHERE paymentId = ?',
      )
      .get(paymentId)
  /** A terminal may tell of the same transaction twice. */
  const noteTransaction = (channel: string, paymentId: string | null, card: CardFacts): void => {
    const key = keyOf(card)
    if (key === null) return
    run(
      `INSERT INTO cardTransaction (channel, key, trace, paymentId)
       VALUES (:channel, :key, :trace, :paymentId)
       ON CONFLICT (channel, key) DO UPDATE SET paymentId = coalesce(paymentId, excluded.paymentId)`,
      { channel, key, trace: numberOf(card.trace), paymentId },
    )
  }
  const noteCard = (paymentId: string, card: CardFacts | undefined): void => {
    const payment = card && paymentOf(paymentId)
    if (!payment) return
    run('UPDATE payment SET card = :card, paidBy = :paidBy WHERE paymentId = :paymentId', {
      paymentId,
      card: JSON.stringify(card),
      paidBy: paidBy(payment.method, card),
    })
    if (payment.channel !== null) noteTransaction(payment.channel, paymentId, card)
  }
  return {
    noteCard,
    'terminal.stray': ({ channel, card }) => noteTransaction(channel, null, card),
    'terminal.settled': ({ channel, businessDate, ours, terminal }, { atMs }) =>
      run(
        `INSERT INTO settlement (channel, atMs, businessDate, oursCount, oursMinor, terminalCount,
           terminalMinor)
         VALUES (:channel, :atMs, :businessDate, :oursCount, :oursMinor, :terminalCount,
           :terminalMinor)`,
        {
          channel,
          atMs,
          businessDate,
          oursCount: ours.count,
          oursMinor: ours.amountMinor,
          terminalCount: terminal?.count ?? null,
          terminalMinor: terminal?.amountMinor ?? null,
        },
      ),
  }
}
