/**
 * The keys of a simulated day: real Ed25519, and what was signed here is known to be right by
 * looking it up. Whatever differs from it by a bit is checked by its mathematics.
 */
import type { Keys, MessageSigner } from '../../src-main/engine/channels/keys.ts'
import { simulatedKeys } from '../harness/simulatedKeys.ts'

/** An answer is checked soon after it was signed. */
const remembered = 1_000

export type DayKeys = {
  readonly keys: Keys
  /** The same, and what it signs is remembered. */
  signer(real: MessageSigner): MessageSigner
}

export function createDayKeys(): DayKeys {
  const signed = new Map<string, { readonly spki: string; readonly data: Uint8Array }>()
  const nameOf = (signature: Uint8Array): string => Buffer.from(signature).toString('latin1')
  return {
    keys: {
      ...simulatedKeys,
      verifier(key) {
        const check = simulatedKeys.verifier(key)
        return (data, signature) => {
          const known = signed.get(nameOf(signature))
          return known?.spki === key.spki && Buffer.from(known.data).equals(data)
            ? true
            : check(data, signature)
        }
      },
    },
    signer: (real) => ({
      ...real,
      sign(data) {
        const signature = real.sign(data)
        if (signature instanceof Promise) return signature
        const [oldest] = signed.keys()
        if (signed.size >= remembered && oldest !== undefined) signed.delete(oldest)
        signed.set(nameOf(signature), { spki: real.spki, data: Uint8Array.from(data) })
        return signature
      },
    }),
  }
}
