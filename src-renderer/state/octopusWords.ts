/** An Octopus in words: what is going on at its reader, and what the reader told of it. */
import type { PaymentState, PaymentView } from '../../src-shared/contract/sale.ts'
import type { MethodId } from '../../src-shared/methods.ts'
import { methodRow } from '../../src-shared/methods.ts'
import { showAmount, showTenCents } from '../../src-shared/money.ts'
import { readRefusal } from '../../src-shared/octopusFacts.ts'
import { fill, type Texts } from '../../src-shared/texts/index.ts'
import { showStamp } from '../../src-shared/texts/show.ts'

export const isAtReader = ({ flow }: Pick<PaymentView, 'flow'>): boolean => flow === 'octopusReader'

export const isOctopusMethod = (method: MethodId): boolean =>
  methodRow(method).flow === 'octopusReader'

type Step = keyof Texts['octopus']['steps']

/** While the customer stands there: an ended one needs nothing at the reader. */
const coached: ReadonlySet<PaymentState> = new Set([
  'created',
  'submitting',
  'awaitingPayer',
  'processing',
  'unknown',
  'closing',
])

/** A card is charged in none of these, but for one that is being charged right now. */
const untouched: ReadonlySet<PaymentState> = new Set(['created', 'submitting', 'awaitingPayer'])

/** What is to be done at the reader now; null: nothing, or not any more. */
export function readerStep(payment: PaymentView): Step | null {
  const { state, reader, atRisk } = payment
  if (!isAtReader(payment) || !coached.has(state) || atRisk) return null
  if (state === 'closing') return 'closing'
  const nothingTaken = untouched.has(state) && (reader?.letGoAtMs ?? null) === null
  const step = reader?.step ?? 'away'
  if (step === 'away') return nothingTaken ? 'away' : 'awayUnknown'
  // Whatever it was at when it was asked last is not what it is asked now.
  if (state === 'created' || (state === 'submitting' && step === 'tap')) return 'starting'
  return step
}

/** Steps at which one certain Octopus has to come. */
const needsThatCard: ReadonlySet<Step> = new Set(['sameCard', 'otherCard', 'cardTells'])

export type Coach = {
  readonly step: Step
  /** The state in a word or two. */
  readonly word: string
  /** What is so with the money. */
  readonly money: string
  /** What to do, to be read at an arm's length. */
  readonly ask: string
  /** The Octopus that has to come, as it is printed on it; null: any, or the ask names it. */
  readonly number: string | null
}

/** What the cashier says and the customer does, one step at a time; null: nothing at the reader. */
export function coachOf({ octopus: words }: Texts, payment: PaymentView): Coach | null {
  const step = readerStep(payment)
  if (step === null) return null
  const number = needsThatCard.has(step) ? numberOf(payment) : null
  const { word, money } = words.steps[step]
  // It was erased meanwhile: then only whoever holds it can know which.
  const named = step === 'otherCard' && number !== null
  const ask = named
    ? fill(words.steps.otherCard.ask, { number })
    : words.steps[step === 'otherCard' ? 'sameCard' : step].ask
  return { step, word, money, ask, number: named ? null : number }
}

/** The Octopus that may have been charged. */
const numberOf = ({ reader, octopus }: PaymentView): string | null =>
  reader?.cardNumber ?? octopus?.cardNumber ?? null

/** Steps at which the reader has to answer, and silence is its own. */
const answers: ReadonlySet<Step> = new Set(['starting', 'reading', 'asking', 'closing'])

/** Whether it has been silent for so long that somebody should look at it. */
export function needsHelp(payment: PaymentView, nowMs: number): boolean {
  const step = readerStep(payment)
  const { reader } = payment
  // Of a line that is gone the step says the same already.
  if (!reader || step === null || step === 'away' || step === 'awayUnknown') return false
  return nowMs >= reader.helpAtMs && (answers.has(step) || !reader.there)
}

/** What the state of an Octopus means; null: what is said of every other payment. */
export function octopusSentences(texts: Texts, payment: PaymentView): readonly string[] | null {
  if (!isAtReader(payment)) return null
  const { words } = texts.octopus
  const coach = coachOf(texts, payment)
  if (coach) return [coach.money, coach.ask]
  switch (payment.state) {
    case 'unknown':
      return [words.freed]
    case 'failed':
      return refusalSentences(texts, payment)
    case 'closed':
      return payment.closeReason === 'expired' ? [words.noCard, texts.words.notPaid] : null
    case 'succeeded': {
      const valueMinor = payment.octopus?.valueMinor ?? null
      if (payment.byHand !== null || valueMinor === null) return null
      return [texts.words.succeeded, fill(words.remaining, { value: showTenCents(valueMinor) })]
    }
    default:
      return null
  }
}

/**
 * What the card lacks; null: it was refused for another reason.
 * @internal
 */
export function shortfallOf(payment: PaymentView): {
  /** null: the card does not want it shown. */
  readonly remainingMinor: number | null
  readonly shortMinor: number
} | null {
  if (!isAtReader(payment) || payment.state !== 'failed') return null
  if (readRefusal(payment.refusal)?.why !== 'notEnoughValue') return null
  const remainingMinor = payment.octopus?.valueMinor ?? null
  return { remainingMinor, shortMinor: payment.amountMinor - Math.max(0, remainingMinor ?? 0) }
}

