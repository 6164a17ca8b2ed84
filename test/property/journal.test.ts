import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PaymentState } from '../../src-shared/contract/sale.ts'
import {
  discrepancyIdSchema,
  paymentIdSchema,
  saleIdSchema,
  type PaymentId,
  type SaleId,
} from '../../src-shared/ids.ts'
import { derivedContent, rebuild } from '../../src-main/engine/journal/derived.ts'
import { createJournal } from '../../src-main/engine/journal/journal.ts'
import type { Entry } from '../../src-main/engine/journal/kinds.ts'
import { makeSafe, migrate } from '../../src-main/engine/journal/open.ts'
import { verifyChain } from '../../src-main/engine/journal/verify.ts'
import { moved } from '../../src-main/engine/payment/rows.ts'
import { paymentEvents } from '../../src-main/engine/payment/transition.ts'
import {
  falsified,
  founding,
  idOf,
  paymentCreated,
  saleOpened,
  settingRow,
  shiftId,
  staffId,
  unguard,
} from '../harness/journalFile.ts'
import { tempFolder } from '../harness/tempFolder.ts'

/** One thing that happens in a shop; numbers choose among what there is. */
type Happening =
  | { readonly what: 'setting'; readonly key: string; readonly value: unknown }
  | { readonly what: 'sale'; readonly description: string }
  | { readonly what: 'aside' | 'back'; readonly which: number }
  | { readonly what: 'payment'; readonly which: number; readonly amountMinor: number }
  | { readonly what: 'told'; readonly which: number; readonly event: number }
  | { readonly what: 'money'; readonly which: number; readonly amountMinor: number }

const which = fc.nat({ max: 1_000 })
const amountMinor = fc.integer({ min: 1, max: 9_999_999_999 })
const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ what: fc.constant('setting'), key: text, value: fc.jsonValue() }),
  fc.record({ what: fc.constant('sale'), description: text }),
  fc.record({ what: fc.constantFrom('aside', 'back'), which }),
  fc.record({ what: fc.constant('payment'), which, amountMinor }),
  {
    arbitrary: fc.record({ what: fc.constant('told'), which, event: which }),
    weight: 4,
  },
  fc.record({ what: fc.constant('money'), which, amountMinor }),
)

/** A day as rows: what can happen, happens; the rest is left out. */
function entriesOf(day: readonly Happening[]): Entry[] {
  const sales: SaleId[] = []
  const payments: { readonly paymentId: PaymentId; state: PaymentState }[] = []
  const body = { v: 1, by: staffId, shiftId } as const
  let made = 100
  const next = (): number => {
    made += 1
    return made
  }
  const entryOf = (one: Happening): Entry | null => {
    if (one.what === 'setting') return settingRow(one.value as never, one.key)
    if (one.what === 'sale') {
      const saleId = idOf(saleIdSchema, next())
      sales.push(saleId)
      return saleOpened(saleId, one.description)
    }
    const saleId = sales[one.which % sales.length]
    const payment = payments[one.which % payments.length]
    switch (one.what) {
      case 'aside':
        return saleId ? { kind: 'sale.setAside', subject: saleId, body } : null
      case 'back':
        return saleId ? { kind: 'sale.takenBack', subject: saleId, body } : null
      case 'payment': {
        if (!saleId) return null
        const paymentId = idOf(paymentIdSchema, next())
        payments.push({ paymentId, state: 'created' })
        return paymentCreated(saleId, paymentId, { amountMinor: one.amountMinor })
      }
      case 'told': {
        const event = paymentEvents[one.event % paymentEvents.length]
        const row = payment && event !== undefined ? moved(payment, event) : null
        if (payment && row) payment.state = row.body.to
        return row
      }
      case 'money': {
        if (!payment) return null
        const { paymentId } = payment
        const money = {
          v: 1,
          discrepancyId: idOf(discrepancyIdSchema, next()),
          paymentId,
          currency: 'HKD',
          amountMinor: one.amountMinor,
          providerReference: null,
        } as const
        return { kind: 'discrepancy.opened', subject: paymentId, body: money }
      }
    }
  }
  return [founding(), ...day.map(entryOf).filter((entry) => entry !== null)]
}

