/** The computer's store of secrets, and when it is none. */
import { expect, test } from 'vitest'
import { textsIn } from '../../src-shared/texts/index.ts'
import { openSeal } from '../../src-main/shell/seal.ts'
import { RecordedElectron } from '../harness/recordedElectron.ts'
import { openTestShell } from '../harness/testShell.ts'

const { safeStorage } = new RecordedElectron().module()
const noLog = (): void => undefined

test('what is closed can be opened again', async () => {
  const seal = await openSeal(safeStorage, 'linux', noLog)
  const sealed = await seal?.close('秘密')
  expect(sealed?.toString('latin1')).not.toContain('秘密')
  expect(await seal?.open(sealed ?? Buffer.alloc(0))).toEqual({ text: '秘密', stale: false })
  await expect(seal?.open(Buffer.from('v10abc'))).rejects.toThrow('not sealed here')
})

test.for(['basic_text', 'unknown'] as const)(
  'Linux without a store (%s): the keys stay in their file, and it is said',
  async (store) => {
    const shell = await openTestShell({ store })
    expect(shell.seal).toBe(null)
    expect(shell.said).toEqual([textsIn('en').host.noSecretStore])
    expect(shell.logged).toContainEqual({ event: 'secrets.noStore', facts: { why: store } })
  },
)

test('Windows and Macs are not asked for the name of their store, which only Linux has', async () => {
  const asked = { ...safeStorage, getSelectedStorageBackend: () => 'basic_text' as const }
  for (const platform of ['win32', 'darwin'] as const) {
    expect(await openSeal(asked, platform, noLog)).not.toBe(null)
  }
})

test.for([
  ['is not available', () => Promise.resolve(false)],
  ['cannot be asked', () => Promise.reject(new Error('D-Bus'))],
] as const)('a store that %s is none', async ([, isAsyncEncryptionAvailable]) => {
  expect(await openSeal({ ...safeStorage, isAsyncEncryptionAvailable }, 'linux', noLog)).toBe(null)
})

test('a store that seals with the key that everybody knows is found out', async () => {
  const encryptStringAsync = (text: string) => Promise.resolve(Buffer.from(`v10${text}`))
  const known = { ...safeStorage, encryptStringAsync }
  await expect((await openSeal(known, 'linux', noLog))?.close('x')).rejects.toThrow('everybody')
  // On a Mac the same mark stands for a key of this user's.
  await expect((await openSeal(known, 'darwin', noLog))?.close('x')).resolves.toBeDefined()
})
