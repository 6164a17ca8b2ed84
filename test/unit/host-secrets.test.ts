/** Keys: made once, kept from others, and never replaced by guess. */
import { chmodSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { StartRefused } from '../../src-main/engine/parts.ts'
import { openSecrets } from '../../src-main/host/secrets.ts'
import { tempFolder } from '../harness/tempFolder.ts'

const fileOf = (dir: string): string => join(dir, 'secrets.json')
const failureOf = (dir: string, firstStart: boolean): unknown => {
  try {
    return openSecrets({ dir, firstStart })
  } catch (error) {
    return error instanceof StartRefused ? error.failure : error
  }
}
const refused = (dir: string, reason: unknown = expect.any(String)): unknown => ({
  code: 'profileUnreadable',
  facts: { path: fileOf(dir), reason },
})

test('the first start makes a key of 32 random bytes, and every later one finds it', () => {
  const dir = tempFolder()
  const { pinKey } = openSecrets({ dir, firstStart: true })
  expect(pinKey).toHaveLength(32)
  expect(openSecrets({ dir, firstStart: true }).pinKey).toEqual(pinKey)
  expect(openSecrets({ dir, firstStart: false }).pinKey).toEqual(pinKey)
  expect(openSecrets({ dir: tempFolder(), firstStart: true }).pinKey).not.toEqual(pinKey)
})

test('the file is for its owner only, and is made so again when its rights were loosened', () => {
  const dir = tempFolder()
  openSecrets({ dir, firstStart: true })
  expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600)
  chmodSync(fileOf(dir), 0o644)
  openSecrets({ dir, firstStart: false })
  expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600)
})

test.for([
  ['nothing', ''],
  ['half a file', '{ "pinKey": "YWJj'],
  ['no key', '{}'],
  ['a key that is too short', '{ "pinKey": "YWJj" }'],
  ['a key that is no base64', `{ "pinKey": "${'?'.repeat(44)}" }`],
  ['a key that is no text', '{ "pinKey": 5 }'],
] as const)('a file with %s: refused and left as it is', ([, text]) => {
  const dir = tempFolder()
  writeFileSync(fileOf(dir), text)
  for (const firstStart of [true, false]) expect(failureOf(dir, firstStart)).toEqual(refused(dir))
  expect(readFileSync(fileOf(dir), 'utf8')).toBe(text)
})

test('a file that is missing beside a database: refused, a new key would make every PIN wrong', () => {
  const dir = tempFolder()
  openSecrets({ dir, firstStart: true })
  rmSync(fileOf(dir))
  expect(failureOf(dir, false)).toEqual(refused(dir, 'missing'))
  expect(failureOf(dir, false)).toEqual(refused(dir, 'missing'))
})

test('a link: not followed', () => {
  const [dir, elsewhere] = [tempFolder(), tempFolder()]
  openSecrets({ dir: elsewhere, firstStart: true })
  symlinkSync(fileOf(elsewhere), fileOf(dir))
  expect(failureOf(dir, false)).toEqual(refused(dir, 'ELOOP'))
})

test('a refusal never tells the key', () => {
  const dir = tempFolder()
  const key = Buffer.alloc(31, 7).toString('base64')
  writeFileSync(fileOf(dir), JSON.stringify({ pinKey: key }))
  expect(JSON.stringify(failureOf(dir, false))).not.toContain(key)
})
