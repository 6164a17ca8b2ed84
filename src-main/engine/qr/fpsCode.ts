/**
 * Makes the code that asks a payer for money by FPS. It needs no network; that it was shown, or
 * that a payer shows it paid, proves nothing.
 */
import { writeAmount } from '../../../src-shared/money.ts'
import { never } from '../../../src-shared/result.ts'
import { decodeHkCode, encodeHkCode } from './hkCode.ts'
import {
  checkField,
  exactly,
  fpsOwner,
  refuse,
  upTo,
  type HkRefusal,
  type HkRule,
} from './hkRules.ts'
import { charactersOf, maxValueCharacters, writeTlv, type TlvField } from './tlv.ts'

export type FpsAccount =
  /** 7 or 9 digits. */
  | { readonly kind: 'fpsId'; readonly fpsId: string }
  /** `+852-` and 8 digits; the clearing code names the bank by 3 digits. */
  | { readonly kind: 'mobile'; readonly clearingCode?: string | null; readonly mobile: string }
  | { readonly kind: 'email'; readonly clearingCode?: string | null; readonly email: string }

export type FpsCodeRequest = {
  readonly account: FpsAccount
  /** Cents; null leaves the amount to the payer. */
  readonly amountMinor: number | null
  /** Off unless asked for, and only written beside an amount. */
  readonly payerMayChangeAmount?: boolean
  /**
   * `YYMMDDhhmmss` or `YYYYMMDDhhmmss`. Which of them banks honour is unconfirmed, so it is
   * written only when given.
   */
  readonly expiresAt?: string | null
  /** `NA` will do; what is beyond 25 characters is left out. */
  readonly merchantName: string
  readonly reference: string | null
  readonly billNumber?: string | null
  /** A setting of the account: it has a merchant service. */
  readonly referenceAllowed: boolean
}

/**
 * Writes strictly, where `decodeHkCode` reads leniently; a refusal names the field that was
 * asked for wrongly.
 *
 * The reference and the bill number are written only when `referenceAllowed`: a bank's app
 * refuses a code that carries one when the account has no merchant service. Where it has, one of
 * them is demanded, and must be new for each sale: without it the answer is `62.05`/`missing`.
 *
 * A code with an amount, a reference or a time limit is for one sale and says `dynamic`.
 */
export function makeFpsCode(
  request: FpsCodeRequest,
): { readonly ok: true; readonly text: string } | HkRefusal {
  const inner = accountFields(request)
  const additional = request.referenceAllowed ? referenceFields(request) : []
  if (request.referenceAllowed && additional.length === 0) return refuse('62.05', 'missing')
  if (request.amountMinor !== null && !isPayable(request.amountMinor)) return refuse('54', 'format')
  const amount = request.amountMinor === null ? null : writeAmount(request.amountMinor, 'plain')
  const name = fitName(request.merchantName)

  const asked = [
    ...inner.map(within('26')),
    ...field('54', amount),
    { id: '59', value: name },
    ...additional.map(within('62')),
  ]
  for (const { id, value } of asked) {
    if (value === '') return refuse(id, 'missing')
    const wrong = checkField(id, value, writingRules.get(id))
    if (wrong) return wrong
  }
  const account = writeTlv(inner)
  // Nothing else in the template can grow.
  if (charactersOf(account).length > maxValueCharacters) return refuse('26.04', 'length')

  const forOneSale =
    amount !== null || additional.length > 0 || (request.expiresAt ?? null) !== null
  const text = encodeHkCode({
    fields: [
      { id: '00', value: '01' },
      { id: '01', value: forOneSale ? '12' : '11' },
      { id: '26', value: account },
      { id: '52', value: '0000' },
      { id: '53', value: '344' },
      ...field('54', amount),
      { id: '58', value: 'HK' },
      { id: '59', value: name },
      { id: '60', value: 'HK' },
      ...field('62', additional.length > 0 ? writeTlv(additional) : null),
    ],
  })
  const read = decodeHkCode(text)
  if (!read.ok) throw new Error(`wrote a code that does not read: ${read.id} ${read.reason}`)
  return { ok: true, text }
}

const maxNameCharacters = 25

const writingRules: ReadonlyMap<string, HkRule> = new Map<string, HkRule>([
  ['26.01', { fits: exactly(3), form: /^\d+$/u }],
  ['26.02', { fits: exactly(7, 9), form: /^\d+$/u }],
  ['26.03', { fits: upTo(maxValueCharacters), form: /^\+852-\d{8}$/u }],
  ['26.04', { fits: upTo(maxValueCharacters), form: /^[!-?A-~]+@[!-?A-~]+$/u }],
  [
    '26.05',
    {
      fits: exactly(12, 14),
      form: /^(?:20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){2}$/u,
    },
  ],
  ['54', { fits: upTo(13), form: /^\d+\.\d\d$/u }],
  ['59', { fits: upTo(maxNameCharacters), form: /^[^\p{Cc}\p{Cs}]+$/u }],
  // ANS taken as printable ASCII: a reference has to come back from the bank as it was sent.
  ['62.01', { fits: upTo(25), form: /^[ -~]+$/u }],
  ['62.05', { fits: upTo(25), form: /^[ -~]+$/u }],
])

const isPayable = (amountMinor: number): boolean =>
  Number.isSafeInteger(amountMinor) && amountMinor > 0

/** A long shop name must never stop a sale, and is never cut within a character. */
const fitName = (name: string): string =>
  charactersOf(name.trim()).slice(0, maxNameCharacters).join('').trimEnd()

function accountFields(request: FpsCodeRequest): readonly TlvField[] {
  const mayChange = request.payerMayChangeAmount === true && request.amountMinor !== null
  return [
    { id: '00', value: fpsOwner },
    ...payeeFields(request.account),
    ...field('05', request.expiresAt),
    ...field('06', mayChange ? '1' : null),
  ]
}

function payeeFields(account: FpsAccount): readonly TlvField[] {
  switch (account.kind) {
    case 'fpsId':
      return [{ id: '02', value: account.fpsId }]
    case 'mobile':
      return [...field('01', account.clearingCode), { id: '03', value: account.mobile }]
    case 'email':
      return [...field('01', account.clearingCode), { id: '04', value: account.email }]
    default:
      return never(account)
  }
}

const referenceFields = (request: FpsCodeRequest): readonly TlvField[] => [
  ...field('01', request.billNumber),
  ...field('05', request.reference),
]

const field = (id: string, value: string | null | undefined): readonly TlvField[] =>
  value === null || value === undefined ? [] : [{ id, value }]

const within =
  (template: string) =>
  ({ id, value }: TlvField): TlvField => ({ id: `${template}.${id}`, value })
