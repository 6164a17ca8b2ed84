/**
 * All that is ever asked of an NFC module: is it one, is there an Octopus, and the one block of it
 * that anybody may read. Nothing here can write to a card or open it with a key, and nothing else
 * makes a frame for the module. Pure.
 *
 * Sources: the commands, NXP's PN532 user manual, 7.2 and 7.3; "Read Without Encryption", Sony's
 * FeliCa Card User's Manual; system 8008, service 0117, block 0 and the value in it, the public
 * readers of Octopus cards (Metrodroid, FareBot, HOCC2011/Universal-Card-Reader).
 */
import { encodeFrame } from './frame.ts'

export type ModuleRequest =
  /** "SAMConfiguration", normal: a reader, and no card. */
  | { readonly ask: 'normalMode' }
  | { readonly ask: 'firmware' }
  /** "InListPassiveTarget": answered once there is a card that knows the system of Octopus. */
  | { readonly ask: 'poll' }
  /** "InDataExchange" with "Read Without Encryption". */
  | { readonly ask: 'read'; readonly card: FelicaCard }
  | { readonly ask: 'release' }

/** Never leaves the driver: its number is the card's for ever, and so tells who stands there. */
export type FelicaCard = { readonly idm: Uint8Array }

const toModule = 0xd4
const fromModule = 0xd5

const commands = {
  firmware: 0x02,
  normalMode: 0x14,
  poll: 0x4a,
  read: 0x40,
  release: 0x52,
} as const

/** There is one card at a time. */
const onlyCard = 1
const felica212 = 0x01
/** Polling (00) of system 8008, which a card is to name (01), in one time slot. */
const octopusPolling = [0x00, 0x80, 0x08, 0x01, 0x00]
const readWithoutEncryption = 0x06
/** One service, 0117, its low byte first; one block of it, number 0. */
const balanceBlock = [0x01, 0x17, 0x01, 0x01, 0x80, 0x00]
const idmBytes = 8
const blockBytes = 16

/** @returns the frame */
export function requestFrame(request: ModuleRequest): Uint8Array {
  return encodeFrame(Uint8Array.from([toModule, commands[request.ask], ...parametersOf(request)]))
}

function parametersOf(request: ModuleRequest): readonly number[] {
  switch (request.ask) {
    case 'firmware':
      return []
    case 'normalMode':
      return [0x01]
    case 'poll':
      return [onlyCard, felica212, ...octopusPolling]
    case 'read': {
      const { idm } = request.card
      if (idm.length !== idmBytes) throw new Error('no card has such a number')
      const command = [readWithoutEncryption, ...idm, ...balanceBlock]
      // The length counts itself.
      return [onlyCard, command.length + 1, ...command]
    }
    case 'release':
      return [onlyCard]
  }
}

/** What a frame is to whoever asked. */
export type Heard =
  | { readonly kind: 'answer'; readonly body: Uint8Array }
  /** The module did not understand what it was asked. */
  | { readonly kind: 'refused' }
  /** Of something that was given up. */
  | { readonly kind: 'other' }
  /** Whatever sends that is no module: an echo of our own, say. */
  | { readonly kind: 'stranger' }

/** @param data of a frame from the line */
export function heardOf(request: ModuleRequest, data: Uint8Array): Heard {
  const [direction, code] = data
  if (data.length === 1 && direction === 0x7f) return { kind: 'refused' }
  if (direction !== fromModule || code === undefined) return { kind: 'stranger' }
  return code === commands[request.ask] + 1
    ? { kind: 'answer', body: data.slice(2) }
    : { kind: 'other' }
}

/** @returns its firmware, as `1.6`; null: it is no PN532 */
export function readFirmware(body: Uint8Array): string | null {
  const [chip, version, revision] = body
  return body.length === 4 && chip === 0x32 ? `${version}.${revision}` : null
}

export type Polled =
  | { readonly kind: 'none' }
  | { readonly kind: 'octopus'; readonly card: FelicaCard }
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed' }

export function readPolled(body: Uint8Array): Polled {
  const [count, target, length, response] = body
  if (count === 0 && body.length === 1) return { kind: 'none' }
  // Number, length and card: 01, IDm and PMm, and of newer cards the system that was asked for.
  const isCard = count === 1 && target === onlyCard && response === 0x01
  const isWhole = (length === 18 || length === 20) && body.length === 2 + length
  if (!isCard || !isWhole) return { kind: 'malformed' }
  const system = body.slice(20)
  if (system.length === 2 && (system[0] !== 0x80 || system[1] !== 0x08)) return { kind: 'other' }
  return { kind: 'octopus', card: { idm: body.slice(4, 4 + idmBytes) } }
}

export type BlockRead =
  | { readonly kind: 'block'; readonly block: Uint8Array }
  /** The card has no such service, or none that is open. */
  | { readonly kind: 'sealed' }
  /** It did not answer, or not all of it arrived: taken away, most likely. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'malformed' }

export function readBlock(body: Uint8Array, { idm }: FelicaCard): BlockRead {
  const [status, length, response] = body
  if (status === undefined) return { kind: 'malformed' }
  // Any error of the module is one of the air between them.
  if (status !== 0) return { kind: 'lost' }
  const isOfCard = idm.every((byte, at) => body[3 + at] === byte)
  if (length !== body.length - 1 || response !== readWithoutEncryption + 1 || !isOfCard) {
    return { kind: 'malformed' }
  }
  const [flag, , blocks] = body.subarray(3 + idmBytes)
  if (flag !== undefined && flag !== 0) return { kind: 'sealed' }
  const block = body.slice(6 + idmBytes)
  return flag === 0 && blocks === 1 && block.length === blockBytes
    ? { kind: 'block', block }
    : { kind: 'malformed' }
}

/** What a card may hold at most: HK$3,000. */
const mostTenCents = 30_000
/** A card keeps how far it is above the lowest value that it may have. */
const limitTenCents = 500
const olderLimitTenCents = 350

/** In steps of ten cents; may be below nothing. */
export type OctopusValue = {
  /** Of a card that may go down to minus HK$50: those on loan since 2017-10-01, and phones. */
  readonly valueTenCents: number
  /** Of one that may go down to minus HK$35: issued before, or sold. Null: none of those holds so much. */
  readonly olderValueTenCents: number | null
}

/**
 * What is kept is the value plus the card's own limit, and the limit stands nowhere in what may be
 * read: so there are two values, HK$15 apart, and whoever shows one shows both. The date that goes
 * with it is that of the card's issue, as Octopus says of the limit. Metrodroid and FareBot take
 * the day of reading for it, knowing no better (metrodroid issue 635: "I don't actually know");
 * cards of before that are read today with 350 by what they show at a shop
 * (HOCC2011/Universal-Card-Reader, "Octopus Values"; Metroflip shows both).
 *
 * @returns null: no card holds that
 */
export function valueIn(block: Uint8Array): OctopusValue | null {
  const kept = Buffer.from(block).readUInt32BE(0)
  const valueTenCents = kept - limitTenCents
  if (valueTenCents > mostTenCents) return null
  const older = kept - olderLimitTenCents
  return { valueTenCents, olderValueTenCents: older > mostTenCents ? null : older }
}
