import type { Dialect, Heard, Verb } from '../dialect.ts'
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

/** One dialect for one line. @param numberOf the running number of the next message, 1 to 999999 */
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
        return [{ kind: 'reply', reply, thanks: hkTextAck }]
      }
    }
  }

  return {
    can: (verb) => verb === 'lineTest' || isVerb(verb),
    request(verb, { amountMinor = 0, reference = '', trace = '' }) {
      switch (verb) {
        case 'lineTest':
          return encodeHkText(hkTextLineTest)
        case 'sale':
          return encodeHkText(hkTextSale(numberOf(), amountMinor, reference as HkTextReference))
        case 'void':
          return encodeHkText(hkTextVoid(trace))
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
