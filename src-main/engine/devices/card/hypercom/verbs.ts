/**
 * What a till asks a Hypercom terminal, in its codes and fields, and what its answers mean.
 * Source: as `frame.ts`. Codes differ between acquirers: what does is in the profile.
 */
import {
  noFacts,
  told,
  terminalTime,
  type Outcome,
  type TerminalReply,
  type TerminalTotals,
  type TransactionFacts,
} from '../reply.ts'
import { schemeOf, walletOf } from '../scheme.ts'
import type { Final } from '../settles.ts'
import type { HypercomMessage, HypercomRequest } from './frame.ts'

export type HypercomProfile = {
  readonly form: 'base' | 'nets'
  /** Some acquirers void with 40. */
  readonly voidCode: '26' | '40'
  /** Says that more follows even in the only frame, as some terminals want it. */
  readonly saysMore?: boolean
  /** By which the terminal or its host gives up: whether the card was charged, neither of them says. */
  readonly unclearCodes?: readonly string[]
}

type Verb = Final['verb'] | 'lineTest'

/** With a NETS header: purchase, and no void; the last transaction can be asked for. */
const netsCodes = { sale: '30', last: '56', settle: '81', lineTest: '55' } as const
const netsVersion = '01'
/** What concerns no payment has none of our numbers. */
const ofNothing = '000000000000'
/** All hosts that the terminal has. */
const allHosts = ['HN', '999'] as const

const codesOf = ({ form, voidCode }: HypercomProfile): Readonly<Partial<Record<Verb, string>>> =>
  form === 'nets'
    ? netsCodes
    : { sale: '20', void: voidCode, settle: '50', totals: '90', lineTest: 'D0' }

/** What the profile's terminal can be asked at all. */
export const hypercomCan = (profile: HypercomProfile, verb: Verb): boolean =>
  codesOf(profile)[verb] !== undefined

/**
 * @param asked `amountMinor` in cents; `reference`: 12 digits, with a NETS header only; `trace` of the transaction to void
 * @returns the request. Throws where the profile's terminal cannot be asked that: a screen must not have offered it
 */
export function hypercomRequest(
  profile: HypercomProfile,
  verb: Verb,
  asked: { readonly amountMinor?: number; readonly reference?: string; readonly trace?: string },
): HypercomRequest {
  const code = codesOf(profile)[verb]
  if (code === undefined) throw new Error(`this terminal cannot be asked for ${verb}`)
  const { amountMinor, reference, trace } = asked
  const { saysMore = false } = profile
  const fields: (readonly [string, string])[] = []
  if (verb === 'sale' && profile.form === 'nets') fields.push(['T2', '01'])
  if (amountMinor !== undefined) fields.push(['40', String(amountMinor).padStart(12, '0')])
  if (trace !== undefined) fields.push(['65', trace])
  if (verb === 'settle' || verb === 'totals') fields.push(allHosts)
  if (profile.form === 'nets') {
    if (verb === 'sale' && reference === undefined) throw new Error('a sale needs a reference')
    const header = { form: 'nets', ecn: reference ?? ofNothing } as const
    return { header, code, response: netsVersion, more: saysMore, fields }
  }
  // A line test is asked as if it were an answer.
  const indicator = verb === 'lineTest' ? '1' : '0'
  const header = { form: 'base', indicator } as const
  return { header, code, response: '00', more: saysMore, fields }
}

const usuallyUnclear = ['TO', 'EN', 'HS']

function outcomeOf({ unclearCodes = usuallyUnclear }: HypercomProfile, response: string): Outcome {
  if (response === '00') return 'approved'
  if (unclearCodes.includes(response)) return 'unclear'
  return response === 'US' ? 'cancelled' : 'declined'
}

export function readHypercom(profile: HypercomProfile, message: HypercomMessage): TerminalReply {
  const { header, code, response, fields } = message
  const verbs = Object.entries(codesOf(profile)) as readonly (readonly [Verb, string])[]
  const verb = verbs.find(([, one]) => one === code)?.[0]
  if (verb === undefined || isRequest(message)) return { kind: 'other' }
  if (verb === 'lineTest') return { kind: response === '00' ? 'ready' : 'busy' }
  const text = told(fields.get('02'))
  return {
    kind: 'final',
    verb,
    outcome: outcomeOf(profile, response),
    code: response,
    text,
    facts: factsOf(message, header.form === 'nets' ? header.ecn : null),
    totals: verb === 'settle' || verb === 'totals' ? totalsOf(fields) : null,
  }
}

/** Of all hosts together, as it was asked. */
function totalsOf(fields: ReadonlyMap<string, string>): TerminalTotals | null {
  const count = fields.get('H1') ?? ''
  const amount = fields.get('H2') ?? ''
  return /^\d{1,6}$/u.test(count) && /^-?\d{1,12}$/u.test(amount)
    ? { count: Number(count), amountMinor: Number(amount) }
    : null
}

const isRequest = ({ header, code }: HypercomMessage): boolean =>
  header.form === 'base' && header.indicator === (code === 'D0' ? '1' : '0')

function factsOf(
  { fields, cardNumber }: HypercomMessage,
  reference: string | null,
): TransactionFacts {
  const applicationId = told(fields.get('EF'))
  const issuer = told(fields.get('D2'))
  const label = told(fields.get('EG'))
  const amount = fields.get('40')
  return {
    ...noFacts,
    amountMinor: amount !== undefined && /^\d{12}$/u.test(amount) ? Number(amount) : null,
    reference,
    approvalCode: told(fields.get('01')),
    trace: told(fields.get('65')),
    batch: told(fields.get('50')),
    terminalId: told(fields.get('16')),
    merchantId: told(fields.get('D1')),
    retrievalReference: told(fields.get('D3')),
    time: terminalTime(fields.get('03'), fields.get('04')),
    cardNumber,
    scheme: schemeOf(applicationId, issuer, label),
    wallet: walletOf(issuer, label),
    applicationId,
  }
}
