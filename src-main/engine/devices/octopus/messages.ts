/**
 * What stands in the frames of the reader link: each call with its request and its response, the
 * error, the events. The order of the fields is that on the wire. Source:
 * `resources/octopus-link.md`, "Calls".
 */
import {
  cardNumber,
  choice,
  flag,
  hex,
  i32,
  list,
  optional,
  record,
  text,
  u16,
  u32,
  u8,
  variant,
  type Cursor,
  type Field,
  type ValueOf,
} from './fields.ts'
import { encodeFrame, type LinkFrame } from './frame.ts'

export const linkVersion = { major: 1, minor: 0 } as const
/** HK$10,000: no mistake can be larger. */
const mostTenCents = 100_000
const referencePattern = /^[0-9A-Za-z-]*$/u
const mostReference = 20

export const isReference = (reference: string): boolean =>
  reference !== '' && reference.length <= mostReference && referencePattern.test(reference)
export const isAmountTenCents = (amountTenCents: number): boolean =>
  Number.isInteger(amountTenCents) && amountTenCents >= 1 && amountTenCents <= mostTenCents

const amountTenCents = u32(1, mostTenCents)
/** What a card holds may be less than nothing. */
const valueTenCents = i32(-10_000, mostTenCents)
const reference = text(1, mostReference, referencePattern)
/** Seconds since 1970, by the clock of the reader. */
const timeS = u32()
const version = text(0, 40)
const nothing = record({})
const environment = choice({ training: 1, live: 2 })
const money = { reference, cardNumber, amountTenCents }
const moved = record({ ...money, valueTenCents, deviceId: u32(), timeS })
/** What an outcome says of the request itself. */
const asked = { call: choice({ deduct: 0x04, addValue: 0x06 }), cardNumber, amountTenCents }

const mostPollMs = 3_000

const calls = {
  init: {
    type: 0x01,
    request: record({
      // These two stand first in every version, for ever.
      major: u8(),
      minor: u8(),
      environment,
      session: u32(),
      counter: text(1, 32),
    }),
    response: record({
      major: u8(),
      minor: u8(),
      environment,
      session: u32(),
      storeId: hex(8),
      deviceId: u32(),
      locationId: u32(),
      timeS,
      skills: record({ addValue: flag, display: flag, exchangeFile: flag, housekeeping: flag }),
      firmware: version,
      library: version,
    }),
  },
  timeVer: {
    type: 0x02,
    request: nothing,
    response: record({
      deviceId: u32(),
      locationId: u32(),
      timeS,
      firmware: version,
      library: version,
      lists: version,
    }),
  },
  poll: {
    type: 0x03,
    request: record({ timeoutMs: u16(0, mostPollMs) }),
    response: record({
      timeS,
      cardNumber,
      valueTenCents,
      lowestTenCents: optional(i32(-10_000, 0)),
      hidesValue: flag,
      lastAddValue: optional(
        record({
          year: u16(1997, 2199),
          month: u8(1, 12),
          day: u8(1, 31),
          by: choice({ cash: 1, online: 2, refund: 3, automatic: 4 }),
          deviceId: u32(),
        }),
      ),
      cardClass: u8(),
      language: choice({ untold: 0, chinese: 1, english: 2 }),
      log: list(
        record({
          timeS,
          what: choice({ deduct: 1, addValue: 2, other: 3 }),
          amountTenCents: u32(0, mostTenCents),
          deviceId: u32(),
        }),
        10,
      ),
    }),
  },
  deduct: { type: 0x04, request: record(money), response: moved },
  outcome: {
    type: 0x05,
    request: record({ reference }),
    response: record({
      reference,
      outcome: variant({
        neverSeen: [0, {}],
        done: [1, { ...asked, valueTenCents, deviceId: u32(), timeS }],
        notDone: [2, { ...asked, code: u32() }],
        incomplete: [3, { ...asked, code: u32() }],
        unclear: [4, asked],
      }),
    }),
  },
  addValue: { type: 0x06, request: record(money), response: moved },
  display: {
    type: 0x07,
    request: record({
      show: choice({ nothing: 0, amount: 1, value: 2 }),
      tenCents: i32(-10_000, mostTenCents),
      lights: record({ green: flag, amber: flag, red: flag }),
      sound: choice({ none: 0, paid: 1, refused: 2, tapAgain: 3 }),
    }),
    response: nothing,
  },
  exchangeFile: {
    type: 0x08,
    request: record({ again: optional(u32(1)) }),
    response: record({
      number: u32(1),
      name: text(1, 64),
      sizeBytes: u32(),
      sha256: hex(32),
      timeS,
      deducted: record({ count: u32(), tenCents: u32() }),
      added: record({ count: u32(), tenCents: u32() }),
      upload: choice({ byHand: 0, done: 1, waiting: 2 }),
    }),
  },
  housekeeping: { type: 0x09, request: nothing, response: record({ timeS, lists: version }) },
  close: { type: 0x0a, request: nothing, response: nothing },
} as const satisfies Readonly<Record<string, Call>>

