/** Where a scanned code goes when the screen that is shown has no use of its own for it. */
import { createContext, useContext } from 'react'
import type { Failure } from '../../src-shared/result.ts'

/** Why a scan led to nothing, where no answer of the engine says so. */
export type ScanTrouble = Failure | { readonly code: 'scanUnreadable' | 'scanInFlight' }

export type Scans = {
  /**
   * Leads to the sale, where the code waits for its amount.
   * @param text null: it could not be read whole
   */
  readonly take: (text: string | null) => void
  /** Why the last one was not taken: the sale screen says it. */
  readonly trouble: ScanTrouble | null
  readonly forgetTrouble: () => void
}

/** Below the place where somebody has signed in; nobody else scans anything. */
export const ScansContext = createContext<Scans | null>(null)

export function useScans(): Scans {
  const scans = useContext(ScansContext)
  if (!scans) throw new Error('used outside its context')
  return scans
}
