/** What an Octopus reader says of a payment, in the words that every channel's answer has. Pure. */
import type { AskedMove, Moved, PolledCard, ReaderFacts } from './results.ts'
import { hkd, minorOfTenCents } from '../../../../src-shared/money.ts'
import {
  octopusFactsSchema,
  octopusRefusals,
  writeRefusal,
  type OctopusFacts,
  type OctopusRefusal,
} from '../../../../src-shared/octopusFacts.ts'
import type { ChannelAnswer } from '../../channels/channel.ts'
import type { Body } from '../../journal/kinds.ts'
import type { OctopusCode } from './codes.ts'
import type { OctopusAttempt, OctopusTask } from './octopusBooks.ts'

type Told = Extract<ChannelAnswer, { kind: 'state' }>
export type About = Pick<OctopusTask, 'paymentId' | 'amountMinor'> & { readonly merchant: string }

const state = (
  { paymentId, amountMinor, merchant }: About,
  of: Pick<Told, 'state'> & Partial<Told>,
): Told => ({
  kind: 'state',
  paymentId,
  amount: hkd(amountMinor),
  merchant,
  providerReference: null,
  creditedMinor: 0,
  credits: [],
  code: null,
  wallet: null,
  refusal: null,
  octopus: null,
  ...of,
})

/** A card is awaited, and nothing was taken. */
export const awaits = (about: About): Told => state(about, { state: 'awaitingPayer' })
/** A card is being charged. */
export const charging = (about: About): Told => state(about, { state: 'processing' })
/** Nothing was taken, and nothing will be. */
export const ended = (about: About): Told => state(about, { state: 'closed' })

/** Nobody knows now, and the reader does as it should. */
export const untold = (reason: string): ChannelAnswer => ({
  kind: 'noAnswer',
  reason,
  alive: true,
})

export const paid = (about: About, octopus: OctopusFacts): Told =>
  state(about, { state: 'succeeded', creditedMinor: about.amountMinor, octopus })

/** @param octopus what is on the card, where it was read */
export const refused = (
  about: About,
  why: OctopusRefusal,
  code: number | null,
  octopus: OctopusFacts | null,
): Told => state(about, { state: 'failed', refusal: writeRefusal(why, code), octopus })

/** In a payment's words why its card was refused. */
export function refusalOf({ name, kind }: OctopusCode): OctopusRefusal {
  if (kind === 'amountDiffers') return 'otherIncomplete'
  return octopusRefusals.find((why) => why === name) ?? 'readerFault'
}

const two = (value: number): string => String(value).padStart(2, '0')

const lastAddValueOf = ({ lastAddValue: last }: PolledCard): OctopusFacts['lastAddValue'] =>
  last && { date: `${last.year}-${two(last.month)}-${two(last.day)}`, by: last.by }

/** What is journaled before this card is charged. */
export const askedBody = (
  asked: AskedMove,
  { card, reader }: { readonly card: PolledCard; readonly reader: ReaderFacts },
  digest: string,
  channel: string,
): Body<'octopus.asked'> => ({
  v: 1,
  channel,
  reference: asked.reference,
  amountMinor: minorOfTenCents(asked.amountTenCents),
  card: digest,
  valueMinor: minorOfTenCents(card.valueTenCents),
  hidesValue: card.hidesValue,
  lastAddValue: lastAddValueOf(card),
  deviceId: reader.deviceId,
  locationId: reader.locationId,
  storeId: reader.storeId,
  timeS: card.timeS,
})

/** Of a payment that was taken: what receipts show. @param attempt the last request of it */
export const factsOf = (
  attempt: OctopusAttempt,
  { valueTenCents, deviceId, timeS }: Pick<Moved, 'valueTenCents' | 'deviceId' | 'timeS'>,
): OctopusFacts => ({
  card: attempt.card,
  deviceId,
  locationId: attempt.locationId,
  valueMinor: attempt.hidesValue === 1 ? null : minorOfTenCents(valueTenCents),
  lastAddValue: octopusFactsSchema.shape.lastAddValue.parse(JSON.parse(attempt.lastAddValue)),
  timeS,
})

/** Of a card that was refused: what is on it. */
export const factsOfRefused = (
  { card, reader }: { readonly card: PolledCard; readonly reader: ReaderFacts },
  digest: string,
): OctopusFacts => ({
  card: digest,
  deviceId: reader.deviceId,
  locationId: reader.locationId,
  valueMinor: card.hidesValue ? null : minorOfTenCents(card.valueTenCents),
  lastAddValue: lastAddValueOf(card),
  timeS: card.timeS,
})
