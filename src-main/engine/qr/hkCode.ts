/**
 * The Hong Kong common QR code: what a payer's bank app reads from the counter's screen.
 * Reading is lenient where codes in use differ, and never guesses: a code is either whole, or
 * refused with the field and the reason. A code that reads well still proves no payment.
 */
import { crc16 } from './crc16.ts'
import {
  checkField,
  hasOwner,
  isAccount,
  isTemplate,
  readingRules,
  refuse,
  requiredIds,
  type HkRefusal,
} from './hkRules.ts'
import { readTlv, writeTlv, type TlvField } from './tlv.ts'

/**
 * Longest text that is looked at, in UTF-16 units so that the check costs nothing: EMVCo's own
 * limit for a payload. @internal
 */
export const maxCodeLength = 512

export type HkCode = {
  /** Every field but the checksum, in the order in which it stood; templates as their text. */
  readonly fields: readonly TlvField[]
  /** A static code may carry an amount too; null when the code does not say. */
  readonly kind: 'static' | 'dynamic' | null
  readonly currency: 'HKD' | 'CNY'
  /** The text as written (`100.5`) and what it means in minor units (10050). */
  readonly amount: { readonly text: string; readonly amountMinor: number } | null
  readonly merchantName: string
  readonly fps: HkFpsAccount | null
  readonly billNumber: string | null
  readonly reference: string | null
}

/** At least one of `fpsId`, `mobile` and `email` is there. */
export type HkFpsAccount = {
  readonly clearingCode: string | null
  readonly fpsId: string | null
  readonly mobile: string | null
  readonly email: string | null
  /** As written, 12 or 14 digits: the format is unconfirmed, so nothing is computed from it. */
  readonly expiresAt: string | null
  readonly payerMayChangeAmount: boolean
}

/**
 * Reads a code of at most 512 characters. A refusal names the field, inner ones as `26.02`:
 *
 * - a text that is too long as a whole is `00`/`length`, for it has no id of its own;
 * - `00` not first or `63` not last is `format`, absent is `missing`;
 * - a checksum in lower-case hex is as wrong as any other: `63`/`checksum`;
 * - no account at all is `26`/`missing`, an FPS account without a payee `26.02`/`missing`.
 */
export function decodeHkCode(
  text: string,
): { readonly ok: true; readonly code: HkCode } | HkRefusal {
  if (text.length > maxCodeLength) return refuse('00', 'length')
  const outer = readTlv(text)
  if (!outer.ok) return outer
  const fields = outer.fields.slice(0, -1)
  const broken = checkFrame(outer.fields, text)
  if (broken) return broken

  const values = new Map<string, string>()
  for (const { id, value } of fields) {
    values.set(id, value)
    if (!isTemplate(id)) continue
    const inner = readTlv(value)
    if (!inner.ok) return refuse(`${id}.${inner.id}`, inner.reason)
    for (const field of inner.fields) values.set(`${id}.${field.id}`, field.value)
  }
  for (const [id, value] of values) {
    const wrong = checkField(id, value, readingRules.get(id))
    if (wrong) return wrong
  }
  const absent = findAbsent(values)
  if (absent !== null) return refuse(absent, 'missing')
  return { ok: true, code: { fields, ...readMeaning(values) } }
}

/**
 * Writes `fields` and the checksum over them; the rest of a code was read from its fields.
 * Gives back the very text that `decodeHkCode` read.
 */
export function encodeHkCode({ fields }: Pick<HkCode, 'fields'>): string {
  const head = `${writeTlv(fields)}6304`
  return head + crc16(head)
}

/** The checksum before any value: what a damaged code seems to say is no reason to refuse it. */
function checkFrame(fields: readonly TlvField[], text: string): HkRefusal | null {
  const misplaced = (id: string): HkRefusal =>
    refuse(id, fields.some((field) => field.id === id) ? 'format' : 'missing')
  if (fields[0]?.id !== '00') return misplaced('00')
  const last = fields.at(-1)
  if (last?.id !== '63') return misplaced('63')
  if (last.value.length !== 4) return refuse('63', 'length')
  return encodeHkCode({ fields: fields.slice(0, -1) }) === text ? null : refuse('63', 'checksum')
}

function findAbsent(values: ReadonlyMap<string, string>): string | null {
  const ids = [...values.keys()]
  const ownerless = ids.find((id) => id.length === 2 && hasOwner(id) && !values.has(`${id}.00`))
  const payee = ['26.02', '26.03', '26.04'].some((id) => values.has(id))
  return (
    requiredIds.find((id) => !values.has(id)) ??
    (ids.some((id) => id.length === 2 && isAccount(id)) ? null : '26') ??
    (ownerless === undefined ? null : `${ownerless}.00`) ??
    (values.has('26') && !payee ? '26.02' : null)
  )
}

function readMeaning(values: ReadonlyMap<string, string>): Omit<HkCode, 'fields'> {
  const read = (id: string): string | null => values.get(id) ?? null
  const amount = read('54')
  return {
    kind: !values.has('01') ? null : read('01') === '12' ? 'dynamic' : 'static',
    currency: read('53') === '344' ? 'HKD' : 'CNY',
    amount: amount === null ? null : { text: amount, amountMinor: toMinor(amount) },
    merchantName: read('59') ?? '',
    fps: !values.has('26')
      ? null
      : {
          clearingCode: read('26.01'),
          fpsId: read('26.02'),
          mobile: read('26.03'),
          email: read('26.04'),
          expiresAt: read('26.05'),
          payerMayChangeAmount: read('26.06') === '1',
        },
    billNumber: read('62.01'),
    reference: read('62.05'),
  }
}

/** Digits are moved, not multiplied; thirteen of them stay far below the safe integers' end. */
function toMinor(amount: string): number {
  const [whole = '', cents = ''] = amount.split('.')
  return Number(whole + cents.padEnd(2, '0'))
}
