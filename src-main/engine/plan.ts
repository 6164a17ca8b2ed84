/**
 * What a call that changes something decides to do. The decision is made without doing it;
 * the engine then writes the rows and the answer in one transaction, and only after that lets
 * the answer and the effects out.
 */
import type { Result } from '../../src-shared/result.ts'
import type { StaffId } from '../../src-shared/ids.ts'
import type { Permission } from '../../src-shared/permissions.ts'
import type { Window } from '../../src-shared/contract/define.ts'
import type { Entry } from './journal/kinds.ts'

export type Plan<T> = {
  readonly answer: Result<T>
  readonly entries?: readonly Entry[]
  /** What the caller must be permitted besides, by itself or with somebody's consent, for this very input. */
  readonly needs?: Permission
  /** Changes of tables that are not derived, in the same transaction. */
  readonly alongside?: () => void
  /** What happens in memory or on a wire once the rows are on the disk. */
  readonly after?: () => void
}

export type CallResult<T> = Plan<T> | Promise<Plan<T>>

/** Decided at the moment in which it is written: what was true before a wait may not be true any more. */
export type LatePlan<T> = Promise<() => Plan<T>>

/** A refusal changes nothing. */
export const refuse = <T>(answer: Extract<Result<T>, { ok: false }>): Plan<T> => ({ answer })

/** Who calls. `staffId` is null before sign-in, where a call allows that. */
export type Caller = {
  readonly window: Window
  readonly staffId: StaffId | null
}

/** The caller of a call that needs a signed-in person. */
export type SignedIn = { readonly window: Window; readonly staffId: StaffId }
