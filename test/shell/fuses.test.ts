/** The fuses of a packed till, flipped in a file that has only the wire of a binary. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { flipFuses, FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect, test } from 'vitest'
import { fuses } from '../../scripts/fuses.ts'
import { tempFolder } from '../harness/tempFolder.ts'

/** Before the wire in every Electron binary; from @electron/fuses, dist/constants. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

function binaryWith(fuseCount: number): string {
  const path = join(tempFolder(), 'electron')
  const wire = Buffer.alloc(fuseCount, FuseState.INHERIT)
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from('program'),
      Buffer.from(sentinel),
      Buffer.from([1, fuseCount]),
      wire,
      Buffer.from('program'),
    ]),
  )
  return path
}

test('a till runs nobody’s Node, takes no options from outside, and loads only its own archive', async () => {
  const path = binaryWith(9)
  await flipFuses(path, fuses)
  const { DISABLE, ENABLE } = FuseState
  expect(await getCurrentFuseWire(path)).toEqual({
    version: '1',
    [FuseV1Options.RunAsNode]: DISABLE,
    [FuseV1Options.EnableCookieEncryption]: ENABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
    [FuseV1Options.WasmTrapHandlers]: ENABLE,
  })
})

test('a binary with a fuse that is not stated is refused, and left as it is', async () => {
  const path = binaryWith(10)
  const before = readFileSync(path)
  await expect(flipFuses(path, fuses)).rejects.toThrow('strictlyRequireAllFuses')
  expect(readFileSync(path)).toEqual(before)
})
