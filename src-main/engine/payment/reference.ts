/** The short references that banks and wallets show to a payer. */

const codeLength = 4
const sequenceLength = 8

/**
 * The reference of a payment that a channel carries: 12 characters 0-9A-Z, the counter's code and a running number in base 36.
 * Unique on this counter for ever, and across counters as far as their codes differ.
 */
export function shortReference(counterCode: string, sequence: number): string {
  const number = sequence.toString(36).toUpperCase().padStart(sequenceLength, '0')
  if (counterCode.length !== codeLength || number.length !== sequenceLength) {
    throw new Error('no reference can be made of this')
  }
  return counterCode + number
}

/**
 * The reference of a payment that a card terminal takes: twelve digits, as its protocols and slips
 * have room for. Unique on this counter for ever.
 */
export function terminalReference(sequence: number): string {
  const digits = String(sequence).padStart(12, '0')
  if (digits.length !== 12) throw new Error('no reference can be made of this')
  return digits
}

/**
 * A counter's code, from its random bytes.
 * @param random four bytes
 */
export const counterCodeOf = (random: Uint8Array): string =>
  Array.from(random, (byte) => (byte % 36).toString(36).toUpperCase()).join('')
