/** Which scheme a card belongs to, by what the terminal says of it; what it does not say is not guessed. */
import type { Scheme } from '../../../../src-shared/cardFacts.ts'

/** Registered application providers (ISO/IEC 7816-5, EMV): the first ten digits of an application's id. */
const byProvider: Readonly<Record<string, Scheme>> = {
  A000000003: 'visa',
  A000000004: 'mastercard',
  A000000333: 'unionpay',
  A000000025: 'amex',
  A000000065: 'jcb',
  A000000152: 'diners',
  A000000324: 'discover',
}

/** As terminals write them on their slips. */
const byName: readonly (readonly [RegExp, Scheme])[] = [
  [/^visa/u, 'visa'],
  [/^(?:master|mc$|maestro)/u, 'mastercard'],
  [/^(?:union ?pay|cup$|cup |upi$|china union)/u, 'unionpay'],
  [/^(?:amex|american express)/u, 'amex'],
  [/^jcb/u, 'jcb'],
  [/^(?:diners|dci$)/u, 'diners'],
  [/^discover/u, 'discover'],
  [/^eps/u, 'eps'],
]

/** @param names what the terminal calls it, the most telling first */
export function schemeOf(
  applicationId: string | null,
  ...names: readonly (string | null)[]
): Scheme | null {
  const byId = byProvider[(applicationId ?? '').slice(0, 10)]
  if (byId !== undefined) return byId
  for (const name of names) {
    const plain = (name ?? '').trim().toLowerCase()
    const found = byName.find(([pattern]) => pattern.test(plain))
    if (found) return found[1]
  }
  return null
}

const wallets = [
  [/apple ?pay/iu, 'Apple Pay'],
  [/google ?pay|android ?pay|g ?pay/iu, 'Google Pay'],
  [/samsung ?pay/iu, 'Samsung Pay'],
  [/huawei ?pay/iu, 'Huawei Pay'],
] as const

/** @returns null: the terminal does not tell, as most do not */
export function walletOf(...texts: readonly (string | null)[]): string | null {
  const said = texts.join(' ')
  return wallets.find(([pattern]) => pattern.test(said))?.[1] ?? null
}
