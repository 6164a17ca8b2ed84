import type { Dialect, Heard, Verb } from '../dialect.ts'
import type { WireEvent } from '../wire.ts'
import { createHypercomDecoder, encodeHypercom, type HypercomMessage } from './frame.ts'
import { hypercomCan, hypercomRequest, readHypercom, type HypercomProfile } from './verbs.ts'

const ack = Uint8Array.of(0x06)
const nak = Uint8Array.of(0x15)

/** One dialect for one line: it keeps what has come of a frame. */
export function hypercomDialect(profile: HypercomProfile): Dialect {
  const decoder = createHypercomDecoder(profile.form)

  const heard = (event: WireEvent<HypercomMessage>): readonly Heard[] => {
    switch (event.kind) {
      case 'ack':
        return [{ kind: 'received' }, { kind: 'taken' }]
      case 'nak':
        return [{ kind: 'notReceived' }]
      case 'garbled':
        return [event]
      case 'message':
        return [{ kind: 'reply', reply: readHypercom(profile, event.message), thanks: ack }]
    }
  }

  return {
    can: (verb: Verb) => hypercomCan(profile, verb),
    voidOf: ({ trace }) => (trace === null ? null : { trace }),
    request: (verb, asked) => encodeHypercom(hypercomRequest(profile, verb, asked)),
    hear: (bytes) => decoder.push(bytes).flatMap(heard),
    silence: () => decoder.silence().flatMap(heard),
    asksByTrace: false,
    notReceived: nak,
    // The base set has none, and with a NETS header neither.
    abort: null,
  }
}
