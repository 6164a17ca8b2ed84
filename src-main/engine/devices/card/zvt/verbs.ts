/** What a till asks a ZVT terminal, and what its packets mean. Source: PA00P015, the chapters of the commands. */
import {
  noFacts,
  told,
  terminalTime,
  type Outcome,
  type TerminalReply,
  type TransactionFacts,
} from '../reply.ts'
import { schemeOf, walletOf } from '../scheme.ts'
import type { Final } from '../settles.ts'
import { readZvtFields } from './fields.ts'
import type { ZvtPacket } from './frame.ts'

const commands = {
  register: 0x0600,
  sale: 0x0601,
  repeatReceipt: 0x0620,
  reversal: 0x0630,
  refund: 0x0631,
  endOfDay: 0x0650,
  abort: 0x06b0,
} as const

const replies = {
  positive: 0x8000,
  intermediateStatus: 0x04ff,
  statusInformation: 0x040f,
  completion: 0x060f,
  aborted: 0x061e,
} as const
/** The reply names why; the terminal is doing something else. */
const busyReason = 0x9c

/** Every packet of the other side is answered with it. */
export const zvtPositive: ZvtPacket = { command: replies.positive, data: new Uint8Array(0) }

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const amount = (amountMinor: number): string => `04${String(amountMinor).padStart(12, '0')}`

/**
 * @param password six digits @param currency its number (ISO 4217), 344 for HKD
 * The terminal prints its own receipts, sends status information, and starts no payment by itself.
 */
export const zvtRegister = (password: string, currency: number): ZvtPacket => ({
  command: commands.register,
  data: bytes(`${password}ba${String(currency).padStart(4, '0')}`),
})

/** @param amountMinor in the smallest unit of the currency that was registered */
export const zvtSale = (amountMinor: number): ZvtPacket => ({
  command: commands.sale,
  data: bytes(amount(amountMinor)),
})
/** By which a reversal names what it voids: never the trace, which has six digits and counts something else. */
export const isZvtReceipt = (receipt: string): boolean => /^(?!0000)\d{4}$/u.test(receipt)

/** @param receipt four digits: the number that the status information of the sale told in field 87. Throws for any other. */
export function zvtReversal(password: string, receipt: string): ZvtPacket {
  if (!isZvtReceipt(receipt)) throw new Error('a reversal without a receipt number')
  return { command: commands.reversal, data: bytes(`${password}87${receipt}`) }
}
export const zvtRefund = (password: string, amountMinor: number): ZvtPacket => ({
  command: commands.refund,
  data: bytes(`${password}${amount(amountMinor)}`),
})
export const zvtRepeatReceipt = (password: string): ZvtPacket => ({
  command: commands.repeatReceipt,
  data: bytes(password),
})
export const zvtEndOfDay = (password: string): ZvtPacket => ({
  command: commands.endOfDay,
  data: bytes(password),
})
export const zvtAbort: ZvtPacket = { command: commands.abort, data: new Uint8Array(0) }

/** Results of a status information and of an abort: what is none of these is a refusal. */
const outcomes: Readonly<Record<string, Outcome>> = {
  '00': 'approved',
  // Nobody came with a card, or somebody pressed the red key.
  '6c': 'cancelled',
  // The line to the host broke: whether it has booked it, the terminal does not say.
  '7d': 'unclear',
  '9b': 'unclear',
  a1: 'unclear',
  ff: 'unclear',
}

/** @param verb what was asked for: the packets do not name it */
export function readZvt(verb: Final['verb'], { command, data }: ZvtPacket): TerminalReply {
  const low = command & 0xff
  if (command >> 8 === 0x84) {
    return low === busyReason ? { kind: 'busy' } : { kind: 'refused', code: low.toString(16) }
  }
  switch (command) {
    case replies.intermediateStatus:
      return { kind: 'progress', text: null }
    case replies.statusInformation: {
      const read = readZvtFields(data)
      const result = read?.byNumber.get(0x27)
      if (!read || result === undefined) return { kind: 'other' }
      const facts = factsOf(read)
      const end = { ...final(verb, result), text: told(read.byNumber.get(0x3c)), facts }
      if (facts.voids === null) return end
      // A reversal tells the amount of what it took back: it must pass for no sale, late or stored.
      return verb === 'last' ? { ...end, outcome: 'declined' } : { ...end, verb: 'void' }
    }
    case replies.aborted: {
      const [reason = 0] = data
      return final(verb, reason.toString(16).padStart(2, '0'))
    }
    default:
      return { kind: 'other' }
  }
}

const final = (verb: Final['verb'], code: string): Final => ({
  kind: 'final',
  verb,
  outcome: outcomes[code] ?? 'declined',
  code,
  text: null,
  facts: noFacts,
  totals: null,
})

/** The whole of what was asked is over, and went well: the terminal is free again. */
export const isZvtCompletion = ({ command }: ZvtPacket): boolean => command === replies.completion

/** The packet was taken, and what it asks for is being done. */
export const isZvtPositive = ({ command }: ZvtPacket): boolean => command === replies.positive

function factsOf({
  byNumber,
  cardNumber,
}: NonNullable<ReturnType<typeof readZvtFields>>): TransactionFacts {
  const text = (number: number): string | null => told(byNumber.get(number))
  const amountText = byNumber.get(0x04)
  return {
    ...noFacts,
    amountMinor: amountText === undefined ? null : Number(amountText),
    approvalCode: text(0x3b),
    trace: text(0x0b),
    receipt: text(0x87),
    voids: text(0x37),
    // It has no batches: the day stands for one.
    batch: text(0x0d),
    terminalId: text(0x29),
    merchantId: text(0x2a),
    time: terminalTime(byNumber.get(0x0d), byNumber.get(0x0c)),
    cardNumber,
    scheme: schemeOf(null, text(0x8b)),
    wallet: walletOf(text(0x8b)),
  }
}