/**
 * How much to take another way, so that what is left of the sale fits on the card that was refused
 * last: in multiples of 10 cents; null: it holds nothing, or does not tell how much.
 * @param dueMinor what is left of the sale in coins, in cents
 */
export function splitMinor(payment: PaymentView, dueMinor: number): number | null {
  const remainingMinor = shortfallOf(payment)?.remainingMinor ?? null
  if (remainingMinor === null || remainingMinor <= 0 || remainingMinor >= dueMinor) return null
  return dueMinor - remainingMinor
}

/** First that nothing was taken, then what may be done, then the reader's own number of it. */
function refusalSentences(texts: Texts, payment: PaymentView): readonly string[] {
  const refusal = readRefusal(payment.refusal)
  const { octopus: words } = texts
  // Why not, somebody has put in words of his own.
  if (refusal === null) return [words.words.notTaken]
  return [
    words.refusals[refusal.why],
    ...shortfallWords(texts, payment),
    ...(refusal.code === null ? [] : [codeWords(texts, refusal.code)]),
  ]
}

function shortfallWords({ octopus: { shortfall } }: Texts, payment: PaymentView): string[] {
  const short = shortfallOf(payment)
  if (short === null) return []
  const { remainingMinor, shortMinor } = short
  if (remainingMinor === null) return [shortfall.hidden]
  const facts = { value: showTenCents(remainingMinor), short: showAmount(shortMinor) }
  const remains = fill(shortfall.remains, facts)
  // Where there is something on it, the split is offered beside this.
  return remainingMinor > 0 ? [remains] : [remains, shortfall.otherMeans]
}

export const codeWords = ({ octopus }: Texts, code: number): string =>
  fill(octopus.face.code, { code })

/** Why it was refused, or why nobody knows, as the journal has it; null: in somebody else's words. */
export function readerReason(texts: Texts, reason: string | null): string | null {
  const { refusals, lost } = texts.octopus
  const refusal = readRefusal(reason)
  const [word, digits] = (reason ?? '').split(' ')
  const known: Readonly<Record<string, string>> = lost
  const words = refusal === null ? known[word ?? ''] : refusals[refusal.why]
  if (words === undefined) return null
  const code = Number(digits ?? '')
  return code > 0 ? `${words} ${codeWords(texts, code)}` : words
}

type Facts = NonNullable<PaymentView['octopus']>

/** `Octopus 88888888`, `Remaining value HK$46.5`: what stands beside its name; empty where nothing is told. */
export function octopusNotes(
  { octopus: { notes } }: Texts,
  { octopus }: Pick<PaymentView, 'octopus'>,
): readonly string[] {
  if (octopus === null) return []
  const { cardNumber, valueMinor } = octopus
  return [
    cardNumber === null ? '' : fill(notes.number, { number: cardNumber }),
    valueMinor === null ? '' : fill(notes.remaining, { value: showTenCents(valueMinor) }),
  ].filter((text) => text !== '')
}

/** Everything that the reader told, by the names on a receipt. */
export function octopusFacts(
  { octopus: { facts } }: Texts,
  octopus: Facts,
): readonly (readonly [string, string])[] {
  const { cardNumber, valueMinor, lastAddValue } = octopus
  return [
    [facts.number, cardNumber ?? facts.erased],
    [facts.deviceId, String(octopus.deviceId)],
    [facts.locationId, String(octopus.locationId)],
    [facts.remaining, valueMinor === null ? facts.hidden : showTenCents(valueMinor)],
    ...(lastAddValue === null
      ? []
      : ([
          [
            facts.lastAddValue,
            fill(facts.addedBy, { date: lastAddValue.date, by: facts.by[lastAddValue.by] }),
          ],
        ] as const)),
    [facts.time, showStamp(octopus.timeS * 1000)],
  ]
}

/** What to do about one that nobody knows of, while the till waits for it; null: it does not. */
export function readerTrayWords(texts: Texts, payment: PaymentView): readonly string[] | null {
  const coach = coachOf(texts, payment)
  return coach && [coach.ask, texts.octopus.tray.atTill]
}

/** And after its sale went on without it; empty of any other. */
export function comesBackWords({ octopus: { tray } }: Texts, payment: PaymentView): string[] {
  if (!isAtReader(payment) || payment.state !== 'unknown' || !payment.atRisk) return []
  const number = numberOf(payment)
  const back = number === null ? tray.comesBack : fill(tray.comesBackNumber, { number })
  return [back, tray.never]
}

/** What the customer is told of it meanwhile, in his words; null: as of every other payment. */
export function readerTells({ octopus: { tells } }: Texts, payment: PaymentView): string | null {
  if (!isAtReader(payment)) return null
  if (payment.state === 'unknown' && payment.atRisk) return tells.freed
  const step = readerStep(payment)
  if (step !== null && needsThatCard.has(step)) return tells.again
  return step === 'reading' ? tells.keep : null
}
