/**
 * The contract as Electron carries it: the one object that the preload gives to a page, and the
 * names of the two channels behind it. The preload is bundled from here: types and texts only.
 */
import type { Window } from './define.ts'
import type { Event, Reply, Request } from './index.ts'

/** The object is `window.harbourTill`. */
export const bridgeName = 'harbourTill'

export type ContractBridge = {
  /** Which window the shell has made this one. */
  readonly window: Window
  /** @returns null where the request could not be answered */
  call(request: Request): Promise<Reply | null>
  /** Hears every event of this window. @returns how to stop */
  listen(listener: (event: Event) => void): () => void
}

export const bridgeChannels = {
  call: 'harbour-till.call',
  event: 'harbour-till.event',
} as const

/** The argument by which the shell tells the preload which window it is in. */
export const windowArgument = '--harbour-till-window='
