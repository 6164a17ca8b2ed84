/**
 * What became of a call to the Octopus reader, as the counter needs it: whatever a shop can see is
 * one of these, and none is an exception. Pure.
 */
import type { Ended, NoAnswerWhy } from './caller.ts'
import { codeOf, type OctopusCode } from './codes.ts'
import type { RequestOf, ResponseOf } from './messages.ts'

/** The reader could not be opened: what was to be asked has not left. */
export type NotReady = {
  readonly kind: 'notReady'
  readonly why:
    | NoAnswerWhy
    | 'noLine'
    | 'otherVersion'
    /** A simulated reader at a till that takes real payments, or a real one in training. */
    | 'otherEnvironment'
    /** Since the card was polled another store has taken the place of the one that was there. */
    | 'otherStore'
    | 'code'
    | 'tooManyWaiting'
  readonly code: OctopusCode | null
}

/** It may have been carried out. */
type NoAnswer = { readonly kind: 'noAnswer'; readonly why: NoAnswerWhy }

type Coded = { readonly kind: 'code'; readonly code: OctopusCode; readonly text: string }

export type Failed = NotReady | NoAnswer | Coded

/** Refused here: the reader was not asked. */
type NotAsked = {
  readonly kind: 'notAsked'
  readonly why: 'amount' | 'reference' | 'cardNumber' | 'off'
}

/** What a reader says of itself when it is opened. */
export type ReaderFacts = ResponseOf<'init'>

export type PolledCard = ResponseOf<'poll'>
export type PollResult =
  /** `reader`: whose answer it is, and in whose store a deduct is to be kept. */
  | { readonly kind: 'card'; readonly card: PolledCard; readonly reader: ReaderFacts }
  | { readonly kind: 'noCard' }
  | Failed

/** In tens of cents. */
export type Moved = {
  readonly cardNumber: string
  readonly amountTenCents: number
  /** What remains on the card. */
  readonly valueTenCents: number
  readonly deviceId: number
  /** By the reader's clock, in seconds since 1970. */
  readonly timeS: number
}

/** True: not by this request. If the card was charged, it was by an earlier one of the same payment. */
type TookNothing = boolean

export type DeductResult =
  | (Moved & { readonly kind: 'done' })
  /** No card was charged for this reference. */
  | { readonly kind: 'notDone'; readonly code: OctopusCode }
  /** No card was charged for this reference: another payment of this card is incomplete, and comes first. */
  | { readonly kind: 'amountDiffers'; readonly code: OctopusCode }
  /** The card may have been charged. The same one again, with the same amount and reference. */
  | {
      readonly kind: 'incomplete'
      /** What is in the way now: also a card that is gone, or another card. */
      readonly code: OctopusCode
      readonly tookNothing: TookNothing
    }
  /** Nobody knows: the outcome is to be asked for. */
  | {
      readonly kind: 'unknown'
      readonly why: NoAnswerWhy | 'code' | 'otherThing'
      readonly code: OctopusCode | null
      readonly tookNothing: TookNothing
    }
  /** As before: the reader has not looked at it. */
  | NotReady
  | NotAsked

export type OutcomeResult =
  | (Moved & { readonly kind: 'done' })
  | { readonly kind: 'notDone'; readonly code: OctopusCode }
  /** Said by the store that would know: it was not done. */
  | { readonly kind: 'neverSeen' }
  | { readonly kind: 'incomplete'; readonly cardNumber: string; readonly code: OctopusCode }
  /** The other end does not know either: only the card tells. */
  | { readonly kind: 'unclear'; readonly cardNumber: string }
  | {
      readonly kind: 'cannotTell'
      /** `otherStore`: what it has never seen may stand in the store that was there before. */
      readonly why: NotReady['why'] | 'otherThing'
      readonly code: OctopusCode | null
    }
  | NotAsked

export function answerOf<Body>(
  ended: Ended<Body> | NotReady,
): { readonly kind: 'response'; readonly body: Body } | Failed {
  switch (ended.kind) {
    case 'notSent':
      return { kind: 'notReady', why: 'noLine', code: null }
    case 'error':
      return { kind: 'code', code: ended.code, text: ended.text }
    case 'response':
    case 'noAnswer':
    case 'notReady':
      return ended
  }
}

