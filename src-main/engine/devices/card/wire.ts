/** What the codecs of all terminals share: a stream of bytes becomes marks and messages. */

/** Why bytes were no message. */
export type Garble = 'cut' | 'tooLong' | 'badLength' | 'badEnd' | 'badCheck' | 'badData'

export type WireEvent<M> =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak' }
  | { readonly kind: 'message'; readonly message: M }
  /** Whoever sent it sends it again once it hears so, or nothing. */
  | { readonly kind: 'garbled'; readonly why: Garble }

/** Keeps at most one frame. What it cannot read it drops, up to the next silence on the line. */
export type Decoder<M> = {
  push(bytes: Uint8Array): readonly WireEvent<M>[]
  /** Nothing came for as long as a frame may pause: what was begun will not be ended. */
  silence(): readonly WireEvent<M>[]
}

/** One character per byte: what stands on a terminal's wire is ASCII, or of a table that nobody names. */
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Throws where a character is none of ASCII's printable ones: only a bug can want to send it. */
export function bytesOf(text: string): Uint8Array {
  if (!/^[\u0020-\u007e]*$/u.test(text)) throw new Error('not printable ASCII')
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}
