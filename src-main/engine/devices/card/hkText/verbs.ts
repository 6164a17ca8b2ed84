/**
 * What a till asks a terminal of Hong Kong's text protocol, and what its answers mean. Source: as
 * `frame.ts`. It can refund, settle and abort nothing; of a lost answer it knows by the invoice.
 */
import type { EntryMode } from '../../../../../src-shared/cardFacts.ts'
import {
  noFacts,
  told,
  type TerminalReply,
  type TerminalTotals,
  type TransactionFacts,
} from '../reply.ts'
import { schemeOf, walletOf } from '../scheme.ts'
import type { HkTextMessage } from './frame.ts'

/** Ours, on the slip and in the approval of the sale: six digits, and four that follow on them. */
export type HkTextReference = `${number}-${number}`

type Fields = readonly (readonly [tag: string, value: string])[]

/** Answered by the acknowledgement alone. */
export const hkTextLineTest: Fields = [['TXNID', '000000']]

/** Always with two decimals: the terminal keeps the digits only, so that `100` would be one dollar. @param amountMinor in cents */
const amountText = (amountMinor: number): string => {
  const digits = String(amountMinor).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** @param number of this message, 1 to 999999 */
export const hkTextSale = (
  number: number,
  amountMinor: number,
  reference: HkTextReference,
): Fields => {
  const [first = '', second = ''] = reference.split('-')
  return [
    ['TXNID', sixDigits(number)],
    ['CMD', 'SALE'],
    ['AMT', amountText(amountMinor)],
    ['DETAIL', 'Y'],
    ['TXNNO', first],
    ['TXNCONSEQUENTIALNO', second],
  ]
}

/**
 * The terminal takes the invoice from `TXNID`, and looks nowhere else: never a running number there, and never 0.
 * @returns null where this is no invoice: what has none cannot be voided here
 */
export function hkTextVoid(invoice: string): Fields | null {
  if (!/^\d{1,6}$/u.test(invoice) || Number(invoice) === 0) return null
  return [
    ['TXNID', sixDigits(Number(invoice))],
    ['CMD', 'VOID'],
  ]
}

/** What became of the sale with this invoice. */
export const hkTextQuery = (invoice: number): Fields => [
  ['TXNID', sixDigits(invoice)],
  ['CMD', 'GETTXN'],
  ['INVOICENO', sixDigits(invoice)],
  ['DETAIL', 'Y'],
]

/** @param number of this message, 1 to 999999 */
export const hkTextTotals = (number: number): Fields => [
  ['TXNID', sixDigits(number)],
  ['CMD', 'GETTOTAL'],
]

const sixDigits = (value: number): string => String(value).padStart(6, '0')

/** @param verb what was asked for: the answers name it only where a stored one is read */
export function readHkText(
  verb: 'sale' | 'void' | 'last' | 'totals',
  { fields, cardNumber }: HkTextMessage,
): TerminalReply {
  const status = fields.get('STATUS')
  if (status !== 'A' && status !== 'R') return { kind: 'other' }
  // Of a stored record only a sale is one: `A` is given for whatever is stored, voids too.
  const isStored = verb !== 'last' || fields.get('TXNTYPE') === 'SALE'
  return {
    kind: 'final',
    verb,
    outcome: status === 'A' && isStored ? 'approved' : 'declined',
    code: status,
    text: told(fields.get('RESPMSG')),
    facts: factsOf(verb, fields, cardNumber),
    totals: verb === 'totals' ? totalsOf(fields) : null,
  }
}

function totalsOf(fields: ReadonlyMap<string, string>): TerminalTotals | null {
  const count = fields.get('COUNT') ?? ''
  const amountMinor = amountOf(fields.get('AMT'))
  return /^\d{1,6}$/u.test(count) && amountMinor !== null
    ? { count: Number(count), amountMinor }
    : null
}

const entryModes: Readonly<Record<string, EntryMode>> = {
  S: 'swipe',
  C: 'chip',
  F: 'fallback',
  T: 'contactless',
  M: 'manual',
}

function factsOf(
  verb: string,
  fields: ReadonlyMap<string, string>,
  cardNumber: TransactionFacts['cardNumber'],
): TransactionFacts {
  const applicationId = told(fields.get('AID'))
  const type = told(fields.get('CARDTYPE'))
  const first = fields.get('TXNNO')
  const second = fields.get('TXNCONSEQUENTIALNO')
  // In the answer to a query it only repeats what was asked.
  const isOurs = verb === 'sale' && first !== undefined && second !== undefined
  return {
    ...noFacts,
    amountMinor: amountOf(fields.get('AMT')),
    reference: isOurs ? `${first}-${second}` : null,
    approvalCode: told(fields.get('APPCODE')),
    // `TXNID` of an answer is the invoice, not what was sent.
    trace: told(fields.get('INVOICENO')) ?? told(fields.get('TXNID')),
    batch: told(fields.get('BATCHNO')),
    terminalId: told(fields.get('TERMINALID')),
    merchantId: told(fields.get('MERCHANTID')),
    retrievalReference: told(fields.get('REFERENCENO')),
    cardNumber,
    scheme: schemeOf(applicationId, type),
    wallet: walletOf(type),
    entryMode: entryModes[fields.get('ENTRYMODE') ?? ''] ?? null,
    applicationId,
  }
}

/** @returns in cents; null where it has not two decimals */
function amountOf(text: string | undefined): number | null {
  const { whole, cents } = /^(?<whole>\d{1,9})\.(?<cents>\d\d)$/u.exec(text ?? '')?.groups ?? {}
  return whole === undefined || cents === undefined ? null : Number(`${whole}${cents}`)
}
