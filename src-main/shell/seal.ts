/** The computer's store of secrets, as Electron reaches it. */
import type { Log } from '../engine/parts.ts'
import type { Seal } from '../host/secrets.ts'
import type { ShellElectron } from './electron.ts'

/**
 * To be called when Electron is ready.
 * @returns null where there is no store, or one that would only look like it: on Linux
 *   `basic_text` seals with a key that is the same on every computer
 */
export async function openSeal(
  safeStorage: ShellElectron['safeStorage'],
  platform: NodeJS.Platform,
  log: Log,
): Promise<Seal | null> {
  const none = (why: string): null => {
    log('warn', 'secrets.noStore', { why })
    return null
  }
  try {
    const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system'
    if (backend === 'basic_text' || backend === 'unknown') return none(backend)
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return none('notAvailable')
  } catch (error) {
    return none(String(error))
  }
  return {
    async close(text) {
      const sealed = await safeStorage.encryptStringAsync(text)
      // Chromium's mark of that same key (os_crypt, posix_key_provider), whatever the store's name.
      if (platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === 'v10') {
        throw new Error('sealed with a key that everybody knows')
      }
      return sealed
    },
    async open(sealed) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed)
      return { text: result, stale: shouldReEncrypt }
    },
  }
}
