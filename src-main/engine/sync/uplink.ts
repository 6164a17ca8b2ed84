/** Where the journal goes: what the outbox needs of the aggregator. */
import type { JournalRow } from '../journal/kinds.ts'

/** The place of a row, with its hash. */
export type Place = { readonly epoch: number; readonly seq: number; readonly hash: Uint8Array }

export type UploadAnswer =
  | {
      readonly kind: 'held'
      /** The last row that is held; null: none yet. */
      readonly through: Place | null
      readonly notUnderstood: readonly {
        readonly epoch: number
        readonly seq: number
        readonly reason: string
      }[]
    }
  /** The run does not go on where the held journal ends. */
  | { readonly kind: 'brokenChain'; readonly through: Place | null }
  /** Another journal of this counter is held. */
  | { readonly kind: 'forked'; readonly through: Place | null }
  | { readonly kind: 'tooLarge' }
  /** The counter is not let in: its key is not known, or no longer. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'noAnswer'; readonly reason: string; readonly retryAfterMs: number | null }

export type Uplink = {
  /** @param rows at most 500, and 1 MiB as JSON; none: only compares the heads */
  upload(rows: readonly JournalRow[], head: Place | null): Promise<UploadAnswer>
}
