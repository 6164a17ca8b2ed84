import type { Asked, Dialect, Heard, Verb } from '../dialect.ts'
import { noFacts, type TerminalReply } from '../reply.ts'
import type { WireEvent } from '../wire.ts'
import { createZvtDecoder, encodeZvt, type ZvtPacket } from './frame.ts'
import {
  isZvtCompletion,
  isZvtPositive,
  isZvtReceipt,
  readZvt,
  zvtAbort,
  zvtEndOfDay,
  zvtPositive,
  zvtRefund,
  zvtRegister,
  zvtRepeatReceipt,
  zvtReversal,
  zvtSale,
} from './verbs.ts'

export type ZvtProfile = {
  /** Six digits. */
  readonly password: string
  /** By its number (ISO 4217): 344 for HKD. */
  readonly currency: number
}

const ack = Uint8Array.of(0x06)
const nak = Uint8Array.of(0x15)
/** The frame arrived, and what stands in it was taken. */
const ackAndPositive = Uint8Array.from([...ack, ...encodeZvt(zvtPositive)])

/** One dialect for one line: it keeps what has come of a frame, and whether the end was told. */
export function zvtDialect({ password, currency }: ZvtProfile): Dialect {
  const decoder = createZvtDecoder()
  /** The terminal has told what became of it; what follows closes it and says nothing new. */
  let isTold = false

  const requests: Readonly<Partial<Record<Verb, (asked: Asked) => ZvtPacket>>> = {
    // It costs nothing, and a terminal that was switched off knows its till again.
    lineTest: () => zvtRegister(password, currency),
    sale: ({ amountMinor = 0 }) => zvtSale(amountMinor),
    void: ({ receipt = '' }) => zvtReversal(password, receipt),
    refund: ({ amountMinor = 0 }) => zvtRefund(password, amountMinor),
    last: () => zvtRepeatReceipt(password),
    settle: () => zvtEndOfDay(password),
  }

  const replyTo = (packet: ZvtPacket, verb: Verb | null): TerminalReply => {
    if (isZvtCompletion(packet)) {
      if (verb === 'lineTest') return { kind: 'ready' }
      if (verb === 'settle' && !isTold) {
        const end = { outcome: 'approved', code: '00', text: null, facts: noFacts } as const
        return { kind: 'final', verb, ...end, totals: null }
      }
    }
    const read = readZvt(verb === null || verb === 'lineTest' ? 'sale' : verb, packet)
    if (read.kind !== 'final') return read
    if (isTold && read.facts === noFacts) return { kind: 'other' }
    isTold = true
    return read
  }

  const heard = (event: WireEvent<ZvtPacket>, verb: Verb | null): readonly Heard[] => {
    switch (event.kind) {
      case 'ack':
        return [{ kind: 'received' }]
      case 'nak':
        return [{ kind: 'notReceived' }]
      case 'garbled':
        return [event]
      case 'message': {
        const { message } = event
        if (isZvtPositive(message)) {
          return [{ kind: 'taken' }, { kind: 'reply', reply: { kind: 'other' }, thanks: ack }]
        }
        const isRefusal = message.command >> 8 === 0x84
        const thanks = isRefusal ? ack : ackAndPositive
        return [{ kind: 'reply', reply: replyTo(message, verb), thanks }]
      }
    }
  }

  return {
    can: (verb) => requests[verb] !== undefined,
    voidOf: ({ trace, receipt }) =>
      receipt !== null && isZvtReceipt(receipt)
        ? { receipt, ...(trace === null ? {} : { trace }) }
        : null,
    request(verb, asked) {
      const request = requests[verb]
      if (!request) throw new Error(`this terminal cannot be asked for ${verb}`)
      isTold = false
      return encodeZvt(request(asked))
    },
    hear: (bytes, verb) => decoder.push(bytes).flatMap((event) => heard(event, verb)),
    silence: () => decoder.silence().flatMap((event) => heard(event, null)),
    asksByTrace: false,
    notReceived: nak,
    abort: encodeZvt(zvtAbort),
  }
}