/** A new file with these rows, written as many at a time as `perWrite` says in turn. */
function written(path: string, entries: readonly Entry[], perWrite: readonly number[]) {
  const database = new Database(path)
  makeSafe(database)
  // The promise here is not the disk's: that of every write has its own test.
  database.pragma('synchronous = OFF')
  migrate(database)
  let nowMs = Date.UTC(2026, 10, 21, 2)
  const clock = {
    now: () => {
      nowMs += 1_000
      return nowMs
    },
  }
  const journal = createJournal(database, clock)
  for (let from = 0, turn = 0; from < entries.length; turn += 1) {
    const size = perWrite[turn % perWrite.length] ?? 1
    journal.write(entries.slice(from, from + size))
    from += size
  }
  return { database, journal }
}

const day = fc.array(happening, { maxLength: 50, size: 'max' })
const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 })
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('any day: the chain is whole, its head is known, and the tables can be rebuilt from it', () => {
  const folder = tempFolder()
  let runs = 0
  fc.assert(
    fc.property(day, sizes, (happenings, perWrite) => {
      runs += 1
      const entries = entriesOf(happenings)
      const { database, journal } = written(join(folder, `${runs}.sqlite`), entries, perWrite)
      try {
        const headHash = hex(journal.head().hash)
        expect(verifyChain(database)).toEqual({ ok: true, rows: entries.length, headHash })
        const before = derivedContent(database)
        rebuild(database)
        expect(derivedContent(database)).toEqual(before)
        expect(createJournal(database, { now: () => 0 }).head().seq).toBe(entries.length)
      } finally {
        database.close()
      }
    }),
    { numRuns: 40 },
  )
})

test('the same day gives the same head, however it was cut into writes', () => {
  const folder = tempFolder()
  let runs = 0
  fc.assert(
    fc.property(day, sizes, (happenings, perWrite) => {
      const entries = entriesOf(happenings)
      const heads = [perWrite, [1_000]].map((cut) => {
        runs += 1
        const { database, journal } = written(join(folder, `${runs}.sqlite`), entries, cut)
        database.close()
        return hex(journal.head().hash)
      })
      expect(heads[1]).toBe(heads[0])
    }),
    { numRuns: 10 },
  )
})

test('any one byte of any body changed to any other is found at its row', () => {
  const folder = tempFolder()
  let runs = 0
  const tamper = fc.record({ row: which, at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) })
  const tampers = fc.array(tamper, { minLength: 20, maxLength: 20 })
  fc.assert(
    fc.property(day, tampers, (happenings, hands) => {
      runs += 1
      const entries = entriesOf(happenings)
      const { database } = written(join(folder, `${runs}.sqlite`), entries, [1_000])
      try {
        unguard(database)
        const read = database.prepare<[number], { bytes: Uint8Array }>(
          'SELECT CAST(body AS BLOB) AS bytes FROM journal WHERE seq = ?',
        )
        const change = database.prepare('UPDATE journal SET body = CAST(? AS TEXT) WHERE seq = ?')
        for (const { row, at, by } of hands) {
          const seq = 1 + (row % entries.length)
          const bytes = Buffer.from(read.get(seq)?.bytes ?? [])
          const place = at % bytes.length
          bytes[place] = (bytes[place] ?? 0) ^ by
          const verdict = falsified(
            database,
            () => change.run(bytes, seq),
            () => verifyChain(database),
          )
          expect(verdict).toMatchObject({ ok: false, epoch: 1, seq, rows: seq - 1 })
        }
        expect(verifyChain(database).ok).toBe(true)
      } finally {
        database.close()
      }
    }),
    { numRuns: 20 },
  )
})
