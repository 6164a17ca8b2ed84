/**
 * The keys of a simulated aggregator, the same in every run. Signatures are real; sealing is a
 * stand-in, which answers at once and is the same twice, as the real one (`ownKeys.ts`) never is.
 */
import type { Keys } from '../../src-main/engine/channels/keys.ts'
import type { OwnKeys } from '../../src-main/training/aggregator/ownKeys.ts'
import { testKeys, testSigner } from './testKeys.ts'

/** Checks like the real ones, and seals for `testOwnKeys`. */
export const simulatedKeys: Keys = {
  ...testKeys(),
  seal: (text, { keyId }) =>
    Promise.resolve(`sealed.${keyId}.${Buffer.from(text).toString('base64url')}`),
}

export function testOwnKeys(seed: string): OwnKeys {
  const { spki } = testSigner(`${seed} sealing`)
  const keyId = `${seed}-sealing`
  return {
    signer: testSigner(seed),
    sealing: () =>
      Promise.resolve({
        key: { keyId, spki },
        open(jwe) {
          const [how, to, text = ''] = jwe.split('.')
          const opens = how === 'sealed' && to === keyId
          return Promise.resolve(opens ? Buffer.from(text, 'base64url').toString() : null)
        },
      }),
  }
}
