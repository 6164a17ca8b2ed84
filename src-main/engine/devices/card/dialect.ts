/** One face for all protocols: what the engine of timers and retries needs of each. */
import type { Garble } from './wire.ts'
import type { TerminalReply, TransactionFacts } from './reply.ts'
import type { Final } from './settles.ts'

export type Verb = Final['verb'] | 'lineTest'

export type Asked = {
  /** In cents. */
  readonly amountMinor?: number
  /** Ours, in the form of the protocol. */
  readonly reference?: string
  /** The terminal's number of the transaction that is meant. */
  readonly trace?: string
  /** The number on its receipt, where the protocol names it by that one. */
  readonly receipt?: string
}

export type Heard =
  /** The frame arrived: it is not sent again. */
  | { readonly kind: 'received' }
  /** The request itself was taken: from now on it may be carried out. */
  | { readonly kind: 'taken' }
  /** The frame did not arrive whole. */
  | { readonly kind: 'notReceived' }
  | { readonly kind: 'garbled'; readonly why: Garble }
  | {
      readonly kind: 'reply'
      readonly reply: TerminalReply
      /** What is sent once the reply is stored. */
      readonly thanks: Uint8Array
    }

export type Dialect = {
  /** Whether this terminal, by its profile, can be asked for it at all. */
  can(verb: Verb): boolean
  /** How a void names the payment of these numbers; null: it has no name for it, and there is no void of it. */
  voidOf(told: Pick<TransactionFacts, 'trace' | 'receipt'>): Asked | null
  /** Throws where it cannot. */
  request(verb: Verb, asked: Asked): Uint8Array
  /** @param verb what is in flight: not every answer names what it answers */
  hear(bytes: Uint8Array, verb: Verb | null): readonly Heard[]
  /** Nothing came for a while. */
  silence(): readonly Heard[]
  /** A stored transaction is asked for by its number; otherwise the last one is. */
  readonly asksByTrace: boolean
  /** What is sent for a frame that was garbled; null: nothing, and it comes again by itself. */
  readonly notReceived: Uint8Array | null
  /** What stops a transaction that has begun; null: the terminal's own red key alone. */
  readonly abort: Uint8Array | null
}