/** Of a deduct or an addition. */
export type AskedMove = RequestOf<'deduct'> & {
  /** Where the card was polled: the request goes to no other store. */
  readonly storeId: string
}

const isOf = (moved: RequestOf<'deduct'>, asked: RequestOf<'deduct'>): boolean =>
  moved.reference === asked.reference &&
  moved.cardNumber === asked.cardNumber &&
  moved.amountTenCents === asked.amountTenCents

const movedOf = ({ cardNumber, amountTenCents, valueTenCents, deviceId, timeS }: Moved): Moved => ({
  cardNumber,
  amountTenCents,
  valueTenCents,
  deviceId,
  timeS,
})

export function deductResult(
  asked: RequestOf<'deduct'>,
  ended: Ended<ResponseOf<'deduct'>> | NotReady,
): DeductResult {
  switch (ended.kind) {
    case 'response':
      return isOf(ended.body, asked)
        ? { kind: 'done', ...movedOf(ended.body) }
        : { kind: 'unknown', why: 'otherThing', code: null, tookNothing: false }
    case 'error':
      return refusedDeduct(ended)
    case 'notSent':
      return { kind: 'notReady', why: 'noLine', code: null }
    case 'notReady':
      return ended
    case 'noAnswer':
      return { kind: 'unknown', why: ended.why, code: null, tookNothing: false }
  }
}

function refusedDeduct({
  code,
  stands,
  sends,
}: Extract<Ended<unknown>, { kind: 'error' }>): DeductResult {
  // Of what it does not name it says nothing, and of an earlier copy nothing either.
  const saysNothing = stands === null && sends > 1
  const tookNothing = code.takesNothing && !saysNothing
  const unknown = { kind: 'unknown', why: 'code', code, tookNothing } as const
  if (code.kind === 'incomplete') return { kind: 'incomplete', code, tookNothing }
  switch (stands) {
    case null:
      return tookNothing ? { kind: 'notReady', why: 'code', code } : unknown
    case 'incomplete':
      return { kind: 'incomplete', code, tookNothing }
    case 'unclear':
    case 'done':
      return unknown
    case 'notDone':
      if (!tookNothing) return unknown
      return { kind: code.kind === 'amountDiffers' ? 'amountDiffers' : 'notDone', code }
  }
}

/** What the counter knows of a request of which it asks the outcome. */
export type AskedOutcome = {
  readonly reference: string
  readonly call: 'deduct' | 'addValue'
  readonly amountTenCents: number
  /** Of the store to which the request was sent. */
  readonly storeId: string
}

/** @param openedStoreId of the store that answers now */
export function outcomeResult(
  asked: AskedOutcome,
  ended: Ended<ResponseOf<'outcome'>> | NotReady,
  openedStoreId: string | null,
): OutcomeResult {
  if (ended.kind === 'notSent') return cannotTell('noLine')
  if (ended.kind === 'error') return cannotTell('code', ended.code)
  if (ended.kind === 'notReady') return cannotTell(ended.why, ended.code)
  if (ended.kind === 'noAnswer') return cannotTell(ended.why)
  const { reference, outcome } = ended.body
  if (reference !== asked.reference) return cannotTell('otherThing')
  const isSameStore = openedStoreId === asked.storeId
  if (outcome.state === 'neverSeen') {
    return isSameStore ? { kind: 'neverSeen' } : cannotTell('otherStore')
  }
  if (outcome.call !== asked.call || outcome.amountTenCents !== asked.amountTenCents) {
    return cannotTell('otherThing')
  }
  const { cardNumber } = outcome
  switch (outcome.state) {
    case 'done':
      return { kind: 'done', ...movedOf(outcome) }
    case 'notDone':
      return isSameStore
        ? { kind: 'notDone', code: codeOf(outcome.code) }
        : cannotTell('otherStore')
    case 'incomplete':
      return { kind: 'incomplete', cardNumber, code: codeOf(outcome.code) }
    case 'unclear':
      return { kind: 'unclear', cardNumber }
  }
}

const cannotTell = (
  why: Extract<OutcomeResult, { kind: 'cannotTell' }>['why'],
  code: OctopusCode | null = null,
): OutcomeResult => ({ kind: 'cannotTell', why, code })
