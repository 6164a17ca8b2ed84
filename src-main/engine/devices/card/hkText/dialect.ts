import type { Dialect, Heard, Verb } from '../dialect.ts'
import type { TerminalReply } from '../reply.ts'
import type { WireEvent } from '../wire.ts'
import { createHkTextDecoder, encodeHkText, hkTextAck, type HkTextMessage } from './frame.ts'
import {
  hkTextLineTest,
  hkTextQuery,
  hkTextSale,
  hkTextTotals,
  hkTextVoid,
  readHkText,
  type HkTextReference,
} from './verbs.ts'

const verbs = ['sale', 'void', 'last', 'totals'] as const
type HkTextVerb = (typeof verbs)[number]
const isVerb = (verb: Verb | null): verb is HkTextVerb =>
  (verbs as readonly (Verb | null)[]).includes(verb)

const nothing = new Uint8Array(0)

/** Ours has twelve digits; ten of them have room here, and come around after ten thousand million payments. */
const referenceDigits = 10
const onTheSlip = (reference: string): HkTextReference => {
  const digits = reference.padStart(referenceDigits, '0').slice(-referenceDigits)
  return `${digits.slice(0, 6)}-${digits.slice(6)}` as HkTextReference
}

function withOurReference(reply: TerminalReply): TerminalReply {
  if (reply.kind !== 'final' || reply.facts.reference === null) return reply
  const reference = reply.facts.reference.replaceAll('-', '').padStart(12, '0')
  return { ...reply, facts: { ...reply.facts, reference } }
}

/** One dialect for one line. The reference has twelve digits. @param numberOf the running number of the next message, 1 to 999999 */
export function hkTextDialect(numberOf: () => number): Dialect {
  const decoder = createHkTextDecoder()

  const heard = (event: WireEvent<HkTextMessage>, verb: Verb | null): readonly Heard[] => {
    switch (event.kind) {
      case 'ack':
        // A line test has no other answer.
        return verb === 'lineTest'
          ? [{ kind: 'reply', reply: { kind: 'ready' }, thanks: nothing }]
          : [{ kind: 'received' }, { kind: 'taken' }]
      case 'nak':
        return []
      case 'garbled':
        return [event]
      case 'message': {
        const reply = readHkText(isVerb(verb) ? verb : 'sale', event.message)
        return [{ kind: 'reply', reply: withOurReference(reply), thanks: hkTextAck }]
      }
    }
  }

  return {
    can: (verb) => verb === 'lineTest' || isVerb(verb),
    voidOf: ({ trace }) => (trace !== null && hkTextVoid(trace) ? { trace } : null),
    request(verb, { amountMinor = 0, reference = '', trace = '' }) {
      switch (verb) {
        case 'lineTest':
          return encodeHkText(hkTextLineTest)
        case 'sale':
          return encodeHkText(hkTextSale(numberOf(), amountMinor, onTheSlip(reference)))
        case 'void': {
          const fields = hkTextVoid(trace)
          if (!fields) throw new Error('a void without an invoice')
          return encodeHkText(fields)
        }
        case 'last':
          return encodeHkText(hkTextQuery(Number(trace)))
        case 'totals':
          return encodeHkText(hkTextTotals(numberOf()))
        case 'refund':
        case 'settle':
          throw new Error(`this terminal cannot be asked for ${verb}`)
      }
    },
    hear: (bytes, verb) => decoder.push(bytes).flatMap((event) => heard(event, verb)),
    silence: () => decoder.silence().flatMap((event) => heard(event, null)),
    asksByTrace: true,
    // The terminal knows no such thing: it sends again what nobody acknowledged.
    notReceived: null,
    abort: null,
  }
}