type Call = {
  readonly type: number
  readonly request: Field<unknown>
  readonly response: Field<unknown>
}
export type CallName = keyof typeof calls
export type RequestOf<C extends CallName> = ValueOf<(typeof calls)[C]['request']>
export type ResponseOf<C extends CallName> = ValueOf<(typeof calls)[C]['response']>

const responseBit = 0x80
const errorType = 0xff
const error = record({
  /** The type of the request that it answers. */
  request: u8(),
  code: u32(),
  /** Of the request; empty where it has none, or could not be read. */
  reference: text(0, mostReference, referencePattern),
  /** What is known of that reference now, by this request or by one before it. */
  stands: choice({ notDone: 0, incomplete: 1, unclear: 2, done: 3 }),
  /** For whoever looks for a fault: never shown to a customer. */
  text: text(0, 100),
})

const events = {
  cardPresent: { type: 0xc1, body: record({ cardNumber: optional(cardNumber) }) },
  cardRemoved: { type: 0xc2, body: nothing },
} as const

type Each<Names extends string, Of extends { readonly [N in Names]: object }> = {
  [N in Names]: Of[N]
}[Names]
export type Message =
  | Each<
      CallName,
      { [C in CallName]: { readonly kind: 'request'; readonly call: C; body: RequestOf<C> } }
    >
  | Each<
      CallName,
      { [C in CallName]: { readonly kind: 'response'; readonly call: C; body: ResponseOf<C> } }
    >
  | { readonly kind: 'error'; readonly body: ValueOf<typeof error> }
  | {
      readonly kind: 'event'
      readonly event: 'cardPresent'
      readonly body: ValueOf<typeof events.cardPresent.body>
    }
  | { readonly kind: 'event'; readonly event: 'cardRemoved'; readonly body: object }

type Form = { readonly head: object; readonly body: Field<unknown> }

const forms: ReadonlyMap<number, Form> = new Map<number, Form>([
  ...Object.entries<Call>(calls).flatMap(([call, { type, request, response }]) => [
    [type, { head: { kind: 'request', call }, body: request }] as const,
    [type + responseBit, { head: { kind: 'response', call }, body: response }] as const,
  ]),
  ...Object.entries(events).map(
    ([event, { type, body }]) => [type, { head: { kind: 'event', event }, body }] as const,
  ),
  [errorType, { head: { kind: 'error' }, body: error }],
])

/** The type of a call's request. */
export const typeOf = (call: CallName): number => calls[call].type

function typeOfMessage(message: Message): number {
  switch (message.kind) {
    case 'request':
      return typeOf(message.call)
    case 'response':
      return typeOf(message.call) + responseBit
    case 'event':
      return events[message.event].type
    case 'error':
      return errorType
  }
}

/** @returns the frame. Throws where only a bug can ask for it. */
export function writeMessage(sequence: number, message: Message): Uint8Array {
  const type = typeOfMessage(message)
  const payload: number[] = []
  forms.get(type)?.body.write(payload, message.body)
  return encodeFrame({ sequence, type, payload: Uint8Array.from(payload) })
}

/** @returns null: no message of the link, or not all of one, or more than one */
export function readMessage({ type, payload }: LinkFrame): Message | null {
  const form = forms.get(type)
  if (!form) return null
  const from: Cursor = { bytes: payload, at: 0, isBroken: false }
  const body = form.body.read(from)
  const isWhole = !from.isBroken && from.at === payload.length
  return isWhole ? ({ ...form.head, body } as Message) : null
}
