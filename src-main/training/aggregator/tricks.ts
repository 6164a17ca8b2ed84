/**
 * What goes wrong on the way or in the aggregator, one thing for one request. A trainer brings it
 * about by the deed of a payment, a test by a script.
 */

export type Trick =
  /** Done at once, answered after this time. */
  | { readonly kind: 'answerAfter'; readonly ms: number }
  /** It never arrived. */
  | { readonly kind: 'loseRequest' }
  /** Done, and the answer is lost. */
  | { readonly kind: 'loseAnswer' }
  /** Done, and the line breaks after this many bytes of the answer, its head included. */
  | { readonly kind: 'cutAt'; readonly byte: number }
  /**
   * `done` left out: a request that is answered with 5xx was done all the same, one that is
   * answered with 429 was not, as the contract has it.
   */
  | {
      readonly kind: 'status'
      readonly status: 500 | 503 | 429
      readonly retryAfterS?: number
      readonly done?: boolean
    }
  /** Done, and answered with something else; it is signed, so that only its meaning is missing. */
  | { readonly kind: 'garbage' }
  | { readonly kind: 'wrongSignature' }
  | { readonly kind: 'noSignature' }
  /** Done, and answered with what was answered last, as it was. */
  | { readonly kind: 'replayAnswer' }
  // Lies, rightly signed.
  | { readonly kind: 'otherAmount'; readonly minor: number }
  | { readonly kind: 'otherCurrency' }
  | { readonly kind: 'otherMerchant' }
  | { readonly kind: 'otherId' }
  | { readonly kind: 'unknownState' }
  /** Of a refund: the provider does not give it back. */
  | { readonly kind: 'failRefund' }
  // Of a stream: all its events.
  | { readonly kind: 'eventTwice' }
  | { readonly kind: 'eventsBackwards' }
  | { readonly kind: 'eventGarbage' }

export type ScriptedCall = {
  /** As the table of calls names it: `putPayment`. */
  readonly name: string
  readonly path: string
  /** 1 for the first call of this name. */
  readonly count: number
}

/** Asked about each request that comes; null: nothing goes wrong. */
export type Script = (call: ScriptedCall) => Trick | null

/** Another id than the one asked for, as a mix-up would bring it. */
const foreignId = '01890000-0000-7000-8000-00000000ffff'

/** @returns what is said instead of the truth about a payment or a refund */
export function lieOf(trick: Trick | null, body: Readonly<Record<string, unknown>>) {
  const amount = body['amount']
  const isMoney = typeof amount === 'object' && amount !== null
  switch (trick?.kind) {
    case 'otherAmount':
      return isMoney ? { ...body, amount: { ...amount, amountMinor: trick.minor } } : body
    case 'otherCurrency':
      return isMoney ? { ...body, amount: { ...amount, currency: 'USD' } } : body
    case 'otherMerchant':
      return { ...body, merchant: 'SOMEBODY ELSE' }
    case 'otherId':
      return { ...body, id: foreignId }
    case 'unknownState':
      return { ...body, state: 'resting' }
    default:
      return body
  }
}
