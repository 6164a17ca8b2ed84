/** What a carrier sees of an engine: the same for a working till and for one that cannot start. */
import type { Event, Reply } from '../../src-shared/contract/index.ts'
import type { Window } from '../../src-shared/contract/define.ts'

export type ContractServer = {
  /**
   * Answers one call. `request` is whatever arrived: it is checked here.
   * @returns null where not even a call id could be read: the carrier drops the connection
   */
  call(window: Window, request: unknown): Promise<Reply | null>
  /** Sends each event that this window may see. @returns how to stop */
  listen(window: Window, listener: (event: Event) => void): () => void
  /** The computer slept: whatever waits for an answer is asked for now. */
  woke(): void
  /** Ends timers and listeners. Nothing is lost: everything that counts is on the disk. */
  stop(): Promise<void>
}
