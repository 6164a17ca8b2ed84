/** What a card terminal tells of a payment, and which method that makes it. What it does not tell is null, and is not guessed. */
import { z } from 'zod'
import { methodRow, type MethodId } from './methods.ts'

export const schemes = [
  'visa',
  'mastercard',
  'unionpay',
  'amex',
  'jcb',
  'diners',
  'discover',
  'eps',
] as const
export type Scheme = (typeof schemes)[number]

export const entryModes = ['contactless', 'chip', 'swipe', 'manual', 'fallback'] as const
export type EntryMode = (typeof entryModes)[number]

const told = z.string().max(64).nullable()

export const cardFactsSchema = z.object({
  /** At most its first six and its last four digits. */
  number: z
    .string()
    .regex(/^[\d*]{0,6}\*{0,30}[\d*]{0,4}$/u)
    .nullable(),
  scheme: z.enum(schemes).nullable(),
  /** Of a telephone or watch, in the terminal's words; null: a card, or the terminal does not tell. */
  wallet: told,
  entryMode: z.enum(entryModes).nullable(),
  approvalCode: told,
  /** The terminal's number of it: trace or invoice. */
  trace: told,
  /** The number on its receipt, where a void names it by that one and not by the trace; left out: not told. */
  receipt: z.string().max(64).exactOptional(),
  batch: told,
  terminalId: told,
  merchantId: told,
  retrievalReference: told,
  applicationId: told,
  /** By the terminal's own clock, `YYYY-MM-DD HH:MM:SS` or without the year. */
  time: told,
})
export type CardFacts = Readonly<z.infer<typeof cardFactsSchema>>

const methodOfWallet: Readonly<Record<string, MethodId>> = {
  'Apple Pay': 'applePay',
  'Google Pay': 'googlePay',
  'Samsung Pay': 'samsungPay',
}
const methodOfScheme: Readonly<Partial<Record<Scheme, MethodId>>> = {
  visa: 'visa',
  mastercard: 'mastercard',
  unionpay: 'unionpay',
}

/**
 * The method by which it was really paid: the tile that was pressed is what the customer said, and
 * the terminal saw the card.
 * @param card null: no terminal has told anything yet
 */
export function paidBy(method: MethodId, card: CardFacts | null): MethodId {
  if (card === null || methodRow(method).flow !== 'cardTerminal') return method
  const wallet = card.wallet === null ? undefined : methodOfWallet[card.wallet]
  const scheme = card.scheme === null ? undefined : methodOfScheme[card.scheme]
  return wallet ?? scheme ?? 'cardOther'
}
