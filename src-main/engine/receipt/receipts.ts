/** Issuing receipts, numbered without gaps, and giving them out again. */
import type { Input, Output } from '../../../src-shared/contract/index.ts'
import type { SaleView } from '../../../src-shared/contract/sale.ts'
import type { SaleId, ShiftId } from '../../../src-shared/ids.ts'
import { keptReceiptSchema, type Receipt } from '../../../src-shared/receipt.ts'
import { done, failed, type Result } from '../../../src-shared/result.ts'
import type { Settings } from '../config/settings.ts'
import type { Entry } from '../journal/kinds.ts'
import type { Parts } from '../parts.ts'
import { refuse, type Plan, type SignedIn } from '../plan.ts'
import { marked, receiptDocument, reprintMark, withNumbers, type Tender } from './document.ts'

/**
 * The row of a sale's receipt, for the transaction that completes the sale.
 * @param sale as it was before its last payment
 * @param last the payment that completes it
 * @param roundingMinor what becomes of the sale's rounding, in cents
 */
export type IssueReceipt = (sale: SaleView, last: Tender, roundingMinor: number) => Entry

export type Receipts = {
  readonly issue: IssueReceipt
  show(input: Input<'receipt.show'>): Result<Output<'receipt.show'>>
  reprint(input: Input<'receipt.reprint'>, caller: SignedIn): Plan<Output<'receipt.reprint'>>
}

type ReceiptRow = { readonly number: string; readonly document: string; readonly reprints: number }

export function createReceipts(
  parts: Pick<Parts, 'clock' | 'database' | 'environment'> & {
    readonly settings: () => Settings
    readonly counterCode: () => string
    readonly openShift: () => ShiftId | null
    /** The completed sale that is on the screen. */
    readonly onScreen: () => SaleId | null
    /** As it is printed on the card; null: it was erased. */
    readonly octopusNumber: (digest: string) => string | null
  },
): Receipts {
  const last = parts.database.prepare<[], { sequence: number | null }>(
    'SELECT max(sequence) AS sequence FROM receipt',
  )
  const ofSale = parts.database.prepare<[string], ReceiptRow>(
    'SELECT number, document, reprints FROM receipt WHERE saleId = ?',
  )
  const read = ({ document }: ReceiptRow): Receipt =>
    withNumbers(keptReceiptSchema.parse(JSON.parse(document)), parts.octopusNumber)

  return {
    issue(sale, lastTender, roundingMinor) {
      const settings = parts.settings()
      const sequence = (last.get()?.sequence ?? 0) + 1
      const receipt = receiptDocument({
        number: `${parts.counterCode()}-${String(sequence).padStart(6, '0')}`,
        training: parts.environment === 'training',
        languages: settings['receipt.languages'],
        storeName: settings['store.name'],
        address: settings['store.address'],
        policy: settings['receipt.policy'],
        counterName: settings['counter.name'],
        atMs: parts.clock.now(),
        sale: { ...sale, roundingMinor },
        tenders: [
          ...sale.payments
            .filter(({ coversMinor }) => coversMinor > 0)
            .map((payment) => ({
              ...payment,
              method: payment.paidBy,
              amountMinor: payment.coversMinor,
            })),
          lastTender,
        ],
      })
      const { saleId } = sale
      return {
        kind: 'receipt.issued',
        subject: saleId,
        body: { v: 1, saleId, sequence, receipt },
      }
    },
    show({ saleId }) {
      const row = parts.onScreen() === saleId ? ofSale.get(saleId) : undefined
      return row ? done(read(row)) : failed('receiptUnknown')
    },
    reprint({ saleId }, { staffId }) {
      const row = ofSale.get(saleId)
      if (!row) return refuse(failed('receiptUnknown'))
      const copy = row.reprints + 1
      const mark = reprintMark(parts.settings()['receipt.languages'], copy)
      const { number } = row
      const body = { v: 1, by: staffId, shiftId: parts.openShift(), number, copy, mark } as const
      return {
        answer: done(marked(read(row), mark)),
        entries: [{ kind: 'receipt.reprinted', subject: saleId, body }],
      }
    },
  }
}
