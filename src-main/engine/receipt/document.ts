/** A receipt put together from what was paid: pure, with every text resolved. */
import type { Language } from '../../../src-shared/contract/counter.ts'
import type { MethodId } from '../../../src-shared/methods.ts'
import { showAmount, showTenCents } from '../../../src-shared/money.ts'
import type { OctopusFacts } from '../../../src-shared/octopusFacts.ts'
import type {
  KeptReceipt,
  KeptReceiptBlock,
  Receipt,
  ReceiptBlock,
} from '../../../src-shared/receipt.ts'
import { fill, textsIn, type Texts } from '../../../src-shared/texts/index.ts'
import { showStamp } from '../../../src-shared/texts/show.ts'

/** One payment, as it stands on a receipt. Amounts in cents. */
export type Tender = {
  readonly method: MethodId
  readonly amountMinor: number
  /** Ours, and what the provider calls it: by these the payment is found again for a refund. */
  readonly reference: string | null
  readonly providerReference: string | null
  readonly cash: { readonly tenderedMinor: number; readonly changeMinor: number } | null
  /** Of an Octopus, what its reader told. */
  readonly octopus?: OctopusFacts | null
}

export type ReceiptFacts = {
  readonly number: string
  readonly training: boolean
  /** One or two, the first first. */
  readonly languages: readonly Language[]
  readonly storeName: string
  readonly address: readonly string[]
  readonly policy: readonly string[]
  readonly counterName: string
  readonly atMs: number
  readonly sale: {
    readonly reference: string
    readonly description: string
    readonly totalMinor: number
    readonly roundingMinor: number
  }
  readonly tenders: readonly Tender[]
}

/** The same words in each language of the receipt, side by side, and once where they agree. */
const both = (languages: readonly Language[], of: (texts: Texts) => string): string =>
  [...new Set(languages.map((language) => of(textsIn(language))))].join(' ')

const pair = (label: string, value: string, strong = false): ReceiptBlock => ({
  block: 'pair',
  label,
  value,
  strong,
})
const rule: ReceiptBlock = { block: 'rule' }

export function receiptDocument(facts: ReceiptFacts): KeptReceipt {
  const { languages, sale } = facts
  const say = (of: (texts: Texts['paper']) => string): string =>
    both(languages, ({ paper }) => of(paper))
  const centred = (text: string, large = false): ReceiptBlock => ({ block: 'centred', text, large })
  const blocks: KeptReceiptBlock[] = [
    ...(facts.training ? [mark(say((paper) => paper.training))] : []),
    centred(facts.storeName, true),
    ...facts.address.map((line) => centred(line)),
    centred(say((paper) => paper.receipt)),
    pair(
      say((paper) => paper.number),
      facts.number,
    ),
    pair(
      say((paper) => paper.date),
      showStamp(facts.atMs),
    ),
    pair(
      say((paper) => paper.counter),
      facts.counterName,
    ),
    rule,
    ...(sale.description === '' ? [] : [{ block: 'text', text: sale.description } as const]),
    ...(sale.reference === ''
      ? []
      : [
          pair(
            say((paper) => paper.reference),
            sale.reference,
          ),
        ]),
    pair(
      say((paper) => paper.total),
      showAmount(sale.totalMinor),
      true,
    ),
    ...(sale.roundingMinor === 0
      ? []
      : [
          pair(
            say((paper) => paper.rounding),
            showAmount(sale.roundingMinor),
          ),
        ]),
    rule,
    ...facts.tenders.flatMap((tender) => tenderBlocks(tender, languages, say)),
    ...facts.policy.map((line) => centred(line)),
  ]
  return { v: 1, number: facts.number, blocks }
}

function tenderBlocks(
  { method, amountMinor, reference, providerReference, cash, octopus }: Tender,
  languages: readonly Language[],
  say: (of: (texts: Texts['paper']) => string) => string,
): readonly KeptReceiptBlock[] {
  if (octopus) return octopusBlocks(amountMinor, reference, octopus, say)
  const blocks = [
    pair(
      both(languages, ({ methods }) => methods[method]),
      showAmount(amountMinor),
      true,
    ),
  ]
  const add = (of: (texts: Texts['paper']) => string, value: string | null): void => {
    if (value !== null) blocks.push(pair(say(of), value))
  }
  add((paper) => paper.tendered, cash && showAmount(cash.tenderedMinor))
  add((paper) => paper.change, cash && showAmount(cash.changeMinor))
  add((paper) => paper.ourReference, reference)
  add((paper) => paper.bankReference, providerReference)
  // To be scanned when the customer brings it back.
  if (reference !== null) blocks.push({ block: 'code', text: reference })
  return blocks
}

/** As Octopus' receipts are: one decimal, and what remains only where the card wants it shown. */
function octopusBlocks(
  amountMinor: number,
  reference: string | null,
  { card, deviceId, locationId, valueMinor, lastAddValue }: OctopusFacts,
  say: (of: (texts: Texts['paper']) => string) => string,
): readonly KeptReceiptBlock[] {
  const of = (words: (texts: Texts['paper']['octopus']) => string): string =>
    say(({ octopus }) => words(octopus))
  const added =
    lastAddValue && of((words) => fill(words.lastAddValue[lastAddValue.by], lastAddValue))
  return [
    { block: 'text', text: of((words) => words.payment) },
    pair(
      of((words) => words.deviceId),
      String(deviceId),
    ),
    pair(
      of((words) => words.locationId),
      String(locationId),
    ),
    { block: 'octopusNumber', label: of((words) => words.cardNumber), digest: card },
    ...(reference === null
      ? []
      : [
          pair(
            of((words) => words.receiptNumber),
            reference,
          ),
        ]),
    pair(
      of((words) => words.deducted),
      showTenCents(amountMinor),
      true,
    ),
    ...(valueMinor === null
      ? []
      : [
          pair(
            of((words) => words.remaining),
            showTenCents(valueMinor),
          ),
        ]),
    ...(added === null ? [] : [{ block: 'text', text: added } as const]),
    ...(reference === null ? [] : [{ block: 'code', text: reference } as const]),
  ]
}

/** What is shown and printed: each Octopus with its number, or with a dash where that was erased. */
export const withNumbers = (
  { blocks, ...receipt }: KeptReceipt,
  numberOf: (digest: string) => string | null,
): Receipt => ({
  ...receipt,
  blocks: blocks.map((block) =>
    block.block === 'octopusNumber' ? pair(block.label, numberOf(block.digest) ?? '–') : block,
  ),
})

const mark = (text: string): ReceiptBlock => ({ block: 'mark', text })

/** The mark of a reprint, in the languages of receipts. */
export const reprintMark = (languages: readonly Language[], copy: number): string =>
  both(languages, ({ paper }) => fill(paper.reprint, { copy }))

/** The same document with this mark above everything. */
export const marked = (receipt: Receipt, text: string): Receipt => ({
  ...receipt,
  blocks: [mark(text), ...receipt.blocks],
})
