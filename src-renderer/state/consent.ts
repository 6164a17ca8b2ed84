/** Calls that may need somebody's consent: asked for in place, and made again with it. */
import { createContext, useContext } from 'react'
import type { CallName, Input, Output } from '../../src-shared/contract/index.ts'
import type { Result } from '../../src-shared/result.ts'

/**
 * Makes the call; where the caller's own role does not reach, a dialog asks for the consent of
 * somebody whose role does, and the call is made once more with it.
 * @param what what is asked for, in plain words: `Reprint receipt HT01-000012`
 * @param why the reason that was given already, so that it is not asked for twice
 * @returns the call's answer; null: the person left the dialog, and nothing has happened
 */
export type ConsentedCall = <N extends CallName>(
  name: N,
  input: Input<N>,
  what: string,
  why?: string,
) => Promise<Result<Output<N>> | null>

export const ConsentContext = createContext<ConsentedCall | null>(null)

export function useConsentedCall(): ConsentedCall {
  const call = useContext(ConsentContext)
  if (!call) throw new Error('used outside its context')
  return call
}
