/**
 * What a page sent, before anybody looks at what it means. A socket brings JSON; Electron's IPC
 * brings whatever the structured clone algorithm can carry: cycles, Maps, BigInts. Both are held
 * to the same: plain JSON of a bounded size and depth.
 */
import { requestLimit } from '../../src-shared/contract/index.ts'
import { callIdSchema, type CallId } from '../../src-shared/ids.ts'

export type RequestRead =
  | { readonly ok: true; readonly request: unknown }
  /** `callId` is null where not even that could be read: nobody can be answered. */
  | { readonly ok: false; readonly callId: CallId | null }

/** The deepest request of the contract has a handful of levels. It ends a cycle, too. */
const depthLimit = 32

/** Never throws. */
export function readRequest(value: unknown): RequestRead {
  return isPlain(value, 0, { left: requestLimit }) &&
    Buffer.byteLength(JSON.stringify(value)) <= requestLimit
    ? { ok: true, request: value }
    : { ok: false, callId: callIdOf(value) }
}

/** The id that a request names for itself, whatever else is wrong with it. */
export function callIdOf(value: unknown): CallId | null {
  if (typeof value !== 'object' || value === null) return null
  const read = callIdSchema.safeParse(Object.getOwnPropertyDescriptor(value, 'callId')?.value)
  return read.success ? read.data : null
}

/**
 * @param budget what may still be visited. Each value takes a character at least, so that a
 *   small object that refers to itself a thousand times over is found out early.
 */
function isPlain(value: unknown, depth: number, budget: { left: number }): boolean {
  budget.left -= typeof value === 'string' ? value.length + 1 : 1
  if (budget.left < 0 || depth > depthLimit) return false
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  const isInner = (inner: unknown): boolean => isPlain(inner, depth + 1, budget)
  if (Array.isArray(value)) return isDense(value) && value.every(isInner)
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.entries(value).every(
    // No call has such a field; who sends one means our objects, not our contract.
    ([name, inner]) => name !== '__proto__' && isInner(name) && isInner(inner),
  )
}

/** An array may have holes, and names beside its numbers; JSON has neither. */
const isDense = (array: readonly unknown[]): boolean =>
  array.length <= requestLimit && Object.keys(array).length === array.length
